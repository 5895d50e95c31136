"""A museum's day on a real runtime: a visit from attract to attract, and a runtime that goes."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from tests.xr.lab import SIMULATED, Lab
from tests.xr.remote import EYE_HEIGHT, RemoteHeadset, pose

CONFIG = """
name = "Hall"
languages = ["kk", "ru", "en"]
visits = "visits.sqlite3"
[screen]
full_screen = false
size = [640, 360]
quality = "low"
render_scale = 0.2
[timing]
welcome = 2
countdown = 6
still = 3
[operator]
enabled = false
"""
BACK = 10.0
"""s from the end of a trouble until visitors are served again."""
LOADING = 10.0
"""s that a start takes on a machine of two cores without a graphics card, added to BACK."""
BLACK = 2.0
"""s for which the screen may be black."""


def start(lab: Lab) -> subprocess.Popen[bytes]:
    (lab.path / "kiosk.toml").write_text(CONFIG)
    (lab.path / "status.json").unlink(missing_ok=True)
    return lab.start_program("kiosk", "--config", "/lab/kiosk.toml", "--report", "/lab/status.json")


def status(lab: Lab) -> dict[str, Any]:
    path = lab.path / "status.json"
    return (
        json.loads(path.read_text())
        if path.exists()
        else {"phase": "", "headset": {"state": ""}, "notices": []}
    )


def wait_for_phase(lab: Lab, program: subprocess.Popen[bytes], *phases: str, within: float = 30.0):
    lab.wait_for(lambda: status(lab)["phase"] in phases, " or ".join(phases), program, within)


@contextmanager
def moving(headset: RemoteHeadset) -> Iterator[None]:
    """Wear the headset: the head is never quite still."""
    done = threading.Event()

    def move() -> None:
        turn = 0
        while not done.wait(0.2):
            turn += 1
            headset.head = pose(yaw_deg=2.0 * (turn % 2), position=(0.0, EYE_HEIGHT, 0.0))
            headset.send()

    mover = threading.Thread(target=move)
    mover.start()
    try:
        yield
    finally:
        done.set()
        mover.join()


def test_a_visit_goes_through_welcome_show_and_countdown_and_stands_in_the_log(lab):
    headset = lab.start_remote()
    program = start(lab)
    wait_for_phase(lab, program, "attract", within=60.0)
    with moving(headset):
        wait_for_phase(lab, program, "welcome")
        wait_for_phase(lab, program, "show")
    wait_for_phase(lab, program, "away")
    assert 0 < status(lab)["countdown"] <= 6
    with moving(headset):
        wait_for_phase(lab, program, "show")
    wait_for_phase(lab, program, "away")
    wait_for_phase(lab, program, "attract")
    program.send_signal(signal.SIGTERM)
    assert lab.finish(program, 20.0) == 0, lab.log("program")
    with closing(sqlite3.connect(lab.path / "visits.sqlite3")) as db:
        rows = db.execute("SELECT station, language, ending FROM visit").fetchall()
    assert rows == [("Hall", "kk", "left")]
    assert "Traceback" not in lab.log("program")


def test_a_configuration_is_read_anew_and_a_bad_one_is_not_taken(lab):
    program = start(lab)
    wait_for_phase(lab, program, "attract", within=60.0)
    config = lab.path / "kiosk.toml"
    config.write_text(CONFIG.replace('["kk", "ru", "en"]', '["kk", "xx"]'))
    program.send_signal(signal.SIGHUP)
    lab.wait_for(lambda: bool(status(lab)["notices"]), "the refusal", program)
    assert "kiosk.toml:3: languages.1: 'xx' is no language here" in status(lab)["notices"][0]
    assert status(lab)["languages"] == ["kk", "ru", "en"]
    config.write_text(CONFIG.replace('["kk", "ru", "en"]', '["de", "kk"]'))
    program.send_signal(signal.SIGHUP)
    lab.wait_for(lambda: status(lab)["language"] == "de", "the new languages", program)
    assert status(lab)["notices"] == []
    program.send_signal(signal.SIGTERM)
    assert lab.finish(program, 20.0) == 0, lab.log("program")


def test_a_frame_that_hangs_is_noticed_and_the_program_is_back_soon_after(lab):
    service = lab.start_monado(**SIMULATED, XRT_COMPOSITOR_NULL="1")
    program = start(lab)
    lab.wait_for(lambda: is_served(lab, 1), "a session", program, 60.0)
    service.send_signal(signal.SIGSTOP)
    try:
        said = "the frame loop hangs; the program starts again"
        lab.wait_for(lambda: said in lab.log("program"), "the watchdog", program, 15.0)
    finally:
        service.send_signal(signal.SIGCONT)
    (lab.path / "status.json").unlink(missing_ok=True)
    lab.wait_for(lambda: is_served(lab, 1), "a session", program, BACK + LOADING)
    program.send_signal(signal.SIGTERM)
    assert lab.finish(program, 20.0) == 0, lab.log("program")


class Watch:
    """Looks at the screen again and again; `longest` is the longest time that it was black, s."""

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
        lit = time.monotonic()
        while not self._done.wait(0.2):
            now = time.monotonic()
            if self._lab.screen()[:360, :640].max() > 40:
                lit = now
            self.longest = max(self.longest, now - lit)


def is_served(lab: Lab, sessions: int) -> bool:
    found = status(lab)
    states = ("VISIBLE", "FOCUSED")
    return found["headset"].get("sessions", 0) >= sessions and found["headset"]["state"] in states


@pytest.mark.parametrize("kills", [3])
def test_a_runtime_that_comes_late_and_is_killed_again_and_again_is_served_within_ten_seconds(
    lab, kills
):
    program = start(lab)
    wait_for_phase(lab, program, "attract", within=60.0)
    with Watch(lab) as watch:
        for turn in range(1, kills + 1):
            service = lab.start_monado(**SIMULATED, XRT_COMPOSITOR_NULL="1")
            lab.wait_for(lambda n=turn: is_served(lab, n), "a session", program, BACK)
            wait_for_phase(lab, program, "attract", "welcome", "show", within=BACK)
            time.sleep(0.3 * turn)
            service.send_signal(signal.SIGKILL)
            service.wait()
            lab.wait_for(lambda: not status(lab)["headset"]["state"], "the loss", program, BACK)
    assert watch.longest < BLACK
    program.send_signal(signal.SIGTERM)
    assert lab.finish(program, 20.0) == 0, lab.log("program")
    assert status(lab)["headset"]["losses"] == kills
