"""`cupola film` as a person uses it: begun, broken off, killed, gone on with."""

import os
import signal
import subprocess
import sys
import time
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from assets.errors import InputError, MachineError
from orbit.scenario import find_scenario
from orbit.timeline import build
from vr.cli import main
from vr.coding import Coding
from vr.drawing import Drawing
from vr.film import FilmPlan
from vr.recipe import recipe
from vr.shot import Shot
from vr.style import style
from vr.view_options import ViewOptions
from vr.views import VIEWS

SMALL = "64x36"
PATIENCE = 120.0
FILM = ("film", "--view", "film", "--size", SMALL, "--from", 100, "--to", 170, "--fps", 30)
"""210 frames: three pieces of 60 and one of 30."""


def start(*arguments, cwd=None):
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
    } | {"PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "200"}
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


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def frames_of(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def wait_for_pieces(program, path, count=1):
    """Wait until so many pieces of a film are finished, and the next is begun."""
    deadline = time.monotonic() + PATIENCE
    folder = path.with_name(f"{path.name}.making")
    while time.monotonic() < deadline:
        assert program.poll() is None, program.stderr.read()
        if len(list(folder.glob("*.mp4"))) >= count and list(folder.glob("*.[0-9]*.part")):
            return
        time.sleep(0.02)
    raise AssertionError("no piece was finished")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the bytes of the film made at a stretch."""
    path = tmp_path_factory.mktemp("whole") / "F.mp4"
    cupola(*FILM, "--out", path)
    return path.read_bytes()


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_a_film_that_is_asked_to_stop_plays_and_the_same_command_goes_on(tmp_path, whole, wish):
    path = tmp_path / "F.mp4"
    program = start(*FILM, "--out", path)
    wait_for_pieces(program, path)
    program.send_signal(wish)
    _, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 128 + wish
    assert "Stopped" in err
    assert "The same command goes on" in err
    assert "Traceback" not in err
    assert names(tmp_path) == ["F.mp4.making", "F.part.mp4"]
    assert len(frames_of(tmp_path / "F.part.mp4")) >= 60
    program = start(*FILM, "--out", path)
    _, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 0, err
    assert "Going on with" in err
    assert names(tmp_path) == ["F.mp4"]
    assert path.read_bytes() == whole


def test_a_film_that_is_killed_loses_one_piece_at_most(tmp_path, whole):
    path = tmp_path / "F.mp4"
    program = start(*FILM, "--out", path)
    wait_for_pieces(program, path, count=2)
    program.kill()
    program.communicate(timeout=PATIENCE)
    assert not path.exists()
    program = start(*FILM, "--out", path)
    _, err = program.communicate(timeout=PATIENCE)
    assert "Going on with" in err
    assert path.read_bytes() == whole


def test_another_option_begins_the_film_again_and_names_itself(tmp_path):
    path = tmp_path / "F.mp4"
    program = start(*FILM, "--out", path)
    wait_for_pieces(program, path)
    program.kill()
    program.communicate(timeout=PATIENCE)
    program = start(*FILM[:-6], "--to", 102, "--from", 100, "--codec", "h265", "--out", path)
    _, err = program.communicate(timeout=PATIENCE)
    assert "afresh" in err
    assert "the encoding" in err
    assert "--to" in err
    assert len(frames_of(path)) == 6


def test_the_film_that_was_there_stays_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "F.mp4"
    path.write_text("an older film")
    program = start(*FILM, "--out", path)
    wait_for_pieces(program, path)
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=PATIENCE)
    assert path.read_text() == "an older film"


def test_cupola_alone_makes_a_film_where_there_is_no_display_and_says_why(tmp_path):
    program = start(cwd=tmp_path)
    folder = tmp_path / "launch.mp4.making"
    deadline = time.monotonic() + PATIENCE
    while not list(folder.glob("*.part")) and time.monotonic() < deadline:
        assert program.poll() is None, program.stderr.read()
        time.sleep(0.05)
    time.sleep(2.0)  # for a first frame
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=PATIENCE)
    assert "no headset" in err.splitlines()[0]
    assert "no display" in err.splitlines()[0]
    assert "launch.mp4" in err.splitlines()[0]
    assert "Stopped" in err


def test_the_frames_of_a_sharp_film_are_the_stills_of_their_instants(tmp_path):
    path = tmp_path / "F.mp4"
    options = ("--size", "320x180", "--roll", 10, "--no-labels")
    span = ("--from", 100, "--to", 102, "--rate", 20, "--fps", 30, "--exposure", 0)
    cupola("film", "--out", path, *span, *options)
    frames = frames_of(path)
    assert len(frames) == 3
    still = tmp_path / "F.png"
    at = 100 + 2 * 20 / 30
    cupola("frame", "--at", at, "--out", still, *options)
    with Image.open(still) as image:
        difference = np.asarray(image).astype(int) - frames[2]
    assert np.abs(difference).mean() < 3.0  # of 255: what the encoder takes
    with av.open(str(path)) as container:
        assert "progress-ms-10" in container.metadata["comment"]
        assert "roll 10 deg" in container.metadata["comment"]
        assert container.metadata["title"].startswith("Progress MS-10")


def test_a_film_of_ten_bits_has_them(tmp_path):
    path = tmp_path / "F.mp4"
    span = ("--from", 100, "--to", 102, "--size", "320x180", "--exposure", 0)
    cupola("film", "--view", "film", "--depth", 10, "--codec", "h265", "--out", path, *span)
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    assert frame.format.name == "yuv420p10le"
    luma = frame.to_ndarray()[:180, :320]
    assert len(np.unique(luma % 4)) == 4  # the two bits that a byte does not have
    plain = tmp_path / "P.mp4"
    cupola("film", "--view", "film", "--out", plain, *span)
    assert np.abs(frames_of(path)[0].astype(int) - frames_of(plain)[0]).mean() < 2.0


def test_a_view_gives_angles_and_what_is_shown_and_an_option_changes_its_part(tmp_path):
    def camera(*options):
        path = tmp_path / "F.png"
        cupola("frame", "--at", 118, "--size", SMALL, "--out", path, *options)
        with Image.open(path) as image:
            return image.text["Camera"], np.asarray(image).astype(int)

    text, film = camera("--view", "film")
    assert "roll -" in text
    changed, _ = camera("--view", "film", "--roll", 0)
    assert "roll 0 deg" in changed
    assert changed.split(",")[0] == text.split(",")[0]
    _, framed = camera("--view", "film", "--cupola")
    assert np.abs(framed - film).max() > 10
    _, bare = camera("--view", "film", "--no-cupola", "--no-labels")
    np.testing.assert_array_equal(bare, film)


def test_a_film_s_names_are_in_its_language_and_its_recipe_and_itself_say_so(tmp_path):
    short = ("--to", 101, "--rate", 10, "--view", "aft", "--language")
    for code in ("en", "kk"):
        cupola(*FILM, *short, code, "--out", tmp_path / f"{code}.mp4")
    with av.open(str(tmp_path / "kk.mp4")) as container:
        assert "names in kk" in container.metadata["comment"]
    english, kazakh = (frames_of(tmp_path / f"{code}.mp4") for code in ("en", "kk"))
    assert len(english) == len(kazakh) == 3
    assert np.abs(english[0].astype(int) - kazakh[0].astype(int)).max() > 30
    plan, camera = FilmPlan(0.0, 10.0, 10.0, Fraction(30)), ViewOptions(size=(64, 36))
    made = [
        recipe(find_scenario(), Shot(plan, camera, style(language=code))) for code in ("en", "kk")
    ]
    assert [key for key in made[0] if made[0][key] != made[1][key]] == ["--language"]
    bare = [style(labels=False, language=code) for code in ("en", "kk")]
    assert bare[0] == bare[1]  # nothing is named: such films are the same


@pytest.mark.parametrize("command", ["frame", "film"])
def test_an_unknown_language_is_refused_with_those_there_are(tmp_path, capsys, command):
    at = ("--at", 0) if command == "frame" else ()
    suffix = "png" if command == "frame" else "mp4"
    with pytest.raises(SystemExit) as end:
        main(
            [
                str(each)
                for each in (command, *at, "--out", tmp_path / f"a.{suffix}", "--language", "xx")
            ]
        )
    assert end.value.code == 2
    assert "--language xx" in capsys.readouterr().err
    assert names(tmp_path) == []


def test_a_piece_comes_out_the_same_whatever_was_drawn_before():
    named = VIEWS["film"]
    camera = ViewOptions(
        named.azimuth_deg, named.elevation_deg, named.roll_deg, named.fov_deg, (128, 72)
    )
    plan = FilmPlan(100.0, 170.0, 10.0, Fraction(30))
    shot = Shot(plan, camera, style(cupola=True, labels=False), 1 / 3, Coding("h264", 10))
    begins = [frames.start for frames in plan.pieces()]
    later = [k for start in begins for k in (start, start + 1, start + 7)]
    earlier = [k for start in reversed(begins) for k in (start, start + 1, start + 7)]
    pictures = []
    for order in (later, earlier):
        with Drawing(build(find_scenario()), shot) as drawing:
            pictures.append({frame: drawing.draw(frame) for frame in order})
    for frame in later:
        np.testing.assert_array_equal(pictures[0][frame], pictures[1][frame])


@pytest.mark.parametrize(
    ("address", "error", "words"),
    [("tcp://127.0.0.1:9", MachineError, "no Dask scheduler"), ("nonsense://x", InputError, "tcp")],
)
def test_a_cluster_that_does_not_answer_is_named(tmp_path, monkeypatch, address, error, words):
    from vr import cluster

    monkeypatch.setattr(cluster, "_TIMEOUT", 0.5)
    with pytest.raises(error, match=words):
        cluster._connect(address)


def test_a_cluster_without_dask_says_what_to_install(monkeypatch):
    from vr import cluster

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MachineError, match=r"pip install 'cupola\[cluster\]'"):
        cluster._connect("tcp://127.0.0.1:9")
