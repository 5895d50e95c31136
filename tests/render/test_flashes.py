"""The separation's flash, on film, harms nobody: ITU-R BT.1702 and WCAG 2.3.1, computed."""

import math

import numpy as np
import pytest

from render.layers import Layers
from render.looks import LOOKS
from render.view import View
from tests.render.flashes import AREA, general_flashes, greatest_share, red_flashes, worst_share

SIZE = (160, 120)
FPS = 30.0


def flicker(hertz, size, colour=(255, 255, 255), seconds=2.0):
    """Return frames with a square that goes on and off in the middle."""
    frames = np.zeros((round(seconds * FPS), SIZE[1], SIZE[0], 3), np.uint8)
    on = np.floor(np.arange(len(frames)) / FPS * hertz * 2) % 2 == 1
    top, left = (SIZE[1] - size) // 2, (SIZE[0] - size) // 2
    frames[on, top : top + size, left : left + size] = colour
    return frames


def test_the_count_finds_flicker_above_three_a_second_and_lets_pass_what_is_below():
    assert worst_share(general_flashes(flicker(6.0, 40)), FPS) > AREA
    assert worst_share(general_flashes(flicker(2.5, 40)), FPS) == 0.0
    assert worst_share(general_flashes(flicker(6.0, 15)), FPS) < AREA
    red = flicker(6.0, 40, (255, 0, 0))
    assert worst_share(red_flashes(red), FPS) > AREA
    assert worst_share(red_flashes(flicker(6.0, 40)), FPS) == 0.0


def test_an_area_is_measured_against_a_third_of_the_screen():
    where = np.zeros((120, 160), bool)
    where[:20, :26] = True
    assert greatest_share(where) == pytest.approx(20 * 26 / (40 * 53))


@pytest.mark.parametrize("look", list(LOOKS))
@pytest.mark.parametrize(("rate", "fov_deg"), [(1.0, 54.0), (10.0, 54.0), (10.0, 6.0)])
def test_the_separation_flash_keeps_the_limits(context, renderer, timeline, look, rate, fov_deg):
    frames = film(context, renderer, timeline, look, rate, fov_deg)
    # Something is seen to happen, or the test would say nothing.
    assert np.ptp(frames.astype(int), axis=0).max() > 20
    for found in (general_flashes(frames), red_flashes(frames)):
        assert worst_share(found, FPS) <= AREA
        # Stronger: no quarter of a field flashes even once.
        assert greatest_share(np.abs(found).sum(axis=0) > 1) <= AREA


def film(context, renderer, timeline, look, rate, fov_deg):
    """Return frames (n, H, W, 3) of T+286 to T+290 s, a second more about it at ten times."""
    first, last = (286.0, 290.0) if rate < 5.0 else (282.0, 294.0)
    target = context.framebuffer([context.texture(SIZE, 4)])
    found = []
    for t in np.arange(first, last, rate / FPS):
        moment = timeline.at(float(t))
        core = moment.cupola_from_gcrs @ moment.bodies.position[moment.bodies.ids.index("core")]
        view = looking(core, fov_deg)
        renderer.draw(moment, [view], [target], LOOKS[look], Layers(cupola=False))
        rows = np.frombuffer(target.read(components=3, alignment=1), np.uint8)
        found.append(rows.reshape(SIZE[1], SIZE[0], 3))
    return np.stack(found)


def looking(toward, fov_deg):
    forward = toward / np.linalg.norm(toward)
    right = np.cross(forward, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(right, forward), -forward], axis=1)
    return View.symmetric(axes, SIZE, math.radians(fov_deg))
