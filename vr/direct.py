"""The same questions as `Timeline.at` answers, put to skyfield each time: what `bench` compares."""

from __future__ import annotations

from skyfield.api import wgs84
from skyfield.framelib import itrs
from skyfield.sgp4lib import EarthSatellite

from orbit.almanac import ephemeris, times, timescale
from orbit.scenario import Scenario

_SEEN = (10, 301, 199, 299, 499, 5, 6)
"""Sun, Moon and the five bright planets in DE421."""


class DirectSky:
    """A scenario's station and sky, computed afresh for every instant."""

    def __init__(self, scenario: Scenario) -> None:
        kernel = ephemeris()
        self._lift_off = scenario.epoch
        self._station = EarthSatellite.from_satrec(scenario.elements.satrec(), timescale())
        self._observer = kernel[399] + self._station
        self._targets = [kernel[number] for number in _SEEN]

    def at(self, t: float) -> None:
        """Find station, frames, shadow, Sun, Moon and planets at `t` s from lift-off."""
        when = times(self._lift_off, t)
        place = self._station.at(when)
        itrs.rotation_at(when)
        wgs84.geographic_position_of(place)
        place.is_sunlit(ephemeris())
        here = self._observer.at(when)
        for target in self._targets:
            here.observe(target).apparent()
