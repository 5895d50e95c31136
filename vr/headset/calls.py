"""The OpenXR calls of one frame: where the eyes are, their images, and handing them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xr

from vr.headset.hand_tracking import HandTracking
from vr.headset.input import Actions
from vr.headset.quad import CaptionQuad
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


def begin_frame(live: Live) -> None:
    """Begin a frame; if one before it was never ended, the runtime drops that one and says so."""
    try:
        xr.begin_frame(live.handle, xr.FrameBeginInfo())
    except xr.FrameDiscarded:
        return


def end_frame(live: Live, display_time_ns: int, layers: Sequence[Any]) -> None:
    """End a frame with its layers, or with none: then the eyes see black.

    The first is the eyes'. A caption's that the runtime refuses is left out from then on.
    """
    try:
        _end_frame(live, display_time_ns, layers)
    except REFUSALS as error:
        if live.quad is None or len(layers) < 2:
            raise
        live.quad.give_up(str(error))
        try:
            _end_frame(live, display_time_ns, layers[:1])
        except xr.CallOrderInvalidError:
            return  # the refused one has ended the frame


def _end_frame(live: Live, display_time_ns: int, layers: Sequence[Any]) -> None:
    info = xr.FrameEndInfo(
        display_time=display_time_ns, environment_blend_mode=BLEND_MODE, layers=list(layers)
    )
    xr.end_frame(live.handle, info)


def locate_eyes(live: Live, display_time_ns: int, before: Sequence[Located]) -> list[Located]:
    """Return the eyes at a display time in the session's space; empty while tracking is lost.

    Where only the position is lost, as on a headset that can follow turns alone for a while, the
    eyes stay where they were `before`.
    """
    found, views = xr.locate_views(
        live.handle, xr.ViewLocateInfo(STEREO, display_time_ns, live.space)
    )
    flags = int(found.view_state_flags)
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


def projection_layer(live: Live, eyes: Sequence[Located]) -> xr.CompositionLayerProjection:
    """Return the layer that shows the eyes' released images from where they were drawn.

    The poses are the runtime's own, in its space: our recentring turns the Cupola, not the eyes.
    """
    views = [
        xr.CompositionLayerProjectionView(
            pose=xr.Posef(xr.Quaternionf(*eye.orientation), xr.Vector3f(*eye.position)),
            fov=xr.Fovf(*eye.angles),
            sub_image=swapchain.sub_image(),
        )
        for swapchain, eye in zip(live.swapchains, eyes, strict=True)
    ]
    return xr.CompositionLayerProjection(space=live.space, views=views)
