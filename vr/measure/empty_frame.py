"""An empty frame as anybody writes it with pyopenxr: both eyes cleared and handed in, no more."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import pointer

import xr

from vr.headset.calls import BLEND_MODE, Live
from vr.headset.runtime import STEREO


def empty_frame(live: Live, timed: Callable[[int], None]) -> None:
    """Wait, begin, locate, acquire, clear and release both eyes, end.

    `timed` is told the predicted display time in ns after the wait. Raises xr.XrException.
    """
    timing = xr.wait_frame(live.handle, xr.FrameWaitInfo())
    display_time_ns = int(timing.predicted_display_time)
    timed(display_time_ns)
    xr.begin_frame(live.handle, xr.FrameBeginInfo())
    _, views = xr.locate_views(live.handle, xr.ViewLocateInfo(STEREO, display_time_ns, live.space))
    images = [swapchain.acquire() for swapchain in live.swapchains]
    for image in images:
        if image is not None:
            image.framebuffer.use()
            image.framebuffer.clear()
    for swapchain in live.swapchains:
        swapchain.release()
    shown = [
        xr.CompositionLayerProjectionView(
            pose=view.pose, fov=view.fov, sub_image=swapchain.sub_image()
        )
        for view, swapchain in zip(views, live.swapchains, strict=True)
    ]
    layer = xr.CompositionLayerProjection(space=live.space, views=shown)
    xr.end_frame(
        live.handle,
        xr.FrameEndInfo(
            display_time=display_time_ns,
            environment_blend_mode=BLEND_MODE,
            layers=[pointer(layer)],
        ),
    )
