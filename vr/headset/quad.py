"""The caption's own layer: a picture that the compositor itself hangs before the eyes.

Letters in an eye's picture are sampled twice, once drawn and once warped for the lenses; on a layer
of its own the compositor samples them once, however coarse the eyes' pictures are. The picture is
drawn when it changes, and only placed anew in other frames.
"""

from __future__ import annotations

import math
import sys

import moderngl
import xr

from render.view import View
from vr.headset.swapchains import SRGB8_ALPHA8, Swapchain
from vr.headset.views import Recentring
from vr.hung import Hung, Room

FINER = 1.5
"""Letters have that many times the recommended eye's pixels a degree: a compositor that filters
linearly loses none of theirs, and the middle of lenses shows more than the mean."""
MOST = 2048, 1024
"""px of its image, whatever the headset: 8 MB."""
LOST = xr.SessionLostError, xr.InstanceLostError

_VERTEX = """
#version 330 core
void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    gl_Position = vec4(corner, 0.0, 1.0);
}
"""
_FRAGMENT = """
#version 330 core
// In: display-encoded colour times alpha, first row at the top. Out: what a compositor that decodes
// sRGB takes for premultiplied: the encoding of linear colour times alpha. IEC 61966-2-1.
uniform sampler2D picture;
uniform ivec2 origin;   // px, the picture's lower left in the image
uniform float opacity;
out vec4 colour;

vec3 decoded(vec3 c) {
    return mix(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, lessThanEqual(c, vec3(0.04045)));
}

vec3 encoded(vec3 c) {
    vec3 high = 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055;
    return mix(high, 12.92 * c, lessThanEqual(c, vec3(0.0031308)));
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy) - origin;
    vec4 texel = texelFetch(picture, ivec2(at.x, textureSize(picture, 0).y - 1 - at.y), 0);
    float alpha = texel.a * opacity;
    colour = vec4(encoded(decoded(texel.rgb / max(texel.a, 1e-6)) * alpha), alpha);
}
"""


def why_none(layers: int, colour_format: int) -> str:
    """Return why captions can have no layer of their own, "" where they can.

    `layers` are those that the runtime composes at most.
    """
    if layers < 2:
        return "it composes no layer beside the eyes' pictures"
    if colour_format != SRGB8_ALPHA8:
        return "its sRGB images have no alpha"
    return ""


def say_fallback(reason: str) -> None:
    """Tell whoever started the program that captions go into the eyes' pictures."""
    print(
        f"Captions are drawn into the eyes' pictures: the OpenXR runtime refuses them a layer of "
        f"their own ({reason}). `--captions eye` asks for that from the start.",
        file=sys.stderr,
        flush=True,
    )


class CaptionQuad:
    """One session's layer. Its image is made with the first caption, or for the first too large."""

    def __init__(
        self,
        ctx: moderngl.Context,
        session: xr.Session,
        space: xr.Space,
        eye: tuple[int, int],
        most: tuple[int, int],
    ) -> None:
        """Take the recommended size of an eye's picture, and that of the largest image there is."""
        self._ctx = ctx
        self._session = session
        self._space = space
        self._eye = eye
        self._most = min(most[0], MOST[0]), min(most[1], MOST[1])
        self._program = ctx.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._triangle = ctx.vertex_array(self._program, [])
        self._swapchain: Swapchain | None = None
        self._drawn: Hung | None = None
        self.is_refused = False
        self.drawings = 0
        """How often the picture was drawn."""

    def room(self, view: View) -> Room | None:
        """Return what there is room for, for an eye with that field; None once refused."""
        if self.is_refused:
            return None
        left, right, _, _ = view.tangents
        return Room(FINER * self._eye[0] / (right - left), self._most)

    def layer(self, hung: Hung, place: Recentring) -> xr.CompositionLayerQuad | None:
        """Return the layer that shows it; None where its image cannot be had.

        `place` is where the Cupola is in the space. Raises xr.XrException where the session is
        lost; whatever else is refused is refused for good.
        """
        try:
            if not self._draw(hung):
                return None
        except LOST:
            raise
        except xr.XrException as error:
            self.give_up(str(error))
            return None
        return self._placed(hung, place)

    def give_up(self, reason: str) -> None:
        """Use the layer no more, and say so."""
        if not self.is_refused:
            self.is_refused = True
            say_fallback(reason)

    def destroy(self) -> None:
        """Let go of the image."""
        swapchain, self._swapchain, self._drawn = self._swapchain, None, None
        self._triangle.release()
        self._program.release()
        if swapchain is not None:
            swapchain.destroy()

    def _draw(self, hung: Hung) -> bool:
        """See that the image shows it; say whether it does."""
        if self._drawn is not None and self._drawn.looks_like(hung):
            return True
        swapchain = self._swapchain_for(hung)
        image = swapchain.acquire()
        if image is None:
            return False
        size, (x, y) = hung.texture.size, _origin(hung, swapchain.size)
        image.framebuffer.use()
        image.framebuffer.clear()
        image.framebuffer.viewport = (x, y, *size)
        self._ctx.enable_only(moderngl.NOTHING)
        hung.texture.use(0)
        self._program["origin"] = x, y
        self._program["opacity"] = hung.opacity
        self._triangle.render(moderngl.TRIANGLES, vertices=3)
        swapchain.release()
        self._drawn = hung
        self.drawings += 1
        return True

    def _swapchain_for(self, hung: Hung) -> Swapchain:
        """Return one that has room: the largest that such letters need, or more for this one."""
        wide, tall = (max(pair) for pair in zip(hung.texture.size, hung.largest, strict=True))
        size = min(wide, self._most[0]), min(tall, self._most[1])
        old = self._swapchain
        if old is not None and old.size[0] >= size[0] and old.size[1] >= size[1]:
            return old
        self._swapchain = Swapchain(self._ctx, self._session, SRGB8_ALPHA8, size)
        if old is not None:
            old.destroy()
        return self._swapchain

    def _placed(self, hung: Hung, place: Recentring) -> xr.CompositionLayerQuad | None:
        """Return the layer: the whole image, in which the picture is the middle."""
        if self._swapchain is None:
            return None
        (wide, tall), (width, height) = self._swapchain.size, hung.texture.size
        board = hung.board
        x, y = _origin(hung, self._swapchain.size)
        right, down = board.along / width, board.down / height  # of a px
        from_top = tall - y - height
        middle = board.corner + (0.5 * wide - x) * right + (0.5 * tall - from_top) * down
        at = place.placed(middle, board.axes)
        return xr.CompositionLayerQuad(
            layer_flags=xr.CompositionLayerFlags.BLEND_TEXTURE_SOURCE_ALPHA_BIT,
            space=self._space,
            eye_visibility=xr.EyeVisibility.BOTH,
            sub_image=self._swapchain.sub_image(),
            pose=xr.Posef(xr.Quaternionf(*at.orientation), xr.Vector3f(*at.position)),
            size=xr.Extent2Df(
                wide * math.dist(right, (0.0, 0.0, 0.0)), tall * math.dist(down, (0.0, 0.0, 0.0))
            ),
        )


def _origin(hung: Hung, image: tuple[int, int]) -> tuple[int, int]:
    """Return where the lower left of a picture lies in the middle of an image, in px."""
    width, height = hung.texture.size
    return (image[0] - width) // 2, (image[1] - height) // 2
