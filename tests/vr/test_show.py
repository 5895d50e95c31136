import pytest

from vr.clock import Clock
from vr.show import Milestone, Show

MARKS = (
    Milestone(0.0, "Lift-off"),
    Milestone(117.5, "Cut-off"),
    Milestone(117.8, "Separation"),
    Milestone(526.0, "Blok I cut-off"),
)


def show(t=-30.0, rate=1.0):
    clock = Clock(anchor_t=t, rate=rate, anchor_rate=rate, first=-900.0, last=5400.0)
    return Show(clock, MARKS)


def test_time_runs_from_where_the_show_begins():
    assert show().at(0.0) == -30.0
    assert show().at(12.0) == pytest.approx(-18.0)


def test_pausing_holds_time_and_pausing_again_lets_it_go_on():
    held = show().pause_toggled(5.0)
    assert held.status(5.0).paused
    assert held.at(100.0) == held.at(50.0)
    running = held.pause_toggled(100.0)
    assert running.at(160.0) > held.at(100.0) + 50.0


def test_choosing_a_pace_lets_a_paused_show_go_on_at_that_pace():
    paced = show().pause_toggled(0.0).paced(10.0, 20.0)
    assert paced.status(20.0).rate == 10.0
    assert not paced.status(20.0).paused
    assert paced.at(31.0) - paced.at(30.0) == pytest.approx(10.0)


def test_the_next_event_is_seen_to_happen_two_seconds_after_the_jump():
    jumped = show().at_next_event(0.0)
    assert jumped.at(0.0) == pytest.approx(-2.0)
    fast = show(rate=10.0, t=50.0).at_next_event(0.0)
    assert fast.at(2.0) == pytest.approx(117.5)


def test_next_event_walks_through_all_events_and_then_stays():
    now, seen = show(), []
    for _ in MARKS:
        now = now.at_next_event(0.0)
        seen.append(now.at(0.0) + 2.0)
    assert seen == pytest.approx([mark.t for mark in MARKS])
    assert now.at_next_event(0.0) == now


def test_previous_event_goes_back_one_event_each_time():
    now = show(t=300.0).at_previous_event(0.0)
    assert now.at(0.0) == pytest.approx(115.8)
    now = now.at_previous_event(0.5)
    assert now.at(0.5) == pytest.approx(-2.0)
    assert now.at_previous_event(0.5) == now


def test_scrubbing_moves_time_and_stops_at_the_ends_of_the_scenario():
    assert show(t=100.0).scrubbed(-10.0, 0.0).at(0.0) == pytest.approx(90.0)
    assert show(t=100.0).scrubbed(-1e6, 0.0).at(0.0) == -900.0
    assert show(t=100.0).scrubbed(+1e6, 0.0).at(0.0) == 5400.0


def test_the_status_names_an_event_while_it_is_fresh():
    assert show(t=119.0).status(0.0).caption == "Separation"
    assert show(t=200.0).status(0.0).caption == ""
    assert show(t=-5.0).status(0.0).caption == ""


def test_toggles_toggle():
    now = show()
    assert now.labels_toggled(0.0).cue(0.0).strength["star"] == 0.0
    assert now.labels_toggled(0.0).labels_toggled(0.0).cue(0.0) == now.cue(0.0)
    assert not now.cupola_toggled().cupola
    assert now.look_changed().look == "eye"
    assert now.look_changed().look_changed() == now
