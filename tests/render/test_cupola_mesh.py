"""The Cupola's solids and mesh: closed, facing out, of the published size, and cheap."""

import math

import numpy as np
import pytest

from assets.cupola import cupola
from render.cupola_frames import caster, frame
from render.cupola_hatch import way_up
from render.cupola_hull import casters, over_window, whole_turn
from render.cupola_mesh import cupola_mesh, shadow_casters
from render.cupola_shutters import nadir_shutter, side_shutter
from render.solid import UNSEEN, lathe, seen, signed_volume
from render.windows import windows


def all_solids():
    aft, *_, nadir = windows()
    return [
        *frame(aft),
        *frame(nadir),
        *over_window(),
        *whole_turn(),
        *way_up(),
        side_shutter(),
        nadir_shutter(),
        caster(aft),
        caster(nadir),
        *casters(),
    ]


def directed_edges(solid):
    """Return the directed edges between welded corners, (n, 2)."""
    _, welded = np.unique(np.round(solid.position, 6), axis=0, return_inverse=True)
    triangles = welded[solid.triangles]
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    return edges[edges[:, 0] != edges[:, 1]]


@pytest.mark.parametrize("solid", all_solids())
def test_every_solid_is_closed(solid):
    edges, count = np.unique(directed_edges(solid), axis=0, return_counts=True)
    back, back_count = np.unique(edges[:, ::-1], axis=0, return_counts=True)
    forth = dict(zip(map(tuple, edges), count, strict=True))
    for edge, times in zip(map(tuple, edges), count, strict=True):
        assert forth.get(edge[::-1], 0) == times
    assert len(back) == len(back_count)


@pytest.mark.parametrize("solid", all_solids())
def test_every_solid_faces_outward(solid):
    assert signed_volume(solid) > 0


def test_normals_stand_on_their_triangles():
    for solid in all_solids():
        a, b, c = (solid.position[solid.triangles[:, i]] for i in range(3))
        across = np.cross(b - a, c - a)
        mean = solid.normal[solid.triangles].mean(axis=1)
        large = np.linalg.norm(across, axis=-1) > 1e-6
        assert ((across * mean).sum(-1)[large] > 0).mean() > 0.995
        np.testing.assert_allclose(np.linalg.norm(solid.normal, axis=-1), 1.0, atol=1e-6)


def test_a_turned_ring_has_the_volume_of_pappus():
    ring = lathe([(1.0, 0.0), (1.2, 0.0), (1.2, 0.1), (1.0, 0.1)], "paint", segments=720)
    assert signed_volume(ring) == pytest.approx(2 * math.pi * 1.1 * 0.2 * 0.1, rel=1e-3)


def test_nothing_seen_is_left_out_and_nothing_unseen_is_drawn():
    whole = frame(windows()[0])[0]
    shown = seen(whole)
    assert UNSEEN not in shown.surface
    assert len(shown.position) == (whole.surface != UNSEEN).sum()
    assert len(shown.triangles) < len(whole.triangles)


def test_the_hull_has_the_published_height_and_the_closed_shutters_their_span():
    data = cupola()
    lowest = data.envelope.hatch_height - data.envelope.height
    aft = windows()[0]
    low = aft.to_cupola(aft.back.points(1, 1), aft.thickness)[:, 1].min()
    assert lowest < low
    assert low - lowest < 0.15  # m; what is left is the shutter over the round window
    corner = data.shutters.hinge_apothem / math.cos(math.pi / data.side_windows.count)
    assert 2 * corner == pytest.approx(data.envelope.shutters_closed, abs=1e-3)
    assert data.envelope.shutters_closed == 2.955  # m, ESA
    assert data.envelope.height == 1.5  # m, ESA


def test_the_eye_stands_at_half_height():
    data = cupola().envelope
    assert abs(data.hatch_height - data.height / 2) < 0.06


def test_nothing_but_the_hull_comes_within_arms_length_of_the_eye():
    distance = np.linalg.norm(cupola_mesh().vertices["position"], axis=-1)
    assert distance.min() > 0.55


def test_the_mesh_is_modest_and_its_parts_cover_it_once():
    mesh = cupola_mesh()
    assert len(mesh.vertices) < 60_000
    firsts = [part.first for part in mesh.parts]
    ends = [part.first + part.count for part in mesh.parts]
    assert firsts == [0, *ends[:-1]]
    assert ends[-1] == len(mesh.triangles)
    assert mesh.triangles.max() < len(mesh.vertices)
    assert len(shadow_casters()[1]) < 5_000


def test_each_box_holds_its_part():
    mesh = cupola_mesh()
    for part in mesh.parts:
        run = mesh.triangles[part.first : part.first + part.count]
        places = mesh.vertices["position"][run].reshape(-1, 3)
        assert (places >= part.corners.min(axis=0) - 1e-5).all()
        assert (places <= part.corners.max(axis=0) + 1e-5).all()


def test_the_six_sides_are_alike():
    mesh = cupola_mesh()
    counts = [part.count for part in mesh.parts[:6]]
    assert len(set(counts)) == 1


def test_panes_face_the_eye():
    mesh = cupola_mesh()
    places = mesh.pane_vertices["position"].astype(float)
    a, b, c = (places[mesh.pane_triangles[:, i]] for i in range(3))
    assert ((np.cross(b - a, c - a) * a).sum(-1) < 0).all()


def test_light_from_the_earth_is_a_share():
    light = cupola_mesh().vertices["light"]
    assert (light >= 0).all()
    assert (light <= 1).all()
