from __future__ import annotations

import numpy as np
import pytest

from vr.doctor import Verdict
from vr.kiosk.trial import eye_sizes, frame_finding, picture_finding


class Canvas:
    """A framebuffer of a size, as far as the trial knows one."""

    def __init__(self, size):
        self.size = size
        self.color_attachments = [self]

    def release(self):
        pass


class Context:
    def texture(self, size, _components):
        return Canvas(size)

    def framebuffer(self, attachments):
        return Canvas(attachments[0].size)

    def finish(self):
        pass


class Stage:
    """Notes what it was to draw."""

    def __init__(self):
        self.drawn = []

    def draw(self, cue, moment, views, framebuffers, look, *, cupola):
        self.drawn.append((cue, moment, views, cupola))


class Timeline:
    def at(self, t):
        return t


def test_the_trial_draws_both_eyes_with_all_there_is_and_nothing_kept_from_the_frame_before():
    stage = Stage()
    found = frame_finding(Context(), stage, Timeline(), [(300, 200), (300, 200)])
    assert found.verdict is Verdict.OK
    assert "300x200 and 300x200" in found.found
    for cue, _, views, cupola in stage.drawn:
        left, right = (view.position for view in views)
        assert np.linalg.norm(right - left) == pytest.approx(0.063)
        assert cupola
        assert all(strength == 1.0 for strength in cue.strength.values())
    heads = {views[0].cupola_from_eye.tobytes() for _, _, views, _ in stage.drawn}
    times = {moment for _, moment, _, _ in stage.drawn}
    assert len(heads) == len(times) == len(stage.drawn) > 3


def test_eyes_have_a_size_without_a_headset_too():
    assert all(min(size) > 0 for size in eye_sizes())
    whole, half = eye_sizes(), eye_sizes(0.5)
    assert [(2 * w, 2 * h) for w, h in half] == list(whole)


def test_what_is_missing_in_the_picture_is_found_with_its_reason_and_remedy():
    assert picture_finding({}).verdict is Verdict.OK
    found = picture_finding({"stars": "stars.npy is damaged"})
    assert found.verdict is Verdict.WARN
    assert "without stars: stars.npy is damaged" in found.found
    assert found.remedy
