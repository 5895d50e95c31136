"""The narrowed field while time or place rushes, and eyes of every height."""

import numpy as np
import pytest

from vr.comfort import Vignette
from vr.headset.height import BLINK, HIGHEST, LOWEST, PATIENCE, Height
from vr.headset.views import Located, Recentring, height_of, levelled

FRAME = 1 / 90


def strengths(frames, vignette=None):
    vignette, found = vignette or Vignette(), []
    for moved_t, pace, moved in frames:
        vignette = vignette.after(FRAME, moved_t, (pace, pace), moved)
        found.append(vignette.strength)
    return np.array(found)


@pytest.mark.parametrize("pace", [0.0, 0.5, 1.0, 10.0])
def test_at_the_shows_paces_the_field_stays_open(pace):
    assert (strengths([(pace * FRAME, pace, 0.0)] * 900) == 0.0).all()


def test_a_late_picture_while_the_pace_changes_leaves_the_field_open():
    assert Vignette().after(1.2, 7.0, (4.0, 8.0)).strength == 0.0
    assert Vignette().after(0.4, 1.5, (1.0, 10.0)).strength == 0.0
    assert Vignette().after(0.4, 60.0, (1.0, 10.0)).strength > 0.5


def test_scrubbing_narrows_the_field_quickly_and_it_opens_slowly_after():
    rushing = strengths([(20 * FRAME, 10.0, 0.0)] * 45)
    assert rushing[-1] > 0.95
    calm = strengths([(10 * FRAME, 10.0, 0.0)] * 270, Vignette(1.0, 0.25))
    assert calm[20] > 0.95
    assert calm[-1] < 0.01
    assert np.abs(np.diff(np.concatenate([rushing, calm]))).max() < 0.12


def test_a_jump_narrows_the_field_for_a_moment():
    seen = strengths([(60.0, 10.0, 0.0)] + [(10 * FRAME, 10.0, 0.0)] * 200)
    assert seen.max() > 0.85
    assert seen[-1] < 0.05


def test_pulling_oneself_along_narrows_the_field():
    assert strengths([(FRAME, 1.0, 0.1 * FRAME)] * 45)[-1] > 0.95
    assert strengths([(FRAME, 1.0, 0.0)] * 45)[-1] == 0.0


def run(heights):
    """Return at which frames the room came to the eyes, and how dark it was at each frame."""
    state, steps, dark = Height(), [], []
    for number, height in enumerate(heights):
        state, is_step = state.after(height, FRAME)
        dark.append(state.darkness)
        if is_step:
            steps.append(number)
    return steps, np.array(dark)


def test_leaning_to_every_pane_leaves_the_room_where_it_is():
    lean = np.concatenate([np.linspace(0, LOWEST + 0.01, 90), np.full(900, LOWEST + 0.01)])
    steps, dark = run(lean)
    assert steps == []
    assert dark.max() == 0.0


@pytest.mark.parametrize("end", [0.45, -0.5, 0.9])
def test_who_stands_up_or_sits_down_gets_the_room_after_him_in_the_dark(end):
    moving = np.concatenate([np.linspace(0, end, 60), np.full(300, end)])
    steps, dark = run(moving)
    assert steps
    first = steps[0]
    assert first * FRAME == pytest.approx(60 * FRAME + PATIENCE + BLINK / 2, abs=0.1)
    assert dark[first] > 0.9
    assert np.abs(np.diff(dark)).max() < 0.1


def test_while_somebody_moves_up_and_down_nothing_comes_after():
    bobbing = HIGHEST + 0.3 + 0.1 * np.sin(np.arange(900) * FRAME * 6)
    assert run(bobbing)[0] == []


@pytest.mark.parametrize("eye_height", [-0.6, 0.2, 0.35, 1.1, 1.7])
def test_eyes_of_every_height_come_to_the_same_point(eye_height):
    located = [
        Located((0.0, 0.0, 0.0, 1.0), (x, eye_height, 0.1), (-0.7, 0.7, 0.7, -0.7))
        for x in (-0.03, 0.03)
    ]
    for wanted in (0.0, -0.2):
        place = levelled(located, Recentring(0.3, (0.1, 0.2, 0.3)), wanted)
        assert height_of(located, place) == pytest.approx(wanted)
        assert place.yaw == 0.3
        assert (place.shift[0], place.shift[2]) == (0.1, 0.3)
