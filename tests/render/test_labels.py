"""Placement of labels: pure, without overlap, off what they name, and without jumps."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.labels import Subject, letter_size, place
from render.view import View

SIZE = (1280, 720)


def looking(turn=0.0, fov_deg=50.0):
    c, s = math.cos(turn), math.sin(turn)
    axes = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    return View.symmetric(axes, SIZE, math.radians(fov_deg))


def measure(lines):
    return 8.0 * max(map(len, lines)), 19.0 * len(lines)


def at(x_deg, y_deg, name="Name", **rest):
    x, y = math.tan(math.radians(x_deg)), math.tan(math.radians(y_deg))
    direction = np.array([x, y, -1.0]) / math.sqrt(x * x + y * y + 1)
    return Subject(name, (name,), direction, rest.pop("side", (1, 1)), **rest)


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


angles = st.floats(-40, 40, allow_nan=False)
crowds = st.lists(
    st.builds(
        at,
        angles,
        st.floats(-25, 25),
        st.text("abcdefgh", min_size=1, max_size=20),
        side=st.sampled_from([(1, 1), (1, -1), (-1, 1), (-1, -1)]),
        presence=st.floats(-1, 1),
        radius=st.floats(0, 0.01),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_no_two_labels_overlap(crowd):
    labels = place(crowd, looking(), measure)
    for a, b in itertools.combinations(labels, 2):
        assert not overlap(a.box, b.box)


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_no_label_stands_before_what_it_names(crowd):
    pixels_per_radian = SIZE[1] / (2 * math.tan(math.radians(25)))
    for label in place(crowd, looking(), measure):
        x, y = label.anchor
        radius = label.subject.radius * pixels_per_radian
        nearest = (
            min(max(x, label.box[0]), label.box[2]),
            min(max(y, label.box[1]), label.box[3]),
        )
        assert math.dist(nearest, (x, y)) > radius


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_every_label_lies_within_the_picture(crowd):
    for label in place(crowd, looking(), measure):
        left, top, right, bottom = label.box
        assert left >= 0
        assert top >= 0
        assert right <= SIZE[0]
        assert bottom <= SIZE[1]
        assert 0 < label.opacity <= 1


def test_a_label_alone_stands_on_its_own_side_at_full_strength():
    (label,) = place([at(5, 3, "Vega", side=(1, 1))], looking(), measure)
    assert label.opacity == 1
    assert label.box[0] > label.anchor[0]
    assert label.box[3] < label.anchor[1] + 19
    (label,) = place([at(5, 3, "Vega", side=(-1, -1))], looking(), measure)
    assert label.box[2] < label.anchor[0]
    assert label.box[1] > label.anchor[1]


def test_the_anchor_is_where_the_thing_appears():
    (label,) = place([at(10, -5)], looking(), measure)
    scale = SIZE[1] / 2 / math.tan(math.radians(25))
    assert label.anchor[0] == pytest.approx(640 + scale * math.tan(math.radians(10)))
    assert label.anchor[1] == pytest.approx(360 + scale * math.tan(math.radians(5)))


def test_near_the_edge_a_label_changes_to_the_other_side():
    (label,) = place([at(37, 0, "Fomalhaut", side=(1, 1))], looking(), measure)
    assert label.box[2] < label.anchor[0]


def test_what_goes_first_keeps_its_label_and_the_other_gives_way():
    first, second = at(0, 0, "first"), at(0.2, 0.0, "second")
    labels = place([first, second], looking(), measure)
    assert labels[0].subject is first
    assert labels[0].opacity == 1
    assert labels[0].box[0] > labels[0].anchor[0]
    assert all(label.box[0] < label.anchor[0] for label in labels[1:])


def test_what_is_behind_the_eye_or_absent_has_no_label():
    behind = Subject("b", ("b",), np.array([0.0, 0.0, 1.0]), (1, 1))
    assert place([behind, at(0, 0, presence=0.0)], looking(), measure) == []
    assert place([], looking(), measure) == []


def test_a_window_frame_hides_a_label_by_degrees():
    opacities = []
    for clear_deg in (1.0, 0.4, 0.2, -0.1):
        labels = place(
            [at(0, 0)],
            looking(),
            measure,
            lambda rays, clear=clear_deg: np.full(len(rays), math.radians(clear)),
        )
        opacities.append(labels[0].opacity if labels else 0.0)
    assert opacities[0] == 1
    assert opacities[-1] == 0
    assert opacities == sorted(opacities, reverse=True)


def test_labels_neither_jump_nor_flash_while_the_head_turns():
    rng = np.random.default_rng(4)
    crowd = [at(*rng.uniform([-30, -20], [30, 20]), name=f"star {i}") for i in range(25)]
    before = {}
    step = math.radians(0.005)
    for turn in np.arange(0.0, math.radians(4.0), step):
        now = {
            (label.subject.id, label.box[0] > label.anchor[0]): label
            for label in place(crowd, looking(turn), measure)
        }
        for key in before.keys() | now.keys():
            then_opacity = before[key].opacity if key in before else 0.0
            now_opacity = now[key].opacity if key in now else 0.0
            if before:
                assert abs(now_opacity - then_opacity) < 0.06, key
        for key in before.keys() & now.keys():
            a, b = before[key], now[key]
            offset = np.subtract(a.box[:2], a.anchor) - np.subtract(b.box[:2], b.anchor)
            assert np.abs(offset).max() < 1e-6
        before = now


def test_both_eyes_see_a_label_at_the_depth_of_what_it_names():
    crowd = [at(3, 2), at(-8, -4, "other")]
    left = View(looking().cupola_from_eye, np.array([-0.03, 0, 0]), looking().tangents, SIZE)
    right = View(looking().cupola_from_eye, np.array([0.03, 0, 0]), looking().tangents, SIZE)
    for a, b in zip(place(crowd, left, measure), place(crowd, right, measure), strict=True):
        assert a.box == b.box


@pytest.mark.parametrize(("height", "fov_deg"), [(720, 50), (1080, 50), (2160, 50), (720, 10)])
def test_letters_are_about_a_degree_high_and_never_too_small_to_read(height, fov_deg):
    view = View.symmetric(np.eye(3), (height * 16 // 9, height), math.radians(fov_deg))
    assert max(11, 0.0125 * height) - 1 <= letter_size(view) <= 0.024 * height + 1
