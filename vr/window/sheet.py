"""Flat pictures laid on a window: the view itself, and text over it."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, top, width, height on the window, in its units of -1 to 1."""
_WHOLE: Box = (-1.0, 1.0, 2.0, 2.0)

_VERTEX = """
#version 330 core
// In: nothing but the number of the vertex. Out: `at`, place in the picture (0 to 1, from its top
// left). `box` is left, top, width, height on the window in window units of -1 to 1.
uniform vec4 box;
out vec2 at;
void main() {
    at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(box.x + at.x * box.z, box.y - at.y * box.w, 0.0, 1.0);
}
"""
_FRAGMENT = """
#version 330 core
// The picture's bytes as they are: already encoded for the display, colour times alpha.
uniform sampler2D picture;
uniform bool top_row_first;
uniform float opacity;
in vec2 at;
out vec4 colour;
void main() {
    colour = opacity * texture(picture, top_row_first ? at : vec2(at.x, 1.0 - at.y));
}
"""


class Sheets:
    """Lays pictures of bytes on a window of OpenGL's default framebuffer."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._program = context.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._corners = context.vertex_array(self._program, [])
        self._black = self.picture(np.array([[[0, 0, 0, 255]]], np.uint8))

    def begin(self, window: tuple[int, int]) -> None:
        """Make the whole window, of that size in px, what is drawn on."""
        screen = self._context.screen
        screen.viewport = (0, 0, *window)
        screen.use()
        self._window = window
        self._context.disable(moderngl.DEPTH_TEST | moderngl.CULL_FACE)

    def cover(self, picture: moderngl.Texture) -> None:
        """Fill the window with a picture that OpenGL drew (bottom row first)."""
        self._context.disable(moderngl.BLEND)
        self._draw(picture, _WHOLE, 1.0, top_row_first=False)

    def darken(self, share: float) -> None:
        """Lay black over the whole window: 0 none, 1 nothing but black."""
        if share > 0.0:
            self._blend(self._black, _WHOLE, share)

    def fill(self, left: int, top: int, width: int, height: int, share: float) -> None:
        """Lay black over a part of the window: 0 none, 1 nothing but black."""
        self._blend(self._black, self._box(left, top, width, height), share)

    def stretch(
        self, picture: moderngl.Texture, left: int, top: int, size: tuple[int, int]
    ) -> None:
        """Lay a picture with its top left corner there, drawn out to a size in px."""
        self._blend(picture, self._box(left, top, *size), 1.0)

    def lay(self, picture: moderngl.Texture, left: int, top: int, opacity: float = 1.0) -> None:
        """Lay a picture with its top left corner there, pixel on pixel."""
        self._blend(picture, self._box(left, top, *picture.size), opacity)

    def picture(self, pixels: NDArray[np.uint8]) -> moderngl.Texture:
        """Return a texture of `pixels` (H, W, 4), rows from the top, colour times alpha."""
        height, width = pixels.shape[:2]
        texture = self._context.texture((width, height), 4, np.ascontiguousarray(pixels).tobytes())
        texture.filter = moderngl.NEAREST, moderngl.NEAREST
        texture.repeat_x = texture.repeat_y = False
        return texture

    def _box(self, left: int, top: int, width: int, height: int) -> Box:
        across, along = self._window
        return (
            2.0 * left / across - 1.0,
            1.0 - 2.0 * top / along,
            2.0 * width / across,
            2.0 * height / along,
        )

    def _blend(self, picture: moderngl.Texture, box: Box, opacity: float) -> None:
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._draw(picture, box, opacity, top_row_first=True)
        self._context.disable(moderngl.BLEND)

    def _draw(
        self, picture: moderngl.Texture, box: Box, opacity: float, *, top_row_first: bool
    ) -> None:
        picture.use(0)
        self._program["picture"] = 0
        self._program["box"] = box
        self._program["top_row_first"] = top_row_first
        self._program["opacity"] = opacity
        self._corners.render(moderngl.TRIANGLE_STRIP, vertices=4)
