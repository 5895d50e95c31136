"""The published figures of the flight, from the tables of docs/ascent.md with their tolerances."""

import dataclasses
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.errors import InputError
from assets.toml import load
from orbit.aim import real_heights
from orbit.ascent import handover, programmed
from orbit.atmosphere import density
from orbit.earth import ROTATION_RATE, geodetic_from_itrs, itrs_from_geodetic
from orbit.flight import fly
from orbit.kepler import apsides
from orbit.motion import air_velocity
from orbit.scenario import find_scenario
from orbit.vehicle import Vehicle
from orbit.work_out import launch_of

EARTH_MEAN_RADIUS = 6_371.0


def _downrange_km(start, track):
    """The way along the ground from the pad, at `start` at lift-off, to where a track ends."""
    c, s = math.cos(ROTATION_RATE * track.t[-1]), math.sin(ROTATION_RATE * track.t[-1])
    end = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) @ track.position[-1]
    cosine = end @ start / np.linalg.norm(end) / np.linalg.norm(start)
    return EARTH_MEAN_RADIUS * math.acos(cosine)


@pytest.fixture(scope="module")
def downrange_km(tracks):
    start = tracks["stack"].position[tracks["stack"].t == 0.0][0]
    return lambda body: _downrange_km(start, tracks[body])


def test_strap_ons_leave_at_117_8_s_43_to_46_km_and_1_64_to_1_80_km_s(events, at):
    assert events["strap_on_separation"] == pytest.approx(117.8, abs=0.5)
    altitude, speed = at("stack", 117.8)
    assert 43e3 <= altitude <= 46e3
    assert 1640.0 <= speed <= 1800.0


def test_dynamic_pressure_peaks_with_36_to_41_kpa_between_60_and_70_s(events, at):
    altitude, speed = at("stack", events["max_q"])
    assert 60.0 <= events["max_q"] <= 70.0
    assert 36e3 <= 0.5 * float(density(np.array(altitude))) * speed**2 <= 41e3


def test_the_fairing_leaves_at_183_2_s_and_88_to_96_km(events, at):
    assert events["fairing_separation"] == pytest.approx(183.2, abs=0.05)
    assert 88e3 <= at("core", 183.2)[0] <= 96e3


def test_the_core_leaves_at_287_4_s_137_to_150_km_and_3_6_to_4_0_km_s(events, at):
    assert events["core_separation"] == pytest.approx(287.4, abs=1.0)
    altitude, speed = at("blok_i", events["core_separation"])
    assert 137e3 <= altitude <= 150e3
    assert 3600.0 <= speed <= 4000.0


def test_the_last_stage_is_cut_off_at_526_s(events):
    assert events["blok_i_cut_off"] == pytest.approx(526.0, abs=4.0)
    assert 528.0 - 4.0 <= events["progress_separation"] <= 529.0 + 4.0


def test_insertion_is_193_by_240_km_at_51_65_degrees(tracks, events):
    progress = tracks["progress"]
    round_once = progress.t < events["progress_separation"] + 88.6 * 60.0
    altitude = geodetic_from_itrs(progress.position[round_once])[2]
    assert altitude.min() == pytest.approx(193e3, abs=3e3)
    assert altitude.max() == pytest.approx(240e3, abs=10e3)
    orbit = apsides(progress.position[0], progress.velocity[0])
    assert math.degrees(orbit.inclination) == pytest.approx(51.65, abs=0.05)
    assert orbit.perigee_height == pytest.approx(193e3, abs=3e3)
    assert orbit.apogee_height == pytest.approx(240e3, abs=10e3)


def test_the_speed_at_cut_off_is_7_8_km_s(tracks):
    assert np.linalg.norm(tracks["progress"].velocity[0]) == pytest.approx(7800.0, abs=50.0)


def test_acceleration_peaks_with_3_5_to_4_3_g_before_the_strap_ons_stop(tracks):
    stack = tracks["stack"]
    moving = (stack.t > 0.0) & (stack.t <= 117.5)
    t, velocity = stack.t[moving], stack.velocity[moving]
    gaps = np.diff(t)
    felt = np.linalg.norm(np.diff(velocity, axis=0)[gaps > 0] / gaps[gaps > 0, None], axis=1)
    # Beside the change of velocity, the vehicle holds itself up against its weight.
    assert 3.5 <= felt.max() / 9.80665 + math.sin(math.radians(32.0)) <= 4.3


def test_strap_ons_come_down_330_to_380_km_downrange(downrange_km):
    for number in (1, 2, 3, 4):
        assert 330.0 <= downrange_km(f"strap_on_{number}") <= 380.0


def test_the_core_comes_down_1450_to_1650_km_downrange(downrange_km):
    assert 1450.0 <= downrange_km("core") <= 1650.0


def test_the_core_coasts_to_some_143_km_and_glows_from_465_to_520_s(tracks, events):
    core = tracks["core"]
    top = int(np.argmax(core.altitude))
    assert 143e3 <= core.altitude[top] <= 155e3
    assert 320.0 <= core.t[top] <= 345.0
    assert 465.0 <= events["core_reentry_glow"] <= 480.0
    assert core.light[np.searchsorted(core.t, 518.0), 0] > 1e5


def test_pitch_follows_the_published_programme_above_the_pads_horizon(soyuz, tracks):
    stack, core = tracks["stack"], tracks["core"]
    up = stack.axis[stack.t == 0.0][0]
    for t, pitch_deg in soyuz.steering.pitch_deg:
        track = stack if t < 117.8 else core
        axis = track.axis[np.argmin(np.abs(track.t - t))]
        node = track.t[np.argmin(np.abs(track.t - t))]
        assert node == pytest.approx(t, abs=1e-6)
        assert math.degrees(math.asin(min(1.0, axis @ up))) == pytest.approx(pitch_deg, abs=0.05)


