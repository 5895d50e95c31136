"""The window, driven as a person drives it: a real X server, real keys, a real mouse."""

import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image, ImageGrab

from vr.hands import menu

PATIENCE = 120.0
SIZE = (480, 270)


class Desk:
    """An X server of our own, and hands on its keyboard and mouse."""

    def __init__(self):
        self.server = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1024x768x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.display = ":" + self.server.stdout.readline().decode().strip()

    def do(self, *words):
        result = subprocess.run(
            ["xdotool", *map(str, words)],
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=False,
        )
        return result.stdout.split()

    def picture(self):
        return np.asarray(ImageGrab.grab(xdisplay=self.display).convert("RGB"))

    def close(self):
        self.server.terminate()
        self.server.wait()


WINDOW = ("window", "--quality", "low", "--size", f"{SIZE[0]}x{SIZE[1]}")


class Visitor:
    """A `cupola window` in a folder of its own, and what it saves there."""

    def __init__(self, desk, folder, *options, command=WINDOW):
        self.desk, self.folder = desk, folder
        environment = {k: v for k, v in os.environ.items() if k != "WAYLAND_DISPLAY"}
        environment |= {"DISPLAY": desk.display, "PYTHONPATH": os.pathsep.join(sys.path)}
        self.program = subprocess.Popen(
            [sys.executable, "-m", "vr", *command, *options],
            cwd=folder,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.window = until(self._find, "a window")
        desk.do("windowfocus", "--sync", self.window)
        self.take_picture()  # it answers: all is loaded

    def _find(self):
        assert self.program.poll() is None, self.program.stderr.read()
        mine = ("--pid", self.program.pid, "--name", "^Cupola: ")
        found = self.desk.do("search", "--all", "--onlyvisible", *mine)
        return found[0] if found else None

    def press(self, *keys):
        for key in keys:
            self.desk.do("key", "--delay", "30", key)

    def take_picture(self):
        """Press S and return the picture that is saved, with its text."""
        before = set(self.folder.glob("*.png"))
        self.press("s")
        new = until(lambda: set(self.folder.glob("*.png")) - before, "a saved picture")
        with Image.open(new.pop()) as image:
            image.load()
            return image

    def time(self):
        return float(re.fullmatch(r"T([+-][\d.]+) s", self.take_picture().text["Time"])[1])

    def camera(self):
        text = self.take_picture().text["Camera"]
        numbers = re.findall(r"(-?[\d.]+(?:e[+-]\d+)?) deg", text)
        return dict(zip(("azimuth", "elevation", "roll", "fov"), map(float, numbers), strict=True))

    def leave(self):
        self.press("Escape")
        return self.program.wait(PATIENCE)

    def close(self):
        if self.program.poll() is None:
            self.program.kill()
        self.program.wait()
        self.program.stderr.close()


def until(find, what):
    """Return what `find` finds, once it does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = find()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come within {PATIENCE:g} s")


@pytest.fixture(scope="module")
def desk():
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"no {' nor '.join(missing)}: apt-get install xvfb xdotool")
    desk = Desk()
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def visitor(desk, tmp_path_factory):
    visitor = Visitor(desk, tmp_path_factory.mktemp("visit"), "--at", "100")
    visitor.press("space")
    time.sleep(1.5)  # time eases to a stop over a second
    yield visitor
    visitor.close()


def test_a_saved_picture_is_the_picture_alone_and_says_what_it_shows(visitor):
    image = visitor.take_picture()
    assert image.size == SIZE
    assert image.text["Look"] == "camera"
    assert image.text["Scenario"].startswith("progress-ms-10")
    assert image.text["Camera"].startswith("azimuth 180 deg, elevation -20 deg")
    assert "fit" in image.text["Elements"]


def test_the_window_shows_the_picture_and_a_status_line_over_it(visitor):
    saved = np.asarray(visitor.take_picture()).astype(int)

    def differing():
        shown = visitor.desk.picture()[: SIZE[1], : SIZE[0]].astype(int)
        return np.abs(shown - saved).max(axis=-1) > 8

    # At first the notice of the saved picture lies over it.
    until(lambda: differing()[: SIZE[1] * 3 // 4].mean() < 0.01, "the picture alone")
    assert differing()[SIZE[1] - 60 :].mean() > 0.02


def test_a_paused_show_stands_still(visitor):
    assert visitor.time() == visitor.time()


def test_n_goes_to_two_seconds_before_the_next_event_and_p_back(visitor):
    visitor.press("Right")
    start = visitor.time()
    visitor.press("n")
    after = visitor.time()
    assert after > start
    assert after == pytest.approx(115.5, abs=0.1) or after > 115.5
    visitor.press("p")
    assert visitor.time() < after


def test_the_arrows_scrub_ten_seconds_and_with_shift_a_minute(visitor):
    start = visitor.time()
    visitor.press("Right")
    assert visitor.time() == pytest.approx(start + 10.0, abs=0.01)
    visitor.press("shift+Right")
    assert visitor.time() == pytest.approx(start + 70.0, abs=0.01)
    visitor.press("shift+Left", "Left")
    assert visitor.time() == pytest.approx(start, abs=0.01)


def test_dragging_the_picture_to_the_right_turns_the_camera_to_the_left(visitor):
    before = visitor.camera()
    visitor.desk.do("mousemove", "--window", visitor.window, 200, 100)
    visitor.desk.do("mousedown", 1)
    for _ in range(5):
        visitor.desk.do("mousemove_relative", "--sync", 10, 4)
    visitor.desk.do("mouseup", 1)
    after = visitor.camera()
    assert after["azimuth"] < before["azimuth"] - 5.0
    assert after["elevation"] > before["elevation"] + 2.0
    visitor.desk.do("mousemove_relative", "--sync", 40, 40)
    assert visitor.camera() == after
    visitor.press("a")
    assert visitor.camera()["azimuth"] == 180.0


def test_the_wheel_zooms(visitor):
    before = visitor.camera()["fov"]
    visitor.desk.do("mousemove", "--window", visitor.window, 200, 100)
    visitor.desk.do("click", "--repeat", 3, "--delay", 50, 4)
    closer = visitor.camera()["fov"]
    assert closer < 0.85 * before
    visitor.desk.do("click", "--repeat", 3, "--delay", 50, 5)
    assert visitor.camera()["fov"] == pytest.approx(before, rel=1e-4)


def test_e_shows_as_the_eye_sees_and_c_takes_the_cupola_away(visitor):
    with_cupola = np.asarray(visitor.take_picture()).astype(int)
    visitor.press("c")
    without = np.asarray(visitor.take_picture()).astype(int)
    assert np.abs(with_cupola - without).max() > 20
    visitor.press("c", "e")
    assert visitor.take_picture().text["Look"] == "eye"
    visitor.press("e")


def test_h_shows_the_help_and_hides_it_again(visitor):
    visitor.take_picture()
    visitor.take_picture()  # by now the screen shows what was pressed before
    corner = np.s_[:100, :200]  # no notice reaches up there
    plain = visitor.desk.picture()[corner].astype(int)

    def changed():
        now = visitor.desk.picture()[corner].astype(int)
        return np.mean(np.abs(now - plain).max(axis=-1) > 8)

    visitor.press("h")
    until(lambda: changed() > 0.05, "the help")
    visitor.press("h")
    until(lambda: changed() < 0.01, "the picture without help")


def test_f3_shows_frame_times_as_bars_and_hides_them_again(visitor):
    corner = np.s_[12:108, -372:-12]

    def coloured():
        """Say how much has a bar's colour: late frames', which software OpenGL has enough of."""
        seen = visitor.desk.picture()[: SIZE[1], : SIZE[0]][corner]
        return np.mean((np.abs(seen.astype(int) - (255, 92, 72)) < 8).all(axis=-1))

    visitor.press("F3")
    until(lambda: coloured() > 0.002, "bars")
    visitor.press("F3")
    until(lambda: coloured() == 0.0, "the picture without bars")


def test_m_opens_the_menu_and_a_click_in_it_changes_the_picture_to_the_eye_s(visitor):
    visitor.take_picture()
    middle = np.s_[SIZE[1] // 2 - 60 : SIZE[1] // 2 + 60, SIZE[0] // 2 - 60 : SIZE[0] // 2 + 60]
    plain = visitor.desk.picture()[middle].astype(int)

    def changed():
        now = visitor.desk.picture()[middle].astype(int)
        return np.mean(np.abs(now - plain).max(axis=-1) > 8)

    assert visitor.take_picture().text["Look"] == "camera"
    visitor.press("m")
    until(lambda: changed() > 0.3, "the menu")
    row = 5  # the picture's
    below = menu.ROW * (row + 0.5) + menu.MARGIN - menu.height(10) / 2
    scale = SIZE[1] / (2 * math.tan(math.radians(25.0))) / menu.DISTANCE
    lower = menu.DISTANCE * math.tan(math.radians(6.0))
    visitor.desk.do(
        "mousemove",
        "--window",
        visitor.window,
        SIZE[0] // 2,
        round(SIZE[1] / 2 + scale * (below + lower)),
    )
    visitor.desk.do("click", 1)
    until(lambda: visitor.take_picture().text["Look"] == "eye", "the eye's picture")
    visitor.press("m", "e")
    until(lambda: visitor.take_picture().text["Look"] == "camera", "the camera's picture")


def test_a_resized_window_shows_a_picture_of_its_new_size(visitor):
    visitor.desk.do("windowsize", "--sync", visitor.window, 600, 400)
    assert until(lambda: visitor.take_picture().size == (600, 400), "the new size")
    visitor.desk.do("windowsize", "--sync", visitor.window, *SIZE)
    assert until(lambda: visitor.take_picture().size == SIZE, "the old size")


def test_f_fills_the_screen_and_gives_it_back(visitor):
    visitor.press("f")
    assert until(lambda: visitor.take_picture().size == (1024, 768), "full screen")
    visitor.press("F11")
    assert until(lambda: visitor.take_picture().size == SIZE, "the window")


def test_a_window_taken_off_the_screen_comes_back_alive(visitor):
    visitor.desk.do("windowunmap", "--sync", visitor.window)
    time.sleep(0.5)
    visitor.desk.do("windowmap", "--sync", visitor.window)
    visitor.desk.do("windowfocus", "--sync", visitor.window)
    assert visitor.take_picture().size == SIZE


def test_ten_times_runs_ten_times_as_fast_and_escape_leaves(visitor):
    visitor.press("0")
    time.sleep(2.0)  # eased
    first, begun = visitor.time(), time.monotonic()
    time.sleep(3.0)
    last, ended = visitor.time(), time.monotonic()
    assert 5.0 < (last - first) / (ended - begun) < 15.0
    assert visitor.leave() == 0
    assert visitor.program.stderr.read() == ""


def test_ctrl_c_ends_the_program_in_peace(desk, tmp_path):
    visitor = Visitor(desk, tmp_path)
    try:
        visitor.program.send_signal(signal.SIGINT)
        assert visitor.program.wait(PATIENCE) == 0
        assert visitor.program.stderr.read() == ""
    finally:
        visitor.close()


def test_cupola_alone_opens_a_window_where_there_is_a_display_and_says_why(desk, tmp_path):
    visitor = Visitor(desk, tmp_path, command=())
    try:
        assert visitor.leave() == 0
        said = visitor.program.stderr.read().splitlines()
        assert len(said) == 1
        assert "window" in said[0]
        assert "no headset" in said[0]
    finally:
        visitor.close()


def test_doctor_sees_the_display(desk):
    result = subprocess.run(
        [sys.executable, "-m", "vr", "doctor", "--json"],
        env=os.environ | {"DISPLAY": desk.display, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(result.stdout)
    checks = {check["id"]: check for check in found["checks"]}
    assert found["mode"] == "window"
    assert checks["display"]["verdict"] == "ok"
    assert "OpenGL" in checks["display"]["found"]


def test_a_display_without_opengl_33_is_said_with_its_remedy(desk):
    result = subprocess.run(
        [sys.executable, "-m", "vr", "window"],
        env=os.environ
        | {
            "DISPLAY": desk.display,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "MESA_GL_VERSION_OVERRIDE": "2.1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "OpenGL 3.3" in result.stderr
    assert "driver" in result.stderr
    assert "Traceback" not in result.stderr
