"""Lettering, screen and pilot lamps of the Cupola: where they are, and what the panes mirror."""

import math
from dataclasses import replace

import numpy as np
import pytest

from assets.cupola import cupola
from render.cupola_marks import marks, marks_mesh, picture
from render.cupola_mesh import cupola_mesh
from render.cupola_tablet import pilot_places, screen_axes
from render.multisampled import Multisampled
from render.passes.cupola import Cupola
from render.targets import colour
from render.view import View
from render.windows import windows

SIZE = (320, 240)


@pytest.fixture(scope="module")
def cupola_pass(context):
    return Cupola(context)


def looking(toward, fov_deg):
    forward = np.asarray(toward, dtype=float)
    forward = forward / np.linalg.norm(forward)
    right = np.cross(forward, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(right, forward), -forward], axis=1)
    return View.symmetric(axes, SIZE, math.radians(fov_deg))


def luminance(context, cupola_pass, moment, view, glow=1.0):
    target = colour(context, view.size)
    cupola_pass.glow = glow
    Multisampled(context).draw(target, lambda: cupola_pass.draw(moment, view))
    cupola_pass.glow = 1.0
    raw = target.framebuffer.read(components=4, dtype="f2")
    target.release()
    rows = np.frombuffer(raw, "f2").reshape(SIZE[1], SIZE[0], 4)[::-1].astype(float)
    return rows[..., :3] @ [0.2126, 0.7152, 0.0722]


def mirror_images():
    """Return the direction of the screen's image in each pane that shows it whole."""
    place = np.array(cupola().light.screen_place)
    found = []
    for window in windows():
        normal = window.axes[2]
        depth = window.distance + cupola().panes.scratch[0]
        image = place - 2 * (normal @ place - depth) * normal
        if window.clearance(image / np.linalg.norm(image)) > math.radians(6.0):
            found.append(image)
    return found


def test_every_window_has_its_number_and_every_rail_and_wheel_its_name():
    names = [mark.name for mark in marks()]
    assert {f"W{number}" for number in range(1, 8)} <= set(names)
    assert names.count("HANDRAIL") == names.count("SHUTTER") == cupola().side_windows.count


def test_marks_read_from_left_to_right_and_face_the_visitor():
    for mark in marks():
        assert np.linalg.det(mark.axes) == pytest.approx(1.0), mark.name
        assert mark.axes[2] @ mark.place < 0, mark.name
        assert mark.axes[1, 1] > -0.9, mark.name


def test_marks_lie_apart_in_their_texture_and_have_ink():
    pixels, boxes = picture()
    taken = np.zeros(pixels.shape, int)
    for left, top, width, height in boxes.values():
        part = np.s_[top : top + height, left : left + width]
        taken[part] += 1
        assert pixels[part].max() == 255
    assert taken.max() == 1
    assert pixels.nbytes < 200_000


def test_numbers_of_windows_lie_on_their_frames_and_not_on_glass_or_bezel():
    data = cupola()
    for window, mark in zip(windows(), marks(), strict=False):
        flat = (mark.place @ window.axes.T)[:2]
        assert float(window.inner.grown(data.frame.bezel_width).clearance(flat)) < -0.003
        assert float(window.face.clearance(flat)) > 0.005


def test_nothing_is_nearer_than_an_arm_but_panes_frames_and_rails():
    # An arm's length, 0.7 m, of adults (NASA-STD-3000: forward reach 0.74 m at the 5th percentile).
    far = np.linalg.norm(cupola_mesh().vertices["position"], axis=1)
    assert far.min() > 0.55  # the round window's frame underfoot
    marks_far = np.linalg.norm(marks_mesh()[0]["position"], axis=1)
    light = cupola().light
    assert marks_far.min() > 0.55
    assert np.linalg.norm(light.screen_place) > 0.7
    assert np.linalg.norm(screen_axes() @ screen_axes().T - np.eye(3)) < 1e-12
    assert (np.linalg.norm(pilot_places(), axis=1) > 0.7).all()


def test_panes_mirror_the_screen_where_geometry_says_and_only_with_the_glow(
    context, cupola_pass, timeline
):
    moment = timeline.at(250.0)
    dark = replace(moment, moon=replace(moment.moon, illuminance=0.0))
    images = mirror_images()
    assert len(images) >= 2
    for image in images:
        view = looking(image, 4.0)
        lit = luminance(context, cupola_pass, dark, view)[100:140, 140:180].mean()
        unlit = luminance(context, cupola_pass, dark, view, glow=0.0)[100:140, 140:180].mean()
        assert lit > unlit + 5e-5  # cd/m2
        assert lit < 1e-3  # the night's Earth has about 1e-3: faint


def test_without_the_glow_the_screen_is_dark(context, cupola_pass, timeline):
    moment = timeline.at(250.0)
    view = looking(cupola().light.screen_place, 10.0)
    lit, unlit = (luminance(context, cupola_pass, moment, view, glow) for glow in (1.0, 0.0))
    assert lit[80:160, 120:200].mean() > 1e-3
    assert unlit[80:160, 120:200].max() == 0.0
