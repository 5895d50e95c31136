"""Looks: exposures that follow from a camera's settings, curves, sight by night, the day's ease."""

import math

import numpy as np
import pytest

from assets.errors import InputError
from orbit import colorimetry
from orbit.emissions import emissions
from render import camera, sight
from render.looks import LOOKS, daylight_factor, look

WHITE = np.ones(3)
RED, BLUE = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])


def test_a_look_is_known_by_name_and_an_unknown_one_refused():
    assert [look(name).name for name in LOOKS] == ["camera", "eye"]
    with pytest.raises(InputError, match="known: camera, eye"):
        look("owl")
    with pytest.raises(InputError, match="--look camera"):
        look("eye", noise=True)


def test_the_exposure_is_that_of_the_settings_by_iso_12232():
    # 78/12800 lx s on the sensor saturate it; f/1.4 and half a second make them of 0.03675 cd/m2.
    assert camera.GERST.white == pytest.approx(78 / 12800 * 1.4**2 / (0.65 * 0.5), rel=1e-12)
    gains = np.array(look("camera").gains(1.0))
    np.testing.assert_allclose(look("camera").exposure(), gains / camera.GERST.white)


def test_the_airglows_limb_lies_in_the_straight_part_of_the_curve():
    # 6.6e-3 cd/m2 at its brightest (docs/air.md): a third to two thirds of the way to white.
    code = camera.developed(6.6e-3 * WHITE, camera.GERST, 1 / camera.GERST.white)
    assert 1 / 3 < code.mean() < 2 / 3


def test_a_grey_card_at_the_settings_speed_comes_out_at_118_of_255():
    curve = camera.curve(camera.GERST.toe)
    assert curve(10 / 78) == pytest.approx(118 / 255, abs=0.002)
    assert curve(1.0) == pytest.approx(1.0)


def test_the_curve_climbs_everywhere_with_toe_straight_part_and_shoulder():
    exposure = np.logspace(-5, 0, 2001)
    code = camera.curve(camera.GERST.toe)(exposure)
    slope = np.diff(code) / np.diff(np.log10(exposure))
    assert (np.diff(code) > 0).all()
    steepest = int(np.argmax(slope))
    assert 0.02 < exposure[steepest] < 0.5
    assert (np.diff(slope)[:steepest] > 0).all()
    assert (np.diff(slope)[steepest:] < 0).all()
    assert code[0] < 0.5 / 255


@pytest.mark.parametrize("colour", [WHITE, RED, BLUE, np.array([1.0, 0.6, 0.1])])
def test_more_light_is_never_darker(colour):
    light = np.logspace(-7, 3, 2001)[:, None] * colour
    code = camera.developed(light, camera.GERST, look("camera").exposure())
    assert (np.diff(code @ colorimetry.LUMINANCE_WEIGHTS) >= -1e-12).all()
    mesopic = sight.mesopic_light(light) @ colorimetry.LUMINANCE_WEIGHTS
    assert (np.diff(mesopic) > 0).all()


def test_the_white_balance_makes_its_black_body_grey_and_passes_into_daylights():
    lamp = colorimetry.lines_to_xyz(
        colorimetry.GRID_NM, colorimetry.black_body(colorimetry.GRID_NM, camera.GERST.balance)
    )
    balanced = colorimetry.linear_srgb(lamp / lamp[1]) * look("camera").gains(1.0)
    np.testing.assert_allclose(balanced, 1.0, rtol=1e-6)
    np.testing.assert_allclose(look("camera").gains(1e-5), 1.0)


def test_larsons_rods_agree_with_v_prime_on_black_bodies_within_12_percent():
    wave = colorimetry.GRID_NM
    for kelvin in (2100.0, 2700.0, 4100.0, 6500.0):
        spectrum = colorimetry.black_body(wave, kelvin)
        true = colorimetry.lines_to_scotopic(wave, spectrum)
        assert sight.scotopic(colorimetry.lines_to_xyz(wave, spectrum)) == pytest.approx(
            true, rel=0.12
        )


