"""Lettering in the Cupola, its screen's picture and pilot lamps: flat marks and their one texture.

What is written is plain and neutral: numbers of windows, what a hand wheel turns, what a rail is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from assets.cupola import CupolaData, cupola
from render.cupola_hull import inward
from render.cupola_light import earth_share_inside
from render.cupola_mesh import VERTEX
from render.cupola_tablet import pilot_places, screen_axes
from render.text import font
from render.windows import Window, horizontal, windows

Array = NDArray[np.float64]
Box = tuple[int, int, int, int]
"""Left, top, width, height in the texture, px."""

SIZE = (512, 256)
"""px of the texture."""
SCREEN, PILOT = 1.0, 0.8
"""The fourth of a mark's surface figures: what shines. Ink has its gloss there, below 0.5."""

_LETTERS = 30
_WEIGHT = 600
_OFF = 1.2e-3
"""m that marks stand off what they are written on."""
_CAPITAL = 0.73
"""Height of a capital over the size of its letters."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A picture of the texture by its name, laid with its middle at `place` (3,), m.

    `axes` (3, 3) has right, up and toward the reader as rows; `height` is a capital's, in m, or
    that of a picture without letters.
    """

    name: str
    place: Array
    axes: Array
    height: float
    surface: tuple[float, float, float, float]


@cache
def marks() -> tuple[Mark, ...]:
    """Return all marks."""
    data = cupola()
    return (*_on_frames(data), *_on_panels(data), *_shining(data))


@cache
def picture() -> tuple[NDArray[np.uint8], dict[str, Box]]:
    """Return the texture (H, W), how much a mark covers, rows from the top, and where each lies."""
    page = Image.new("L", SIZE, 0)
    pen, boxes, x, y = ImageDraw.Draw(page), {}, 2, 2
    letters = font(_LETTERS, _WEIGHT)
    names = sorted({mark.name for mark in marks()} - {"screen", "pilot"})
    for name in names:
        left, top, right, bottom = letters.getbbox(name, anchor="ls")
        width, height = math.ceil(right - left) + 4, math.ceil(bottom - top) + 4
        if x + width > SIZE[0]:
            x, y = 2, y + _LETTERS + 6
        pen.text((x + 2 - left, y + 2 - top), name, 255, letters, anchor="ls")
        boxes[name] = (x, y, width, height)
        x += width + 4
    y += _LETTERS + 6
    boxes["screen"] = _draw_screen(pen, 2, y)
    boxes["pilot"] = (300, y, 24, 24)
    pen.ellipse((302, y + 2, 321, y + 21), 255)
    return np.asarray(page), boxes


@cache
def marks_mesh() -> tuple[NDArray[np.void], NDArray[np.uint32]]:
    """Return vertices of VERTEX, with places in the texture for uv, and triangles."""
    _, boxes = picture()
    vertices = np.zeros(4 * len(marks()), dtype=VERTEX)
    for number, mark in enumerate(marks()):
        left, top, width, height = boxes[mark.name]
        is_text = mark.name not in ("screen", "pilot")
        metres = mark.height / (_CAPITAL * _LETTERS if is_text else height)
        across, up, toward = mark.axes
        part = vertices[4 * number : 4 * number + 4]
        for corner, (i, j) in enumerate(((0, 0), (1, 0), (1, 1), (0, 1))):
            part["position"][corner] = (
                mark.place
                + _OFF * toward
                + metres * (width * (i - 0.5) * across + height * (j - 0.5) * up)
            )
            part["uv"][corner] = (left + i * width) / SIZE[0], (top + (1 - j) * height) / SIZE[1]
        part["normal"] = toward
        part["surface"] = np.round(255 * np.array(mark.surface))
    vertices["light"][:, 0] = 0.9
    places, normals = (vertices[name].astype(np.float64) for name in ("position", "normal"))
    vertices["light"][:, 1] = 0.9 * earth_share_inside(places, normals)
    first = 4 * np.arange(len(marks()))[:, None]
    triangles = (first + np.array([0, 1, 2, 0, 2, 3])).reshape(-1, 3)
    return vertices, triangles.astype(np.uint32)


