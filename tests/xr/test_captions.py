"""Where a caption comes from in a real runtime: a layer of its own, or the eyes' pictures."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.xr.lab import RUNTIME, SIMULATED, Lab, validation
from tests.xr.panel_seen import COMPOSITOR, eye_picture, share, view_of
from vr.headset.spectator import field
from vr.script.place import DISTANCE, Heading, wanted

Grey = NDArray[np.float64]
SCRIPT = """
title = "Own"
[[beats]]
t = -60
labels = false
fade = 1
seconds = 60
text = { en = "The words that hang here" }
"""
SHOWN = ("vr", "--show", "/lab/own.toml", "--language", "en", "--caption-scale", "2")
COARSE = ("--quality", "low", "--render-scale", "0.5", "--report", "/lab/report.json")
FRAMES = 15
"""After these the words stand still, on a slow machine too."""
HALF_WORDS, HALF_LINE = 52, 7
"""px of the compositor's picture within which the words are, and nothing but their panel."""
HALF_BETWEEN_EYES = 0.032
"""m."""
ACROSS = 40
"""px; the words are at least so wide."""
REFUSING = """
import sys
import xr
from vr.cli import main

accepted, ended = xr.raw_functions.xrEndFrame, []

def end_frame(session, info):
    ended.append(info.layer_count)
    if len(ended) > 6 and info.layer_count > 1:
        return xr.Result.ERROR_LAYER_INVALID
    return accepted(session, info)

xr.raw_functions.xrEndFrame = end_frame
main(sys.argv[1:])
"""


@dataclass(frozen=True)
class Sight:
    """A visit while the caption stood: what the program said of it, and the screen."""

    report: dict[str, Any]
    screen: NDArray[np.uint8]
    log: str

    def words(self, eye: int) -> Grey:
        """Return the light of what the compositor shows where the words belong, 0 to 1."""
        seen = self.report["last"]["views"]
        view = view_of(seen[eye])
        between = np.mean([each["position_m"] for each in seen], axis=0)
        heading = wanted(Heading.of(view.cupola_from_eye))
        x, y = share(view, between - DISTANCE * heading.rotation()[:, 2])
        picture = eye_picture(self.screen, eye).astype(float).mean(axis=-1) / 255
        column, row = round(x * COMPOSITOR[0] / 2), round(y * COMPOSITOR[1])
        return picture[
            row - HALF_LINE : row + HALF_LINE + 1, column - HALF_WORDS : column + HALF_WORDS + 1
        ]

    def contrast(self) -> float:
        """Return that of the letters on their ground, as WCAG 2.2 defines it."""
        part = self.words(0)
        light = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        return float((np.quantile(light, 0.99) + 0.05) / (np.median(light) + 0.05))


def off_middle(part: Grey) -> tuple[float, float]:
    """Return how far the words' middle is to the right of, and below, where it belongs, in px."""
    rows, columns = np.nonzero(part > 0.4)
    assert np.ptp(columns) > ACROSS
    return (
        0.5 * (columns.min() + columns.max()) - HALF_WORDS,
        0.5 * (rows.min() + rows.max()) - HALF_LINE,
    )


def stood(lab: Lab, program: subprocess.Popen[bytes]) -> Sight:
    """Return what is seen once the words stand, and end the visit."""
    lab.wait_for_focus(program)
    lab.wait_for(lambda: lab.report()["frames"] >= FRAMES, "frames", program, 120.0)
    screen = lab.screen()
    return Sight(lab.leave(program), screen, lab.log("program"))


@pytest.fixture(scope="module")
def sights(tree, tmp_path_factory) -> dict[str, Sight]:
    """Return the sight with a layer where there is one, and without."""
    found = {}
    for kind in ("auto", "eye"):
        lab = Lab(tree, tmp_path_factory.mktemp(kind))
        try:
            lab.start_display()
            lab.start_remote()
            (lab.path / "own.toml").write_text(SCRIPT, encoding="utf-8")
            program = lab.start_program(
                *SHOWN, *COARSE, "--captions", kind, "--no-mirror", **validation()
            )
            found[kind] = stood(lab, program)
            said = (lab.path / "validation.txt").read_text().splitlines()
            notes = ("is initialized", "will be destroyed")
            assert [line for line in said if not line.endswith(notes)] == []
        finally:
            lab.close()
    return found


def test_a_runtime_with_layers_shows_the_caption_on_one_drawn_only_when_it_changes(sights):
    """The words come within 0.4 s, and stand from then on."""
    report = sights["auto"].report
    assert report["caption_layers"] >= FRAMES - 4
    assert 1 <= report["caption_pictures"] < 0.7 * report["caption_layers"]


def test_captions_in_the_eyes_need_no_layer(sights):
    assert sights["eye"].report["caption_layers"] == 0


@pytest.mark.parametrize("kind", ["auto", "eye"])
@pytest.mark.parametrize("eye", [0, 1])
def test_both_eyes_see_the_words_below_where_the_head_looks(sights, kind, eye):
    aside, below = off_middle(sights[kind].words(eye))
    assert aside == pytest.approx(0.0, abs=1.5)
    assert below == pytest.approx(0.0, abs=2.0)


def test_both_kinds_hang_in_the_same_place(sights):
    apart, within = (off_middle(sights[kind].words(0)) for kind in ("auto", "eye"))
    assert apart == pytest.approx(within, abs=1.5)


