"""What a visitor does with a long look or with one button, in the state and in what is shown."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assets.words import LANGUAGES, words
from tests.xr import panel_seen
from tests.xr.lab import SETTLED, Lab
from tests.xr.remote import EYE_HEIGHT, RemoteHeadset, pose, toward
from vr.clock import Clock
from vr.hands import menu
from vr.hands.drawing import menu_lines
from vr.hands.handle import RISE
from vr.hands.menu import Verb
from vr.hands.menu_picture import picture
from vr.hands.names import Mode
from vr.hands.settings import Settings
from vr.hands.visitor import Visitor
from vr.mission import mission
from vr.show import Show

START = 250.0
PATIENCE = 40.0
"""s for something to happen that takes two on a quick machine."""
RIM_DEG = -21.0
"""Just over an open menu: nothing is chosen there, and it stays."""
RIM = pose(pitch_deg=RIM_DEG)
PANEL = (220, 210)
"""px, width and height of the panel's picture when it is compared."""
_ROWS = menu.rows(has_show=False, may_leave=True)


def _row(verb: Verb, first: float, last: float) -> tuple[slice, slice]:
    """Return the part of the panel's picture in a verb's row, between shares of its width."""
    number = next(k for k, row in enumerate(_ROWS) if verb in row.verbs)
    box, scale = menu.row_box(number), PANEL[1] / menu.height(len(_ROWS))
    rows = slice(round(box.top * scale), round(box.bottom * scale))
    return rows, slice(round(first * PANEL[0]), round(last * PANEL[0]))


WHOLE = slice(None), slice(None)
PACE = _row(Verb.FASTER, 0.60, 0.85)
HOLD = _row(Verb.PAUSE, 0.03, 0.60)
LIKE = 0.6
"""Correlation from which a panel is the one that was expected; another language's has 0.3."""


