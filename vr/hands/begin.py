"""How a visitor begins: the show, what the command line has set, and nothing done yet."""

from __future__ import annotations

from dataclasses import replace

from vr.hands.settings import Settings
from vr.hands.visitor import Visitor
from vr.show import LOOKS, Show


def visitor(
    show: Show, settings: Settings, look: str = LOOKS[0], *, cupola: bool = True
) -> Visitor:
    """Return a visitor of a show with these settings."""
    return Visitor(replace(show, look=look, cupola=cupola, labels=settings.labels), settings)
