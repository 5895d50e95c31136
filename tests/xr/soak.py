"""An accelerated day of a kiosk on a real runtime: does anything grow?

`python -m tests.xr.soak` runs a day of 300 visits, in which the program's steady clock and the
display times run `PACE` times as fast, and tells what grew. Visitors come and go in every way, as
a headset tells that has a sensor: its session is visible only while it is worn. Now and then the
runtime takes a session away. For every night; the test run has three minutes.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.xr.debian13 import ready
from tests.xr.fault import COUNT, DONE, OBJECTS, Fault
from tests.xr.lab import Lab, free_port
from tests.xr.remote import EYE_HEIGHT, RemoteHeadset, pose
from tests.xr.station import NULL, Station
from vr.kiosk.worn import ASLEEP

VISITS = 300
SECONDS = 165.0
"""s of the test run's, to which come the start and the last visit."""
LEAST = 14
"""Visits of the test run's; a quiet machine has time for more."""
PACE = 40.0
"""Simulated s a s."""
WARM = 0.4
"""Of the visits, in which everything may be made for the first time."""
FLAT = 0.02
"""By which resident memory may differ between the first and the last part of the rest."""
LOSS_EVERY, OBJECTS_EVERY = 12, 4
"""Visits between two lost sessions, and between two counts of OpenGL objects."""
CONFIG = """
name = "Soak"
languages = ["kk", "ru", "en", "de", "fr", "es"]
visits = "visits.sqlite3"
[screen]
full_screen = false
size = [640, 360]
quality = "low"
render_scale = 0.2
[timing]
welcome = 40
still = 3600
[operator]
port = {port}
"""
_PATIENCE = 60.0
"""s that any part of a visit may last."""
_MOVES = 0.05
"""s between two motions of a head that is worn."""


@dataclass(frozen=True)
class Sample:
    """What the program has at the end of a visit; `objects` are OpenGL's, empty if not counted.

    `waiting` are visits whose end is not in the log yet.
    """

    visit: int
    resident_mb: float
    files: int
    threads: int
    waiting: int
    objects: dict[str, int] = field(default_factory=dict)


