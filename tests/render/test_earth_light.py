"""The light of Earth, Moon and Sun that falls into the Cupola."""

from dataclasses import replace

import numpy as np
import pytest

from render.earth_light import SKYLIGHT, earth_luminance
from render.key_light import MOONLIGHT, SUNLIGHT, in_steps, key_light

TO_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


@pytest.fixture(scope="module")
def moment(timeline):
    return timeline.at(100.0)


def toward(moment, forward, starboard, up):
    direction = np.array([forward, starboard, -up])
    return moment.lvlh_from_gcrs.T @ (direction / np.linalg.norm(direction))


def test_tints_have_a_luminance_of_one():
    for tint in (SUNLIGHT, MOONLIGHT, SKYLIGHT):
        luminance = tint @ TO_LUMINANCE
        assert luminance == pytest.approx(1.0, abs=0.01)


def test_at_noon_the_earth_has_the_luminance_of_sunlit_cloud_and_ground(moment):
    noon = replace(moment, sun=replace(moment.sun, direction=toward(moment, 0, 0, 1)))
    # 0.3 x 1.28e5 lux / pi
    assert TO_LUMINANCE @ earth_luminance(noon) == pytest.approx(1.2e4, rel=0.15)


def test_at_night_the_earth_has_its_own_light_and_the_moons(moment):
    dark = replace(moment, moon=replace(moment.moon, illuminance=0.0))
    assert TO_LUMINANCE @ earth_luminance(dark) == pytest.approx(4e-4, rel=0.1)
    assert 6e-4 < TO_LUMINANCE @ earth_luminance(moment) < 3e-3


def test_the_earth_darkens_steadily_as_the_sun_sets(moment):
    found = []
    for up in np.linspace(1.0, -1.0, 81):
        sun = replace(moment.sun, direction=toward(moment, 1.0, 0.0, up))
        found.append(TO_LUMINANCE @ earth_luminance(replace(moment, sun=sun)))
    assert found == sorted(found, reverse=True)


def test_the_key_light_is_the_moon_by_night_and_the_sun_by_day(moment):
    assert key_light(moment).illuminance @ TO_LUMINANCE == pytest.approx(
        moment.moon.illuminance, rel=0.02
    )
    sun = replace(moment.sun, direction=toward(moment, 1.0, 0.0, 0.5))
    day = replace(moment, sun=sun, in_sunlight=True)
    assert key_light(day).illuminance @ TO_LUMINANCE == pytest.approx(sun.illuminance, rel=0.02)


def test_a_moon_behind_the_earth_casts_no_light(moment):
    moon = replace(moment.moon, direction=toward(moment, -1.0, 0.0, -0.5))
    assert (key_light(replace(moment, moon=moon)).illuminance == 0).all()


def test_the_key_light_keeps_its_place_to_a_tenth_of_a_degree(moment):
    exact = moment.cupola_from_gcrs @ moment.moon.direction
    assert np.degrees(np.arccos(exact @ key_light(moment).direction)) < 0.1


def test_steps_keep_three_digits():
    np.testing.assert_allclose(in_steps([1.23456e-3, 4.4e-5]), [1.23e-3, 4e-5], rtol=1e-9)
    assert (in_steps(np.zeros(3)) == 0).all()
