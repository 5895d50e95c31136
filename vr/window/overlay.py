"""What is written over the view: the status line, the help, the frame times, short notices."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import moderngl

from orbit.mission_time import format_time
from vr.show import Status
from vr.window.keys import help_lines
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

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything that is written at one moment; empty where there is nothing to say."""

    status: str = ""
    notice: str = ""
    help: bool = False
    times: tuple[tuple[str, str], ...] = ()


def status_line(status: Status, utc: datetime) -> str:
    """Return the one line that says when and how fast, and what just happened."""
    pace = "paused" if status.paused else f"{status.rate:g} x"
    parts = (format_time(status.t), f"{utc:%H:%M:%S} UTC", pace, status.caption)
    return "    ".join(part for part in parts if part)


def notice_for(notice: str) -> float:
    """Return how long a notice stays, s: long enough to be read."""
    return max(_NOTICE_FOR, len(notice) / _READ_PER_SECOND)


class Overlay:
    """Draws panels of text; a panel is made again only when its text changes."""

    def __init__(self, sheets: Sheets, scale: float) -> None:
        self._sheets = sheets
        self._letters = round(_LETTERS * scale)
        self._edge = round(_EDGE * scale)
        self._made: dict[str, tuple[tuple[tuple[str, str], ...], moderngl.Texture]] = {}

    def draw(self, window: tuple[int, int], texts: Texts) -> None:
        """Write on a window of that size in px, whose picture is drawn already."""
        width, height = window
        edge = self._edge
        if texts.status:
            line = self._panel("status", [("", texts.status)])
            self._sheets.lay(line, edge, height - edge - line.height)
        if texts.notice:
            note = self._panel("notice", self._wrapped(texts.notice, width))
            top = height * 4 // 5 - note.height
            self._sheets.lay(note, (width - note.width) // 2, max(0, top))
        if texts.times:
            times = self._panel("times", texts.times)
            self._sheets.lay(times, width - edge - times.width, edge)
        if texts.help:
            keys = self._panel("help", help_lines())
            self._sheets.lay(keys, edge, edge)

    def _wrapped(self, text: str, width: int) -> Rows:
        letters = max(10, int(0.9 * width / (_LETTER_WIDTH * self._letters)))
        return [("", row) for line in text.splitlines() for row in textwrap.wrap(line, letters)]

    def _panel(self, name: str, rows: Rows) -> moderngl.Texture:
        wanted = tuple(rows)
        made = self._made.get(name)
        if made is not None and made[0] == wanted:
            return made[1]
        if made is not None:
            made[1].release()
        texture = self._sheets.picture(panel(wanted, self._letters))
        self._made[name] = wanted, texture
        return texture
