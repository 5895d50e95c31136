"""A place with a display, Monado and the program in it, each started and stopped by the test."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.xr import xwd
from tests.xr.debian13 import Debian13
from tests.xr.remote import RemoteHeadset, write_config

SCREEN = (1920, 1080)
RUNTIME = "/usr/share/openxr/1/openxr_monado.json"
VALIDATION = "XR_APILAYER_LUNARG_core_validation"
SETTLED = 1.0
"""s after which a change has certainly reached the eyes, on a slow machine too."""
SIMULATED = {"SIMULATED_ENABLE": "1"}


class Lab:
    """The processes of one test and the folder they share, seen as /lab by all of them."""

    def __init__(self, tree: Debian13, path: Path) -> None:
        self.tree = tree
        self.path = path
        self._processes: list[subprocess.Popen[bytes]] = []
        self._links: list[RemoteHeadset] = []
        for name in ("tmp", "run", "home", "screen", "config"):
            (path / name).mkdir(mode=0o700)
        self._environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": "/lab/home",
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": "/lab/run",
            "XDG_CONFIG_HOME": "/lab/config",
            "XDG_CACHE_HOME": "/cache",
            "PYTHONPATH": "/checkout:/site",
            "PYTHONPYCACHEPREFIX": "/cache/pycache",
        }

    def start(
        self, name: str, command: Sequence[str], **environment: str
    ) -> subprocess.Popen[bytes]:
        """Start a command in the tree; what it prints goes to `name`.log."""
        variables = self._environment | environment
        with (self.path / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                self.tree.command(command, self.path, variables),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._processes.append(process)
        return process

    def log(self, name: str) -> str:
        """Return what a command has printed so far."""
        return (self.path / f"{name}.log").read_text(errors="replace")

    def start_display(self, number: str = "", pixels: tuple[int, int] = SCREEN) -> None:
        """Start Xvfb on a free display, its picture kept in the file screen/Xvfb_screen0.

        With a `number` it is that of a display that was killed.
        """
        size = f"{pixels[0]}x{pixels[1]}x24"
        options = ["-screen", "0", size, "-fbdir", "/lab/screen", "-nolisten", "tcp", "-noreset"]
        wanted = [f":{number}"] if number else []
        (self.path / "display.log").unlink(missing_ok=True)
        command = ["Xvfb", *wanted, "-displayfd", "1", *options, "+extension", "GLX"]
        xvfb = self.display = self.start("display", command)
        # Its log may first complain of displays that others have; the number ends it.
        self.wait_for(lambda: bool(re.search(r"^\d+\n", self.log("display"), re.M)), "Xvfb", xvfb)
        self._environment["DISPLAY"] = f":{self.log('display').split()[-1]}"

    def start_monado(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start monado-service and wait until it answers; see SIMULATED and `start_remote`."""
        settings = {"XRT_COMPOSITOR_FORCE_XCB": "1", "XRT_NO_STDIN": "1"} | environment
        service = self.start("monado", ["monado-service"], **settings)
        self.wait_for(self._monado_answers, "monado-service", service)
        return service

    def start_remote(self, **environment: str) -> RemoteHeadset:
        """Start Monado with a headset whose head and hands the test moves."""
        port = free_port()
        write_config(self.path / "config", port)
        self.start_monado(**environment)
        headset = RemoteHeadset(port)
        self._links.append(headset)
        headset.send()
        return headset

    def control(self, *arguments: str) -> None:
        """Run monado-ctl, the operator's tool of the running service, to its end."""
        done = self.start("control", ["monado-ctl", *arguments]).wait(30.0)
        assert done == 0, self.log("control")

    def start_program(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start `cupola` with Monado as its OpenXR runtime."""
        (self.path / "report.json").unlink(missing_ok=True)  # an earlier program's
        # Who looks at pictures wants them of one size; who doesn't says so.
        plain = {"XR_RUNTIME_JSON": RUNTIME, "CUPOLA_FIXED_RESOLUTION": "1"}
        variables = plain | environment
        return self.start(
            "program",
            ["python3", "-m", "vr", *arguments],
            **variables,
        )

    def start_show(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start `cupola vr` at T+30 s, in eyes small and plain enough for a slow machine."""
        wanted = ["--at", "30", "--language", "en", "--report", "/lab/report.json"]
        plain = ["--quality", "low", "--render-scale", "0.25"]
        return self.start_program("vr", *wanted, *plain, *arguments, **environment)

    def leave(self, program: subprocess.Popen[bytes]) -> dict[str, Any]:
        """Press Ctrl-C in the program; return its report when it has ended as it should."""
        program.send_signal(signal.SIGINT)
        code = self.finish(program, 30.0)
        assert code == 0, self.log("program")
        return self.report()

    def screen(self) -> NDArray[np.uint8]:
        """Return what is on the screen now: Monado's window over the mirror, in the corner."""
        return xwd.read(self.path / "screen/Xvfb_screen0")

    def focused(self) -> int:
        """Return how often the program's report so far says that it has had the focus."""
        if not (self.path / "report.json").exists():
            return 0
        return int(self.report()["states"].count("FOCUSED"))

    def wait_for_focus(self, program: subprocess.Popen[bytes], times: int = 1) -> None:
        """Wait until a session of the program has had the focus, `times` sessions in all."""

        self.wait_for(lambda: self.focused() >= times, "the focus", program, 120.0)
        time.sleep(SETTLED)

    def report(self) -> dict[str, Any]:
        """Return what the program reported at its end."""
        found: dict[str, Any] = json.loads((self.path / "report.json").read_text())
        return found

    def finish(self, process: subprocess.Popen[bytes], seconds: float) -> int:
        """Wait for the program to end by itself; return its exit code."""
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(
                f"still running after {seconds} s:\n{self.log('program')}"
            ) from None

    def wait_for(
        self,
        condition: Callable[[], bool],
        what: str,
        process: subprocess.Popen[bytes],
        seconds: float = 60.0,
    ) -> None:
        """Wait until a condition holds, as long as the process lives."""
        limit = time.monotonic() + seconds
        while not condition():
            logs = "\n".join(f"{p.name}:\n{p.read_text()[-3000:]}" for p in self.path.glob("*.log"))
            assert process.poll() is None, f"{what}: ended with {process.returncode}\n{logs}"
            assert time.monotonic() < limit, f"{what}: not within {seconds} s\n{logs}"
            time.sleep(0.05)

    def close(self) -> None:
        """End every process that is left, the newest first."""
        for link in self._links:
            link.close()
        for process in reversed(self._processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(3.0)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _monado_answers(self) -> bool:
        # A path of a Unix socket has room for 107 bytes, and a test's folder may lie deep.
        here = os.open(self.path / "run", os.O_RDONLY)
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(f"/proc/self/fd/{here}/monado_comp_ipc")
        except OSError:
            return False
        finally:
            os.close(here)
        return True


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def validation() -> Mapping[str, str]:
    """Return the settings that put Khronos's core validation between program and runtime."""
    return {
        "XR_API_LAYER_PATH": "/site/xr/api_layer/linux",
        "XR_ENABLE_API_LAYERS": VALIDATION,
        "XR_CORE_VALIDATION_EXPORT_TYPE": "text",
        "XR_CORE_VALIDATION_FILE_NAME": "/lab/validation.txt",
    }
