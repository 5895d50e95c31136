"""What `cupola vr` is asked to do, and what a headset session shows: a `Visit`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import moderngl
import numpy as np
from numpy.typing import NDArray

from render.view import View
from vr.hands.reading import Reading
from vr.hands.visitor import Wishes
from vr.hung import Hung, Room

Array = NDArray[np.float64]


class Captions(StrEnum):
    """Where captions are drawn: into the eyes' pictures, or on a layer of their own."""

    EYE = "eye"
    QUAD = "quad"
    """Where the runtime has such layers; it says so where not."""
    AUTO = "auto"
    """Where the runtime has such layers."""


class Visit(Protocol):
    """What is shown to one visitor, and what comes of what he does; it makes no OpenXR call.

    Each frame first `live`s or `rest`s, then is drawn. `source` names the clock that display times
    (s) are of: a runtime's, a later session's and the desktop's need not agree.
    """

    @property
    def offset(self) -> Array:
        """Return how far the visitor has pulled himself from his place (3,), m, Cupola's frame."""
        ...

    @property
    def lower_qualities(self) -> int:
        """Return how many steps of quality there are below the one asked for."""
        ...

    def lower(self, steps: int) -> None:
        """Draw from now on at a quality so many steps below the one asked for."""
        ...

    def live(self, source: str, display_time: float, reading: Reading) -> Wishes:
        """Take in what head and hands do; return what they wish for."""
        ...

    def rest(self, source: str, display_time: float) -> None:
        """Let time go on while nobody's hands are seen."""
        ...

    def draw(
        self,
        views: Sequence[View],
        framebuffers: Sequence[moderngl.Framebuffer],
        room: Room | None = None,
    ) -> Hung | None:
        """Draw each view into its framebuffer, as sRGB bytes.

        Where there is `room` on a layer of its own, what hangs before the eyes may be returned for
        it in place of being drawn.
        """
        ...

    def running(self) -> Mapping[str, Any]:
        """Return what runs on with every frame, as plain values for a report."""
        ...

    def chosen(self) -> Mapping[str, Any]:
        """Return what the visitor has brought about, as plain values for a report."""
        ...


MakeVisit = Callable[[moderngl.Context], Visit]
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
    fixed_resolution: bool = False
    """Whether it is kept, however long frames take."""
    mirror: bool = True
    mirror_size: tuple[int, int] = (960, 720)
    stay: bool = False
    frames: int | None = None
    report: Path | None = None
    eyes: Path | None = None
    height: float = 0.0
    """m of the eyes above the dome's middle; a visitor's own height does not matter."""
    captions: Captions = Captions.AUTO
