"""Carries out the session's commands with OpenXR calls, and translates the runtime's events."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from ctypes import byref
from typing import Any

import xr

from assets.errors import MachineError
from vr.headset import batteries, hand_tracking
from vr.headset import session as state
from vr.headset.calls import FrameCalls, Live
from vr.headset.graphics import Graphics
from vr.headset.hand_tracking import HandTracking
from vr.headset.input import Actions
from vr.headset.options import Captions
from vr.headset.profiles import extensions, offered
from vr.headset.quad import CaptionQuad, say_fallback, why_none
from vr.headset.raw import done, functions
from vr.headset.reaching import Reaching, no_answer
from vr.headset.report import Report
from vr.headset.runtime import STEREO, Headset, Runtime, said
from vr.headset.session import Command, Event
from vr.headset.swapchains import Swapchain, choose_format, eye_size

SPACE = xr.ReferenceSpaceType.LOCAL
"""Follows the user's own recentring, which STAGE never does."""
_EVENT = xr.StructureType.EVENT_DATA_BUFFER.value
PRESENCE = xr.EXT_USER_PRESENCE_EXTENSION_NAME
"""With it a runtime says whether the headset is worn, if its headset can tell."""


class Driver:
    """Holds the instance and the session. Its last `trouble` says why none could be made."""

    def __init__(
        self, graphics: Graphics, render_scale: float, captions: Captions = Captions.AUTO
    ) -> None:
        self._graphics = graphics
        self._render_scale = render_scale
        self._captions = captions
        self.runtime: Runtime | None = None
        self._reaching: Reaching[tuple[Runtime, Actions, Headset]] | None = None
        self._actions: Actions | None = None
        self.headset: Headset | None = None
        self.live: Live | None = None
        self.trouble: MachineError | None = None
        self.presence: bool | None = None
        """Whether the headset is worn; None where the runtime does not know."""
        self.display_time_ns = 0
        """The last predicted display time: what the runtime's clock said about now."""
        self._buffer = xr.EventDataBuffer()
        self._performers: dict[Command, Callable[[], Event | None]] = {
            Command.CREATE: self._create,
            Command.ATTACH_ACTIONS: self._attach_actions,
            Command.BEGIN: self._begin,
            Command.END: self._end,
            Command.REQUEST_EXIT: self._request_exit,
            Command.RECONCILE: self._reconcile,
            Command.DESTROY_SESSION: self._destroy_session,
            Command.DESTROY_INSTANCE: self._destroy_instance,
        }

    def perform(self, command: Command) -> Event | None:
        """Carry out a command; return what came of it, where that matters."""
        performer = self._performers.get(command)
        event = guarded(performer) if performer else None
        self._graphics.make_current()
        return event

    def poll(self) -> Iterator[Event]:
        """Give the events that wait in the runtime's queue; each is told once."""
        if self._reaching is not None:
            if self._reaching.is_over:
                yield self._reached(self._reaching)
            elif self._reaching.hangs:
                self.trouble = no_answer()
            return
        while self.runtime is not None:
            buffer = self._buffer
            buffer._type, buffer._next = _EVENT, None
            result = functions.xrPollEvent(self.runtime.instance, byref(buffer))
            if result is xr.Result.EVENT_UNAVAILABLE:
                return
            try:
                done(result)
            except xr.XrException as error:
                yield loss(error)
                return
            event = self._translated(buffer)
            if event is not None:
                yield event

    def describe(self, report: Report) -> None:
        """Put the names of what is used into the report."""
        if self.runtime and self.headset and self.live:
            report.runtime, report.headset = self.runtime.name, self.headset.name
            report.colour_format = self.live.colour_format
            report.offered_formats = self.live.offered_formats
            report.eye_size = self.live.swapchains[0].size
            report.refused_bindings = self.live.actions.refused
            report.tells_charges = self.live.actions.tells_charge

    def _translated(self, buffer: xr.EventDataBuffer) -> Event | None:
        """Return our event for one of the runtime's, or None for one that changes nothing here."""
        kind, kinds = buffer._type, xr.StructureType
        if kind == kinds.EVENT_DATA_SESSION_STATE_CHANGED.value:
            changed = _seen_as(buffer, xr.EventDataSessionStateChanged)
            return state.Reported(state.RuntimeState(changed._state))
        if kind == kinds.EVENT_DATA_INSTANCE_LOSS_PENDING.value:
            pending = _seen_as(buffer, xr.EventDataInstanceLossPending)
            return state.InstanceLossPending(self._seconds_until(pending.loss_time))
        if kind == kinds.EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING.value:
            change = _seen_as(buffer, xr.EventDataReferenceSpaceChangePending)
            if change._reference_space_type == SPACE.value:
                return state.SpaceChanging(change.change_time * 1e-9)
        if kind == kinds.EVENT_DATA_USER_PRESENCE_CHANGED_EXT.value:
            present = _seen_as(buffer, xr.EventDataUserPresenceChangedEXT)
            self.presence = bool(present.is_user_present)
        if kind == kinds.EVENT_DATA_EVENTS_LOST.value:
            return state.EventsLost()
        return None

    def _seconds_until(self, time_ns: int) -> float:
        """Return how far a time of the runtime's lies ahead, at least 0."""
        return max(0.0, (time_ns - self.display_time_ns) * 1e-9) if self.display_time_ns else 0.0

    def _create(self) -> None:
        """Begin to reach for the runtime; `poll` tells what came of it, however late."""
        runtime, actions = self.runtime, self._actions
        wanted = self._graphics.extensions

        def find() -> tuple[Runtime, Actions, Headset]:
            known = runtime, actions
            if known[0] is None or known[1] is None:
                return _reach(wanted)
            return known[0], known[1], known[0].headset()

        self._reaching = Reaching(find)

    def _reached(self, reaching: Reaching[tuple[Runtime, Actions, Headset]]) -> Event:
        """Make a session with the runtime that has answered."""
        self._reaching = None
        try:
            self.runtime, self._actions, self.headset = reaching.result()
            self._graphics.make_current()
            self.live = self._new_session(self.runtime, self.headset, self._actions)
        except MachineError as trouble:
            self.trouble = trouble
            return state.CreationFailed()
        except xr.XrException as error:
            self.trouble = MachineError(
                f"the OpenXR runtime refused a session ({said(error)}); restart it and try again"
            )
            return state.CreationFailed()
        finally:
            self._graphics.make_current()
        self.trouble = None
        return state.Created()

    def _new_session(self, runtime: Runtime, headset: Headset, actions: Actions) -> Live:
        # A runtime refuses a session whose graphics requirements were not asked for first.
        xr.get_opengl_graphics_requirements_khr(runtime.instance, headset.system)
        handle = xr.create_session(
            runtime.instance,
            xr.SessionCreateInfo(system_id=headset.system, next=self._graphics.binding),
        )
        self._graphics.make_current()
        formats = tuple(xr.enumerate_swapchain_formats(handle))
        colour_format = choose_format(formats)
        space = xr.create_reference_space(handle, xr.ReferenceSpaceCreateInfo(SPACE, xr.Posef()))
        swapchains = []
        for recommended, most in zip(headset.recommended, headset.maximum, strict=True):
            size = eye_size(recommended, most, self._render_scale)
            swapchains.append(Swapchain(self._graphics.ctx, handle, colour_format, size))
            self._graphics.make_current()
        hands = self._new_hands(runtime, handle)
        quad = self._new_quad(handle, space, headset, colour_format)
        return Live(
            handle,
            space,
            actions,
            hands,
            tuple(swapchains),
            colour_format,
            formats,
            quad,
            FrameCalls(handle, space),
        )

    def _new_quad(
        self, session: xr.Session, space: xr.Space, headset: Headset, colour_format: int
    ) -> CaptionQuad | None:
        if self._captions is Captions.EYE:
            return None
        reason = why_none(headset.layers, colour_format)
        if not reason:
            eye = headset.recommended[0]
            return CaptionQuad(self._graphics.ctx, session, space, eye, headset.largest)
        if self._captions is Captions.QUAD:
            say_fallback(reason)
        self._captions = Captions.EYE
        return None

    def _new_hands(self, runtime: Runtime, session: xr.Session) -> HandTracking | None:
        if hand_tracking.EXTENSION not in runtime.extensions:
            return None
        try:
            return HandTracking(runtime.instance, session)
        except (xr.FeatureUnsupportedError, xr.FunctionUnsupportedError):
            return None

    def _attach_actions(self) -> None:
        if self.live is not None:
            self.live.actions.attach(self.live.handle)

    def _begin(self) -> None:
        if self.live is not None:
            xr.begin_session(self.live.handle, xr.SessionBeginInfo(STEREO))

    def _end(self) -> None:
        if self.live is not None:
            xr.end_session(self.live.handle)

    def _request_exit(self) -> None:
        if self.live is not None:
            xr.request_exit_session(self.live.handle)

    def _reconcile(self) -> Event:
        """Try to begin, then to end: the runtime refuses what does not fit the state it is in."""
        try:
            self._begin()
            return state.Reconciled(running=True)
        except xr.SessionNotReadyError:
            return state.Reconciled(running=False)
        except xr.SessionRunningError:
            pass
        try:
            self._end()
            return state.Reconciled(running=False)
        except xr.SessionNotStoppingError:
            return state.Reconciled(running=True)

    def _destroy_session(self) -> None:
        live, self.live = self.live, None
        self.display_time_ns = 0
        self.presence = None
        if live is None:
            return
        if live.hands is not None:
            quietly(live.hands.destroy)
        if live.quad is not None:
            if live.quad.is_refused:
                self._captions = Captions.EYE  # for later sessions, too
            quietly(live.quad.destroy)
        for swapchain in live.swapchains:
            quietly(swapchain.destroy)
        quietly(lambda: xr.destroy_space(live.space))
        quietly(lambda: xr.destroy_session(live.handle))

    def _destroy_instance(self) -> None:
        runtime, self.runtime, self._actions, self.headset = self.runtime, None, None, None
        if runtime is not None:
            runtime.close()


