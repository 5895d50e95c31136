"""Operator's pages for the tests: real servers on free ports, and a browser for their forms."""

from __future__ import annotations

import re
import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx

from vr.kiosk.station import Station, Status
from vr.operator.password import hashed
from vr.operator.server import Operator
from vr.operator.settings import OperatorSettings

PASSWORD = "correct horse battery"
HASHED = hashed(PASSWORD)
KEY = "0123456789abcdef" * 3


class ShiftedStation(Station):
    """A station whose clock stands elsewhere than this machine's, and can be moved."""

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift
        super().__init__()

    def now(self) -> float:
        return time.monotonic() + self.shift


class Loop:
    """What a kiosk's loop does for its station: takes orders, publishes, at 100 Hz."""

    def __init__(self, station: Station, name: str = "Hall") -> None:
        self.station, self.name = station, name
        self.taken = []
        self._going = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._going = False
        self._thread.join()

    def _run(self) -> None:
        while self._going:
            self.taken += self.station.take()
            self.station.publish(
                Status(name=self.name, at=self.station.now(), languages=("en", "de", "kk"))
            )
            time.sleep(0.01)


class Browser(httpx.Client):
    """A client that keeps cookies and finds the token in the last page's forms."""

    def __init__(self, url: str, **options) -> None:
        super().__init__(base_url=url, trust_env=False, timeout=10.0, **options)

    def token(self, path: str = "/") -> str:
        found = re.search(r'name="token" value="([0-9a-f]{64})"', self.get(path).text)
        assert found, "the page has a form with a token"
        return found[1]

    def log_in(self, password: str = PASSWORD) -> httpx.Response:
        return self.post("/login", data={"token": self.token("/login"), "password": password})

    def press(self, verb: str, station: str = "0", **more: str) -> httpx.Response:
        return self.post(
            "/order", data={"token": self.token(), "station": station, "verb": verb, **more}
        )


@contextmanager
def served(station: Station | None = None, folder: Path = Path(), **settings):
    """Serve a station's page; gives the operator and a browser."""
    operator = Operator(station or ShiftedStation(), OperatorSettings(port=0, **settings), folder)
    operator.start()
    assert operator.trouble == ""
    browser = Browser(operator.url)
    try:
        yield operator, browser
    finally:
        browser.close()
        operator.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(true, seconds: float = 3.0) -> bool:
    """Wait until `true()`; say whether it came to be."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.01)
    return False
