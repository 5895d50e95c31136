"""Text in the atlas and labels in the picture: even digits, contrast, and the right names."""

import math

import numpy as np
import pytest
from PIL import Image, ImageFilter
from scipy.ndimage import binary_dilation

from render import text
from render.labels import place
from render.passes.labels import LabelsPass
from render.sightline import lowest_height, over_the_limb
from render.subjects import subjects
from render.text import TextAtlas
from render.view import View
from tests.render.sights import aft_view, pixel_of

SIZE = (1280, 720)


def relative_luminance(encoded):
    """WCAG 2: of sRGB-encoded values (..., 3) in 0 to 1."""
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def measure(lines):
    return 9.0 * max(map(len, lines)), 19.0 * len(lines)


def test_numbers_of_as_many_digits_are_as_wide(context):
    atlas = TextAtlas(context)
    widths = {atlas.line(line, 15, 500).width for line in ("111 km", "888 km", "047 km")}
    assert len(widths) == 1


def test_a_line_asked_for_twice_is_laid_out_once(context):
    atlas = TextAtlas(context)
    assert atlas.line("Байқоңыр 143 km", 15, 600) is atlas.line("Байқоңыр 143 km", 15, 600)


def test_the_atlas_holds_more_text_than_its_first_size(context):
    atlas = TextAtlas(context)
    for number in range(400):
        atlas.line(f"A rather long name, number {chr(97 + number % 26)}{number}", 30, 600)
    texture = atlas.texture()
    assert texture.height > 1024
    assert np.frombuffer(texture.read(), "u1").any()


def written(context, moment, view, ground):
    """Return the relative luminance (H, W) of the labels on a grey ground, rows from the top."""
    target = context.framebuffer([context.texture(view.size, 4)])
    target.use()
    target.clear(ground, ground, ground, 1.0)
    names = LabelsPass(context)
    names.draw(names.choose(moment, [view]), view)
    raw = np.frombuffer(target.read(components=3), "u1")
    return relative_luminance(raw.reshape(view.size[1], view.size[0], 3)[::-1] / 255)


def test_letters_stand_out_seven_to_one_on_any_ground(context, timeline):
    moment = timeline.at(118.0)
    view = aft_view(moment, SIZE)
    body = next(
        label
        for label in place(subjects(moment, view), view, measure)
        if label.opacity == 1 and label.subject.kind == "body"
    )
    left, top, right, bottom = (round(edge) for edge in body.box)
    box = np.s_[top:bottom, left:right]
    letters = written(context, moment, view, 0.0)[box] > 0.5
    assert 0.02 < letters.mean() < 0.5
    beside = binary_dilation(letters, np.ones((3, 3)), 2) & ~binary_dilation(
        letters, np.ones((3, 3))
    )
    for ground in (0.0, 0.5, 1.0):
        light = written(context, moment, view, ground)[box]
        contrast = (np.median(light[letters]) + 0.05) / (np.percentile(light[beside], 75) + 0.05)
        assert contrast >= 7, ground


def test_the_rocket_is_named_where_it_is(timeline):
    moment = timeline.at(118.0)
    view = aft_view(moment, SIZE)
    labels = place(subjects(moment, view), view, measure)
    body = next(label for label in labels if label.subject.kind == "body")
    row = moment.bodies.ids.index(body.subject.id)
    expected = pixel_of(moment, view, moment.bodies.position[row])
    np.testing.assert_allclose(body.anchor, expected, atol=1e-6)
    facts = body.subject.lines[1].replace("\u00a0", " ")
    assert f"{moment.bodies.altitude[row] / 1e3:.0f} km high" in facts


def test_airglow_is_named_at_its_height_over_the_limb(timeline):
    moment = timeline.at(250.0)
    view = aft_view(moment, SIZE)
    layers = {each.id: each for each in subjects(moment, view) if each.kind == "airglow"}
    assert set(layers) == {"airglow_feo", "airglow_oi_557", "airglow_oi_630"}
    directions = np.stack([each.direction for each in layers.values()])
    elevation = np.degrees(
        np.arcsin((directions @ moment.cupola_from_gcrs @ moment.lvlh_from_gcrs.T)[:, 2] * -1)
    )
    found = dict(zip(layers, elevation, strict=True))
    # From 407 km (launch.md, D): tangent heights of 87, 97 and 250 km.
    assert found["airglow_feo"] == pytest.approx(-17.65, abs=0.1)
    assert found["airglow_oi_557"] == pytest.approx(-17.40, abs=0.1)
    assert found["airglow_oi_630"] == pytest.approx(-12.36, abs=0.1)


def test_lines_over_the_limb_pass_at_the_height_asked_for(timeline):
    moment = timeline.at(0.0)
    heights = np.array([10e3, 88e3, 250e3])
    for azimuth in np.radians([0, 45, 170, 300]):
        directions = over_the_limb(moment, azimuth, heights) @ moment.cupola_from_gcrs
        passed = lowest_height(moment, directions, np.full(3, np.inf))
        np.testing.assert_allclose(passed, heights, atol=30.0)


def test_stars_behind_the_earth_are_not_named(timeline):
    moment = timeline.at(250.0)
    view = aft_view(moment, SIZE, fov_deg=100.0)
    for label in place(subjects(moment, view), view, measure):
        if label.subject.kind in ("star", "planet"):
            direction = moment.cupola_from_gcrs.T @ label.subject.direction
            assert lowest_height(moment, direction[None], np.array([np.inf]))[0] > 0


def test_big_towns_below_are_named_and_only_so_many(timeline):
    moment = timeline.at(250.0)
    view = aft_view(moment, SIZE)
    towns = [each for each in subjects(moment, view) if each.kind in ("town", "land")]
    assert 3 <= len(towns) <= 14
    up = moment.cupola_from_gcrs @ moment.eye_position / np.linalg.norm(moment.eye_position)
    limb = -math.sin(math.radians(19.0))
    assert all(each.direction @ up < limb for each in towns)


def test_names_are_a_function_of_the_moment_and_the_view(timeline):
    view = aft_view(timeline.at(250.0), SIZE)
    first = place(subjects(timeline.at(250.0), view), view, measure)
    place(subjects(timeline.at(10.0), view), view, measure)
    again = place(subjects(timeline.at(250.0), view), view, measure)
    assert [(a.subject.id, a.box, a.opacity) for a in first] == [
        (b.subject.id, b.box, b.opacity) for b in again
    ]


def test_a_picture_without_names_is_left_as_it_was(context, timeline):
    # Into the Node: nothing that has a name is seen through the hatch.
    axes = np.stack([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]], axis=1)
    view = View.symmetric(axes, (320, 180), math.radians(40.0))
    target = context.framebuffer([context.texture(view.size, 4)])
    target.use()
    target.clear(0.2, 0.2, 0.2, 1.0)
    names = LabelsPass(context)
    names.draw(names.choose(timeline.at(250.0), [view]), view)
    assert len(set(target.read(components=3))) == 1


def test_the_widest_of_neighbours_is_that_of_pillows_filter():
    picture = np.random.default_rng(5).integers(0, 256, (40, 90), np.uint8)
    for half in (1, 2, 5, 12):
        expected = Image.fromarray(picture).filter(ImageFilter.MaxFilter(2 * half + 1))
        assert np.array_equal(text.widest(text.widest(picture, half).T, half).T, expected)
