"""The hull above the windows as solids: ring, skirt with its panels, handrails, hand wheels."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assets.cupola import CupolaData, cupola
from render.outline import Outline
from render.solid import UNSEEN, Solid, join, lathe, prism, rail
from render.windows import horizontal

Array = NDArray[np.float64]

_UP = np.array([0.0, 1.0, 0.0])
_ROUND = 72  # segments of a full turn
_BEHIND = 0.015  # m; how far casters lie behind what is seen
_WALL = 0.05  # m; thickness of hull walls (estimate), never seen


def whole_turn() -> list[Solid]:
    """Return what goes all the way round, nearest the windows first."""
    data = cupola()
    return [_ring(data), _skirt(data)]


def over_window() -> list[Solid]:
    """Return what is inside the hull over the first side window; the same is over each."""
    data = cupola()
    return [*_panels(data), _knob(data)]


def casters() -> list[Solid]:
    """Return the hull as its shadow needs it: a tube from the windows past the hatch, and lids."""
    data = cupola()
    ring, wall = data.ring, data.envelope.dome / 2
    top = data.envelope.hatch_height + data.hatch.vestibule_height
    tube = lathe(
        [
            (ring.inner_radius + _BEHIND, ring.bottom + _BEHIND),
            (ring.inner_radius + _BEHIND, ring.top - _BEHIND),
            (wall, ring.top - _BEHIND),
            (wall, top),
            (wall + 0.4, top),
            (wall + 0.4, ring.bottom + _BEHIND),
        ],
        "paint",
        segments=48,
    )
    roof = prism(Outline.regular(24, wall + 0.4, 0.01), 0.0, _WALL, "paint", arc=1)
    flat = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
    return [tube, roof.placed(flat, top * _UP)]


def inward(azimuth_deg: float) -> Array:
    """Return axes (3, 3) as rows: x along the wall, y up, z from the wall toward the axis."""
    z = -horizontal(azimuth_deg)
    return np.stack([np.cross(_UP, z), _UP, z])


def _ring(data: CupolaData) -> Solid:
    ring = data.ring
    inner, outer, bottom, top, c = (
        ring.inner_radius,
        ring.outer_radius,
        ring.bottom,
        ring.top,
        ring.chamfer,
    )
    groove = 0.5 * (bottom + top)
    body = lathe(
        [
            (outer, bottom),
            (inner + 0.075, bottom),
            (inner + c, bottom),
            (inner + 0.3 * c, bottom + 0.3 * c),
            (inner, bottom + c),
            (inner, groove - 0.004),
            (inner + 0.004, groove - 0.002),
            (inner + 0.004, groove + 0.002),
            (inner, groove + 0.004),
            (inner, top - c),
            (inner + 0.3 * c, top - 0.3 * c),
            (inner + c, top),
            (outer, top),
        ],
        ["paint"] * 11 + [UNSEEN] * 2,
        segments=_ROUND,
        occlusion=[0.4, 0.7, 0.95, 1, 1, 1, 0.5, 0.5, 1, 1, 1, 0.8, 0.5],
        smooth=(3, 10),
    )
    bolt = lathe(
        [(0.0, -1e-3), (0.008, -1e-3), (0.008, 0.004), (0.006, 0.006), (0.0, 0.006)],
        [UNSEEN, "steel", "steel", "steel"],
        segments=6,
        occlusion=[0.5, 0.5, 1, 1, 1],
        torus=False,
    )
    down = np.diag([1.0, -1.0, -1.0])
    seats = [
        horizontal(azimuth) * (inner + 0.032) + bottom * _UP
        for azimuth in np.arange(36) * 10.0 + 5.0
    ]
    return join([body, *(bolt.placed(down, seat) for seat in seats)])


def _skirt(data: CupolaData) -> Solid:
    radius, low, high = data.envelope.dome / 2, data.ring.top - 0.01, data.skirt.top + 0.01
    profile = [(radius, low), (radius, high), (radius + _WALL, high), (radius + _WALL, low)]
    surfaces = ["anodised", UNSEEN, UNSEEN, UNSEEN]
    return lathe(profile, surfaces, segments=_ROUND, occlusion=[0.5, 0.5, 1, 1])


def _panels(data: CupolaData) -> list[Solid]:
    """Return the flat close-out panels of one window; all but the first have a handrail."""
    skirt = data.skirt
    step = 360.0 / (data.side_windows.count * skirt.panels_per_window)
    wall = data.envelope.dome / 2
    half = wall * math.sin(math.radians(step / 2)) - skirt.panel_gap / 2
    apothem = wall * math.cos(math.radians(step / 2))
    low, high = data.ring.top + 0.012, skirt.top - 0.012
    plate = prism(
        Outline.rectangle(half, (high - low) / 2, 0.02),
        -0.02,
        skirt.panel_thickness,
        "fabric",
        bevel=0.006,
        arc=3,
        edges=4,
        foot=0.4,
        standing=True,
    )
    button = lathe(
        [(0.0, -1e-3), (0.009, -1e-3), (0.009, 0.002), (0.006, 0.004), (0.0, 0.004)],
        [UNSEEN, "steel", "steel", "steel"],
        segments=8,
        torus=False,
    )
    lying = np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]])  # lathe axis along local z
    corners = [
        (x * (half - 0.03), y * (0.5 * (high - low) - 0.03)) for x in (-1, 1) for y in (-1, 1)
    ]
    buttons = [button.placed(lying, np.array([x, y, skirt.panel_thickness])) for x, y in corners]
    bar = _handrail(data)
    solids = []
    for number in range(skirt.panels_per_window):
        parts = [plate, *buttons] + ([bar] if number else [])
        azimuth = data.side_windows.first_azimuth_deg + number * step
        origin = horizontal(azimuth) * apothem + _UP * (low + high) / 2
        solids.append(join(parts).placed(inward(azimuth), origin))
    return solids


def _handrail(data: CupolaData) -> Solid:
    """Return a rail on two posts, before a panel: x along it, y up, z off the wall."""
    skirt = data.skirt
    half, off, wall = skirt.handrail_length / 2, skirt.handrail_standoff, skirt.panel_thickness
    ends = 0.03  # m; radius of the bends
    turn = np.linspace(0.0, np.pi / 2, 5)
    left = np.stack([-half + ends - ends * np.cos(turn), off - ends + ends * np.sin(turn)], axis=-1)
    right = left[::-1] * [-1.0, 1.0]
    flat = np.concatenate([[[-half, 0.0]], left, right, [[half, 0.0]]])
    path = np.column_stack([flat[:, 0], np.zeros(len(flat)), flat[:, 1] + wall - 0.002])
    bar = rail(path, data.skirt.handrail_section, _UP, "rail", 10)
    foot = prism(
        Outline.rectangle(0.022, 0.030, 0.008), 0.0, 0.010, "anodised", bevel=0.003, standing=True
    )
    feet = [foot.placed(np.eye(3), np.array([x, 0.0, wall - 1e-3])) for x in (-half, half)]
    return join([bar, *feet])


def _knob(data: CupolaData) -> Solid:
    """Return the hand wheel of the first side window's shutter, on the panel over it."""
    r, h = data.knobs.radius, data.knobs.height
    wheel = lathe(
        [
            (0.0, -1e-3),
            (1.25 * r, -1e-3),
            (1.25 * r, 0.10 * h),
            (1.15 * r, 0.16 * h),
            (0.45 * r, 0.16 * h),
            (0.40 * r, 0.22 * h),
            (0.40 * r, 0.50 * h),
            (0.88 * r, 0.56 * h),
            (r, 0.64 * h),
            (r, 0.90 * h),
            (0.88 * r, h),
            (0.30 * r, h),
            (0.25 * r, 0.94 * h),
            (0.0, 0.94 * h),
        ],
        "anodised",
        segments=20,
        occlusion=[0.5, 0.6, 1, 0.9, 0.4, 0.35, 0.35, 0.6, 1, 1, 1, 1, 0.8, 0.8],
        smooth=(8, 9),
        torus=False,
    )
    sector = math.pi / (data.side_windows.count * data.skirt.panels_per_window)
    place = data.envelope.dome / 2 * math.cos(sector) - data.skirt.panel_thickness
    middle = (data.ring.top + data.skirt.top) / 2
    lying = np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]])
    azimuth = data.side_windows.first_azimuth_deg
    return wheel.placed(lying @ inward(azimuth), horizontal(azimuth) * place + middle * _UP)
