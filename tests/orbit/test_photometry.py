import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit.colorimetry import LUMINANCE_WEIGHTS
from orbit.photometry import intensity, magnitude, photometry
from orbit.shining import Ember, Flash, Lamp, Scene, shine


def scene(altitude, flow=300.0, heat=0.0, t=0.0):
    altitude = np.atleast_1d(np.asarray(altitude, dtype=float))
    ones = np.ones_like(altitude)
    flows = (flow * ones)[:, None]
    return Scene(t * ones, altitude, heat * ones, 30.0 * ones, flows, 0.0 * ones, 0.0 * ones)


def dark(t, altitude):
    nothing = np.zeros_like(t)
    flows = np.zeros((len(t), 0))
    return Scene(t, nothing + altitude, nothing, nothing + 1.0, flows, nothing, nothing)


def melting(speed, drag_power, heat=1e6):
    speed = np.atleast_1d(np.asarray(speed, dtype=float))
    ones = np.ones_like(speed)
    heats = heat * ones
    return Scene(
        ones, 50e3 * ones, heats, 0 * ones, np.zeros((len(ones), 0)), speed, drag_power * ones
    )


KEROSENE = Lamp(("kerosene",))


# launch.md: a source of 1e8 cd is m = -4.6 at 770 km and -3.1 at 1490 km.
@pytest.mark.parametrize(("km", "expected"), [(770.0, -4.6), (1490.0, -3.1)])
def test_a_hundred_million_candela_is_as_bright_as_the_reference_says(km, expected):
    found = magnitude(np.array([1e8]), np.array([km * 1e3]))[0]
    assert found == pytest.approx(expected, abs=0.06)


def test_no_light_has_no_magnitude():
    assert magnitude(np.array([0.0]), np.array([1e6]))[0] == math.inf


def test_the_stack_gives_about_1e8_cd_at_lift_off(tracks):
    stack = tracks["stack"]
    assert 5e7 < stack.light[stack.t >= 0.0][1, 0] < 2e8


def test_light_grows_in_proportion_to_the_mass_flow():
    one, _ = shine(KEROSENE, scene(5e3, 100.0))
    three, _ = shine(KEROSENE, scene(5e3, 300.0))
    np.testing.assert_allclose(three, 3.0 * one)


def test_the_trough_lies_between_70_and_90_km():
    heights = np.linspace(0.0, 200e3, 401)
    light, _ = shine(KEROSENE, scene(heights))
    assert 70e3 <= heights[int(np.argmin(light[:, 0]))] <= 90e3


def test_the_flame_is_yellow_white_near_the_ground_and_bluer_in_near_vacuum():
    _, colour = shine(KEROSENE, scene([0.0, 150e3]))
    low, high = colour
    assert low[0] > low[1] > low[2]
    assert high[2] / high[0] > 2.0 * low[2] / low[0]


def test_re_entry_glows_orange_white_and_brightens_with_heating():
    heats = np.array([1e5, 3e5, 6e5, 1.2e6])
    none = np.zeros(4)
    hot = Scene(heats, heats, heats, np.full(4, 30.0), np.zeros((4, 0)), none, none)
    light, colour = shine(Lamp(), hot)
    assert np.all(np.diff(light[:, 0]) > 0)
    assert np.all(colour[:, 0] > colour[:, 1])
    assert np.all(colour[:, 1] > colour[:, 2])


def test_a_cold_body_is_dark_and_white():
    light, colour = shine(Lamp(), scene(100e3, heat=1e3))
    assert light.max() == 0.0
    np.testing.assert_array_equal(colour, 1.0)


# The candela was defined to 1979 by the black body at 2041.4 K: 60 cd/cm2.
def test_a_hot_surface_has_the_luminance_of_a_black_body():
    figures = photometry().glow
    heat = 5.670374419e-8 * figures.emissivity * 2000.0**4 / figures.heated_fraction
    light, _ = shine(Lamp(), scene(50e3, heat=heat))
    surface = light[0, 0] / figures.emissivity / 30.0
    # From 2041.4 to 2000 K the luminance falls by the factor exp(-12.6 (2041.4/2000 - 1)).
    assert surface == pytest.approx(6.0e5 * math.exp(-12.6 * 0.0207), rel=0.03)


