"""It keeps running: after each trouble a kiosk serves its visitors again by itself.

Errors come from the API layer of `tests.xr.faults` and from signals to processes.
"""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.xr.fault import DONE, SHOWN, Fault
from tests.xr.lab import SIMULATED, Lab
from tests.xr.station import BACK, BLACK, CONFIG, NULL, Station, Watch

BUSY = 0.8
"""Of a processor: a loop that spins takes all of one."""
HOUR = 3600.0
WHILE = 1.5
"""s that a fault lasts which does not end by itself."""
FAILS = "ERROR_RUNTIME_FAILURE"
SESSION_LOST = {
    "the session lost in mid-frame": Fault("xrEndFrame", "ERROR_SESSION_LOST"),
    "the instance lost while waiting": Fault("xrWaitFrame", "ERROR_INSTANCE_LOST"),
    "the instance lost in mid-frame": Fault("xrLocateViews", "ERROR_INSTANCE_LOST"),
    "loss of the session announced": Fault("xrPollEvent", states=("LOSS_PENDING",)),
    "loss of the instance announced": Fault("xrPollEvent", events=("instance loss pending",)),
    "the runtime's menu: EXITING, and READY again": Fault("xrWaitFrame", asks_exit=True),
    "an image that cannot be acquired": Fault("xrAcquireSwapchainImage", FAILS, WHILE),
    "an image that cannot be waited for": Fault("xrWaitSwapchainImage", FAILS, WHILE),
    "an image that cannot be released": Fault("xrReleaseSwapchainImage", FAILS, WHILE),
}
SESSION_KEPT = {
    "a call that takes three seconds": Fault("xrWaitFrame", hang=3.0),
    "an image that is never free": Fault("xrWaitSwapchainImage", "TIMEOUT_EXPIRED", WHILE),
    "a burst of recentring": Fault("xrPollEvent", events=("recentre",) * 500),
    "events lost": Fault("xrPollEvent", events=("events lost",)),
    "a GL error left behind": Fault("xrEndFrame", then="gl error", seconds=WHILE),
    "the GL context taken away": Fault("xrEndFrame", then="no context", seconds=WHILE),
    "the headset asleep for an hour": Fault("xrPollEvent", asleep=2.0, pace=HOUR / 2.0),
}


@pytest.fixture(scope="module")
def day(tree, tmp_path_factory) -> Iterator[Station]:
    """A station that all troubles of the session befall, one after the other."""
    lab = Lab(tree, tmp_path_factory.mktemp("day"))
    try:
        lab.start_display()
        lab.start_monado(**SIMULATED, **NULL)
        station = Station(lab, faults=True)
        station.wait_for_start()
        yield station
        station.leave()
    finally:
        lab.close()


def endured(station: Station, fault: Fault, sessions: int) -> dict[str, int]:
    """Let a fault happen that is known to cost that many sessions at least.

    Return the sessions made and lost by it, once visitors are served.
    """
    before = station.status()["headset"]
    lab, program = station.lab, station.program
    with Watch(lab) as watch:
        begun, worked = time.monotonic(), station.seconds_of_work()
        station.inject(fault)
        lab.wait_for(lambda: station.has(DONE), "the end of the fault", program, 15.0)
        lab.wait_for(lambda: station.has(SHOWN), "a picture", program, fault.asleep + BACK)
        station.wait_until_served(BACK, before["sessions"] + sessions)
        since = time.time()
        share = (station.seconds_of_work() - worked) / (time.monotonic() - begun)
        lab.wait_for(lambda: station.told_since(since), "a status", program, BACK)
        station.wait_for_phase("attract", "welcome", "show", within=BACK)
    assert watch.longest < BLACK
    assert share < BUSY
    assert "Traceback" not in lab.log("program")
    after = station.status()["headset"]
    return {name: after[name] - before[name] for name in ("sessions", "losses")}


@pytest.mark.parametrize("trouble", SESSION_LOST)
def test_another_session_serves_within_ten_seconds_after(day, trouble):
    assert endured(day, SESSION_LOST[trouble], 1)["sessions"] >= 1