def _reach(wanted: Sequence[str]) -> tuple[Runtime, Actions, Headset]:
    """Open the runtime with the extensions that are needed and those that are liked."""
    runtime = Runtime(
        wanted, (*extensions(), hand_tracking.EXTENSION, PRESENCE, batteries.EXTENSION)
    )
    try:
        actions = Actions(
            runtime.instance,
            offered(runtime.extensions, runtime.version),
            tells_charge=batteries.EXTENSION in runtime.extensions,
        )
        return runtime, actions, runtime.headset()
    except BaseException:
        runtime.close()
        raise


def guarded(call: Callable[[], Event | None]) -> Event | None:
    """Call, and return the loss that an error stands for, if one comes."""
    try:
        return call()
    except xr.XrException as error:
        return loss(error)


def quietly(call: Callable[[], None]) -> None:
    """Let go of something whose runtime may be gone; that it complains changes nothing."""
    try:
        call()
    except xr.XrException:
        return


def loss(error: Exception) -> Event:
    """Return which of the two, session or instance, an error means is gone.

    An error that is neither leaves the instance in a state nobody knows: it is given up too.
    """
    if isinstance(error, xr.SessionLostError | xr.SessionLossPending):
        return state.SessionLost()
    return state.InstanceLost()


def _seen_as(buffer: xr.EventDataBuffer, kind: type[Any]) -> Any:  # noqa: ANN401  a ctypes cast
    return ctypes.cast(ctypes.byref(buffer), ctypes.POINTER(kind)).contents