@settings(deadline=None, max_examples=8)
@given(
    st.floats(0.7, 1.1),
    st.floats(0.95, 1.1),
    st.floats(0.75, 1.0),
    st.floats(60.0, 115.0),
)
def test_mass_is_what_was_there_less_what_was_burnt_and_let_go(
    soyuz, dry, thrust, throttle, from_s
):
    vehicle = _changed(soyuz, dry, thrust, throttle, from_s)
    site = itrs_from_geodetic(0.8, 1.1, 0.0)
    speed = ROTATION_RATE * np.array([-site[1], site[0], 0.0])
    up = site / np.linalg.norm(site)
    east = np.cross([0.0, 0.0, 1.0], up)
    legs = programmed(vehicle, np.concatenate([site, speed]), up, np.cross(up, east))
    assert legs[-1].path.end == handover(vehicle)
    burnt = sum(leg.thrust.mass_flow * (leg.path.end - leg.path.start) for leg in legs)
    let_go = sum(
        stage.count * (stage.gross_mass_kg - stage.burnt_by(stage.separation_s))
        for stage in vehicle.stages[:-1]
    )
    let_go += sum(p.mass_kg for p in vehicle.parts if p.separation_s < handover(vehicle))
    last = legs[-1]
    core = vehicle.stages[1]
    left_behind = core.gross_mass_kg - core.burnt_by(core.separation_s)
    end = float(last.mass_at(np.array(last.path.end))) - left_behind
    assert vehicle.mass_at(0.0) - burnt - let_go == pytest.approx(end, abs=1e-3)
    for before, after in pairwise(legs):
        np.testing.assert_allclose(before.path.last, after.path.at(np.array([after.path.start]))[0])


def _changed(vehicle, dry, thrust, throttle, from_s):
    first, core, last = vehicle.stages
    engine = first.engine.model_copy(
        update={
            "thrust_vacuum_kn": first.engine.thrust_vacuum_kn * thrust,
            "isp_vacuum_s": first.engine.isp_vacuum_s * thrust,
        }
    )
    first = first.model_copy(update={"throttle": ((from_s, throttle),), "engine": engine})
    core = core.model_copy(update={"dry_mass_kg": core.dry_mass_kg * dry})
    return vehicle.model_copy(update={"stages": (first, core, last)})


def test_an_orbit_out_of_reach_says_what_was_reached(soyuz, launch):
    high = dataclasses.replace(launch, perigee_height=800e3, apogee_height=800e3)
    with pytest.raises(InputError) as caught:
        fly(soyuz, high)
    message = str(caught.value)
    assert "cannot reach 800 by 800 km at 51.65 degrees" in message
    assert "Blok I ran dry at T+" in message
    assert "reached" in message


def test_a_payload_too_heavy_says_what_was_reached(soyuz, launch):
    heavy = soyuz.payload.model_copy(update={"mass_kg": 9500.0})
    with pytest.raises(InputError, match=r"ran dry at .* km at .* degrees reached"):
        fly(soyuz.model_copy(update={"payload": heavy}), launch)


def test_an_inclination_below_the_pads_latitude_is_refused(soyuz, launch):
    with pytest.raises(InputError, match=r"cannot reach 193 by 240 km at 28\.50 degrees"):
        fly(soyuz, dataclasses.replace(launch, inclination=math.radians(28.5)))


def test_a_flat_pitch_programme_ends_on_the_ground(soyuz, launch):
    flat = soyuz.steering.model_copy(update={"pitch_deg": ((0.0, 90.0), (10.0, 5.0))})
    with pytest.raises(InputError, match=r"falls back to the ground at T\+"):
        fly(soyuz.model_copy(update={"steering": flat}), launch)


def test_other_orbits_within_reach_are_met(soyuz, launch):
    light = soyuz.payload.model_copy(update={"mass_kg": 6000.0})
    other = dataclasses.replace(
        launch,
        perigee_height=210e3,
        apogee_height=300e3,
        inclination=math.radians(53.0),
        azimuth=math.radians(58.0),
    )
    flight = fly(soyuz.model_copy(update={"payload": light}), other)
    progress = next(track for track in flight.tracks if track.id == "progress")
    state = np.concatenate([progress.position[0], progress.velocity[0]])
    low, high = real_heights(state)
    assert low == pytest.approx(210e3, abs=1e3)
    assert high == pytest.approx(300e3, abs=2e3)
    assert math.degrees(apsides(state[:3], state[3:]).inclination) == pytest.approx(53.0, abs=0.01)


def test_drag_is_taken_in_air_that_turns_with_the_earth(tracks):
    stack = tracks["stack"]
    waiting = stack.t <= 0.0
    still = air_velocity(stack.position[waiting], stack.velocity[waiting])
    np.testing.assert_allclose(still, 0.0, atol=1e-9)


def test_a_fairing_that_leaves_at_157_s_comes_down_about_500_km_downrange():
    scenario = find_scenario("soyuz-ms-15")
    flight = fly(load(scenario.vehicle_file(), Vehicle), launch_of(scenario))
    ends = {track.id: track for track in flight.tracks}
    start = ends["stack"].position[ends["stack"].t == 0.0][0]
    for body in ("fairing_1", "fairing_2"):
        assert _downrange_km(start, ends[body]) == pytest.approx(500.0, abs=30.0)
