"""Keeps paths that a file names within the folder that it lies in."""

from __future__ import annotations

from pathlib import Path


def inside(folder: Path, named: str) -> Path | None:
    """Return the path `named` as seen from `folder`, or None where it leads out of that folder.

    Links are followed first, so that none leads out either; the path need not exist.
    """
    if "\0" in named:
        return None
    try:
        root = folder.resolve()
        path = (root / named).resolve()
    except (OSError, RuntimeError, ValueError):  # a ring of links, a name that no system takes
        return None
    return path if path.is_relative_to(root) else None


def is_file(path: Path) -> bool:
    """Say whether a path is a file's, also where it is none that any system takes."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
