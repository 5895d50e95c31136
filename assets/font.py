"""The typeface of every text that the program shows: Inter, with Latin, Greek and Cyrillic."""

from __future__ import annotations

from pathlib import Path

from assets.manifest import path


def font_path() -> Path:
    """Return the variable font's file (axis `wght`); raise MachineError if it is damaged."""
    return path("inter.ttf")


def font_licence() -> str:
    """Return the text of the font's licence, the SIL Open Font Licence 1.1."""
    return path("licence-inter.txt").read_text(encoding="utf-8")
