"""What all passes of a frame know, packed once into two uniform buffers.

The layouts are those of `glsl/frame.glsl` and `glsl/eye.glsl` (std140: everything here is a vec4
or a mat4, matrices column by column).
"""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from orbit.starfield import SPEED_OF_LIGHT
from render.frustum import far_uv_from_eye_uv, projection
from render.turns import eye_itrs, itrs_from_cupola
from render.view import View

FRAME_BINDING = 0
EYE_BINDING = 1

_FRAME = np.dtype(
    [
        ("itrs_from_far", "f4", (4, 4)),
        ("far_raster", "f4", 4),
        ("eye_itrs", "f4", 4),
        ("sun", "f4", 4),
        ("moon", "f4", 4),
        ("velocity", "f4", 4),
        ("clock", "f4", 4),
    ]
)
_EYE = np.dtype(
    [
        ("clip_from_itrs", "f4", (4, 4)),
        ("far_uv_from_uv", "f4", (4, 4)),
        ("raster", "f4", 4),
    ]
)


class Uniforms:
    """The two buffers of a frame; `write_frame` once a frame, `write_eye` once an eye."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._frame = np.zeros(1, _FRAME)
        self._eye = np.zeros(1, _EYE)
        self._frame_buffer = ctx.buffer(reserve=_FRAME.itemsize, dynamic=True)
        self._eye_buffer = ctx.buffer(reserve=_EYE.itemsize, dynamic=True)

    def write_frame(self, moment: Moment, far: View) -> None:
        """Fill and bind the block `Frame` for a moment and its far-field view."""
        frame = self._frame[0]
        _store(frame["itrs_from_far"], itrs_from_cupola(moment) @ far.cupola_from_eye)
        frame["far_raster"] = _raster(far)
        frame["eye_itrs"][:3] = eye_itrs(moment)
        frame["eye_itrs"][3] = moment.station_geodetic[2]
        for name, body in (("sun", moment.sun), ("moon", moment.moon)):
            frame[name][:3] = moment.itrs_from_gcrs @ body.direction
            frame[name][3] = body.illuminance
        frame["velocity"][:3] = moment.observer_velocity / SPEED_OF_LIGHT
        frame["clock"][0] = moment.t
        self._frame_buffer.write(self._frame)
        self._frame_buffer.bind_to_uniform_block(FRAME_BINDING)

    def write_eye(self, moment: Moment, view: View, far: View) -> None:
        """Fill and bind the block `Eye` for one eye's view."""
        eye = self._eye[0]
        itrs_from_eye = itrs_from_cupola(moment) @ view.cupola_from_eye
        # Transposed, as OpenGL keeps matrices.
        eye["clip_from_itrs"][:3] = itrs_from_eye @ projection(view).T[:3]
        _store(eye["far_uv_from_uv"], far_uv_from_eye_uv(view, far))
        eye["raster"] = _raster(view)
        self._eye_buffer.write(self._eye)
        self._eye_buffer.bind_to_uniform_block(EYE_BINDING)


def bind_blocks(program: moderngl.Program) -> moderngl.Program:
    """Tie a program's blocks `Frame` and `Eye`, where it has them, to the buffers; return it."""
    for name, binding in (("Frame", FRAME_BINDING), ("Eye", EYE_BINDING)):
        block = program.get(name, None)
        if isinstance(block, moderngl.UniformBlock):
            block.binding = binding
    return program


def _store(target: NDArray[np.float32], matrix: NDArray[np.float64]) -> None:
    target[:3, :3] = matrix.T
    target[3, 3] = 1.0


def _raster(view: View) -> tuple[float, float, float, float]:
    left, right, down, up = view.tangents
    width, height = view.size
    return width, height, (right - left) / width, (up - down) / height
