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
    for number in range(1, 8):
        piece = tracks[f"core_{number}"]
        assert piece.t[0] == events["core_break_up"]
        assert piece.light[:, 0].max() > 1e4
        assert piece.light[-1, 0] < 1.0


def test_smaller_pieces_are_left_behind_by_greater_ones(tracks, events):
    t = events["core_break_up"] + 20.0
    speeds = []
    for number in range(1, 8):
        piece = tracks[f"core_{number}"]
        index = np.searchsorted(piece.t, t)
        speeds.append(float(np.linalg.norm(piece.velocity[index])))
    assert speeds == sorted(speeds, reverse=True)


def _core_light(tracks, t):
    ids = ["core", *(f"core_{number}" for number in range(1, 8))]
    there = [tracks[each] for each in ids if tracks[each].t[0] <= t <= tracks[each].t[-1]]
    return sum(float(np.interp(t, each.t, each.light[:, 0])) for each in there)


# 0.5 x 6545 kg x (4.4 km/s)^2 = 6.3e10 J, at 0.5 % and 16.9 cd/W: 5e9 cd s if all of it were light.
def test_the_cores_light_is_a_share_of_its_energy(tracks):
    t = np.arange(465.0, 570.0, 0.25)
    total = sum(_core_light(tracks, each) for each in t) * 0.25
    assert 0.15 * 5e9 < total < 5e9


# In the film the core "starts to burn" near T+498 and its streaks are plain (S): as bright as the
# brightest stars, which at 2150 to 2250 km is 1e7 to 1e8 cd.
def test_the_core_is_plain_to_see_from_t_505_to_535(tracks):
    light = [_core_light(tracks, t) for t in np.arange(505.0, 533.0, 1.0)]
    assert min(light) > 6e6
    assert 3e7 < max(light) < 3e8
    assert _core_light(tracks, 480.0) < 3e4


def test_pieces_part_along_and_across_their_way(tracks, events):
    t = events["core_break_up"] + 10.0
    places = np.array(
        [
            [
                np.interp(t, tracks[f"core_{n}"].t, tracks[f"core_{n}"].position[:, k])
                for k in range(3)
            ]
            for n in range(1, 8)
        ]
    )
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    assert apart.max() > 5e3
    assert apart[apart > 0].min() > 100.0


def test_progress_fires_its_thrusters_in_pulses_and_is_dark_between(tracks, events):
    track = tracks["progress"]
    lit = track.mass_flow > 0
    assert lit.any()
    assert track.light[~lit].max() == 0.0
    # Magnitude 6 to 7 at 1900 km.
    assert 1e4 < track.light[lit, 0].min() <= track.light[lit, 0].max() < 4e4
    assert track.t[lit].min() > events["progress_separation"]
