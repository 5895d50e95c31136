"""All the tables that a timeline reads."""

from __future__ import annotations

from dataclasses import dataclass

from orbit.event import Event
from orbit.hermite import MotionTable, SmoothTable


@dataclass(frozen=True, slots=True)
class Tables:
    """What a timeline reads."""

    station: MotionTable
    """The station's centre of mass, geocentric, GCRS."""
    sky: SmoothTable
    """Rows of `orbit.sky_row.Column`."""
    events: tuple[Event, ...]
