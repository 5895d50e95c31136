"""Golden views: a dozen pictures that the program must go on drawing, which are also its gallery.

    python -m tests.render.golden            compares what is drawn now with what is kept
    python -m tests.render.golden --write    keeps what is drawn now, and writes docs/gallery.md

Look at every picture that a change has altered before you keep it.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import moderngl
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assets.words import LANGUAGES
from orbit.moment import Moment
from orbit.scenario import DEFAULT, find_scenario
from orbit.timeline import Timeline, build
from render.context import standalone
from render.layers import Layers
from render.looks import look
from render.renderer import Renderer
from render.view import View
from tests.render.flip import flip
from vr.view_options import ViewOptions, view_at

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "gallery"
PAGE = ROOT / "docs" / "gallery.md"
VIEWS = Path(__file__).parent / "golden_views.toml"
SIZE = (640, 360)
LIMIT = 0.02
"""Mean FLIP at which a picture counts as another one.

Drawn by Mesa's other rasteriser, softpipe, the views differ by 0.0001 to 0.017, by other vector
widths of llvmpipe not at all; with the limb 0.1 degrees off by 0.036 to 0.14, without the faintest
layer of airglow by 0.031 (reentry).
"""

MENUS = "fr", "ru", "kk"
"""One language a script: Latin with its marks, Cyrillic, and Cyrillic with the Kazakh letters."""
SPOKEN = *(f"words-{language}" for language in LANGUAGES), *(f"menu-{each}" for each in MENUS)
"""Pictures of words in the gallery; `tests.render.spoken` draws them."""
IN_WORDS = """## In six languages, T+3:55

All names on, and a caption, as a headset shows them; then the menu in each script. Made by
`python -m tests.render.spoken --write`."""


@dataclass(frozen=True, slots=True)
class Golden:
    """A view, as `cupola frame` would be told it, and what the gallery says of it."""

    name: str
    title: str
    text: str
    at: float
    azimuth: float
    elevation: float
    fov: float
    roll: float = 0.0
    look: str = "camera"
    cupola: bool = False
    labels: bool = False

    @property
    def file(self) -> Path:
        """Where its picture is kept."""
        return PICTURES / f"{self.name}.png"

    @property
    def command(self) -> str:
        """The command that draws it."""
        options = {
            "at": self.at,
            "azimuth": self.azimuth,
            "elevation": self.elevation,
            "roll": self.roll or None,
            "fov": self.fov,
            "look": None if self.look == "camera" else self.look,
        }
        words = [f"--{name} {value}" for name, value in options.items() if value is not None]
        words += ["--cupola" if self.cupola else "--no-cupola"]
        words += ["--labels" if self.labels else "--no-labels"]
        return f"cupola frame {' '.join(words)} --out {self.name}.png"


def goldens() -> list[Golden]:
    """Return all views, in the order of the gallery."""
    return [Golden(**row) for row in tomllib.loads(VIEWS.read_text(encoding="utf-8"))["view"]]


def draw(
    ctx: moderngl.Context, renderer: Renderer, timeline: Timeline, golden: Golden
) -> NDArray[np.uint8]:
    """Return (H, W, 3) the picture of a view as it is drawn now, rows from the top."""
    moment = timeline.at(golden.at)
    options = ViewOptions(golden.azimuth, golden.elevation, golden.roll, golden.fov, SIZE)
    return picture(ctx, renderer, moment, view_at(options, moment), golden)


def picture(
    ctx: moderngl.Context, renderer: Renderer, moment: Moment, view: View, golden: Golden
) -> NDArray[np.uint8]:
    """Return (H, W, 3) a picture in a view's manner of any moment."""
    target = ctx.framebuffer([ctx.texture(view.size, 4)])
    layers = Layers(cupola=golden.cupola, labels=golden.labels)
    renderer.draw(moment, [view], [target], look(golden.look), layers)
    rows = np.frombuffer(target.read(components=3, alignment=1), np.uint8)
    target.color_attachments[0].release()
    target.release()
    return rows.reshape(view.size[1], view.size[0], 3)[::-1].copy()


def kept(golden: Golden) -> NDArray[np.uint8]:
    """Return (H, W, 3) the picture that is kept."""
    with Image.open(golden.file) as image:
        return np.asarray(image.convert("RGB"))


def page(views: list[Golden]) -> str:
    """Return the text of docs/gallery.md."""
    parts = [
        "# Gallery",
        "What the program draws, view by view; the tests compare each picture with what is drawn "
        "today. Made by\n`python -m tests.render.golden --write`.",
    ]
    for view in views:
        parts += [
            f"## {view.title}",
            f"![{view.title}](gallery/{view.name}.png)",
            view.text.strip(),
            f"`{view.command}`",
        ]
    parts += [IN_WORDS, *(f"![{name}](gallery/{name}.webp)" for name in SPOKEN)]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Compare or keep; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.render.golden")
    parser.add_argument("--write", action="store_true", help="keep what is drawn now")
    write = parser.parse_args().write
    ctx, timeline = standalone(), build(find_scenario(DEFAULT))
    renderer, changed = Renderer(ctx, timeline), 0
    PICTURES.mkdir(exist_ok=True)
    for view in goldens():
        now = draw(ctx, renderer, timeline, view)
        apart = float(flip(kept(view), now).mean()) if view.file.exists() else 1.0
        changed += apart >= LIMIT
        print(f"{view.name:12} {apart:.4f}{'  another picture' * (apart >= LIMIT)}")
        if write and apart > 0.0:
            Image.fromarray(now).save(view.file, optimize=True)
    if write:
        PAGE.write_text(page(goldens()), encoding="utf-8")
        return 0
    return int(changed > 0)


if __name__ == "__main__":
    sys.exit(main())
