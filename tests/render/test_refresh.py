"""A show draws ground and sky strip by strip: what that changes in pictures, and when it may."""

import math
from dataclasses import replace

import numpy as np
import pytest

from render.layers import Layers
from render.refresh import GUARD, MOST_STEP, STRIPS, WHOLE, Refresh, widened
from render.renderer import Renderer
from tests.render.sights import CAMERA, aft_view

BARE = Layers(cupola=False)
FRAMES = 9


@pytest.fixture(scope="module")
def show(context, timeline):
    return Renderer(context, timeline, spread=True)


def turned(view, degrees):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    return replace(view, cupola_from_eye=turn @ view.cupola_from_eye)


def picture(context, renderer, moment, view):
    target = context.framebuffer([context.texture(view.size, 4)])
    renderer.draw(moment, [view], [target], CAMERA, BARE)
    read = target.read(components=3, alignment=1)
    return np.frombuffer(read, np.uint8).reshape(view.size[1], view.size[0], 3).astype(int)


@pytest.mark.parametrize(
    ("step", "degrees"), [(1 / 90, 0.0), (1 / 90, 0.5), (1 / 20, 0.5)], ids=str
)
def test_a_shows_frames_differ_from_whole_ones_by_a_tenth_of_a_step_on_the_mean_and_4_at_most(
    context, renderer, show, timeline, step, degrees
):
    show.forget()
    for frame in range(FRAMES):
        moment = timeline.at(250.0 + frame * step)
        view = turned(aft_view(moment, (448, 504), 90.0, -22.0), degrees * frame)
        seen = picture(context, show, moment, view)
        difference = np.abs(seen - picture(context, renderer, moment, view))
        assert difference.mean() < 0.1
        assert np.percentile(difference, 99.9) <= 4


def test_after_a_jump_in_time_a_shows_frame_is_the_whole_one(context, renderer, show, timeline):
    view = aft_view(timeline.at(250.0), (448, 504), 90.0, -22.0)
    for t in (250.0, 250.02, 300.0):
        seen = picture(context, show, timeline.at(t), view)
    assert (seen == picture(context, renderer, timeline.at(300.0), view)).all()


def plans(refresh, times, views, kind=0):
    return [refresh.plan(t, view, kind) for t, view in zip(times, views, strict=True)]


def test_the_strips_of_successive_frames_cover_the_picture(timeline):
    view = aft_view(timeline.at(0.0), (448, 504), 90.0, -22.0)
    planned = plans(Refresh(spread=True), [n / 90 for n in range(2 + STRIPS)], [view] * 5)
    assert [plan.strip == WHOLE for plan in planned] == [True, True, False, False, False]
    covered = [plan.strip.of(0, 475) for plan in planned[2:]]
    assert sorted(n for first, last in covered for n in range(first, last)) == list(range(475))


def test_all_is_drawn_whole_when_the_head_leaves_the_guard_or_time_jumps(timeline):
    view = aft_view(timeline.at(0.0), (448, 504), 90.0, -22.0)
    refresh = Refresh(spread=True)
    quick = [turned(view, each) for each in (0.0, 0.0, 1.0, 6.0, 6.5)]
    planned = plans(refresh, [n / 90 for n in range(5)], quick)
    assert [plan.strip == WHOLE for plan in planned] == [True, True, False, True, False]
    assert refresh.plan(5 / 90 + MOST_STEP, view, 0).strip == WHOLE
    assert refresh.plan(6 / 90 + MOST_STEP, view, 0).strip == WHOLE
    assert refresh.plan(7 / 90 + MOST_STEP, view, "plainer").strip == WHOLE


def test_single_pictures_are_drawn_whole_in_their_own_view(timeline):
    view = aft_view(timeline.at(0.0), (448, 504), 90.0, -22.0)
    for plan in plans(Refresh(spread=False), [0.0, 0.01, 0.02], [view] * 3):
        assert plan.strip == WHOLE
        assert plan.view is view


def test_the_guard_leaves_pixels_their_size(timeline):
    view = aft_view(timeline.at(0.0), (448, 504), 90.0, -22.0)
    wide = widened(view)
    assert wide.size == (448 + 2 * round(GUARD * 448), 504 + 2 * round(GUARD * 504))
    across = (wide.tangents[1] - wide.tangents[0]) / wide.size[0]
    assert across == pytest.approx((view.tangents[1] - view.tangents[0]) / view.size[0])
