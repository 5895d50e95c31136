import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit import colorimetry


def test_luminance_of_a_green_rayleigh_is_that_of_the_reference():
    # launch.md: 1 R of 557.7 nm is 1.93e-7 cd/m2, 1.74e-7 scotopic.
    radiance = colorimetry.rayleigh_radiance([557.734])
    assert colorimetry.lines_to_xyz([557.734], radiance)[1] == pytest.approx(1.93e-7, rel=0.01)
    assert colorimetry.lines_to_scotopic([557.734], radiance) == pytest.approx(1.74e-7, rel=0.01)


def test_a_spectrum_that_is_even_has_the_chromaticity_of_illuminant_e():
    # CIE 015: x = y = 1/3 by definition of the matching functions.
    xyz = colorimetry.matching_functions(colorimetry.GRID_NM).sum(axis=0)
    assert xyz / xyz.sum() == pytest.approx(np.full(3, 1 / 3), abs=2e-4)


@pytest.mark.parametrize(
    ("temperature", "x", "y"), [(2856.0, 0.4476, 0.4074), (6504.0, 0.3135, 0.3237)]
)
def test_black_bodies_lie_on_the_planckian_locus(temperature, x, y):
    # CIE standard illuminant A; the locus at 6504 K (Robertson, J. Opt. Soc. Am. 58, 1528, 1968).
    power = colorimetry.black_body(colorimetry.GRID_NM, temperature)
    xyz = power @ colorimetry.matching_functions(colorimetry.GRID_NM)
    assert xyz[:2] / xyz.sum() == pytest.approx([x, y], abs=5e-4)


def test_d65_is_white_in_srgb():
    white = colorimetry.linear_srgb([0.95047, 1.0, 1.08883])
    assert white == pytest.approx(np.ones(3), abs=1e-3)
    assert np.abs(colorimetry.LUMINANCE_WEIGHTS - [0.2126, 0.7152, 0.0722]).max() < 1e-3


def test_peaks_of_the_eyes_are_where_they_belong():
    wave = np.arange(400.0, 701.0)
    assert wave[colorimetry.matching_functions(wave)[:, 1].argmax()] == pytest.approx(555, abs=1)
    assert wave[colorimetry.scotopic_efficiency(wave).argmax()] == pytest.approx(507, abs=1)


def test_nothing_is_seen_outside_the_visible():
    assert np.all(colorimetry.matching_functions([300.0, 900.0]) == 0)
    assert np.all(colorimetry.scotopic_efficiency([300.0, 900.0]) == 0)


@given(st.lists(st.floats(-2.0, 4.0), min_size=3, max_size=3))
def test_bringing_a_colour_into_gamut_keeps_its_luminance_and_leaves_nothing_negative(rgb):
    before = float(colorimetry.luminance(rgb))
    if before <= 1e-3:
        return
    after = colorimetry.into_gamut(rgb)
    assert after.min() >= 0
    assert colorimetry.luminance(after) == pytest.approx(before, rel=1e-9)


@given(st.lists(st.floats(0.0, 4.0), min_size=3, max_size=3))
def test_a_colour_that_can_be_shown_is_left_alone(rgb):
    assert colorimetry.into_gamut(rgb) == pytest.approx(np.array(rgb), abs=1e-12)


def test_the_suns_black_body_gives_93_lumens_per_watt():
    # Planck at 5778 K over all wavelengths: sigma T^4 / pi; 92 to 94 lm/W (IES Lighting Handbook).
    wave = colorimetry.GRID_NM
    power = colorimetry.black_body(wave, 5778.0)
    seen = 683 * np.trapezoid(power * colorimetry.matching_functions(wave)[:, 1], wave)
    assert seen / (5.670374e-8 * 5778.0**4 / np.pi) == pytest.approx(93, abs=1.5)
