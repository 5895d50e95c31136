"""Keeps the Cupola's mesh in the user's cache: building it takes a third of a second."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from assets import cupola as figures
from assets import kept
from render.cupola_mesh import PANE_VERTEX, VERTEX, CupolaMesh, Part, cupola_mesh

_FOLDER = "cupola"


@cache
def kept_mesh() -> CupolaMesh:
    """Return `cupola_mesh()`, from the cache where it lies there whole."""
    key = _key()
    try:
        return _mesh(kept.load(_FOLDER, key))
    except kept.DAMAGE:
        mesh = cupola_mesh()
        kept.save(_FOLDER, key, _arrays(mesh))
        return mesh


def _key() -> str:
    """Return the hash of what the mesh follows from: figures and the modules that build it."""
    here, there = Path(__file__).parent, Path(figures.__file__)
    files = [there, there.with_suffix(".toml"), here / "outline.py", here / "solid.py"]
    files += [here / "windows.py", *sorted(here.glob("cupola_*.py"))]
    return kept.key_of([np.__version__.encode(), *(file.read_bytes() for file in files)])


def _arrays(mesh: CupolaMesh) -> kept.Arrays:
    return {
        "vertices": mesh.vertices,
        "triangles": mesh.triangles,
        "runs": np.array([(part.first, part.count) for part in mesh.parts]),
        "corners": np.stack([part.corners for part in mesh.parts]),
        "pane_vertices": mesh.pane_vertices,
        "pane_triangles": mesh.pane_triangles,
    }


def _mesh(arrays: kept.Arrays) -> CupolaMesh:
    if arrays["vertices"].dtype != VERTEX or arrays["pane_vertices"].dtype != PANE_VERTEX:
        raise ValueError("a mesh of another layout")
    return CupolaMesh(
        arrays["vertices"],
        arrays["triangles"],
        tuple(
            Part(first, count, corners)
            for (first, count), corners in zip(
                arrays["runs"].tolist(), arrays["corners"], strict=True
            )
        ),
        arrays["pane_vertices"],
        arrays["pane_triangles"],
    )
