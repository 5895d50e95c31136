"""The self-test at the start: what a day in the museum needs, each finding with its remedy."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from assets.errors import CupolaError, MachineError
from vr.choice import split_message
from vr.doctor import Finding, Result, Verdict

_LEAST_ROOM, _LITTLE_ROOM = 20e6, 500e6
"""Bytes of the log's disk under which visits are in danger, and under which to look after it."""
_UNSYNCHRONISED = 0x0040
"""STA_UNSYNC of adjtimex(2)."""


def self_test(log: Path) -> tuple[Finding, ...]:
    """Return what can be found out before anything is drawn; `log` is the file of visits.

    A check that breaks is itself a finding: this never raises.
    """
    checks: tuple[tuple[str, str, Callable[[], Result]], ...] = (
        ("runtime", "OpenXR runtime", _runtime),
        ("controllers", "Controllers", _controllers),
        ("sound", "Sound", _sound),
        ("disk", "Disk", lambda: _disk(log)),
        ("clock", "Clock", _clock),
    )
    return tuple(Finding(id_, name, *_guarded(check)) for id_, name, check in checks)


def _guarded(check: Callable[[], Result]) -> Result:
    try:
        return check()
    except CupolaError as error:
        return Verdict.WARN, *split_message(str(error))
    except Exception as error:  # whatever breaks on a strange machine belongs in the report
        return Verdict.WARN, f"{type(error).__name__}: {error}", ""


def _runtime() -> Result:
    from vr.headset import probe  # noqa: PLC0415, what is broken must not break the report

    status = probe()
    if not status.ready:
        return Verdict.WARN, *split_message(status.reason)
    return Verdict.OK, f"{status.runtime} offers {status.headset}", ""


def _controllers() -> Result:
    return Verdict.OK, "not needed: looking is enough; those that are on are found in the show", ""


def _sound() -> Result:
    from vr.sound.device import has_sound  # noqa: PLC0415, see above

    if not has_sound():
        raise MachineError("no sound device is there; connect the headset's sound, or go silently")
    return Verdict.OK, "a device is there", ""


def _disk(log: Path) -> Result:
    folder = log.parent
    while not folder.exists():
        folder = folder.parent
    room = shutil.disk_usage(folder).free
    found = f"{room / 1e9:.1f} GB free for the log of visits in {log}"
    if room < _LITTLE_ROOM or not os.access(folder, os.W_OK):
        verdict = (
            Verdict.WARN if room > _LEAST_ROOM and os.access(folder, os.W_OK) else Verdict.FAIL
        )
        return verdict, found, "make room there and let this user write, or set `visits`"
    return Verdict.OK, found, ""


def _clock() -> Result:
    """Ask the kernel whether something keeps its clock: adjtimex(2)."""
    if not sys.platform.startswith("linux"):
        return Verdict.OK, "is the system's", ""
    library = ctypes.CDLL(None, use_errno=True)
    # struct timex begins: modes, offset, freq, maxerror, esterror, status.
    space = (ctypes.c_long * 64)()
    answer = library.adjtimex(ctypes.byref(space))
    status = ctypes.cast(
        ctypes.byref(space, 5 * ctypes.sizeof(ctypes.c_long)), ctypes.POINTER(ctypes.c_int)
    )[0]
    if answer < 0 or status & _UNSYNCHRONISED:
        remedy = "switch on time synchronisation: timedatectl set-ntp true"
        return Verdict.WARN, "is not synchronised; visits may be logged at wrong times", remedy
    return Verdict.OK, "is synchronised", ""
