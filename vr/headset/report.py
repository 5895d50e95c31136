"""What happened in a headset run, for people who check: kept while it runs, written at its end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from render.view import View
from vr.frame_history import FrameHistory
from vr.output import replacing

PARTS = ("wait", "draw", "submit", "mirror")
KEPT_FRAMES = 100_000
"""Times of frames beyond these are dropped, oldest first: half an hour at 60 Hz, 3 MB."""
KEPT_CHAPTERS = 10_000
DAY_CHAPTERS = 100
"""The same for a run that lasts all day, whose story nobody reads."""
Picture = NDArray[np.uint8]


class Laps:
    """A stopwatch for one frame: how long each part took, in s of a `clock`."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._since = clock()
        self.seconds: dict[str, float] = {}

    def end(self, part: str) -> None:
        """Book the time since the last call on `part`."""
        now = self._clock()
        self.seconds[part] = self.seconds.get(part, 0.0) + now - self._since
        self._since = now

    def work(self) -> float:
        """Return how long the frame worked, s, waiting for the runtime left out."""
        return sum(self.seconds.values()) - self.seconds.get("wait", 0.0)

    def of(self, part: str) -> float:
        """Return how long one of PARTS took; what was drawn in parts counts together."""
        if part != "draw":
            return self.seconds.get(part, 0.0)
        return sum(s for name, s in self.seconds.items() if name == "draw" or name not in PARTS)


@dataclass(frozen=True, slots=True)
class RateState:
    """How the headset's rate is held.

    `period_ms` is the display's, 0 while unknown. `scale` is what is drawn of the eyes' width and
    height, `lower` how many steps of quality lower than asked for, `changes` how often that
    changed. `processor_ms` and `graphics_ms` are medians of the last frames, the latter 0 where the
    graphics card does not tell. Of the last seconds' `frames`, `late` came after `missed` display
    times had passed without one.
    """

    period_ms: float = 0.0
    scale: float = 1.0
    lower: int = 0
    changes: int = 0
    processor_ms: float = 0.0
    graphics_ms: float = 0.0
    late: int = 0
    frames: int = 0
    missed: int = 0


@dataclass(slots=True)
class Report:
    """Counts, names and times of one run; see `as_json` for what they mean.

    `kept_chapters` are the most that it keeps of its story.
    """

    kept_chapters: int = KEPT_CHAPTERS
    states: list[str] = field(default_factory=list)
    runtime: str = ""
    headset: str = ""
    colour_format: int = 0
    offered_formats: tuple[int, ...] = ()
    eye_size: tuple[int, int] = (0, 0)
    refused_bindings: tuple[str, ...] = ()
    profiles: tuple[str, str] = ("", "")
    tells_charges: bool = False
    charges: dict[str, float] = field(default_factory=dict)
    pulses: int = 0
    sessions: int = 0
    losses: list[str] = field(default_factory=list)
    recentred: int = 0
    frames: int = 0
    empty_frames: int = 0
    skipped: int = 0
    mirror_frames: int = 0
    caption_layers: int = 0
    caption_pictures: int = 0
    rate: Callable[[], RateState] = RateState
    """Tells how the rate is held now."""
    history: FrameHistory | None = None
    """The last seconds' frames, one by one."""
    last: dict[str, Any] = field(default_factory=dict)
    story: list[dict[str, Any]] = field(default_factory=list)
    is_wanted: bool = True
    """Whether somebody will read `last` and `story`; noting them takes a little of each frame."""
    _times: NDArray[np.float64] = field(default_factory=lambda: np.zeros((len(PARTS), KEPT_FRAMES)))

    def add_frame(self, laps: Laps) -> None:
        """Count a drawn frame, and note how long each of PARTS took in it."""
        at = self.frames % KEPT_FRAMES
        for row, part in enumerate(PARTS):
            self._times[row, at] = laps.of(part)
        self.frames += 1

    def recent_work(self, count: int) -> list[float]:
        """Return how long the last frames worked, s, waiting for the runtime left out."""
        at = np.arange(max(self.frames - min(count, KEPT_FRAMES), 0), self.frames) % KEPT_FRAMES
        worked = [row for row, part in enumerate(PARTS) if part != "wait"]
        spent: list[float] = self._times[worked][:, at].sum(axis=0).tolist()
        return spent

    def note_frame(
        self,
        running: Mapping[str, Any],
        chosen: Mapping[str, Any],
        display_time_ns: int,
        views: Sequence[View],
    ) -> None:
        """Note what the newest frame showed, and add to the story what the visitor has changed.

        `running` is what every frame changes, `chosen` what only the visitor does.
        """
        is_news = not self.story or self.story[-1]["chosen"] != chosen
        if is_news and len(self.story) < self.kept_chapters:
            self.story.append({**running, "chosen": dict(chosen)})
        self.last = {
            **running,
            "chosen": dict(chosen),
            "display_time_ns": display_time_ns,
            "views": [
                {
                    "cupola_from_eye": view.cupola_from_eye.tolist(),
                    "position_m": view.position.tolist(),
                    "tangents": list(view.tangents),
                    "size": list(view.size),
                }
                for view in views
            ],
        }

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values.

        `states` are the session states in the order reported; `frames` those that were drawn,
        `empty_frames` those the runtime wanted no image for (or had none to draw into), `skipped`
        the display times that passed without a frame of ours; `rate` is a `RateState`; `parts_ms`
        how long the parts of a frame took on the processor; `refused_bindings` the controllers
        whose bindings the runtime did not take, `profiles` those that the hands hold;
        `caption_layers` the frames with a caption on a layer of its own, `caption_pictures` how
        often its picture was drawn; `last` what the newest frame showed; `story` how what the
        visitor had chosen changed from the first frame on.
        """
        return {
            "runtime": self.runtime,
            "headset": self.headset,
            "states": self.states,
            "sessions": self.sessions,
            "losses": self.losses,
            "recentred": self.recentred,
            "colour_format": hex(self.colour_format),
            "offered_formats": [hex(code) for code in self.offered_formats],
            "eye_size": list(self.eye_size),
            "refused_bindings": list(self.refused_bindings),
            "profiles": list(self.profiles),
            "pulses": self.pulses,
            "frames": self.frames,
            "empty_frames": self.empty_frames,
            "skipped": self.skipped,
            "mirror_frames": self.mirror_frames,
            "caption_layers": self.caption_layers,
            "caption_pictures": self.caption_pictures,
            "rate": asdict(self.rate()),
            "parts_ms": self._parts_ms(),
            "last": self.last,
            "story": self.story,
        }

    def _parts_ms(self) -> dict[str, dict[str, float]]:
        kept = self._times[:, : min(self.frames, KEPT_FRAMES)]
        return {part: _summary(kept[row]) for row, part in enumerate(PARTS) if kept.size}

    def write(self, path: Path) -> None:
        """Write the report as JSON."""
        with replacing(path) as pending:
            pending.working.write_text(json.dumps(self.as_json(), indent=2) + "\n")


def _summary(seconds: NDArray[np.float64]) -> dict[str, float]:
    """Return median, 99th percentile and maximum in ms."""
    ms = seconds * 1e3
    median, high, most = np.median(ms), np.percentile(ms, 99), np.max(ms)
    return {"median": float(median), "p99": float(high), "max": float(most)}


def write_pictures(folder: Path, pictures: dict[str, Picture]) -> None:
    """Write pictures (height, width, 3), rows from the top, as NAME.png into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        with replacing(folder / f"{name}.png") as pending:
            Image.fromarray(np.ascontiguousarray(picture)).save(pending.working, format="PNG")