def growth(samples: Sequence[Sample]) -> list[str]:
    """Return what has grown, each with its figures; nothing where all is flat.

    Memory's median of the last part is compared with that of the first after warm-up. Counts, which
    go up and down with the captions' layer, have grown where the least of the last part is more
    than there ever was before the middle one.
    """
    rest = [each for each in samples if each.visit >= WARM * samples[-1].visit]
    part = max(1, len(rest) // 3)
    first, last, earlier = rest[:part], rest[-part:], samples[: -2 * part]
    told = []
    before, after = (statistics.median(s.resident_mb for s in side) for side in (first, last))
    if abs(after - before) > FLAT * before:
        told.append(f"resident memory: {before:.1f} to {after:.1f} MB")
    counted: dict[str, Callable[[Sample], float]] = {
        "open files": lambda s: s.files,
        "threads": lambda s: s.threads,
        "visits that wait": lambda s: s.waiting,
    }
    for name, count in counted.items():
        low, high = max(map(count, earlier)), min(map(count, last))
        if high > low:
            told.append(f"{name}: {low} to {high}")
    for kind in sorted({kind for each in rest for kind in each.objects}):
        low = max((s.objects[kind] for s in earlier if s.objects), default=math.inf)
        high = min((s.objects[kind] for s in last if s.objects), default=0)
        if high > low:
            told.append(f"OpenGL's {kind} objects: {low} to {high}")
    return told


class Day:
    """A kiosk in a lab, and visitors that come and go."""

    def __init__(self, lab: Lab, seed: int = 57) -> None:
        self._lab = lab
        self._random = random.Random(seed)
        self._headset: RemoteHeadset = lab.start_remote(**NULL)
        self._port = free_port()
        self._station = Station(lab, CONFIG.format(port=self._port), faults=True, pace=PACE)
        self._station.wait_for_phase("attract", "welcome", within=90.0)
        self._station.wait_until_served(60.0)
        self._take_off()

    def visit(self, number: int) -> Sample:
        """Let one visitor come and go; return what there is then.

        One of seven only glances in, one of five sees it to the end, one of three of the others
        takes the headset off in mid-show and puts it on again.
        """
        if number % LOSS_EVERY == 0:
            self._lose_session()
        with self._worn(yaw_deg=self._random.uniform(-60.0, 60.0)):
            self._wait_not("attract")
            if number % 7:
                self._wait_not("attract", "welcome")
                self._look_on(number)
        if number % 7 and number % 5 and number % 3 == 1:
            self._wait_not("show")
            with self._worn():
                time.sleep(60.0 / PACE)
        self._wait("attract")
        self._ask()
        return self._sample(number)

    def close(self) -> None:
        """End the program as it should."""
        self._station.leave()

    def _look_on(self, number: int) -> None:
        if number % 5 == 0:
            self._wait("afterglow", "attract")
            time.sleep(10.0 / PACE)
        else:
            time.sleep(self._random.uniform(10.0, 120.0) / PACE)

    def _lose_session(self) -> None:
        sessions = self._station.status()["headset"]["sessions"]
        name = self._random.choice(["ERROR_SESSION_LOST", "ERROR_INSTANCE_LOST"])
        self._station.inject(Fault("xrEndFrame", name))
        self._until(lambda: self._station.has(DONE), "no loss")
        self._station.wait_until_served(10.0, sessions + 1)
        self._take_off()
        self._wait("attract")

    def _ask(self) -> None:
        """Look at the operator's pages, as a house's monitoring does.

        What they say is of no concern here: by the fast clock the status may seem old.
        """
        for page in ("healthz", "metrics"):
            with (
                suppress(HTTPError),
                urlopen(f"http://127.0.0.1:{self._port}/{page}", timeout=20.0) as answer,
            ):
                answer.read()

    def _sample(self, number: int) -> Sample:
        folder = Path(f"/proc/{self._station.program.pid}")
        pages = int((folder / "statm").read_text().split()[1])
        return Sample(
            number,
            pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
            len(list((folder / "fd").iterdir())),
            len(list((folder / "task").iterdir())),
            self._open_visits(),
            self._objects() if number % OBJECTS_EVERY == 0 else {},
        )

    def _open_visits(self) -> int:
        ask = "SELECT COUNT(*) FROM visit WHERE ending IS NULL"
        with closing(sqlite3.connect(self._lab.path / "visits.sqlite3")) as db:
            return int(db.execute(ask).fetchone()[0])

    def _objects(self) -> dict[str, int]:
        answer = self._lab.path / OBJECTS
        answer.unlink(missing_ok=True)
        (self._lab.path / COUNT).touch()
        self._until(answer.exists, "no count of OpenGL's objects")
        found: dict[str, int] = json.loads(answer.read_text())
        return found

    def _wait(self, *phases: str) -> None:
        self._until(lambda: self._phase() in phases, f"no {' or '.join(phases)}")

    def _wait_not(self, *phases: str) -> None:
        self._until(lambda: self._phase() not in phases, f"still {' or '.join(phases)}")

    def _phase(self) -> str:
        return str(self._station.status()["phase"])

    def _until(self, holds: Callable[[], bool], failing: str) -> None:
        limit = time.monotonic() + _PATIENCE
        while not holds():
            assert time.monotonic() < limit, f"{failing} after {_PATIENCE} s"
            assert self._station.program.poll() is None, self._lab.log("program")[-5000:]
            time.sleep(0.02)

    def _tell(self, *states: str) -> None:
        self._station.inject(Fault("xrPollEvent", states=states))
        self._until(lambda: self._station.has(DONE), f"{states} not heard")

    def _take_off(self) -> None:
        self._tell("VISIBLE", "SYNCHRONIZED")
        time.sleep(2.0 * ASLEEP / PACE)

    @contextmanager
    def _worn(self, yaw_deg: float = 0.0) -> Iterator[None]:
        done = threading.Event()

        def move() -> None:
            turn = 0
            while not done.wait(_MOVES):
                turn += 1
                turned = yaw_deg + 1.5 * (turn % 2)
                self._headset.head = pose(turned, (0.0, EYE_HEIGHT, 0.0), pitch_deg=-10.0)
                self._headset.send()

        mover = threading.Thread(target=move)
        mover.start()
        try:
            self._tell("VISIBLE", "FOCUSED")
            yield
            self._take_off()
        finally:
            done.set()
            mover.join()


def soak(lab: Lab, visits: int = VISITS, seconds: float = math.inf, least: int = 1) -> list[Sample]:
    """Return the samples of a day of so many visits, or of as many as there is time for.

    There are `least` visits, however long they take on a machine that is busy.
    """
    day, samples = Day(lab), []
    until = time.monotonic() + seconds
    for number in range(1, visits + 1):
        samples.append(day.visit(number))
        if number >= least and time.monotonic() > until:
            break
    day.close()
    return samples


@dataclass(frozen=True)
class Soaked:
    """What came of a day that the test run has."""

    samples: list[Sample]
    log: str


def soaked_in(lab: Lab) -> Soaked:
    """Return what three minutes of a day did."""
    return Soaked(soak(lab, seconds=SECONDS, least=LEAST), lab.log("program"))


def table(samples: Sequence[Sample]) -> str:
    """Return some thirty of the samples as lines of text."""
    rows = ["visit  resident, MB  files  threads  waiting  OpenGL objects"]
    for s in samples[:: max(1, len(samples) // 30)]:
        objects = " ".join(f"{kind} {count}" for kind, count in s.objects.items())
        counts = f"{s.files:5}  {s.threads:7}  {s.waiting:7}  {objects}"
        rows.append(f"{s.visit:5}  {s.resident_mb:12.1f}  {counts}")
    return "\n".join(rows)


def main() -> int:
    """Run a day and tell what grew; the exit code is 1 where something did."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.xr.soak")
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--minutes", type=float, default=math.inf, help="at the most")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(ready(), Path(folder))
        try:
            lab.start_display()
            samples = soak(lab, wanted.visits, 60.0 * wanted.minutes)
        finally:
            lab.close()
    told = growth(samples)
    print(table(samples))
    print("\n".join(f"GROWN  {each}" for each in told) or f"{len(samples)} visits: nothing grew")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
