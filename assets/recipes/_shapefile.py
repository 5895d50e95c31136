"""Read the parts of an ESRI shapefile that Natural Earth uses: polygons and polylines."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]

POLYLINE, POLYGON = 3, 5


def shapes(file: Path) -> Iterator[list[Line]]:
    """Yield each shape as its parts, (n, 2) arrays of longitude and latitude in degrees.

    Source: ESRI Shapefile Technical Description (1998), pages 3 to 9. Null shapes are passed over,
    and so are polygons with Z or M, of which there are none.
    """
    content = file.read_bytes()
    at = 100
    while at < len(content):
        (words,) = struct.unpack_from(">i", content, at + 4)
        body = at + 8
        at = body + 2 * words
        (kind,) = struct.unpack_from("<i", content, body)
        if kind not in (POLYLINE, POLYGON):
            continue
        parts, points = struct.unpack_from("<2i", content, body + 36)
        starts = np.frombuffer(content, "<i4", parts, body + 44)
        xy = np.frombuffer(content, "<f8", 2 * points, body + 44 + 4 * parts).reshape(-1, 2)
        yield [np.array(part) for part in np.split(xy, starts[1:])]
