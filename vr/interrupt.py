"""Notice that someone wants the program to stop, without dropping what it holds."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


@dataclass(slots=True)
class StopRequest:
    """Whether a signal asked to stop, and which: `signal_number` is 0 until then."""

    signal_number: int = 0

    def __bool__(self) -> bool:
        """Say whether to stop."""
        return self.signal_number != 0

    @property
    def exit_code(self) -> int:
        """Return the shell's convention for a program ended by that signal."""
        return 128 + self.signal_number


@contextmanager
def stop_request(names: Sequence[str] = SIGNALS) -> Iterator[StopRequest]:
    """Turn Ctrl-C and a polite kill into a flag to look at between two steps of long work.

    The second signal acts as it did before. Use in the main thread only.
    """
    request = StopRequest()
    before: dict[int, Any] = {}

    def note(number: int, frame: FrameType | None) -> None:
        request.signal_number = number
        restore()

    def restore() -> None:
        for known, handler in before.items():
            signal.signal(known, handler)

    for name in names:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        # What nohup or a shell's background job made deaf stays so.
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            before[number] = signal.signal(number, note)
            if hasattr(signal, "siginterrupt"):
                # Libraries give up on a call that a signal breaks off: let the system resume it.
                signal.siginterrupt(number, False)
    try:
        yield request
    finally:
        restore()
