"""Finds a flat panel of the Cupola in the compositor's picture, as an eye saw it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from render.view import View

Grey = NDArray[np.float64]

COMPOSITOR = (960, 540)
"""Monado's window for the remote headset: both eyes side by side, in the corner of the screen."""


def view_of(eye: dict[str, Any]) -> View:
    """Return a view of a report."""
    return View(
        np.array(eye["cupola_from_eye"]),
        np.array(eye["position_m"]),
        tuple(eye["tangents"]),
        tuple(eye["size"]),
    )


def share(view: View, place: Grey) -> Grey:
    """Return where a view shows places (..., 3), m: shares of its width and height, y down."""
    x, y, z = np.moveaxis((place - view.position) @ view.cupola_from_eye, -1, 0)
    left, right, down, up = view.tangents
    return np.stack([(x / -z - left) / (right - left), (up - y / -z) / (up - down)], axis=-1)


def eye_picture(screen: NDArray[np.uint8], eye: int) -> NDArray[np.uint8]:
    """Return one eye's half of the compositor's window."""
    width, height = COMPOSITOR
    half = width // 2
    return screen[:height, eye * half : (eye + 1) * half]


def panel(
    screen: NDArray[np.uint8],
    view: View,
    opened: dict[str, Any],
    size_m: tuple[float, float],
    pixels: tuple[int, int],
    eye: int = 0,
) -> Grey:
    """Return a panel's picture (height, width), made straight from what the compositor shows."""
    wide, tall = size_m
    across = (np.arange(pixels[0]) + 0.5) / pixels[0] * wide - wide / 2
    up = tall / 2 - (np.arange(pixels[1]) + 0.5) / pixels[1] * tall
    local = np.stack([*np.meshgrid(across, up), np.zeros(pixels[::-1])], axis=-1)
    places = local @ np.array(opened["cupola_from_panel"]).T + np.array(opened["position_m"])
    picture = eye_picture(screen, eye).astype(np.float64).mean(axis=-1)
    height, width = picture.shape
    x, y = np.moveaxis(share(view, places), -1, 0)
    row = np.clip((y * height).astype(int), 0, height - 1)
    column = np.clip((x * width).astype(int), 0, width - 1)
    return picture[row, column]
