"""Marks that hang in the Cupola, drawn by the card."""

import math

import numpy as np

from render.passes.board import Boards, Ink, strip
from render.view import View
from vr.hands.beam import FAR, FROM, boards
from vr.hands.reading import Pose

SIZE = (1600, 1600)
"""px over 80 degrees: 20 a degree, as headsets have."""


def test_the_beam_of_a_controller_shows_from_the_hand_to_what_is_far(context):
    view = View.symmetric(np.eye(3), SIZE, math.radians(80.0))
    target = context.framebuffer([context.texture(view.size, 4)])
    target.use()
    target.clear(0.0, 0.0, 0.0, 1.0)
    drawn = Boards(context)
    drawn.begin(view)
    hand, away = np.array([0.2, -0.2, -0.4]), np.array([-0.5, 0.2, -1.0])
    away /= np.linalg.norm(away)
    right = np.cross([0.0, 1.0, 0.0], -away)
    right /= np.linalg.norm(right)
    ray = Pose(hand, np.stack([right, np.cross(-away, right), -away], axis=1))
    led = boards(ray, np.zeros(3), FAR)
    drawn.marks([strip(board, Ink(1.0, 1.0, 1.0)) for board, _ in led])
    rows = np.frombuffer(target.read(components=1), np.uint8).reshape(SIZE)[::-1]
    scale = SIZE[0] / 2 / math.tan(math.radians(40.0))
    first, last = (
        SIZE[0] / 2 + scale * place[0] / -place[2]
        for place in (hand + FROM * away, hand + FAR * away)
    )
    columns = (rows > 50).any(axis=0)
    assert columns[round(last) + 3 : round(first) - 3].mean() > 0.98
    assert not columns[: round(last) - 3].any()
    assert not columns[round(first) + 3 :].any()
    assert (rows > 0).sum() < 8 * (first - last)
