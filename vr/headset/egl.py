"""An EGL context as OpenXR wants to know it (XR_MNDX_egl_enable), and as we get it back."""

from __future__ import annotations

import ctypes

import xr

_CONFIG_ID = 0x3028
_DRAW, _READ = 0x3059, 0x305A
_NONE = 0x3038


class EglContext:
    """The context that is current when this is made."""

    def __init__(self) -> None:
        self._egl = egl = ctypes.CDLL("libEGL.so.1")
        for name in ("eglGetCurrentDisplay", "eglGetCurrentContext", "eglGetCurrentSurface"):
            getattr(egl, name).restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(egl.eglGetCurrentDisplay())
        self._context = ctypes.c_void_p(egl.eglGetCurrentContext())
        self._surfaces = [ctypes.c_void_p(egl.eglGetCurrentSurface(end)) for end in (_DRAW, _READ)]

    def make_current(self) -> None:
        """Make the context current again, with the surfaces it had."""
        self._egl.eglMakeCurrent(self._display, *self._surfaces, self._context)

    def binding(self) -> xr.GraphicsBindingEGLMNDX:
        """Return the structure that ties a session to the context."""
        kinds = dict(xr.GraphicsBindingEGLMNDX._fields_)
        return xr.GraphicsBindingEGLMNDX(
            get_proc_address=ctypes.cast(self._egl.eglGetProcAddress, kinds["get_proc_address"]),
            display=ctypes.cast(self._display, kinds["display"]),
            config=ctypes.cast(self._config(), kinds["config"]),
            context=ctypes.cast(self._context, kinds["context"]),
        )

    def _config(self) -> ctypes.c_void_p:
        """Return the configuration that the context was made with."""
        number, config, count = ctypes.c_int(), ctypes.c_void_p(), ctypes.c_int()
        self._egl.eglQueryContext(self._display, self._context, _CONFIG_ID, ctypes.byref(number))
        wanted = (ctypes.c_int * 3)(_CONFIG_ID, number.value, _NONE)
        self._egl.eglChooseConfig(
            self._display, wanted, ctypes.byref(config), 1, ctypes.byref(count)
        )
        return config
