import datetime
import os
import signal
import subprocess
import sys

import numpy as np
import pytest
import xr

from assets.errors import MachineError
from assets.words import words
from vr.choice import split_message
from vr.headset.runtime import said
from vr.interrupt import stop_request
from vr.show import Status
from vr.window.lettering import panel
from vr.window.overlay import status_line
from vr.window.pictures import picture_path

UTC = datetime.datetime(2018, 11, 16, 18, 16, 6, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("message", "what", "remedy"),
    [
        ("no display: X11 is gone. Start a desktop", "no display: X11 is gone", "Start a desktop"),
        ("no runtime; install one", "no runtime", "install one"),
        ("no GL: one reason; another. Mend it.", "no GL: one reason; another", "Mend it"),
        ("no OpenGL 3.3", "no OpenGL 3.3", ""),
    ],
)
def test_a_message_is_split_into_what_is_wrong_and_what_to_do(message, what, remedy):
    assert split_message(message) == (what, remedy)


def test_what_a_runtime_says_stays_one_part_of_a_message():
    message = f"the runtime does not start ({said(xr.RuntimeFailureError())}); start its service"
    what, remedy = split_message(message)
    assert what.endswith("error result)")
    assert remedy == "start its service"


def test_a_signal_is_noted_once_and_the_second_acts_as_before():
    before = signal.getsignal(signal.SIGINT)
    with stop_request() as stop:
        assert not stop
        os.kill(os.getpid(), signal.SIGINT)
        assert stop
        assert stop.exit_code == 130
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_signal_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stop_request() as stop:
            os.kill(os.getpid(), signal.SIGHUP)
            assert not stop
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_status_line_says_when_how_fast_and_what_just_was():
    fast = Status(118.0, 10.0, paused=False, caption="Strap-on separation")
    assert status_line(fast, UTC, words()).split("    ") == [
        "T+01:58",
        "18:16:06 UTC",
        "10 x",
        "Strap-on separation",
    ]
    held = Status(-30.0, 10.0, paused=True, caption="")
    assert status_line(held, UTC, words()).split("    ") == ["T-00:30", "18:16:06 UTC", "paused"]


def test_a_running_clock_keeps_its_width():
    widths = {panel([("", f"T+01:{seconds:02d}")], 16).shape[1] for seconds in range(60)}
    assert len(widths) == 1


def test_a_panel_is_colour_times_alpha():
    pixels = panel([("Space", "pause")], 16)
    assert pixels.dtype == np.uint8
    assert (pixels[..., :3] <= pixels[..., 3:]).all()
    assert pixels[..., :3].max() > 200
    assert 0 < pixels[0, 0, 3] < 255


def test_a_saved_picture_never_takes_the_place_of_another(tmp_path):
    first = picture_path("s", 118.04, (tmp_path,))
    assert first.name == "cupola-s-T+0118.0.png"
    first.touch()
    assert picture_path("s", 118.04, (tmp_path,)).name == "cupola-s-T+0118.0-2.png"


def test_a_picture_goes_to_the_first_folder_that_can_be_written(tmp_path):
    assert picture_path("s", 0.0, (tmp_path / "gone", tmp_path)).parent == tmp_path
    with pytest.raises(MachineError, match="gone"):
        picture_path("s", 0.0, (tmp_path / "gone",))


def test_glfw_is_told_to_keep_quiet_and_tells_why_there_is_no_display():
    code = (
        "from vr.window.platform import start_glfw\n"
        "try:\n    start_glfw()\nexcept Exception as error:\n    print(error)\n"
    )
    environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key}
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith("no display:")
    assert result.stderr == ""