def test_larsons_rods_are_right_for_the_airglow_as_a_whole_though_not_line_by_line():
    """So the far field need not carry scotopic luminance.

    Line by line three colours cannot tell: 557.7 nm comes out 2.4 times too bright to rods, sodium
    3.6 times, 630.0 nm 20 times, which is still next to nothing.
    """
    shown, true = {}, {}
    for each in emissions(70.0):
        rgb = colorimetry.into_gamut(colorimetry.linear_srgb(each.xyz))
        shown[each.id], true[each.id] = sight.XYZ_FROM_SRGB @ rgb, each.scotopic
    bright = [name for name in shown if name != "oi_630"]
    mesopause = sight.scotopic(sum(shown[name] for name in bright))
    assert mesopause == pytest.approx(sum(true[name] for name in bright), rel=0.1)
    wrong = {name: float(sight.scotopic(shown[name])) / true[name] for name in shown}
    assert 2.0 < wrong["oi_557"] < 2.5
    assert 3.0 < wrong["na"] < 4.0
    assert wrong["oi_630"] < 20.0
    assert sight.scotopic(shown["oi_630"]) < 0.02 * mesopause


def test_red_fades_before_blue_as_light_falls():
    """Purkinje: red and blue as luminous by day are 10 times apart or more by starlight."""
    ratio = []
    for luminance in np.logspace(1, -4, 51):
        red, blue = (
            sight.mesopic_light(luminance * colour / (colorimetry.LUMINANCE_WEIGHTS @ colour))
            @ colorimetry.LUMINANCE_WEIGHTS
            for colour in (RED, BLUE)
        )
        ratio.append(red / blue)
    assert ratio[0] == pytest.approx(1.0, abs=1e-6)
    assert (np.diff(ratio) <= 1e-9).all()
    assert ratio[-1] < 0.1


def test_rods_alone_see_no_colour():
    for colour in (RED, BLUE, np.array([0.2, 1.0, 0.1])):
        seen = sight.mesopic_light(1e-4 * colour)
        np.testing.assert_allclose(seen / (colorimetry.LUMINANCE_WEIGHTS @ seen), sight.rod_tint())


def test_cones_take_over_as_in_cie_191():
    """Against MES2 carried to its end, for lights from lamps (S/P 0.6) to the blue sky (3.5)."""
    for ratio in (0.6, 1.0, 1.5, 2.5, 3.5):
        luminance = np.logspace(-5, 2, 400)
        m = np.full(luminance.shape, 0.5)
        for _ in range(100):
            rods = (1 - m) * sight.ROD_SHARE
            level = (m * luminance + rods * ratio * luminance) / (m + rods)
            m = np.clip(0.767 + 0.3334 * np.log10(level), 0, 1)
        found = sight.cone_share(luminance, ratio * luminance)
        np.testing.assert_allclose(found, m, atol=0.035)
    assert sight.cone_share(0.0049, 0.0049) == pytest.approx(0.0, abs=0.01)
    assert sight.cone_share(5.1, 5.1) == 1.0


def test_the_absolute_threshold_is_black_and_the_limbs_airglow_is_not():
    assert sight.seen(1e-6 * WHITE, 1 / sight.HALF).max() < 0.5 / 255
    assert 0.3 < sight.seen(6.6e-3 * WHITE, 1 / sight.HALF).mean() < 0.6


def test_night_is_exposed_as_set_and_full_day_for_a_grey_card(timeline):
    assert daylight_factor(timeline.at(0.0)) == pytest.approx(1.0, abs=1e-5)
    noon = daylight_factor(timeline.at(2700.0))
    card = 0.18 * 1.24e5 / math.pi
    assert card * noon / camera.GERST.white == pytest.approx(10 / 78, rel=0.5)


def test_the_exposure_never_jumps_between_night_and_day(timeline):
    """At 60 frames a second: 0.25 % a frame in real time, 2.5 % at ten times, and it eases in."""
    t = np.arange(-1190.0, 5390.0, 10 / 60)
    fold = np.diff(np.log([daylight_factor(timeline.at(float(each))) for each in t]))
    assert np.abs(fold).max() < 0.025
    assert np.abs(np.diff(fold)).max() < 0.002


def test_the_exposure_depends_on_the_moment_alone(timeline):
    there = daylight_factor(timeline.at(1130.0))
    for t in (4000.0, 0.0):
        daylight_factor(timeline.at(t))
    assert daylight_factor(timeline.at(1130.0)) == there


def test_the_dark_adapted_eye_sees_what_shlaer_measured():
    # Shlaer 1937, J. Gen. Physiol. 21, 165, grating: about 2 cycles a degree at 1e-4 cd/m2, 3 at
    # 1e-3, 50 by day; the published fit is within a cycle of them in the dark.
    assert sight.finest_detail(1e-4) == pytest.approx(2.0, abs=1.0)
    assert sight.finest_detail(1e-3) == pytest.approx(3.0, abs=1.0)
    assert sight.finest_detail(1e3) == pytest.approx(50.0, abs=3.0)
    assert (np.diff(sight.finest_detail(np.logspace(-6, 3, 50))) > 0).all()
