from dataclasses import replace

import numpy as np
import pytest
from numpy.polynomial.legendre import leggauss

from orbit import colorimetry
from orbit.air_optics import TOP, air_file, profiles, spectra
from orbit.air_tables import EARTH_RADIUS, FAINTEST, light_cosine, light_place
from orbit.bands import SUN_TEMPERATURE, extinction, rgb_from_bands
from orbit.colorimetry import luminance
from orbit.multiple_scattering import directions, work_out
from orbit.scattering import (
    GROUND_ALBEDO,
    aerosol_phase,
    air_light,
    rayleigh_phase,
    sunlight,
)

SUN = 1.28e5
"""lux outside the air, of the mean Sun (IES 1984: 127.5 klx)."""
STATION = np.array([0.0, 0.0, EARTH_RADIUS + 407e3])
GROUND = np.array([0.0, 0.0, EARTH_RADIUS + 1.0])


@pytest.fixture(scope="module")
def tables():
    return work_out()


def light_at(elevation_deg):
    angle = np.radians(elevation_deg)
    return np.array([np.cos(angle), 0.0, np.sin(angle)])


def grazing(height, azimuth_deg=0.0):
    """Unit vectors from the station to perigees at these heights, azimuth from the light."""
    level = (EARTH_RADIUS + np.asarray(height, dtype=float)) / STATION[2]
    turn = np.radians(azimuth_deg)
    down = -np.sqrt(1 - level**2)
    return np.stack([level * np.cos(turn), level * np.sin(turn), down], axis=-1)


def sky_illuminance(tables, elevation_deg):
    sine = np.array(np.sin(np.radians(elevation_deg)))
    return float(luminance(tables.sky_illuminance(sine))) * SUN


def straight_columns(start, toward):
    """Columns (3,) from a point out of the air by brute force; None through the ground."""
    ahead = -start @ toward
    perigee2 = start @ start - ahead**2
    if ahead > 0 and perigee2 < EARTH_RADIUS**2:
        return None
    end = ahead + np.sqrt((EARTH_RADIUS + TOP) ** 2 - perigee2)
    path = np.linspace(0.0, end, 3001)
    height = np.linalg.norm(start + path[:, None] * toward, axis=1) - EARTH_RADIUS
    return np.trapezoid(profiles(height), path, axis=0)


def brute_force(ray, light):
    """Singly scattered light along a ray in linear sRGB per lux: 81 wavelengths, fine steps."""
    ahead = -STATION @ ray
    perigee2 = STATION @ STATION - ahead**2
    half = np.sqrt((EARTH_RADIUS + TOP) ** 2 - perigee2)
    path = np.linspace(ahead - half, ahead + half, 1201)
    points = STATION + path[:, None] * ray
    matter = profiles(np.linalg.norm(points, axis=1) - EARTH_RADIUS)
    lost = spectra(colorimetry.GRID_NM).extinction
    step = path[1] - path[0]
    before = np.vstack([np.zeros(3), np.cumsum((matter[1:] + matter[:-1]) / 2 * step, axis=0)])
    towards = ray @ light
    albedo = air_file().aerosol.single_scattering_albedo
    radiance = np.zeros(len(lost))
    for point, here, passed in zip(points, matter, before, strict=True):
        lit = straight_columns(point, light)
        if lit is None or here[0] == 0.0:
            continue
        source = here[0] * lost[:, 0] * rayleigh_phase(towards)
        source = source + albedo * here[2] * lost[:, 2] * aerosol_phase(towards)
        radiance += source * np.exp(-lost @ (passed + lit)) * step
    sun = colorimetry.black_body(colorimetry.GRID_NM, SUN_TEMPERATURE)
    white = sun @ colorimetry.matching_functions(colorimetry.GRID_NM)
    xyz = (sun * radiance) @ colorimetry.matching_functions(colorimetry.GRID_NM)
    return colorimetry.linear_srgb(xyz / white[1])


