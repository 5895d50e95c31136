import json
import math

import numpy as np
import pytest

from assets.errors import InputError
from orbit.scenario import find_scenario
from orbit.state import events, state
from orbit.timeline import build

BODY = {
    "id": str,
    "name": str,
    "lat_deg": float,
    "lon_deg": float,
    "alt_km": float,
    "range_km": float,
    "range_rate_km_s": float,
    "azimuth_deg": float,
    "elevation_deg": float,
    "visible": bool,
    "burning": bool,
    "magnitude": (float, type(None)),
}


@pytest.fixture(scope="module")
def timeline():
    return build(find_scenario("progress-ms-10"))


def body(said, name):
    return next(each for each in said["bodies"] if each["id"] == name)


@pytest.mark.parametrize("t", [-900.0, 0.0, 117.9, 300.0, 520.0, 5400.0])
def test_the_state_has_exactly_the_keys_that_scripts_rely_on(timeline, t):
    said = json.loads(json.dumps(state(timeline, t), allow_nan=False))
    assert list(said) == ["t", "utc", "phase", "station", "sun", "moon", "bodies"]
    assert list(said["station"]) == [
        "lat_deg",
        "lon_deg",
        "alt_km",
        "gcrs_km",
        "velocity_km_s",
        "in_sunlight",
    ]
    assert list(said["sun"]) == ["azimuth_deg", "elevation_deg"]
    assert list(said["moon"]) == ["azimuth_deg", "elevation_deg", "phase_fraction"]
    assert len(said["station"]["gcrs_km"]) == len(said["station"]["velocity_km_s"]) == 3
    for each in said["bodies"]:
        assert list(each) == list(BODY)
        for key, kind in BODY.items():
            assert isinstance(each[key], kind), key


def test_the_state_at_lift_off_is_that_of_the_launch(timeline):
    said = state(timeline, 0.0)
    assert said["utc"] == "2018-11-16T18:14:08.000Z"
    assert said["phase"] == "lift_off"
    assert said["station"]["lat_deg"] == pytest.approx(45.42, abs=0.05)
    assert said["station"]["lon_deg"] == pytest.approx(62.10, abs=0.07)
    assert said["station"]["alt_km"] == pytest.approx(406, abs=1)
    assert said["moon"]["phase_fraction"] == pytest.approx(0.61, abs=0.01)
    stack = body(said, "stack")
    assert (stack["lat_deg"], stack["lon_deg"]) == pytest.approx((45.920, 63.342), abs=1e-4)
    assert stack["burning"]


def test_the_rocket_rises_from_below_and_aft(timeline):
    elevations = []
    for t in (60.0, 117.0, 200.0, 280.0):
        said = state(timeline, t)
        main = body(said, "stack" if t < 117.8 else "core")
        assert main["azimuth_deg"] == pytest.approx(180, abs=10)
        assert main["visible"]
        elevations.append(main["elevation_deg"])
    assert elevations == sorted(elevations)
    assert -60 < elevations[0] < elevations[-1] < 0


def test_bodies_are_named_as_scripts_know_them(timeline):
    seen = set()
    for t in (0.0, 118.0, 184.0, 290.0, 297.0, 530.0):
        seen |= {each["id"] for each in state(timeline, t)["bodies"]}
    assert seen == {
        "stack",
        *(f"strap_on_{k}" for k in range(1, 5)),
        "fairing_1",
        "fairing_2",
        "core",
        *(f"tail_{k}" for k in range(1, 4)),
        "blok_i",
        "progress",
        *(name for name in seen if name.startswith("core_")),
    }


def test_range_rate_is_the_rate_of_the_range(timeline):
    for t in (50.0, 250.0, 400.0, 900.0):
        before, now, after = (state(timeline, t + d) for d in (-0.05, 0.0, 0.05))
        for each in now["bodies"]:
            rate = (
                body(after, each["id"])["range_km"] - body(before, each["id"])["range_km"]
            ) / 0.1
            assert each["range_rate_km_s"] == pytest.approx(rate, abs=2e-3)


def test_azimuth_and_elevation_point_back_at_the_body(timeline):
    from orbit.earth import itrs_from_geodetic
    from orbit.frames import lvlh_direction

    for t in (10.0, 400.0):
        moment = timeline.at(t)
        for each in state(timeline, t)["bodies"]:
            there = itrs_from_geodetic(
                math.radians(each["lat_deg"]), math.radians(each["lon_deg"]), each["alt_km"] * 1e3
            )
            away = moment.itrs_from_gcrs.T @ there - moment.eye_position
            asked = lvlh_direction(
                math.radians(each["azimuth_deg"]), math.radians(each["elevation_deg"])
            )
            assert moment.lvlh_from_gcrs @ away / np.linalg.norm(away) == pytest.approx(
                asked, abs=1e-5
            )


def test_magnitudes_follow_from_candelas_and_distance(timeline):
    moment = timeline.at(60.0)
    said = state(timeline, 60.0)["bodies"][0]
    lux = moment.bodies.intensity[0] / (said["range_km"] * 1e3) ** 2
    assert said["magnitude"] == pytest.approx(-13.99 - 2.5 * math.log10(lux))
    # The facts' own example: 1e8 cd at 770 km is magnitude -4.6, so a stage lies within -7 to 3.
    assert -7 < said["magnitude"] < 3


def test_a_dark_body_has_no_magnitude(timeline):
    said = body(state(timeline, 200.0), "fairing_1")
    assert said["magnitude"] is None
    assert not said["burning"]


def test_events_come_in_order_with_strap_on_separation_at_its_time(timeline):
    said = json.loads(json.dumps(events(timeline)))
    assert all(list(each) == ["t", "id", "name"] for each in said)
    assert [each["t"] for each in said] == sorted(each["t"] for each in said)
    times = {each["id"]: each["t"] for each in said}
    assert times["strap_on_separation"] == pytest.approx(117.8, abs=1.0)
    assert times["lift_off"] == 0.0
    assert {"core_separation", "progress_separation", "closing_on_iss"} <= times.keys()


def test_a_time_outside_is_an_input_error(timeline):
    with pytest.raises(InputError):
        state(timeline, 6000.0)
