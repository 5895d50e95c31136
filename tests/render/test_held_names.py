"""Names in a headset: settled ten times a second, a piece a frame, and moved in every frame."""

from __future__ import annotations

import math

import numpy as np
import pytest

from render.frustum import covering
from render.held_names import EVERY, HeldNames
from render.labels import pixels
from render.naming import Naming
from render.passes.labels import LabelsPass
from render.view import View

SIZE = (320, 320)


@pytest.fixture(scope="module")
def labels(context):
    return LabelsPass(context)


def looking(turn_deg):
    turn = math.radians(turn_deg)
    axes = np.array(
        [
            [math.cos(turn), 0.0, math.sin(turn)],
            [0.0, 1.0, 0.0],
            [-math.sin(turn), 0.0, math.cos(turn)],
        ]
    )
    down = math.radians(-15.0)
    tilt = np.array(
        [
            [1.0, 0.0, 0.0],
            [0.0, math.cos(down), -math.sin(down)],
            [0.0, math.sin(down), math.cos(down)],
        ]
    )
    return View.symmetric(axes @ tilt, SIZE, math.radians(70.0))


def drawn(context, draw):
    target = context.framebuffer([context.texture(SIZE, 4)])
    target.use()
    target.clear()
    draw()
    raw = np.frombuffer(target.read(components=4), np.uint8).astype(int)
    for each in (*target.color_attachments, target):
        each.release()
    return raw


def test_the_first_names_are_those_of_a_picture_alone(context, labels, timeline):
    moment, view = timeline.at(250.0), looking(0.0)
    held = HeldNames(labels)
    held.follow(moment, [view], True, Naming(), 10.0)
    chosen = labels.choose(moment, [view])
    assert len(chosen) > 5
    alone = drawn(context, lambda: labels.draw(chosen, view))
    followed = drawn(context, lambda: held.draw(view))
    assert alone.max() > 200
    assert np.abs(alone - followed).max() <= 2


def test_names_stay_with_their_things_while_time_and_head_go_on(context, labels, timeline):
    """To half a pixel, at ten times, between two choices."""
    held = HeldNames(labels)
    first = timeline.at(250.0)
    held.follow(first, [looking(0.0)], True, Naming(), 10.0)
    moment, view = timeline.at(250.5), looking(2.0)
    held.follow(moment, [view], True, Naming(), 10.0 + 0.5 * EVERY)
    there = {each.subject.id: each.subject for each in labels.choose(moment, [view])}
    compared = 0
    for part in held._parts:
        for (thing, _), direction in zip(part.names.keys, part.directions, strict=True):
            if thing in there:
                away = pixels(np.stack([direction, there[thing].direction]), covering([view]))
                assert np.abs(away[0] - away[1]).max() < 0.5, thing
                compared += 1
    assert compared > 5


def test_within_two_tenths_of_a_second_it_shows_what_a_picture_alone_would(
    context, labels, timeline
):
    held = HeldNames(labels)
    held.follow(timeline.at(250.0), [looking(0.0)], True, Naming(), 10.0)
    moment, view = timeline.at(262.0), looking(25.0)
    for frame in range(1, 40):
        held.follow(moment, [view], True, Naming(), 10.0 + frame / 90.0)
    alone = drawn(context, lambda: labels.draw(labels.choose(moment, [view]), view))
    assert np.abs(alone - drawn(context, lambda: held.draw(view))).max() <= 2
