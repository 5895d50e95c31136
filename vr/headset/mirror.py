"""The mirror: what the wearer sees, made steady, in a window; it never holds the headset up.

An eye's image belongs to the runtime again as soon as it is released, so `take` keeps a copy at
the window's size while it is still ours, turned to where the spectator looks (`spectator.py`), and
`show` puts that copy on the window after the frame has gone to the headset. Both draw one triangle:
blits between sRGB and linear images differ from driver to driver. Between due times, and while the
window is hidden, both do nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import glfw
import moderngl
import numpy as np
from numpy.typing import NDArray

from render.passes.board import Boards
from render.shaders import assign
from render.view import View
from vr.headset.graphics import Graphics
from vr.headset.spectator import Spectator, eye_from_window, field
from vr.hung import Hung

Array = NDArray[np.float64]

SHORTEST_INTERVAL = 1.0 / 31.0
"""s between two images: a desktop needs no more than 30 a second, the headset needs the rest."""

_VERTEX = """
#version 330 core
// A triangle that covers the window. `place` is where in the image, as (x, y, 1) times a number.
uniform mat3 image_from_window;
out vec3 place;
void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    place = image_from_window * vec3(0.5 + 0.5 * corner, 1.0);
    gl_Position = vec4(corner, 0.0, 1.0);
}
"""
_FRAGMENT = """
#version 330 core
// The image as it is, or encoded when the texture unit has decoded it: an sRGB texture gives linear
// values, and the window stores what it is given. Encoding: IEC 61966-2-1.
uniform sampler2D image;
uniform bool encode;
in vec3 place;
out vec4 colour;
void main() {
    vec3 linear = texture(image, place.xy / place.z).rgb;
    vec3 high = 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055;
    vec3 encoded = mix(high, 12.92 * linear, lessThanEqual(linear, vec3(0.0031308)));
    colour = vec4(encode ? encoded : linear, 1.0);
}
"""


class Mirror:
    """The desktop's window on the show. `shown` counts the images it got."""

    def __init__(self, graphics: Graphics, visible: bool) -> None:
        self.window: Any = graphics.window
        """GLFW's handle; None without a display."""
        self.write: Callable[[tuple[int, int]], None] | None = None
        """Writes over the picture on a window of that size in px, before it is shown."""
        self.context = self._ctx = graphics.ctx
        self._wanted = visible and graphics.window is not None
        self._is_iconified = False
        self._window_size = 2, 2
        if self.window is not None:
            # The window tells: to ask is a way to the X server and back.
            self._is_iconified = bool(glfw.get_window_attrib(self.window, glfw.ICONIFIED))
            self._window_size = glfw.get_framebuffer_size(self.window)
            glfw.set_window_iconify_callback(self.window, self._on_iconify)
            glfw.set_framebuffer_size_callback(self.window, self._on_size)
        self._program = self._ctx.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._boards = Boards(self._ctx)
        self._triangle = self._ctx.vertex_array(self._program, [])
        self._due = 0.0
        self._spectator = Spectator()
        self._taken_at = 0.0
        self.view: View | None = None
        """What the last eye's image is shown of; None where it is not an eye's."""
        self._copied = False
        self.shown = 0
        self._make_copy((2, 2))

    def is_open(self) -> bool:
        """Say whether somebody can see the window."""
        return self._wanted and not self._is_iconified

    def _on_iconify(self, _window: Any, is_iconified: int) -> None:  # noqa: ANN401, GLFW's handle
        self._is_iconified = bool(is_iconified)

    def _on_size(self, _window: Any, width: int, height: int) -> None:  # noqa: ANN401
        self._window_size = width, height

    def is_due(self, now: float) -> bool:
        """Say whether an image would be shown now: the window is open and the last one is old."""
        return now >= self._due and self.is_open()

    def take(self, texture: moderngl.Texture, eye: View, display_time: float) -> None:
        """Keep what the window shows of an eye's sRGB image, seen from there at a time in s.

        The image is what lies in so many px of the texture, as the view's size says, from its
        lower left. Call before it is released.
        """
        self._resize(self._window_size)
        size = self._copy.size
        tangents = field(eye, size)
        since, self._taken_at = display_time - self._taken_at, display_time
        self._spectator = self._spectator.after(eye, since, tangents)
        self.view = self._spectator.view(eye, tangents, size)
        part = np.diag([eye.size[0] / texture.width, eye.size[1] / texture.height, 1.0])
        place = part @ eye_from_window(self.view, eye)
        self._draw(texture, self._copy_framebuffer, place, True)
        self._copied = True

    def hang(self, hung: Hung) -> None:
        """Draw what hangs on a layer of its own over what was kept."""
        if self.view is None:
            return
        self._copy_framebuffer.use()
        self._boards.begin(self.view)
        self._boards.picture(hung.board, hung.texture, hung.opacity)

    def own(self) -> moderngl.Framebuffer:
        """Return where to draw what the window shows in place of an eye's image."""
        self._resize(self._window_size)
        self.view = None
        self._copied = True
        return self._copy_framebuffer

    def show(self, now: float) -> None:
        """Put the image that was kept on the window, if there is a new one."""
        if not self._copied:
            return
        self._copied = False
        self._due = now + SHORTEST_INTERVAL
        screen = self._ctx.screen
        screen.viewport = (0, 0, *self._copy.size)
        self._draw(self._copy, screen, np.eye(3), False)
        if self.write is not None:
            self.write(self._copy.size)
        glfw.swap_buffers(self.window)
        self.shown += 1

    @property
    def framebuffer(self) -> moderngl.Framebuffer:
        """Return the framebuffer of the last image."""
        return self._copy_framebuffer

    def wants_to_close(self) -> bool:
        """Say whether somebody closed the window or pressed Escape in it."""
        if not self._wanted:
            return False
        escape = glfw.get_key(self.window, glfw.KEY_ESCAPE) == glfw.PRESS
        return bool(escape or glfw.window_should_close(self.window))

    def _resize(self, size: tuple[int, int]) -> None:
        wanted = (max(size[0], 2), max(size[1], 2))
        if self._copy.size != wanted:
            self._copy.release()
            self._copy_framebuffer.release()
            self._make_copy(wanted)

    def _make_copy(self, size: tuple[int, int]) -> None:
        self._copy = self._ctx.texture(size, 4)
        self._copy_framebuffer = self._ctx.framebuffer([self._copy])

    def _draw(
        self,
        texture: moderngl.Texture,
        target: moderngl.Framebuffer,
        image_from_window: Array,
        encode: bool,
    ) -> None:
        assign(self._program, "image_from_window", image_from_window)
        self._program["encode"] = encode
        target.use()
        self._ctx.enable_only(moderngl.NOTHING)
        texture.use(0)
        self._triangle.render(moderngl.TRIANGLES, vertices=3)
