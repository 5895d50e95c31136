"""The machine around a kiosk fails: window, display, disk, clock, sound. The show goes on."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.vr.broken_tree import copy_of_render
from tests.xr.lab import RUNTIME, SETTLED, Lab
from tests.xr.remote import RemoteHeadset, worn
from vr.kiosk.posters import ACCENT, INK
from vr.kiosk.telling import _DIM as DIM

CONFIG = """
languages = ["en"]
visits = "small/visits.sqlite3"
[screen]
size = [640, 360]
quality = "low"
render_scale = 0.2
[timing]
welcome = 1
countdown = 2
still = 3
[operator]
enabled = false
"""
BACK = 10.0
"""s from the end of a trouble until all is as it was."""
BLACK = 2.0
"""s for which the screen may be black."""
WALL = (960, 540)
"""px of the screen that a kiosk fills."""
HOUR = 3600.0
_LOOK = 0.1
"""s between looks at the screen."""
LOBBY = -60.0
"""s from lift-off: the welcome's time lies before that, the show's after it."""
SOUND = """
pcm.!default { type file slave.pcm "null" file "| exec sh /lab/loudspeaker" format "raw" }
pcm.null { type null }
"""
"""ALSA's default device: what it is given goes to a program in place of a card."""
LOUDSPEAKER = "while head -c 38400; do sleep 0.05; done > /dev/null"
"""Takes a tenth of a second of sound at a time, about as quickly as a card does."""
SMALL = "mkdir -p /lab/small && mount -t tmpfs -o size=3m tmpfs /lab/small && exec "


class Station:
    """A kiosk in a lab, and what a test wants to know of it."""

    def __init__(self, lab: Lab, full_screen: bool) -> None:
        self.lab = lab
        shown = f"full_screen = {str(full_screen).lower()}\n"
        (lab.path / "kiosk.toml").write_text(CONFIG.replace("[screen]\n", "[screen]\n" + shown))
        (lab.path / "asound.conf").write_text(SOUND)
        (lab.path / "loudspeaker").write_text(LOUDSPEAKER)
        self.program: subprocess.Popen[bytes]
        self.loading = 0.0
        """s that the last start took."""
        self.start()

    def start(self) -> None:
        """Start the program on a disk of its own, small, as root of the lab may."""
        (self.lab.path / "status.json").unlink(missing_ok=True)
        begun = time.monotonic()
        command = "python3 -m vr kiosk --config /lab/kiosk.toml --report /lab/status.json"
        self.program = self.lab.start(
            "program",
            ["sh", "-c", SMALL + command],
            PYTHONPATH="/lab/broken:/checkout/tests/xr/stepping:/checkout:/site",
            XR_RUNTIME_JSON=RUNTIME,
            ALSA_CONFIG_PATH="/lab/asound.conf",
            PULSE_SERVER="unix:/none",
        )
        self.wait_for(lambda: self.status["phase"] == "attract", "attract", 240.0)
        self.loading = time.monotonic() - begun

    @property
    def status(self) -> dict[str, Any]:
        path = self.lab.path / "status.json"
        return json.loads(path.read_text()) if path.exists() else {"phase": "", "notices": []}

    def status_after(self, before: dict[str, Any]) -> dict[str, Any]:
        """Return the status two seconds of the program's own after another."""
        self.wait_for(lambda: self.status["at"] > before["at"] + 2.0, "two seconds")
        return self.status

    @property
    def disk(self) -> Path:
        """The program's small disk, as the test reaches it."""
        return Path(f"/proc/{self.program.pid}/root/lab/small")

    def wait_for(self, condition: Callable[[], bool], what: str, seconds: float = BACK) -> None:
        self.lab.wait_for(condition, what, self.program, seconds)

    def wait_for_phase(self, phase: str, seconds: float = BACK) -> None:
        self.wait_for(lambda: self.status["phase"] == phase, phase, seconds)

    def notices(self) -> str:
        return " ".join(self.status["notices"])

    def visits(self) -> list[tuple[str, str, float]]:
        # SQLite would take the way through /proc for a link to this test's own root.
        for name in ("visits.sqlite3", "visits.sqlite3-wal"):
            if (self.disk / name).exists():
                shutil.copy(self.disk / name, self.lab.path / name)
        with closing(sqlite3.connect(self.lab.path / "visits.sqlite3")) as db:
            return db.execute("SELECT started, ending, seconds FROM visit ORDER BY id").fetchall()


