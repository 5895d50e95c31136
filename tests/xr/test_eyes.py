"""What the two eyes, the wearer and the desktop see: one moment, head held still, real runtime."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from render.view import View
from render.windows import windows
from tests.xr.lab import SETTLED, Lab
from vr.headset.spectator import field

Grey = NDArray[np.float64]
COMPOSITOR = (960, 540)
"""Monado's window for this headset: both eyes side by side, in the corner of the screen."""
FRAMES = 12
BEZEL = 0.035
"""m from the opening's edge onto the frame's face: patches there hold no sky."""
PATCH, SEARCH = 7, 6
"""Pixels: half the side of the patches compared, and how far off they are looked for."""


@dataclass(frozen=True)
class Sight:
    """Both eyes' pictures (bytes, rows from the top) with their views, and the desktop's."""

    pictures: tuple[NDArray[np.uint8], NDArray[np.uint8]]
    views: tuple[View, View]
    mirror: NDArray[np.uint8]
    compositor: NDArray[np.uint8]

    @property
    def eye_distance(self) -> float:
        return float(np.linalg.norm(self.views[1].position - self.views[0].position))


@pytest.fixture(scope="module")
def sight(tree, tmp_path_factory) -> Sight:
    lab = Lab(tree, tmp_path_factory.mktemp("sight"))
    try:
        lab.start_display()
        lab.start_remote()
        wanted = [
            "--at",
            "250",
            "--names",
            "none",
            "--render-scale",
            "0.5",
            "--frames",
            str(FRAMES),
        ]
        files = ["--report", "/lab/report.json", "--eyes", "/lab/eyes"]
        program = lab.start_program("vr", *wanted, *files)
        lab.wait_for_focus(program)
        time.sleep(SETTLED)
        width, height = COMPOSITOR
        seen = lab.screen()[:height, :width]
        assert lab.finish(program, 300.0) == 0, lab.log("program")
        names = ("left", "right", "mirror")
        left, right, mirror = (np.asarray(Image.open(lab.path / f"eyes/{n}.png")) for n in names)
        views = tuple(
            View(
                np.array(eye["cupola_from_eye"]),
                np.array(eye["position_m"]),
                tuple(eye["tangents"]),
                tuple(eye["size"]),
            )
            for eye in lab.report()["last"]["views"]
        )
        return Sight((left, right), views, mirror, seen)
    finally:
        lab.close()


def grey(picture: NDArray[np.uint8]) -> Grey:
    return picture.astype(np.float64).mean(axis=-1)


def pixel(view: View, place: Grey) -> Grey:
    """Return the pixel (x from the left, y from the top) where a view shows a place in the dome."""
    x, y, z = view.cupola_from_eye.T @ (place - view.position)
    left, right, down, up = view.tangents
    across, above = (x / -z - left) / (right - left), (y / -z - down) / (up - down)
    return np.array([across * view.size[0], (1.0 - above) * view.size[1]]) - 0.5


def patch(picture: Grey, centre: NDArray[np.int64]) -> Grey:
    """Return the part of a picture about a pixel; empty where it does not lie within it."""
    x, y = centre
    inside = (
        PATCH <= x < picture.shape[1] - PATCH - SEARCH
        and PATCH <= y < picture.shape[0] - PATCH
        and x >= PATCH + SEARCH
    )
    return picture[y - PATCH : y + PATCH + 1, x - PATCH : x + PATCH + 1] if inside else np.empty(0)


def likeness(one: Grey, other: Grey) -> float:
    """Return the correlation of two patches."""
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def frame_edges() -> list[Grey]:
    """Return places on the frame along the upright edges of the window that faces aft."""
    aft = min(windows(), key=lambda window: window.axes[2, 2])
    outline = aft.inner.grown(BEZEL).points(arc=4, edges=24)
    width, height = np.abs(outline).max(axis=0)
    upright = (np.abs(outline[:, 0]) > 0.6 * width) & (np.abs(outline[:, 1]) < 0.6 * height)
    return list(aft.to_cupola(outline[upright], 0.0))


def test_the_eyes_are_a_person_s_apart(sight):
    assert 0.055 < sight.eye_distance < 0.075


