"""How much of the Earth's light reaches each point of the Cupola through its windows.

The Earth below the limb is taken as uniformly bright. A window that shows it is a uniform polygon
of light, whose irradiance on a surface is Lambert's (Photometria, 1760): E = L/2 sum(theta gamma.n)
over its edges, theta the angle that an edge subtends and gamma the unit normal of the plane through
it and the point.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from render.windows import Window, windows

Array = NDArray[np.float64]

LIMB_ELEVATION = math.radians(-20.0)
"""From 407 km (launch.md, D); a few degrees either way do not show in the diffuse light."""

_ARC, _EDGES = 2, 2
_CIRCLE_POINTS = 16


def earth_share_inside(position: Array, normal: Array) -> Array:
    """Return (n,) irradiance from the Earth through the windows, over pi times its luminance.

    `position` (n, 3) m and `normal` (n, 3) are surface points within the hull, Cupola frame.
    """
    total = np.zeros(len(position))
    for window in windows():
        depth = position @ window.axes[2] - window.distance
        for within, outline, at in (
            (depth < 5e-4, window.inner, 0.0),
            (depth >= 5e-4, window.outer, window.thickness),
        ):
            arc = _CIRCLE_POINTS if len(outline.normals) == 0 else _ARC
            corners = window.to_cupola(outline.points(arc, _EDGES), at)
            total[within] += _through(corners, position[within], normal[within])
    return total


def _through(corners: Array, position: Array, normal: Array) -> Array:
    rays = corners[None] - position[:, None]
    rays /= np.maximum(np.linalg.norm(rays, axis=-1, keepdims=True), 1e-6)
    nexts = np.roll(rays, -1, axis=1)
    moments = np.cross(rays, nexts)
    sine = np.linalg.norm(moments, axis=-1)
    angle = np.arctan2(sine, (rays * nexts).sum(-1))
    weights = angle / np.maximum(sine, 1e-9)
    flux = np.einsum("nk,nki->ni", weights, moments) / (2 * math.pi)
    # The share of the window, seen from here, that lies below the limb; softened over 10 degrees.
    below = np.clip(0.5 + (LIMB_ELEVATION - np.arcsin(rays[..., 1])) / math.radians(10.0), 0.0, 1.0)
    facing = np.abs((flux * normal).sum(-1)) * (_ahead(rays, normal))
    share: Array = facing * below.mean(axis=1)
    return share


def _ahead(rays: Array, normal: Array) -> Array:
    """Return 1 where the window's middle lies before the surface, 0 where behind."""
    middle = rays.sum(axis=1)
    return np.asarray((middle * normal).sum(-1) > 0, dtype=np.float64)


def earth_share_outside(normal: Array) -> Array:
    """Return (n,) the same for surfaces outside, which nothing hides from the Earth.

    A cap of half-angle a about the nadir lights a surface that is tilted from it by i with
    sin(a)^2 cos(i), as long as the cap lies before the surface; wrapped smoothly beyond.
    """
    half_angle = math.pi / 2 + LIMB_ELEVATION
    facing = -normal[:, 1]
    wrapped: Array = math.sin(half_angle) ** 2 * (0.5 + 0.5 * facing) ** 2
    return wrapped


def window_areas() -> tuple[tuple[Window, float], ...]:
    """Return each window with the area in m2 of its clear opening."""
    found = []
    for window in windows():
        p = window.inner.points(96 if len(window.inner.normals) == 0 else 8, 1)
        q = np.roll(p, -1, axis=0)
        area = abs(float((p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]).sum())) / 2
        found.append((window, area))
    return tuple(found)
