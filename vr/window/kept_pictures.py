"""Pictures for a window that are drawn again only when what they show changes."""

from __future__ import annotations

from collections.abc import Callable

import moderngl
import numpy as np
from numpy.typing import NDArray

from vr.window.sheet import Sheets


class KeptPictures:
    """Holds one picture for each name, as `Sheets` lays them."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._made: dict[str, tuple[object, moderngl.Texture]] = {}

    def get(
        self, name: str, wanted: object, draw: Callable[[], NDArray[np.uint8]]
    ) -> moderngl.Texture:
        """Return the picture of a name; `draw` it where it does not show what is `wanted`."""
        made = self._made.get(name)
        if made is not None and made[0] == wanted:
            return made[1]
        if made is not None:
            made[1].release()
        texture = self._sheets.picture(draw())
        self._made[name] = wanted, texture
        return texture
