"""What the controllers of headsets look like, as meshes in the hand that holds them.

Axes are OpenXR's of the grip: origin in the palm's middle, -z along the controller, y up from it.
Left hands are stored; right ones are their mirror images, as the real ones are but for letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.manifest import path

STEP = 1e-5
"""m; the grid of the stored places."""
GENERIC = "generic"
DARKEST = 0.025
"""The least albedo, E: black plastic; some of the models' pictures are blacker than any."""


@dataclass(frozen=True, slots=True, eq=False)
class ControllerMesh:
    """Vertices with places (n, 3) in m, unit normals (n, 3) and albedos (n, 3), linear sRGB.

    `triangles` (m, 3) go anticlockwise as seen from outside.
    """

    position: NDArray[np.float64]
    normal: NDArray[np.float64]
    albedo: NDArray[np.float64]
    triangles: NDArray[np.uint32]


@cache
def names() -> tuple[str, ...]:
    """Return the names of the controllers that there are; raise MachineError for a damaged file."""
    with np.load(path("controllers.npz")) as stored:
        return tuple(sorted({name.partition("/")[0] for name in stored.files}))


@cache
def controller(name: str, side: int) -> ControllerMesh:
    """Return a controller by its name for the left (0) or the right hand (1)."""
    with np.load(path("controllers.npz")) as stored:
        position, normal, albedo, triangles = (
            stored[f"{name}/{part}"] for part in ("position", "normal", "albedo", "triangles")
        )
    mirror = np.array([-1.0 if side else 1.0, 1.0, 1.0])
    places = position.astype(np.float64) * STEP * mirror
    normals = normal.astype(np.float64) * mirror
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-9)
    order = triangles[:, ::-1] if side else triangles
    return ControllerMesh(
        places,
        normals,
        np.maximum((albedo / 255.0) ** 2, DARKEST),
        np.ascontiguousarray(order, dtype=np.uint32),
    )
