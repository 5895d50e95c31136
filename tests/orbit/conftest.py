"""The default launch, flown once for all tests."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import assets
from assets.toml import load
from orbit.flight import fly
from orbit.motion import air_velocity
from orbit.scenario import find_scenario
from orbit.vehicle import Vehicle
from orbit.work_out import launch_of


@pytest.fixture(scope="session")
def soyuz():
    return load(Path(assets.__file__).parent / "vehicles" / "soyuz-fg.toml", Vehicle)


@pytest.fixture(scope="session")
def launch():
    return replace(launch_of(find_scenario()), start=-60.0, until=6300.0)


@pytest.fixture(scope="session")
def flight(soyuz, launch):
    return fly(soyuz, launch)


@pytest.fixture(scope="session")
def tracks(flight):
    return {track.id: track for track in flight.tracks}


@pytest.fixture(scope="session")
def events(flight):
    return {event.id: event.t for event in flight.events}


@pytest.fixture(scope="session")
def at(tracks):
    """Altitude in m, speed through the turning air in m/s of a body at a node or between two."""

    def values(body, t):
        track = tracks[body]
        speed = np.linalg.norm(air_velocity(track.position, track.velocity), axis=1)
        return float(np.interp(t, track.t, track.altitude)), float(np.interp(t, track.t, speed))

    return values