class Watch:
    """Looks at the screen again and again; `longest` is the longest time that it was black, s.

    It counts its looks and not a clock, so that a machine that is slow to look, and slow to draw,
    does not make the time longer.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.longest = 0.0

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        black = 0.0
        while not self._done.wait(_LOOK):
            black = 0.0 if self._lab.screen().max() > 40 else black + _LOOK
            self.longest = max(self.longest, black)


@pytest.fixture(scope="module")
def day(tree, tmp_path_factory) -> Iterator[tuple[Station, RemoteHeadset]]:
    """A station with a headset, for one fault after the other; each begins and ends in attract."""
    lab = Lab(tree, tmp_path_factory.mktemp("day"))
    try:
        lab.start_display()
        headset = lab.start_remote()
        yield Station(lab, full_screen=False), headset
    finally:
        lab.close()


@pytest.fixture(scope="module")
def hall(tree, tmp_path_factory) -> Iterator[Station]:
    """A station whose screen is all that is looked at, and whose driver refuses a shader."""
    lab = Lab(tree, tmp_path_factory.mktemp("hall"))
    try:
        lab.start_display(pixels=WALL)
        copy_of_render(lab.path / "broken", "stars.vert")
        yield Station(lab, full_screen=True)
    finally:
        lab.close()


def test_a_headset_that_comes_with_nobody_in_it_brings_no_welcome(day):
    station, _ = day
    station.wait_for(lambda: station.status["headset"]["state"] == "FOCUSED", "the focus", 30.0)
    time.sleep(4.0 * SETTLED)
    assert station.status["phase"] == "attract"
    assert "welcome" not in station.lab.log("program")
    assert station.status["headset"]["is_worn"] is False
    assert station.status["headset"]["tells_batteries"] is False  # Monado does not


def test_the_screen_tells_those_who_watch_how_far_the_launch_is_and_what_is_said(day):
    station, headset = day
    station.wait_for_phase("attract")
    height, width = 360, 640

    def lit(rows: slice, colour: tuple[int, int, int]) -> int:
        """Return how many columns have a pixel of about that colour in some rows."""
        seen = station.lab.screen()[:height, :width][rows].astype(int)
        return int((np.abs(seen - colour).max(axis=-1) < 40).any(axis=0).sum())

    line, words = slice(24, 29), slice(round(0.8 * height), round(0.96 * height))
    with worn(headset):
        station.wait_for_phase("show", 30.0)
        run(station.lab, "lift")
        station.wait_for(lambda: lit(line, DIM) + lit(line, ACCENT) > 0.8 * width, "the line")
        station.wait_for(lambda: lit(words, INK) > 60, "a caption", 20.0)
    station.wait_for_phase("attract", 30.0)


def test_a_full_disk_stops_no_show_and_no_visit_is_lost(day):
    station, headset = day
    station.wait_for_phase("attract")
    filler = station.disk / "filler"
    file = os.open(filler, os.O_CREAT | os.O_WRONLY)
    with pytest.raises(OSError, match="No space left"):
        while True:
            os.write(file, bytes(4096))
    os.close(file)
    with Watch(station.lab) as watch:
        with worn(headset):
            station.wait_for_phase("show", 30.0)
            station.wait_for(lambda: "visits cannot be written" in station.notices(), "the notice")
            first = station.status["mission_t"]
            station.wait_for(lambda: station.status["mission_t"] > first + 1.0, "the show")
        station.wait_for_phase("attract", 30.0)
        filler.unlink()
        station.wait_for(lambda: not station.status["notices"], "the visits' being written")
    assert watch.longest < BLACK
    assert [ending for _, ending, _ in station.visits()] == ["left", "left"]
    assert "visits are written to" in station.lab.log("program")


def test_a_clock_that_is_set_an_hour_forward_and_back_changes_neither_show_nor_visit(day):
    station, headset = day
    station.wait_for_phase("attract")
    clock = station.lab.path / "clock"
    with worn(headset):
        station.wait_for_phase("show", 30.0)
        begun = station.status["at"] - station.status["since"]
        station.wait_for(lambda: station.status["mission_t"] > LOBBY, "the show's own time")
        for off in (HOUR, -HOUR):
            before = station.status
            clock.write_text(str(off))
            after = station.status_after(before)
            assert after["phase"] == "show"
            passed = after["at"] - before["at"]
            assert 0.0 < after["mission_t"] - before["mission_t"] < 1.5 * passed + 1.0
    station.wait_for_phase("attract", 30.0)
    lasted = station.status["at"] - station.status["since"] - begun
    clock.unlink()
    station.wait_for(lambda: len(station.visits()) == 3, "the visit in the log")
    _, ending, seconds = station.visits()[-1]
    assert ending == "left"
    assert seconds == pytest.approx(lasted, abs=1.5)


def loudspeakers(program: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes that stand for the sound card, of the program's own."""
    found = []
    for thread in Path(f"/proc/{program.pid}/task").iterdir():
        found += [int(each) for each in (thread / "children").read_text().split()]
    return [each for each in found if b"loudspeaker" in Path(f"/proc/{each}/cmdline").read_bytes()]


