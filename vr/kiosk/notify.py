"""Tells systemd that the program is ready, alive or leaving: its protocol sd_notify(3).

Without systemd, where `NOTIFY_SOCKET` is not set, nothing is told and nothing fails.
"""

from __future__ import annotations

import os
import socket


class Notifier:
    """Sends states to the service manager that started this program, if one did."""

    def __init__(self) -> None:
        self._address = os.environ.get("NOTIFY_SOCKET", "").replace("@", "\0", 1)
        usec = os.environ.get("WATCHDOG_USEC", "0")
        for_us = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.watchdog = int(usec) * 1e-6 if usec.isdigit() and for_us else 0.0
        """s within which `alive` must come again; 0 where nobody waits for it."""

    def ready(self, status: str) -> None:
        """Say that the start is over."""
        self._send(f"READY=1\nSTATUS={status}")

    def alive(self) -> None:
        """Say that the frame loop turns."""
        self._send("WATCHDOG=1")

    def status(self, status: str) -> None:
        """Say in a few words what goes on, for `systemctl status`."""
        self._send(f"STATUS={status}")

    def leaving(self) -> None:
        """Say that the program ends by its own will."""
        self._send("STOPPING=1")

    def _send(self, state: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as manager:
                manager.connect(self._address)
                manager.send(state.encode())
        except OSError:
            return  # a manager that does not listen is no reason to stop the show
