"""What Moon and Sun may reach in the Cupola: never too little, and far less than all of it."""

import math

import numpy as np
import pytest

from render.cupola_beams import Beams, coarse, holds
from render.cupola_mesh import cupola_mesh
from render.windows import glass_clearance, windows


@pytest.fixture(scope="module")
def corners():
    mesh = cupola_mesh()
    at = mesh.vertices[mesh.triangles]
    return at["position"].astype(float), at["normal"].astype(float)


@pytest.fixture(scope="module")
def beams(corners):
    return Beams(*corners)


def toward(azimuth_deg, elevation_deg):
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    level = np.array([-math.sin(azimuth), 0.0, math.cos(azimuth)]) * math.cos(elevation)
    return level + np.array([0.0, math.sin(elevation), 0.0])


@pytest.mark.parametrize("azimuth", [180.0, 200.5, 15.0, 90.0])
@pytest.mark.parametrize("elevation", [50.0, 12.0, -15.0])
def test_all_that_a_window_lets_light_fall_on_is_known_to_be_lit(
    beams, corners, azimuth, elevation
):
    light = toward(azimuth, elevation)
    places, normals = corners
    weights = np.random.default_rng(1).dirichlet([1.0, 1.0, 1.0], len(places))
    spots = np.einsum("nk,nki->ni", weights, places)
    facing = np.einsum("nk,nki->ni", weights, normals) @ light > 0.0
    lit = facing & (glass_clearance(np.broadcast_to(light, spots.shape), spots) > 0.0)
    assert lit.sum() > 100
    assert beams.reached(coarse(light))[lit].all()


def test_what_stands_outside_and_faces_the_light_is_known_to_be_lit(beams, corners):
    light = toward(180.0, 12.0)
    places, normals = corners
    outside = np.max(
        [
            (places.mean(axis=1) @ window.axes[2]) - window.distance - window.thickness
            for window in windows()
        ],
        axis=0,
    )
    lit = (outside > 0.05) & ((normals @ light) > 0.0).all(axis=-1)
    assert lit.sum() > 100
    assert beams.reached(coarse(light))[lit].all()


def test_most_of_the_cupola_is_known_to_be_dark(beams):
    for azimuth in (180.0, 0.0, 75.0):
        assert beams.reached(coarse(toward(azimuth, 12.0))).mean() < 0.4


def test_triangles_asked_about_part_by_part_are_as_lit_as_together(beams, corners):
    light = coarse(toward(180.0, 12.0))
    whole = beams.reached(light)
    parts = [beams.reached(light, slice(at, at + 5000)) for at in range(0, len(whole), 5000)]
    assert np.array_equal(np.concatenate(parts), whole)


@pytest.mark.parametrize(("turned_deg", "held"), [(0.0, True), (1.3, True), (1.7, False)])
def test_a_sorting_holds_while_the_light_stays_within_its_slack(turned_deg, held):
    assert holds(toward(180.0, 12.0), 0.3 * toward(180.0, 12.0 + turned_deg)) is held
