"""`cupola` with an API layer of ours between OpenXR's loader and the runtime, in which calls fail.

`python3 -m tests.xr.faults kiosk ...` runs the program as it is. A test orders a `Fault` by writing
it as JSON into `ORDER`; the layer takes it with the next call that it sees, makes `DONE` when the
fault is over, and `SHOWN` when the runtime has then taken a frame with a picture in it.

The steady clock, and display times with it, can be made to run at another `pace`, so that an hour
passes in seconds.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xr
from xr.api_layer import DynamicApiLayerBase

from tests.xr.fault import COUNT, DONE, OBJECTS, ORDER, SHOWN, Fault
from tests.xr.steady_clock import SteadyClock

NAME = "XR_APILAYER_CUPOLA_faults"
FOLDER = Path("/lab")
CALLS = (
    *("xrPollEvent", "xrWaitFrame", "xrBeginFrame", "xrEndFrame", "xrLocateViews", "xrLocateSpace"),
    *("xrAcquireSwapchainImage", "xrWaitSwapchainImage", "xrReleaseSwapchainImage"),
    *("xrCreateSession", "xrBeginSession", "xrEndSession", "xrRequestExitSession"),
    *("xrSyncActions", "xrGetSystem", "xrDestroyInstance"),
)
_GL_NO_ENUM = 0xFFFF
_KINDS = ("Texture", "Buffer", "Framebuffer", "Renderbuffer", "VertexArray", "Program", "Query")
_MOST_NAMES = 20_000
"""Drivers give the smallest names that are free."""


class Faults(DynamicApiLayerBase):
    """The layer. What it must keep alive for the loader hangs on it."""

    def __init__(self, folder: Path, clock: SteadyClock) -> None:
        super().__init__(NAME)
        self._folder, self._clock = folder, clock
        self._fault: Fault | None = None
        self._ends = 0.0
        self._told: deque[Callable[[Any], None]] = deque()
        self._is_shown = False
        self._wakes = 0.0
        self._sleeps = False
        self._session: Any = None
        self._display = (0, 0)
        self._next: dict[str, Any] = {}
        self._next_proc_addr: Any = None
        self._types = {name: getattr(xr, f"PFN_{name}") for name in CALLS}
        self._ours = {name: self._types[name](self._entry(name)) for name in CALLS}
        self._proc_addr = xr.PFN_xrGetInstanceProcAddr(self._get_proc_addr)
        self._create = xr.api_layer.PFN_xrCreateApiLayerInstance(self._create_instance)

    def negotiate_loader_api_layer_interface(
        self, loader_info: Any, layer_name: str, api_layer_request: Any
    ) -> xr.Result:
        """Tell the loader where our functions are."""
        api_layer_request.layer_interface_version = xr.api_layer.CURRENT_LOADER_API_LAYER_VERSION
        api_layer_request.layer_api_version = xr.XR_CURRENT_API_VERSION
        api_layer_request.get_instance_proc_addr = self._proc_addr
        api_layer_request.create_api_layer_instance = self._create
        return xr.Result.SUCCESS

    def _create_instance(self, info: Any, layer_info: Any, instance: Any) -> int:
        following = layer_info.contents.next_info.contents
        # A copy: what it is read from belongs to the loader, which lets go of it.
        address = ctypes.cast(following.next_get_instance_proc_addr, ctypes.c_void_p).value
        self._next_proc_addr = xr.PFN_xrGetInstanceProcAddr(address)
        # What comes after us reads its own part of the chain.
        inner = type(layer_info.contents).from_buffer_copy(layer_info.contents)
        inner.next_info = following.next
        made = ctypes.cast(instance, ctypes.POINTER(xr.Instance))
        result = following.next_create_api_layer_instance(info, ctypes.pointer(inner), instance)
        if result < 0:
            return int(result)
        for name in CALLS:
            function = xr.PFN_xrVoidFunction()
            if self._next_proc_addr(made.contents, name.encode(), ctypes.pointer(function)) >= 0:
                self._next[name] = ctypes.cast(function, self._types[name])
        return 0

    def _get_proc_addr(self, instance: Any, name: bytes, function: Any) -> int:
        ours = self._ours.get(name.decode())
        if ours is None:
            return int(self._next_proc_addr(instance, name, function))
        ctypes.memmove(function, ctypes.byref(ours), ctypes.sizeof(ctypes.c_void_p))
        return 0

    def _entry(self, name: str) -> Callable[..., int]:
        def called(*arguments: Any) -> int:
            try:
                return self._called(name, arguments)
            except Exception as error:  # else it is lost, and the call seems to have gone well
                print(f"the layer of faults broke in {name}: {error!r}", file=sys.stderr)
                return int(xr.Result.ERROR_RUNTIME_FAILURE.value)

        return called

    def _called(self, name: str, arguments: tuple[Any, ...]) -> int:
        self._take_order()
        if name == "xrEndFrame" and (self._folder / COUNT).exists():
            (self._folder / COUNT).unlink()
            pending = self._folder / "objects.pending"
            pending.write_text(json.dumps(_objects()))
            pending.rename(self._folder / OBJECTS)
        if name in ("xrBeginSession", "xrWaitFrame"):
            self._session = arguments[0]
        if name == "xrPollEvent" and self._tell(arguments[1]):
            return int(xr.Result.SUCCESS.value)
        if self._sleeps and name in ("xrEndSession", "xrBeginSession"):
            self._sleeps = name == "xrEndSession"
            return int(xr.Result.SUCCESS.value)  # of a sleep that the runtime knows nothing of
        fault = self._fault
        if fault is None or fault.call != name:
            result = self._passed_on(name, arguments)
            if name == "xrEndFrame" and result >= 0 and fault is None and not self._wakes:
                self._note_frame(arguments[1].contents)
            return result
        return self._faulty(fault, name, arguments)

    def _faulty(self, fault: Fault, name: str, arguments: tuple[Any, ...]) -> int:
        now = time.perf_counter()
        self._ends = self._ends or now + fault.seconds
        is_last = now >= self._ends
        if is_last:
            self._fault = None
        if fault.kill:
            os.kill(fault.kill, signal.SIGKILL)
        if fault.asks_exit:
            self._next["xrRequestExitSession"](self._session)
        self._told.extend(_state_change(self._session, each) for each in fault.states)
        self._told.extend(_EVENTS[each](self._session) for each in fault.events)
        if fault.asleep:
            self._wakes, self._sleeps = now + fault.asleep, True
            self._clock.run_at(fault.pace)
            self._told.append(_state_change(self._session, "STOPPING"))
            self._told.append(_state_change(self._session, "IDLE"))
        if is_last and not self._told:
            self._over()
        if fault.hang:
            time.sleep(fault.hang)
        if fault.result:
            return int(getattr(xr.Result, fault.result).value)
        result = self._passed_on(name, arguments)
        if fault.then:
            _spoil(fault.then)
        return result

    def _over(self) -> None:
        self._is_shown = False
        (self._folder / DONE).touch()

    def _note_frame(self, info: Any) -> None:
        if not self._is_shown and info.layer_count:
            self._is_shown = True
            (self._folder / SHOWN).touch()

    def _take_order(self) -> None:
        if self._wakes and time.perf_counter() > self._wakes and not self._told:
            self._wakes = 0.0
            self._clock.run_at(1.0)
            for each in ("READY", "SYNCHRONIZED", "VISIBLE", "FOCUSED"):
                self._told.append(_state_change(self._session, each))
        order = self._folder / ORDER
        if order.exists():
            found = json.loads(order.read_text())
            order.unlink()
            found["states"], found["events"] = tuple(found["states"]), tuple(found["events"])
            self._fault, self._ends = Fault(**found), 0.0

    def _tell(self, buffer: Any) -> bool:
        """Write the next event of ours, if there is one, where the program looks for it."""
        if not self._told:
            return False
        self._told.popleft()(buffer)
        if not self._told:
            self._over()
        return True

    def _passed_on(self, name: str, arguments: tuple[Any, ...]) -> int:
        """Call the runtime; it sees its own display times, the program those of our clock."""
        if self._clock.is_real:
            return int(self._next[name](*arguments))
        if name == "xrLocateSpace":
            space, base, shown, location = arguments
            return int(self._next[name](space, base, self._real(shown), location))
        if name in ("xrEndFrame", "xrLocateViews"):
            info = arguments[1].contents
            shown = int(info.display_time)
            info.display_time = self._real(shown)
            result = int(self._next[name](*arguments))
            info.display_time = shown
            return result
        result = int(self._next[name](*arguments))
        if name == "xrWaitFrame" and result >= 0:
            state = arguments[2].contents
            real = int(state.predicted_display_time)
            shown = round(self._clock.at(real * 1e-9) * 1e9)
            self._display = (shown, real)
            state.predicted_display_time = shown
            period = int(state.predicted_display_period)
            state.predicted_display_period = round(period * self._clock.pace)
        return result

    def _real(self, shown: int) -> int:
        """Return the runtime's display time for one of ours: one of the last frame, or near it."""
        last, real = self._display
        return real + round((shown - last) / self._clock.pace)


