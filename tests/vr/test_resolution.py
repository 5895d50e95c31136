"""The choice of how fine the eyes are drawn, against machines that are made up here."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.frustum import covering, on_its_grid
from vr.headset.resolution import AIM, CALM, FULL, HIGH, LONGEST_WAIT, SCALES, Resolution, ladder
from vr.headset.views import Located, Recentring, on_one_grid, view

BUDGET = 1 / 90
STEPS = ladder(2)


def machine(full, fixed=0.1, noise=0.03, seed=1):
    """Return a graphics card: what share of the period a step takes it, again and again."""
    random = np.random.default_rng(seed)
    return lambda step: (fixed + full * step.work) * random.normal(1.0, noise)


def run(resolution, card, frames):
    """Return the steps of so many frames, each told two frames late as a graphics card does."""
    steps, waiting = [], []
    for _ in range(frames):
        step = resolution.step
        steps.append(step)
        waiting.append((card(step) * BUDGET, step))
        if len(waiting) > 2:
            seconds, drawn_at = waiting.pop(0)
            resolution.take(seconds, BUDGET, drawn_at)
    return steps


def changes(steps):
    return sum(one != other for one, other in itertools.pairwise(steps))


def test_a_machine_with_time_to_spare_draws_in_full():
    assert set(run(Resolution(STEPS), machine(0.6), 2000)) == {FULL}


@settings(deadline=None, max_examples=40)
@given(full=st.floats(0.2, 2.4), fixed=st.floats(0.0, 0.2), seed=st.integers(0, 99))
def test_it_ends_where_frames_keep_the_rate_and_stays_there(full, fixed, seed):
    steps = run(Resolution(STEPS), machine(full, fixed, seed=seed), 4000)
    assert fixed + full * steps[-1].work <= HIGH
    # Frames that end hardly in time may take a step down by chance; none is taken up again.
    works = [step.work for step in steps[1000:]]
    assert works == sorted(works, reverse=True)
    assert changes(steps[1000:]) <= 1
    # Nothing is given away: two steps up would be too much.
    finer = STEPS[max(STEPS.index(steps[-1]) - 2, 0)]
    assert finer == steps[-1] or finer == FULL or fixed + full * finer.work > 0.65


def test_too_long_frames_are_answered_within_a_quarter_of_a_second():
    steps = run(Resolution(STEPS), machine(1.2), 90)
    assert steps[22].scale < 1.0
    assert 0.1 + 1.2 * steps[-1].work < HIGH


@pytest.mark.parametrize("every", [4, 10, 30])
def test_single_hitches_change_nothing(every):
    count = itertools.count()
    assert (
        changes(run(Resolution(STEPS), lambda _: 5.0 if next(count) % every == 0 else 0.5, 3000))
        == 0
    )


def test_it_draws_in_full_again_when_the_load_is_gone():
    resolution = Resolution(STEPS)
    assert run(resolution, machine(2.0), 500)[-1].scale < 0.7
    steps = run(resolution, machine(0.5), 15 * CALM)
    assert steps[-1] == FULL
    assert changes(steps) < len(STEPS)


def test_a_load_that_comes_and_goes_in_the_hysteresis_moves_nothing():
    resolution = Resolution(STEPS)
    run(resolution, machine(1.3), 1000)
    at = resolution.step.work
    turn = itertools.count()
    swaying = machine(1.0, fixed=0.0)

    def card(step):
        return swaying(step) * (0.8 + 0.04 * np.sin(next(turn) / 40)) / at

    assert changes(run(resolution, card, 5000)) == 0


def test_a_rise_that_was_wrong_is_tried_ever_more_seldom():
    """Of a machine whose memory is full at one step: a cliff that no reckoning foresees."""
    minutes = 10
    steps = run(
        Resolution(STEPS), lambda step: 0.3 if step.scale < 0.8 else 1.5, minutes * LONGEST_WAIT
    )
    assert changes(steps) <= 2 * (minutes + 7)
    assert np.mean([step.scale < 0.8 for step in steps]) > 0.98


def test_size_goes_first_and_quality_only_at_the_least_size():
    steps = run(Resolution(STEPS), machine(3.2, fixed=0.0), 3000)
    assert steps[-1].lower > 0
    assert all(step.scale == SCALES[-1] for step in steps if step.lower)
    assert {step.lower for step in run(Resolution(STEPS), machine(1.5), 3000)} == {0}


def test_without_lower_qualities_it_stays_at_the_least_size():
    steps = run(Resolution(ladder(0)), machine(9.0), 3000)
    assert steps[-1] == ladder(0)[-1]
    assert changes(steps[200:]) == 0


def test_where_drawing_less_is_no_remedy_it_draws_in_full():
    """Of frames that wait for the processor: they take as long whatever is drawn."""
    resolution = Resolution(STEPS)
    steps = run(resolution, machine(0.02, fixed=1.8), 3 * LONGEST_WAIT)
    assert np.mean([step == FULL for step in steps]) > 0.9


def test_a_new_session_is_not_judged_by_the_last():
    resolution = Resolution(STEPS)
    for _ in range(9):
        resolution.take(2 * BUDGET, BUDGET, FULL)
    resolution.forget()
    resolution.take(2 * BUDGET, BUDGET, FULL)
    assert resolution.step == FULL


def test_a_runtime_that_does_not_tell_its_period_is_left_alone():
    resolution = Resolution(STEPS)
    assert not any(resolution.take(1.0, 0.0, FULL) for _ in range(100))


def test_less_work_ends_below_the_bound_that_asked_for_it():
    assert AIM < HIGH


@pytest.mark.parametrize("step", ladder(0), ids=lambda step: f"{step.scale:.0%}")
def test_at_every_size_one_picture_holds_the_pixels_of_both_eyes(step):
    sizes = [step.part((2064, 2208))] * 2
    fields = ((-0.94, 0.71, 0.77, -0.84), (-0.71, 0.94, 0.77, -0.84))
    straight = (0.0, 0.0, 0.0, 1.0)
    eyes = [
        Located(straight, (x, 0.0, 0.0), field)
        for x, field in zip((-0.03, 0.03), fields, strict=True)
    ]
    views = [
        view(eye, Recentring(), size)
        for eye, size in zip(on_one_grid(eyes, sizes), sizes, strict=True)
    ]
    far = covering(views)
    assert all(on_its_grid(each, far) for each in views)
    for each, field in zip(views, fields, strict=True):
        moved = np.array(each.tangents) - np.tan(np.array(field)[[0, 1, 3, 2]])
        assert np.abs(moved).max() < np.ptp(each.tangents[:2]) / each.size[0]
