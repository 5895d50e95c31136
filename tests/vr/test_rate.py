"""Measuring frames: late ones by the runtime's display times, long ones by whoever knows."""

import logging
from types import SimpleNamespace

import numpy as np
import pytest

from vr.frame_history import KEPT, FrameHistory
from vr.headset import rate as rate_module
from vr.headset.displays import Displays
from vr.headset.rate import Rate
from vr.headset.resolution import SCALES, TOO_LONG

PERIOD_NS = 11_111_111
PERIOD = PERIOD_NS * 1e-9


class TestDisplays:
    def test_frames_at_the_display_s_rate_skip_nothing_though_predictions_waver(self):
        displays, random = Displays(), np.random.default_rng(2)
        times = 10**9 + np.arange(500) * PERIOD_NS + random.integers(-(10**6), 10**6, 500)
        assert sum(displays.passed(int(time), PERIOD_NS) for time in times) == 0

    def test_each_display_time_that_passed_is_counted(self):
        displays = Displays()
        seen = [displays.passed(10**9 + n * PERIOD_NS, PERIOD_NS) for n in (0, 1, 3, 4, 14)]
        assert seen == [0, 0, 1, 0, 9]

    def test_a_runtime_that_asks_for_every_other_picture_is_still_told_of_the_ones_between(self):
        displays = Displays()
        displays.passed(10**9, PERIOD_NS)
        seen = [displays.passed(10**9 + 2 * n * PERIOD_NS, 2 * PERIOD_NS) for n in (1, 2, 3)]
        assert seen == [1, 1, 1]

    def test_a_pause_in_which_no_image_was_wanted_is_not_late(self):
        displays = Displays()
        displays.passed(10**9, PERIOD_NS)
        displays.pause()
        assert displays.passed(9 * 10**9, PERIOD_NS) == 0

    def test_a_period_that_cannot_be_is_not_believed(self):
        displays = Displays()
        assert [displays.passed(10**9 * n, period) for n, period in ((1, 0), (2, 3))] == [0, 0]
        assert displays.period_ns == 0


class TestHistory:
    def test_it_keeps_the_last_frames_and_the_longer_of_both_times(self):
        history = FrameHistory()
        for number in range(KEPT + 10):
            history.add(0.001, int(number == KEPT + 8))
        history.learn(KEPT + 9, 0.004)
        history.learn(3, 9.0)  # long gone
        first, last = KEPT, KEPT + 10
        assert list(history.times(first, last)) == [0.001] * 9 + [0.004]
        assert list(np.flatnonzero(history.late(first, last))) == [8]
        assert history.lateness() == (1, KEPT, 1)
        assert history.medians(90) == pytest.approx((0.001, 0.004))

    def test_before_the_first_frame_it_knows_nothing(self):
        assert FrameHistory().medians(90) == (0.0, 0.0)


class Visit:
    lower_qualities = 1

    def __init__(self):
        self.lowered = []

    def lower(self, steps):
        self.lowered.append(steps)


class Timer:
    """A graphics card that takes `full` s over a frame in full size; it tells a frame later."""

    is_there = True
    full: float | None = 0.0

    def __init__(self, _ctx):
        self.notes = []

    def begin(self):
        pass

    def end(self, note):
        self.notes.append(note)

    def ready(self):
        while len(self.notes) > 1:
            note = self.notes.pop(0)
            yield note, None if self.full is None else self.full * note[1].work

    def forget(self):
        self.notes.clear()


@pytest.fixture
def context():
    return SimpleNamespace(info={"GL_RENDERER": "A Card"}, mglo=None)


def run(rate, frames, work=0.002, skips=0):
    """Run a session on, for so many frames; return what is drawn of 1000 x 1100 px.

    `work` s of the processor, and `skips` display times, are those of a frame in full size.
    """
    image = SimpleNamespace(size=(1000, 1100), part=(1000, 1100))
    swapchains = (image,)
    shown_at = 10**9 + getattr(rate, "test_time", 0)
    for _ in range(frames):
        rate.fit("session 1", swapchains)
        rate.begin()
        rate.end()
        shown_at += PERIOD_NS * (1 + round(skips * rate.step.work))
        rate.take(work * rate.step.work, shown_at, PERIOD_NS)
    rate.test_time = shown_at - 10**9
    rate.fit("session 1", swapchains)
    return image.part


