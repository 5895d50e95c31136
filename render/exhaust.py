"""The exhaust that stays behind in the air: where it is, how it spreads, how dim it is.

A trail is a function of mission time alone: it stands in the turning air where the vehicle was, and
grows and thins with its age. It is seen by moonlight and by the flame that has just left it. Winds
are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.timeline import Timeline
from render.plumes import air_velocity, plume_scale

Array = NDArray[np.float64]

STEP = 1.0  # s
TOP = 110e3
"""m: above, exhaust flies apart at once and leaves no trail."""

SOOT_AREA = 25.0
"""m2/kg of exhaust that scatter: 1 % of soot (E) with 2.5 m2/g (D: 7.5 m2/g of absorption and an
albedo of 0.25, Bond & Bergstrom 2006)."""
SOOT_BURNS, BURNS_BELOW = 0.1, 30e3
"""What the flame leaves of its soot at the ground, and the height in m from which it burns no more
of it in the air (E)."""
ICE_AREA = 90.0
"""m2/kg more where the water of the exhaust (28 %, D) freezes: crystals of 5 um have 330 (D)."""
ICE_LAYERS_KM = ((9.0, 18.0), (78.0, 92.0))
"""Where it does: under the tropopause and at the mesopause (E)."""
ICE_LASTS = 90.0
"""s: dry air takes the crystals up again (E; contrails in dry air last a minute or two)."""

FIRST_WIDTH = 8.0
"""Half-width (standard deviation) of a fresh trail in scales of the plume, by which the jet has
taken up the speed of the air (E), and the least of it, m."""
LEAST_WIDTH = 30.0
WIDEST = 9e3
LASTS = 400.0
"""s: over this time wind shear tears a trail apart (E); older ones are left out."""
SPREADING = 2.0
"""m/s: the jet's and the wind shear's turbulence (E; trails of night launches grow to some 500 m
in four minutes)."""


@dataclass(frozen=True, slots=True)
class Trail:
    """n nodes in order of time."""

    t: Array
    """(n,) s, when the vehicle was there."""
    position: Array
    """(n, 3) m, ITRS."""
    soot: Array
    """(n,) m2 that scatter for each metre of the way, and stay."""
    ice: Array
    """(n,) the same of what evaporates."""
    width: Array
    """(n,) m, half-width when fresh."""


def trail(timeline: Timeline) -> Trail:
    """Return the trail of a scenario's launch from lift-off to `TOP`; no nodes without a launch."""
    nodes = []
    t = 0.0
    while timeline.scenario.launch is not None and t < timeline.span[1]:
        moment = timeline.at(t)
        bodies = moment.bodies
        index = int(np.argmax(bodies.mass_flow)) if bodies.ids else -1
        if index < 0 or bodies.mass_flow[index] <= 0 or bodies.altitude[index] > TOP:
            break
        velocity = air_velocity(moment)
        speed = max(float(np.linalg.norm(velocity[index])), 5.0)
        place = moment.itrs_from_gcrs @ (moment.eye_position + bodies.position[index])
        scale = float(plume_scale(bodies, velocity)[index])
        line = float(bodies.mass_flow[index]) / speed
        nodes.append((t, *place, line, float(bodies.altitude[index]), scale))
        t += STEP
    rows = np.array(nodes).reshape(-1, 7)
    width = np.clip(FIRST_WIDTH * rows[:, 6], LEAST_WIDTH, WIDEST)
    soot = SOOT_AREA * np.clip(rows[:, 5] / BURNS_BELOW, SOOT_BURNS, 1.0)
    ice = ICE_AREA * _freezes(rows[:, 5] / 1e3)
    return Trail(rows[:, 0], rows[:, 1:4], soot * rows[:, 4], ice * rows[:, 4], width)


def _freezes(km: Array) -> Array:
    """Return (n,) 0 to 1: whether water freezes at heights, with soft edges of 2 km."""
    inside = [np.minimum(km - low, high - km) / 2.0 for low, high in ICE_LAYERS_KM]
    return np.asarray(np.clip(np.max(inside, axis=0), 0.0, 1.0))


def luminance(trail: Trail, t: float, moonlight: float) -> Array:
    """Return (n,) cd/m2 in the middle of the trail at each node, seen from aside, at `t` s.

    `moonlight` in lux. Scattered alike to all sides, once: L = E tau / (4 pi) for a thin trail, and
    no more than E / (4 pi) for a thick one. What has not been there yet is dark. The shader's twin.
    """
    age = np.maximum(t - trail.t, 0.0)
    area = trail.soot + trail.ice * np.exp(-age / ICE_LASTS)
    width = trail.width + SPREADING * age
    depth = area / (np.sqrt(2.0 * np.pi) * width)
    shown = moonlight / (4.0 * np.pi) * -np.expm1(-depth)
    whole = np.maximum(1.0 - age / LASTS, 0.0)
    return np.asarray(np.where(t >= trail.t, shown * whole, 0.0))
