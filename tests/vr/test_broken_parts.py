from __future__ import annotations

import json

import numpy as np
import pytest

from tests.vr.broken_tree import copy_of_assets, copy_of_render, run

DRAW = """
import json, logging, sys
logging.basicConfig(level=logging.INFO, format="%(message)s")
import numpy as np
from assets.words import words
from orbit.scenario import find_scenario
from orbit.timeline import build
from render.context import standalone
from render.looks import look
from render.quality import QUALITIES
from render.view import View
from vr.script.score import Cue
from vr.stage import Stage

ctx = standalone()
timeline = build(find_scenario("progress-ms-10"))
stage = Stage(ctx, timeline, QUALITIES["low"], words())
size = (320, 320)
canvas = ctx.framebuffer([ctx.texture(size, 4)])
view = View.symmetric(np.eye(3), size, 1.2)
for t in (120.0, 120.1):
    stage.draw(Cue(t), timeline.at(t), [view], [canvas], look("camera"), cupola=True)
picture = np.frombuffer(canvas.read(components=3, alignment=1), np.uint8)
np.save("picture.npy", picture.reshape(*size, 3)[::-1])
print(json.dumps(dict(stage.taken_out)))
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The same picture by the same means, of the program as it is."""
    folder = tmp_path_factory.mktemp("whole")
    done = run(folder, DRAW)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {}
    return np.load(folder / "picture.npy").astype(int)


def test_a_shader_that_does_not_compile_takes_its_own_pass_out_and_nothing_else(tmp_path, whole):
    done = run(copy_of_render(tmp_path, "stars.vert"), DRAW)
    assert done.returncode == 0, done.stderr
    taken_out = json.loads(done.stdout)
    assert list(taken_out) == ["stars"]
    assert "refuses the shader stars.vert" in taken_out["stars"]
    assert done.stderr.count("stars: taken out of the picture, the show goes on") == 1
    apart = np.abs(np.load(tmp_path / "picture.npy").astype(int) - whole).max(axis=-1)
    sky, ground = apart[:255], apart[270:]
    assert (sky > 12).sum() > 100  # the stars are gone
    assert (ground > 2).sum() == 0


def test_data_that_is_missing_or_damaged_takes_out_what_it_shows_and_the_show_goes_on(
    tmp_path, whole
):
    folder = copy_of_assets(tmp_path, missing="moon.webp", damaged="stars.npy")
    done = run(folder, DRAW)
    assert done.returncode == 0, done.stderr
    taken_out = json.loads(done.stdout)
    assert set(taken_out) >= {"Moon and Sun", "stars"}
    assert "moon.webp cannot be read" in taken_out["Moon and Sun"]
    assert "stars.npy is damaged" in taken_out["stars"]
    picture = np.load(tmp_path / "picture.npy")
    assert picture.mean() == pytest.approx(whole.mean(), rel=0.5)


def test_without_the_tone_curve_nothing_is_seen_and_the_program_says_why(tmp_path):
    done = run(copy_of_render(tmp_path, "tone.frag"), DRAW)
    assert done.returncode == 1
    assert "MachineError: this OpenGL driver" in done.stderr
    assert "refuses the shader tone.frag" in done.stderr
