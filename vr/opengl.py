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


def is_software(context: moderngl.Context) -> bool:
    """Say whether the processor does the graphics card's work, at a fraction of its speed."""
    renderer = context.info["GL_RENDERER"].lower()
    return any(name in renderer for name in ("llvmpipe", "softpipe", "swiftshader", "software"))
