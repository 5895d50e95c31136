"""What made a picture: enough to make it again."""

from __future__ import annotations

from dataclasses import dataclass

from vr.version import program


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a picture is from. `t` in s from lift-off, `utc` in ISO 8601.

    `language` is the code of its names' language, "" where it has none.
    """

    scenario: str
    elements: str
    t: float
    utc: str
    camera: str
    look: str
    language: str = ""

    def chunks(self) -> dict[str, str]:
        """Return the keys and texts of the PNG's text chunks."""
        named = {"Language": self.language} if self.language else {}
        return {
            "Software": program(),
            "Scenario": self.scenario,
            "Elements": self.elements,
            "Time": f"T{self.t:+.3f} s",
            "UTC": self.utc,
            "Camera": self.camera,
            "Look": self.look,
            **named,
        }
