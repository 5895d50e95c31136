import numpy as np
import pytest

from orbit.reentry import DRAPER_POINT, STEFAN_BOLTZMANN, glow_start, heat_flux


def test_heating_is_that_of_sutton_and_graves():
    # At 60 km of the standard atmosphere (3.0968e-4 kg/m3), 7 km/s, 1 m: 1.7415e-4 sqrt(rho) v3.
    found = heat_flux(np.array([3.0968e-4]), np.array([7000.0]), 1.0)
    assert found[0] == pytest.approx(1.051e6, rel=1e-3)


def test_a_blunter_nose_is_heated_less():
    density, speed = np.array([1e-4]), np.array([6000.0])
    assert heat_flux(density, speed, 4.0)[0] == pytest.approx(
        heat_flux(density, speed, 1.0)[0] / 2.0
    )


def test_the_glow_begins_at_the_draper_point_on_the_way_down():
    t = np.arange(0.0, 10.0)
    altitude = -((t - 3.0) ** 2)
    limit = STEFAN_BOLTZMANN * DRAPER_POINT**4
    heat = limit * np.array([5, 2, 0, 0, 0, 0.2, 0.6, 1.1, 3, 9])
    assert glow_start(t, altitude, heat, 0.0) == pytest.approx(6.8)


def test_strap_ons_come_back_without_a_bright_glow(tracks):
    for number in (1, 2, 3, 4):
        track = tracks[f"strap_on_{number}"]
        assert track.light[track.t > 250.0].max() < 100.0


def test_the_core_breaks_up_and_its_pieces_fade_before_the_ground(tracks, events):
    core = tracks["core"]
    hottest = core.t[int(np.argmax(core.heat_flux))]
    assert events["core_reentry_glow"] < events["core_break_up"] < hottest
    for number in range(1, 6):
        piece = tracks[f"core_{number}"]
        assert piece.t[0] == events["core_break_up"]
        assert piece.light[:, 0].max() > 1e4
        assert piece.light[-1, 0] < 1.0


def test_smaller_pieces_are_left_behind_by_greater_ones(tracks, events):
    t = events["core_break_up"] + 20.0
    speeds = []
    for number in range(1, 6):
        piece = tracks[f"core_{number}"]
        index = np.searchsorted(piece.t, t)
        speeds.append(float(np.linalg.norm(piece.velocity[index])))
    assert speeds == sorted(speeds, reverse=True)
