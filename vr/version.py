"""The program's version."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable

_ROOMS = ("assets", "orbit", "render", "vr")
_SOURCES = (".py", ".glsl", ".vert", ".frag", ".toml")
"""Data files are in it by their checksums, which `assets/manifest.toml` holds."""


def program() -> str:
    """Return name and version, as pictures and films carry them."""
    try:
        return f"cupola {version('cupola')}"
    except PackageNotFoundError:
        return "cupola (run from its source, not installed)"


@cache
def source_digest() -> str:
    """Return a checksum of everything that pictures follow from: equal only for equal programs."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        _add(digest, resources.files(room), room)
    return digest.hexdigest()[:16]


def _add(digest: hashlib._Hash, folder: Traversable, name: str) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            _add(digest, entry, f"{name}/{entry.name}")
        elif entry.name.endswith(_SOURCES):
            digest.update(f"{name}/{entry.name}\0".encode() + entry.read_bytes() + b"\0")
