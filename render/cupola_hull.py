"""The rest of the Cupola as solids: ring, skirt, rails, knobs, hatch, the Node, open shutters."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assets.cupola import CupolaData, cupola
from render.outline import Outline
from render.solid import UNSEEN, Solid, join, lathe, loft, prism, rail
from render.windows import horizontal

Array = NDArray[np.float64]

_UP = np.array([0.0, 1.0, 0.0])
_ROUND = 72  # segments of a full turn
_WALL = 0.05  # m; thickness of hull walls (estimate), never seen


def whole_turn() -> list[Solid]:
    """Return what goes all the way round inside the hull, nearest the windows first."""
    data = cupola()
    return [_ring(data), _skirt(data), _bulkhead(data), _vestibule(data), *_node(data)]


def over_window() -> list[Solid]:
    """Return what is inside the hull over the first side window; the same is over each."""
    data = cupola()
    return [*_panels(data), _knob(data)]


def side_shutter() -> Solid:
    """Return the open shutter of the first side window; each has the same."""
    data = cupola()
    return _shutter(data, data.side_windows.first_azimuth_deg)


def nadir_shutter() -> Solid:
    """Return the open shutter of the round window."""
    return _nadir_shutter(cupola())


def casters() -> list[Solid]:
    """Return the hull as its shadow needs it: a tube from the windows past the hatch, and lids."""
    data = cupola()
    ring, wall, top = data.ring, data.envelope.dome / 2, data.envelope.hatch_height
    tube = lathe(
        [
            (ring.inner_radius, ring.bottom),
            (ring.inner_radius, ring.top),
            (wall, ring.top),
            (wall, top),
            (wall + 0.4, top),
            (wall + 0.4, ring.bottom),
        ],
        "paint",
        segments=48,
    )
    roof = prism(Outline.regular(24, wall + 0.4, 0.01), 0.0, _WALL, "paint", arc=1)
    flat = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
    return [tube, roof.placed(flat, (top + data.hatch.vestibule_height) * _UP)]


def _inward(azimuth_deg: float) -> Array:
    """Return axes as rows: x along the wall, y up, z from the wall toward the dome's axis."""
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
        solids.append(join(parts).placed(_inward(azimuth), origin))
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
    return wheel.placed(lying @ _inward(azimuth), horizontal(azimuth) * place + middle * _UP)


def _square(outline: Outline, height: float) -> Array:
    """Return a ring of an outline lying level at a height."""
    flat = outline.points(6, 4)
    return np.stack([flat[:, 0], np.full(len(flat), height), flat[:, 1]], axis=-1)


def _bulkhead(data: CupolaData) -> Solid:
    """Return the plate between skirt and hatch, with the hatch's rim and its seal."""
    hatch, low, high = data.hatch, data.skirt.top, data.envelope.hatch_height
    opening = Outline.rectangle(hatch.opening / 2, hatch.opening / 2, hatch.corner_radius)
    rim = opening.grown(hatch.rim)
    shape = rim.points(6, 4)
    radius = data.envelope.dome / 2 + 0.01
    circle = shape / np.linalg.norm(shape, axis=-1, keepdims=True) * radius

    def round_at(height: float) -> Array:
        return np.stack([circle[:, 0], np.full(len(circle), height), circle[:, 1]], axis=-1)

    lip = low - 0.016
    section = [
        (round_at(low), 0.5, "paint"),
        (_square(rim.grown(0.02), low), 0.9, "paint"),
        (_square(rim, low), 0.6, "anodised"),
        (_square(rim, lip + 0.004), 0.9, "anodised"),
        (_square(rim.grown(-0.004), lip), 1.0, "anodised"),
        (_square(opening.grown(0.030), lip), 1.0, "gasket"),
        (_square(opening.grown(0.020), lip), 1.0, "anodised"),
        (_square(opening.grown(0.004), lip), 1.0, "anodised"),
        (_square(opening, lip + 0.004), 0.9, "anodised"),
        (_square(opening, high), 0.6, UNSEEN),
        (round_at(high), 0.5, UNSEEN),
    ]
    return loft(
        np.stack([ring for ring, *_ in section]),
        [surface for *_, surface in section],
        occlusion=[occlusion for _, occlusion, _ in section],
        torus=True,
    )


