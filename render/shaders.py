"""Compile shader programs from the files beside the passes; resolves `#include "name.glsl"`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import moderngl
import numpy as np

from assets.errors import MachineError

VERSION = "#version 330 core\n"
_INCLUDE = re.compile(r'^\s*#include\s+"([\w./]+)"\s*$', re.MULTILINE)
SOURCES = "its sources"
"""Where a program keeps them in its `extra`, beside the values of its uniforms."""
_HOMES = ("render.passes", "render.glsl")


@dataclass(frozen=True, slots=True)
class Sources:
    """What a program was made of, as it went to the driver; see `sources_of`.

    `name` is that of the last stage's file and `defines` those of both stages; `fragment` is empty
    where the vertices go to a buffer.
    """

    name: str
    defines: tuple[str, ...]
    vertex: str
    fragment: str = ""


def sources_of(program: moderngl.Program) -> Sources | None:
    """Return what a program was made of, if it was made here."""
    held = program.extra or {}
    sources = held.get(SOURCES)
    return sources if isinstance(sources, Sources) else None


@cache
def _text(name: str) -> str:
    for home in _HOMES:
        path = files(home).joinpath(name)
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(f"no shader {name} beside the passes or in render/glsl")


def source(name: str, defines: tuple[str, ...] = ()) -> str:
    """Return the shader `name` as it goes to the driver: version, defines, includes (once each)."""
    seen: set[str] = set()

    def resolve(text: str) -> str:
        def replace(match: re.Match[str]) -> str:
            included = match.group(1)
            if included in seen:
                return ""
            seen.add(included)
            return resolve(_text(included))

        return _INCLUDE.sub(replace, text)

    head = VERSION + "".join(f"#define {define}\n" for define in defines)
    return head + resolve(_text(name))


def program(
    ctx: moderngl.Context, vertex: str, fragment: str, defines: tuple[str, ...] = ()
) -> moderngl.Program:
    """Compile and link two shader files; raise MachineError with the driver's log when refused."""
    text = Sources(fragment, defines, source(vertex, defines), source(fragment, defines))
    try:
        made = ctx.program(vertex_shader=text.vertex, fragment_shader=text.fragment)
    except moderngl.Error as error:
        raise _refused(ctx, fragment, error) from error
    made.extra = {SOURCES: text}
    return made


def transform(ctx: moderngl.Context, vertex: str, varyings: tuple[str, ...]) -> moderngl.Program:
    """Compile a vertex shader whose `varyings` go to a buffer; raise MachineError when refused."""
    text = Sources(vertex, (), source(vertex))
    try:
        made = ctx.program(vertex_shader=text.vertex, varyings=varyings)
    except moderngl.Error as error:
        raise _refused(ctx, vertex, error) from error
    made.extra = {SOURCES: text}
    return made


def _refused(ctx: moderngl.Context, name: str, error: Exception) -> MachineError:
    return MachineError(
        f"this OpenGL driver ({ctx.info['GL_RENDERER']}) refuses the shader {name}: "
        f"{error}. Update the graphics driver; OpenGL 3.3 core is needed."
    )


def assign(program: moderngl.Program, name: str, value: object) -> None:
    """Set a uniform: a number, a tuple, or a matrix as an array (rows, columns).

    A uniform that the compiler dropped, since this variant of the shader does not use it, is passed
    over, and so is a value that it holds already: set uniforms by this alone, then.
    """
    held = program.extra
    if held is None:
        held = program.extra = {}
    packed = value.T.astype("f4").tobytes() if isinstance(value, np.ndarray) else value
    if held.get(name) == packed:
        return
    held[name] = packed
    uniform = program.get(name, None)
    if not isinstance(uniform, moderngl.Uniform):
        return
    if isinstance(packed, bytes):
        uniform.write(packed)
    else:
        uniform.value = packed
