"""Something that happens in the course of a scenario."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """An instant `t` s from lift-off with its id and its name for people."""

    t: float
    id: str
    name: str
    is_phase: bool
    """Whether a phase of flight begins here; the phase has this event's id."""
