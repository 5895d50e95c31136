"""The images that go to the eyes: their format, their size, and framebuffers around them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from ctypes import byref
from dataclasses import dataclass

import moderngl
import xr

from assets.errors import MachineError
from vr.headset.raw import done, functions

SRGB8_ALPHA8 = 0x8C43
SRGB8 = 0x8C41
WANTED_FORMATS = (SRGB8_ALPHA8, SRGB8)
"""The renderer's last shader writes bytes that are sRGB already, so the compositor must decode
them as such, and with FRAMEBUFFER_SRGB off (moderngl's way) they are stored as they are."""
DEPTH_FORMATS = frozenset({0x81A5, 0x81A6, 0x81A7, 0x88F0, 0x8CAC, 0x8CAD})
"""GL_DEPTH_COMPONENT16, 24, 32, DEPTH24_STENCIL8, DEPTH_COMPONENT32F, DEPTH32F_STENCIL8."""
MOST_EYE_PIXELS = 6_100_000
"""An eye is never drawn larger than this; runtimes recommend up to 1.6 times what lenses show."""
IMAGE_TIMEOUT_NS = 100_000_000


def choose_format(offered: Sequence[int]) -> int:
    """Return the colour format to use of those that a runtime offers.

    Raises MachineError where it offers no 8-bit sRGB one.
    """
    colours = [code for code in offered if code not in DEPTH_FORMATS]
    for wanted in WANTED_FORMATS:
        if wanted in colours:
            return wanted
    names = ", ".join(hex(code) for code in colours) or "none"
    raise MachineError(
        f"the OpenXR runtime offers no 8-bit sRGB colour format (its colour formats: {names}); "
        "update the runtime or use another, or run `cupola window`"
    )


def eye_size(
    recommended: tuple[int, int],
    maximum: tuple[int, int],
    scale: float,
    most_pixels: int = MOST_EYE_PIXELS,
) -> tuple[int, int]:
    """Return width and height to draw an eye at: recommended times `scale`, capped.

    The shape is kept; both are at least 16 and within the runtime's `maximum`.
    """
    width, height = recommended
    cap = math.sqrt(most_pixels / (width * height))
    factor = min(scale, cap, maximum[0] / width, maximum[1] / height)
    return max(16, int(width * factor)), max(16, int(height * factor))


@dataclass(frozen=True, slots=True)
class LentImage:
    """An image on loan from the runtime, between acquire and release.

    Its framebuffer's viewport is the part that is drawn, from the lower left.
    """

    texture: moderngl.Texture
    framebuffer: moderngl.Framebuffer

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of the part that is drawn."""
        _, _, width, height = self.framebuffer.viewport
        return width, height


class Swapchain:
    """The runtime's images for one eye or layer, and the framebuffers around them."""

    def __init__(
        self, ctx: moderngl.Context, session: xr.Session, colour_format: int, size: tuple[int, int]
    ) -> None:
        self.size = size
        self.part = size
        """What of the images is drawn and shown, from their lower left."""
        usage = xr.SwapchainUsageFlags
        self.handle = xr.create_swapchain(
            session,
            xr.SwapchainCreateInfo(
                usage_flags=usage.COLOR_ATTACHMENT_BIT | usage.SAMPLED_BIT,
                format=colour_format,
                sample_count=1,
                width=size[0],
                height=size[1],
                face_count=1,
                array_size=1,
                mip_count=1,
            ),
        )
        names = xr.enumerate_swapchain_images(self.handle, xr.SwapchainImageOpenGLKHR)
        self._held: int | None = None
        self._index = ctypes.c_uint32()
        self._acquire, self._release = (
            xr.SwapchainImageAcquireInfo(),
            xr.SwapchainImageReleaseInfo(),
        )
        self._wait = xr.SwapchainImageWaitInfo(timeout=IMAGE_TIMEOUT_NS)
        self._images = [_wrapped(ctx, image.image, size) for image in names]
        self._cuts = [size] * len(self._images)

    def acquire(self) -> LentImage | None:
        """Return the next image to draw into, or None when the runtime has none in time."""
        if self._held is None:
            done(functions.xrAcquireSwapchainImage(self.handle, self._acquire, byref(self._index)))
            self._held = self._index.value
        try:
            done(functions.xrWaitSwapchainImage(self.handle, self._wait))
        except xr.TimeoutExpired:
            return None  # an image that was not waited for cannot be released: ask again next time
        if self._cuts[self._held] != self.part:
            self._cut(self._held)
        return self._images[self._held]

    def release(self) -> None:
        """Give the image back, drawn; its texture must not be used any more."""
        self._held = None
        done(functions.xrReleaseSwapchainImage(self.handle, self._release))

    def sub_image(self) -> xr.SwapchainSubImage:
        """Return the part of the image that is shown."""
        extent = xr.Extent2Di(*self.part)
        return xr.SwapchainSubImage(self.handle, xr.Rect2Di(xr.Offset2Di(0, 0), extent), 0)

    def _cut(self, number: int) -> None:
        """Let an image's part be drawn, and black lie round it for who looks past its edge."""
        framebuffer = self._images[number].framebuffer
        framebuffer.viewport = (0, 0, *self.size)
        framebuffer.clear()
        framebuffer.viewport = (0, 0, *self.part)
        self._cuts[number] = self.part

    def destroy(self) -> None:
        """Let go of the swapchain; the runtime deletes the images themselves."""
        for image in self._images:
            image.framebuffer.release()
        xr.destroy_swapchain(self.handle)


def _wrapped(
    ctx: moderngl.Context, name: int | ctypes.c_uint32, size: tuple[int, int]
) -> LentImage:
    number = name if isinstance(name, int) else name.value
    texture = ctx.external_texture(number, size, 4, 0, "f1")
    return LentImage(texture, ctx.framebuffer(color_attachments=[texture]))
