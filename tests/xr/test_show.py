"""The script in the headset: its captions hang before the eyes, in the visitor's language."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.xr.lab import Lab
from vr.script.panel import GROUND
from vr.script.place import DISTANCE, Heading, wanted

HALF_BETWEEN_EYES = 0.032
"""m."""
SCRIPT = """
title = "Own"
[[beats]]
t = -60
labels = false
fade = 1
seconds = 60
text = { en = "{rocket.range} away.", kk = "Зымыранға дейін {rocket.range}." }
"""


@pytest.fixture(scope="module")
def visit(tree, tmp_path_factory):
    """Return the report and the left eye's picture after some frames of a museum's own show."""
    lab = Lab(tree, tmp_path_factory.mktemp("show"))
    try:
        lab.start_display()
        lab.start_remote()
        (lab.path / "own.toml").write_text(SCRIPT, encoding="utf-8")
        program = lab.start_program(
            *("vr", "--show", "/lab/own.toml", "--language", "kk", "--caption-scale", "2"),
            *("--quality", "low", "--render-scale", "0.5", "--frames", "20", "--no-mirror"),
            *("--report", "/lab/report.json", "--eyes", "/lab/eyes", "--captions", "eye"),
        )
        assert lab.finish(program, 300.0) == 0, lab.log("program")
        with Image.open(lab.path / "eyes/left.png") as image:
            return lab.report(), np.asarray(image.convert("RGB")).astype(float) / 255
    finally:
        lab.close()


def test_a_museum_s_caption_is_said_in_the_visitor_s_language_with_its_figure(visit):
    report, _ = visit
    assert -59.0 < report["last"]["t"] < -10.0
    assert report["last"]["fade"] == 0.0
    assert report["last"]["chosen"]["language"] == "kk"
    assert report["last"]["caption"].startswith("Зымыранға дейін")
    assert report["last"]["caption"].endswith("км.")


def test_it_hangs_below_where_the_head_looks_in_the_eye_s_picture(visit):
    """Of a head held still; letters are nearly white, the panel's ground is all round them."""
    report, picture = visit
    seen = report["last"]["views"][0]
    height, width = picture.shape[:2]
    cupola_from_eye = np.array(seen["cupola_from_eye"])
    left, right, down, up = seen["tangents"]
    heading = wanted(Heading.of(cupola_from_eye))
    to_caption = -DISTANCE * heading.rotation()[:, 2] + HALF_BETWEEN_EYES * cupola_from_eye[:, 0]
    x, y, back = to_caption @ cupola_from_eye
    column = (x / -back - left) / (right - left) * width
    row = (up - y / -back) / (up - down) * height
    near = picture[round(row) - 25 : round(row) + 25, round(column) - 60 : round(column) + 60]
    assert (near.min(axis=-1) > 0.6).sum() > 60
    assert np.mean(np.abs(near - np.array(GROUND) / 255).max(axis=-1) < 0.05) > 0.4
