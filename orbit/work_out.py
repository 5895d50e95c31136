"""Works a scenario out into tables: SGP4, the ephemeris and the flight simulation.

This is the slow half of the engine. It imports skyfield and scipy, so `orbit.timeline` imports it
only where the cache has no tables.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assets.errors import InputError
from assets.toml import load
from orbit.approach import closing_event
from orbit.body_table import body_table
from orbit.event import Event
from orbit.flight import Flight, Launch, fly
from orbit.scenario import Scenario
from orbit.sky import slow_table
from orbit.sky_row import itrs_from_gcrs
from orbit.station import station_motion, station_table
from orbit.tables import Tables
from orbit.vehicle import Vehicle

Array = NDArray[np.float64]


def work_out(scenario: Scenario) -> Tables:
    """Return the tables of a scenario; raise `InputError` where its elements or its orbit fail."""
    start, end = scenario.span.start, scenario.span.end
    station = station_table(scenario.elements, scenario.epoch, start, end)
    sky = slow_table(scenario.epoch, start, end)
    if scenario.launch is None:
        return Tables(station, sky, (), None)
    gcrs_from_launch = itrs_from_gcrs(sky.at(0.0), 0.0).T
    vehicle = load(scenario.vehicle_file(), Vehicle)
    flight = fly(vehicle, launch_of(scenario))
    events = (*flight.events, *_closing(scenario, vehicle, flight, gcrs_from_launch))
    return Tables(
        station,
        sky,
        tuple(sorted(events, key=lambda event: event.t)),
        body_table(flight.tracks, gcrs_from_launch, start),
    )


def launch_of(scenario: Scenario) -> Launch:
    """Return what `orbit.flight` wants to know of a scenario; InputError if it has no launch."""
    given = scenario.launch
    if given is None:
        raise InputError(f"The scenario {scenario.name} has no launch")
    site, orbit = given.site, given.insertion
    return Launch(
        latitude=math.radians(site.lat_deg),
        longitude=math.radians(site.lon_deg),
        height=site.height_m,
        azimuth=math.radians(given.azimuth_deg),
        perigee_height=orbit.perigee_km * 1e3,
        apogee_height=orbit.apogee_km * 1e3,
        inclination=math.radians(orbit.inclination_deg),
        start=scenario.span.start,
        until=scenario.span.end,
    )


def _closing(
    scenario: Scenario, vehicle: Vehicle, flight: Flight, gcrs_from_launch: Array
) -> tuple[Event, ...]:
    name = f"{vehicle.payload.id}_separation"
    separation = next((event.t for event in flight.events if event.id == name), None)
    if separation is None or separation >= scenario.span.end:
        return ()

    def station(t: Array) -> Array:
        return station_motion(scenario.elements, scenario.epoch, t) @ gcrs_from_launch

    event = closing_event(vehicle, flight.tracks, separation, station)
    return () if event is None else (event,)