def _state_change(session: Any, name: str) -> Callable[[Any], None]:
    def write(buffer: Any) -> None:
        event = xr.EventDataSessionStateChanged(
            session=session, state=getattr(xr.SessionState, name), time=0
        )
        ctypes.memmove(buffer, ctypes.byref(event), ctypes.sizeof(event))

    return write


def _instance_loss(_session: Any) -> Callable[[Any], None]:
    def write(buffer: Any) -> None:
        event = xr.EventDataInstanceLossPending(loss_time=0)
        ctypes.memmove(buffer, ctypes.byref(event), ctypes.sizeof(event))

    return write


def _recentre(session: Any) -> Callable[[Any], None]:
    def write(buffer: Any) -> None:
        event = xr.EventDataReferenceSpaceChangePending(
            session=session,
            reference_space_type=xr.ReferenceSpaceType.LOCAL,
            change_time=0,
            pose_valid=False,
        )
        ctypes.memmove(buffer, ctypes.byref(event), ctypes.sizeof(event))

    return write


def _events_lost(_session: Any) -> Callable[[Any], None]:
    def write(buffer: Any) -> None:
        event = xr.EventDataEventsLost(lost_event_count=7)
        ctypes.memmove(buffer, ctypes.byref(event), ctypes.sizeof(event))

    return write


