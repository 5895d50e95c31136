"""When a head turns quickly: by pixels a frame, in shows alone, and not at cuts."""

import math
from dataclasses import replace

import numpy as np
import pytest

from render.layers import Layers
from render.looks import LOOKS
from render.renderer import Renderer
from render.turning import Turning
from render.view import View


def turned(degrees):
    """Return a view of 9 pixels a degree."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    axes = np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])
    return View.symmetric(axes, (900, 1000), math.radians(90.0), np.zeros(3))


def told(steps, *, show=True):
    """Return what is said of views that are turned by so many degrees each from the last."""
    turning = Turning(show=show)
    return [turning.quick(turned(angle)) for angle in np.cumsum([0.0, *steps])][1:]


def test_a_quick_look_aside_is_quick_from_its_first_frame_to_its_last():
    assert told([0.0, 1.0, 1.0, 1.0, 0.0]) == [False, True, True, True, False]


def test_a_slow_turn_and_a_trembling_head_are_not_quick():
    assert told([0.3] * 5) == [False] * 5
    assert told([0.02, -0.03, 0.01, -0.02]) == [False] * 4


def test_what_has_become_quick_does_not_flicker_about_the_limit():
    assert told([0.5, 0.7, 0.5, 0.5, 0.2, 0.5]) == [False, True, True, True, False, False]


def test_a_cut_is_not_a_turn():
    assert told([60.0, 0.0, -120.0]) == [False] * 3


def test_pictures_and_films_are_never_quick():
    assert told([1.0, 1.0, 1.0], show=False) == [False] * 3


def test_forgetting_makes_the_next_frame_a_cut():
    turning = Turning(show=True)
    turning.quick(turned(0.0))
    assert turning.quick(turned(1.0))
    turning.forget()
    assert not turning.quick(turned(2.0))


def test_the_limits_are_in_pixels_whatever_their_size():
    narrow = [
        View.symmetric(turned(a).cupola_from_eye, (900, 1000), math.radians(10.0), np.zeros(3))
        for a in (0.0, 0.1)
    ]
    turning = Turning(show=True)
    assert [turning.quick(view) for view in narrow] == pytest.approx([False, True])


@pytest.fixture(scope="module")
def show(context, timeline):
    return Renderer(context, timeline, spread=True)


def picture(context, show, moment, view):
    """Return (H, W) code values of a frame of the show."""
    target = context.framebuffer([context.texture(view.size, 4)])
    show.draw(moment, [view], [target], LOOKS["camera"], Layers())
    rows = np.frombuffer(target.read(components=1, alignment=1), np.uint8)
    target.color_attachments[0].release()
    target.release()
    return rows.reshape(view.size[1], view.size[0]).astype(float)


def test_edges_are_plain_only_while_a_show_s_head_turns_quickly(context, show, timeline):
    moment = timeline.at(250.0)
    views = [replace(turned(180.0 + angle), size=(450, 500)) for angle in (0.0, 2.0)]
    show.forget()
    smooth = picture(context, show, moment, views[1])
    show.forget()
    picture(context, show, moment, views[0])
    turning = picture(context, show, moment, views[1])
    resting = picture(context, show, moment, views[1])
    assert np.abs(resting - smooth).mean() < 0.1 < np.abs(turning - smooth).mean() < 2.0
