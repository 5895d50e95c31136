"""The OpenXR calls of one frame: where the eyes are, their images, and handing them in."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import POINTER, byref, c_uint32, cast, pointer
from dataclasses import dataclass
from typing import Any

import xr

from vr.headset.hand_tracking import HandTracking
from vr.headset.input import Actions
from vr.headset.quad import CaptionQuad
from vr.headset.raw import done, functions
from vr.headset.runtime import STEREO
from vr.headset.swapchains import LentImage, Swapchain
from vr.headset.views import Located, on_one_grid

REFUSALS = (
    xr.LayerInvalidError,
    xr.LayerLimitExceededError,
    xr.SwapchainRectInvalidError,
    xr.PoseInvalidError,
    xr.ValidationFailureError,
    xr.FeatureUnsupportedError,
)
BLEND_MODE = xr.EnvironmentBlendMode.OPAQUE
_ORIENTATION = int(xr.ViewStateFlags.ORIENTATION_VALID_BIT)
_POSITION = int(xr.ViewStateFlags.POSITION_VALID_BIT)


EYES = 2
_Layer = POINTER(xr.CompositionLayerBaseHeader)


class FrameCalls:
    """The calls of one session's frames, with the structures that they take and fill."""

    def __init__(self, session: xr.Session, space: xr.Space) -> None:
        self._session = session
        self._wait, self._timing = xr.FrameWaitInfo(), xr.FrameState()
        self._begin = xr.FrameBeginInfo()
        self._where = xr.ViewLocateInfo(STEREO, 0, space)
        self._view_state, self._count = xr.ViewState(), c_uint32()
        self._views = (xr.View * EYES)(*(xr.View() for _ in range(EYES)))
        shown = (xr.CompositionLayerProjectionView() for _ in range(EYES))
        self._shown = (xr.CompositionLayerProjectionView * EYES)(*shown)
        self._projection = xr.CompositionLayerProjection(space=space, views=self._shown)
        self._layers = (_Layer * 2)()
        self._end = xr.FrameEndInfo(environment_blend_mode=BLEND_MODE)
        self._end._layers = cast(self._layers, POINTER(_Layer))

    def wait(self) -> xr.FrameState:
        """Wait for the next frame; return its timing, which holds until the next wait."""
        done(functions.xrWaitFrame(self._session, self._wait, byref(self._timing)))
        return self._timing

    def begin(self) -> None:
        """Begin a frame."""
        done(functions.xrBeginFrame(self._session, self._begin))

    def locate(self, display_time_ns: int) -> tuple[int, Sequence[xr.View]]:
        """Return how far the eyes are known (xr.ViewStateFlags), and where they are."""
        self._where.display_time = display_time_ns
        done(
            functions.xrLocateViews(
                self._session,
                self._where,
                byref(self._view_state),
                EYES,
                byref(self._count),
                self._views,
            )
        )
        return self._view_state._view_state_flags, self._views

    def projection(self, eyes: Sequence[Located], swapchains: Sequence[Swapchain]) -> Any:  # noqa: ANN401, a ctypes pointer
        """Return the layer that shows the eyes' images from where they were drawn."""
        for shown, eye, swapchain in zip(self._shown, eyes, swapchains, strict=True):
            turn, place, fov = shown.pose.orientation, shown.pose.position, shown.fov
            turn.x, turn.y, turn.z, turn.w = eye.orientation
            place.x, place.y, place.z = eye.position
            fov.angle_left, fov.angle_right, fov.angle_up, fov.angle_down = eye.angles
            shown.sub_image.swapchain = swapchain.handle
            extent = shown.sub_image.image_rect.extent
            extent.width, extent.height = swapchain.part
        return pointer(self._projection)

    def end(self, display_time_ns: int, layers: Sequence[Any]) -> None:
        """End a frame with its layers, pointers to structures."""
        for number, layer in enumerate(layers):
            self._layers[number] = cast(layer, _Layer)
        self._end.display_time, self._end.layer_count = display_time_ns, len(layers)
        done(functions.xrEndFrame(self._session, self._end))


@dataclass(frozen=True, slots=True)
class Live:
    """A session and what belongs to it."""

    handle: xr.Session
    space: xr.Space
    actions: Actions
    hands: HandTracking | None
    """None where the runtime sees no bare hands."""
    swapchains: tuple[Swapchain, ...]
    colour_format: int
    offered_formats: tuple[int, ...]
    quad: CaptionQuad | None
    """None where captions are drawn into the eyes' images."""
    frame: FrameCalls


def begin_frame(live: Live) -> None:
    """Begin a frame; if one before it was never ended, the runtime drops that one and says so."""
    try:
        live.frame.begin()
    except xr.FrameDiscarded:
        return


def end_frame(live: Live, display_time_ns: int, layers: Sequence[Any]) -> None:
    """End a frame with its layers, or with none: then the eyes see black.

    The first is the eyes'. A caption's that the runtime refuses is left out from then on.
    """
    try:
        live.frame.end(display_time_ns, layers)
    except REFUSALS as error:
        if live.quad is None or len(layers) < 2:
            raise
        live.quad.give_up(str(error))
        try:
            live.frame.end(display_time_ns, layers[:1])
        except xr.CallOrderInvalidError:
            return  # the refused one has ended the frame


def locate_eyes(live: Live, display_time_ns: int, before: Sequence[Located]) -> list[Located]:
    """Return the eyes at a display time in the session's space; empty while tracking is lost.

    Where only the position is lost, as on a headset that can follow turns alone for a while, the
    eyes stay where they were `before`.
    """
    flags, views = live.frame.locate(display_time_ns)
    if not flags & _ORIENTATION:
        return []
    sizes = [swapchain.part for swapchain in live.swapchains]
    eyes = on_one_grid([_located(view) for view in views], sizes)
    if flags & _POSITION:
        return eyes
    return [
        Located(eye.orientation, old.position, eye.angles)
        for eye, old in zip(eyes, before, strict=False)
    ]


def _located(view: xr.View) -> Located:
    turn, place, fov = view.pose.orientation, view.pose.position, view.fov
    return Located(
        (turn.x, turn.y, turn.z, turn.w),
        (place.x, place.y, place.z),
        (fov.angle_left, fov.angle_right, fov.angle_up, fov.angle_down),
    )


def acquire_images(live: Live) -> list[LentImage]:
    """Return both eyes' images to draw into, or none where one of them cannot be had in time."""
    images = [swapchain.acquire() for swapchain in live.swapchains]
    ready = [image for image in images if image is not None]
    if len(ready) == len(images):
        return ready
    for swapchain, image in zip(live.swapchains, images, strict=True):
        if image is not None:
            swapchain.release()
    return []
