"""What a visitor has chosen beside the time, and what the house allows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assets.words import ENGLISH
from vr.hands.names import Mode


@dataclass(frozen=True, slots=True)
class Settings:
    """`glow` is that of the instruments in the Cupola; `pulses` are those in the hands."""

    language: str = ENGLISH
    names: Mode = Mode.SHOW
    glow: bool = True
    pulses: bool = True
    has_motors: bool = True
    """Whether there are hands that can feel a pulse."""
    may_leave: bool = True
    """Whether the menu has a way out of the program; a kiosk has none."""

    @property
    def labels(self) -> bool | None:
        """Return `Show.labels` for this mode: names of one thing at a time are not the show's."""
        return {Mode.SHOW: None, Mode.ALL: True}.get(self.names, False)

    def agreeing(self, labels: bool | None) -> Settings:
        """Return the settings as they are with `Show.labels`, which other keys can change."""
        if self.labels is labels:
            return self
        mode = {None: Mode.SHOW, True: Mode.ALL, False: Mode.NONE}[labels]
        return replace(self, names=mode)
