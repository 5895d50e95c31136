"""The command line as a person or a script meets it."""

import io
import json
import os
import subprocess
import sys
import time
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from vr.cli import main

TLE = (
    "1 25544U 98067A   18315.44449074  .00003271  00000-0  56997-4 0  9997\n"
    "2 25544  51.6420   4.8937 0005168  36.0917 153.8179 15.53950133141417\n"
)


@dataclass
class Result:
    returncode: int
    stdout: str
    stderr: str


def cupola(*arguments, cwd="."):
    """Run a command in this process: the real one, without the start of a Python."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(cwd), redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
            code = 0
        except SystemExit as end:
            code = end.code or 0
    return Result(code, out.getvalue(), err.getvalue())


def process(*arguments, cwd=None, **variables):
    """Run a command in a process of its own, without a display, with these variables."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
    } | {"COLUMNS": "200", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-m", "vr", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment | variables,
        timeout=120,
        check=False,
    )


def assert_refused(result, code, *words):
    """One message, with these words in it, that code, and no traceback."""
    assert result.returncode == code, result.stderr
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_help_names_every_command_and_comes_at_once():
    start = time.perf_counter()
    result = process("--help")
    assert time.perf_counter() - start < 2.0  # 0.4 s on two idle cores
    assert result.returncode == 0
    for command in ("state", "events", "frame", "film", "doctor", "bench", "vr", "window"):
        assert f" {command} " in result.stdout


def test_the_version_is_printed():
    assert cupola("--version").stdout.startswith("cupola ")


@pytest.mark.parametrize("command", [["--help"], ["state", "--at", "0"], ["events"]])
def test_what_needs_no_graphics_loads_none(command):
    code = (
        "import sys\nfrom vr.cli import main\n"
        f"try:\n    main({command!r})\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'moderngl', 'glfw', 'av', 'xr', 'PIL', 'miniaudio'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    "at", ["118", "T+1:58", "2018-11-16T18:16:06Z", "2018-11-16T19:16:06+01:00"]
)
def test_a_time_can_be_said_in_every_way(at):
    found = json.loads(cupola("state", "--at", at, "--json").stdout)
    assert found["t"] == pytest.approx(118.0)
    assert found["utc"] == "2018-11-16T18:16:06.000Z"


@pytest.mark.parametrize("at", ["-30", "T-0:30", "-30.0"])
def test_a_negative_time_is_a_time_and_no_option(at):
    result = process("state", "--at", at, "--json")
    assert json.loads(result.stdout)["t"] == -30.0


def test_state_has_the_keys_that_scripts_rely_on():
    found = json.loads(cupola("state", "--at", 200, "--json").stdout)
    assert set(found) >= {"t", "utc", "phase", "station", "sun", "moon", "bodies"}
    station = found["station"]
    assert set(station) == {
        "lat_deg",
        "lon_deg",
        "alt_km",
        "gcrs_km",
        "velocity_km_s",
        "in_sunlight",
    }
    assert set(found["moon"]) == {"azimuth_deg", "elevation_deg", "phase_fraction"}
    assert found["bodies"]
    assert set(found["bodies"][0]) == {
        "id",
        "name",
        "lat_deg",
        "lon_deg",
        "alt_km",
        "range_km",
        "range_rate_km_s",
        "azimuth_deg",
        "elevation_deg",
        "visible",
        "burning",
        "magnitude",
    }


def test_events_are_listed_in_order_of_time():
    events = json.loads(cupola("events", "--json").stdout)
    assert "strap_on_separation" in [event["id"] for event in events]
    assert [event["t"] for event in events] == sorted(event["t"] for event in events)
    assert all(set(event) == {"t", "id", "name"} for event in events)


def test_state_and_events_can_be_read_by_people():
    assert "Station 45." in cupola("state", "--at", 0).stdout
    assert "strap_on_separation" in cupola("events").stdout


