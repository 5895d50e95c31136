"""Does to a window what a desktop, or somebody with one, can do: `python3 -m tests.xr.xtool VERB`.

Runs in the lab; the window is the one called Cupola. VERB is close, minimise, hide, move, lift or
where.
"""

from __future__ import annotations

import ctypes
import sys
import time

TITLE = b"Cupola"
NORMAL, ICONIC = 1, 3
"""WM_STATE's values (Inter-Client Communication Conventions Manual, 4.1.3.1)."""
MAP_STATE = 23
"""Which int of XWindowAttributes (Xlib.h, 64 bits) is 0 while the window is not on the screen."""

ulong = ctypes.c_ulong
x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ulong
x11.XInternAtom.restype = ulong


class ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ulong),
        ("message_type", ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("room", ctypes.c_long * 12),  # of the union XEvent
    )


def main() -> None:
    verb = sys.argv[1]
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    window = find(display, x11.XDefaultRootWindow(display))
    verbs = {each.__name__: each for each in (close, minimise, hide, move, lift, where)}
    verbs[verb](display, window)
    x11.XSync(display, 0)


def find(display: ctypes.c_void_p, root: int) -> ulong:
    """Return the topmost window of the name."""
    parent, above, count = ulong(), ulong(), ctypes.c_uint()
    windows = ctypes.POINTER(ulong)()
    out = (above, parent, windows, count)
    x11.XQueryTree(display, ulong(root), *map(ctypes.byref, out))
    named = [ulong(windows[n]) for n in range(count.value) if name(display, windows[n]) == TITLE]
    return named[-1]


def name(display: ctypes.c_void_p, window: int) -> bytes | None:
    found = ctypes.c_char_p()
    x11.XFetchName(display, ulong(window), ctypes.byref(found))
    return found.value


def close(display: ctypes.c_void_p, window: ulong) -> None:
    """Ask it to close, as the cross in a window's corner does."""
    event = ClientMessage(type=33, window=window, format=32)
    event.message_type = x11.XInternAtom(display, b"WM_PROTOCOLS", 0)
    event.data[0] = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
    x11.XSendEvent(display, window, 0, ctypes.c_long(0), ctypes.byref(event))


def minimise(display: ctypes.c_void_p, window: ulong) -> None:
    """Take it off the screen as a window manager does, which marks it, and again when it is back.

    That it is asked to come back is the program's own doing, within 10 s.
    """
    mark(display, window, ICONIC)
    x11.XUnmapWindow(display, window)
    x11.XSync(display, 0)
    limit = time.monotonic() + 10.0
    while not is_mapped(display, window) and time.monotonic() < limit:
        time.sleep(0.05)
    mark(display, window, NORMAL)


def mark(display: ctypes.c_void_p, window: ulong, value: int) -> None:
    state = ulong(x11.XInternAtom(display, b"WM_STATE", 0))
    values = (ctypes.c_long * 2)(value, 0)
    x11.XChangeProperty(display, window, state, state, 32, 0, values, 2)


def is_mapped(display: ctypes.c_void_p, window: ulong) -> bool:
    room = (ctypes.c_long * 32)()  # of XWindowAttributes, whose map_state is the 23rd field
    x11.XGetWindowAttributes(display, window, ctypes.byref(room))
    return bool(ctypes.cast(room, ctypes.POINTER(ctypes.c_int))[MAP_STATE])


def hide(display: ctypes.c_void_p, window: ulong) -> None:
    x11.XUnmapWindow(display, window)


def move(display: ctypes.c_void_p, window: ulong) -> None:
    """Make it a small one in the far corner."""
    x11.XMoveResizeWindow(display, window, 400, 300, 200, 120)


def lift(display: ctypes.c_void_p, window: ulong) -> None:
    """Lay it over the others, as the runtime's, which would hide it."""
    x11.XRaiseWindow(display, window)


def where(display: ctypes.c_void_p, window: ulong) -> None:
    """Print its place and size."""
    root, numbers = ulong(), [ctypes.c_int() for _ in range(2)]
    sizes = [ctypes.c_uint() for _ in range(4)]
    out = (root, *numbers, *sizes)
    x11.XGetGeometry(display, window, *map(ctypes.byref, out))
    print(*(each.value for each in (*numbers, *sizes[:2])))


if __name__ == "__main__":
    main()
