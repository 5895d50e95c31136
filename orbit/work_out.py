"""Works a scenario out into tables: SGP4, the ephemeris and the flight simulation.

This is the slow half of the engine. It imports skyfield and scipy, so `orbit.timeline` imports it
only where the cache has no tables.
"""

from __future__ import annotations

from orbit.scenario import Scenario
from orbit.sky import slow_table
from orbit.station import station_table
from orbit.tables import Tables


def work_out(scenario: Scenario) -> Tables:
    """Return the tables of a scenario; raise `InputError` where its elements or its orbit fail."""
    start, end = scenario.span.start, scenario.span.end
    lift_off = scenario.epoch
    return Tables(
        station=station_table(scenario.elements, lift_off, start, end),
        sky=slow_table(lift_off, start, end),
        events=(),
    )
