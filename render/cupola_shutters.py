"""The open shutters as solids: they stand outward and edge the view."""

from __future__ import annotations

import math

import numpy as np

from assets.cupola import cupola
from render.outline import Outline
from render.solid import Solid, join, prism
from render.windows import horizontal

_UP = np.array([0.0, 1.0, 0.0])


def side_shutter() -> Solid:
    """Return the first side window's shutter, swung outward about its upper edge."""
    data = cupola()
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
    out = horizontal(data.side_windows.first_azimuth_deg)
    along = math.cos(rise) * out + math.sin(rise) * _UP
    under = math.sin(rise) * out - math.cos(rise) * _UP
    axes = np.stack([np.cross(along, under), along, under])
    hinge = shutters.hinge_apothem * out + shutters.hinge_height * _UP
    return plate.placed(axes, hinge)


def nadir_shutter() -> Solid:
    """Return the round window's shutter, swung away on its forward edge."""
    data = cupola()
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
