"""Makes a mission's show ready: its script, set to the launch and checked."""

from __future__ import annotations

from dataclasses import replace

from assets.words import Words
from orbit.timeline import Timeline
from vr.clock import Clock
from vr.guide import Guide
from vr.mission import Mission
from vr.script.file import find_script, script_for
from vr.script.score import compose
from vr.script.teller import Teller, check_captions
from vr.show import Show


def show_for(mission: Mission, script: str | None, at: str | None, words: Words) -> Show:
    """Return the show of a mission: a script by name or path, or the scenario's own.

    A time `at` alone gives free time from there on; with a script, it begins where that first
    comes there. Raises `InputError` with file and line where the script has a mistake.
    """
    span = mission.scenario.span
    t = 0.0 if at is None else mission.time(at)
    show = Show(Clock(anchor_t=t, first=span.start, last=span.end), mission.milestones())
    if at is not None and script is None:
        return show
    guide = guide_for(mission.timeline, script, words)
    if at is not None:
        guide = guide.from_place(guide.score.reaches(t))
    return replace(show, guide=guide)


def guide_for(timeline: Timeline, name: str | None, words: Words) -> Guide:
    """Return the guide through a script by name or path, or through the scenario's own."""
    script = find_script(name) if name else script_for(timeline.scenario.name)
    score = compose(script, timeline)
    check_captions(script, score, Teller(timeline, words))
    return Guide(score)
