"""The station outside: its published sizes, where it stands, what it hides and what it must not."""

import math
from dataclasses import replace

import numpy as np
import pytest

from assets.station import station
from assets.words import words
from orbit.attitude import CUPOLA_FROM_BODY
from render.layers import Layers
from render.looks import LOOKS
from render.multisampled import Multisampled
from render.naming import KINDS
from render.passes.station import Station
from render.quality import quality
from render.station_mesh import array_axes, station_mesh
from render.station_sight import station_clearance
from render.targets import colour
from render.view import View
from vr.clock import Clock
from vr.script.score import Cue
from vr.show import Show
from vr.stage import Stage

SIZE = (320, 320)


@pytest.fixture(scope="module")
def station_pass(context):
    return Station(context)


def looking(toward, fov_deg, position=(0.0, 0.0, 0.0)):
    forward = np.asarray(toward, dtype=float)
    forward = forward / np.linalg.norm(forward)
    side = [0.0, 1.0, 0.0] if abs(forward[1]) < 0.9 else [0.0, 0.0, 1.0]
    right = np.cross(forward, side)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(right, forward), -forward], axis=1)
    return View.symmetric(axes, SIZE, math.radians(fov_deg), np.array(position))


def drawn(context, station_pass, moment, view):
    """Return (H, W, 4): premultiplied cd/m2 and coverage, rows from the top."""
    target = colour(context, view.size)
    Multisampled(context).draw(target, lambda: station_pass.draw(moment, view))
    raw = target.framebuffer.read(components=4, dtype="f2")
    target.release()
    return np.frombuffer(raw, "f2").reshape(*SIZE[::-1], 4)[::-1].astype(float)


def from_eye(place):
    return CUPOLA_FROM_BODY @ (np.array(place) - station().eye)


def test_the_station_is_109_m_wide_and_its_modules_51_m_long():
    # NASA, Reference Guide to the International Space Station, 2010: 109 m and 51 m.
    data = station()
    wings = [each for each in data.array if each.name.startswith("Wings")]
    half = max(each.hub[1] + each.across / 2 for each in wings)
    assert 2 * half == pytest.approx(109.0, abs=0.5)
    modules = {each.name: each for each in data.tube}
    length = modules["PMA-2"].end[0] - modules["Zvezda"].end[0]
    assert length == pytest.approx(51.0, abs=0.5)


def test_modules_are_as_long_as_their_profiles():
    for tube in station().tube:
        length = np.linalg.norm(np.array(tube.end) - tube.start)
        assert length == pytest.approx(tube.profile[-1][0], abs=0.01), tube.name


def test_all_of_it_stands_outside_the_cupola_and_within_what_is_drawn():
    mesh = station_mesh()
    still = mesh.vertices["turns"] == 0
    distance = np.linalg.norm(mesh.vertices["place"][still], axis=1)
    assert distance.min() > 1.27  # m; Tranquility's skin above the dome
    longest = np.linalg.norm(mesh.vertices["place"], axis=1) + np.linalg.norm(
        mesh.vertices["turned"], axis=1
    )
    assert longest.max() < 120.0


def test_arrays_that_lean_face_the_sun_and_those_that_do_not_turn_about_the_beam():
    rng = np.random.default_rng(5)
    beam = CUPOLA_FROM_BODY @ [0.0, 1.0, 0.0]
    for direction in rng.normal(size=(20, 3)):
        sun = direction / np.linalg.norm(direction)
        for leaning in (False, True):
            axes = array_axes(sun, leaning=leaning)
            np.testing.assert_allclose(axes.T @ axes, np.eye(3), atol=1e-12)
            assert np.linalg.det(axes) == pytest.approx(1.0)
            assert abs(axes[:, 0] @ beam) < 1e-12
            assert axes[:, 2] @ sun > 0
        assert axes[:, 2] @ sun == pytest.approx(1.0)
        assert abs(array_axes(sun, leaning=False)[:, 1] @ beam) == pytest.approx(1.0)


def test_the_launch_is_never_hidden_by_the_station(context, station_pass, timeline):
    # Straight under the eye before T+20 s; then it climbs aft to the limb.
    for t in np.arange(0.0, 860.0, 30.0):
        moment = timeline.at(float(t))
        toward = moment.bodies.position @ moment.cupola_from_gcrs.T
        for place in toward[moment.bodies.visible]:
            picture = drawn(context, station_pass, moment, looking(place, 6.0))
            assert picture[..., 3].max() == 0.0, f"T+{t:.0f} s"


@pytest.mark.parametrize(
    ("name", "middle"),
    [
        ("Soyuz MS-09", (-6.3, 0.0, 10.0)),
        ("Progress MS-09", (-19.3, 0.0, 9.0)),
        ("Zvezda", (-28.0, 0.0, 0.0)),
        ("Leonardo", (8.0, -7.4, 1.0)),
    ],
)
def test_modules_are_seen_where_they_are(context, station_pass, timeline, name, middle):
    moment = timeline.at(118.0)
    picture = drawn(context, station_pass, moment, looking(from_eye(middle), 1.0))
    assert (picture[..., 3] > 0.99).all(), name
    assert np.isfinite(picture).all()
    assert (picture >= 0).all()


