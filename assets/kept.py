"""Keeps worked-out arrays in the user's cache, under a hash of all that they follow from.

The cache is a convenience: a file that is missing, damaged or cannot be written costs the work
again and is never an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets.cache import cache_directory, whole_file

Arrays = dict[str, NDArray[Any]]

DAMAGE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)
"""What reading or making use of a damaged file may raise."""


def key_of(parts: Iterable[bytes]) -> str:
    """Return the hash of all parts, told apart by their lengths."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


def load(folder: str, key: str) -> Arrays:
    """Return what is kept in a folder of the cache under a key; raise one of DAMAGE if nothing is.

    Every array comes with a CRC-32, which is checked.
    """
    with np.load(_file(folder, key), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def save(folder: str, key: str, arrays: Mapping[str, NDArray[Any]], most: int = 1) -> None:
    """Keep arrays if the disk lets it; a file appears whole or not at all.

    Beyond the `most` newest files of the folder, old ones are deleted.
    """
    path = _file(folder, key)
    with contextlib.suppress(OSError):
        with whole_file(path) as file:
            _write(file, arrays)
        _forget_old(path.parent, most)


def _write(file: object, arrays: Mapping[str, NDArray[Any]]) -> None:
    np.savez(file, **arrays)  # type: ignore[arg-type]


def _forget_old(folder: Path, most: int) -> None:
    files = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[most:]:
        with contextlib.suppress(OSError):
            file.unlink()


def _file(folder: str, key: str) -> Path:
    return cache_directory() / folder / f"{key}.npz"
