"""Timer queries: on software OpenGL their figures are nonsense, but how they come is the same."""

import pytest

from render.gpu_timer import RING, GpuTimer, is_sane
from render.targets import colour


@pytest.fixture
def target(context):
    return colour(context, (64, 64))


def test_every_frame_comes_back_once_with_its_note_in_order(context, target):
    timer = GpuTimer(context)
    assert timer.is_there
    came = []
    for number in range(20):
        timer.begin()
        target.framebuffer.use()
        target.framebuffer.clear()
        assert timer.end(number)
        context.finish()
        came += [note for note, _ in timer.ready()]
    assert came == list(range(20))


def test_reading_waits_for_nothing_and_a_full_ring_leaves_a_frame_unmeasured(context, target):
    timer = GpuTimer(context)
    timed = []
    for number in range(RING + 2):
        timer.begin()
        target.framebuffer.clear()
        timed.append(timer.end(number))
    assert timed == [True] * RING + [False] * 2
    context.finish()
    assert [note for note, _ in timer.ready()] == list(range(RING))
    timer.begin()
    assert timer.end(99)


def test_what_is_forgotten_never_comes(context, target):
    timer = GpuTimer(context)
    timer.begin()
    timer.end("old")
    timer.forget()
    for _ in range(RING):
        timer.begin()
        timer.end("new")
    context.finish()
    assert [note for note, _ in timer.ready()] == ["new"] * RING


def test_a_time_is_read_only_when_it_is_known_for_else_opengl_would_wait(context, target):
    timer = GpuTimer(context)
    asked = []
    known = timer._gl["glGetQueryObjectiv"]

    def not_yet(query, what, answer):
        asked.append(query)
        timer._told.value = 0

    def refused(*_):
        raise AssertionError("a time is waited for")

    read = timer._gl["glGetQueryObjectui64v"]
    timer._gl |= {"glGetQueryObjectiv": not_yet, "glGetQueryObjectui64v": refused}
    for number in range(3):
        timer.begin()
        target.framebuffer.clear()
        timer.end(number)
        assert list(timer.ready()) == []
    assert len(asked) == 3
    timer._gl |= {"glGetQueryObjectiv": known, "glGetQueryObjectui64v": read}
    context.finish()
    assert [note for note, _ in timer.ready()] == [0, 1, 2]


def test_nothing_and_more_than_passed_are_no_times():
    assert not is_sane(0.0, 1.0)
    assert not is_sane(4.294967, 0.5)
    assert is_sane(0.01, 0.02)
