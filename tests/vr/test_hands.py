"""Hands, gaze and one button: the pure parts."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit.event import Event
from tests.vr.heads import looking
from vr.clock import Clock
from vr.hands import button, dwell, pinch, pulses, rail
from vr.hands.button import Button, Press
from vr.hands.dwell import Dwell
from vr.hands.handle import RISE, Handle
from vr.hands.names import COMES, GOES, STAYS, Mode, Shown
from vr.hands.pinch import Pinch
from vr.hands.pointer import Hand, Pointing
from vr.hands.pulses import Felt
from vr.hands.rail import Rail
from vr.hands.reading import UPRIGHT, Buttons, Source
from vr.hands.sticks import FASTEST_SCRUB, Sticks, scrub_rate
from vr.show import Show


class TestButton:
    def pressed(self, *times_held):
        state, told = Button(), []
        for now, held in times_held:
            state, press = state.after(held, now)
            told.append(press)
        return told

    def test_a_short_press_is_a_click_when_it_is_let_go(self):
        told = self.pressed((0.0, True), (0.2, True), (0.3, False), (0.4, False))
        assert told == [Press.NOTHING, Press.NOTHING, Press.CLICK, Press.NOTHING]

    def test_a_long_press_asks_for_the_menu_once_and_is_no_click_after(self):
        late = button.HOLD + 0.01
        told = self.pressed((0.0, True), (late, True), (late + 1, True), (late + 2, False))
        assert told == [Press.NOTHING, Press.HOLD, Press.NOTHING, Press.NOTHING]


class TestDwell:
    def looked(self, steps, again=False):
        state, chosen = Dwell(), []
        for now, target in steps:
            state, is_chosen = state.after(target, now, again=again)
            if is_chosen:
                chosen.append(now)
        return state, chosen

    def test_what_is_looked_at_for_long_enough_is_chosen_once(self):
        steps = [(k * 0.1, "core") for k in range(60)]
        _, chosen = self.looked(steps)
        assert chosen == pytest.approx([dwell.TIME], abs=0.11)

    def test_looking_on_chooses_again_where_that_does_something_more(self):
        steps = [(k * 0.1, "LANGUAGE") for k in range(60)]
        _, chosen = self.looked(steps, again=True)
        assert len(chosen) == 3
        assert chosen[1] - chosen[0] == pytest.approx(dwell.TIME + dwell.PAUSE, abs=0.11)

    def test_a_short_slip_loses_nothing_and_a_long_one_all(self):
        state, _ = self.looked([(0.0, "core"), (0.8, "core"), (0.9, ""), (1.0, "core")])
        assert state.progress(1.0) > 0.8
        state, _ = self.looked([(0.0, "core"), (0.8, "core"), (1.2, ""), (1.3, "core")])
        assert state.progress(1.3) == 0.0

    def test_the_ring_fills_from_nothing_to_whole(self):
        state, _ = self.looked([(0.0, "core")])
        shares = [state.progress(k * dwell.TIME / 10) for k in range(11)]
        assert shares[0] == 0.0
        assert shares[-1] == pytest.approx(1.0)
        assert shares == sorted(shares)


class TestNames:
    def test_a_name_comes_quickly_stays_to_be_read_and_goes_gently(self):
        shown = Shown().after(("core",), 0.0, 0.0)
        shown = shown.after(("core",), COMES, COMES)
        assert shown.strengths() == {"core": 1.0}
        assert shown.after((), STAYS, 0.1).strengths() == {"core": 1.0}
        going = shown.after((), COMES + STAYS + 0.1, GOES / 2)
        assert going.strengths()["core"] == pytest.approx(0.5)
        assert going.after((), 9.0, GOES).names == ()

    def test_modes_go_round(self):
        mode, seen = Mode.SHOW, []
        for _ in Mode:
            seen.append(mode)
            mode = mode.next
        assert seen == list(Mode)
        assert mode is Mode.SHOW


class TestRail:
    def pulled(self, path, step=1 / 90):
        state, places = Rail(), []
        for k, x in enumerate(path):
            state = state.after(None if x is None else np.array([x, 0.0, 0.0]), step if k else 0.0)
            places.append(state.place[0])
        return state, np.array(places)

    def test_the_eye_point_moves_against_the_hand_that_holds_on(self):
        state, _ = self.pulled([0.0] + [0.15] * 900)
        assert state.place[0] == pytest.approx(-0.15, abs=0.005)
        assert state.place[1] == 0.0

    @given(st.lists(st.floats(-2, 2), min_size=2, max_size=200))
    def test_it_is_never_far_nor_fast(self, path):
        _, places = self.pulled(path)
        assert np.abs(places).max() <= rail.FARTHEST + 1e-12
        assert np.abs(np.diff(places)).max() <= rail.FASTEST / 90 + 1e-12

    def test_no_push_is_felt(self):
        _, places = self.pulled([0.0] + [0.5] * 270)
        acceleration = np.diff(places, 2) * 90**2
        assert np.abs(acceleration).max() < 0.4  # m/s2: a lift's is 1

    def test_it_rests_when_the_hand_lets_go(self):
        state, places = self.pulled([0.0] + [0.5] * 60 + [None] * 60)
        assert places[61:] == pytest.approx(np.full(60, places[60]))
        assert state.hold is None


class TestPulses:
    EVENTS = (
        Event(0.0, "lift_off", "Lift-off", is_phase=True),
        Event(63.0, "max_q", "Max q", is_phase=False),
        Event(117.8, "strap_on_separation", "Strap-on separation", is_phase=True),
    )

    def felt(self, times):
        state, found = Felt(), []
        for t in times:
            state, pulse = state.after(self.EVENTS, t)
            if pulse is not None:
                found.append((t, pulse))
        return found

    def test_lift_off_and_separations_are_felt_each_once(self):
        found = self.felt([*np.arange(-5, 130, 0.5), -5.0, *np.arange(-5, 130, 0.5)])
        assert found == [(0.0, pulses.LIFT_OFF), (118.0, pulses.SEPARATION)]

    def test_a_jump_over_an_event_is_not_felt(self):
        assert self.felt([-30.0, 60.0]) == []


class TestPointing:
    AIM = looking()

    def test_without_any_hand_the_gaze_points(self):
        head = looking(20.0, -10.0)
        _, reading = Pointing().after(head, (Hand(), Hand(select=True)), Buttons())
        assert reading.pointer.source is Source.GAZE
        assert reading.pointer.ray is head
        assert reading.buttons.select

    def test_the_hand_that_selects_points_from_then_on(self):
        hands = Hand(self.AIM, select=True), Hand(self.AIM)
        state, reading = Pointing().after(UPRIGHT, hands, Buttons())
        assert state.side == 0
        state, reading = state.after(UPRIGHT, (Hand(self.AIM), Hand(self.AIM)), Buttons())
        assert state.side == 0
        assert reading.pointer.source is Source.CONTROLLER

    def test_a_hand_that_is_put_down_leaves_pointing_to_the_other(self):
        state, reading = Pointing(1).after(UPRIGHT, (Hand(self.AIM), Hand()), Buttons())
        assert state.side == 0
        assert reading.pointer.source is Source.CONTROLLER


class TestPinch:
    def joints(self, gap, place=(0.15, -0.25, -0.45), curl=0.1):
        joints = np.tile(np.array(place), (pinch.JOINTS, 1))
        joints[pinch.THUMB_TIP] += [0.0, 0.0, -0.05]
        joints[pinch.INDEX_TIP] = joints[pinch.THUMB_TIP] + [0.0, gap, 0.0]
        for tip in (pinch.MIDDLE_TIP, pinch.RING_TIP, pinch.LITTLE_TIP):
            joints[tip] += [0.0, 0.0, -curl]
        return joints

    def test_a_pinch_begins_close_and_ends_wide(self):
        state, pinched = Pinch(), []
        for gap in (0.05, 0.02, 0.01, 0.02, 0.04, 0.02):
            state, (_, right) = state.after((None, self.joints(gap)), UPRIGHT)
            pinched.append(right.select)
        assert pinched == [False, False, True, True, False, False]

    def test_a_hand_points_forward_from_the_shoulder(self):
        _, (left, right) = Pinch().after((None, self.joints(0.05)), UPRIGHT)
        assert left.aim is None
        assert right.source is Source.HAND
        assert right.aim.ahead @ [0, 0, -1] > 0.95

    def test_a_hand_in_the_lap_points_at_nothing(self):
        _, (_, right) = Pinch().after((None, self.joints(0.01, (0.1, -0.6, -0.1))), UPRIGHT)
        assert right.aim is None
        assert not right.select

    def test_a_fist_holds_on_and_does_not_select(self):
        _, (_, right) = Pinch().after((None, self.joints(0.01, curl=0.03)), UPRIGHT)
        assert right.grab
        assert not right.select


class TestHandle:
    def test_it_comes_along_with_the_head_and_waits_for_who_looks_down(self):
        along = Handle().after(looking(40.0, -10.0))
        assert math.degrees(along.turn) == pytest.approx(40.0)
        assert along.after(looking(60.0, -50.0)) == along

    def test_who_looks_down_at_it_meets_it(self):
        assert Handle().is_met(looking(0.0, math.degrees(RISE)))
        assert not Handle().is_met(looking(0.0, -40.0))
        assert Handle(math.radians(60)).is_met(looking(60.0, math.degrees(RISE)))


class TestSticks:
    def after(self, sticks, show, now=10.0, since=0.1, **buttons):
        return sticks.after(Buttons(**buttons), show, now, since)

    def test_a_flick_is_one_step_until_the_stick_comes_back(self):
        sticks, show = Sticks(), Show(Clock())
        for push in (0.9, 1.0, 0.8, 0.5, 0.9):
            show, sticks = self.after(sticks, show, rate=push)
        assert show.clock.rate == 2.0
        for push in (0.1, -0.8):
            show, sticks = self.after(sticks, show, rate=push)
        assert show.clock.rate == 1.0

    def test_pause_holds_the_time_once_a_press(self):
        show, sticks = self.after(Sticks(), Show(Clock()), pause=True)
        assert show.paused(10.0)
        show, sticks = self.after(sticks, show, pause=True)
        assert show.paused(10.0)
        show, sticks = self.after(sticks, show)
        show, sticks = self.after(sticks, show, pause=True)
        assert not show.paused(10.0)

    def test_scrubbing_follows_the_stick_and_ignores_a_resting_one(self):
        show, _ = self.after(Sticks(), Show(Clock()), scrub=1.0)
        assert show.at(10.0) == pytest.approx(10.0 + 0.1 * FASTEST_SCRUB)
        show, _ = self.after(Sticks(), Show(Clock()), scrub=-1.0)
        assert show.at(10.0) == pytest.approx(10.0 - 0.1 * FASTEST_SCRUB)
        show, _ = self.after(Sticks(), Show(Clock()), scrub=0.2)
        assert show == Show(Clock())

    def test_scrubbing_starts_gently(self):
        assert 0.0 < scrub_rate(0.5) < FASTEST_SCRUB / 10
