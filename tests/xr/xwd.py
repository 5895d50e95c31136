"""Reads the picture that Xvfb keeps in its -fbdir, an X window dump (X11/XWDFile.h, version 7)."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FIELDS = (
    *("header_size", "file_version", "pixmap_format", "pixmap_depth"),
    *("pixmap_width", "pixmap_height", "xoffset", "byte_order"),
    *("bitmap_unit", "bitmap_bit_order", "bitmap_pad", "bits_per_pixel"),
    *("bytes_per_line", "visual_class", "red_mask", "green_mask"),
    *("blue_mask", "bits_per_rgb", "colormap_entries", "ncolors"),
)
_BYTES_PER_COLOUR = 12


def read(path: Path) -> NDArray[np.uint8]:
    """Return the screen as (height, width, 3), red first, rows from the top.

    Raises ValueError for a dump of another version or of other than 32 bits a pixel.
    """
    data = path.read_bytes()
    values = struct.unpack(f">{len(_FIELDS)}I", data[: 4 * len(_FIELDS)])
    header = dict(zip(_FIELDS, values, strict=True))
    if header["file_version"] != 7 or header["bits_per_pixel"] != 32:
        raise ValueError(f"{path} is not an X window dump of 32 bits a pixel")
    start = header["header_size"] + header["ncolors"] * _BYTES_PER_COLOUR
    height, stride = header["pixmap_height"], header["bytes_per_line"]
    kind = np.dtype("<u4" if header["byte_order"] == 0 else ">u4")
    words = np.frombuffer(data, kind, height * stride // 4, start).reshape(height, stride // 4)
    words = words[:, : header["pixmap_width"]]
    shifts = [
        (header[f"{name}_mask"] & -header[f"{name}_mask"]).bit_length() - 1
        for name in ("red", "green", "blue")
    ]
    return np.stack([(words >> shift) & 0xFF for shift in shifts], axis=-1).astype(np.uint8)
