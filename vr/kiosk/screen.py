"""Writes over the mirror screen: the invitation, the countdown, and what `telling.py` tells."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl

from assets.words import words
from vr.doctor import Finding
from vr.kiosk import texts
from vr.kiosk.phase import Phase
from vr.kiosk.posters import ACCENT, Line, Picture, countdown, poster
from vr.kiosk.telling import Telling, Told
from vr.window.kept_pictures import KeptPictures
from vr.window.lettering import panel
from vr.window.sheet import Sheets

_TITLE, _TEXT, _SMALL = 0.062, 0.034, 0.022
"""Heights of letters over the screen's height."""
_EDGE = 0.05
"""Free at the screen's edges, over its height."""
_VEIL = 0.75
"""How dark the picture is under a countdown."""
_RING = 0.22
_INVITING = 0.5
"""Of the screen's width, on the right, where the film has the dark of space."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be written now.

    `left` is the s of the countdown and `share` what is left of it; `told` is what those who watch
    are told of the launch; `is_ready` that there is a headset to put on; `hold` the s that an
    operator's key must still be held; `fade` is the picture's black, 0 to 1.
    """

    phase: Phase
    language: str
    languages: tuple[str, ...]
    left: int | None = None
    share: float = 0.0
    told: Told | None = None
    is_ready: bool = True
    hold: float | None = None
    findings: tuple[Finding, ...] = ()
    fade: float = 0.0


class Screen:
    """Draws notices; a picture is made again only when what it says changes."""

    def __init__(self, context: moderngl.Context) -> None:
        self._sheets = Sheets(context)
        self._picture = KeptPictures(self._sheets).get
        self._telling = Telling(self._sheets, self._picture)

    def write(self, size: tuple[int, int], notice: Notice) -> None:
        """Write over the picture on a screen of that size in px."""
        self._sheets.begin(size)
        self._sheets.darken(notice.fade)
        match notice.phase:
            case Phase.ATTRACT:
                self._invite(size, notice)
            case Phase.AWAY:
                self._count_down(size, notice)
            case Phase.PAUSED:
                self._middle(size, notice.language, texts.PAUSED)
            case Phase.CLOSED:
                self._middle(size, notice.language, texts.CLOSED)
            case _:
                pass
        if notice.told is not None:
            self._telling.draw(size, notice.told, words(notice.language))
        if notice.hold is not None:
            self._corner(size, f"{notice.hold:.0f}")
        if notice.findings:
            self._report(size, notice.findings)

    def loading(self, size: tuple[int, int], language: str) -> None:
        """Show nothing but that the program starts."""
        self._sheets.begin(size)
        self._sheets.darken(1.0)
        self._middle(size, language, texts.LOADING)

    def _invite(self, size: tuple[int, int], notice: Notice) -> None:
        width, height = size
        says = texts.INVITATION if notice.is_ready else texts.NOT_READY

        def draw() -> Picture:
            first, *others = (words(code).text(says, texts.CONTEXT) for code in notice.languages)
            above = words(notice.languages[0]).text(texts.SUBTITLE, texts.CONTEXT)
            lines = [
                Line(above, round(_TEXT * height)),
                Line(first, round(_TITLE * height), ACCENT, 700),
                *(Line(each, round(_TEXT * height)) for each in others),
            ]
            return poster(lines, round(_INVITING * width), "right")

        picture = self._picture("invitation", (size, says, notice.languages), draw)
        edge = round(_EDGE * height)
        self._sheets.lay(picture, width - edge - picture.width, height - edge - picture.height)

    def _count_down(self, size: tuple[int, int], notice: Notice) -> None:
        width, height = size
        self._sheets.darken(_VEIL)
        spoken = words(notice.language)
        lines = [
            Line(spoken.text(texts.LOOKING, texts.CONTEXT), round(_TITLE * height), ACCENT, 700),
            Line(spoken.text(texts.COME_BACK, texts.CONTEXT), round(_TEXT * height)),
        ]
        text = self._picture(
            "away",
            (size, notice.language),
            lambda: poster(lines, round(0.9 * width), "middle"),
        )
        left = notice.left or 0
        ring = self._picture(
            "ring",
            (size, left),
            lambda: countdown(left, notice.share, round(_RING * height)),
        )
        top = (height - ring.height - text.height) // 2
        self._sheets.lay(ring, (width - ring.width) // 2, top)
        self._sheets.lay(text, (width - text.width) // 2, top + ring.height)

    def _middle(self, size: tuple[int, int], language: str, says: str) -> None:
        width, height = size
        line = Line(words(language).text(says, texts.CONTEXT), round(_TITLE * height))
        picture = self._picture(
            "middle", (size, line), lambda: poster([line], round(0.9 * width), "middle")
        )
        self._sheets.lay(picture, (width - picture.width) // 2, (height - picture.height) // 2)

    def _corner(self, size: tuple[int, int], says: str) -> None:
        width, height = size
        line = Line(says, round(_TEXT * height))
        picture = self._picture("hold", (size, line), lambda: poster([line], width))
        edge = round(_EDGE * height)
        self._sheets.lay(picture, width - edge - picture.width, edge // 2)

    def _report(self, size: tuple[int, int], findings: tuple[Finding, ...]) -> None:
        rows = [(f"{each.verdict:<4}", f"{each.name}: {each.found}"[:110]) for each in findings]
        letters = max(10, round(_SMALL * 0.8 * size[1]))
        picture = self._picture("report", (size, findings), lambda: panel(rows, letters))
        self._sheets.lay(picture, round(_EDGE * size[1]), round(_EDGE * size[1]))