def _vestibule(data: CupolaData) -> Solid:
    hatch, low = data.hatch, data.envelope.hatch_height - 0.01
    high = low + hatch.vestibule_height
    wide = Outline.rectangle(hatch.opening / 2, hatch.opening / 2, hatch.corner_radius).grown(0.06)
    back = wide.grown(_WALL)
    rings = [_square(wide, low), _square(wide, high), _square(back, high), _square(back, low)]
    surfaces = ["node", UNSEEN, UNSEEN, UNSEEN]
    return loft(np.stack(rings), surfaces, occlusion=[0.35, 0.5, 0.5, 0.5], torus=True)


def _node(data: CupolaData) -> list[Solid]:
    """Return the room behind the hatch: walls, floor round the hatch, ceiling, rack posts."""
    hatch = data.hatch
    low = data.envelope.hatch_height + hatch.vestibule_height - 0.02
    width, height, length = hatch.node_size
    high = low + height
    room = Outline.rectangle(width / 2, length / 2, 0.12)
    hole = Outline.rectangle(hatch.opening / 2, hatch.opening / 2, hatch.corner_radius).grown(0.07)
    back = room.grown(_WALL)
    walls = loft(
        np.stack(
            [_square(room, low), _square(room, high), _square(back, high), _square(back, low)]
        ),
        ["node", UNSEEN, UNSEEN, UNSEEN],
        occlusion=[0.3, 0.25, 0.2, 0.2],
        torus=True,
    )
    floor = loft(
        np.stack(
            [
                _square(hole, low),
                _square(hole, low + 0.01),
                _square(room, low + 0.01),
                _square(room, low),
            ]
        ),
        ["node", "node", UNSEEN, UNSEEN],
        occlusion=[0.5, 0.6, 0.3, 0.3],
        torus=True,
    )
    flat = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
    ceiling = prism(room, 0.0, _WALL, "node", edges=4).placed(flat, high * _UP)
    post = prism(Outline.rectangle(0.03, 0.03, 0.008), 0.0, height, "paint", bevel=0.0)
    posts = [
        post.placed(flat, np.array([x, low, z]))
        for x in np.linspace(-width / 2, width / 2, 5)[1:-1]
        for z in (-length / 2, length / 2)
    ]
    return [walls, floor, ceiling, *posts]


def _shutter(data: CupolaData, azimuth_deg: float) -> Solid:
    """Return a side window's shutter, swung outward about its upper edge."""
    shutters, half_sector = data.shutters, math.pi / data.side_windows.count
    tilt = math.radians(data.side_windows.tilt_deg)
    lean = math.atan(math.sin(tilt) * math.tan(half_sector))
    half = shutters.hinge_apothem * math.tan(half_sector)
    plan = Outline(
        np.array(
            [
                [math.cos(lean), math.sin(lean)],
                [0.0, 1.0],
                [-math.cos(lean), math.sin(lean)],
                [0.0, -1.0],
            ]
        ),
        np.array([half * math.cos(lean), shutters.length, half * math.cos(lean), 0.0]),
        0.05,
    )
    plate = _padded(plan, shutters.thickness, shutters.bevel)
    rise = math.radians(shutters.open_elevation_deg)
    out = horizontal(azimuth_deg)
    along = math.cos(rise) * out + math.sin(rise) * _UP
    under = math.sin(rise) * out - math.cos(rise) * _UP
    axes = np.stack([np.cross(along, under), along, under])
    hinge = shutters.hinge_apothem * out + shutters.hinge_height * _UP
    return plate.placed(axes, hinge)


def _nadir_shutter(data: CupolaData) -> Solid:
    shutters = data.shutters
    half = shutters.nadir_length / 2
    plate = _padded(
        Outline.regular(6, half, 0.08, 0.5 * math.pi), shutters.thickness, shutters.bevel
    )
    out = -horizontal(data.side_windows.first_azimuth_deg)
    drop = math.radians(shutters.nadir_open_deg)
    along = math.cos(drop) * out - math.sin(drop) * _UP
    inner = -math.sin(drop) * out - math.cos(drop) * _UP
    axes = np.stack([np.cross(along, inner), along, inner])
    height = data.envelope.hatch_height - data.envelope.height + shutters.thickness
    return plate.placed(axes, shutters.nadir_hinge * out + height * _UP + half * along)


def _padded(plan: Outline, thickness: float, bevel: float) -> Solid:
    """Return a shutter: a bevelled plate with a raised pad on its inner (+z) side."""
    plate = prism(plan, 0.0, 0.6 * thickness, "blanket", bevel=0.5 * bevel, arc=4, edges=4)
    pad = prism(
        plan.grown(-0.06), 0.5 * thickness, thickness, "anodised", bevel=0.5 * bevel, arc=4, edges=4
    )
    return join([plate, pad])
