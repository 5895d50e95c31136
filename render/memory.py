"""What OpenGL's objects take of the graphics card's memory, by their sizes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import moderngl

Held: TypeAlias = (
    moderngl.Texture
    | moderngl.Texture3D
    | moderngl.TextureArray
    | moderngl.TextureCube
    | moderngl.Renderbuffer
    | moderngl.Buffer
)

_MAKERS = (
    "texture",
    "external_texture",
    "depth_texture",
    "texture3d",
    "texture_array",
    "texture_cube",
    "renderbuffer",
    "depth_renderbuffer",
    "buffer",
)
_BYTES = {"f1": 1, "f2": 2, "f4": 4, "u1": 1, "u2": 2, "u4": 4, "i1": 1, "i2": 2, "i4": 4}
_MIPMAPPED = {
    moderngl.NEAREST_MIPMAP_NEAREST,
    moderngl.NEAREST_MIPMAP_LINEAR,
    moderngl.LINEAR_MIPMAP_NEAREST,
    moderngl.LINEAR_MIPMAP_LINEAR,
}


@dataclass(frozen=True, slots=True)
class Holding:
    """One object: what it is, in words, and the bytes that it takes."""

    name: str
    size: int


class Ledger:
    """Keeps account of what is made with a context from now on and not released.

    Sizes are worked out from formats, mipmaps and samples. Three channels count as four, as cards
    store them; what a driver keeps beside (programs, spare copies) is not known.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._held: list[Held] = []
        for maker in _MAKERS:
            setattr(ctx, maker, self._noting(getattr(ctx, maker)))

    def holdings(self) -> list[Holding]:
        """Return what is held now, the largest first."""
        self._held = [each for each in self._held if _is_alive(each)]
        found = [Holding(_name(each), size_of(each)) for each in self._held]
        return sorted(found, key=lambda holding: -holding.size)

    def total(self) -> int:
        """Return the bytes of all that is held now."""
        return sum(holding.size for holding in self.holdings())

    def _noting(self, make: Callable[..., Held]) -> Callable[..., Held]:
        def made(*arguments: Any, **named: Any) -> Held:  # noqa: ANN401, passed on as they are
            held = make(*arguments, **named)
            self._held.append(held)
            return held

        return made


def size_of(held: Held) -> int:
    """Return the bytes that an object takes."""
    if isinstance(held, moderngl.Buffer):
        return int(held.size)
    texels = math.prod(_shape(held)) * max(1, getattr(held, "samples", 0))
    channels = 4 if held.components == 3 else held.components
    size = texels * channels * _BYTES[held.dtype]
    if _is_mipmapped(held):
        size = size * 8 // 7 if isinstance(held, moderngl.Texture3D) else size * 4 // 3
    return size


def _shape(held: Any) -> tuple[int, ...]:  # noqa: ANN401, the kinds share no base
    faces = (6,) if isinstance(held, moderngl.TextureCube) else ()
    return (*held.size, *faces)


def _is_mipmapped(held: Held) -> bool:
    return getattr(held, "filter", (0, 0))[0] in _MIPMAPPED


def _is_alive(held: Any) -> bool:  # noqa: ANN401, the kinds share no base
    return type(held.mglo).__name__ != "InvalidObject"


def _name(held: Held) -> str:
    kind = type(held).__name__.lower()
    if isinstance(held, moderngl.Buffer):
        return kind
    sides = "x".join(str(side) for side in held.size)
    samples = getattr(held, "samples", 0)
    words = [kind, sides, f"{held.components} {held.dtype}"]
    return " ".join(words + ([f"{samples} samples"] if samples else []))