class Stay:
    """A visitor in the headset: where he looks, and what has come of it."""

    def __init__(
        self, lab: Lab, headset: RemoteHeadset, *arguments: str, at: float = START
    ) -> None:
        self.lab, self.headset = lab, headset
        self.program = lab.start_program(
            *("vr", "--at", f"{at:g}", "--language", "en", "--report", "/lab/report.json"),
            *("--quality", "low", "--render-scale", "0.5", "--no-mirror", *arguments),
        )
        lab.wait_for_focus(self.program)
        lab.wait_for(lambda: "chosen" in lab.report()["last"], "a frame", self.program)

    def look(self, head: tuple[float, ...]) -> None:
        self.headset.head = head
        self.headset.send()

    @property
    def chosen(self) -> dict[str, Any]:
        found: dict[str, Any] = self.lab.report()["last"]["chosen"]
        return found

    def settle(self) -> None:
        """Wait until what was done now is seen, however slow the machine: two reports later."""
        for _ in range(2):
            before = self.lab.report()["last"]["display_time_ns"]
            self.lab.wait_for(
                lambda before=before: self.lab.report()["last"]["display_time_ns"] > before,
                "another picture",
                self.program,
                PATIENCE,
            )
        time.sleep(SETTLED)

    def wait(self, condition: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Wait until what the visitor has chosen meets a condition; return it."""
        self.lab.wait_for(lambda: condition(self.chosen), what, self.program, PATIENCE)
        return self.chosen

    def look_at(
        self, verb: Verb, position: tuple[float, float, float] = (0.0, EYE_HEIGHT, 0.0)
    ) -> None:
        """Look from a place at where a verb of the open menu is chosen."""
        rows = menu.rows(has_show=False, may_leave=True)
        x, y = menu.boxes(rows)[verb].middle
        local = np.array([x - menu.WIDTH / 2, menu.height(len(rows)) / 2 - y, 0.0])
        opened = self.chosen["menu"]
        place = np.array(opened["cupola_from_panel"]) @ local + opened["position_m"]
        self.look(toward(place - position + [0.0, EYE_HEIGHT, 0.0], position))

    def panel(self, who: Visitor, part: tuple[slice, slice] = WHOLE) -> float:
        """Return how like the compositor's panel, or a part, is to a visitor's: a correlation."""
        last = self.lab.report()["last"]
        rows = menu.rows(has_show=False, may_leave=True)
        size = menu.WIDTH, menu.height(len(rows))
        wanted = Image.fromarray(picture(menu_lines(who, words(who.settings.language), 0.0)))
        small = wanted.convert("L").resize(PANEL, Image.Resampling.BOX)
        view = panel_seen.view_of(last["views"][0])
        seen = panel_seen.panel(self.lab.screen(), view, last["chosen"]["menu"], size, PANEL)
        both = seen[part].ravel(), np.asarray(small, float)[part].ravel()
        return float(np.corrcoef(*both)[0, 1])

    def moon(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where the left eye is shown the Moon, and where it is at the time reported, px."""
        last = self.lab.report()["last"]
        eye = panel_seen.eye_picture(self.lab.screen(), 0).astype(float).min(axis=-1)
        rows, columns = np.nonzero(eye > 235)
        height, width = eye.shape
        moment = mission(None, None).timeline.at(last["t"])
        place = 1e6 * moment.cupola_from_gcrs @ moment.moon.direction
        there = panel_seen.share(panel_seen.view_of(last["views"][0]), place) * (width, height)
        near = np.hypot(columns - there[0], rows - there[1]) < 60
        return np.array([columns[near].mean(), rows[near].mean()]), there

    def beside_the_menu(self) -> NDArray[np.float64]:
        """Return what the left eye is shown to the left and right of an open menu."""
        eye = panel_seen.eye_picture(self.lab.screen(), 0).astype(float).mean(axis=-1)
        width = eye.shape[1]
        return np.concatenate([eye[:, : width // 4], eye[:, 3 * width // 4 :]], axis=1)


@pytest.fixture
def headset(lab: Lab) -> Iterator[RemoteHeadset]:
    return lab.start_remote()


def rocket(t: float) -> NDArray[np.float64]:
    """Return the direction to the rocket in the Cupola's frame."""
    moment = mission(None, None).timeline.at(t)
    place = moment.cupola_from_gcrs @ moment.bodies.position[-1]
    return place / np.linalg.norm(place)


def letters_beside(screen: NDArray[np.uint8]) -> int:
    """Return the bright pixels about the middle of the left eye, where the rocket's name stands."""
    eye = panel_seen.eye_picture(screen, 0).astype(int).min(axis=-1)
    height, width = eye.shape
    part = eye[height // 2 - 30 : height // 2 + 10, width // 2 - 10 : width // 2 + 130]
    return int((part > 110).sum())


def reads_the_rocket(stay: Stay) -> None:
    """Look aft, wait, and read the rocket's name."""
    stay.look(toward(rocket(START + 15.0), (0.0, EYE_HEIGHT, 0.0)))
    time.sleep(SETTLED / 2)
    before = letters_beside(stay.lab.screen())
    named = stay.wait(lambda now: bool(now["named"]), "the rocket's name")["named"]
    assert named == ["core"]
    time.sleep(SETTLED)
    assert letters_beside(stay.lab.screen()) > before + 60


def opens_the_menu(stay: Stay) -> Visitor:
    """Open the menu by its handle; return whose menu it is then."""
    stay.look(pose(pitch_deg=math.degrees(RISE)))
    stay.wait(lambda now: now["menu"] is not None, "the menu")
    stay.look(RIM)
    stay.settle()
    english = Visitor(Show(Clock()), Settings(names=Mode.POINT))
    assert stay.panel(english) > LIKE
    return english


def changes_the_language(stay: Stay, english: Visitor) -> Settings:
    """Choose another language, which is then the panel's; return what is set then."""
    stay.look_at(Verb.LANGUAGE)
    stay.wait(lambda now: now["language"] == "ru", "another language")
    stay.look(RIM)
    stay.settle()
    language = stay.chosen["language"]
    likeness = {
        code: stay.panel(replace(english, settings=Settings(code, Mode.POINT)))
        for code in LANGUAGES
    }
    assert max(likeness, key=likeness.__getitem__) == language
    assert likeness[language] > LIKE
    return Settings(language, Mode.POINT)


def holds_and_sets_the_pace(stay: Stay, settings: Settings) -> None:
    """Hold the time, then let it go ten times as fast: the panel says both."""
    stay.look_at(Verb.PAUSE)
    stay.wait(lambda now: now["held"], "a held time")
    stay.look_at(Verb.FASTER)
    stay.wait(lambda now: now["pace"] >= 10.0, "a faster pace")
    stay.look(RIM)
    stay.settle()
    pace = stay.chosen["pace"]

    def with_clock(rate: float, *, is_held: bool) -> Visitor:
        return Visitor(Show(Clock(anchor_rate=rate, rate=rate, paused=is_held)), settings)

    held = with_clock(pace, is_held=True)
    assert stay.panel(held, PACE) > stay.panel(with_clock(1.0, is_held=True), PACE)
    assert stay.panel(held, HOLD) > stay.panel(with_clock(pace, is_held=False), HOLD)


def moves_in_time(stay: Stay) -> None:
    """Go on a minute: the Moon has sunk to where it is then."""
    before, there = stay.moon()
    assert np.abs(before - there).max() < 4.0
    t = stay.lab.report()["last"]["t"]
    stay.look_at(Verb.AHEAD)
    stay.wait(lambda now: stay.lab.report()["last"]["t"] > t + 59.0, "a minute ahead")
    stay.look(RIM)
    stay.settle()
    after, there = stay.moon()
    assert np.abs(after - there).max() < 4.0
    assert after[1] > before[1] + 12.0


def sits_at_the_middle(stay: Stay) -> None:
    """Lean aside and be set at the middle: what is seen is what was seen there."""
    before = stay.beside_the_menu()
    aside = (0.15, EYE_HEIGHT + 0.02, 0.0)
    stay.look((*RIM[:4], *aside))
    stay.settle()
    apart = np.abs(stay.beside_the_menu() - before).mean()
    stay.look_at(Verb.RECENTRE, aside)
    stay.wait(lambda now: now["menu"] is None, "the end of the menu")
    assert stay.lab.report()["recentred"] >= 1
    x, y, z, w = stay.headset.head[:4]
    yaw = math.degrees(math.atan2(2.0 * (w * y + x * z), 1.0 - 2.0 * (x * x + y * y)))
    stay.look(pose(yaw, aside, RIM_DEG))
    stay.settle()
    assert np.abs(stay.beside_the_menu() - before).mean() < 0.3 * apart


def test_by_looking_alone_the_rocket_is_named_and_the_menu_sets_everything(lab, headset):
    headset.left.active = headset.right.active = False
    headset.send()
    stay = Stay(lab, headset, "--names", "point")
    assert stay.chosen["source"] == "gaze"
    reads_the_rocket(stay)
    settings = changes_the_language(stay, opens_the_menu(stay))
    holds_and_sets_the_pace(stay, settings)
    moves_in_time(stay)
    sits_at_the_middle(stay)
    report = lab.leave(stay.program)
    assert report["recentred"] >= 1
    assert report["losses"] == []
    pace = [chapter["chosen"]["pace"] for chapter in report["story"]]
    assert pace[0] == 1.0
    assert max(pace) > 1.0


def test_with_one_button_the_menu_opens_and_a_click_sets_what_is_pointed_at(lab, headset):
    stay = Stay(lab, headset)
    assert stay.chosen["source"] == "controller"
    assert lab.report()["refused_bindings"] == []
    headset.right.buttons = {"trigger_click"}
    headset.send()
    opened = stay.wait(lambda now: now["menu"] is not None, "the menu")["menu"]
    headset.right.buttons = set()
    headset.send()
    time.sleep(SETTLED)
    assert stay.panel(Visitor(Show(Clock()), Settings())) > LIKE
    assert np.linalg.norm(opened["position_m"]) == pytest.approx(menu.DISTANCE, abs=0.02)
    lab.leave(stay.program)


def test_hands_feel_the_lift_off_and_pull_the_visitor_along(lab, headset):
    stay = Stay(lab, headset, at=-5.0)
    lab.wait_for(lambda: lab.report()["last"]["t"] > 1.0, "lift-off", stay.program, PATIENCE)
    lab.wait_for(lambda: lab.report()["pulses"] == 1, "a pulse", stay.program, PATIENCE)
    assert set(lab.report()["profiles"]) == {"/interaction_profiles/valve/index_controller"}
    headset.right.squeeze = 1.0
    headset.send()
    time.sleep(2 * SETTLED)
    headset.right.pose = pose(position=(0.0, 1.3, -0.4))  # 0.2 m to the left
    headset.send()

    def pulled() -> float:
        return float(lab.report()["last"]["offset_m"][0])

    lab.wait_for(lambda: pulled() > 0.1, "a pull to the right", stay.program, PATIENCE)
    headset.right.squeeze = 0.0
    headset.send()
    time.sleep(2 * SETTLED)
    report = lab.leave(stay.program)
    assert 0.1 < report["last"]["offset_m"][0] <= 0.25
    assert report["pulses"] == 1


def test_a_controller_put_down_leaves_pointing_to_the_bare_hand(lab, headset):
    stay = Stay(lab, headset)
    assert stay.chosen["source"] == "controller"
    for hand in (headset.left, headset.right):
        hand.active = False
        hand.buttons = {"hand_tracking_active"}
        hand.pose = pose(position=(hand.pose[4], EYE_HEIGHT - 0.1, -0.4))
    headset.send()
    stay.wait(lambda now: now["source"] == "hand", "the bare hand")
    for hand in (headset.left, headset.right):
        hand.buttons = set()
    headset.send()
    stay.wait(lambda now: now["source"] == "gaze", "nothing but the gaze")
    lab.leave(stay.program)
