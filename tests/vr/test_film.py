from fractions import Fraction

import pytest

from assets.errors import InputError
from vr.film import FilmPlan, chapters, check_film_size, parse_fps
from vr.joining import Chapter
from vr.shot import shutter


def test_frame_k_shows_from_plus_k_times_rate_over_fps():
    plan = FilmPlan(-30.0, 870.0, 10.0, Fraction(30))
    assert plan.frames == 2700
    times = list(plan.times())
    assert times[0] == -30.0
    assert times[444] == pytest.approx(118.0, abs=1e-9)
    assert times[-1] < 870.0


@pytest.mark.parametrize(
    ("first", "last", "rate", "fps", "frames"),
    [(0, 1, 1, 30, 30), (0, 1, 10, 30, 3), (0, 0.01, 10, 30, 1), (0, 1.0, 7, 24, 4)],
)
def test_a_film_has_frames_up_to_but_not_at_its_end(first, last, rate, fps, frames):
    assert FilmPlan(first, last, rate, Fraction(fps)).frames == frames


@pytest.mark.parametrize("fps", [Fraction(1), Fraction(24000, 1001), Fraction(30), Fraction(240)])
def test_the_pieces_hold_every_frame_once_and_last_two_seconds(fps):
    plan = FilmPlan(0.0, 100.0, 7.0, fps)
    pieces = plan.pieces()
    assert [frame for piece in pieces for frame in piece] == list(range(plan.frames))
    assert all(1.9 <= len(piece) / fps <= 2.1 for piece in pieces[:-1])


@pytest.mark.parametrize(
    ("first", "last", "rate"),
    [(10, 10, 1), (10, 0, 1), (0, 1, 0), (0, 1, -1), (0, 1, float("nan")), (0, 900, 1e-9)],
)
def test_a_plan_without_a_film_is_refused(first, last, rate):
    with pytest.raises(InputError, match="--"):
        FilmPlan(first, last, rate, Fraction(30))


@pytest.mark.parametrize(
    ("text", "fps"),
    [("30", 30), ("23.976", Fraction(24000, 1001)), ("30000/1001", Fraction(30000, 1001))],
)
def test_frame_rates_are_exact_fractions(text, fps):
    assert parse_fps(text) == pytest.approx(fps, rel=1e-5)


@pytest.mark.parametrize("text", ["0", "-1", "ten", "1/0", "1e9", "nan"])
def test_a_frame_rate_that_is_none_is_refused(text):
    with pytest.raises(InputError, match="--fps"):
        parse_fps(text)


@pytest.mark.parametrize("size", [(641, 360), (640, 361), (8, 8)])
def test_a_size_that_a_film_cannot_have_is_refused_with_one_that_it_can(size):
    with pytest.raises(InputError, match="try"):
        check_film_size(size)


def test_the_shutter_is_open_no_longer_than_a_frame_lasts():
    plan = FilmPlan(-30.0, 870.0, 10.0, Fraction(30))
    assert shutter(0.5, plan) == pytest.approx(1 / 3)
    assert shutter(0.1, plan) == 0.1
    assert shutter(0.0, plan) == 0.0


@pytest.mark.parametrize("seconds", [-0.1, float("nan"), float("inf")])
def test_an_exposure_that_is_none_is_refused(seconds):
    with pytest.raises(InputError, match="--exposure"):
        shutter(seconds, FilmPlan(0.0, 1.0, 1.0, Fraction(30)))


def test_chapters_name_what_has_begun_and_events_close_together_share_one():
    plan = FilmPlan(100.0, 300.0, 10.0, Fraction(30))
    events = [(0.0, "Lift-off"), (117.5, "Cut-off"), (117.8, "Separation"), (183.2, "Fairing")]
    assert chapters(plan, events, "Before", plan.frames) == [
        Chapter("Lift-off", 0.0, pytest.approx(1.75)),
        Chapter("Cut-off, separation", pytest.approx(1.75), pytest.approx(8.32)),
        Chapter("Fairing", pytest.approx(8.32), pytest.approx(20.0)),
    ]