@given(st.floats(0.0, 300e3), st.floats(0.0, 1700.0), st.floats(0.0, 2e6), st.floats(-1.0, 1.0))
def test_light_is_never_negative_and_colour_always_has_luminance_one(altitude, flow, heat, view):
    light, colour = shine(KEROSENE, scene(altitude, flow, heat))
    assert intensity(light, np.array([view]))[0] >= 0.0
    assert colour[0].min() >= 0.0
    assert float(colour[0] @ LUMINANCE_WEIGHTS) == pytest.approx(1.0, abs=2e-3)


def test_more_is_seen_into_the_nozzles_than_from_ahead():
    light, _ = shine(KEROSENE, scene(150e3))
    ahead, aside, astern = (intensity(light, np.array([view]))[0] for view in (1.0, 0.0, -1.0))
    flame = photometry().flames["kerosene"]
    assert ahead < aside < astern
    assert ahead / aside == pytest.approx(flame.ahead[-2])
    assert astern / aside == pytest.approx(flame.astern[-2])


def test_hot_staging_flashes_and_fades():
    t = np.linspace(-1.0, 10.0, 1101)
    light, _ = shine(Lamp(flash=Flash(0.0, 5.0, 93.0)), dark(t, 140e3))
    assert light[t < 0.0].max() == 0.0
    assert 0.05 < t[int(np.argmax(light[:, 0]))] < 0.5
    assert light[np.searchsorted(t, 4.0), 0] < 0.1 * light.max()
    assert light[t > 5.0].max() == 0.0


def test_a_stopped_engine_burns_on_for_some_seconds():
    t = np.linspace(-1.0, 60.0, 611)
    light, _ = shine(Lamp(embers=(Ember(0.0, math.inf, 325.0, "kerosene"),)), dark(t, 45e3))
    assert light[t < 0.0].max() == 0.0
    assert np.all(np.diff(light[t >= 0.0, 0]) < 0)
    assert light[-1, 0] < 1e-3 * light.max()


def test_core_separation_shows_as_a_flash(tracks):
    core, last = tracks["core"], tracks["blok_i"]
    before = core.light[np.searchsorted(core.t, 286.0), 0]
    lit = (core.t > 286.2) & (core.t < 287.4)
    assert core.light[lit, 0].max() > 1.5 * before
    steady = last.light[np.searchsorted(last.t, 400.0), 0]
    assert last.light[0, 0] > 2.0 * steady


# Borovicka et al. 2011: 1.3 % of the energy of Hayabusa at 12 km/s became light; magnitude 0 at
# 100 km is 1500 W of it (Ceplecha et al. 1998).
def test_a_melting_body_at_12_km_s_turns_as_much_of_its_drag_into_light_as_hayabusa_did():
    light, _ = shine(Lamp(), melting(12e3, 1500.0 / 0.013))
    assert magnitude(light[:, 0], np.array([1e5]))[0] == pytest.approx(0.0, abs=0.02)


def test_slow_or_cold_bodies_give_no_light_of_ablation():
    slow, _ = shine(Lamp(), melting(1.9e3, 1e9))
    cold, _ = shine(Lamp(), melting(4.4e3, 1e9, heat=4e4))
    assert slow[0, 0] == cold[0, 0] == 0.0


def test_light_of_ablation_grows_with_speed_and_power():
    light, _ = shine(Lamp(), melting(np.linspace(2.1e3, 8e3, 30), 1e8))
    assert np.all(np.diff(light[:, 0]) > 0)
    twice, _ = shine(Lamp(), melting(np.linspace(2.1e3, 8e3, 30), 2e8))
    np.testing.assert_allclose(twice, 2.0 * light)
