"""When the spacecraft begins to close on the station: the range between them has its maximum."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from orbit.event import Event
from orbit.hermite import hermite
from orbit.motion import falling, integrate
from orbit.track import Track
from orbit.vehicle import Vehicle

Array = NDArray[np.float64]
Motion = Callable[[Array], Array]
"""From times (n,) in s to positions (m) and velocities (m/s), (n, 2, 3), launch inertial frame."""

_STEP = 2.0
_COAST_STEP = 30.0
_COAST = 12 * 3600.0
"""s beyond its track for which the spacecraft is followed."""


def closing_event(
    vehicle: Vehicle, tracks: Sequence[Track], separation: float, station: Motion
) -> Event | None:
    """Return the event `closing_on_iss`, or None where it does not come within half a day.

    It is the first maximum of the range after the spacecraft's separation at `separation` s; if the
    range shrinks by then, the last one before, when the last stage still carried it. Beyond its
    track the spacecraft coasts under gravity with J2 to J4 and drag.
    """
    by_id = {track.id: track for track in tracks}
    spacecraft = by_id[vehicle.payload.id]
    carrier = by_id[vehicle.stages[-1].id]
    carried = np.arange(carrier.t[0], separation, _STEP)
    found = _turns(carried, _rates(carried, _along(carrier, carried), station))
    own = np.arange(separation, spacecraft.t[-1], _STEP)
    rates = _rates(own, _along(spacecraft, own), station)
    if rates[0] > 0.0:
        found = _turns(own, rates)[:1]
    if rates[0] > 0.0 and not found:
        found = _coasting(vehicle, spacecraft, station)[:1]
    if not found:
        return None
    name = f"{vehicle.payload.name} begins to close on the station"
    return Event(found[-1], "closing_on_iss", name, False)


def _coasting(vehicle: Vehicle, spacecraft: Track, station: Motion) -> list[float]:
    payload = vehicle.payload
    start = float(spacecraft.t[-1])
    state = np.concatenate([spacecraft.position[-1], spacecraft.velocity[-1]])
    rate = falling(payload.fall.drag_area_m2 / payload.mass_kg)
    path = integrate(rate, start, start + _COAST, state)
    t = np.arange(start, path.end, _COAST_STEP)
    return _turns(t, _rates(t, path.at(t).reshape(-1, 2, 3), station))


def _along(track: Track, t: Array) -> Array:
    return np.stack(hermite(track.t, track.position, track.velocity, t), axis=1)


def _rates(t: Array, motion: Array, station: Motion) -> Array:
    """Return the range rate in m/s, times the range: its sign is what counts."""
    apart = motion - station(t)
    return np.asarray(np.vecdot(apart[:, 0], apart[:, 1]))


def _turns(t: Array, rates: Array) -> list[float]:
    """Return the times at which the rate falls through zero, between samples by a straight line."""
    index = np.flatnonzero((rates[:-1] > 0.0) & (rates[1:] <= 0.0))
    step = rates[index] / (rates[index] - rates[index + 1]) * (t[index + 1] - t[index])
    return [float(each) for each in t[index] + step]
