"""The launch as a line with phases: what stands on it, and how far the launch has come. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from vr.show import Milestone

_TOGETHER = 10.0
"""s within which events are one phase: its mark is the first's, its name that which was last."""


@dataclass(frozen=True, slots=True)
class Course:
    """The events of a launch in order, and the times (s from lift-off) of its phases' marks."""

    events: tuple[Milestone, ...]
    marks: tuple[float, ...]

    @staticmethod
    def of(events: Sequence[Milestone]) -> Course:
        """Return the course of a launch; one without events has no marks."""
        marks: list[float] = []
        for event, before in zip(events, (None, *events), strict=False):
            if before is None or event.t - before.t > _TOGETHER:
                marks.append(event.t)
        return Course(tuple(events), tuple(marks))

    def place(self, t: float) -> float:
        """Return how far along the line mission time `t` is, 0 to 1.

        Phases lie evenly, as most come within the first minutes; between two time runs evenly.
        """
        marks = self.marks
        if len(marks) < 2 or t <= marks[0]:
            return 0.0
        if t >= marks[-1]:
            return 1.0
        at = bisect_right(marks, t) - 1
        return (at + (t - marks[at]) / (marks[at + 1] - marks[at])) / (len(marks) - 1)

    def last(self, t: float) -> str:
        """Return the English name of the event that was last at mission time `t`, "" for none."""
        at = bisect_right(self.events, t, key=lambda event: event.t)
        return self.events[at - 1].name if at else ""

    def next(self, t: float) -> Milestone | None:
        """Return the event that begins the next phase, None after the last."""
        at = bisect_right(self.marks, t)
        if at == len(self.marks):
            return None
        return next(event for event in self.events if event.t == self.marks[at])
