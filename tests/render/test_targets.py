"""A show's images are used in part where the eyes are drawn smaller, and not made anew."""

import numpy as np
import pytest

from render.layers import Layers
from render.targets import Targets
from render.view import View
from tests.render.sights import CAMERA
from vr.headset.resolution import ladder

EYE = (206, 220)
ALL = Layers(cupola=True, labels=False)


def test_all_sizes_of_an_eye_are_parts_of_one_image_and_it_grows_for_none(context):
    targets = Targets(context, in_part=True)
    first = targets.near(0, EYE)
    for step in ladder(0):
        size = step.part(EYE)
        assert targets.near(0, size) is first
        assert targets.near(0, size).size == size
        assert first.framebuffer.viewport == (0, 0, *size)
    assert targets.near(0, EYE).size == EYE


def test_a_much_smaller_picture_has_an_image_of_its_own_and_a_larger_one_a_larger(context):
    targets = Targets(context, in_part=True)
    targets.points(0, EYE)
    assert targets.points(0, (60, 60)).texture.size == (60, 60)
    assert targets.points(0, (60, 61)).texture.size == (60, 61)


def test_a_film_s_images_are_as_large_as_its_pictures(context):
    targets = Targets(context)
    targets.near(0, EYE)
    assert targets.near(0, ladder(0)[1].part(EYE)).texture.size == ladder(0)[1].part(EYE)


@pytest.fixture
def shows(renderer):
    """The renderer of all tests with images as a show has them."""
    before = renderer._targets
    renderer._targets = Targets(renderer.ctx, in_part=True)
    yield renderer
    renderer._targets = before


def test_a_part_of_an_image_shows_what_an_image_of_that_size_does(renderer, shows, timeline):
    moment = timeline.at(250.0)
    before = shows._targets

    def drawn(size):
        view = View(np.eye(3), np.zeros(3), (-0.9, 0.9, -0.9, 0.9), size)
        target = shows.ctx.simple_framebuffer(size, 3)
        shows.forget()
        shows.draw(moment, [view], [target], CAMERA, ALL)
        pixels = np.frombuffer(target.read(components=3, alignment=1), np.uint8)
        target.release()
        return pixels

    drawn(EYE)
    small = ladder(0)[-1].part(EYE)
    part = drawn(small)
    shows._targets = Targets(shows.ctx)
    whole = drawn(small)
    shows._targets = before
    assert (part == whole).all()
