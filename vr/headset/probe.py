"""Is there a headset? Asked before anything is opened, for `cupola`'s choice and `doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assets.errors import MachineError

if TYPE_CHECKING:  # it loads OpenXR, which not every machine has
    from vr.headset.reaching import Reaching


@dataclass(frozen=True, slots=True)
class HeadsetStatus:
    """What a look for a headset found.

    `ready` says that a session can be tried. `runtime` and `headset` are names, empty where there
    is none; `eye_sizes` each eye's recommended width and height in pixels. Where not ready,
    `reason` says what is missing and what to do about it.
    """

    ready: bool
    runtime: str = ""
    headset: str = ""
    eye_sizes: tuple[tuple[int, int], ...] = ()
    reason: str = ""


_looks: list[Reaching[HeadsetStatus]] = []
"""The last look, which a runtime that hangs still holds up."""


def probe() -> HeadsetStatus:
    """Return what this machine's OpenXR runtime offers now; nothing stays open.

    A runtime that hangs is given up after `reaching.PATIENCE`, and at once as long as it does.
    """
    try:
        from vr.headset.reaching import PATIENCE, Reaching  # noqa: PLC0415
    except (ImportError, NotImplementedError, OSError) as error:
        return HeadsetStatus(False, reason=f"OpenXR is not available on this system ({error})")
    patience = 0.0 if _looks and not _looks[-1].is_over else PATIENCE
    if patience:
        _looks[:] = [Reaching(_look)]
    try:
        return _looks[-1].result(patience)
    except MachineError as error:
        return HeadsetStatus(False, reason=str(error))


def _look() -> HeadsetStatus:
    from vr.headset.graphics import required_extensions  # noqa: PLC0415
    from vr.headset.runtime import Runtime  # noqa: PLC0415

    runtime = Runtime(required_extensions())
    try:
        found = runtime.headset()
    except MachineError as error:
        return HeadsetStatus(False, runtime.name, reason=str(error))
    finally:
        runtime.close()
    return HeadsetStatus(True, runtime.name, found.name, found.recommended)
