"""The menu and the visitor: everything by one button, or by looking alone."""

import math
from dataclasses import replace

import numpy as np
import pytest

from assets.words import LANGUAGES, words
from render.labels import Subject
from tests.vr.heads import looking
from vr.clock import RATES, Clock
from vr.hands import menu
from vr.hands.begin import visitor
from vr.hands.button import HOLD
from vr.hands.drawing import menu_lines
from vr.hands.dwell import TIME
from vr.hands.handle import RISE
from vr.hands.menu import Verb
from vr.hands.menu_picture import _BUTTON, _DIM_INK, LETTERS, picture
from vr.hands.menu_text import TEXTS
from vr.hands.names import Mode
from vr.hands.pinch import pointing_from
from vr.hands.reading import UPRIGHT, Buttons, Pointer, Pose, Reading, Source
from vr.hands.settings import Settings
from vr.script.panel import GROUND, INK
from vr.show import Show

STEP = 1 / 60
HEAD = looking(0.0, -20.0)
CORE = Subject("core", ("Core",), looking(5.0, -20.0).ahead, (1, 1), kind="body")


class Visit:
    """A visitor played by a test: what he looks and points at, pressing or not."""

    def __init__(self, source=Source.CONTROLLER, **settings):
        self.who = visitor(Show(Clock()), Settings(**settings))
        self.source = source
        self.now = 0.0
        self.wishes = []

    def frame(self, ray=HEAD, head=HEAD, grip=None, **buttons):
        reading = Reading(head, Pointer(self.source, ray), Buttons(**buttons), grip)
        things = [CORE] if self.who.asks_for_names(self.now) else []
        self.who, wishes = self.who.after(reading, things, (), self.now, STEP)
        self.wishes.append(wishes)
        self.now += STEP

    def hold(self, seconds, **what):
        for _ in range(round(seconds / STEP)):
            self.frame(**what)

    def click(self, ray=HEAD):
        self.hold(0.1, ray=ray, select=True)
        self.frame(ray=ray)

    def ray_to(self, verb):
        """Return the ray from the head to where a verb is chosen."""
        box = menu.boxes(self.who.rows)[verb]
        panel, (x, y) = self.who.menu.panel, box.middle
        tall = menu.height(len(self.who.rows))
        place = panel.position + panel.rotation @ [x - menu.WIDTH / 2, tall / 2 - y, 0.0]
        ray = pointing_from(HEAD.position, place)
        return Pose(HEAD.position, ray.rotation)

    def choose(self, verb):
        self.click(self.ray_to(verb))


@pytest.fixture
def visit():
    return Visit()


@pytest.fixture
def opened(visit):
    visit.hold(HOLD + 0.1, select=True)
    visit.frame()
    assert visit.who.menu is not None
    return visit


