"""What a picture shows beside the world outside."""

from __future__ import annotations

from dataclasses import dataclass

from assets.words import ENGLISH


@dataclass(frozen=True, slots=True)
class Layers:
    """What is shown beside the world outside."""

    cupola: bool = True
    labels: bool = False
    station: bool | None = None
    """The station outside; by default where the Cupola is shown."""
    glow: float = 1.0
    """The Cupola's own dim lamps: 0 none, 1 as they are."""
    waves: bool = True
    """Waves and patches in the airglow; without them its layers are as even as orbit's tables."""
    language: str = ENGLISH
    """The code of the language of the names."""

    @property
    def shows_station(self) -> bool:
        """Say whether the station outside is drawn."""
        return self.cupola if self.station is None else self.station

    @property
    def near(self) -> bool:
        """Say whether anything near is drawn."""
        return self.cupola or self.shows_station