def test_a_published_element_set_takes_the_place_of_the_scenarios(tmp_path):
    file = tmp_path / "iss.tle"
    file.write_text(TLE)
    ours = json.loads(cupola("state", "--at", 0, "--json").stdout)["station"]
    theirs = json.loads(cupola("state", "--at", 0, "--json", "--tle", file).stdout)["station"]
    # launch.md: the set of day 315 and the fit lie some kilometres apart along track.
    assert 0.01 < abs(ours["lon_deg"] - theirs["lon_deg"]) < 0.5


def test_elements_far_from_the_time_shown_are_a_warning(tmp_path):
    file = tmp_path / "old.tle"
    first = TLE.splitlines()[0].replace("18315", "17315")  # the checksum stays: 8 and 7 swap below
    first = first[:68] + str((int(first[68]) - 1) % 10)
    file.write_text(first + "\n" + TLE.splitlines()[1] + "\n")
    result = cupola("state", "--at", 0, "--json", "--tle", file)
    assert result.returncode == 0
    assert "Warning" in result.stderr
    assert "days" in result.stderr
    json.loads(result.stdout)


@pytest.mark.parametrize("at", ["", "soon", "T+", "T+1:99", "2018-13-01T00:00:00Z", "nan", "1e99"])
def test_a_time_that_is_none_is_the_callers_mistake(at):
    assert_refused(cupola("state", "--at", at), 2, "Error:")


def test_a_time_outside_the_scenario_is_refused_with_its_bounds():
    assert_refused(cupola("state", "--at", "99999"), 2, "outside the scenario", "T-20:00")


def test_an_unknown_scenario_is_refused_with_the_known_ones():
    assert_refused(cupola("state", "--at", 0, "--scenario", "progres"), 2, "progress-ms-10")


def test_a_misspelt_key_is_refused_with_its_file_and_line(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\ntitel = "Mine"\n')
    assert_refused(cupola("state", "--at", 0, "--scenario", file), 2, f"{file}:2", "titel")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TLE.replace("9997", "9998"), ("checksum", ":1")),
        (TLE.replace(" 15.5395", "15.5395"), ("characters", ":2")),
        ("nonsense\n", ("element set",)),
        ("", ("element set",)),
    ],
)
def test_a_bad_element_set_is_refused_with_its_line(tmp_path, text, words):
    file = tmp_path / "bad.tle"
    file.write_text(text)
    assert_refused(cupola("state", "--at", 0, "--tle", file), 2, str(file), *words)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["state"],
        ["state", "--at"],
        ["state", "--at", "0", "--nonsense"],
        ["frame", "--at", "0"],
        ["frame", "--at", "0", "--out", "F.png", "--fov", "wide"],
        ["frame", "--at", "0", "--out", "F.png", "--look", "cat"],
    ],
)
def test_a_wrong_use_is_the_callers_mistake(tmp_path, arguments):
    result = cupola(*arguments, cwd=tmp_path)
    assert_refused(result, 2)
    assert result.stderr.strip()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--out", "F.png", "--size", "0x0"], ["--size"]),
        (["--out", "F.png", "--size", "1920"], ["--size", "1920x1080"]),
        (["--out", "F.png", "--fov", "180"], ["--fov"]),
        (["--out", "F.png", "--elevation", "91"], ["--elevation"]),
        (["--out", "F.jpg"], ["--out", ".png"]),
        (["--out", "missing/F.png"], ["--out", "missing"]),
        (["--out", "."], ["--out", "folder"]),
        (["--out", "/proc/F.png"], ["--out", "/proc/F.png"]),
        (["--out", "F.png", "--hdr", "F.exr"], ["--hdr", ".npy"]),
        (["--out", "F.png", "--hdr", "missing/F.npy"], ["--hdr", "missing"]),
        (["--out", "F.png", "--at", "99999"], ["outside the scenario"]),
    ],
)
def test_a_frame_that_cannot_be_is_refused_and_nothing_is_written(tmp_path, arguments, words):
    result = cupola("frame", "--at", "0", *arguments, cwd=tmp_path)
    assert_refused(result, 2, *words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--out", "F.mp4", "--size", "641x360"], ["even"]),
        (["--out", "F.mp4", "--rate", "0"], ["--rate"]),
        (["--out", "F.mp4", "--fps", "0"], ["--fps"]),
        (["--out", "F.mp4", "--from", "10", "--to", "5"], ["--to"]),
        (["--out", "F.mp4", "--to", "99999"], ["outside the scenario"]),
        (["--out", "F.avi"], [".mp4"]),
        (["--out", "."], ["folder"]),
    ],
)
def test_a_film_that_cannot_be_is_refused_and_nothing_is_written(tmp_path, arguments, words):
    assert_refused(cupola("film", *arguments, cwd=tmp_path), 2, *words)
    assert list(tmp_path.iterdir()) == []


