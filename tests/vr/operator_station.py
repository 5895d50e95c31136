"""One station of a house in a process of its own, for the test of joint starts.

Usage: python -m tests.vr.operator_station PORT SHIFT [OTHER...]. Its clock stands SHIFT s off. It
prints a line when it serves, and the machine's common clock when a start is due, as it looks each
millisecond; it ends with its standard input.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from tests.vr.operator_house import KEY, ShiftedStation
from vr.kiosk.station import Status, Verb
from vr.operator.server import Operator
from vr.operator.settings import OperatorSettings


def main(port: str, shift: str, *others: str) -> None:
    station = ShiftedStation(float(shift))
    operator = Operator(station, OperatorSettings(port=int(port), key=KEY, stations=others), Path())
    operator.start(30.0)
    print("serves", operator.trouble, flush=True)
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    waiting = None
    while not ended.is_set():
        now = station.now()
        station.publish(Status(name=f"Hall {port}", at=now, starts_at=waiting))
        for order in station.take():
            if order.verb is Verb.START:
                waiting = now if order.at is None else order.at
        if waiting is not None and now >= waiting:
            print("started", time.monotonic(), flush=True)
            waiting = None
        time.sleep(0.001)
    operator.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
