"""The headset: the same show through OpenXR.

`probe()` says whether there is a headset; `run()` shows in it. Nothing here is imported before
one of them is called, since OpenXR's Python package exists for Windows and Linux only.
"""

from __future__ import annotations

import os

from vr.headset.desk import Desk, Seen
from vr.headset.options import Captions, HeadsetOptions, MakeVisit, Visit
from vr.headset.probe import HeadsetStatus, probe
from vr.headset.report import Report

__all__ = [
    "Captions",
    "Desk",
    "HeadsetOptions",
    "HeadsetStatus",
    "MakeVisit",
    "Report",
    "Seen",
    "Visit",
    "probe",
    "run",
]

# The loader prints every failed step of its own; what matters reaches the user as one message.
os.environ.setdefault("XR_LOADER_DEBUG", "none")
# Linux runtimes want a GLX context, so X is taken even where the desktop is Wayland's.
if os.environ.get("DISPLAY") or not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("PYGLFW_LIBRARY_VARIANT", "x11")
else:
    os.environ.setdefault("PYGLFW_LIBRARY_VARIANT", "wayland")


def run(make_visit: MakeVisit, options: HeadsetOptions, desk: Desk | None = None) -> Report:
    """Show what `make_visit` makes in the headset until somebody leaves; return what happened.

    `make_visit` is called once with the OpenGL context; `desk` looks after the window, a private
    person's if there is none. Raises MachineError where there is no OpenGL 3.3, no runtime or no
    headset.
    """
    from vr.headset.loop import run as run_loop  # noqa: PLC0415

    return run_loop(make_visit, options, desk or Desk())
