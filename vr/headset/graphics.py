"""The OpenGL context that eyes and mirror share, and how a runtime is told about it.

One GLFW window, the mirror or a hidden one, owns the context. With an X server it is a GLX
context, as every Linux runtime expects; on Windows a WGL one; with neither (a Wayland session
without X, or no display at all) an EGL one, which Monado takes.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

import glfw
import xr

from assets.errors import MachineError
from render import context

TITLE = "Cupola"
_Window = Any
"""GLFW's window handle, a ctypes pointer."""
_EGL_CONFIG_ID = 0x3028
_EGL_NONE = 0x3038


class Graphics:
    """The window and its context; `visible` shows the window as the mirror."""

    def __init__(self, size: tuple[int, int], visible: bool) -> None:
        on_linux = sys.platform.startswith("linux")
        self.has_display = not on_linux or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
        self.is_egl = on_linux and not os.environ.get("DISPLAY")
        if not self.has_display:
            glfw.init_hint(glfw.PLATFORM, glfw.PLATFORM_NULL)
        if not glfw.init():
            raise MachineError(
                f"no window system can be reached ({_glfw_error()}); start Cupola from a desktop, "
                "or set DISPLAY"
            )
        self.window = self._make_window(size, visible and self.has_display)
        glfw.make_context_current(self.window)
        glfw.swap_interval(0)  # the mirror must never wait for the desktop's display
        self.ctx = context.current()
        self.binding, self.extensions = self._make_binding()

    def make_current(self) -> None:
        """Make the context current again: the runtime may have taken it away behind GLFW's back."""
        glfw.make_context_current(self.window)

    def clear_errors(self) -> None:
        """Forget GL errors that a runtime left behind (SteamVR-for-Linux #799)."""
        while self.ctx.error != "GL_NO_ERROR":
            pass

    def close(self) -> None:
        """Let go of the context and the window."""
        self.make_current()
        self.ctx.release()
        glfw.destroy_window(self.window)
        glfw.terminate()

    def _make_window(self, size: tuple[int, int], visible: bool) -> _Window:
        hints = {
            glfw.CONTEXT_VERSION_MAJOR: 3,
            glfw.CONTEXT_VERSION_MINOR: 3,
            glfw.OPENGL_PROFILE: glfw.OPENGL_CORE_PROFILE,
            glfw.VISIBLE: visible,
            glfw.FOCUS_ON_SHOW: False,
            glfw.SAMPLES: 0,
        }
        if self.is_egl:
            hints[glfw.CONTEXT_CREATION_API] = glfw.EGL_CONTEXT_API
        glfw.default_window_hints()
        for hint, value in hints.items():
            glfw.window_hint(hint, value)
        window = glfw.create_window(*size, TITLE, None, None)
        if not window:
            reason = _glfw_error()
            glfw.terminate()
            raise MachineError(f"no OpenGL 3.3 window ({reason}); update the graphics driver")
        return window

    def _make_binding(self) -> tuple[Any, tuple[str, ...]]:
        """Return the structure that ties a session to the context, and the extensions it needs."""
        if sys.platform == "win32":
            return _wgl_binding(), (xr.KHR_OPENGL_ENABLE_EXTENSION_NAME,)
        if self.is_egl:
            names = (xr.KHR_OPENGL_ENABLE_EXTENSION_NAME, xr.MNDX_EGL_ENABLE_EXTENSION_NAME)
            return _egl_binding(self.window), names
        return _glx_binding(self.window), (xr.KHR_OPENGL_ENABLE_EXTENSION_NAME,)


def required_extensions() -> tuple[str, ...]:
    """Return the extensions that any session of ours needs, before there is a context."""
    return (xr.KHR_OPENGL_ENABLE_EXTENSION_NAME,)


def _glx_binding(window: _Window) -> xr.GraphicsBindingOpenGLXlibKHR:
    kinds = dict(xr.GraphicsBindingOpenGLXlibKHR._fields_)
    return xr.GraphicsBindingOpenGLXlibKHR(
        x_display=ctypes.cast(_glfw_handle("get_x11_display"), kinds["x_display"]),
        glx_drawable=_glfw_handle("get_glx_window", window),
        glx_context=ctypes.cast(_glfw_handle("get_glx_context", window), kinds["glx_context"]),
    )


def _wgl_binding() -> xr.GraphicsBindingOpenGLWin32KHR:
    library = ctypes.CDLL("opengl32")
    library.wglGetCurrentDC.restype = ctypes.c_void_p
    library.wglGetCurrentContext.restype = ctypes.c_void_p
    binding = xr.GraphicsBindingOpenGLWin32KHR()
    binding.h_dc = library.wglGetCurrentDC()
    binding.h_glrc = library.wglGetCurrentContext()
    return binding


def _egl_binding(window: _Window) -> xr.GraphicsBindingEGLMNDX:
    library = ctypes.CDLL("libEGL.so.1")
    display = ctypes.c_void_p(_glfw_handle("get_egl_display"))
    own_context = ctypes.c_void_p(_glfw_handle("get_egl_context", window))
    number = ctypes.c_int()
    library.eglQueryContext(display, own_context, _EGL_CONFIG_ID, ctypes.byref(number))
    config, count = ctypes.c_void_p(), ctypes.c_int()
    wanted = (ctypes.c_int * 3)(_EGL_CONFIG_ID, number.value, _EGL_NONE)
    library.eglChooseConfig(display, wanted, ctypes.byref(config), 1, ctypes.byref(count))
    kinds = dict(xr.GraphicsBindingEGLMNDX._fields_)
    return xr.GraphicsBindingEGLMNDX(
        get_proc_address=ctypes.cast(library.eglGetProcAddress, kinds["get_proc_address"]),
        display=ctypes.cast(display, kinds["display"]),
        config=ctypes.cast(config, kinds["config"]),
        context=ctypes.cast(own_context, kinds["context"]),
    )


def _glfw_handle(getter: str, *window: _Window) -> int:
    """Return a native handle; GLFW has the getters of the window system that it was built for."""
    return int(getattr(glfw, getter)(*window))


def _glfw_error() -> str:
    code, text = glfw.get_error()
    if not code:
        return "no reason given"
    return text.decode() if isinstance(text, bytes) else str(text)
