"""The pure parts of the headset layer: formats, sizes and views."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.errors import MachineError
from vr.headset.views import Located, Recentring, is_far_out, quaternion, recentred, rotation, view

ANGLES = (-0.9, 0.7, 0.8, -0.6)
STRAIGHT = (0.0, 0.0, 0.0, 1.0)


def turned(yaw=0.0, pitch=0.0):
    """Return a quaternion: first up by `pitch`, then left by `yaw`."""
    cy, sy, cp, sp = (f(a / 2) for a in (yaw, pitch) for f in (math.cos, math.sin))
    return (cy * sp, sy * cp, -sy * sp, cy * cp)


def pair(orientation=STRAIGHT, position=(0.0, 0.0, 0.0)):
    side = rotation(orientation) @ np.array([0.032, 0.0, 0.0])
    return [Located(orientation, tuple(np.array(position) + s * side), ANGLES) for s in (-1, 1)]


class TestFormats:
    def test_srgb_is_taken_wherever_it_stands(self):
        pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
        from vr.headset import swapchains

        monado = [0x805B, 0x881A, 0x8C43, 0x8058, 0x8CAC, 0x81A5, 0x88F0, 0x8CAD]
        assert swapchains.choose_format(monado) == swapchains.SRGB8_ALPHA8
        assert swapchains.choose_format([0x8C43, 0x881A]) == swapchains.SRGB8_ALPHA8
        assert swapchains.choose_format([0x881A, 0x8C41]) == swapchains.SRGB8

    def test_a_runtime_without_srgb_is_refused_with_its_colour_formats_and_a_remedy(self):
        pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
        from vr.headset import swapchains

        with pytest.raises(MachineError, match=r"0x881a.*update") as refused:
            swapchains.choose_format([0x881A, 0x81A5])
        assert "0x81a5" not in str(refused.value)


class TestEyeSize:
    def test_a_sane_recommendation_is_taken_as_it_is(self):
        pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
        from vr.headset import swapchains

        assert swapchains.eye_size((896, 1007), (4096, 4096), 1.0) == (896, 1007)

    def test_an_absurd_recommendation_is_capped_in_its_own_shape(self):
        pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
        from vr.headset import swapchains

        width, height = swapchains.eye_size((3152, 3088), (16384, 16384), 1.0)
        assert width * height <= swapchains.MOST_EYE_PIXELS
        assert width / height == pytest.approx(3152 / 3088, rel=1e-3)

    def test_the_scale_is_kept_within_what_the_runtime_can_take(self):
        pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
        from vr.headset import swapchains

        assert swapchains.eye_size((1000, 1200), (1100, 2000), 2.0) == (1100, 1320)
        assert swapchains.eye_size((1000, 1200), (2000, 2000), 0.5) == (500, 600)


class TestViews:
    def test_a_head_that_looks_straight_ahead_looks_aft(self):
        seen = view(Located(STRAIGHT, (0.1, 0.2, 0.3), ANGLES), Recentring(), (10, 20))
        assert seen.cupola_from_eye @ [0, 0, -1] == pytest.approx([0, 0, -1])
        assert seen.position == pytest.approx([0.1, 0.2, 0.3])
        assert seen.size == (10, 20)

    def test_tangents_come_in_the_order_left_right_down_up(self):
        seen = view(Located(STRAIGHT, (0, 0, 0), ANGLES), Recentring(), (10, 20))
        left, right, down, up = seen.tangents
        assert (left, right) == pytest.approx((math.tan(-0.9), math.tan(0.7)))
        assert (down, up) == pytest.approx((math.tan(-0.6), math.tan(0.8)))

    def test_a_head_turned_left_looks_to_starboard(self):
        seen = view(Located(turned(yaw=math.pi / 2), (0, 0, 0), ANGLES), Recentring(), (10, 20))
        assert seen.cupola_from_eye @ [0, 0, -1] == pytest.approx([-1, 0, 0], abs=1e-12)

    @given(st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.01))
    def test_a_quaternion_gives_a_rotation_whatever_its_length(self, quaternion):
        matrix = rotation(quaternion)
        assert matrix @ matrix.T == pytest.approx(np.eye(3), abs=1e-12)
        assert np.linalg.det(matrix) == pytest.approx(1.0)

    @given(st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 0.01))
    def test_a_rotation_gives_its_quaternion_back(self, orientation):
        matrix = rotation(orientation)
        found = quaternion(matrix)
        assert sum(x * x for x in found) == pytest.approx(1.0)
        assert rotation(found) == pytest.approx(matrix, abs=1e-9)


class TestLayer:
    def test_a_runtime_of_one_layer_or_without_alpha_has_none_for_captions(self):
        pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
        from vr.headset.quad import why_none

        assert why_none(16, 0x8C43) == ""
        assert "no layer" in why_none(1, 0x8C43)
        assert "alpha" in why_none(16, 0x8C41)


class TestRecentring:
    @given(yaw=st.floats(-3, 3), pitch=st.floats(-1.4, 1.4), x=st.floats(-3, 3), y=st.floats(-3, 3))
    def test_what_it_places_in_the_space_is_found_there(self, yaw, pitch, x, y):
        recentring = Recentring(yaw, (x, y, 1.0))
        position, axes = np.array([0.3, -0.2, -1.6]), rotation(turned(pitch=pitch))
        found = recentring.pose(recentring.placed(position, axes))
        assert found.position == pytest.approx(position)
        assert found.rotation == pytest.approx(axes, abs=1e-9)

    @given(yaw=st.floats(-3, 3), pitch=st.floats(-1.4, 1.4), x=st.floats(-3, 3), y=st.floats(-3, 3))
    def test_it_puts_the_head_at_the_eye_point_looking_aft_and_keeps_the_horizon(
        self, yaw, pitch, x, y
    ):
        eyes = pair(turned(yaw, pitch), (x, y, 1.0))
        place = recentred(eyes)
        seen = [view(eye, place, (10, 20)) for eye in eyes]
        assert np.mean([eye.position for eye in seen], axis=0) == pytest.approx(0.0, abs=1e-9)
        ahead = seen[0].cupola_from_eye @ [0, 0, -1]
        assert ahead == pytest.approx([0, math.sin(pitch), -math.cos(pitch)], abs=1e-9)
        assert place.cupola_from_space @ [0, 1, 0] == pytest.approx([0, 1, 0])

    def test_a_head_that_looks_straight_down_keeps_its_heading(self):
        assert recentred(pair(turned(pitch=-math.pi / 2))).yaw == 0.0

    def test_a_visitor_who_leans_about_is_not_far_out_and_a_headset_on_a_table_is(self):
        assert not is_far_out(pair(position=(0.3, -0.2, 0.3)), Recentring())
        assert is_far_out(pair(position=(0.0, -0.8, 0.0)), Recentring())
