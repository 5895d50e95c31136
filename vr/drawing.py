"""The frames of a film, one at a time: the renderer behind a shot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from orbit.moment import Moment
from orbit.timeline import Timeline
from render.exposure import exposure
from vr.camera import sight_at, views_at
from vr.offscreen import Offscreen, Pixels
from vr.shot import Shot

Draw = Callable[[int], Pixels]
"""The picture of frame k; how it is projected is known to the one who made the function."""


class Drawing:
    """A renderer set up for one shot; `draw` is a `Draw`.

    It holds an OpenGL context: make it, use it and leave it in one thread. As a context manager it
    gives OpenGL's memory back. Raises MachineError when the machine has no OpenGL 3.3 or cannot
    hold pictures of that size.
    """

    def __init__(self, timeline: Timeline, shot: Shot) -> None:
        self._timeline = timeline
        self._shot = shot
        self._starts = {frames.start for frames in shot.plan.pieces()}
        self._stage = Offscreen(timeline, shot.camera.size, shot.style.quality, shot.coding.depth)

    def draw(self, frame: int) -> Pixels:
        """Return the picture of a frame: what the shutter takes in around its instant.

        A piece of the film owes nothing to the pictures before it, so that it comes out the same
        whoever makes it, and whenever.
        """
        shot = self._shot
        if frame in self._starts:
            self._stage.renderer.forget()
        taken = exposure(
            self._at,
            shot.plan.time(frame),
            shot.shutter,
            lambda moment: views_at(shot.camera, moment),
        )
        sight = sight_at(shot.camera, taken.middle)
        return self._stage.draw_exposure(taken, sight, shot.style.look, shot.style.layers)

    def _at(self, t: float) -> Moment:
        first, last = self._timeline.span
        return self._timeline.at(min(max(t, first), last))  # a shutter may be open beyond the end

    def close(self) -> None:
        """Give OpenGL's memory back."""
        self._stage.__exit__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
