"""Make a film while a person watches, and go on where an earlier try was broken off."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from assets.errors import MachineError
from vr.camera import Camera
from vr.drawing import Drawing
from vr.film import FilmPlan, chapters
from vr.interrupt import StopRequest, stop_request
from vr.joining import Titles, frames_in, join
from vr.making import Making
from vr.mission import Mission
from vr.output import replacing
from vr.panorama_options import PanoramaOptions
from vr.recipe import recipe
from vr.shooting import Done, shoot_here
from vr.shot import Shot

Crew = Callable[[Making, StopRequest, Done], Path | None]
"""Makes the missing pieces; returns the one that a stop broke off, or None."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a film: where it lies (None when nothing was done) and its frames."""

    path: Path | None
    frames: int
    complete: bool


def shoot(mission: Mission, shot: Shot, path: Path, cluster: str | None = None) -> int:
    """Make the film at `path`, with a progress bar, and return the exit code of the command.

    `cluster` is the address of a Dask scheduler whose workers draw it. Ctrl-C or a polite kill ends
    the work after the frame in hand: what is there plays, and the same command goes on from it.
    """
    making = Making(path, shot.plan.pieces(), recipe(mission.scenario, shot))
    if making.news:
        print(making.news, file=sys.stderr)
    with stop_request() as stop, _progress() as progress:
        total = shot.plan.frames
        task = progress.add_task(path.name, total=total, completed=making.frames_done)
        outcome = make_film(
            making,
            shot.plan.fps,
            crew=_crew(mission, shot, cluster),
            titles=lambda frames: _titles(mission, shot, frames),
            stop=stop,
            done=lambda frames: progress.update(task, advance=frames),
        )
    print(_summary(outcome, shot.plan, path), file=sys.stderr)
    return 0 if outcome.complete else _exit_code(stop)


def make_film(
    making: Making,
    fps: Fraction,
    *,
    crew: Crew,
    titles: Callable[[int], Titles],
    stop: StopRequest,
    done: Done,
) -> Outcome:
    """Have `crew` make the missing pieces, and join them into the film.

    A film that is stopped is joined as far as it came beside its target, as `NAME.part.mp4`, and
    its pieces are kept. Raises MachineError when the disk refuses.
    """
    path = making.path
    part = path.with_suffix(f".part{path.suffix}")
    try:
        begun = crew(making, stop, done)
        complete = not making.missing
        pieces = making.opening()
        if begun is not None and not complete:
            pieces.append(begun)
        if not pieces:
            return Outcome(None, 0, complete=False)
        target, frames = (path if complete else part), sum(map(frames_in, pieces))
        with replacing(target) as pending:
            join(pieces, pending.working, fps, titles(frames))
        if complete:
            part.unlink(missing_ok=True)
            making.clear()
        return Outcome(target, frames, complete)
    except OSError as error:
        raise MachineError(
            f"{path} could not be written ({error.strerror or error}); free some room or choose "
            "another folder"
        ) from error
    finally:
        if len(making.missing) == len(making.pieces):
            making.clear()


def _crew(mission: Mission, shot: Shot, cluster: str | None) -> Crew:
    if cluster is not None:
        from vr.cluster import Cluster  # noqa: PLC0415, an optional extra

        return Cluster(cluster, mission, shot).shoot

    def here(making: Making, stop: StopRequest, done: Done) -> Path | None:
        with Drawing(mission.timeline, shot) as drawing:
            size, fps = shot.camera.size, shot.plan.fps
            return shoot_here(making, drawing.draw, size, fps, shot.coding, stop, done)

    return here


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


def _titles(mission: Mission, shot: Shot, frames: int) -> Titles:
    plan, layers = shot.plan, shot.style.layers
    comment = (
        *mission.made_by(),
        f"T{plan.first:+g} s to T{plan.last:+g} s at {plan.rate:g} times",
        f"shutter {shot.shutter:.3g} s",
        str(shot.camera),
        f"look {shot.style.look.name}",
        *([f"names in {layers.language}"] if layers.labels else []),
        str(shot.coding),
    )
    parts = chapters(plan, mission.milestones(), mission.opening, frames)
    return Titles(mission.scenario.title, "; ".join(comment), parts, _eyes_all_round(shot.camera))


def _eyes_all_round(camera: Camera) -> int:
    return camera.eyes if isinstance(camera, PanoramaOptions) else 0


def _summary(outcome: Outcome, plan: FilmPlan, path: Path) -> str:
    seconds = outcome.frames / float(plan.fps)
    if outcome.path is None:
        return f"Stopped before the first frame; {path} was not written."
    if outcome.complete:
        return f"{path}: {outcome.frames} frames, {seconds:.1f} s."
    part = f"the first {outcome.frames} of {plan.frames} frames ({seconds:.1f} s) are in"
    return f"Stopped: {part} {outcome.path}. The same command goes on from there."


def _exit_code(stop: StopRequest) -> int:
    return stop.exit_code if stop else 1
