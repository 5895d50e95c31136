"""What a command is about: a scenario, its timeline, and how to say where a picture is from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orbit.mission_time import parse_time
from orbit.moment import Moment
from orbit.scenario import DEFAULT, Scenario, find_scenario
from orbit.timeline import Timeline, build
from vr.provenance import Provenance
from vr.show import Milestone
from vr.version import program


@dataclass(frozen=True, slots=True)
class Mission:
    """A scenario and the timeline built from it."""

    scenario: Scenario
    timeline: Timeline

    def time(self, text: str) -> float:
        """Return the mission time that `text` says, s from lift-off. Raises InputError."""
        return parse_time(text, self.scenario)

    def milestones(self) -> tuple[Milestone, ...]:
        """Return the events of the launch in order."""
        return tuple(Milestone(event.t, event.name) for event in self.timeline.events)

    @property
    def opening(self) -> str:
        """Return what to call the time before the first event."""
        return "Before lift-off" if self.scenario.launch else self.scenario.title

    def provenance(self, moment: Moment, camera: str, look: str, language: str = "") -> Provenance:
        """Return what a picture of that moment says about itself."""
        return Provenance(
            scenario=f"{self.scenario.name}: {self.scenario.title}",
            elements=self.scenario.origin,
            t=moment.t,
            utc=moment.utc.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            camera=camera,
            look=look,
            language=language,
        )

    def made_by(self) -> tuple[str, ...]:
        """Return program, scenario and element set, for a film's comment."""
        scenario = self.scenario
        return program(), f"scenario {scenario.name}", scenario.origin


def find(scenario: str | None, elements: Path | None) -> Scenario:
    """Return a scenario by name or path (None: the default), with the user's own element set.

    Raises InputError.
    """
    found = find_scenario(DEFAULT if scenario is None else scenario)
    return found if elements is None else found.with_elements(elements)


def mission(
    scenario: str | None, elements: Path | None, warn: Callable[[str], None] | None = None
) -> Mission:
    """Return the mission of a scenario, warning of old elements (on standard error by default).

    Raises InputError for a bad scenario, vehicle or element set.
    """
    found = find(scenario, elements)
    timeline = build(found)
    for warning in timeline.warnings:
        (warn or _say)(f"Warning: {warning}")
    return Mission(found, timeline)


def _say(message: str) -> None:
    print(message, file=sys.stderr)