@pytest.mark.parametrize("trouble", SESSION_KEPT)
def test_the_same_session_serves_on_after(day, trouble):
    assert endured(day, SESSION_KEPT[trouble], 0) == {"sessions": 0, "losses": 0}


def test_it_ends_when_told_to_though_a_call_never_returns(day):
    day.inject(Fault("xrWaitFrame", hang=600.0))
    day.lab.wait_for(lambda: day.has(DONE), "the call", day.program)
    day.leave(within=12.0)
    assert "told to end, and does" in day.lab.log("program")
    day.start()
    day.wait_for_fresh_start()


def test_a_fault_of_the_program_lets_it_start_again_with_the_configuration_that_held(day):
    with Watch(day.lab) as watch:
        day.configure(CONFIG.replace('"Hall"', '"Hall'))
        day.inject(Fault("xrEndFrame", then="break"))
        said = "starting again"
        day.lab.wait_for(lambda: said in day.lab.log("program"), said, day.program, 20.0)
        day.forget()
        day.program.send_signal(signal.SIGHUP)  # which waits until it can be heard
        day.wait_for_fresh_start()
    assert watch.longest < BLACK
    status = day.status()
    assert status["name"] == "Hall"
    assert "kiosk.toml:2" in status["notices"][0]
    assert day.lab.log("program").count("the configuration is not taken") == 2


def test_a_power_cut_in_mid_show_leaves_a_whole_log_in_which_the_visit_is_broken(day):
    log = day.lab.path / "visits.sqlite3"
    day.wait_for_phase("show")
    day.lab.wait_for(lambda: "open" in endings(log), "the visit's row", day.program, BACK)
    day.program.kill()
    day.program.wait()
    assert endings(log).count("open") == 1
    day.start()
    day.wait_for_fresh_start()
    assert endings(log).count("broken") >= 1


def endings(log: Path) -> list[str]:
    """Return how each visit ended, "open" where it has not; the log must be whole."""
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [ending or "open" for (ending,) in db.execute("SELECT ending FROM visit")]


KILLED_AT = (
    *("xrWaitFrame", "xrBeginFrame", "xrLocateViews", "xrAcquireSwapchainImage", "xrEndFrame"),
    *("xrWaitSwapchainImage", "xrReleaseSwapchainImage", "xrSyncActions", "xrLocateSpace"),
    "xrPollEvent",
)


def test_a_runtime_that_comes_late_and_is_killed_in_mid_frame_ten_times_is_served_again(lab):
    station = Station(lab, faults=True)
    station.wait_for_phase("attract", within=60.0)
    with Watch(lab) as watch:
        for turn, call in enumerate(KILLED_AT, 1):
            service = lab.start_monado(**SIMULATED, **NULL)
            station.wait_until_served(BACK, sessions=turn)
            station.wait_for_phase("attract", "welcome", "show", within=BACK)
            station.inject(Fault(call, kill=service.pid))
            service.wait(10.0)
            gone = lambda: not station.status()["headset"]["state"]  # noqa: E731
            lab.wait_for(gone, "the loss", station.program, BACK)
    assert watch.longest < BLACK
    assert station.status()["headset"]["losses"] == len(KILLED_AT)
    station.leave()


def test_a_runtime_that_hangs_is_noticed_and_the_next_one_is_served(lab):
    """Monado 25.0 may stay locked when it goes on after its client has gone: it is killed."""
    service = lab.start_monado(**SIMULATED, **NULL)
    station = Station(lab)
    station.wait_until_served(60.0)
    with Watch(lab) as watch:
        service.send_signal(signal.SIGSTOP)
        said = "the frame loop hangs; the program starts again"
        lab.wait_for(lambda: said in lab.log("program"), said, station.program, 15.0)
        station.forget()
        # It hangs on while the program starts: visitors are invited all the same.
        station.wait_for_phase("attract", within=60.0)
        told = lambda: "does not answer" in station.status()["headset"]["trouble"]  # noqa: E731
        lab.wait_for(told, "the trouble told", station.program, 15.0)
        service.kill()
        service.wait()
        lab.start_monado(**SIMULATED, **NULL)
        station.wait_until_served(BACK)
    assert watch.longest < BLACK
    station.leave()
    assert lab.log("program").count("starting again") == 1
