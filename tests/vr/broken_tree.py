"""A copy of the program in which a shader does not compile or a data file is damaged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
NOT_GLSL = "\nvoid main() { this_is = no_such_thing(); }\n"


def copy_of_render(folder: Path, *shaders: str) -> Path:
    """Copy the room `render` into a folder; the `shaders` in it do not compile."""
    room = folder / "render"
    shutil.copytree(CHECKOUT / "render", room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in shaders:
        with (room / "passes" / name).open("a") as shader:
            shader.write(NOT_GLSL)
    return folder


def copy_of_assets(folder: Path, *, missing: str = "", damaged: str = "") -> Path:
    """Copy the room `assets` into a folder, without one data file and with one damaged."""
    room = folder / "assets"
    hidden = shutil.ignore_patterns("__pycache__", missing)
    shutil.copytree(CHECKOUT / "assets", room, ignore=hidden, copy_function=os.link)
    if damaged:
        file = room / "data" / damaged
        content = file.read_bytes()
        file.unlink()  # it is the same file as the whole one
        file.write_bytes(content[:1000] + bytes(100) + content[1100:])
    return folder


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the copies in a folder in place of the rooms themselves."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": f"{folder}:{CHECKOUT}"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
