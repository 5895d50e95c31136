"""Make `cie_observers.csv`: the CIE's standard observers at 5 nm.

The colour-science package holds the tables of the CIE: the 2-degree colour matching functions of
1931 (CIE 015) and the scotopic efficiency V' of 1951 (CIE 018).
"""

from __future__ import annotations

import ast
from pathlib import Path

from assets.manifest import DATA
from assets.recipes._packages import Package, describe, record, unpacked

COLOUR_SCIENCE = Package(
    "PyPI",
    "colour-science",
    "0.4.7",
    "fe2383d86e507fc11a4b5206ff31a7399031e0dce527e22ec06eeb491d45d9a7",
)
MATCHING = "colour/colorimetry/datasets/cmfs.py"
EFFICIENCY = "colour/colorimetry/datasets/lefs.py"
NAME = "cie_observers.csv"
WAVELENGTHS_NM = range(380, 781, 5)


def main() -> None:
    """Write wavelength, x, y, z and V', one row every 5 nm."""
    with unpacked(COLOUR_SCIENCE, MATCHING, EFFICIENCY) as folder:
        matching = _table(
            folder / MATCHING,
            "DATA_CMFS_STANDARD_OBSERVER",
            "CIE 1931 2 Degree Standard Observer",
        )
        scotopic = _table(
            folder / EFFICIENCY, "DATA_LEFS_SCOTOPIC", "CIE 1951 Scotopic Standard Observer"
        )
    lines = ["nm,x,y,z,scotopic"]
    for nm in WAVELENGTHS_NM:
        row = (*matching[nm], *scotopic[nm])
        lines.append(f"{nm}," + ",".join(f"{value:.7g}" for value in row))
    (DATA / NAME).write_text("\n".join(lines) + "\n", encoding="ascii")
    record(
        describe(
            NAME,
            "CIE 1931 2-degree colour matching functions and CIE 1951 V' at 5 nm",
            sources=(COLOUR_SCIENCE.source(MATCHING), COLOUR_SCIENCE.source(EFFICIENCY)),
            licence="BSD-3-Clause",
            credit="Commission Internationale de l'Eclairage; colour-science, Colour Developers",
            recipe="assets.recipes.cie_observers",
        )
    )


def _table(module: Path, variable: str, observer: str) -> dict[int, tuple[float, ...]]:
    """Return one observer's literal table out of a module's text, without running the module."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if not (isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == variable):
            continue
        assert isinstance(node.value, ast.Dict)
        for key, value in zip(node.value.keys, node.value.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == observer:
                rows = ast.literal_eval(value)
                return {nm: row if isinstance(row, tuple) else (row,) for nm, row in rows.items()}
    raise KeyError(f"{module.name} has no {observer}")


if __name__ == "__main__":
    main()
