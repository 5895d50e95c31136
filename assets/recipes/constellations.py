"""Make constellations.json: figures as chains of Hipparcos numbers, with names and label places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from assets.manifest import DATA
from assets.recipes._packages import D3_CELESTIAL, describe, record, unpacked
from assets.stars import stars

LINES = "package/data/constellations.lines.json"
NAMES = "package/data/constellations.json"
NAME = "constellations.json"
REACH_DEG = 0.2
"""How far a figure's vertex may lie from its star: the source has rounded places of J2000."""


def main() -> None:
    """Unpack, match the vertices with stars, write the file."""
    with unpacked(D3_CELESTIAL, LINES, NAMES) as folder:
        lines, names = _features(folder / LINES), _features(folder / NAMES)
    figures = []
    # Serpens stands in both files twice, head and tail, so the order tells which is which.
    lines.sort(key=lambda feature: str(feature["id"]))
    names.sort(key=lambda feature: str(feature["id"]))
    for drawn, feature in zip(lines, names, strict=True):
        if drawn["id"] != feature["id"]:
            raise ValueError(f"{LINES} has {drawn['id']} where {NAMES} has {feature['id']}")
        about = feature["properties"]
        lon, lat = feature["geometry"]["coordinates"]
        figures.append(
            {
                "id": feature["id"],
                "name": about["name"],
                "genitive": about["gen"],
                "rank": int(about["rank"]),
                "label_deg": [lon % 360, lat],
                "chains": [_numbers(np.array(line)) for line in drawn["geometry"]["coordinates"]],
            }
        )
    rows = ",\n".join(json.dumps(figure, ensure_ascii=False) for figure in figures)
    (DATA / NAME).write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    record(
        describe(
            NAME,
            f"{len(figures)} constellations: lines between stars, names, ranks, places of labels",
            sources=(D3_CELESTIAL.source(LINES), D3_CELESTIAL.source(NAMES)),
            licence="BSD-3-Clause",
            credit="d3-celestial, copyright 2015 Olaf Frohn",
            recipe="assets.recipes.constellations",
        )
    )


def _features(file: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["features"]
    return features


def _numbers(vertices: NDArray[np.float64]) -> list[int]:
    """Return the brightest star near each vertex (degrees of right ascension and declination)."""
    catalogue = stars()
    ra, dec = np.radians(vertices).T
    near = cKDTree(_directions(catalogue.ra, catalogue.dec)).query_ball_point(
        _directions(ra, dec), np.radians(REACH_DEG)
    )
    # The catalogue's first is its brightest.
    return [int(catalogue.hip[min(candidates)]) for candidates in near]


def _directions(ra: NDArray[np.float64], dec: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)])


if __name__ == "__main__":
    main()
