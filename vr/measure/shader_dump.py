"""The final GLSL of every pass as files, with what each covers of the default night view.

For compilers that tell what a shader costs on a graphics card that is not at hand.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from assets.errors import InputError
from orbit.timeline import Timeline
from render.context import standalone
from render.renderer import Renderer
from render.shader_tape import ShaderTape, Take
from vr.measure.eyes import SIZE, both_eyes
from vr.measure.stereo import AT, RATE
from vr.offscreen import Canvas
from vr.output import replacing
from vr.style import Style

INDEX = "index.json"
_BEFORE = 3
"""Frames drawn before the counted one, so that it makes nothing that is made once."""
_STEP_ASIDE = 0.002
"""m by which the head moves at the counted frame, so that the near field is drawn anew."""


def dump_shaders(folder: Path, timeline: Timeline, how: Style) -> dict[str, Any]:
    """Write every program's stages and the index into `folder`; return the index.

    Of each program it holds the files, the defines, and how many fragments, vertices and draws it
    is in one frame of the default night view: two eyes at T+250 s, the head moving. Raises
    InputError where the folder cannot be made, MachineError where it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"--dump-shaders {folder} cannot be made ({error.strerror}); choose another folder"
        ) from error
    context = standalone()
    try:
        tape = ShaderTape(context)
        _draw(Renderer(context, timeline, how.quality, spread=True), timeline, how, tape)
        programs = [
            _written(folder, take, number) for number, take in enumerate(_numbered(tape.takes()))
        ]
    finally:
        context.release()
    index = {
        "quality": how.quality.name,
        "eyes": 2,
        "size": list(SIZE),
        "eye_pixels": 2 * SIZE[0] * SIZE[1],
        "programs": programs,
    }
    _write(folder / INDEX, json.dumps(index, indent=2) + "\n")
    return index


def _draw(renderer: Renderer, timeline: Timeline, how: Style, tape: ShaderTape) -> None:
    canvases = [Canvas.of(renderer.ctx, SIZE) for _ in range(2)]
    targets = [canvas.framebuffer for canvas in canvases]
    for number in range(_BEFORE + 1):
        moment = timeline.at(AT + number / RATE)
        views = both_eyes(moment)
        if number < _BEFORE:
            renderer.draw(moment, views, targets, how.look, how.layers)
            continue
        for view in views:
            view.position[0] += _STEP_ASIDE
        with tape.counting():
            renderer.draw(moment, views, targets, how.look, how.layers)


def _numbered(takes: list[Take]) -> list[Take]:
    return sorted(takes, key=lambda take: (take.sources.name, take.sources.defines))


def _written(folder: Path, take: Take, number: int) -> dict[str, Any]:
    sources = take.sources
    plain = [define for define in sources.defines if " " not in define]
    stem = "-".join([sources.name.partition(".")[0], *(word.lower() for word in plain)])
    stem = f"{number:02}-{re.sub(r'[^a-z0-9_-]', '', stem)}"
    stages = {"vert": sources.vertex} | ({"frag": sources.fragment} if sources.fragment else {})
    for stage, text in stages.items():
        _write(folder / f"{stem}.{stage}", text)
    return {
        "shader": sources.name,
        "defines": list(sources.defines),
        "files": {stage: f"{stem}.{stage}" for stage in stages},
        "fragments": take.fragments,
        "vertices": take.vertices,
        "draws": take.draws,
    }


def _write(path: Path, text: str) -> None:
    with replacing(path) as pending:
        pending.working.write_text(text, encoding="utf-8")
