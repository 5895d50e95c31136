"""All the tables that a timeline reads."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.body_table import BodyTable
from orbit.event import Event
from orbit.hermite import MotionTable, SmoothTable

Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Tables:
    """What a timeline reads; `to_arrays` and `from_arrays` take it to a file and back."""

    station: MotionTable
    """The station's centre of mass, geocentric, GCRS."""
    sky: SmoothTable
    """Rows of `orbit.sky_row.Column`."""
    events: tuple[Event, ...]
    bodies: BodyTable | None
    """None where the scenario has no launch."""

    def to_arrays(self) -> Arrays:
        """Return all of it as named arrays."""
        events = json.dumps([dataclasses.astuple(event) for event in self.events])
        bodies = {} if self.bodies is None else self.bodies.to_arrays()
        return bodies | {
            "events": np.array(events),
            "station": self.station.rows,
            "station_grid": np.array([self.station.start, self.station.step]),
            "sky": self.sky.rows,
            "sky_grid": np.array([self.sky.start, self.sky.step]),
        }

    @staticmethod
    def from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Tables:
        """Return what `to_arrays` took apart; KeyError, TypeError or ValueError if it is not."""
        events = tuple(Event(*each) for each in json.loads(str(arrays["events"])))
        start, step = arrays["station_grid"].tolist()
        station = MotionTable(start, step, arrays["station"].astype(np.float64))
        start, step = arrays["sky_grid"].tolist()
        sky = SmoothTable(start, step, arrays["sky"].astype(np.float64))
        bodies = BodyTable.from_arrays(arrays) if "bodies" in arrays else None
        return Tables(station, sky, events, bodies)