def test_the_graphics_card_s_time_decides_and_the_log_tells_each_change(
    context, monkeypatch, caplog
):
    monkeypatch.setattr(rate_module, "GpuTimer", Timer)
    visit = Visit()
    rate = Rate(context, visit, is_fixed=False)
    assert run(rate, 100, work=0.030) == (1000, 1100)
    monkeypatch.setattr(Timer, "full", 1.3 * PERIOD)
    with caplog.at_level(logging.INFO, "cupola.headset"):
        width, height = run(rate, 200)
    state = rate.state()
    assert (width, height) == (round(1000 * state.scale), round(1100 * state.scale)) < (1000, 1100)
    assert state.graphics_ms == pytest.approx(1300 * PERIOD * state.scale**2)
    assert len(caplog.records) == state.changes > 0
    assert (
        "after frames of 14.4 ms with 11.1 ms a picture (the graphics card's time)" in caplog.text
    )
    assert visit.lowered == []


def test_quality_goes_when_size_is_at_its_least_and_comes_back_first(context, monkeypatch):
    monkeypatch.setattr(rate_module, "GpuTimer", Timer)
    monkeypatch.setattr(Timer, "full", 3.8 * PERIOD)
    visit = Visit()
    rate = Rate(context, visit, is_fixed=False)
    run(rate, 300)
    assert (visit.lowered, rate.state().scale) == ([1], SCALES[-1])
    monkeypatch.setattr(Timer, "full", 0.3 * PERIOD)
    run(rate, 1000)
    assert (visit.lowered, rate.state().scale) == ([1, 0], 1.0)


def test_a_timer_that_tells_nonsense_is_asked_no_more_and_the_processor_s_time_is_taken(
    context, monkeypatch, caplog
):
    monkeypatch.setattr(rate_module, "GpuTimer", Timer)
    monkeypatch.setattr(Timer, "full", None)
    rate = Rate(context, Visit(), is_fixed=False)
    with caplog.at_level(logging.WARNING, "cupola.headset"):
        assert run(rate, 100, work=2 * PERIOD) < (1000, 1100)
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_timer_that_never_answers_is_asked_no_more(context, monkeypatch):
    monkeypatch.setattr(rate_module, "GpuTimer", Timer)
    monkeypatch.setattr(Timer, "ready", lambda _self: iter(()))
    rate = Rate(context, Visit(), is_fixed=False)
    assert run(rate, 300, work=2 * PERIOD) < (1000, 1100)


def test_without_a_timer_display_times_that_pass_tell_of_long_frames(context):
    rate = Rate(context, Visit(), is_fixed=False)
    assert run(rate, 100, work=0.001) == (1000, 1100)
    assert run(rate, 200, work=0.001, skips=1) < (1000, 1100)
    assert rate.state().late > TOO_LONG


def test_software_opengl_s_timers_are_not_asked(context, monkeypatch):
    """Of Mesa's llvmpipe they told 0.6 ms for frames of 450 ms, and 4.3 s for one of 100 ms."""
    monkeypatch.setattr(rate_module, "GpuTimer", Timer)
    monkeypatch.setattr(Timer, "full", 1e-4)
    context.info["GL_RENDERER"] = "llvmpipe (LLVM 15.0.6, 256 bits)"
    rate = Rate(context, Visit(), is_fixed=False)
    assert run(rate, 100, work=2 * PERIOD) < (1000, 1100)
    assert rate.state().graphics_ms == 0.0


def test_a_fixed_resolution_is_kept_however_late_frames_are(context):
    rate = Rate(context, Visit(), is_fixed=True)
    assert run(rate, 300, work=9 * PERIOD, skips=8) == (1000, 1100)
    assert rate.state().late == 299
    assert rate.state().missed == 299 * 8


def test_the_least_size_is_taken_in_a_few_steps(context):
    rate = Rate(context, Visit(), is_fixed=False)
    run(rate, 500, work=9 * PERIOD)
    assert rate.state().scale == SCALES[-1]
    assert rate.state().changes <= len(SCALES)
