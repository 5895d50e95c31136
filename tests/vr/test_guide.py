"""The visitor may hold the script, take the time, and come back."""

import itertools

import numpy as np
import pytest

from orbit.scenario import find_scenario
from orbit.timeline import build
from vr.clock import Clock
from vr.guide import FADE, Guide
from vr.script.file import find_script
from vr.script.score import BLACK, compose
from vr.show import Milestone, Show


@pytest.fixture(scope="module")
def show():
    timeline = build(find_scenario("progress-ms-10"))
    first, last = timeline.span
    marks = tuple(Milestone(event.t, event.name) for event in timeline.events)
    score = compose(find_script("first-visit"), timeline)
    return Show(Clock(first=first, last=last), marks, guide=Guide(score)).begun(100.0)


def steps(show, first, last, step=0.01):
    return [show.cue(now) for now in np.arange(first, last, step)]


def test_the_show_begins_when_its_first_picture_does(show):
    assert show.at(100.0) == -32.0
    assert show.at(110.0) == pytest.approx(-22.0)
    assert show.cue(105.0).spoken.caption.id == "welcome"


def test_a_pause_holds_the_script_and_lets_it_go_on_where_it_was(show):
    held = show.pause_toggled(150.0)
    assert held.paused(150.0)
    assert held.at(152.0) == held.at(190.0)
    gone_on = held.pause_toggled(190.0)
    assert not gone_on.paused(190.0)
    assert gone_on.at(195.0) > held.at(190.0) + 10.0


@pytest.mark.parametrize("now", [103.0, 131.0, 150.0, 230.0])
def test_taking_the_time_makes_no_jump_and_takes_the_captions_away(show, now):
    taken = show.paced(2.0, now)
    assert taken.at(now) == pytest.approx(show.at(now))
    assert taken.cue(now).rate == pytest.approx(show.cue(now).rate)
    assert taken.cue(now + 1.5).rate == 2.0
    assert taken.cue(now).spoken is None
    assert not taken.is_led(now)


def test_scrubbing_starts_from_where_the_script_was(show):
    taken = show.scrubbed(10.0, 150.0)
    assert taken.at(150.0) == pytest.approx(show.at(150.0) + 10.0)


def test_the_way_back_to_the_script_leads_through_black_and_to_the_beat_that_was_left(show):
    left_at = 207.0
    taken = show.scrubbed(300.0, left_at)
    back = taken.returned(250.0)
    black = 250.0 + FADE + BLACK
    assert back.is_led(black + 1.0)
    assert not back.is_led(black - 0.1)
    cues = steps(back, 250.0, black + 5.0)
    assert cues[0].fade == 0.0
    for before, after in itertools.pairwise(cues):
        jumped = abs(after.t - before.t) > 1.0
        assert not jumped or (before.fade == 1.0 and after.fade == 1.0)
    score = show.guide.score
    beat = score.beats[score.index(left_at - 100.0)]
    assert back.at(black + 0.5) == pytest.approx(beat.clock.at(beat.start + 0.5))
    assert back.cue(black + 5.0).fade == 0.0


def test_who_takes_the_time_again_on_the_way_back_stays_in_their_own_world(show):
    back = show.scrubbed(30.0, 150.0).returned(160.0)
    again = back.paced(1.0, 160.5)
    assert again.at(160.5) == pytest.approx(back.at(160.5))
    assert not again.is_led(200.0)
    assert again.cue(200.0).fade == 0.0


def test_the_show_can_begin_again_at_any_time(show):
    again = show.again(200.0)
    assert again.at(200.0) == pytest.approx(show.at(200.0))
    assert again.at(200.0 + FADE + BLACK) == pytest.approx(-32.0)
    assert again.cue(200.0 + FADE + BLACK).fade == 1.0


def test_going_on_with_a_show_that_is_over_begins_it_again(show):
    end = 100.0 + show.guide.score.length
    assert show.returned(end - 5.0) == show
    assert show.is_over(end + 5.0)
    assert show.returned(end + 5.0).at(end + 5.0 + FADE + BLACK) == pytest.approx(-32.0)


def test_names_switched_by_hand_stay_so_until_the_visitor_comes_back(show):
    named = show.labels_toggled(110.0)
    assert named.cue(150.0).strength == {}
    assert named.scrubbed(5.0, 150.0).cue(151.0).strength == {}
    back = named.scrubbed(5.0, 150.0).returned(160.0)
    assert not any(back.cue(170.0).strength.values())


def test_events_are_reached_from_the_script_too(show):
    jumped = show.at_next_event(110.0)
    assert jumped.at(110.0) == pytest.approx(-2.0)


def test_another_source_of_display_time_changes_nothing_that_is_seen(show):
    moved = show.rebased(150.0, 9000.0)
    for later in (0.0, 3.0, 40.0):
        assert moved.cue(9000.0 + later).t == pytest.approx(show.cue(150.0 + later).t)
    back = show.scrubbed(5.0, 150.0).returned(160.0)
    moved = back.rebased(160.2, 20.2)
    for later in (0.5, 1.0, 4.0):
        assert moved.cue(20.2 + later).t == pytest.approx(back.cue(160.2 + later).t)
        assert moved.cue(20.2 + later).fade == pytest.approx(back.cue(160.2 + later).fade)
