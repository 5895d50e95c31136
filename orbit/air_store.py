"""Keeps the worked-out tables of the air in the user's cache, under a hash of their sources.

As with the timelines, a file that is missing, damaged or cannot be written costs half a second of
work and is never an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from assets.cache import cache_directory
from orbit.air_tables import AirTables
from orbit.multiple_scattering import work_out

_FOLLOWS_FROM = (
    "air_optics",
    "air_tables",
    "atmosphere",
    "bands",
    "colorimetry",
    "multiple_scattering",
    "scattering",
    "thermosphere",
)
"""Modules whose text decides what the tables hold, beside `assets/air.toml`."""
_DAMAGE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)


@cache
def air_tables() -> AirTables:
    """Return the tables of the air, from the cache where they lie there whole."""
    path = cache_directory() / "air" / f"{_key()}.npz"
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return AirTables(**{each.name: arrays[each.name] for each in fields(AirTables)})
    except _DAMAGE:
        tables = work_out()
        _save(path, tables)
        return tables


def _key() -> str:
    digest = hashlib.sha256(np.__version__.encode())
    digest.update(files("assets").joinpath("air.toml").read_bytes())
    for name in _FOLLOWS_FROM:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()


def _save(path: Path, tables: AirTables) -> None:
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                arrays = {each.name: getattr(tables, each.name) for each in fields(AirTables)}
                np.savez(file, **arrays)
            for old in path.parent.glob("*.npz"):
                old.unlink()
            Path(draft).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(draft).unlink()
            raise
