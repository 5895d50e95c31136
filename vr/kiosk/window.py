"""The kiosk's window: full screen, without a pointer, and no key of it leads out but the PIN."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from typing import Any

import glfw

from vr.kiosk.lock import Lock

_LOOK = 0.5
"""s between looks at whether the window is where it should be."""
_DIGITS = {getattr(glfw, f"KEY_{d}"): str(d) for d in range(10)} | {
    getattr(glfw, f"KEY_KP_{d}"): str(d) for d in range(10)
}


_OnGone = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


def _when_display_goes(act: Callable[[], None]) -> object:
    """Let Xlib call `act` before it ends the program; return what must be kept for that."""
    if glfw.get_platform() != glfw.PLATFORM_X11:
        return None

    def gone(_display: object) -> int:
        act()
        return 0

    handler = _OnGone(gone)
    ctypes.CDLL("libX11.so.6").XSetIOErrorHandler(handler)
    return handler


class KioskWindow:
    """Keeps a GLFW window before the visitors; `is_pin` knows the operator's PIN."""

    def __init__(
        self,
        window: Any,  # noqa: ANN401
        full_screen: bool,
        is_pin: Callable[[str], bool],
        display_gone: Callable[[], None],
    ) -> None:
        """Take the window in hand; `display_gone` is called when its X server is there no more."""
        self._window, self._full_screen, self._is_pin = window, full_screen, is_pin
        self._gone = _when_display_goes(display_gone)
        self._lock = Lock()
        self._looked = 0.0
        glfw.set_window_attrib(window, glfw.AUTO_ICONIFY, glfw.FALSE)
        glfw.set_input_mode(window, glfw.CURSOR, glfw.CURSOR_HIDDEN)
        glfw.set_key_callback(window, self._on_key)
        self._keep(0.0)

    def tend(self, now: float) -> bool:
        """Keep the window open and in its place; return whether the operator wants to leave."""
        if glfw.window_should_close(self._window):
            glfw.set_window_should_close(self._window, False)
        if now - self._looked > _LOOK:
            self._keep(now)
        self._lock, opened = self._lock.tried(now, self._is_pin)
        return opened

    def hold(self, now: float) -> float | None:
        """Return the s that the last digit must still be held, once a PIN could be complete."""
        return self._lock.left(now) if len(self._lock.typed) > 3 else None

    def _keep(self, now: float) -> None:
        """Bring back a window that was minimised, hidden, or moved, or whose monitor went."""
        self._looked = now
        window = self._window
        if glfw.get_window_attrib(window, glfw.ICONIFIED):
            glfw.restore_window(window)
        is_seen = bool(glfw.get_window_attrib(window, glfw.VISIBLE))
        if not is_seen:
            glfw.show_window(window)
        monitor = glfw.get_primary_monitor() if self._full_screen else None
        if not monitor:
            return
        mode = glfw.get_video_mode(monitor)
        size = mode.size.width, mode.size.height
        place = (*glfw.get_monitor_pos(monitor), *size)
        is_there = (*glfw.get_window_pos(window), *glfw.get_window_size(window)) == place
        if glfw.get_window_monitor(window) and is_there and is_seen:
            return
        if glfw.get_window_monitor(window):  # it takes no order to go where it takes itself to be
            glfw.set_window_monitor(window, None, *place, glfw.DONT_CARE)  # type: ignore[arg-type]
        glfw.set_window_monitor(window, monitor, 0, 0, *size, mode.refresh_rate)

    def _on_key(self, _window: object, key: int, _code: int, action: int, _mods: int) -> None:
        now, digit = time.monotonic(), _DIGITS.get(key)
        if action == glfw.PRESS:
            self._lock = self._lock.pressed(digit, now) if digit else self._lock.other_key()
        elif action == glfw.RELEASE and digit:
            self._lock = self._lock.released(digit, now)
