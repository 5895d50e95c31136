"""What is written over the view: the status line, the help, short notices."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import moderngl

from assets.words import Words
from orbit.mission_time import format_time
from render.part_names import event_name
from vr.script.panel import board
from vr.show import Status
from vr.window.kept_pictures import KeptPictures
from vr.window.lettering import panel
from vr.window.sheet import Sheets

_LETTERS = 16
"""px, height of the letters on a display of ordinary density."""
_EDGE = 12
"""px between a panel and the edge of the window."""
_NOTICE_FOR = 4.0
"""s that a notice stays, at the least."""
_READ_PER_SECOND = 15.0
"""Letters that a slow reader takes in."""
_LETTER_WIDTH = 0.55
"""Mean width of a letter over its height."""

_CAPTION_FOOT = 0.93
"""Of the window's height, where the caption ends with the room for its arrow."""
_CAPTION_HEAD = 0.03
"""Where one above the middle begins."""
_CAPTION_LETTERS = 0.03
"""Size of a caption's letters over the window's height: 1.3 degrees a line is small on a desk."""
_LEAST_LETTERS = 12

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything that is written at one moment; empty where there is nothing to say."""

    status: str = ""
    notice: str = ""
    help: tuple[tuple[str, str], ...] = ()
    caption: str = ""
    caption_strength: float = 1.0
    """0 to 1."""
    caption_above: bool = False
    """Whether it stands above the middle, clear of what it is about."""
    arrow: float | None = None
    """Angle in rad, from right through up, of what the caption is about, while out of view."""
    fade: float = 0.0
    """Of the picture under the texts: 1 is black."""


def status_line(status: Status, utc: datetime, words: Words) -> str:
    """Return the one line that says when and how fast, and what just happened."""
    pace = words.text("paused", "status") if status.paused else f"{status.rate:g} x"
    event = event_name(status.caption, words)
    parts = (format_time(status.t), f"{utc:%H:%M:%S} UTC", pace, event)
    return "    ".join(part for part in parts if part)


def caption_letters(height: int, scale: float) -> int:
    """Return the size in px of a caption's letters in a window of that height."""
    return max(_LEAST_LETTERS, round(_CAPTION_LETTERS * height * scale))


def notice_for(notice: str) -> float:
    """Return how long a notice stays, s: long enough to be read."""
    return max(_NOTICE_FOR, len(notice) / _READ_PER_SECOND)


class Overlay:
    """Draws panels of text; a panel is made again only when its text changes."""

    def __init__(self, sheets: Sheets, scale: float, caption_scale: float = 1.0) -> None:
        self._sheets = sheets
        self._caption_scale = caption_scale
        self._letters = round(_LETTERS * scale)
        self._edge = round(_EDGE * scale)
        self._picture = KeptPictures(self._sheets).get

    def draw(self, window: tuple[int, int], texts: Texts) -> None:
        """Write on a window of that size in px, whose picture is drawn already."""
        width, height = window
        edge = self._edge
        self._sheets.darken(texts.fade)
        above = self._caption(window, texts) if texts.caption else height
        if texts.status:
            line = self._panel("status", [("", texts.status)])
            self._sheets.lay(line, edge, height - edge - line.height)
        if texts.notice:
            note = self._panel("notice", self._wrapped(texts.notice, width))
            top = min(height * 4 // 5, above - edge) - note.height
            self._sheets.lay(note, (width - note.width) // 2, max(0, top))
        if texts.help:
            keys = self._panel("help", texts.help)
            self._sheets.lay(keys, edge, edge)

    def _caption(self, window: tuple[int, int], texts: Texts) -> int:
        """Lay the caption below the middle; return where its upper edge is."""
        width, height = window
        letters = caption_letters(height, self._caption_scale)
        made = board(texts.caption, letters, texts.arrow, 0.94 * width)
        picture = self._picture("caption", made, lambda: made.pixels)
        top = round(_CAPTION_FOOT * height) - picture.height
        if texts.caption_above:
            top = round(_CAPTION_HEAD * height)
        self._sheets.lay(picture, (width - picture.width) // 2, top, texts.caption_strength)
        return height if texts.caption_above else top

    def _wrapped(self, text: str, width: int) -> Rows:
        letters = max(10, int(0.9 * width / (_LETTER_WIDTH * self._letters)))
        return [("", row) for line in text.splitlines() for row in textwrap.wrap(line, letters)]

    def _panel(self, name: str, rows: Rows) -> moderngl.Texture:
        wanted = tuple(rows)
        return self._picture(name, wanted, lambda: panel(wanted, self._letters))
