"""The windows' frames as solids: face, bezel, seals and reveal of each, with its bolts."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assets.cupola import CupolaData, cupola
from render.outline import Outline
from render.solid import UNSEEN, Solid, join, lathe, loft
from render.windows import Window

Array = NDArray[np.float64]
Section = list[tuple[Outline, float, float, str]]
"""Rings of a frame: outline, depth in m, occlusion there, surface of the band that follows."""

_ARC, _EDGES = 5, 2
_CIRCLE_POINTS = 64
_BEHIND = 0.012  # m
_LAP = 6e-3  # m; parts run into each other by this, so that no light leaks at a seam


def frame(window: Window) -> list[Solid]:
    """Return a window's frame and its bolts."""
    data = cupola()
    return [_casing(window, data), _bolts(window, data)]


def _casing(window: Window, data: CupolaData) -> Solid:
    section = [*_face(window, data), *_reveal(window, data), *_back(window, data)]
    points = _points_of(window)
    rings = np.stack([window.to_cupola(points(outline), depth) for outline, depth, _, _ in section])
    return loft(
        rings,
        [surface for *_, surface in section],
        occlusion=[occlusion for _, _, occlusion, _ in section],
        torus=True,
    )


def caster(window: Window) -> Solid:
    """Return a window's frame as its shadow needs it: the lips alone, a few hundred triangles.

    It lies a little behind what is seen, which then does not shade itself.
    """
    thickness = cupola().panes.thickness
    section = [
        (window.face, _BEHIND),
        (window.inner.grown(_BEHIND / 2), _BEHIND),
        (window.outer.grown(_BEHIND / 2), thickness),
        (window.back, thickness),
    ]
    points = _points_of(window)
    rings = np.stack([window.to_cupola(points(outline), depth) for outline, depth in section])
    return loft(rings, "paint", torus=True)


def _points_of(window: Window) -> Callable[[Outline], Array]:
    """Return what turns the window's outlines into rings that correspond point by point."""
    if len(window.inner.normals) == 0:
        angles = np.linspace(0.0, 2 * np.pi, _CIRCLE_POINTS, endpoint=False)
        return lambda outline: outline.along(angles)
    return lambda outline: outline.points(_ARC, _EDGES)


def _seam(data: CupolaData) -> tuple[float, float]:
    """Return how far inside the seam, and how far off the face, a fillet meets its neighbour's.

    Two faces at an angle of 2 h meet; a bevel that begins `fillet` m from the seam on both cuts
    the plane between them at fillet cos^2 h inside the seam and fillet sin h cos h above the face.
    """
    tilt = math.radians(data.side_windows.tilt_deg)
    sector = 2 * math.pi / data.side_windows.count
    normals = math.cos(tilt) ** 2 * math.cos(sector) + math.sin(tilt) ** 2
    half = (math.pi - math.acos(normals)) / 2
    # Both bevels lie in one plane: each runs on in it by the lap.
    reach = data.frame.fillet + _LAP / math.sin(half) ** 2
    inset = data.frame.fillet - reach * math.sin(half) ** 2
    return inset, reach * math.sin(half) * math.cos(half)


def _face(window: Window, data: CupolaData) -> Section:
    frame = data.frame
    inset, rise = _seam(data)
    bezel, chamfer = window.inner.grown(frame.bezel_width), frame.chamfer
    return [
        (window.face.grown(-inset), -rise, 0.85, "paint"),
        (window.face.grown(-frame.fillet), 0.0, 0.85, "paint"),
        (bezel.grown(0.006), 0.0, 0.80, "paint"),
        (bezel, 0.0, 0.60, "anodised"),
        (bezel, chamfer - frame.bezel_height, 0.90, "anodised"),
        (bezel.grown(-chamfer), -frame.bezel_height, 1.0, "anodised"),
        (window.inner.grown(chamfer), -frame.bezel_height, 1.0, "anodised"),
        (window.inner, chamfer - frame.bezel_height, 0.95, "anodised"),
    ]


def _reveal(window: Window, data: CupolaData) -> Section:
    """Return the rings from lip to lip: metal, with a black seal in front of each pane."""
    panes, seal = data.panes, data.frame.gasket
    flare = window.outer.radius - window.inner.radius

    def at(depth: float) -> Outline:
        return window.inner.grown(flare * depth / panes.thickness)

    section: Section = []
    for front, _ in panes.faces:
        open_share = 0.85 - 0.25 * front / panes.thickness
        section += [
            (at(front - 2.6 * seal), front - 2.6 * seal, open_share, "gasket"),
            (at(front).grown(-seal), front - 1.6 * seal, open_share, "gasket"),
            (at(front), front, open_share - 0.1, "spacer"),
        ]
    return section


def _back(window: Window, data: CupolaData) -> Section:
    thickness = data.panes.thickness
    return [
        (window.outer, thickness, 0.8, UNSEEN),
        (window.back.grown(_LAP), thickness, 1.0, UNSEEN),
    ]


def _bolts(window: Window, data: CupolaData) -> Solid:
    """Return the bolt heads along the middle of the bezel, evenly spaced."""
    frame = data.frame
    line = window.inner.grown(frame.bezel_width / 2)
    points = line.points(_CIRCLE_POINTS, 1) if len(line.normals) == 0 else line.points(24, 48)
    closed = np.concatenate([points, points[:1]])
    arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=-1))])
    count = round(arc[-1] / frame.bolt_pitch)
    stops = (np.arange(count) + 0.5) * arc[-1] / count
    places = np.stack([np.interp(stops, arc, closed[:, i]) for i in (0, 1)], axis=-1)
    head = _bolt_head(frame.bolt_radius, frame.bolt_height)
    u, v, n = window.axes
    axes = np.stack([u, -n, -v])  # right-handed, and the lathe's axis y points inward
    seats = window.to_cupola(places, -frame.bezel_height)
    return join([head.placed(axes, seat) for seat in seats])


def _bolt_head(radius: float, height: float) -> Solid:
    profile = [
        (0.0, -1e-3),
        (radius, -1e-3),
        (radius, 0.6 * height),
        (0.75 * radius, height),
        (0.0, height),
    ]
    shade = [0.5, 0.5, 1.0, 1.0, 1.0]
    surfaces = [UNSEEN, "steel", "steel", "steel"]
    return lathe(profile, surfaces, segments=6, occlusion=shade, torus=False)
