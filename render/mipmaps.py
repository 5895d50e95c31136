"""Textures whose smaller levels are made beforehand, by NumPy: some drivers take a second for them.

moderngl uploads one level of a texture only, and tells the driver at first that there will be no
others, for which Mesa then holds and copies all of it twice. So levels go through the system's
OpenGL library itself. The functions used are of OpenGL 1.1, which every such library exports.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from functools import cache

import moderngl
import numpy as np
from numpy.typing import NDArray

Level = NDArray[np.uint8]

_TEXTURE_2D, _UNSIGNED_BYTE, _WIDTH = 0x0DE1, 0x1401, 0x1000
_UNPACK_ALIGNMENT, _MIN_FILTER, _LINEAR_MIPMAP_LINEAR = 0x0CF5, 0x2801, 0x2703
_FORMATS = {1: (0x8229, 0x1903), 4: (0x8058, 0x1908)}
"""Channels to GL_R8 and GL_RED, GL_RGBA8 and GL_RGBA."""
_FUNCTIONS = (
    "glGenTextures",
    "glBindTexture",
    "glTexParameteri",
    "glPixelStorei",
    "glTexImage2D",
    "glGetTexLevelParameteriv",
)
_LIBRARIES = {
    "darwin": ("/System/Library/Frameworks/OpenGL.framework/OpenGL",),
    "win32": ("opengl32",),
}


def halved(level: Level) -> Level:
    """Return a level (h, w, channels) of half the size, each texel the mean of four."""
    h, w = level.shape[0] // 2, level.shape[1] // 2
    total = level[0::2, 0::2][:h, :w].astype(np.uint16)
    for row, column in ((0, 1), (1, 0), (1, 1)):
        total += level[row::2, column::2][:h, :w]
    return ((total + 2) // 4).astype(np.uint8)


def pyramid(base: Level) -> list[Level]:
    """Return a level twice as wide as high and all smaller ones, down to a height of 1."""
    levels = [base]
    while levels[-1].shape[0] > 1:
        levels.append(halved(levels[-1]))
    return levels


def mipmapped(ctx: moderngl.Context, levels: Sequence[Level]) -> moderngl.Texture:
    """Upload levels (h, w, 1 or 4), the last 1 texel high; repeats across."""
    base = levels[0]
    height, width, channels = base.shape
    name = _uploaded(levels)
    if name:
        texture = ctx.external_texture(name, (width, height), channels, 0, "f1")
    else:
        texture = ctx.texture((width, height), channels, np.ascontiguousarray(base), alignment=1)
        texture.build_mipmaps()
    texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    texture.repeat_x, texture.repeat_y = True, False
    return texture


def _uploaded(levels: Sequence[Level]) -> int:
    """Return OpenGL's name of a texture that has all levels, 0 where there is none."""
    library = _library()
    if library is None:
        return 0
    name = ctypes.c_uint(0)
    library.glGenTextures(1, ctypes.byref(name))
    library.glBindTexture(_TEXTURE_2D, name)
    library.glTexParameteri(_TEXTURE_2D, _MIN_FILTER, _LINEAR_MIPMAP_LINEAR)
    library.glPixelStorei(_UNPACK_ALIGNMENT, 1)
    last = levels[-1]
    if last.shape[1] > 1:
        one = last.mean(axis=1, keepdims=True).astype(np.uint8)
        levels = [*levels, one]
    internal, layout = _FORMATS[levels[0].shape[2]]
    for number, level in enumerate(levels):
        pixels = np.ascontiguousarray(level)
        height, width, _ = pixels.shape
        library.glTexImage2D(
            _TEXTURE_2D, number, internal, width, height, 0, layout, _UNSIGNED_BYTE,
            ctypes.c_void_p(pixels.ctypes.data),
        )  # fmt: skip
    # A library that is not the context's own does nothing at all, and leaves this as it is.
    found = ctypes.c_int(-1)
    library.glGetTexLevelParameteriv(_TEXTURE_2D, len(levels) - 1, _WIDTH, ctypes.byref(found))
    return int(name.value) if found.value == 1 else 0


@cache
def _library() -> ctypes.CDLL | None:
    names = _LIBRARIES.get(sys.platform, ("libGL.so.1", "libOpenGL.so.0"))
    for file in names:
        try:
            library = ctypes.CDLL(file)
            for name in _FUNCTIONS:
                getattr(library, name).restype = None
        except (OSError, AttributeError):
            continue
        else:
            return library
    return None
