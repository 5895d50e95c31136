"""The kiosk's window: full screen, without a pointer, and no key of it leads out but the PIN."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import glfw

from vr.kiosk.lock import Lock

_LOOK = 1.0
"""s between looks at whether the window is where it should be."""
_DIGITS = {getattr(glfw, f"KEY_{d}"): str(d) for d in range(10)} | {
    getattr(glfw, f"KEY_KP_{d}"): str(d) for d in range(10)
}


class KioskWindow:
    """Keeps a GLFW window before the visitors; `is_pin` knows the operator's PIN."""

    def __init__(self, window: Any, full_screen: bool, is_pin: Callable[[str], bool]) -> None:  # noqa: ANN401
        self._window, self._full_screen, self._is_pin = window, full_screen, is_pin
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
        """Bring back a window that was minimised, or whose monitor went and came."""
        self._looked = now
        if glfw.get_window_attrib(self._window, glfw.ICONIFIED):
            glfw.restore_window(self._window)
        if not self._full_screen or glfw.get_window_monitor(self._window):
            return
        monitor = glfw.get_primary_monitor()
        if not monitor:
            return
        mode = glfw.get_video_mode(monitor)
        glfw.set_window_monitor(
            self._window, monitor, 0, 0, mode.size.width, mode.size.height, mode.refresh_rate
        )

    def _on_key(self, _window: object, key: int, _code: int, action: int, _mods: int) -> None:
        now, digit = time.monotonic(), _DIGITS.get(key)
        if action == glfw.PRESS:
            self._lock = self._lock.pressed(digit, now) if digit else self._lock.other_key()
        elif action == glfw.RELEASE and digit:
            self._lock = self._lock.released(digit, now)