@pytest.mark.parametrize(
    ("height", "azimuth_deg", "elevation_deg"),
    [(15e3, 40, 30), (30e3, 120, 5), (50e3, 10, -10), (8e3, 70, -8), (25e3, 0, -20)],
)
def test_single_scattering_agrees_with_a_spectral_integral_within_5_percent(
    tables, height, azimuth_deg, elevation_deg
):
    ray, light = grazing(height, azimuth_deg), light_at(elevation_deg)
    found = air_light(tables, STATION, ray, light, orders=False).rgb(1.0)
    expected = brute_force(ray, light)
    assert luminance(found) == pytest.approx(luminance(expected), rel=0.05)
    assert found == pytest.approx(np.maximum(expected, 0), abs=0.05 * expected.max())


def test_sunlight_whole_is_the_suns_colour_with_luminance_one():
    white = rgb_from_bands().sum(axis=1)
    assert luminance(white) == pytest.approx(1.0, rel=0.005)
    sun = colorimetry.black_body(colorimetry.GRID_NM, SUN_TEMPERATURE)
    xyz = sun @ colorimetry.matching_functions(colorimetry.GRID_NM)
    assert white == pytest.approx(colorimetry.linear_srgb(xyz / xyz[1]), abs=0.02)


@pytest.mark.parametrize("elevation_deg", [15, 30, 45, 60, 90])
def test_the_clear_sky_lights_level_ground_as_measured_within_10_percent(tables, elevation_deg):
    # IES RP-21 (1984), clear sky: 0.8 + 15.5 sin(e)^0.5 klx.
    measured = 800 + 15_500 * np.sin(np.radians(elevation_deg)) ** 0.5
    assert sky_illuminance(tables, elevation_deg) == pytest.approx(measured, rel=0.1)


@pytest.mark.parametrize("elevation_deg", [30, 60, 90])
def test_direct_sunlight_is_as_strong_as_measured_within_10_percent(tables, elevation_deg):
    # IES RP-21 (1984), clear sky: 127.5 exp(-0.21 m) klx on a surface that faces the Sun.
    sine = np.array([np.sin(np.radians(elevation_deg))])
    found = luminance(sunlight(tables, np.zeros(1), sine) @ rgb_from_bands().T)[0] * 127_500
    assert found == pytest.approx(127_500 * np.exp(-0.21 / sine[0]), rel=0.1)


@pytest.mark.parametrize(("elevation_deg", "lux"), [(0, 732), (-6, 3.4), (-12, 8.3e-3)])
def test_twilight_on_the_ground_is_as_bright_as_published_within_a_factor_of_two(
    tables, elevation_deg, lux
):
    # Seidelmann (ed.), Explanatory Supplement to the Astronomical Almanac (1992), section 9.3,
    # at sunset and at the ends of civil and nautical twilight. Clear evenings differ by as much.
    assert 0.5 < sky_illuminance(tables, elevation_deg) / lux < 2.0


def test_night_comes_and_leaves_no_glow(tables):
    # At 18 degrees the night's own light, 6e-4 lx, is all that is published.
    assert sky_illuminance(tables, -18) < 1e-4
    assert sky_illuminance(tables, -24) < 1e-8
    sums = [sky_illuminance(tables, e) for e in np.arange(5.0, -25.0, -0.25)]
    fall = np.diff(np.log(sums))
    assert np.all(fall < 0)
    assert np.all(fall > -1.5)  # no cliff: less than a factor of 4.5 each quarter degree


def test_ozone_keeps_the_zenith_blue_after_sunset(tables):
    # Hulburt, J. Opt. Soc. Am. 43, 113 (1953): without it the zenith would turn yellowish.
    bare = tables.log_columns.copy()
    bare[..., 1] = np.log(FAINTEST)
    up = np.array([0.0, 0.0, 1.0])
    blue = air_light(tables, GROUND, up, light_at(-4), 64).rgb(SUN)
    without = replace(tables, log_columns=bare)
    pale = air_light(without, GROUND, up, light_at(-4), 64).rgb(SUN)
    assert blue[2] > 1.8 * blue[1] > 1.8 * blue[0]
    assert blue[2] / blue[0] > 1.5 * pale[2] / pale[0]


