import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit.colorimetry import luminance
from orbit.earth import EQUATORIAL_RADIUS
from orbit.extinction import lamp_table, limb_table, loss_mag, star_table, transmission
from orbit.refraction import grazing_rays

LAUNCH = {10: 3.3, 15: 2.4, 20: 1.8, 25: 1.05, 30: 0.36, 40: 0.02}
"""launch.md, "Stars near the limb": loss in V by tangent height in km, to its last digit."""
BESSELL_NM = np.arange(470.0, 701.0, 10.0)
BESSELL_V = np.concatenate(
    [
        [0.0, 0.030, 0.163, 0.458, 0.780, 0.967, 1.000, 0.973, 0.898, 0.792, 0.684, 0.574],
        [0.461, 0.359, 0.270, 0.197, 0.135, 0.081, 0.045, 0.025, 0.017, 0.013, 0.009, 0.0],
    ]
)
"""Bessell, PASP 102, 1181 (1990), table 2."""
STATION = 407e3


@pytest.mark.parametrize(("height_km", "loss"), LAUNCH.items())
def test_starlight_is_lost_at_the_limb_as_the_reference_table_says(height_km, loss):
    # Within 5 %, or half of the last digit that the table gives.
    rays = grazing_rays(np.array([height_km * 1e3]))
    found = loss_mag(rays.columns, BESSELL_NM, BESSELL_V)[0]
    assert found == pytest.approx(loss, rel=0.05, abs=0.005)


@pytest.mark.parametrize("station", [200e3, 407e3, 1000e3])
def test_refraction_spreads_starlight_and_loses_none(station):
    # What spreads over a stretch of apparent sky comes from the same stretch of true sky.
    table = star_table(station, samples=2048)
    observer = EQUATORIAL_RADIUS + station
    depression = np.arccos((EQUATORIAL_RADIUS + table.geometric_height) / observer)
    shown = table.lift < 0.98 * table.lift[0]
    apparent = (depression - table.lift)[shown]
    gathered = np.trapezoid(table.squash[shown], depression[shown])
    assert gathered == pytest.approx(apparent[-1] - apparent[0], rel=2e-3)


def test_a_star_loses_by_spreading_what_its_disc_loses_in_height():
    table = limb_table(STATION)
    assert np.all((table.squash > 0) & (table.squash <= 1))
    # At 20 km, bending / scale height x distance is about 0.59.
    found = np.interp(20.13e3, table.apparent_height, table.squash)
    assert found == pytest.approx(1 / 1.59, rel=0.05)


def test_lift_and_light_of_a_star_are_continuous_down_to_where_it_sets():
    table = star_table(STATION, samples=1024)
    assert np.all(np.diff(table.lift) <= 0)
    assert np.abs(np.diff(table.flux, axis=0)).max() < 0.02
    assert table.flux[0] == pytest.approx(np.zeros(3))
    lift, flux = table.lookup([99e3, 101e3, 2e6])
    assert lift == pytest.approx(np.zeros(3), abs=1e-7)
    assert flux == pytest.approx(np.ones((3, 3)), abs=1e-4)


def test_limb_and_star_tables_tell_the_same_story():
    limb, star = limb_table(STATION, samples=2048), star_table(STATION, samples=2048)
    observer = EQUATORIAL_RADIUS + STATION
    for height in (5e3, 12e3, 20e3, 40e3):
        bending = np.interp(height, limb.apparent_height, limb.bending)
        depression = np.arccos((EQUATORIAL_RADIUS + height) / observer) + bending
        lift, flux = star.lookup(observer * np.cos(depression) - EQUATORIAL_RADIUS)
        squash = np.interp(height, limb.apparent_height, limb.squash)
        passed = [
            np.interp(height, limb.apparent_height, limb.transmission[:, k]) for k in range(3)
        ]
        assert lift == pytest.approx(bending, rel=0.01)
        assert flux == pytest.approx(squash * np.array(passed), rel=0.05, abs=1e-4)


def test_the_lowest_light_is_red_and_the_ozone_layer_lets_blue_through():
    table = limb_table(STATION)
    red, green, blue = (
        np.interp([8e3, 20e3], table.apparent_height, table.transmission[:, k]) for k in range(3)
    )
    assert red[0] > green[0] > blue[0]
    assert blue[1] > green[1] > red[1]  # the turquoise fringe of lunar eclipses


def test_rays_that_meet_the_ground_bring_nothing():
    table = limb_table(STATION)
    assert np.all(table.transmission[table.apparent_height < 1.7e3] == 0.0)


def test_lamps_are_dimmed_and_reddened_toward_the_limb():
    table = lamp_table()
    assert np.all(np.diff(table.transmission, axis=0) >= 0)
    assert np.all(table.transmission[:, 0] >= table.transmission[:, 1])
    assert np.all(table.transmission[:, 1] >= table.transmission[:, 2])
    # Straight up: optical depth at 555 nm 0.094 of molecules, 0.03 of ozone, 0.1 of aerosol.
    assert table.lookup(1.0)[1] == pytest.approx(np.exp(-0.225), rel=0.02)
    assert np.all(table.lookup(-0.01) == 0.0)


def test_a_rocket_above_the_air_is_not_dimmed():
    assert lamp_table(90e3).transmission[-1] == pytest.approx(np.ones(3), abs=1e-5)


@given(st.lists(st.floats(0.0, 1e7), min_size=3, max_size=3), st.floats(1.0, 2.0))
def test_more_matter_never_passes_more_light(columns, factor):
    scale = np.array([1.0, 1e17, 1e-7])
    some = transmission(np.array(columns) * scale)
    more = transmission(np.array(columns) * scale * factor)
    assert np.all(some >= 0)
    assert luminance(more) <= luminance(some) + 1e-6
    assert luminance(some) <= 1 + 1e-6
