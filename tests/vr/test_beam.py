"""The beam from a controller: it starts at the hand and ends at what is pointed at."""

import math

import numpy as np
import pytest

from render.walls import clearance
from vr.hands import beam
from vr.hands.reading import Pose

HAND = np.array([0.2, -0.25, -0.2])
EYE = np.zeros(3)


def aimed(direction):
    back = -np.asarray(direction, dtype=float)
    back /= np.linalg.norm(back)
    right = np.cross([0.0, 1.0, 0.0] if abs(back[1]) < 0.9 else [1.0, 0.0, 0.0], back)
    right /= np.linalg.norm(right)
    return Pose(HAND, np.stack([right, np.cross(back, right), back], axis=1))


def test_out_of_a_window_it_goes_to_the_thing_far_outside():
    assert beam.reach(aimed([-0.1, -0.15, -1.0])) == beam.FAR


@pytest.mark.parametrize("direction", [[0.0, 0.5, -1.0], [1.0, 0.7, 1.0], [-1.0, 0.7, -0.2]])
def test_at_the_hull_it_ends(direction):
    ray = aimed(direction)
    end = beam.reach(ray)
    assert 0.2 < end < beam.FAR
    assert abs(clearance(HAND + end * ray.ahead)) < 0.03


@pytest.mark.parametrize("end", [0.5, 2.0, beam.FAR])
def test_its_boards_join_from_hand_to_end_and_are_of_one_width_for_the_eye(end):
    ray = aimed([-0.1, -0.15, -1.0])
    boards = [board for board, _ in beam.boards(ray, EYE, end)]
    along = [(board.corner + 0.5 * board.down - HAND) @ ray.ahead for board in boards]
    lengths = [np.linalg.norm(board.along) for board in boards]
    assert along[0] == pytest.approx(beam.FROM)
    assert along[-1] + lengths[-1] == pytest.approx(end)
    np.testing.assert_allclose(along[1:], np.add(along, lengths)[:-1])
    for board in boards:
        middle = board.corner + 0.5 * (board.along + board.down)
        seen = math.degrees(np.linalg.norm(board.down) * 1.0) / np.linalg.norm(middle - EYE)
        assert seen > 0.1
        across = np.cross(middle - EYE, ray.ahead)
        assert abs(board.down @ across) == pytest.approx(
            np.linalg.norm(board.down) * np.linalg.norm(across)
        )


def test_it_is_dim_and_dimmer_where_it_ends():
    opacities = [opacity for _, opacity in beam.boards(aimed([0.0, -0.2, -1.0]), EYE, beam.FAR)]
    assert max(opacities) < 0.35
    assert opacities == sorted(opacities, reverse=True)


def test_too_near_there_is_none():
    assert beam.boards(aimed([0.0, -0.2, -1.0]), EYE, 0.05) == []
