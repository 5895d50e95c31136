"""The self-test at the start: what a day in the museum needs, each finding with its remedy."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import moderngl

from assets.errors import CupolaError, MachineError
from vr.choice import split_message
from vr.doctor import Finding, Result, Verdict

_LEAST_ROOM, _LITTLE_ROOM = 20e6, 500e6
"""Bytes of the log's disk under which visits are in danger, and under which to look after it."""
FRAME = 11.1
"""ms a frame in a headset of 90 Hz."""
_TRIAL = (1024, 1024)
_FRAMES = 3
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


def frame_finding(ctx: moderngl.Context, draw: Callable[[moderngl.Framebuffer], None]) -> Finding:
    """Return how long a picture takes that is as large as an eye's."""
    canvas = ctx.framebuffer([ctx.texture(_TRIAL, 4)])
    times = []
    try:
        for _ in range(_FRAMES + 1):  # the first one makes what the others find made
            begun = time.perf_counter()
            draw(canvas)
            ctx.finish()
            times.append(1e3 * (time.perf_counter() - begun))
    finally:
        canvas.color_attachments[0].release()
        canvas.release()
    took = sorted(times[1:])[_FRAMES // 2]
    found = f"a picture of {_TRIAL[0]}x{_TRIAL[1]} px takes {took:.1f} ms of {FRAME} ms"
    if took <= FRAME:
        return Finding("frame", "Frame budget", Verdict.OK, found)
    remedy = 'take quality = "low" and a smaller render_scale under [screen], or a faster card'
    return Finding("frame", "Frame budget", Verdict.WARN, found, remedy)


def trial() -> Finding:
    """Return the same for `cupola doctor`, which draws without a window. Run it `apart`."""
    from assets.words import words  # noqa: PLC0415
    from orbit.scenario import find_scenario  # noqa: PLC0415
    from orbit.timeline import build  # noqa: PLC0415
    from render.context import standalone  # noqa: PLC0415
    from render.looks import look  # noqa: PLC0415
    from render.quality import QUALITIES  # noqa: PLC0415
    from vr.opengl import is_software  # noqa: PLC0415
    from vr.script.score import Cue  # noqa: PLC0415
    from vr.stage import Stage  # noqa: PLC0415
    from vr.view_options import ViewOptions, view_at  # noqa: PLC0415

    ctx = standalone()
    quality = QUALITIES["low" if is_software(ctx) else "high"]
    timeline = build(find_scenario())
    stage = Stage(ctx, timeline, quality, words())
    moment = timeline.at(120.0)
    view = view_at(ViewOptions(size=_TRIAL), moment)

    def draw(canvas: moderngl.Framebuffer) -> None:
        stage.draw(Cue(120.0), moment, [view], [canvas], look("camera"), cupola=True)

    try:
        return frame_finding(ctx, draw)
    finally:
        ctx.release()


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
