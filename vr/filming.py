"""Draw and encode a film while a person watches its progress."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from vr.film import FilmPlan, Outcome, chapters, make_film
from vr.interrupt import StopRequest, stop_request
from vr.mission import Mission
from vr.movie import Chapter
from vr.offscreen import Offscreen
from vr.style import Style
from vr.view_options import ViewOptions, view_at


@dataclass(frozen=True, slots=True)
class Shot:
    """What a film shows and how."""

    plan: FilmPlan
    camera: ViewOptions
    style: Style


def shoot(mission: Mission, shot: Shot, path: Path) -> int:
    """Make the film at `path`, with a progress bar, and return the exit code of the command.

    Ctrl-C or a polite kill ends the film after the frame in hand; it is finished and plays.
    """
    style, timeline = shot.style, mission.timeline
    with (
        stop_request() as stop,
        Offscreen(timeline, shot.camera.size, style.quality) as stage,
        _progress() as progress,
    ):

        def draw(t: float) -> NDArray[np.uint8]:
            moment = timeline.at(t)
            return stage.draw(moment, view_at(shot.camera, moment), style.look, style.layers)

        def chapters_of(frames: int) -> list[Chapter]:
            return chapters(shot.plan, mission.milestones(), mission.opening, frames)

        task = progress.add_task(path.name, total=shot.plan.frames)
        outcome = make_film(
            path,
            shot.plan,
            shot.camera.size,
            draw,
            title=mission.scenario.title,
            comment=_comment(mission, shot),
            chapters_of=chapters_of,
            stop=stop,
            done=lambda frames: progress.update(task, completed=frames),
        )
    print(_summary(outcome, shot.plan, path), file=sys.stderr)
    return 0 if outcome.complete else _exit_code(stop)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("frames"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _comment(mission: Mission, shot: Shot) -> str:
    plan = shot.plan
    span = f"T{plan.first:+g} s to T{plan.last:+g} s at {plan.rate:g} times"
    return "; ".join((*mission.made_by(), span, str(shot.camera), f"look {shot.style.look.name}"))


def _summary(outcome: Outcome, plan: FilmPlan, path: Path) -> str:
    seconds = outcome.frames / float(plan.fps)
    if outcome.path is None:
        return f"Stopped before the first frame; {path} was not written."
    if outcome.complete:
        return f"{path}: {outcome.frames} frames, {seconds:.1f} s."
    part = f"the first {outcome.frames} of {plan.frames} frames ({seconds:.1f} s) are in"
    kept = "" if outcome.path == path else f"; {path} is as it was"
    return f"Stopped: {part} {outcome.path}{kept}."


def _exit_code(stop: StopRequest) -> int:
    return stop.exit_code if stop else 1
