"""The OpenGL context that eyes and mirror share, and how a runtime is told about it.

A GLFW window, the mirror or a hidden one, owns the context: a GLX context with an X server, as
every Linux runtime expects, a WGL one on Windows, an EGL one in a Wayland session without X.
Without any display it is an EGL context alone. Of the runtimes, Monado takes EGL.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Any

import glfw
import xr

from assets.errors import MachineError
from render import context
from vr.headset.egl import EglContext

TITLE = "Cupola"
MOST_ERRORS = 64
"""GL errors that can wait at once: one for each server of the driver's."""
_Window = Any
"""GLFW's window handle, a ctypes pointer."""


class Graphics:
    """The context `ctx` and its `window`, None without a display; `visible` makes it the mirror.

    `binding` is the structure that ties an OpenXR session to the context, `extensions` what the
    runtime must know for that.
    """

    def __init__(self, size: tuple[int, int], visible: bool) -> None:
        """Open the window; raises MachineError without OpenGL 3.3."""
        on_linux = sys.platform.startswith("linux")
        has_display = not on_linux or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
        uses_egl = on_linux and not os.environ.get("DISPLAY")
        self.window: _Window = _make_window(size, visible, uses_egl) if has_display else None
        self.ctx = context.current() if has_display else context.standalone()
        self._egl = EglContext() if uses_egl else None
        self._current = _asker(uses_egl)
        self._own = self._current()
        if self._egl is not None:
            self.binding = self._egl.binding()
        else:
            self.binding = _wgl_binding() if sys.platform == "win32" else _glx_binding(self.window)
        egl = (xr.MNDX_EGL_ENABLE_EXTENSION_NAME,) if uses_egl else ()
        self.extensions = (*required_extensions(), *egl)

    def make_current(self) -> None:
        """Make the context current again: the runtime may have taken it away behind our back.

        To ask whether it did takes a hundredth of making it current.
        """
        if self._own and self._current() == self._own:
            return
        if self._egl is not None:
            self._egl.make_current()
        else:
            glfw.make_context_current(self.window)

    def clear_errors(self) -> None:
        """Forget GL errors that a runtime left behind (SteamVR-for-Linux #799).

        Raises RuntimeError where they do not end, as those of a context that is lost.
        """
        for _ in range(MOST_ERRORS):
            if self.ctx.error == "GL_NO_ERROR":
                return
        raise RuntimeError("the OpenGL context is lost: the graphics driver has been reset")

    def poll(self) -> None:
        """Let the window answer the desktop."""
        if self.window is not None:
            glfw.poll_events()

    def close(self) -> None:
        """Let go of the context and the window."""
        self.make_current()
        self.ctx.release()
        if self.window is not None:
            glfw.destroy_window(self.window)
            glfw.terminate()


def required_extensions() -> tuple[str, ...]:
    """Return the extensions that any session of ours needs."""
    return (xr.KHR_OPENGL_ENABLE_EXTENSION_NAME,)


def _make_window(size: tuple[int, int], visible: bool, uses_egl: bool) -> _Window:
    if not glfw.init():
        raise MachineError(
            f"no window system can be reached ({_glfw_error()}); start Cupola from a desktop"
        )
    hints = {
        glfw.CONTEXT_VERSION_MAJOR: 3,
        glfw.CONTEXT_VERSION_MINOR: 3,
        glfw.OPENGL_PROFILE: glfw.OPENGL_CORE_PROFILE,
        glfw.VISIBLE: visible,
        glfw.FOCUS_ON_SHOW: False,
        glfw.CONTEXT_CREATION_API: glfw.EGL_CONTEXT_API if uses_egl else glfw.NATIVE_CONTEXT_API,
    }
    glfw.default_window_hints()
    for hint, value in hints.items():
        glfw.window_hint(hint, value)
    window = glfw.create_window(*size, TITLE, None, None)
    if not window:
        reason = _glfw_error()
        glfw.terminate()
        raise MachineError(f"no OpenGL 3.3 window ({reason}); update the graphics driver")
    glfw.make_context_current(window)
    glfw.swap_interval(0)  # the mirror must never wait for the desktop's display
    return window


def _asker(uses_egl: bool) -> Callable[[], tuple[int | None, ...]]:
    """Return what tells which context is current on this thread, and what it draws on."""
    if uses_egl or sys.platform == "win32":
        return tuple
    answers = ctypes.CFUNCTYPE(ctypes.c_void_p)
    context_now, drawable_now = (
        ctypes.cast(glfw.get_proc_address(name), answers)
        for name in ("glXGetCurrentContext", "glXGetCurrentDrawable")
    )
    return lambda: (context_now(), drawable_now())


def _glx_binding(window: _Window) -> xr.GraphicsBindingOpenGLXlibKHR:
    kinds = dict(xr.GraphicsBindingOpenGLXlibKHR._fields_)
    return xr.GraphicsBindingOpenGLXlibKHR(
        x_display=ctypes.cast(_native("get_x11_display"), kinds["x_display"]),
        glx_drawable=_native("get_glx_window", window),
        glx_context=ctypes.cast(_native("get_glx_context", window), kinds["glx_context"]),
    )


def _wgl_binding() -> xr.GraphicsBindingOpenGLWin32KHR:
    library = ctypes.CDLL("opengl32")
    library.wglGetCurrentDC.restype = ctypes.c_void_p
    library.wglGetCurrentContext.restype = ctypes.c_void_p
    binding = xr.GraphicsBindingOpenGLWin32KHR()
    binding.h_dc = library.wglGetCurrentDC()
    binding.h_glrc = library.wglGetCurrentContext()
    return binding


def _native(getter: str, *window: _Window) -> int:
    """Return a native handle; GLFW has the getters of the window system that it was built for."""
    return int(getattr(glfw, getter)(*window))


def _glfw_error() -> str:
    code, text = glfw.get_error()
    if not code:
        return "no reason given"
    return text.decode() if isinstance(text, bytes) else str(text)
