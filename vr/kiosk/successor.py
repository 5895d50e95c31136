"""What a program that starts again leaves to its successor under the same process number.

The connection to the desktop stays open through the start. So the last picture stands on the screen
until the successor shows one of its own; an X server and a Wayland compositor take a window away
only when its connection ends. The configuration that holds is left, too: a file that has got a
mistake since must not end the day.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
from collections.abc import Collection
from pathlib import Path

import glfw

from assets.errors import InputError
from vr.kiosk.settings import Settings, left, settings_for, taken_up

_log = logging.getLogger("cupola.kiosk")
_SCREEN, _SETTINGS = "CUPOLA_KEPT_SCREEN", "CUPOLA_KEPT_SETTINGS"
"""Environment variables that tell the successor the numbers of the open files."""


class Heritage:
    """What the program before has left, and what this one will leave.

    That is the desktop's connection, and the `settings` that hold, once they are known.
    """

    def __init__(self) -> None:
        self._before = _inherited(_SCREEN)
        self._own: int | None = None
        file = _inherited(_SETTINGS)
        self._settings_before = "" if file is None else _read(file)
        self.settings: Settings | None = None

    def settings_for(self, path: Path | None) -> tuple[Settings, str]:
        """Return the configuration as `settings.settings_for`, and "".

        Where it has a mistake, that of the program before is returned, and what is wrong. Raises
        InputError where there was none before.
        """
        try:
            self.settings = settings_for(path)
        except InputError as error:
            if not self._settings_before:
                raise
            self.settings = taken_up(self._settings_before)
            return self.settings, str(error)
        return self.settings, ""

    def shows(self) -> None:
        """Take the picture of the program before off the screen: ours is on it."""
        if self._own is None:
            self._own = _connection()
        before, self._before = self._before, None
        if before is not None:
            os.close(before)

    def start_again(self) -> None:
        """Start the program anew; what stands on the screen stays there."""
        screen = self._own if self._before is None else self._before
        kept = {} if screen is None else {_SCREEN: screen}
        if self.settings is not None and hasattr(os, "memfd_create"):
            # A file of memory alone: there are secrets in it, and the disk may be full.
            kept[_SETTINGS] = os.memfd_create("settings")
            os.write(kept[_SETTINGS], left(self.settings).encode())
        for name, number in kept.items():
            os.environ[name] = str(number)
        start_again(kept.values())


def _inherited(name: str) -> int | None:
    number = os.environ.pop(name, "")
    return int(number) if number.isdigit() and _is_open(int(number)) else None


def _read(number: int) -> str:
    with os.fdopen(number, "rb") as file:
        file.seek(0)
        return file.read().decode()


def start_again(kept: Collection[int] = ()) -> None:
    """Put a fresh start of this very program in its place, under the same process number.

    Of its open files it gets the standard ones and those `kept`. A SIGHUP waits until it is ready.
    """
    _log.info("starting again")
    sys.stdout.flush()
    sys.stderr.flush()
    for number in _open_files():
        os.set_inheritable(number, number in kept)
    hold_reload()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def hold_reload() -> None:
    """Let a SIGHUP wait until `take_reload`: without a handler it would end the program."""
    if hasattr(signal, "SIGHUP"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})


def take_reload() -> None:
    """Take a SIGHUP that waits, and those to come."""
    if hasattr(signal, "SIGHUP"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGHUP})


def _connection() -> int | None:
    """Return the open file of GLFW's connection to the desktop; None where it is not known."""
    known = {
        glfw.PLATFORM_X11: ("libX11.so.6", "XConnectionNumber", "get_x11_display"),
        glfw.PLATFORM_WAYLAND: (
            "libwayland-client.so.0",
            "wl_display_get_fd",
            "get_wayland_display",
        ),
    }
    library, ask, display = known.get(glfw.get_platform(), ("", "", ""))
    if not library:
        return None
    try:
        number = getattr(ctypes.CDLL(library), ask)(
            ctypes.cast(getattr(glfw, display)(), ctypes.c_void_p)
        )
    except (OSError, AttributeError):
        return None
    return int(number)


def _open_files() -> list[int]:
    """Return the open files but the standard ones; libraries leave theirs open to a successor."""
    try:
        found = [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208  names alone
    except OSError:
        return []
    return [number for number in found if number > 2 and _is_open(number)]


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
