"""PNG files that say what they show: the picture with scenario, time, camera and look as text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from vr.output import replacing
from vr.photo_sphere import XMP_KEYWORD
from vr.provenance import Provenance


def write_png(
    path: Path, pixels: NDArray[np.uint8], provenance: Provenance, xmp: str | None = None
) -> None:
    """Write `pixels` (H, W, 3), sRGB, rows from the top, whole or not at all.

    `xmp` is a packet that goes with it (`vr.photo_sphere`). The same picture gives the same bytes.
    Raises MachineError when the disk refuses.
    """
    text = PngImagePlugin.PngInfo()
    for key, value in provenance.chunks().items():
        text.add_text(key, value)
    if xmp is not None:
        text.add_itxt(XMP_KEYWORD, xmp)
    text.add(b"sRGB", b"\x00")
    with replacing(path) as pending:
        Image.fromarray(pixels).save(pending.working, format="PNG", pnginfo=text, compress_level=3)


def write_npy(path: Path, luminance: NDArray[np.float32]) -> None:
    """Write the linear picture (H, W, 3), cd/m2 in sRGB primaries, as a NumPy file."""
    with replacing(path) as pending, pending.working.open("wb") as file:
        np.save(file, np.ascontiguousarray(luminance, dtype=np.float32))
