"""The controllers' meshes: in the hand, of a hand's size, closed to what is not there."""

import numpy as np
import pytest

from assets.controllers import GENERIC, controller, names
from assets.manifest import DATA


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("name", names())
def test_a_controller_lies_in_the_hand_and_is_as_large_as_one(name, side):
    mesh = controller(name, side)
    size = np.ptp(mesh.position, axis=0)
    assert np.abs(mesh.position).max() < 0.13  # m from the palm's middle
    assert 0.08 < size[2] < 0.25
    assert mesh.triangles.max() < len(mesh.position)
    assert np.linalg.norm(mesh.normal, axis=-1) == pytest.approx(1.0, abs=1e-6)
    assert mesh.albedo.min() > 0.0
    assert mesh.albedo.max() <= 1.0


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("name", names())
def test_its_triangles_face_outward_as_its_normals_do(name, side):
    mesh = controller(name, side)
    a, b, c = np.moveaxis(mesh.position[mesh.triangles], 1, 0)
    facing = np.cross(b - a, c - a)
    along = (facing * mesh.normal[mesh.triangles].mean(axis=1)).sum(-1)
    area = np.linalg.norm(facing, axis=-1)
    assert area[along > 0].sum() > 0.97 * area.sum()


def test_right_hands_mirror_left_ones():
    left, right = controller(GENERIC, 0), controller(GENERIC, 1)
    assert right.position == pytest.approx(left.position * [-1, 1, 1])


def test_all_controllers_together_are_small():
    assert (DATA / "controllers.npz").stat().st_size < 2_000_000