class TestByOneButton:
    def test_a_long_press_opens_the_menu_and_another_closes_it(self, opened):
        opened.hold(HOLD + 0.1, select=True)
        assert opened.who.menu is None

    def test_a_click_on_a_language_changes_it_to_the_next_and_round(self, opened):
        for expected in [*list(LANGUAGES)[1:], "en"]:
            opened.choose(Verb.LANGUAGE)
            assert opened.who.settings.language == expected

    def test_pace_goes_a_step_slower_and_faster(self, opened):
        opened.choose(Verb.FASTER)
        assert opened.who.show.clock.rate == RATES[RATES.index(1.0) + 1]
        opened.choose(Verb.SLOWER)
        assert opened.who.show.clock.rate == 1.0

    def test_time_is_moved_a_minute_back_and_ahead(self, opened):
        t = opened.who.show.at(opened.now)
        opened.choose(Verb.AHEAD)
        assert opened.who.show.at(opened.now) == pytest.approx(t + 60.0, abs=0.3)
        opened.choose(Verb.BACK)
        opened.choose(Verb.BACK)
        assert opened.who.show.at(opened.now) == pytest.approx(t - 60.0, abs=0.6)

    def test_time_is_held_and_let_go_on(self, opened):
        opened.choose(Verb.PAUSE)
        assert opened.who.show.paused(opened.now)
        opened.choose(Verb.PAUSE)
        assert not opened.who.show.paused(opened.now)

    def test_names_look_glow_and_pulses_are_set(self, opened):
        for _ in Mode:
            opened.choose(Verb.NAMES)
        assert opened.who.settings.names is Mode.SHOW
        opened.choose(Verb.LOOK)
        opened.choose(Verb.GLOW)
        opened.choose(Verb.PULSES)
        assert opened.who.show.look == "eye"
        assert not opened.who.settings.glow
        assert not opened.who.settings.pulses

    def test_names_all_and_none_are_the_shows_own_labels(self, opened):
        seen = {}
        for _ in Mode:
            seen[opened.who.settings.names] = opened.who.show.labels
            opened.choose(Verb.NAMES)
        assert seen == {
            Mode.SHOW: None,
            Mode.POINT: False,
            Mode.GAZE: False,
            Mode.ALL: True,
            Mode.NONE: False,
        }

    def test_recentring_is_wished_for_once_and_closes_the_menu(self, opened):
        opened.choose(Verb.RECENTRE)
        assert [wish.recentre for wish in opened.wishes].count(True) == 1
        assert opened.who.menu is None

    def test_leaving_is_wished_for_where_it_is_allowed(self, opened):
        opened.choose(Verb.LEAVE)
        assert opened.wishes[-1].leave

    def test_a_kiosk_has_no_row_to_leave_by(self):
        rows = menu.rows(has_show=False, may_leave=False)
        assert Verb.LEAVE not in {verb for row in rows for verb in row.verbs}

    def test_a_menu_that_nobody_points_at_goes_by_itself(self, opened):
        away = looking(120.0)
        opened.hold(menu.LEAVES_AFTER - 1.0, ray=away)
        assert opened.who.menu is not None
        opened.hold(1.5, ray=away)
        assert opened.who.menu is None

    def test_beside_the_rows_a_click_does_nothing(self, opened):
        before = opened.who.settings, opened.who.show.clock
        opened.click(looking(90.0, 0.0))
        assert (opened.who.settings, opened.who.show.clock) == before


class TestNames:
    def test_what_is_pointed_at_is_named_at_once(self):
        visit = Visit(names=Mode.POINT)
        visit.hold(0.3, ray=looking(5.5, -20.0))
        assert visit.who.shown.strengths() == {"core": 1.0}

    def test_what_is_looked_at_is_named_when_the_ring_is_full(self):
        visit = Visit(Source.GAZE, names=Mode.POINT)
        there = looking(5.5, -20.0)
        visit.hold(TIME - 0.1, ray=there, head=there)
        assert visit.who.shown.strengths() == {}
        assert visit.who.dwell.progress(visit.now) > 0.8
        visit.hold(0.5, ray=there, head=there)
        assert visit.who.shown.strengths() == {"core": 1.0}

    def test_names_by_looking_heed_the_head_though_a_hand_points_elsewhere(self):
        visit = Visit(names=Mode.GAZE)
        visit.hold(TIME + 0.5, ray=looking(60.0), head=looking(5.0, -20.0))
        assert visit.who.shown.strengths() == {"core": 1.0}

    def test_none_means_none_and_the_show_names_by_itself(self):
        for mode in (Mode.NONE, Mode.ALL, Mode.SHOW):
            assert not Visit(names=mode).who.asks_for_names(0.0)

    def test_a_click_keeps_a_name_and_another_lets_it_go(self):
        visit = Visit(names=Mode.POINT)
        there, elsewhere = looking(5.0, -20.0), looking(60.0)
        visit.click(there)
        visit.hold(6.0, ray=elsewhere)
        assert visit.who.shown.strengths() == {"core": 1.0}
        visit.click(there)
        visit.hold(6.0, ray=elsewhere)
        assert visit.who.shown.strengths() == {}


class TestByLookingAlone:
    def test_the_menu_is_opened_by_its_handle_and_everything_chosen_in_it(self):
        visit = Visit(Source.GAZE)
        down = looking(0.0, math.degrees(RISE))
        visit.hold(TIME + 0.1, ray=down, head=down)
        assert visit.who.menu is not None
        for verb in menu.boxes(visit.who.rows):
            if visit.who.menu is None:  # it closes after some
                visit.hold(TIME + 0.1, ray=looking(90.0), head=HEAD)
                visit.hold(TIME + 0.1, ray=down, head=down)
            told = len(visit.wishes)
            ray = visit.ray_to(verb)
            visit.hold(TIME + 0.1, ray=ray)
            assert any(wish.confirmed for wish in visit.wishes[told:]), verb

    def test_looking_on_at_leave_does_not_do_it_twice(self):
        visit = Visit(Source.GAZE)
        down = looking(0.0, math.degrees(RISE))
        visit.hold(TIME + 0.1, ray=down, head=down)
        ray = visit.ray_to(Verb.GLOW)
        visit.hold(4 * TIME, ray=ray)
        assert not visit.who.settings.glow


