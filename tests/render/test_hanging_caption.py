"""The caption before the visitor's eyes, drawn by the card: where it stands, and the black."""

import math

import numpy as np
import pytest

from assets.words import words
from render.view import View
from vr.hung import Room
from vr.script.captions import Caption
from vr.script.hanging import HangingCaption
from vr.script.place import BELOW, DISTANCE
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


def seen(
    context,
    eye,
    timeline,
    caption,
    turn=(0.0,),
    fade=0.0,
    about="",
    strength=1.0,
    text="The words that hang here",
    room=None,
):
    """Return the picture (H, W, 3), rows from the top, after the head has turned that way."""
    moment = timeline.at(100.0)
    spoken = Spoken(Caption("", text, about=about), strength, 100.0, 100.0, 1.0)
    teller = Teller(timeline, words())
    tangent = math.tan(HALF)
    for number, angle in enumerate(turn):
        c, s = math.cos(angle), math.sin(angle)
        rotation = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
        view = View(rotation, np.zeros(3), (-tangent, tangent, -tangent, tangent), SIZE)
        cue = Cue(100.0, spoken=spoken, fade=fade)
        caption.prepare(cue, teller, moment, np.zeros(3), view, 5.0 + number / 72.0, room)
    eye.use()
    eye.clear(0.5, 0.5, 0.5, 1.0)
    caption.draw(view, without_words=room is not None)
    rows = np.frombuffer(eye.read(components=3), np.uint8).reshape(SIZE[1], SIZE[0], 3)
    return rows[::-1].astype(float) / 255


def test_it_stands_in_the_middle_below_where_the_head_looks(context, eye, timeline):
    picture = seen(context, eye, timeline, HangingCaption(context))
    rows, columns = np.nonzero(picture.max(axis=-1) < 0.2)
    middle = SIZE[1] / 2 * (1.0 + math.tan(BELOW) / math.tan(HALF))
    assert rows.mean() == pytest.approx(middle, abs=8.0)
    assert columns.mean() == pytest.approx(SIZE[0] / 2, abs=5.0)


def test_it_hangs_lower_while_it_would_cover_what_it_is_about(context, timeline):
    moment = timeline.at(250.0)
    c, s = math.cos(math.radians(-6.0)), math.sin(math.radians(-6.0))
    head = np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])
    view = View(head, np.zeros(3), (-1.0, 1.0, -1.0, 1.0), SIZE)
    room = Room(1000.0, (2048, 1024))

    def board(about):
        spoken = Spoken(Caption("", "Words of the rocket", about=about), 1.0, 250.0, 250.0, 1.0)
        caption = HangingCaption(context)
        teller = Teller(timeline, words())
        cue = Cue(250.0, spoken=spoken)
        caption.prepare(cue, teller, moment, np.zeros(3), view, 5.0, room)
        return caption.hung(room).board, teller.direction(spoken, moment)

    def covers(hung, direction):
        reach = (hung.corner @ hung.axes[:, 2]) / (direction @ hung.axes[:, 2])
        right, down = hung.along, hung.down
        local = reach * direction - hung.corner
        return 0 < local @ right < right @ right and 0 < local @ down < down @ down

    above, rocket = board("rocket")
    plain, _ = board("")
    assert covers(plain, rocket)
    assert not covers(above, rocket)
    assert above.corner[1] < plain.corner[1]
    assert np.linalg.norm(above.corner - plain.corner) < 0.35


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


class TestOnALayerOfItsOwn:
    ROOM = Room(1.5 * SIZE[0] / (2.0 * math.tan(HALF)), (2048, 1024))

    def test_the_words_are_left_to_the_layer_and_the_black_is_not(self, context, eye, timeline):
        caption = HangingCaption(context)
        picture = seen(context, eye, timeline, caption, room=self.ROOM)
        np.testing.assert_allclose(picture, 0.5, atol=0.01)
        black = seen(context, eye, timeline, caption, fade=1.0, room=self.ROOM)
        assert black.max() == 0.0
        assert caption.hung(self.ROOM) is not None

    def test_its_lines_have_one_and_a_half_of_the_eye_s_pixels(self, context, eye, timeline):
        for scale in (1.0, 1.3):
            caption = HangingCaption(context, scale)
            seen(context, eye, timeline, caption, room=self.ROOM)
            hung = caption.hung(self.ROOM)
            angle = np.linalg.norm(hung.board.down) / DISTANCE
            pixels = hung.texture.size[1] / angle / self.ROOM.pixels_per_radian
            assert pixels == pytest.approx(1.0, abs=0.03)

    def test_it_hangs_where_it_does_in_the_eyes_in_the_same_size(self, context, eye, timeline):
        caption = HangingCaption(context)
        seen(context, eye, timeline, caption, room=self.ROOM)
        board = caption.hung(self.ROOM).board
        middle = board.corner + 0.5 * (board.along + board.down)
        assert middle == pytest.approx(
            [0.0, -DISTANCE * math.sin(BELOW), -DISTANCE * math.cos(BELOW)], abs=1e-9
        )
        assert board.axes.T @ board.axes == pytest.approx(np.eye(3), abs=1e-12)
        assert board.axes[:, 2] == pytest.approx(-middle / DISTANCE, abs=1e-9)

    def test_its_picture_is_the_same_one_while_the_words_stay(self, context, eye, timeline):
        caption = HangingCaption(context)
        seen(context, eye, timeline, caption, room=self.ROOM)
        first = caption.hung(self.ROOM)
        seen(context, eye, timeline, caption, turn=(0.0, 0.3, 0.6), room=self.ROOM)
        assert first.looks_like(caption.hung(self.ROOM))
        seen(context, eye, timeline, caption, strength=0.5, room=self.ROOM)
        assert not first.looks_like(caption.hung(self.ROOM))
        seen(context, eye, timeline, caption, text="Other words", room=self.ROOM)
        assert not first.looks_like(caption.hung(self.ROOM))

    def test_letters_are_no_larger_than_the_image_has_room_for(self, context, eye, timeline):
        small = Room(self.ROOM.pixels_per_radian, (700, 700))
        caption = HangingCaption(context)
        text = "So many words that a line of them is as wide as any panel that there may be here"
        seen(context, eye, timeline, caption, text=text, room=small)
        hung = caption.hung(small)
        assert hung.texture.size[0] <= hung.largest[0] <= 700
        assert hung.texture.size[1] <= hung.largest[1] <= 700

    def test_words_too_many_for_the_image_stay_in_the_eyes(self, context, eye, timeline):
        caption = HangingCaption(context)
        seen(context, eye, timeline, caption, text="word " * 700, room=self.ROOM)
        assert caption.hung(self.ROOM) is None


def test_an_arrow_shows_the_way_down(context, eye, timeline):
    plain = seen(context, eye, timeline, HangingCaption(context))
    shown = seen(context, eye, timeline, HangingCaption(context), about="down")
    changed = np.abs(shown - plain).max(axis=-1) > 0.1
    rows, columns = np.nonzero(changed)
    panel_rows, _ = np.nonzero(plain.max(axis=-1) < 0.2)
    assert rows.mean() > panel_rows.max()
    assert columns.mean() == pytest.approx(SIZE[0] / 2, abs=18.0)
