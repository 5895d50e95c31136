"""Mouse and gamepad in the window: what is under the pointer is named, and what is not is not."""

import math
from typing import cast

import numpy as np
import pytest

from assets.words import words
from render.view import View
from vr.clock import Clock
from vr.hands.begin import visitor
from vr.hands.drawing import HandsDrawing
from vr.hands.names import Mode
from vr.hands.reading import Source
from vr.hands.settings import Settings
from vr.mission import mission
from vr.show import Show
from vr.window.desktop import Input
from vr.window.gamepad import Pad
from vr.window.hands import WindowHands

SIZE = (800, 600)
T = 250.0


class Desk:
    """A window of which only the pointing is there."""

    def __init__(self):
        who = visitor(Show(Clock(anchor_t=T)), Settings(names=Mode.POINT, has_motors=False))
        self.hands = WindowHands(cast(HandsDrawing, None), who)
        self.moment = mission(None, None).timeline.at(T)
        turn = math.radians(-20.0)
        c, s = math.cos(turn), math.sin(turn)
        axes = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
        self.view = View.symmetric(axes, SIZE, math.radians(50.0))
        self.now = 100.0
        self.frame(Input())

    def frame(self, done, times=1):
        for _ in range(times):
            self.now += 0.1
            self.hands.heed(done, self.hands.visitor, self.now)
            self.hands.see(self.view, self.moment, words(), self.now)

    @property
    def named(self):
        return set(self.hands.visitor.shown.strengths())

    def rocket(self):
        """Return the pixel where the rocket is."""
        place = self.moment.cupola_from_gcrs @ self.moment.bodies.position[-1]
        x, y, z = place @ self.view.cupola_from_eye
        _, right, _, up = self.view.tangents
        return (
            SIZE[0] / 2 * (1 + x / -z / right),
            SIZE[1] / 2 * (1 - y / -z / up),
        )


@pytest.fixture
def desk():
    return Desk()


def test_what_the_mouse_is_on_is_named_until_it_lies_still(desk):
    x, y = desk.rocket()
    desk.frame(Input(pointer=(x + 2, y), moved=True), 2)
    assert desk.named == {"core"}
    desk.frame(Input(pointer=(x + 2, y)), 70)
    assert desk.named == set()
    desk.frame(Input(pointer=(x, y), moved=True), 2)
    assert desk.named == {"core"}


def test_beside_everything_nothing_is_named(desk):
    desk.frame(Input(pointer=(10.0, 10.0), moved=True), 2)
    assert desk.named == set()


def test_a_click_keeps_the_name(desk):
    pointer = desk.rocket()
    desk.frame(Input(pointer=pointer, moved=True, clicked=True))
    desk.frame(Input(pointer=pointer), 70)
    assert desk.named == {"core"}


def test_a_gamepad_points_at_the_middle_until_the_mouse_is_moved(desk):
    desk.frame(Input(pointer=(10.0, 10.0), pad=Pad(axes=(0.0, 0.0, 0.5, 0.0, 0.0, 0.0))), 2)
    assert desk.hands.visitor.source is Source.CONTROLLER
    desk.frame(Input(pointer=(10.0, 10.0)), 2)
    assert desk.hands.visitor.source is Source.CONTROLLER
    desk.frame(Input(pointer=(12.0, 10.0), moved=True))
    assert desk.hands.visitor.source is Source.MOUSE


def test_a_right_click_opens_the_menu_without_pulses_for_the_hands(desk):
    desk.frame(Input(menu=True))
    assert desk.hands.visitor.menu is not None
    assert "Pulses in the hand" not in {row.label for row in desk.hands.visitor.rows}


def test_the_menu_says_what_the_keys_have_made_of_the_names():
    show, settings = Show(Clock()), Settings()
    for mode in (Mode.NONE, Mode.ALL, Mode.NONE):
        show = show.labels_toggled(0.0)
        settings = settings.agreeing(show.labels)
        assert settings.names is mode
        assert settings.labels is show.labels
    assert settings.agreeing(None).names is Mode.SHOW
    by_pointing = Settings(names=Mode.POINT)
    assert by_pointing.agreeing(by_pointing.labels) is by_pointing
