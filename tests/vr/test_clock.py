import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vr.clock import EASE, RATES, Clock

TIMES = st.floats(-1e4, 1e4)
RATE = st.sampled_from(RATES)


def test_a_fresh_clock_runs_at_real_time_from_its_anchor():
    clock = Clock(anchor=100.0, anchor_t=-30.0)
    assert clock.at(100.0) == -30.0
    assert clock.at(130.0) == 0.0


def test_a_new_rate_has_taken_hold_after_the_ease_and_not_before():
    clock = Clock().with_rate(10.0, 5.0)
    assert clock.rate_at(5.0) == 1.0
    assert 1.0 < clock.rate_at(5.0 + EASE / 2) < 10.0
    assert clock.rate_at(5.0 + EASE) == 10.0
    assert clock.at(7.0 + EASE) - clock.at(6.0 + EASE) == pytest.approx(10.0)


@given(start=TIMES, rate=RATE, paused=st.booleans(), when=st.floats(0.0, 50.0))
def test_no_change_makes_the_time_jump_or_the_rate_jump(start, rate, paused, when):
    clock = Clock(anchor_t=start)
    for changed in (clock.with_rate(rate, when), clock.with_pause(paused, when)):
        assert changed.at(when) == pytest.approx(clock.at(when), abs=1e-9)
        assert changed.rate_at(when) == pytest.approx(clock.rate_at(when))


@given(first=RATE, second=RATE, when=st.floats(0.0, 2.0))
def test_a_change_during_an_ease_is_as_smooth_as_any(first, second, when):
    clock = Clock().with_rate(first, 0.0).with_rate(second, when)
    times = np.linspace(when, when + 3.0, 301)
    rates = np.gradient([clock.at(time) for time in times], times)
    assert np.abs(np.diff(rates)).max() < 0.02 * 60.0 * 1.6 / EASE
    assert rates[-1] == pytest.approx(second)


@given(rate=RATE, times=st.lists(st.floats(0.0, 100.0), min_size=2))
def test_mission_time_never_runs_backward(rate, times):
    clock = Clock().with_rate(rate, 0.0).with_pause(True, 10.0).with_pause(False, 20.0)
    shown = [clock.at(time) for time in sorted(times) if time >= 20.0]
    assert shown == sorted(shown)


def test_the_rate_is_the_slope_of_the_time():
    clock = Clock().with_rate(30.0, 0.0)
    for time in np.linspace(0.05, 2.0, 40):
        slope = (clock.at(time + 1e-5) - clock.at(time - 1e-5)) / 2e-5
        assert slope == pytest.approx(clock.rate_at(time), rel=1e-4)


def test_a_pause_eases_to_a_stop_holds_and_goes_on_at_the_same_rate():
    clock = Clock(rate=10.0, anchor_rate=10.0).with_pause(True, 3.0)
    held = clock.at(3.0 + EASE)
    assert clock.at(1000.0) == held
    assert held == pytest.approx(30.0 + 10.0 * EASE / 2)
    assert clock.with_pause(False, 1000.0).rate_at(1000.0 + EASE) == 10.0


def test_a_rate_chosen_while_paused_waits_for_the_end_of_the_pause():
    clock = Clock().with_pause(True, 0.0).with_rate(5.0, 10.0)
    assert clock.rate_at(20.0) == 0.0
    assert clock.with_pause(False, 20.0).rate_at(21.0 + EASE) == 5.0


def test_scrubbing_moves_the_time_and_leaves_the_rate():
    clock = Clock(anchor_rate=2.0, rate=2.0).scrubbed(-15.0, 10.0)
    assert clock.at(10.0) == 5.0
    assert clock.at(11.0) == 7.0


def test_the_time_stays_within_the_scenario():
    clock = Clock(first=-100.0, last=100.0)
    assert clock.at(1e6) == 100.0
    assert clock.scrubbed(-1e6, 0.0).at(0.0) == -100.0
    assert clock.scrubbed(1e6, 0.0).scrubbed(-1.0, 5.0).at(5.0) == 99.0


def test_faster_and_slower_step_through_the_rates_and_stop_at_the_ends():
    clock, seen = Clock(rate=RATES[0]), [RATES[0]]
    for _ in range(10):
        clock = clock.faster(0.0)
        seen.append(clock.rate)
    assert tuple(dict.fromkeys(seen)) == RATES
    for _ in range(20):
        clock = clock.slower(0.0)
    assert clock.rate == RATES[0]


@given(old=TIMES, new=TIMES, later=st.floats(0.0, 100.0))
def test_another_source_of_display_time_makes_no_difference(old, new, later):
    clock = Clock(anchor=old, anchor_t=12.0)
    assert clock.rebased(old, new).at(new + later) == pytest.approx(clock.at(old + later))
