"""What the near field's shaders know of one eye: the block `NearEye`, written once an eye."""

from __future__ import annotations

import moderngl
import numpy as np

from render.near import clip_from_eye
from render.view import View
from render.viewing_circle import ViewingCircle

BINDING = 2
PLAIN_EYE = ViewingCircle(0.0, (0.0, 1.0, 0.0))

_LAYOUT = np.dtype([("clip_from_eye", "f4", (4, 4)), ("eye", "f4", 4), ("viewing_circle", "f4", 4)])
"""As in glsl/near_eye.glsl, std140."""


class NearEye:
    """The buffer of one eye."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._row = np.zeros(1, _LAYOUT)
        self._clip, self._eye, self._circle = (self._row[0][name] for name in _LAYOUT.names or ())
        self._buffer = ctx.buffer(reserve=_LAYOUT.itemsize, dynamic=True)
        self._view: View | None = None

    def use(self, view: View) -> None:
        """Let shaders draw for a view from now on."""
        if view is not self._view:
            circle = view.circle or PLAIN_EYE
            self._clip[:] = clip_from_eye(view).T
            self._eye[:3] = view.position
            self._circle[:] = (*circle.axis, circle.radius)
            self._buffer.write(self._row)
            self._view = view
        self._buffer.bind_to_uniform_block(BINDING)


def bind_block(program: moderngl.Program, name: str, binding: int) -> None:
    """Tie a program's uniform block to a buffer's binding, where it has that block."""
    block = program.get(name, None)
    if isinstance(block, moderngl.UniformBlock):
        block.binding = binding