class TestPanel:
    @pytest.mark.parametrize("rise", [-90.0, -60.0, -20.0, 0.0, 45.0, 89.0])
    @pytest.mark.parametrize("turn", [-150.0, 0.0, 70.0])
    def test_it_stands_upright_at_arms_length_facing_the_eyes(self, turn, rise):
        head = looking(turn, rise, (0.1, 0.05, -0.1))
        panel = menu.placed(head)
        toward = panel.position - head.position
        assert np.linalg.norm(toward) == pytest.approx(menu.DISTANCE)
        assert panel.rotation[:, 2] @ toward == pytest.approx(-menu.DISTANCE)
        assert panel.rotation[1, 0] == pytest.approx(0.0, abs=1e-12)
        assert panel.rotation[1, 1] > 0.7

    def test_who_looks_straight_down_finds_it_where_his_body_faces(self):
        panel = menu.placed(looking(30.0, -90.0))
        away = panel.position / menu.DISTANCE
        assert math.degrees(math.atan2(-away[0], -away[2])) == pytest.approx(30.0, abs=1e-6)

    def test_it_is_met_where_it_is_pointed_at(self):
        panel = menu.placed(UPRIGHT)
        ray = pointing_from(UPRIGHT.position, panel.position)
        x, y = menu.meets(panel, 11, Pose(UPRIGHT.position, ray.rotation))
        assert (x, y) == pytest.approx((menu.WIDTH / 2, menu.height(11) / 2))
        assert menu.meets(panel, 11, looking(180.0)) is None

    def test_no_two_targets_overlap_and_each_is_two_degrees_high(self):
        boxes = list(menu.boxes(menu.rows(has_show=True, may_leave=True)).values())
        for k, one in enumerate(boxes):
            assert math.degrees((one.bottom - one.top) / menu.DISTANCE) > 2.0
            for other in boxes[k + 1 :]:
                apart = one.right <= other.left or other.right <= one.left
                assert apart or one.bottom <= other.top or other.bottom <= one.top

    def test_letters_stand_out_seven_to_one(self):
        def luminance(colour):
            parts = [c / 255 for c in colour]
            low = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
            return 0.2126 * low[0] + 0.7152 * low[1] + 0.0722 * low[2]

        def contrast(ink, ground):
            return (luminance(ink) + 0.05) / (luminance(ground) + 0.05)

        assert contrast(INK, GROUND) > 7.0
        assert contrast(_DIM_INK, GROUND) > 7.0
        assert contrast((255, 205, 130), _BUTTON) > 7.0
        lit = [0.84 * g + 0.16 * h for g, h in zip(GROUND, (255, 204, 130), strict=True)]
        assert contrast(INK, lit) > 7.0

    def test_letters_are_as_large_as_a_captions(self):
        assert math.degrees(1.4 * LETTERS / menu.DISTANCE) == pytest.approx(1.3, abs=0.02)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_row_is_written_within_the_panel(self, language):
        who = replace(Visit().who, settings=Settings(language))
        lines = menu_lines(who, words(language), 0.0)
        pixels = picture(lines)
        assert pixels.shape[0] / pixels.shape[1] == pytest.approx(
            menu.height(len(lines)) / menu.WIDTH, abs=0.01
        )
        edge = round(0.008 * pixels.shape[1] / menu.WIDTH)
        rim = np.concatenate([pixels[:, :edge, :3].ravel(), pixels[:, -edge:, :3].ravel()])
        assert rim.max() < 60

    @pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
    def test_every_text_is_translated(self, language):
        known = words(language)
        same = {"{} ×", "1 min"}
        untold = [text for text in TEXTS if text not in same and known.text(text, "menu") == text]
        assert untold == []
