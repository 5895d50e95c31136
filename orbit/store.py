"""Keeps worked-out tables in the user's cache, under a hash of all that they follow from.

The cache is a convenience: a file that is missing, damaged or cannot be written costs a second of
work and is never an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import assets
from assets.cache import cache_directory
from orbit.scenario import Scenario
from orbit.tables import Tables

_KEPT = 16
"""Files beyond these, the oldest first, are deleted: `now` leaves one at every start."""
_DAMAGE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)


def key(scenario: Scenario) -> str:
    """Return the hash of a scenario, its element set and vehicle, this room's code and figures.

    The figures are the tables of `assets/`; the manifest among them has each data file's hash.
    """
    digest = hashlib.sha256()
    elements = scenario.elements
    parts = [
        scenario.model_dump_json(),
        json.dumps([elements.lines, dict(elements.fields or {})], sort_keys=True),
        metadata.version("skyfield-data"),
        metadata.version("skyfield"),
        np.__version__,
    ]
    files = [
        *sorted(Path(__file__).parent.glob("*.py")),
        *sorted(Path(assets.__file__).parent.glob("*.toml")),
    ]
    if scenario.launch is not None:
        files.append(scenario.vehicle_file())
    for content in (*(part.encode() for part in parts), *(file.read_bytes() for file in files)):
        digest.update(len(content).to_bytes(8, "little") + content)
    return digest.hexdigest()


def load(name: str) -> Tables | None:
    """Return the tables under a key, or None where the cache has none that are whole.

    Every array comes with a CRC-32, which is checked.
    """
    try:
        with np.load(_file(name), allow_pickle=False) as arrays:
            return Tables.from_arrays({each: arrays[each] for each in arrays.files})
    except _DAMAGE:
        return None


def save(name: str, tables: Tables) -> None:
    """Keep tables under a key if the disk lets it; a file appears whole or not at all."""
    path = _file(name)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                _write(file, tables.to_arrays())
            Path(draft).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(draft).unlink()
            raise
        _forget_old(path.parent)


def _write(file: object, arrays: dict[str, NDArray[np.generic]]) -> None:
    np.savez(file, **arrays)  # type: ignore[arg-type]


def _forget_old(folder: Path) -> None:
    files = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_KEPT:]:
        with contextlib.suppress(OSError):
            file.unlink()


def _file(name: str) -> Path:
    return cache_directory() / "timelines" / f"{name}.npz"