def test_the_window_frame_is_displaced_by_the_distance_of_the_eyes(sight):
    left, right = (grey(picture) for picture in sight.pictures)
    displaced, missed = [], []
    for place in frame_edges():
        here, there = (np.rint(pixel(view, place)).astype(int) for view in sight.views)
        wanted = patch(left, here)
        if wanted.size == 0 or wanted.std() < 0.8 or patch(right, there).size == 0:
            continue
        found = [
            likeness(wanted, patch(right, there + np.array([shift, 0])))
            for shift in range(-SEARCH, SEARCH + 1)
        ]
        if max(found) > 0.75:
            missed.append(int(np.argmax(found)) - SEARCH)
            displaced.append(here[0] - there[0])
    assert len(missed) >= 10
    assert min(displaced) > 8
    assert abs(np.median(missed)) <= 1.0
    assert np.mean(np.abs(missed) <= 1) > 0.7


def stars(picture: Grey, view: View) -> list[NDArray[np.int64]]:
    """Return the pixels of lone bright points above the limb that a view shows through a window."""
    peaks = []
    height, width = picture.shape
    left, right, down, up = view.tangents
    for y in range(4, height // 2 + height // 12):
        for x in range(4, width - 4):
            around = picture[y - 3 : y + 4, x - 3 : x + 4]
            if picture[y, x] < 60.0 or picture[y, x] < around.max():
                continue
            rim = np.concatenate([around[0], around[-1], around[:, 0], around[:, -1]])
            across = left + (x + 0.5) / width * (right - left)
            above = up - (y + 0.5) / height * (up - down)
            ray = view.cupola_from_eye @ np.array([across, above, -1.0])
            clear = max(float(w.clearance(ray, view.position)) for w in windows())
            if rim.max() < 0.5 * picture[y, x] and clear > 0.03:
                peaks.append(np.array([x, y]))
    return peaks


def centroid(picture: Grey, at: NDArray[np.int64]) -> Grey:
    """Return the middle of the light about a pixel."""
    x, y = at
    part = picture[y - 2 : y + 3, x - 2 : x + 3]
    part = np.maximum(part - np.median(part), 0.0)
    offsets = np.arange(-2, 3)
    total = part.sum()
    return at + np.array([(part.sum(0) * offsets).sum(), (part.sum(1) * offsets).sum()]) / total


def test_the_stars_are_not_displaced_between_the_eyes(sight):
    left, right = (grey(picture) for picture in sight.pictures)
    apart = []
    for here in stars(left, sight.views[0]):
        x, y = here
        near = right[y - 2 : y + 3, x - 2 : x + 3]
        # A star that the other eye has behind its frame is dark there.
        if near.max() > 0.5 * left[y, x]:
            apart.append(centroid(right, here) - centroid(left, here))
    assert len(apart) >= 10
    assert np.abs(np.median(apart, axis=0)).max() < 0.1
    assert np.percentile(np.linalg.norm(apart, axis=1), 90) < 0.5


def shrunk(picture: NDArray[np.uint8], size: tuple[int, int]) -> Grey:
    return grey(np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BOX)))


def test_the_compositor_s_window_shows_the_wearer_both_pictures(sight):
    width, height = COMPOSITOR
    halves = sight.compositor[:, : width // 2], sight.compositor[:, width // 2 :]
    for half, picture in zip(halves, sight.pictures, strict=True):
        assert half.std() > 5.0
        assert likeness(grey(half), shrunk(picture, (width // 2, height))) > 0.9


def test_the_compositor_shows_it_neither_lighter_nor_darker_than_it_was_drawn(sight):
    width, height = COMPOSITOR
    half = grey(sight.compositor[:, : width // 2])
    picture = shrunk(sight.pictures[0], (width // 2, height))
    # The middle tones tell: decoded or encoded once too often, 100 becomes 34 or 166.
    middle = (picture > 30.0) & (picture < 150.0)
    assert middle.sum() > 1000
    assert np.median(half[middle]) == pytest.approx(np.median(picture[middle]), rel=0.1)


def test_the_mirror_shows_the_middle_of_the_left_eye_s_picture_while_the_head_is_still(sight):
    height, width = sight.mirror.shape[:2]
    picture, view = sight.pictures[0], sight.views[0]
    left, right, down, up = field(view, (width, height))
    first, last, lowest, highest = view.tangents
    columns = [round((x - first) / (last - first) * picture.shape[1]) for x in (left, right)]
    rows = [round((highest - y) / (highest - lowest) * picture.shape[0]) for y in (up, down)]
    cropped = shrunk(picture[slice(*rows), slice(*columns)], (width, height))
    assert likeness(grey(sight.mirror), cropped) > 0.95
    assert np.median(grey(sight.mirror)) == pytest.approx(np.median(cropped), rel=0.1, abs=2.0)
