"""Draw one triangle over the whole target."""

from __future__ import annotations

import moderngl

from render.shaders import assign, program
from render.uniforms import bind_blocks


class FullScreen:
    """A fragment shader run over every pixel of the framebuffer in use."""

    def __init__(
        self,
        ctx: moderngl.Context,
        fragment: str,
        defines: tuple[str, ...] = (),
        vertex: str = "full.vert",
    ) -> None:
        self.program = bind_blocks(program(ctx, vertex, fragment, defines))
        self._array = ctx.vertex_array(self.program, [])

    def set(self, name: str, value: object) -> None:
        """Set a uniform, as `render.shaders.assign`."""
        assign(self.program, name, value)

    def draw(self) -> None:
        """Draw; the caller has bound the target and set blending and depth as it wants."""
        self._array.render(moderngl.TRIANGLES, vertices=3)
