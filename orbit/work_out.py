"""Works a scenario out into tables: SGP4, the ephemeris and the flight simulation.

This is the slow half of the engine. It imports skyfield and scipy, so `orbit.timeline` imports it
only where the cache has no tables.
"""

from __future__ import annotations

import math

from assets.toml import load
from orbit.body_table import body_table
from orbit.flight import Flight, Launch, fly
from orbit.scenario import Scenario
from orbit.sky import slow_table
from orbit.sky_row import itrs_from_gcrs
from orbit.station import station_table
from orbit.tables import Tables
from orbit.vehicle import Vehicle


def work_out(scenario: Scenario) -> Tables:
    """Return the tables of a scenario; raise `InputError` where its elements or its orbit fail."""
    start, end = scenario.span.start, scenario.span.end
    station = station_table(scenario.elements, scenario.epoch, start, end)
    sky = slow_table(scenario.epoch, start, end)
    flight = _flight(scenario)
    if flight is None:
        return Tables(station, sky, (), None)
    gcrs_from_launch = itrs_from_gcrs(sky.at(0.0), 0.0).T
    bodies = body_table(flight.tracks, gcrs_from_launch, start)
    events = [event for event in flight.events if event.t <= end]
    return Tables(station, sky, tuple(events), bodies)


def _flight(scenario: Scenario) -> Flight | None:
    if scenario.launch is None:
        return None
    site, orbit = scenario.launch.site, scenario.launch.insertion
    launch = Launch(
        latitude=math.radians(site.lat_deg),
        longitude=math.radians(site.lon_deg),
        height=site.height_m,
        azimuth=math.radians(scenario.launch.azimuth_deg),
        perigee_height=orbit.perigee_km * 1e3,
        apogee_height=orbit.apogee_km * 1e3,
        inclination=math.radians(orbit.inclination_deg),
        start=scenario.span.start,
        until=scenario.span.end,
    )
    return fly(load(scenario.vehicle_file(), Vehicle), launch)
