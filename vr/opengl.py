"""Say which OpenGL is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import moderngl


def describe(context: moderngl.Context) -> str:
    """Return version, renderer and driver of a context in one line."""
    info = context.info
    version = f"{context.version_code // 100}.{context.version_code // 10 % 10}"
    return f"OpenGL {version} on {info['GL_RENDERER']} (driver: {info['GL_VERSION']})"


def offscreen_trial() -> str:
    """Make and release a context that needs no display, and describe it.

    Raises MachineError without OpenGL 3.3.
    """
    from render.context import standalone  # noqa: PLC0415, only who asks needs the driver

    context = standalone()
    try:
        return describe(context)
    finally:
        context.release()


def window_trial() -> str:
    """Open a window that nobody sees, close it, and describe its context.

    Raises MachineError without a display or OpenGL 3.3.
    """
    from vr.window.desktop import DesktopWindow  # noqa: PLC0415, see above

    window = DesktopWindow("Cupola", (64, 64), visible=False)
    try:
        return describe(window.context)
    finally:
        window.destroy()


def is_software(context: moderngl.Context) -> bool:
    """Say whether the processor does the graphics card's work, at a fraction of its speed."""
    renderer = context.info["GL_RENDERER"].lower()
    return any(name in renderer for name in ("llvmpipe", "softpipe", "swiftshader", "software"))
