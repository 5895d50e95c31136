"""What hands hold, and hands themselves, as vertices for the Cupola's pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.controllers import controller
from render.cupola_mesh import VERTEX

Array = NDArray[np.float64]

_GLOSS = 0.30
"""E: matt plastic."""
_OPEN = 0.85
"""E: how much of the dome a thing in the hand sees; the hand hides the rest."""
_EARTH = 0.16
"""E: irradiance from the Earth over pi times its luminance, on what faces down at the eye point."""
_GLOVE = (0.30, 0.28, 0.26)
"""E: albedo of bare hands, which stay a glove's: nobody's own."""
_SIDES = 8
_BONES = tuple(
    (chain[k], chain[k + 1])
    for chain in (
        (1, 2, 3, 4, 5),
        (1, 6, 7, 8, 9, 10),
        (1, 11, 12, 13, 14, 15),
        (1, 16, 17, 18, 19, 20),
        (1, 21, 22, 23, 24, 25),
        (7, 12, 17, 22),
    )
    for k in range(len(chain) - 1)
)
"""Pairs of XrHandJointEXT with a bone between, and the knuckles side by side."""
_RADIUS = 0.0085
"""m, of a finger, E."""
_TIP = 0.75
"""Radius at a bone's far end over that at its near one."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A controller in a hand: its name in assets.controllers, side (0 left), place and axes."""

    name: str
    side: int
    position: Array
    rotation: Array


@dataclass(frozen=True, slots=True, eq=False)
class BareHand:
    """A hand by its joints (26, 3), m, Cupola's frame."""

    joints: Array


def vertices(
    things: Sequence[Held | BareHand],
) -> tuple[NDArray[np.void], NDArray[np.uint32]]:
    """Return vertices (n,), `render.cupola_mesh.VERTEX` in the Cupola's frame; triangles (m, 3)."""
    made, triangles, count = [], [], 0
    for thing in things:
        found, faces = _controller(thing) if isinstance(thing, Held) else _hand(thing.joints)
        made.append(found)
        triangles.append(faces + np.uint32(count))
        count += len(found)
    return np.concatenate(made), np.concatenate(triangles)


def _controller(held: Held) -> tuple[NDArray[np.void], NDArray[np.uint32]]:
    base, faces = _template(held.name, held.side)
    made = base.copy()
    made["position"] = base["position"] @ held.rotation.T + held.position
    made["normal"] = base["normal"] @ held.rotation.T
    _light(made)
    return made, faces


@cache
def _template(name: str, side: int) -> tuple[NDArray[np.void], NDArray[np.uint32]]:
    mesh = controller(name, side)
    made = np.zeros(len(mesh.position), VERTEX)
    made["position"], made["normal"] = mesh.position, mesh.normal
    made["uv"] = mesh.position[:, [0, 2]]
    made["surface"][:, :3] = np.round(255 * np.sqrt(mesh.albedo))
    made["surface"][:, 3] = round(255 * _GLOSS)
    return made, mesh.triangles


def _hand(joints: Array) -> tuple[NDArray[np.void], NDArray[np.uint32]]:
    """Return a hand of tubes along its bones, each with a pointed end in the next."""
    starts = joints[[start for start, _ in _BONES]]
    ends = joints[[end for _, end in _BONES]]
    along = ends - starts
    along /= np.maximum(np.linalg.norm(along, axis=-1, keepdims=True), 1e-6)
    aside = np.cross(along, np.where(np.abs(along[:, 1:2]) < 0.9, [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]))
    aside /= np.linalg.norm(aside, axis=-1, keepdims=True)
    across = np.cross(along, aside)
    angle = np.arange(_SIDES) * 2 * np.pi / _SIDES
    round_it = (
        np.cos(angle)[:, None] * aside[:, None] + np.sin(angle)[:, None] * across[:, None]
    )  # bone, side, axis
    near = (starts - 0.5 * _RADIUS * along)[:, None] + _RADIUS * round_it
    far = ends[:, None] + _TIP * _RADIUS * round_it
    cap = ends + _TIP * _RADIUS * along
    made = np.zeros((len(_BONES), 2 * _SIDES + 1), VERTEX)
    made["position"] = np.concatenate([near, far, cap[:, None]], axis=1)
    made["normal"] = np.concatenate([round_it, round_it, along[:, None]], axis=1)
    made["surface"][..., :3] = np.round(255 * np.sqrt(_GLOVE))
    made["surface"][..., 3] = round(255 * 0.1)
    flat = made.reshape(-1)
    _light(flat)
    return flat, _tubes(len(_BONES))


@cache
def _tubes(count: int) -> NDArray[np.uint32]:
    """Return the triangles (m, 3) of so many tubes with a cap."""
    k = np.arange(_SIDES)
    n = (k + 1) % _SIDES
    cap = np.full(_SIDES, 2 * _SIDES)
    one = np.concatenate(
        [
            np.stack([k, n, k + _SIDES], axis=-1),
            np.stack([n, n + _SIDES, k + _SIDES], axis=-1),
            np.stack([k + _SIDES, n + _SIDES, cap], axis=-1),
        ]
    )
    every = one[None] + np.arange(count)[:, None, None] * (2 * _SIDES + 1)
    return np.ascontiguousarray(every.reshape(-1, 3), dtype=np.uint32)


def _light(made: NDArray[np.void]) -> None:
    """Set what light from the dome and from the Earth below reaches each vertex."""
    made["light"][:, 0] = _OPEN
    made["light"][:, 1] = _EARTH * (0.5 - 0.5 * made["normal"][:, 1]) ** 2
