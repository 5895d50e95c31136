"""Get an OpenGL 3.3 core context, with or without a display."""

from __future__ import annotations

import sys
from typing import Any

import moderngl

from assets.errors import MachineError

VERSION_CODE = 330
_REMEDY = (
    "Cupola needs OpenGL 3.3 core. On Debian or Ubuntu install "
    "'libegl1 libgl1 libgl1-mesa-dri libglx-mesa0'; elsewhere update the graphics driver."
)


def standalone() -> moderngl.Context:
    """Return a context that needs no display (EGL on Linux); MachineError when there is none."""
    linux = sys.platform.startswith("linux")
    backends: list[dict[str, Any]] = [{"backend": "egl"}, {}] if linux else [{}]
    reasons = []
    for settings in backends:
        try:
            return _checked(moderngl.create_standalone_context(require=VERSION_CODE, **settings))
        except MachineError:
            raise
        except Exception as error:  # moderngl and glcontext raise bare Exceptions
            reasons.append(str(error))
    raise MachineError(f"no OpenGL without a display: {'; '.join(reasons)}. {_REMEDY}")


def current() -> moderngl.Context:
    """Wrap the context that a window has made current; raise MachineError when it is too old."""
    try:
        return _checked(moderngl.create_context(require=VERSION_CODE))
    except MachineError:
        raise
    except Exception as error:  # moderngl and glcontext raise bare Exceptions
        raise MachineError(f"the window's OpenGL cannot be used: {error}. {_REMEDY}") from error


def _checked(ctx: moderngl.Context) -> moderngl.Context:
    if ctx.version_code < VERSION_CODE:
        found = f"{ctx.version_code // 100}.{ctx.version_code // 10 % 10}"
        raise MachineError(f"OpenGL {found} found on {ctx.info['GL_RENDERER']}. {_REMEDY}")
    return ctx
