from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit.scenario import find_scenario
from orbit.timeline import build
from render.view import View
from vr.kiosk.course import Course
from vr.kiosk.posters import character, ring
from vr.kiosk.telling import meant_in
from vr.show import Milestone

LAUNCH = [
    Milestone(0.0, "Lift-off"),
    Milestone(117.5, "Strap-on cut-off"),
    Milestone(117.8, "Strap-on separation"),
    Milestone(183.2, "Fairing separation"),
    Milestone(528.0, "Progress separation"),
]
COURSE = Course.of(LAUNCH)


def test_events_that_come_together_are_one_phase_and_the_last_of_them_gives_it_its_name():
    assert COURSE.marks == (0.0, 117.5, 183.2, 528.0)
    assert COURSE.last(150.0) == "Strap-on separation"
    assert COURSE.next(60.0) == LAUNCH[1]
    assert COURSE.next(150.0) == LAUNCH[3]


def test_before_lift_off_nothing_was_and_after_the_last_event_nothing_comes():
    assert COURSE.last(-1.0) == ""
    assert COURSE.next(-1.0) == LAUNCH[0]
    assert COURSE.next(600.0) is None
    assert (COURSE.place(-60.0), COURSE.place(1e4)) == (0.0, 1.0)


@given(st.lists(st.floats(-100.0, 1500.0), min_size=2, max_size=20))
def test_the_marker_never_goes_back_while_time_goes_on(times):
    places = [COURSE.place(t) for t in sorted(times)]
    assert all(a <= b for a, b in pairwise(places))
    for number, mark in enumerate(COURSE.marks):
        assert COURSE.place(mark) == pytest.approx(number / 3)


def test_a_real_launch_has_a_line_that_a_screen_has_room_for_and_a_sky_without_one_has_none():
    launch = build(find_scenario("progress-ms-10")).events
    marks = Course.of([Milestone(each.t, each.name) for each in launch]).marks
    assert 6 <= len(marks) <= 14
    nothing = Course.of([])
    assert (nothing.marks, nothing.place(9.0), nothing.last(9.0), nothing.next(9.0)) == (
        (),
        0.0,
        "",
        None,
    )


def test_the_mark_stands_where_the_thing_is_seen_and_nowhere_while_it_is_out_of_view():
    view = View.symmetric(np.eye(3), (1600, 900), math.radians(40.0))
    straight = meant_in(view, np.array([0.0, 0.0, -1.0]), 0.0, "Mars", 1.0)
    assert (straight.x, straight.y) == pytest.approx((0.5, 0.5))
    up = np.array([0.0, math.sin(0.2), -math.cos(0.2)])
    above = meant_in(view, up, 0.0, "Mars", 1.0)
    assert above.y == pytest.approx(0.5 - math.tan(0.2) / (2 * math.tan(math.radians(20.0))))
    for elsewhere in ([0.0, 0.0, 1.0], [0.0, 0.6, -0.8], [1.0, 0.0, 0.0]):
        assert meant_in(view, np.array(elsewhere), 0.0, "Mars", 1.0) is None


def test_digits_are_of_one_width_so_that_the_clock_stands_still():
    assert len({character(each, 26).shape for each in "0123456789"}) == 1


def test_a_ring_leaves_what_it_marks_to_be_seen():
    picture = ring(20, 3)
    middle = picture.shape[0] // 2
    assert picture[middle, middle, 3] == 0
    assert picture[middle, :, 3].max() > 200
