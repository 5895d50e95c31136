"""Views in words: names, a caption and the menu as a headset shows them, in the six languages.

    python -m tests.render.spoken --write    keeps what is drawn now, for docs/gallery.md

Look at every picture again: clipped or missing letters, names that touch, lines too long.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import moderngl
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assets.words import LANGUAGES, words
from orbit.scenario import DEFAULT, find_scenario
from orbit.timeline import Timeline, build
from render.context import standalone
from render.layers import Layers
from render.looks import look
from render.renderer import Renderer
from tests.render.golden import MENUS, PICTURES
from vr.clock import Clock
from vr.hands.begin import visitor
from vr.hands.drawing import menu_lines
from vr.hands.menu_picture import picture as menu_picture
from vr.hands.settings import Settings
from vr.script.captions import caption_called
from vr.script.hanging import HangingCaption
from vr.script.score import Cue, Spoken
from vr.script.start import guide_for
from vr.script.teller import Teller
from vr.show import Show
from vr.view_options import ViewOptions, view_at

AT, CAPTION = 235.0, "gold_and_green"
VIEW = ViewOptions(180.0, -13.0, 0.0, 46.0, (960, 540))
QUALITY = 85
FAR = 60
"""Of 255: what a pixel changes by where a letter comes or goes; what WebP loses is less."""
LIMIT = 0.0003
"""Share of such pixels at which a view counts as another one: a word of five letters."""

Picture = NDArray[np.uint8]


def scene(ctx: moderngl.Context, renderer: Renderer, timeline: Timeline, language: str) -> Picture:
    """Return (540, 960, 3) what is seen from the Cupola with all names on and a long caption."""
    moment, spoken = timeline.at(AT), words(language)
    view = view_at(VIEW, moment)
    target = ctx.framebuffer([ctx.texture(view.size, 4)])
    layers = Layers(cupola=True, labels=True, language=language)
    renderer.draw(moment, [view], [target], look("camera"), layers)
    caption = HangingCaption(ctx)
    cue = Cue(AT, spoken=Spoken(caption_called(CAPTION, ""), 1.0, AT, AT, 1.0))
    caption.prepare(cue, Teller(timeline, spoken), moment, view.position, view, 5.0)
    target.use()
    caption.draw(view)
    rows = np.frombuffer(target.read(components=3, alignment=1), np.uint8)
    target.color_attachments[0].release()
    target.release()
    return rows.reshape(view.size[1], view.size[0], 3)[::-1].copy()


def menu(timeline: Timeline, language: str) -> Picture:
    """Return (H, W, 3) the menu in a language, with all rows that it can have, at half its size."""
    show = Show(Clock(), guide=guide_for(timeline, None, words(language)))
    lines = menu_lines(visitor(show, Settings(language)), words(language), 0.0)
    with Image.fromarray(menu_picture(lines)) as image:
        ground = Image.new("RGBA", image.size, (0, 0, 0, 255))
        whole = Image.alpha_composite(ground, image).convert("RGB")
        return np.asarray(whole.resize((whole.width // 2, whole.height // 2)))


def pictures(
    ctx: moderngl.Context, renderer: Renderer, timeline: Timeline
) -> Iterator[tuple[str, Picture]]:
    """Yield every picture of words by its name."""
    for language in LANGUAGES:
        yield f"words-{language}", scene(ctx, renderer, timeline, language)
    for language in MENUS:
        yield f"menu-{language}", menu(timeline, language)


def kept(name: str) -> Picture:
    """Return the picture that is kept."""
    with Image.open(PICTURES / f"{name}.webp") as image:
        return np.asarray(image.convert("RGB"))


def changed(before: Picture, now: Picture) -> float:
    """Return the share of pixels that are far from what they were."""
    if before.shape != now.shape:
        return 1.0
    apart = np.abs(before.astype(int).mean(axis=-1) - now.astype(int).mean(axis=-1))
    return float((apart > FAR).mean())


def main() -> int:
    """Compare or keep; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.render.spoken")
    parser.add_argument("--write", action="store_true", help="keep what is drawn now")
    write = parser.parse_args().write
    ctx, timeline = standalone(), build(find_scenario(DEFAULT))
    others = 0
    for name, now in pictures(ctx, Renderer(ctx, timeline), timeline):
        file = PICTURES / f"{name}.webp"
        share = changed(kept(name), now) if file.exists() else 1.0
        others += share >= LIMIT
        print(f"{name:12} {share:.5f}{'  another picture' * (share >= LIMIT)}")
        if write and share > 0.0:
            Image.fromarray(now).save(file, quality=QUALITY, method=6)
    return int(others > 0 and not write)


if __name__ == "__main__":
    sys.exit(main())