@pytest.mark.parametrize("kind", ["auto", "eye"])
def test_letters_stand_out_by_seven_to_one_in_what_the_compositor_shows(sights, kind):
    assert sights[kind].contrast() > 7.0


def test_letters_on_a_layer_are_sharper_than_in_coarse_eyes(sights):
    """By the mean step of light from px to px along their lines."""
    apart, within = (np.abs(np.diff(sights[k].words(0), axis=1)).mean() for k in ("auto", "eye"))
    assert apart > 1.15 * within


@pytest.mark.parametrize(("kind", "is_there"), [("quad", False), ("eye", True)])
def test_the_eyes_pictures_hold_the_words_only_where_no_layer_does(lab, kind, is_there):
    lab.start_remote()
    (lab.path / "own.toml").write_text(SCRIPT, encoding="utf-8")
    program = lab.start_program(
        *SHOWN, *COARSE, "--captions", kind, "--frames", f"{FRAMES}", "--eyes", "/lab/eyes"
    )
    assert lab.finish(program, 300.0) == 0, lab.log("program")
    report = lab.report()
    assert report["last"]["caption"] == "The words that hang here"
    for eye, name in enumerate(("left", "right")):
        with Image.open(lab.path / f"eyes/{name}.png") as image:
            stretched = np.asarray(image.convert("RGB").resize((COMPOSITOR[0] // 2, COMPOSITOR[1])))
        beside = np.concatenate([stretched] * 2, axis=1)
        part = Sight(report, beside, "").words(eye)
        assert (part.max() > 0.5) == is_there


def test_the_desktop_s_mirror_shows_the_words_wherever_they_are(lab):
    lab.start_remote()
    (lab.path / "own.toml").write_text(SCRIPT, encoding="utf-8")
    program = lab.start_program(*SHOWN, *COARSE, "--frames", f"{FRAMES}", "--eyes", "/lab/eyes")
    assert lab.finish(program, 300.0) == 0, lab.log("program")
    assert lab.report()["caption_layers"] > 0
    with Image.open(lab.path / "eyes/mirror.png") as image:
        mirror = np.asarray(image.convert("RGB"))
    height, width = mirror.shape[:2]
    seen = view_of(lab.report()["last"]["views"][0])
    view = replace(seen, tangents=field(seen, (width, height)))
    below = wanted(Heading.of(view.cupola_from_eye)).rotation()[:, 2]
    between = view.position + HALF_BETWEEN_EYES * view.cupola_from_eye[:, 0]
    x, y = share(view, between - DISTANCE * below)
    row, column = round(y * height), round(x * width)
    words = mirror[row - 15 : row + 16, column - 90 : column + 91].astype(float).mean(axis=-1) / 255
    columns = np.nonzero(words > 0.4)[1]
    assert 0.5 * (columns.min() + columns.max()) == pytest.approx(90.0, abs=4.0)
    assert (words > 0.6).sum() > 200


def test_a_layer_that_the_runtime_refuses_is_given_up_once_and_the_words_stay(lab):
    lab.start_remote()
    (lab.path / "own.toml").write_text(SCRIPT, encoding="utf-8")
    program = lab.start(
        "program",
        ["python3", "-c", REFUSING, *SHOWN, *COARSE, "--no-mirror"],
        XR_RUNTIME_JSON=RUNTIME,
    )
    sight = stood(lab, program)
    assert off_middle(sight.words(0)) == pytest.approx((0.0, 0.0), abs=2.0)
    assert 1 <= sight.report["caption_layers"] <= 7
    assert sight.report["losses"] == []
    assert sight.log.count("Captions are drawn into the eyes' pictures") == 1
    assert "Traceback" not in sight.log


def test_the_layer_gives_way_to_the_open_menu(lab):
    headset = lab.start_remote()
    (lab.path / "own.toml").write_text(SCRIPT, encoding="utf-8")
    program = lab.start_program(*SHOWN, *COARSE, "--no-mirror")
    lab.wait_for_focus(program)
    lab.wait_for(lambda: lab.report()["caption_layers"] > 0, "a caption", program)
    headset.left.buttons.add("b_click")
    headset.send()
    lab.wait_for(lambda: bool(lab.report()["last"]["chosen"]["menu"]), "the menu", program)
    before = lab.report()
    lab.wait_for(lambda: lab.report()["frames"] > before["frames"] + 3, "frames", program)
    after = lab.leave(program)
    assert after["last"]["caption"] == "The words that hang here"
    assert after["caption_layers"] == before["caption_layers"]


def test_the_caption_has_a_layer_again_in_the_session_after_a_lost_one(lab):
    service = lab.start_monado(**SIMULATED)
    (lab.path / "own.toml").write_text(SCRIPT, encoding="utf-8")
    program = lab.start_program(*SHOWN, *COARSE, "--no-mirror")
    lab.wait_for_focus(program)
    lab.wait_for(lambda: lab.report()["caption_layers"] > 0, "a caption", program)
    service.send_signal(signal.SIGKILL)
    service.wait()
    lab.start_monado(**SIMULATED)
    lab.wait_for_focus(program, times=2)
    before = lab.report()["caption_layers"]
    lab.wait_for(lambda: lab.report()["caption_layers"] > before + 2, "a caption again", program)
    assert lab.leave(program)["sessions"] == 2
    assert "Captions are drawn into" not in lab.log("program")
