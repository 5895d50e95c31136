"""The small thrusters of a payload: they are seen, and what they push is left out.

Some 0.02 m/s a pulse, which moves Progress by metres while it is filmed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from orbit.motion import Path
from orbit.track import Stretch
from orbit.vehicle import Thrusters

Array = NDArray[np.float64]


def pulsed(coast: Stretch, path: Path, thrusters: Thrusters, start: float) -> list[Stretch]:
    """Return a coast cut where thrusters start and stop, with their exhaust; its axis is kept.

    `path` is the coast's own; pulses are told from `start` s.
    """
    stretches = []
    first, end = float(coast.t[0]), float(coast.t[-1])
    for after, length in thrusters.pulses_s:
        lit, out = start + after, start + after + length
        if lit <= first or out >= end:
            continue
        stretches.append(_part(coast, path, first, lit, 0.0))
        stretches.append(_part(coast, path, lit, out, thrusters.mass_flow_kg_s))
        first = out
    stretches.append(_part(coast, path, first, end, 0.0))
    return stretches


def _part(coast: Stretch, path: Path, first: float, last: float, flow: float) -> Stretch:
    inner = coast.t[(coast.t > first) & (coast.t < last)]
    t = np.concatenate([[first], inner, [last]])
    axis = np.stack([np.interp(t, coast.t, coast.axis[:, k]) for k in range(3)], axis=1)
    axis /= np.linalg.norm(axis, axis=1, keepdims=True)
    mass = np.full(len(t), coast.mass[0])
    flows = np.full((len(t), 1), flow)
    return Stretch(t, path.at(t), axis, mass, flows, coast.hot_area, coast.drag_area)
