"""The one thing that flows: mission time in, a `Moment` out.

`build` makes a `Timeline` from a scenario once; `Timeline.at` then only reads tables.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assets.errors import InputError
from orbit import store
from orbit.attitude import body_from_lvlh, cupola_from_body
from orbit.earth import geodetic_of_point, ray_clear
from orbit.event import Event
from orbit.frames import lvlh_from_inertial
from orbit.luminaries import luminaries
from orbit.moment import Moment
from orbit.parts import bodies_at
from orbit.scenario import Scenario
from orbit.sky_row import Column, itrs_from_gcrs
from orbit.starfield import star_directions
from orbit.tables import Tables

if TYPE_CHECKING:
    from assets.stars import StarCatalogue

Array = NDArray[np.float64]


def build(scenario: Scenario) -> Timeline:
    """Return the timeline of a scenario, from the user's cache if it was built before.

    Raises `InputError` where the element set, the vehicle or the orbit aimed at cannot be.
    """
    key = store.key(scenario)
    tables = store.load(key)
    if tables is None:
        from orbit.work_out import work_out  # noqa: PLC0415 - slow to import

        tables = work_out(scenario)
        store.save(key, tables)
    return Timeline(scenario, tables)


class Timeline:
    """A scenario worked out: `at` tells where all things are at a mission time.

    Reading changes nothing, so any number of threads may share one.
    """

    def __init__(self, scenario: Scenario, tables: Tables) -> None:
        self.scenario = scenario
        self.span = (scenario.span.start, scenario.span.end)
        self.events: tuple[Event, ...] = tables.events
        self._tables = tables
        self._lift_off = scenario.epoch
        phases = [event for event in tables.events if event.is_phase]
        self._phase_starts = [event.t for event in phases]
        before = "before_launch" if scenario.launch else "no_launch"
        self._phases = [before, *(event.id for event in phases)]
        attitude = scenario.station.attitude
        body = body_from_lvlh(attitude.yaw_deg, attitude.pitch_deg, attitude.roll_deg)
        self._cupola_from_lvlh = cupola_from_body(scenario.cupola.clocking_deg) @ body
        self._eye_lvlh = np.array(scenario.cupola.eye_m) @ body

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the visitor should know about this scenario's data."""
        warning = self.scenario.elements.warning(self.scenario.epoch)
        return (warning,) if warning else ()

    def phase(self, t: float) -> str:
        """Return the id of the phase of flight at `t` s."""
        return self._phases[bisect.bisect_right(self._phase_starts, t)]

    def itrs_from_gcrs(self, t: float) -> Array:
        """Return the matrix (3, 3) at `t` s, without anything else of the Moment."""
        return itrs_from_gcrs(self._tables.sky.at(t), t)

    def star_directions(self, stars: StarCatalogue) -> Array:
        """Return unit vectors (n, 3), GCRS axes, of the stars for a resting observer at lift-off.

        Draw them through `orbit.starfield.aberrate` with a Moment's `observer_velocity`.
        """
        row = self._tables.sky.at(0.0)
        sun = row[Column.PLACES][:3]
        return star_directions(stars, self._lift_off, row[Column.EARTH], sun)

    def at(self, t: float) -> Moment:
        """Return where all things are at `t` s from lift-off; `InputError` outside the span."""
        t = float(t)
        if not self.span[0] <= t <= self.span[1]:
            raise InputError(self.outside(t))
        tables = self._tables
        row = tables.sky.at(t)
        position, velocity = tables.station.at(t)
        lvlh = lvlh_from_inertial(position.tolist(), velocity.tolist())
        itrs = itrs_from_gcrs(row, t)
        eye = position + self._eye_lvlh @ lvlh
        observer_velocity = row[Column.EARTH_VELOCITY] + velocity
        place = (itrs @ position).tolist()
        lights = luminaries(row, eye, observer_velocity)
        return Moment(
            t,
            self._lift_off,
            self.phase(t),
            itrs,
            lvlh,
            self._cupola_from_lvlh @ lvlh,
            position,
            velocity,
            eye,
            observer_velocity,
            geodetic_of_point(*place),
            ray_clear(place, (itrs @ lights[0].direction).tolist()),
            lights[0],
            lights[1],
            row[Column.MOON].reshape(3, 3),
            lights[2:],
            bodies_at(tables.bodies, t, eye, itrs),
        )

    def outside(self, t: float) -> str:
        """Return the message for a time outside the span."""
        start, end = self.span
        return (
            f"T{t:+g} s is outside the scenario {self.scenario.name}, which runs from T{start:+g}"
            f" to T{end:+g} s; take a time within"
        )
