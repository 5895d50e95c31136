"""A place with a display, Monado and the program in it, each started and stopped by the test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.xr.debian13 import Debian13

SCREEN = (1920, 1080)
RUNTIME = "/usr/share/openxr/1/openxr_monado.json"
VALIDATION = "XR_APILAYER_LUNARG_core_validation"
SIMULATED = {"SIMULATED_ENABLE": "1"}


class Lab:
    """The processes of one test and the folder they share, seen as /lab by all of them."""

    def __init__(self, tree: Debian13, path: Path) -> None:
        self.tree = tree
        self.path = path
        self.display = ""
        self._processes: list[subprocess.Popen[bytes]] = []
        for name in ("tmp", "run", "home", "screen", "config"):
            (path / name).mkdir(mode=0o700)
        self._environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": "/lab/home",
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": "/lab/run",
            "XDG_CONFIG_HOME": "/lab/config",
            "XDG_CACHE_HOME": "/lab/home/cache",
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

    def start_display(self) -> None:
        """Start Xvfb on a free display, its picture kept in the file screen/Xvfb_screen0."""
        size = f"{SCREEN[0]}x{SCREEN[1]}x24"
        options = ["-screen", "0", size, "-fbdir", "/lab/screen", "-nolisten", "tcp"]
        xvfb = self.start("display", ["Xvfb", "-displayfd", "1", *options, "+extension", "GLX"])
        self.wait_for(lambda: self.log("display").strip().isdigit(), "Xvfb", xvfb)
        self.display = f":{self.log('display').strip()}"
        self._environment["DISPLAY"] = self.display

    def start_monado(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start monado-service, by default with its simulated headset."""
        settings = {"XRT_COMPOSITOR_FORCE_XCB": "1", "XRT_NO_STDIN": "1"}
        (self.path / "run/monado_comp_ipc").unlink(missing_ok=True)
        service = self.start("monado", ["monado-service"], **settings, **(environment or SIMULATED))
        self.wait_for(self._monado_answers, "monado-service", service)
        return service

    def start_program(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start `cupola` with Monado as its OpenXR runtime."""
        return self.start(
            "program",
            ["python3", "-m", "vr", *arguments],
            **({"XR_RUNTIME_JSON": RUNTIME} | environment),
        )

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


def validation(site: str) -> Mapping[str, str]:
    """Return the settings that put Khronos's core validation between program and runtime."""
    return {
        "XR_API_LAYER_PATH": f"{site}/xr/api_layer/linux",
        "XR_ENABLE_API_LAYERS": VALIDATION,
        "XR_CORE_VALIDATION_EXPORT_TYPE": "text",
        "XR_CORE_VALIDATION_FILE_NAME": "/lab/validation.txt",
    }
