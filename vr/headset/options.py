"""What `cupola vr` is asked to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import moderngl

from render.view import View

Draw = Callable[[float, Sequence[View], Sequence[moderngl.Framebuffer]], None]
"""Draws mission time `t`: each view into its framebuffer, as sRGB bytes."""
MakeDraw = Callable[[moderngl.Context], Draw]
"""Builds the show once the OpenGL context is there."""


@dataclass(frozen=True, slots=True)
class HeadsetOptions:
    """How a headset session is run.

    `render_scale` multiplies the runtime's recommended eye size. `stay` is for kiosks: wait for a
    runtime and a headset instead of failing, and start again after the runtime ends a session.
    For people who check: end after `frames` drawn frames; write what happened as JSON to `report`;
    write the last frame's eyes and mirror as PNG into the folder `eyes`.
    """

    render_scale: float = 1.0
    mirror: bool = True
    mirror_size: tuple[int, int] = (960, 720)
    stay: bool = False
    frames: int | None = None
    report: Path | None = None
    eyes: Path | None = None
