"""How a picture is made, whatever it shows: look, layers and quality."""

from __future__ import annotations

from dataclasses import dataclass

from render.looks import Look, look
from render.quality import Quality, quality
from render.renderer import Layers


@dataclass(frozen=True, slots=True)
class Style:
    """A renderer's settings."""

    look: Look
    layers: Layers
    quality: Quality


def style(
    look_name: str = "camera",
    quality_name: str = "high",
    *,
    cupola: bool = True,
    labels: bool = True,
) -> Style:
    """Return the style of those names. Raises InputError for an unknown one."""
    return Style(look(look_name), Layers(cupola=cupola, labels=labels), quality(quality_name))
