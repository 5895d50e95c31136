"""A kiosk that a test runs on a real runtime: what it says of itself, what the screen shows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from typing import Any

from tests.xr.fault import DONE, ORDER, SHOWN, Fault
from tests.xr.lab import RUNTIME, Lab

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
BLACK = 2.0
"""s for which the screen may be black."""
NULL = {"XRT_COMPOSITOR_NULL": "1"}
"""Settings of a Monado without a window, whose headset has small eyes at 20 Hz."""
SERVED = ("VISIBLE", "FOCUSED")
_NOTHING: dict[str, Any] = {"phase": "", "headset": {"state": "", "sessions": 0}, "notices": []}


class Station:
    """The program as a kiosk in a lab; with the layer of faults where a test wants some."""

    def __init__(self, lab: Lab, config: str = CONFIG, *, faults: bool = False, pace: float = 1.0):
        self.lab = lab
        self._config, self._faults, self._pace = config, faults, pace
        self.program: subprocess.Popen[bytes]
        self._begun = time.monotonic()
        self.loading = 0.0
        """s from the first start until visitors were served; `wait_for_start` measures it."""
        self.start()

    def start(self) -> None:
        """Start the program, with nothing of an earlier one left."""
        self.configure(self._config)
        self.forget()
        name = "tests.xr.faults" if self._faults else "vr"
        files = ["--config", "/lab/kiosk.toml", "--report", "/lab/status.json"]
        settings = {"XR_RUNTIME_JSON": RUNTIME, "CUPOLA_TEST_PACE": str(self._pace)}
        settings["PYTHONFAULTHANDLER"] = "1"
        command = ["python3", "-m", name, "kiosk", *files]
        self.program = self.lab.start("program", command, **settings)

    def configure(self, text: str) -> None:
        """Write the configuration's file."""
        (self.lab.path / "kiosk.toml").write_text(text)

    def forget(self) -> None:
        """Remove what the program has told so far."""
        for name in ("status.json", ORDER, DONE, SHOWN):
            (self.lab.path / name).unlink(missing_ok=True)

    def status(self) -> dict[str, Any]:
        """Return what the program says of itself for its operator."""
        path = self.lab.path / "status.json"
        found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else _NOTHING
        return found

    def wait_for_phase(self, *phases: str, within: float = 30.0) -> None:
        """Wait until the visitor's cycle is in one of these phases."""
        what = " or ".join(phases)
        self.lab.wait_for(lambda: self.status()["phase"] in phases, what, self.program, within)

    def wait_until_served(self, within: float, sessions: int = 1) -> None:
        """Wait until the headset shows what a session draws, the one of that number or later."""
        self.lab.wait_for(lambda: self.is_served(sessions), "a session", self.program, within)

    def wait_for_start(self) -> None:
        """Wait until the first start is over."""
        self.wait_until_served(90.0)
        self.loading = time.monotonic() - self._begun

    def wait_for_fresh_start(self) -> None:
        """Wait until a start of the program's own has led to visitors served.

        It has as long as any trouble, and to load, on a machine that may have got busier, twice
        what the first start took.
        """
        self.wait_until_served(BACK + 2.0 * self.loading)

    def is_served(self, sessions: int = 1) -> bool:
        """Say whether it does."""
        headset = self.status()["headset"]
        return headset["sessions"] >= sessions and headset["state"] in SERVED

    def inject(self, fault: Fault) -> None:
        """Order that something goes wrong."""
        (self.lab.path / DONE).unlink(missing_ok=True)
        (self.lab.path / SHOWN).unlink(missing_ok=True)
        pending = self.lab.path / "fault.pending"
        pending.write_text(fault.as_json())
        pending.rename(self.lab.path / ORDER)

    def told_since(self, moment: float) -> bool:
        """Say whether the program has told of itself since a moment of the wall clock, s."""
        path = self.lab.path / "status.json"
        return path.exists() and path.stat().st_mtime > moment

    def has(self, name: str) -> bool:
        """Say whether the layer of faults has told so: DONE or SHOWN."""
        return (self.lab.path / name).exists()

    def seconds_of_work(self) -> float:
        """Return the processor time that the main thread has taken so far, s."""
        number = self.program.pid
        with suppress(OSError):
            with open(f"/proc/{number}/task/{number}/stat") as file:  # noqa: PTH123
                fields = file.read().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def leave(self, within: float = 20.0) -> None:
        """Tell it to end, and see that it does as it should."""
        self.program.send_signal(signal.SIGTERM)
        assert self.lab.finish(self.program, within) == 0, self.lab.log("program")


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
