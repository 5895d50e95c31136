import threading
import time
from types import SimpleNamespace
from typing import cast

import pytest

from vr.headset.graphics import MOST_ERRORS, Graphics
from vr.headset.reaching import Reaching
from vr.headset.runtime import NoRuntime


def test_a_runtime_that_answers_gives_what_was_found_and_one_that_fails_its_reason():
    assert Reaching(lambda: 7).result(5.0) == 7
    with pytest.raises(ZeroDivisionError):
        Reaching(lambda: 1 // 0).result(5.0)


def test_a_runtime_that_hangs_is_named_with_the_remedy_and_holds_nobody_up():
    answer = threading.Event()
    reaching = Reaching(lambda: answer.wait(60.0))
    begun = time.monotonic()
    with pytest.raises(NoRuntime, match="does not answer; restart its service"):
        reaching.result(0.1)
    assert time.monotonic() - begun < 5.0
    assert not reaching.is_over
    answer.set()
    assert reaching.result(5.0)
    assert reaching.is_over


def graphics(*errors: str) -> Graphics:
    """Return graphics whose context tells these errors, the last of them for ever."""
    told = iter((*errors, *[errors[-1]] * MOST_ERRORS))
    context = type("Context", (), {"error": property(lambda _: next(told))})()
    return cast(Graphics, SimpleNamespace(ctx=context))


def test_errors_that_a_runtime_left_are_forgotten_and_a_lost_context_is_no_endless_loop():
    Graphics.clear_errors(graphics("GL_INVALID_ENUM", "GL_INVALID_OPERATION", "GL_NO_ERROR"))
    with pytest.raises(RuntimeError, match="the OpenGL context is lost"):
        Graphics.clear_errors(graphics("GL_UNKNOWN_ERROR"))
