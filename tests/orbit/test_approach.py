import math

import numpy as np
import pytest

from orbit.approach import closing_event
from orbit.earth import GRAVITY_CONSTANT
from orbit.motion import falling, integrate


def circling(state, t0, radius):
    """Return the motion of a station that goes round in the plane of `state` (6,) from `t0` s on.

    It starts where that is, at another radius in m.
    """
    place = state[:3] / np.linalg.norm(state[:3])
    across = np.cross(state[:3], state[3:])
    ahead = np.cross(across / np.linalg.norm(across), place)
    rate = math.sqrt(GRAVITY_CONSTANT / radius**3)

    def motion(t):
        angle = (rate * (t - t0) + 0.2)[:, None]
        return radius * np.stack(
            [
                np.cos(angle) * place + np.sin(angle) * ahead,
                rate * (np.cos(angle) * ahead - np.sin(angle) * place),
            ],
            axis=1,
        )

    return motion


@pytest.fixture(scope="module")
def separated(tracks, events):
    track = tracks["progress"]
    return events["progress_separation"], np.concatenate([track.position[0], track.velocity[0]])


def test_a_spacecraft_that_is_overtaken_closes_once_the_station_is_half_a_lap_ahead(
    soyuz, flight, separated
):
    """The faster station runs away for hours, beyond the end of the track."""
    start, state = separated
    station = circling(state, start, 6.0e6)
    event = closing_event(soyuz, flight.tracks, start, station)
    assert event.id == "closing_on_iss"
    assert event.t > 3 * 3600
    path = integrate(falling(0.0), start, event.t + 1, state)
    there = path.at(np.array([event.t]))[0, :3]
    station_there = station(np.array([event.t]))[0, 0]
    cosine = there @ station_there / np.linalg.norm(there) / np.linalg.norm(station_there)
    assert math.degrees(math.acos(cosine)) == pytest.approx(180, abs=5)


def test_a_station_that_never_comes_nearer_gives_no_event(soyuz, flight, separated):
    start, _ = separated

    def leaving(t):
        away = np.array([1.0, 0.0, 0.0])
        return np.stack([(1e8 + 2e4 * t)[:, None] * away, np.tile(2e4 * away, (len(t), 1))], axis=1)

    assert closing_event(soyuz, flight.tracks, start, leaving) is None
