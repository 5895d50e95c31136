"""The caption before the visitor's eyes, drawn by the card: where it stands, and the black."""

import math

import numpy as np
import pytest

from assets.words import words
from render.view import View
from vr.script.captions import Caption
from vr.script.hanging import HangingCaption
from vr.script.place import BELOW
from vr.script.score import Cue, Spoken
from vr.script.teller import Teller

SIZE = (1344, 1512)
HALF = 0.85
"""rad, half the field of view."""


@pytest.fixture
def eye(context):
    texture = context.texture(SIZE, 4)
    framebuffer = context.framebuffer([texture])
    yield framebuffer
    framebuffer.release()
    texture.release()


def seen(context, eye, timeline, caption, turn=(0.0,), fade=0.0, about="", strength=1.0):
    """Return the picture (H, W, 3), rows from the top, after the head has turned that way."""
    moment = timeline.at(100.0)
    spoken = Spoken(
        Caption("", "The words that hang here", about=about), strength, 100.0, 100.0, 1.0
    )
    teller = Teller(timeline, words())
    tangent = math.tan(HALF)
    for number, angle in enumerate(turn):
        c, s = math.cos(angle), math.sin(angle)
        rotation = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
        view = View(rotation, np.zeros(3), (-tangent, tangent, -tangent, tangent), SIZE)
        cue = Cue(100.0, spoken=spoken, fade=fade)
        caption.prepare(cue, teller, moment, np.zeros(3), view, 5.0 + number / 72.0)
    eye.use()
    eye.clear(0.5, 0.5, 0.5, 1.0)
    caption.draw(view)
    rows = np.frombuffer(eye.read(components=3), np.uint8).reshape(SIZE[1], SIZE[0], 3)
    return rows[::-1].astype(float) / 255


def test_it_stands_in_the_middle_below_where_the_head_looks(context, eye, timeline):
    picture = seen(context, eye, timeline, HangingCaption(context))
    rows, columns = np.nonzero(picture.max(axis=-1) < 0.2)
    middle = SIZE[1] / 2 * (1.0 + math.tan(BELOW) / math.tan(HALF))
    assert rows.mean() == pytest.approx(middle, abs=8.0)
    assert columns.mean() == pytest.approx(SIZE[0] / 2, abs=5.0)


def test_its_letters_are_bright_on_dark(context, eye, timeline):
    picture = seen(context, eye, timeline, HangingCaption(context))
    assert picture.max() > 0.9
    assert picture.min() < 0.1


def test_it_stays_behind_a_head_that_turns_and_comes_after(context, eye, timeline):
    caption = HangingCaption(context)
    just_turned = seen(context, eye, timeline, caption, turn=(0.0, math.radians(20.0)))
    _, columns = np.nonzero(just_turned.max(axis=-1) < 0.2)
    assert columns.mean() > 0.6 * SIZE[0]
    later = seen(context, eye, timeline, caption, turn=[math.radians(20.0)] * 144)
    _, after = np.nonzero(later.max(axis=-1) < 0.2)
    assert SIZE[0] / 2 - 15 < after.mean() < columns.mean()


def test_a_larger_caption_is_larger(context, eye, timeline):
    usual = seen(context, eye, timeline, HangingCaption(context))
    larger = seen(context, eye, timeline, HangingCaption(context, 1.5))
    share = [(each.max(axis=-1) < 0.2).mean() for each in (usual, larger)]
    assert share[1] == pytest.approx(1.5**2 * share[0], rel=0.1)


def test_black_covers_the_whole_eye_and_the_caption_lies_over_it(context, eye, timeline):
    black = seen(context, eye, timeline, HangingCaption(context), fade=1.0, strength=0.0)
    assert black.max() == 0.0
    half = seen(context, eye, timeline, HangingCaption(context), fade=0.5, strength=0.0)
    np.testing.assert_allclose(half, 0.25, atol=0.01)
    words_over = seen(context, eye, timeline, HangingCaption(context), fade=1.0)
    assert words_over.max() > 0.9


def test_an_arrow_shows_the_way_down(context, eye, timeline):
    plain = seen(context, eye, timeline, HangingCaption(context))
    shown = seen(context, eye, timeline, HangingCaption(context), about="down")
    changed = np.abs(shown - plain).max(axis=-1) > 0.1
    rows, columns = np.nonzero(changed)
    panel_rows, _ = np.nonzero(plain.max(axis=-1) < 0.2)
    assert rows.mean() > panel_rows.max()
    assert columns.mean() == pytest.approx(SIZE[0] / 2, abs=18.0)