def test_the_docked_ship_shifts_between_the_eyes_as_its_distance_asks(
    context, station_pass, timeline
):
    moment = timeline.at(118.0)
    middle = from_eye((-6.3, 0.0, 11.4))  # the descent module
    right = np.cross(middle, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    edges = []
    for side in (-0.5, 0.5):
        view = replace(looking(middle, 20.0), position=side * 0.063 * right)
        covered = drawn(context, station_pass, moment, view)[SIZE[1] // 2, :, 3]
        edges.append(covered[SIZE[0] // 2 :].sum())
    pixels = 0.063 / np.linalg.norm(middle) / (2 * math.tan(math.radians(10.0))) * SIZE[1]
    assert edges[0] - edges[1] == pytest.approx(pixels, abs=0.6)


def test_stars_lamps_and_earth_do_not_shine_through(renderer, timeline):
    moment = timeline.at(118.0)
    view = looking(from_eye((-19.3, 0.0, 9.0)), 1.0)
    behind = renderer.hdr(moment, view, LOOKS["camera"], Layers(cupola=False))
    before = renderer.hdr(moment, view, LOOKS["camera"], Layers(cupola=False, station=True))
    assert before.max() < 0.2 * behind.max()
    assert np.ptp(before) < 0.2 * np.ptp(behind)


def test_it_shows_with_the_cupola_alone_and_on_demand():
    assert Layers(cupola=True).shows_station
    assert not Layers(cupola=False).shows_station
    assert Layers(cupola=False, station=True).near
    assert not Layers(cupola=True, station=False).shows_station


def test_moonlight_lights_what_faces_the_moon_and_leaves_the_rest_to_the_earth(
    context, station_pass, timeline
):
    moment = timeline.at(60.0)
    dark = replace(moment, moon=replace(moment.moon, illuminance=0.0))
    # Leonardo's aft end faces aft, where the Moon stands.
    view = looking(from_eye((2.5, -7.4, 1.9)), 4.0)
    moonlit = drawn(context, station_pass, moment, view)[..., 1].mean()
    earthlit = drawn(context, station_pass, dark, view)[..., 1].mean()
    assert moonlit > 5 * earthlit > 0


@pytest.mark.parametrize("toward", [(0.0, 1.0, 0.01), (0.5, 0.8, 0.2), (-0.3, 0.7, -0.5)])
def test_through_the_hatch_the_node_is_seen_and_not_its_outside(renderer, timeline, toward):
    moment, view = timeline.at(118.0), looking(toward, 30.0)
    plain = renderer.hdr(moment, view, LOOKS["camera"], Layers(station=False))
    with_station = renderer.hdr(moment, view, LOOKS["camera"], Layers())
    np.testing.assert_allclose(with_station, plain, rtol=1e-3, atol=1e-7)


@pytest.mark.parametrize("toward", [[-0.5, -0.1, -1.0], [0.8, 0.1, -1.0]])
def test_what_names_take_for_hidden_is_hidden_and_what_they_take_for_clear_is_clear(
    context, station_pass, timeline, toward
):
    moment = timeline.at(118.0)
    view = View.symmetric(looking(toward, 1.0).cupola_from_eye, SIZE, math.radians(100))
    covered = drawn(context, station_pass, moment, view)[::2, ::2, 3] > 0.5
    tangent = math.tan(math.radians(50.0))
    at = (np.arange(0, SIZE[0], 2) + 0.5) / SIZE[0] * 2 - 1
    x, y = np.meshgrid(at * tangent, -at * tangent)
    rays = np.stack([x, y, -np.ones_like(x)], axis=-1) @ view.cupola_from_eye.T
    rays /= np.linalg.norm(rays, axis=-1, keepdims=True)
    clear = station_clearance(rays, sun=moment.cupola_from_gcrs @ moment.sun.direction)
    in_windows = rays[..., 1] < 0.35  # above, the Cupola's hull hides everything
    assert not (covered & in_windows & (clear > math.radians(4.0))).any()
    below = rays[..., 1] < 0.0
    assert covered[below & (clear < -math.radians(2.0))].all()
    assert (covered & in_windows).sum() > 250


def test_no_name_stands_on_an_array_that_turns_with_the_sun(timeline):
    moment = timeline.at(300.0)
    sun = moment.cupola_from_gcrs @ moment.sun.direction
    found = 0
    for wing in station().array:
        axes = array_axes(sun, leaning=wing.swivels)
        for side in (-1.0, 1.0):
            place = from_eye(wing.hub) + axes @ [side * 0.6 * wing.along, 0.3 * wing.across, 0.0]
            toward = place / np.linalg.norm(place)
            if toward[1] < 0.35:
                found += 1
                assert station_clearance(toward, sun=sun) < 0.0, wing.name
    assert found >= 3


def test_the_launch_keeps_its_names(timeline):
    for t in (60.0, 250.0, 500.0):
        moment = timeline.at(t)
        toward = moment.bodies.position @ moment.cupola_from_gcrs.T
        toward /= np.linalg.norm(toward, axis=1, keepdims=True)
        sun = moment.cupola_from_gcrs @ moment.sun.direction
        assert (station_clearance(toward, sun=sun) > math.radians(3.0)).all()


def test_a_show_is_shown_with_the_station_or_without_as_it_is_asked_for(context, timeline):
    stage = Stage(context, timeline, quality("low"), words())
    moment = timeline.at(240.0)
    view = looking([-0.9, -0.1, -1.0], 60)  # Soyuz MS-09 hangs there
    target = context.framebuffer([context.texture(view.size, 4)])

    def seen(show):
        cue = Cue(240.0, strength=dict.fromkeys(KINDS.values(), 0.0))
        stage.draw(
            cue, moment, [view], [target], LOOKS["camera"], cupola=False, station=show.station
        )
        return np.frombuffer(target.read(components=3, alignment=1), np.uint8).astype(int)

    plain = seen(Show(Clock()))
    without, with_it = seen(Show(Clock(), station=False)), seen(Show(Clock(), station=True))
    assert (np.abs(without - plain) > 20).mean() < 0.002
    assert (np.abs(with_it - plain) > 20).mean() > 0.02
