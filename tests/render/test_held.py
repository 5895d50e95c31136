"""Controllers and hands as vertices: where the hand is, turned as it is."""

import numpy as np
import pytest

from assets.controllers import GENERIC, controller
from render.held import BareHand, Held, vertices

QUARTER = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])


def hand():
    rng = np.random.default_rng(2)
    joints = np.zeros((26, 3))
    for finger in range(5):
        first = 2 if finger == 0 else 6 + 5 * (finger - 1)
        for k in range(4 if finger == 0 else 5):
            joints[first + k] = [0.02 * finger - 0.04, 0.0, -0.03 * (k + 1)]
    joints[0] = [0.0, 0.0, -0.05]
    return joints + rng.uniform(-1e-3, 1e-3, joints.shape)


def test_a_controller_is_where_its_hand_is_and_turned_as_it_is():
    place = np.array([0.2, -0.1, -0.4])
    made, triangles = vertices([Held(GENERIC, 1, place, QUARTER)])
    mesh = controller(GENERIC, 1)
    assert made["position"] == pytest.approx(mesh.position @ QUARTER.T + place, abs=1e-6)
    assert made["normal"] == pytest.approx(mesh.normal @ QUARTER.T, abs=1e-6)
    assert triangles.shape == mesh.triangles.shape


def test_two_things_keep_their_own_triangles():
    one, one_faces = vertices([Held(GENERIC, 0, np.zeros(3), np.eye(3))])
    both, faces = vertices([Held(GENERIC, 0, np.zeros(3), np.eye(3)), BareHand(hand())])
    assert (both[: len(one)] == one).all()
    assert (faces[: len(one_faces)] == one_faces).all()
    assert faces[len(one_faces) :].min() == len(one)
    assert faces.max() == len(both) - 1


def test_a_hand_s_skin_faces_outward():
    made, triangles = vertices([BareHand(hand())])
    a, b, c = np.moveaxis(made["position"].astype(float)[triangles], 1, 0)
    facing = np.cross(b - a, c - a)
    along = (facing * made["normal"][triangles].mean(axis=1)).sum(-1)
    assert (along > 0).mean() > 0.99


def test_what_faces_the_earth_is_lit_by_it_and_what_faces_up_is_not():
    made, _ = vertices([Held(GENERIC, 0, np.zeros(3), np.eye(3))])
    down, up = made["normal"][:, 1] < -0.9, made["normal"][:, 1] > 0.9
    assert made["light"][down, 1].min() > 0.1
    assert made["light"][up, 1].max() < 0.01