def test_debug_shows_where_an_error_arose_wherever_it_stands():
    for arguments in (["--debug", "state", "--at", "x"], ["state", "--at", "x", "--debug"]):
        result = cupola(*arguments)
        assert result.returncode == 2
        assert "Traceback" in result.stderr


def test_a_window_without_a_display_is_the_machines_lack_and_says_what_to_do():
    assert_refused(process("window"), 1, "no display", "film")


def test_a_headset_without_a_runtime_is_the_machines_lack_and_says_what_to_do(tmp_path):
    missing = tmp_path / "no_runtime.json"
    result = process("vr", XR_RUNTIME_JSON=str(missing), XDG_CONFIG_HOME=str(tmp_path))
    assert_refused(result, 1, "runtime")


def test_a_machine_without_opengl_is_told_what_to_install(tmp_path):
    result = process(
        "frame",
        "--at",
        0,
        "--out",
        tmp_path / "F.png",
        MESA_GL_VERSION_OVERRIDE="2.1",
    )
    assert_refused(result, 1, "OpenGL 3.3", "install")
    assert list(tmp_path.iterdir()) == []


def test_doctor_fails_where_nothing_can_be_drawn_and_says_what_to_install():
    result = process("doctor", "--json", MESA_GL_VERSION_OVERRIDE="2.1")
    found = json.loads(result.stdout)
    checks = {check["id"]: check for check in found["checks"]}
    assert checks["opengl"]["verdict"] == "fail"
    assert "install" in checks["opengl"]["remedy"]
    assert not found["can_run"]
    assert result.returncode == 1


def test_doctor_finds_no_display_and_would_make_a_film():
    result = process("doctor", "--json")
    assert result.returncode == 0, result.stdout
    found = json.loads(result.stdout)
    assert found["mode"] == "film"
    assert "no display" in found["why"]
    checks = {check["id"]: check for check in found["checks"]}
    assert checks["data"]["verdict"] == "ok"
    assert checks["display"]["verdict"] == "warn"
    assert "4 km along track" in checks["elements"]["found"]
    assert all(check["remedy"] for check in checks.values() if check["verdict"] != "ok")


def test_doctor_warns_of_a_cache_that_cannot_be_written():
    result = process("doctor", "--json", CUPOLA_CACHE="/proc/nothing")
    checks = {check["id"]: check for check in json.loads(result.stdout)["checks"]}
    assert checks["cache"]["verdict"] == "warn"
    assert "CUPOLA_CACHE" in checks["cache"]["remedy"]
    assert result.returncode == 0


def test_doctor_warns_of_elements_far_from_the_time_shown(tmp_path):
    file = tmp_path / "iss.tle"
    file.write_text(TLE)
    result = process("doctor", "--json", "--scenario", "now", "--tle", file)
    checks = {check["id"]: check for check in json.loads(result.stdout)["checks"]}
    assert checks["elements"]["verdict"] == "warn"
    assert "days" in checks["elements"]["found"]
    assert "--tle" in checks["elements"]["remedy"]


def test_doctor_can_be_read_by_people():
    result = process("doctor")
    assert "Remedy:" in result.stdout
    assert "cupola will use: film" in result.stdout