def test_seen_from_the_station_twilight_is_red_below_and_blue_above(tables):
    rgb = air_light(tables, STATION, grazing([4e3, 12e3, 45e3]), light_at(-22)).rgb(SUN)
    assert rgb[0, 0] > 2 * rgb[0, 1] > 4 * rgb[0, 2]
    assert rgb[1, 0] > rgb[1, 1] > rgb[1, 2]
    assert rgb[2, 2] > rgb[2, 1] and rgb[2, 2] > rgb[2, 0]


def test_the_limb_fades_smoothly_through_the_terminator(tables):
    elevation = np.arange(10.0, -45.0, -0.25)
    for height in (10e3, 25e3, 60e3):
        light = np.array([light_at(e) for e in elevation])
        shown = luminance(air_light(tables, STATION, grazing(height), light).rgb(SUN))
        seen = shown > 1e-6
        # A quarter of a degree changes it by less than a factor of 2.5, down to nothing.
        assert np.all(np.abs(np.diff(np.log(shown[seen]))) < 0.92)
        assert shown[-1] < 1e-6


@pytest.mark.parametrize("elevation_deg", [20, 40, 70])
def test_light_that_enters_the_air_leaves_it_or_is_absorbed(tables, elevation_deg):
    # At 440 nm ozone takes little: what goes up at the top, and what the ground and the aerosol
    # keep, add up to what came in, within 4 %.
    nodes, weights = leggauss(24)
    cosine, share = (nodes + 1) / 2, weights / 2
    turn = np.pi * (np.arange(12) + 0.5) / 12
    light = light_at(elevation_deg)
    sine = np.array([light[2]])
    across = np.sqrt(1 - cosine**2)[:, None]
    rays = np.stack(
        np.broadcast_arrays(across * np.cos(turn), across * np.sin(turn), -cosine[:, None]), -1
    )
    # Lines of sight that meet level ground right under: the flat limit of the curved air.
    eye = np.array([0.0, 0.0, EARTH_RADIUS]) - rays * (TOP / cosine)[:, None, None]
    seen = air_light(tables, eye, rays, light)
    onto = (sunlight(tables, np.zeros(1), sine)[0] * light[2])[0]
    rays_up, share_up = directions(np.array(0.0))
    half = len(rays_up) // 2
    sky = air_light(tables, GROUND, rays_up[:half], light, 64).scattered[:, 0]
    onto = onto + 4 * np.pi * np.sum(sky * share_up[:half] * rays_up[:half, 2])
    upward = seen.scattered[..., 0] + seen.transmittance[..., 0] * GROUND_ALBEDO / np.pi * onto
    leaving = 2 * np.pi * np.sum(upward.mean(axis=1) * share * cosine)
    depth = extinction()[0] * tables.columns(np.zeros(1), sine)[0]
    dust = 1 - air_file().aerosol.single_scattering_albedo
    absorbed = light[2] * (depth[1] + depth[2] * dust) * np.exp(-depth[2] / 2)
    kept = (1 - GROUND_ALBEDO) * onto
    assert leaving + kept + absorbed == pytest.approx(light[2], rel=0.04)


def test_places_of_the_light_map_back():
    place = np.linspace(0.0, 1.0, 101)
    assert light_place(light_cosine(place)) == pytest.approx(place, abs=1e-12)


def test_directions_share_the_whole_sphere():
    vectors, weights = directions(np.array([0.0, -0.1, -0.19]))
    assert weights.sum(axis=-1) == pytest.approx(np.ones(3))
    assert np.linalg.norm(vectors, axis=-1) == pytest.approx(np.ones(vectors.shape[:-1]))
    # Mean of z^2 over the sphere is 1/3.
    assert (weights * vectors[..., 2] ** 2).sum(axis=-1) == pytest.approx(
        np.full(3, 1 / 3), rel=1e-3
    )


def test_a_ray_that_misses_the_air_sees_none(tables):
    up = air_light(tables, STATION, np.array([0.0, 0.6, 0.8]), light_at(30))
    assert np.all(up.scattered == 0)
    assert np.all(up.transmittance == 1)
