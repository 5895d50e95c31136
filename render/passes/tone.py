"""The last pass: one eye's images put together, exposed and encoded, or left linear."""

from __future__ import annotations

import moderngl

from render.looks import Look
from render.passes.fullscreen import FullScreen
from render.targets import FarTargets


class Tone:
    """Compose far field, points and near field into the bound target.

    With `hdr` the result is linear cd/m2 for a float target, else display-encoded bytes. `aligned`
    where the far field's pixels are the eye's own, so that it need not be sampled between them.
    The dither is for numbers of `depth` bits.
    """

    def __init__(
        self, ctx: moderngl.Context, near: bool, hdr: bool, aligned: bool, depth: int = 8
    ) -> None:
        wanted = {"NEAR": near, "HDR": hdr, "ALIGNED": aligned}
        defines = tuple(name for name, on in wanted.items() if on)
        self._screen = FullScreen(ctx, "tone.frag", defines)
        for unit, name in enumerate(("far_coarse", "far_fine", "point_light", "near_field")):
            self._screen.set(name, unit)
        self._screen.set("dither_step", dither_step(depth))

    def draw(
        self,
        far: FarTargets,
        points: moderngl.Texture,
        near: moderngl.Texture | None,
        look: Look,
        exposure_scale: float,
    ) -> None:
        """Draw; the block `Eye` must be bound. `exposure_scale` multiplies the look's exposure."""
        far.coarse.texture.use(0)
        far.fine.texture.use(1)
        points.use(2)
        if near is not None:
            near.use(3)
        _expose(self._screen, look, exposure_scale)
        self._screen.draw()


class ToneOfSum:
    """Expose and encode, into the bound target, a linear picture that holds everything already."""

    def __init__(self, ctx: moderngl.Context, depth: int = 8) -> None:
        self._screen = FullScreen(ctx, "tone.frag", ("SUMMED",))
        self._screen.set("summed", 0)
        self._screen.set("dither_step", dither_step(depth))

    def draw(self, summed: moderngl.Texture, look: Look, exposure_scale: float) -> None:
        """Draw; `exposure_scale` multiplies the look's exposure, also by 1/n for n instants."""
        summed.use(0)
        _expose(self._screen, look, exposure_scale)
        self._screen.draw()


def dither_step(depth: int) -> float:
    """Return the step between numbers of `depth` bits that run from 0 to 1."""
    return 1.0 / float(2**depth - 1)


def _expose(screen: FullScreen, look: Look, exposure_scale: float) -> None:
    screen.set("exposure", look.exposure * exposure_scale)
    screen.set("white_balance", look.white_balance)
    screen.set("contrast", look.contrast)
    screen.set("saturation", look.saturation)
