"""Recipe: the CIE's standard observers at 5 nm, cut out of the colour-science package.

    pip download colour-science==0.4.7 --no-deps
    python -m assets.recipes.cie_observers colour_science-0.4.7-py3-none-any.whl

The wheel (BSD-3-Clause) holds the CIE's own tables: the 1931 2-degree colour matching functions
(CIE 015) and the 1951 scotopic efficiency V' (CIE 018). The figures are facts of the CIE.
"""

from __future__ import annotations

import ast
import sys
import zipfile
from pathlib import Path

DATASETS = "colour/colorimetry/datasets/"
OUT = Path(__file__).parents[1] / "data" / "cie_observers.csv"
STEP_NM = 5
FIRST_NM, LAST_NM = 380, 780


def _table(source: str, variable: str, observer: str) -> dict[int, object]:
    """Return one observer's literal table out of a module's text, without running the module."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == variable:
            assert isinstance(node.value, ast.Dict)
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == observer:
                    table: dict[int, object] = ast.literal_eval(value)
                    return table
    raise KeyError(f"{variable} has no {observer}")


def main(wheel: Path) -> None:
    """Write the table: nm, x, y, z, V'."""
    with zipfile.ZipFile(wheel) as archive:
        matching = _table(
            archive.read(DATASETS + "cmfs.py").decode(),
            "DATA_CMFS_STANDARD_OBSERVER",
            "CIE 1931 2 Degree Standard Observer",
        )
        scotopic = _table(
            archive.read(DATASETS + "lefs.py").decode(),
            "DATA_LEFS_SCOTOPIC",
            "CIE 1951 Scotopic Standard Observer",
        )
    lines = ["nm,x,y,z,scotopic"]
    for nm in range(FIRST_NM, LAST_NM + 1, STEP_NM):
        row = [*matching[nm], scotopic[nm]]  # type: ignore[misc]
        lines.append(f"{nm}," + ",".join(f"{value:.7g}" for value in row))
    OUT.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
