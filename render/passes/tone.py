"""The last pass: one eye's images put together, exposed and encoded, or left linear."""

from __future__ import annotations

import moderngl

from render.looks import Look
from render.passes.fullscreen import FullScreen
from render.targets import FarTargets

_PICTURES = ("far_coarse", "eye_light", "near_field")


class _Screens:
    """The shader `tone.frag` in the variants that looks ask for, each compiled when first used."""

    def __init__(
        self, ctx: moderngl.Context, defines: tuple[str, ...], textures: tuple[str, ...]
    ) -> None:
        self._ctx = ctx
        self._defines = defines
        self._textures = textures
        self._made: dict[tuple[str, ...], FullScreen] = {}

    def of(self, look: Look) -> FullScreen:
        answer: tuple[str, ...] = () if "HDR" in self._defines else look.defines()
        if answer not in self._made:
            screen = FullScreen(self._ctx, "tone.frag", self._defines + answer, "tone.vert")
            for unit, name in enumerate(self._textures):
                screen.set(name, unit)
            self._made[answer] = screen
        return self._made[answer]


class Tone:
    """Compose far field, points and near field into the bound target.

    With `hdr` the result is linear cd/m2 for a float target, else display-encoded bytes. With
    `turned` the eye looks another way than the far field's picture. The dither is for numbers of
    `depth` bits.
    """

    def __init__(
        self, ctx: moderngl.Context, near: bool, hdr: bool, turned: bool, depth: int = 8
    ) -> None:
        wanted = {"NEAR": near, "HDR": hdr, "TURNED": turned}
        defines = tuple(name for name, on in wanted.items() if on)
        self._screens = _Screens(ctx, (*defines, dither_step(depth)), _PICTURES)

    def draw(
        self,
        far: FarTargets,
        light: moderngl.Texture,
        first: tuple[int, int],
        size: tuple[int, int],
        near: moderngl.Texture | None,
        look: Look,
        daylight: float,
        window: tuple[float, float, float, float],
        finest_cycles: float,
    ) -> None:
        """Draw; the block `Eye` must be bound. `daylight` as from `daylight_factor`.

        `light` holds limb and points in the eye's own pixels, from its pixel `first` on; `size`
        is the eye's. `window` is the eye's part of the far field's picture, if not turned: scale
        and offset of uv, x, y.
        `finest_cycles` a degree is what the far field holds; for a look that softens it must have
        mipmaps.
        """
        far.coarse.texture.use(0)
        light.use(1)
        if near is not None:
            near.use(2)
        screen = self._screens.of(look)
        screen.set("exposure", look.exposure(daylight))
        screen.set("electrons", look.electrons(daylight))
        across, along = light.size
        width, height = size
        own = width / across, height / along, first[0] / across, first[1] / along
        screen.set("own_window", own)
        if near is not None:
            screen.set("near_part", (width / near.size[0], height / near.size[1]))
        screen.set("window", window)
        screen.set("finest_cycles", finest_cycles)
        screen.draw()


class ToneOfSum:
    """Expose and encode, into the bound target, a linear picture that holds everything already."""

    def __init__(self, ctx: moderngl.Context, depth: int = 8) -> None:
        self._screens = _Screens(ctx, ("SUMMED", dither_step(depth)), ("summed",))

    def draw(
        self, summed: moderngl.Texture, look: Look, daylight: float, instants: int = 1
    ) -> None:
        """Draw; `daylight` as from `daylight_factor`, `instants` how many pictures were summed."""
        summed.use(0)
        screen = self._screens.of(look)
        screen.set("exposure", look.exposure(daylight, instants))
        screen.set("electrons", look.electrons(daylight))
        screen.draw()


def dither_step(depth: int) -> str:
    """Return the constant of the step between numbers of `depth` bits that run from 0 to 1."""
    return f"DITHER_STEP {1.0 / (2**depth - 1):.8e}"
