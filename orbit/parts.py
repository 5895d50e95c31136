"""The parts of the launch as they are from the Cupola."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from orbit.body_table import BodyTable
from orbit.earth import line_of_sight_clear
from orbit.moment import Bodies

Array = NDArray[np.float64]

_SHINES = 1.0
"""cd: a hot body that gives less is dark; at 400 km that is magnitude 14."""


def bodies_at(table: BodyTable | None, t: float, eye: Array, itrs_from_gcrs: Array) -> Bodies:
    """Return the bodies at `t` s, seen from `eye` (3,) m, geocentric, GCRS."""
    found = None if table is None else table.at(t)
    if found is None:
        return _NONE
    segment, motion, values = found
    position = motion[0] - eye
    distance = np.sqrt(np.vecdot(position, position))
    axis = values[0:3].T
    axis = axis / np.sqrt(np.vecdot(axis, axis))[:, None]
    # The cosine between the axis and the way to the eye; then `photometry.intensity`.
    view = np.vecdot(position, axis) / -distance
    light = values[3:6]
    burning = (values[10] > 0.0) | (light[0] > _SHINES)
    intensity = np.maximum(light[0] + view * (light[1] + view * light[2]), 0.0) * burning
    return Bodies(
        segment.ids,
        segment.names,
        position,
        motion[1],
        axis,
        values[9],
        burning,
        intensity,
        light.T,
        values[6:9].T,
        values[10],
        values[11],
        values[12],
        line_of_sight_clear(eye, position, itrs_from_gcrs),
    )


def _no_bodies() -> Bodies:
    none, vectors = np.zeros(0), np.zeros((0, 3))
    no = np.zeros(0, dtype=np.bool_)
    return Bodies(
        ids=(),
        names=(),
        position=vectors,
        velocity=vectors,
        axis=vectors,
        altitude=none,
        burning=no,
        intensity=none,
        light=vectors,
        colour=vectors,
        mass_flow=none,
        ambient_pressure=none,
        heat_flux=none,
        visible=no,
    )


_NONE = _no_bodies()