def test_a_sound_device_that_goes_in_a_show_is_heard_again_when_there_is_one(day):
    station, headset = day
    station.wait_for_phase("attract")
    with worn(headset):
        station.wait_for_phase("show", 30.0)
        (first,) = loudspeakers(station.program)
        (station.lab.path / "asound.conf").write_text("pcm.!default { type none }")
        os.kill(first, signal.SIGSTOP)  # it takes nothing any more, as a card that is pulled out
        station.wait_for(lambda: "sound device is gone" in station.notices(), "the notice")
        before = station.status["mission_t"]
        station.wait_for(lambda: station.status["mission_t"] > before + 1.0, "the show")
        assert station.status["phase"] == "show"
        (station.lab.path / "asound.conf").write_text(SOUND)
        station.wait_for(lambda: not station.status["notices"], "the sound")
        assert [each for each in loudspeakers(station.program) if each != first]
        os.kill(first, signal.SIGKILL)
    station.wait_for_phase("attract", 30.0)


def test_a_shader_that_the_driver_refuses_costs_its_part_of_the_picture_and_is_told(hall):
    assert re.search(r"stars: taken out of the picture: .* refuses .*stars\.vert", hall.notices())
    findings = {each["id"]: each for each in hall.status["findings"]}
    assert "without stars" in findings["picture"]["found"]
    assert hall.lab.log("program").count("stars: taken out of the picture, the show goes on") == 1
    assert hall.lab.screen().max() > 40


@pytest.mark.parametrize("verb", ["close", "minimise", "move"])
def test_whatever_is_done_to_its_window_the_kiosk_fills_the_screen_again(hall, verb):
    def where() -> tuple[int, ...]:
        run(hall.lab, "where")
        return tuple(map(int, hall.lab.log("xtool").splitlines()[-1].split()))

    with Watch(hall.lab) as watch:
        run(hall.lab, verb)
        shown = hall.status["frames"]["mirror"]
        hall.wait_for(lambda: where() == (0, 0, *WALL), "the whole screen")
        hall.wait_for(lambda: hall.status["frames"]["mirror"] > shown + 2, "new pictures")
        hall.wait_for(lambda: hall.lab.screen()[270:, 480:].max() > 40, "the invitation")
    assert watch.longest < BLACK
    assert hall.program.poll() is None


def run(lab: Lab, verb: str) -> None:
    """Do something to the window."""
    assert lab.start("xtool", ["python3", "-m", "tests.xr.xtool", verb]).wait(20.0) == 0


def test_a_program_without_its_display_ends_at_once_and_serves_again_when_started_with_it(hall):
    number = re.search(r"^\d+$", hall.lab.log("display"), re.M)[0]
    hall.lab.display.send_signal(signal.SIGKILL)
    hall.lab.display.wait()
    assert hall.lab.finish(hall.program, BACK) == 1
    said = hall.lab.log("program")
    assert "the display is gone; the program ends, to be started again with it" in said
    assert "Traceback" not in said
    hall.lab.start_display(number, WALL)
    before = hall.loading
    hall.start()
    assert hall.loading < 3.0 * before + BACK  # whatever else the machine does meanwhile
    hall.wait_for(lambda: hall.lab.screen().max() > 40, "a picture")
