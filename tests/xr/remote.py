"""A scripted head and controllers: the wire format of Monado's remote driver, version 3.

Layout: `struct r_remote_data` of Monado 25.0 (src/xrt/drivers/remote/r_interface.h), little endian.
"""

from __future__ import annotations

import json
import math
import socket
import struct
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = b"mndrmt3\0"
PACKET_BYTES = 376
_VIEWS_BYTES = 2 * 48
_BUTTONS = (
    "hand_tracking_active active system_click system_touch a_click a_touch b_click b_touch "
    "trigger_click trigger_touch thumbstick_click thumbstick_touch trackpad_touch"
).split()

Pose = tuple[float, float, float, float, float, float, float]
"""Quaternion x, y, z, w, then position in m."""


def pose(yaw_deg: float = 0.0, position: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Pose:
    """Return a pose turned left about the vertical."""
    half = math.radians(yaw_deg) / 2.0
    return (0.0, math.sin(half), 0.0, math.cos(half), *position)


@dataclass
class Controller:
    """One hand: where it is, its stick (right, up), and the names of the buttons held down."""

    pose: Pose = pose(position=(0.2, -0.3, -0.4))
    thumbstick: tuple[float, float] = (0.0, 0.0)
    buttons: set[str] = field(default_factory=set)

    def packed(self) -> bytes:
        """Return the controller as bytes: 26 floats, 16 flags."""
        stick = (*self.thumbstick, 0.0, 0.0, 0.0)
        floats = (*self.pose, *(0.0,) * 11, *(0.0,) * 3, *stick)
        held = self.buttons | {"active"}
        flags = bytes(name in held for name in _BUTTONS) + bytes(3)
        return struct.pack("<26f", *floats) + flags


class RemoteHeadset:
    """The puppeteer's end of the connection: change the parts, then `send`."""

    def __init__(self, port: int) -> None:
        self._link = socket.create_connection(("127.0.0.1", port), timeout=10.0)
        greetings = [self._receive() for _ in range(2)]  # the state at reset, and the latest
        print([g[:8] for g in greetings], struct.unpack("<24f",greetings[0][8:104]))
        self._views = greetings[0][8 : 8 + _VIEWS_BYTES]
        self.head = pose()
        self.left = Controller(pose(position=(-0.2, -0.3, -0.4)))
        self.right = Controller()

    def send(self) -> None:
        """Move the headset to where it is now said to be."""
        head = struct.pack("<7f4x", *self.head)
        packet = MAGIC + self._views + head + self.left.packed() + self.right.packed()
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
