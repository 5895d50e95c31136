"""What `bench --dump-shaders` writes: every pass of the renderer, as it reaches the driver."""

import json
import subprocess
import sys
from importlib.resources import files

import pytest

ELSEWHERE = {"reference.frag", "comfort.frag", "board.frag", "mark.frag", "panorama.frag"}
"""Drawn by a bench, a headset's comfort, the hands' boards and panoramas, not by the renderer."""


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """The folder and its index, by a process of its own, for one has room for one context."""
    folder = tmp_path_factory.mktemp("shaders")
    command = [sys.executable, "-m", "vr", "bench", "--dump-shaders", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder, json.loads((folder / "index.json").read_text())


def test_every_fragment_shader_of_the_renderer_is_dumped_with_its_includes_resolved(dump):
    folder, index = dump
    shaders = {path.name for path in files("render.passes").iterdir() if path.suffix == ".frag"}
    dumped = {each["shader"] for each in index["programs"]}
    assert shaders - ELSEWHERE <= dumped
    assert {"stars.vert", "lamps.vert"} <= dumped
    for each in index["programs"]:
        for name in each["files"].values():
            text = (folder / name).read_text()
            assert text.startswith("#version 330 core\n")
            assert "#include" not in text


def test_every_dumped_program_compiles_and_links_by_the_reference_compiler(dump):
    folder, index = dump
    for each in index["programs"]:
        command = ["glslangValidator", "-l", *each["files"].values()]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{each['files']}\n{done.stdout}"


def test_the_index_tells_what_each_program_covers_of_the_default_night_view(dump):
    _, index = dump
    covered = {}
    for each in index["programs"]:
        name = each["shader"]
        covered[name] = covered.get(name, 0) + each["fragments"]
    eyes = index["eye_pixels"]
    assert eyes == 2 * 896 * 1007
    assert covered["tone.frag"] == eyes
    # Ground and sky are drawn once for both eyes, at half an eye's resolution or less.
    assert 0 < covered["ground.frag"] + covered["sky.frag"] < eyes / 4
    assert all(each["vertices"] > 0 for each in index["programs"] if each["draws"])