_EVENTS = {
    "instance loss pending": _instance_loss,
    "recentre": _recentre,
    "events lost": _events_lost,
}


def _objects() -> dict[str, int]:
    """Return how many OpenGL objects of each kind this thread's context has."""
    library = ctypes.CDLL("libGL.so.1")
    found = {}
    for kind in _KINDS:
        is_one = getattr(library, f"glIs{kind}")
        is_one.restype = ctypes.c_ubyte
        found[kind] = sum(is_one(name) for name in range(1, _MOST_NAMES))
    return found


def _spoil(how: str) -> None:
    """Leave this thread's OpenGL context as bad runtimes do, or the thread as bad programs do."""
    library = ctypes.CDLL("libGL.so.1")
    if how == "gl error":
        library.glEnable(_GL_NO_ENUM)
    elif how == "break":
        here = threading.get_ident()
        threading.Thread(target=_break, args=(here,), name="break").start()
    else:
        library.glXGetCurrentDisplay.restype = ctypes.c_void_p
        display = ctypes.c_void_p(library.glXGetCurrentDisplay())
        library.glXMakeCurrent(display, ctypes.c_ulong(0), None)


def _break(thread: int) -> None:
    """Raise an exception in another thread, once it has left the layer."""
    time.sleep(0.002)
    exception = ctypes.py_object(ArithmeticError)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), exception)


def main() -> None:
    """Run `cupola` with the arguments given, the layer before its runtime."""
    clock = SteadyClock()
    if pace := os.environ.get("CUPOLA_TEST_PACE"):
        clock.run_at(float(pace))
    time.monotonic = clock
    # Of a program that starts again, which has its own: the same layer twice would be one too many.
    os.environ.pop("XR_API_LAYER_PATH", None)
    layer = Faults(FOLDER, clock)
    os.environ["XR_ENABLE_API_LAYERS"] = layer.name
    from vr.cli import main as cupola

    cupola()


if __name__ == "__main__":
    main()
