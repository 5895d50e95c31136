"""A picture that hangs before the eyes, for a headset that can show it on a layer of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

import moderngl

from render.passes.board import Board


@dataclass(frozen=True, slots=True)
class Room:
    """What a layer of its own has room for: px a radian in its middle, and px of its image."""

    pixels_per_radian: float
    most: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Hung:
    """A picture on a board in the Cupola's frame: display-encoded colour times alpha.

    `largest`: width and height in px that others of its kind may have.
    """

    texture: moderngl.Texture
    board: Board
    opacity: float
    largest: tuple[int, int]

    def looks_like(self, other: Hung) -> bool:
        """Say whether it is the same picture, wherever it hangs, to half a step of 8 bits."""
        return self.texture is other.texture and abs(self.opacity - other.opacity) < 0.5 / 255

    def darkened(self, darkness: float) -> Hung:
        """Return it with so much black before it, 0 to 1."""
        return replace(self, opacity=self.opacity * (1.0 - darkness)) if darkness else self