def _draw_screen(pen: ImageDraw.ImageDraw, x: int, y: int) -> Box:
    """Draw a ground track over a grid, as on the map that crews keep open; no figures."""
    width, height = 284, 180
    pen.rectangle((x, y, x + width - 1, y + height - 1), 110)
    for step in range(1, 12):
        pen.line((x + step * width // 12, y, x + step * width // 12, y + height - 1), 70)
    for step in range(1, 6):
        pen.line((x, y + step * height // 6, x + width - 1, y + step * height // 6), 70)
    across = np.arange(width)
    for shift in (0.0, 0.4):
        wave = height / 2 - 0.28 * height * np.sin(2 * np.pi * across / width - shift)
        pen.line([(x + int(i), y + float(each)) for i, each in enumerate(wave)], 255, 2)
    return x, y, width, height


def _ink(data: CupolaData, name: str) -> tuple[float, float, float, float]:
    surface = data.surface[name]
    red, green, blue = (math.sqrt(each) for each in surface.albedo)
    return red, green, blue, surface.gloss


def _on_frames(data: CupolaData) -> list[Mark]:
    """Return the windows' numbers, each in a corner of its frame."""
    return [_number(window, f"W{count}", data) for count, window in enumerate(windows(), start=1)]


def _number(window: Window, name: str, data: CupolaData) -> Mark:
    u, v, n = window.axes
    height = data.marks.frame_letters
    if len(window.inner.normals) > 0:
        # Between the bezel's round corner, lower right, and the seams; there is room for it.
        bezel = window.inner.grown(data.frame.bezel_width).points(2, 1)[-2]
        seams = window.face.grown(-data.frame.fillet).points(2, 1)[-2]
        place, axes = window.to_cupola((bezel + seams) / 2, 0.0), np.stack([u, v, -n])
    else:
        # The hexagon's corner, read from inside it.
        turn = math.pi / data.side_windows.count
        away = np.array([math.sin(turn), math.cos(turn)])
        place = window.to_cupola(away * (data.round_window.diameter / 2 + 0.066), 0.0)
        up_here = away[0] * u + away[1] * v
        axes = np.stack([np.cross(n, up_here), up_here, -n])
        axes[0] *= np.sign(np.linalg.det(axes))
    return Mark(name, place, axes, height, _ink(data, "ink"))


def _on_panels(data: CupolaData) -> list[Mark]:
    skirt, height = data.skirt, data.marks.panel_letters
    count = data.side_windows.count * skirt.panels_per_window
    step = 360.0 / count
    middle = (data.ring.top + skirt.top) / 2
    apothem = data.envelope.dome / 2 * math.cos(math.radians(step / 2)) - skirt.panel_thickness
    ink, found = _ink(data, "ink"), []
    for number in range(count):
        azimuth = data.side_windows.first_azimuth_deg + number * step
        axes = inward(azimuth)
        wall = horizontal(azimuth) * apothem
        lines = {-0.055: "HANDRAIL"}
        if number % skirt.panels_per_window == 0:
            window = 1 + number // skirt.panels_per_window
            lines = {-0.068: "SHUTTER", -0.068 - 1.7 * height: f"W{window}"}
        for below, name in lines.items():
            place = wall + np.array([0.0, middle + below, 0.0])
            found.append(Mark(name, place, axes, height, ink))
    return found


def _shining(data: CupolaData) -> list[Mark]:
    light, axes = data.light, screen_axes()
    screen = Mark(
        "screen", np.array(light.screen_place), axes, light.screen_size[1], (1.0, 1.0, 1.0, SCREEN)
    )
    brightest = max(max(pilot.luminance) for pilot in light.pilots)
    lamps = [
        Mark("pilot", place, axes, 2 * light.pilot_radius, _shine(pilot.luminance, brightest))
        for place, pilot in zip(pilot_places(), light.pilots, strict=True)
    ]
    return [screen, *lamps]


def _shine(
    luminance: tuple[float, float, float], brightest: float
) -> tuple[float, float, float, float]:
    red, green, blue = (math.sqrt(each / brightest) for each in luminance)
    return red, green, blue, PILOT
