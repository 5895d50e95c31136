"""A scripted head and controllers: the wire format of Monado's remote driver, version 3.

Layout: `struct r_remote_data` of Monado 25.0 (src/xrt/drivers/remote/r_interface.h), little endian.
"""

from __future__ import annotations

import json
import math
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = b"mndrmt3\0"
PACKET_BYTES = 376
_BUTTONS = (
    *("hand_tracking_active", "active", "system_click", "system_touch", "a_click", "a_touch"),
    *("b_click", "b_touch", "trigger_click", "trigger_touch", "thumbstick_click"),
    *("thumbstick_touch", "trackpad_touch"),
)

Pose = tuple[float, float, float, float, float, float, float]
"""Quaternion x, y, z, w, then position in m."""


EYE_HEIGHT = 1.6
"""m. Where the origin of Monado's LOCAL space lies above the driver's own origin."""


def pose(
    yaw_deg: float = 0.0,
    position: tuple[float, float, float] = (0.0, EYE_HEIGHT, 0.0),
    pitch_deg: float = 0.0,
) -> Pose:
    """Return a pose turned left about the vertical, and then up."""
    half, up = math.radians(yaw_deg) / 2.0, math.radians(pitch_deg) / 2.0
    cy, sy, cp, sp = math.cos(half), math.sin(half), math.cos(up), math.sin(up)
    return (cy * sp, sy * cp, -sy * sp, cy * cp, *position)


def toward(
    direction: Sequence[float], position: tuple[float, float, float] = (0.0, EYE_HEIGHT, 0.0)
) -> Pose:
    """Return a level pose whose -z points along a direction."""
    x, y, z = direction
    yaw, pitch = math.atan2(-x, -z), math.atan2(y, math.hypot(x, z))
    return pose(math.degrees(yaw), position, math.degrees(pitch))


@dataclass
class Controller:
    """One hand: where it is, its stick (right, up), and the names of the buttons held down.

    One that is not `active` is switched off, or lies where nobody sees it.
    """

    pose: Pose
    thumbstick: tuple[float, float] = (0.0, 0.0)
    buttons: set[str] = field(default_factory=set)
    active: bool = True
    squeeze: float = 0.0

    def packed(self) -> bytes:
        """Return the controller as bytes: 26 floats, 16 flags."""
        stick = (*self.thumbstick, 0.0, 0.0, 0.0)
        floats = (*self.pose, *(0.0,) * 11, 0.0, self.squeeze, self.squeeze, *stick)
        held = self.buttons | ({"active"} if self.active else set())
        flags = bytes(name in held for name in _BUTTONS) + bytes(3)
        return struct.pack("<26f", *floats) + flags


class RemoteHeadset:
    """The puppeteer's end of the connection: change the parts, then `send`."""

    def __init__(self, port: int) -> None:
        self._link = socket.create_connection(("127.0.0.1", port), timeout=10.0)
        for _ in range(2):  # the driver greets with its state at reset, and its latest
            self._receive()
        self.head = pose()
        self.left = Controller(pose(position=(-0.2, 1.3, -0.4)))
        self.right = Controller(pose(position=(0.2, 1.3, -0.4)))

    def send(self) -> None:
        """Move the headset to where it is now said to be."""
        # No views of ours, and said to be so: the driver then keeps its own.
        head = struct.pack("<96x7f4x", *self.head)
        packet = MAGIC + head + self.left.packed() + self.right.packed()
        assert len(packet) == PACKET_BYTES
        self._link.sendall(packet)

    def close(self) -> None:
        """Hang up."""
        self._link.close()

    def _receive(self) -> bytes:
        data = b""
        while len(data) < PACKET_BYTES:
            part = self._link.recv(PACKET_BYTES - len(data))
            assert part, "the remote driver hung up"
            data += part
        return data


def write_config(folder: Path, port: int) -> None:
    """Tell Monado, through its configuration folder, to use the remote driver."""
    remote = {"version": 0, "port": port, "view_count": 2}
    (folder / "monado").mkdir(parents=True, exist_ok=True)
    config = {"active": "remote", "remote": remote}
    (folder / "monado/config_v0.json").write_text(json.dumps(config))


@contextmanager
def worn(headset: RemoteHeadset) -> Iterator[None]:
    """Wear the headset: the head is never quite still."""
    done = threading.Event()

    def move() -> None:
        turn = 0
        while not done.wait(0.2):
            turn += 1
            # Of no period that slow frames could fall in with.
            headset.head = pose(16.0 * (0.618 * turn % 1.0), (0.0, EYE_HEIGHT, 0.0))
            headset.send()

    mover = threading.Thread(target=move)
    mover.start()
    try:
        yield
    finally:
        done.set()
        mover.join()
