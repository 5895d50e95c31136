import erfa
import numpy as np
import pytest

from orbit.air_optics import (
    DOBSON,
    air_file,
    ozone_cross_section,
    profiles,
    refractivity,
    spectra,
)
from orbit.refraction import grazing_rays, outward_rays

LAUNCH = {10: 23.9, 15: 12.1, 20: 5.6, 25: 2.5, 30: 1.1, 40: 0.24}
"""launch.md, "Stars near the limb": bending in arc minutes by tangent height in km."""


@pytest.mark.parametrize(("height_km", "minutes"), LAUNCH.items())
def test_starlight_bends_at_the_limb_as_the_reference_table_says(height_km, minutes):
    # Within 5 %.
    rays = grazing_rays(np.array([height_km * 1e3]))
    assert np.degrees(rays.bending[0]) * 60 == pytest.approx(minutes, rel=0.05)


@pytest.mark.parametrize("zenith_distance", [30.0, 45.0, 60.0, 75.0])
def test_refraction_at_sea_level_agrees_with_erfa_within_half_a_percent(zenith_distance):
    # ERFA refco, after Saastamoinen and others, at the standard's pressure and temperature.
    a, b = erfa.refco(1013.25, 15.0, 0.0, 0.55)
    tangent = np.tan(np.radians(zenith_distance))
    # The formula wants the apparent direction, which is where the ray starts.
    found, _ = outward_rays(0.0, np.cos(np.radians(zenith_distance)))
    assert found == pytest.approx(a * tangent + b * tangent**3, rel=0.005)


def test_refraction_on_the_horizon_is_33_arc_minutes():
    # 34.5' at 10 C and 1010 hPa (Bennett 1982), 33' to 34' in the warmer standard air.
    found, _ = outward_rays(0.0, 0.0)
    assert 32.5 < np.degrees(found) * 60 < 34.0


def test_bending_in_thin_air_is_that_of_an_exponential_atmosphere():
    # (n - 1) sqrt(2 pi R / H), e.g. Baum & Code 1953; H from the bending itself.
    height = np.array([60e3, 61e3])
    rays = grazing_rays(height)
    scale = 1e3 / np.log(rays.bending[0] / rays.bending[1])
    index = refractivity(550.0) * profiles(height[:1])[0, 0]
    expected = index * np.sqrt(2 * np.pi * (6_378_137 + 60e3) / scale)
    assert rays.bending[0] == pytest.approx(expected, rel=0.05)


def test_a_ray_that_looks_to_graze_at_12_km_grazes_lower():
    rays = grazing_rays(np.linspace(0.0, 100e3, 60))
    assert np.all(np.diff(rays.apparent_height) > 0)
    assert np.all(rays.apparent_height >= rays.true_height)
    assert rays.apparent_height[0] == pytest.approx(1.77e3, rel=0.01)  # (n - 1) R


@pytest.mark.parametrize(
    ("elevation_deg", "airmass"), [(0, 37.92), (5, 10.32), (10, 5.58), (30, 1.99)]
)
def test_airmass_agrees_with_kasten_and_young_within_2_percent(elevation_deg, airmass):
    # Kasten & Young, Appl. Opt. 28, 4735 (1989), table II.
    _, columns = outward_rays(0.0, np.sin(np.radians([elevation_deg, 90.0])))
    assert columns[0, 0] / columns[1, 0] == pytest.approx(airmass, rel=0.02)


def test_ciddors_index_at_633_nm_is_his_own_example():
    # Ciddor 1996, table 1: dry air, 20 C, 100 kPa, 633 nm: 26824.4e-8; density goes as p / T.
    thinner = 100.0 / 101.325 * 288.15 / 293.15
    assert refractivity(633.0) * thinner == pytest.approx(26824.4e-8, rel=1e-3)


def test_the_air_scatters_a_tenth_of_green_light_straight_up():
    # Bodhaine et al. 1999, table 3: Rayleigh optical depth 0.0973 at 550 nm at sea level, 45 N.
    _, columns = outward_rays(0.0, 1.0)
    assert columns[0] * spectra([550.0]).extinction[0, 0] == pytest.approx(0.0973, rel=0.01)


def test_the_ozone_column_is_the_one_in_the_file():
    _, columns = outward_rays(0.0, 1.0)
    assert columns[1] == pytest.approx(air_file().ozone.column_du * DOBSON, rel=1e-3)
    # Peak of the Chappuis bands: 5.1e-25 m2 near 603 nm (Gorshelev et al. 2014).
    assert ozone_cross_section(603.0) == pytest.approx(5.1e-25, rel=0.05)


def test_bending_and_columns_change_smoothly_with_height():
    height = np.linspace(0.0, 100e3, 2001)
    rays = grazing_rays(height)
    assert np.all(np.diff(rays.columns[:, 0]) < 0)
    for values in (rays.bending, rays.columns[:, 0]):
        assert np.all(np.abs(np.diff(np.log(values))) < 0.03)
