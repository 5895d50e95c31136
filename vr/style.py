"""How a picture is made, whatever it shows: look, layers and quality."""

from __future__ import annotations

from dataclasses import dataclass

from assets.words import ENGLISH, words
from render.layers import Layers
from render.looks import Look, look
from render.quality import Quality, quality


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
    noise: bool = False,
    station: bool | None = None,
    language: str = ENGLISH,
) -> Style:
    """Return the style of those names, with a camera's noise or without.

    Without a word on it the station outside is shown where the Cupola is. `language` is that of the
    names.

    Raises InputError for an unknown one, and for noise in a look without a sensor.
    """
    spoken = words(language).language
    layers = Layers(
        cupola=cupola,
        labels=labels,
        station=station,
        language=spoken if labels else ENGLISH,
    )
    return Style(look(look_name, noise), layers, quality(quality_name))
