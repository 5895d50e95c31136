"""Stills and films through the command line, drawn for real by OpenGL on the processor."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

import assets
from assets.errors import MachineError
from orbit.scenario import find_scenario
from orbit.state import state
from orbit.timeline import build
from render.context import standalone
from vr.cli import main
from vr.offscreen import Canvas
from vr.view_options import ViewOptions, view_at

SMALL = "320x180"
PATIENCE = 120.0


@pytest.fixture(scope="module")
def timeline():
    return build(find_scenario())


def start(*arguments, cwd=None, path=None):
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
    } | {"PYTHONPATH": path or os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-m", "vr", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def cupola(*arguments):
    """Run a command in this process, which has loaded everything already."""
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    assert not end.value.code


def frame(folder, name, *options):
    path = folder / f"{name}.png"
    cupola("frame", "--at", 118, "--size", SMALL, "--out", path, *options)
    with Image.open(path) as image:
        image.load()
        return image


def pixel(view, direction):
    """Return where a direction (Cupola frame) falls: x to the right, y down, px."""
    x, y, z = view.cupola_from_eye.T @ direction
    left, right, down, up = view.tangents
    width, height = view.size
    return (
        (-x / z - left) / (right - left) * width,
        (up + y / z) / (up - down) * height,
    )


def lvlh_direction(body):
    azimuth, elevation = np.radians((body["azimuth_deg"], body["elevation_deg"]))
    return np.array(
        (
            np.cos(elevation) * np.cos(azimuth),
            np.cos(elevation) * np.sin(azimuth),
            -np.sin(elevation),
        )
    )


def names(folder):
    return [file.name for file in folder.iterdir()]


def frames_of(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


@pytest.mark.parametrize("t", [-30.0, 60.0, 118.0, 400.0])
def test_every_body_projects_to_the_azimuth_and_elevation_that_state_gives(timeline, t):
    moment = timeline.at(t)
    cupola_from_lvlh = moment.cupola_from_gcrs @ moment.lvlh_from_gcrs.T
    for number, body in enumerate(state(timeline, t)["bodies"]):
        camera = ViewOptions(
            body["azimuth_deg"], body["elevation_deg"], roll_deg=33.0, fov_deg=10.0, size=(640, 360)
        )
        offset = moment.cupola_from_gcrs @ moment.bodies.position[number]
        assert pixel(view_at(camera, moment), offset) == pytest.approx((320.0, 180.0), abs=1e-3)
        told = cupola_from_lvlh @ lvlh_direction(body)
        wide = view_at(ViewOptions(), moment)
        assert pixel(wide, told) == pytest.approx(pixel(wide, offset), abs=1e-3)


def test_the_rocket_shines_at_the_pixel_that_state_says(timeline, tmp_path):
    hdr = tmp_path / "F.npy"
    options = ("--no-cupola", "--no-labels", "--hdr", hdr, "--fov", 4)
    stack = next(b for b in state(timeline, 100.0)["bodies"] if b["id"] == "stack")
    aim = ("--azimuth", stack["azimuth_deg"] + 0.4, "--elevation", stack["elevation_deg"] - 0.3)
    cupola("frame", "--at", 100, "--size", SMALL, "--out", tmp_path / "F.png", *options, *aim)
    image = np.load(hdr)
    assert image.shape == (180, 320, 3)
    assert image.dtype == np.float32
    assert np.isfinite(image).all()
    assert image.min() >= 0.0
    moment = timeline.at(100.0)
    camera = ViewOptions(aim[1], aim[3], fov_deg=4.0, size=(320, 180))
    expected = pixel(
        view_at(camera, moment),
        moment.cupola_from_gcrs @ moment.lvlh_from_gcrs.T @ lvlh_direction(stack),
    )
    assert centroid(image.sum(axis=-1), expected) == pytest.approx(expected, abs=0.5)


def centroid(image, near):
    """Return the centre of light of the 9 by 9 pixels round the brightest one there, in px."""
    column, row = (int(value) for value in near)
    around = image[row - 8 : row + 9, column - 8 : column + 9]
    peak_row, peak_column = np.unravel_index(around.argmax(), around.shape)
    row, column = row - 8 + peak_row, column - 8 + peak_column
    window = image[row - 4 : row + 5, column - 4 : column + 5]
    light = window - np.median(window)
    light[light < 0.02 * light.max()] = 0.0
    rows, columns = np.mgrid[row - 4 : row + 5, column - 4 : column + 5] + 0.5
    return (float((columns * light).sum() / light.sum()), float((rows * light).sum() / light.sum()))


def test_a_still_says_what_it_shows(tmp_path):
    image = frame(tmp_path, "F", "--azimuth", 170, "--roll", -15, "--look", "eye")
    assert image.size == (320, 180)
    assert image.mode == "RGB"
    assert image.text["Time"] == "T+118.000 s"
    assert image.text["UTC"] == "2018-11-16T18:16:06.000Z"
    assert image.text["Scenario"].startswith("progress-ms-10")
    assert image.text["Look"] == "eye"
    assert image.text["Camera"] == (
        "azimuth 170 deg, elevation -20 deg, roll -15 deg, vertical field of view 50 deg, "
        "rectilinear, 320x180 px"
    )
    assert image.text["Software"].startswith("cupola")
    assert names(tmp_path) == ["F.png"]


def test_the_same_still_has_the_same_bytes(tmp_path):
    frame(tmp_path, "A")
    frame(tmp_path, "B")
    assert (tmp_path / "A.png").read_bytes() == (tmp_path / "B.png").read_bytes()


def test_cupola_labels_and_look_change_the_picture(tmp_path):
    full = np.asarray(frame(tmp_path, "full")).astype(int)
    for option in (["--no-cupola"], ["--no-labels"], ["--look", "eye"], ["--quality", "low"]):
        other = np.asarray(frame(tmp_path, "other", *option)).astype(int)
        assert np.abs(full - other).max() > 10, option


def test_names_are_written_in_the_language_asked_for_or_the_system_s(tmp_path, monkeypatch):
    pictures = {}
    for code in ("en", "ru"):
        image = frame(tmp_path, code, "--language", code)
        assert image.text["Language"] == code
        pictures[code] = np.asarray(image).astype(int)
    changed = np.abs(pictures["en"] - pictures["ru"]).max(axis=-1) > 30
    assert 0.0005 < changed.mean() < 0.1
    monkeypatch.setenv("LANGUAGE", "ru")
    russian = frame(tmp_path, "system")
    np.testing.assert_array_equal(np.asarray(russian).astype(int), pictures["ru"])
    assert "Language" not in frame(tmp_path, "bare", "--no-labels").text


def test_a_picture_larger_than_opengl_allows_is_the_machines_lack_and_says_so():
    context = standalone()
    with pytest.raises(MachineError, match=r"40000x40000 px.*smaller --size"):
        Canvas.of(context, (40000, 40000))
    context.release()


def test_a_damaged_data_file_is_named_with_its_remedy(tmp_path):
    root = Path(assets.__file__).parent.parent
    for room in ("assets", "orbit", "render", "vr"):
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(root / room, tmp_path / room, ignore=skip)
    damaged = tmp_path / "assets" / "data" / "stars.npy"
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    for command in (["frame", "--at", "0", "--size", SMALL, "--out", "F.png"], ["doctor"]):
        program = start(*command, cwd=tmp_path, path=str(tmp_path))
        out, err = program.communicate(timeout=PATIENCE)
        assert program.returncode == 1
        assert f"{damaged}" in out + err
        assert "SHA-256" in out + err
        assert "Install Cupola again" in out + err
        assert "Traceback" not in err
