"""Get GLFW ready, or say why this machine has no display."""

from __future__ import annotations

import os
import sys

from assets.errors import MachineError

REMEDY = (
    "Run it in a desktop session, or give it a display ('xvfb-run cupola window'); "
    "'cupola film --out launch.mp4' needs none"
)


def start_glfw() -> None:
    """Initialise GLFW; it may be called again at no cost. Raises MachineError without a display.

    On Linux the X11 build is taken wherever an X server (or XWayland) answers: OpenGL contexts
    of Wayland windows are not found by moderngl, nor wanted by OpenXR runtimes.
    """
    if sys.platform.startswith("linux") and os.environ.get("DISPLAY"):
        os.environ.setdefault("PYGLFW_LIBRARY_VARIANT", "x11")
    try:
        import glfw  # noqa: PLC0415, its library is chosen on import
    except ImportError as error:
        raise MachineError(f"no window: GLFW could not be loaded ({error}). {REMEDY}") from error
    glfw.ERROR_REPORTING = "ignore"
    if not glfw.init():
        raise MachineError(f"no display: {last_error()}. {REMEDY}")


def last_error() -> str:
    """Return what GLFW says went wrong last."""
    import glfw  # noqa: PLC0415, see above

    _, description = glfw.get_error()
    text = description.decode() if isinstance(description, bytes) else "no reason given"
    return text.rstrip(".")
