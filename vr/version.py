"""The program's version."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program() -> str:
    """Return name and version, as pictures and films carry them."""
    try:
        return f"cupola {version('cupola')}"
    except PackageNotFoundError:
        return "cupola (run from its source, not installed)"
