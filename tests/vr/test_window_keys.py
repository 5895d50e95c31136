import glfw
import pytest

from vr.view_options import ViewOptions
from vr.window.gaze import NARROWEST_DEG, WIDEST_DEG, dragged, zoomed
from vr.window.keys import KEYS, MOUSE, Command, command_for, help_lines

AFT = ViewOptions(azimuth_deg=180.0, elevation_deg=-20.0, fov_deg=50.0, size=(1000, 500))


def test_every_command_has_a_key_and_no_key_has_two_commands():
    assert {key.command for key in KEYS} == set(Command)
    bound = [(name, key.shift) for key in KEYS for name in key.glfw_names]
    assert len(bound) == len(set(bound))


def test_every_key_is_one_that_glfw_knows():
    for key in KEYS:
        for name in key.glfw_names:
            assert isinstance(getattr(glfw, f"KEY_{name}"), int)


def test_shift_changes_the_arrows_and_leaves_other_keys_alone():
    assert command_for("LEFT", shift=False) is Command.BACK
    assert command_for("LEFT", shift=True) is Command.FAR_BACK
    assert command_for("N", shift=True) is Command.NEXT_EVENT
    assert command_for("Z", shift=False) is None


def test_the_help_says_every_key_and_the_mouse():
    labels = [label for label, _ in help_lines()]
    assert labels == [*(label for label, _ in MOUSE), *(key.label for key in KEYS)]


def test_pulling_the_picture_right_turns_the_camera_left():
    turned = dragged(AFT, right=10.0, down=0.0)
    assert 170.0 < turned.azimuth_deg < 180.0
    assert turned.elevation_deg == -20.0


def test_what_lies_in_the_middle_follows_the_pointer():
    # A pixel at the middle of 500 px over 50 degrees spans 2 tan(25 deg)/500 rad.
    assert dragged(AFT, 0.0, 10.0).elevation_deg == pytest.approx(-20.0 + 10.0 * 0.10687, abs=1e-3)


def test_dragging_stops_at_zenith_and_nadir_and_goes_round_in_azimuth():
    assert dragged(AFT, 0.0, 1e6).elevation_deg == 90.0
    assert dragged(AFT, 0.0, -1e6).elevation_deg == -90.0
    assert 0.0 <= dragged(AFT, 12345.0, 0.0).azimuth_deg < 360.0


def test_the_wheel_zooms_in_and_back_out_within_limits():
    assert zoomed(AFT, 1.0).fov_deg < AFT.fov_deg < zoomed(AFT, -1.0).fov_deg
    assert zoomed(zoomed(AFT, 3.0), -3.0).fov_deg == pytest.approx(AFT.fov_deg)
    assert zoomed(AFT, 1000.0).fov_deg == NARROWEST_DEG
    assert zoomed(AFT, -1000.0).fov_deg == WIDEST_DEG
