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
    """

    def __init__(self, ctx: moderngl.Context, near: bool, hdr: bool, aligned: bool) -> None:
        wanted = {"NEAR": near, "HDR": hdr, "ALIGNED": aligned}
        defines = tuple(name for name, on in wanted.items() if on)
        self._screen = FullScreen(ctx, "tone.frag", defines)
        for unit, name in enumerate(("far_coarse", "far_fine", "point_light", "near_field")):
            self._screen.set(name, unit)

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
        self._screen.set("exposure", look.exposure * exposure_scale)
        self._screen.set("white_balance", look.white_balance)
        self._screen.set("contrast", look.contrast)
        self._screen.set("saturation", look.saturation)
        self._screen.draw()
