"""Keeps prepared arrays in the user's cache, laid out so that a start maps them from there.

The cache is a convenience: a file that is missing, damaged or cannot be written costs seconds of
work and is never an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from assets.cache import cache_directory, whole_file
from assets.manifest import entries

Arrays = dict[str, NDArray[np.generic]]

_MAGIC = b"cupola-1"
_ALIGNMENT = 4096
_VERSIONS = 2
_CHUNK = 1 << 20
_DAMAGE = (OSError, ValueError, KeyError, TypeError, OverflowError)


def key(files: Iterable[str], modules: Iterable[str]) -> str:
    """Return a hash of data files (by the manifest's) and of modules' texts (by their paths)."""
    digest = hashlib.sha256(np.__version__.encode())
    for name in files:
        digest.update(entries()[name].sha256.encode())
    for module in modules:
        digest.update(Path(module).read_bytes())
    return digest.hexdigest()


def kept(name: str, key: str, make: Callable[[], Arrays]) -> Arrays:
    """Return the arrays kept under a name and key; where there are none, make and keep them.

    Kept arrays are read-only and mapped from the file; each one's CRC-32 is checked. Of a name the
    two last written are kept, for two versions of the program side by side.
    """
    path = cache_directory() / "prepared" / f"{name}-{key}.bin"
    try:
        return _read(path)
    except _DAMAGE:
        arrays = make()
        with contextlib.suppress(OSError):
            _write(path, arrays)
            arrays = _read(path)
            files = path.parent.glob(f"{name}-*.bin")
            for old in sorted(files, key=lambda file: file.stat().st_mtime_ns)[:-_VERSIONS]:
                old.unlink()
        return arrays


def _read(path: Path) -> Arrays:
    arrays: Arrays = {}
    with path.open("rb") as file:
        if file.read(8) != _MAGIC:
            raise ValueError(f"{path} is no file of prepared arrays")
        length = int.from_bytes(file.read(8), "little")
        for name, (dtype, shape, start, check) in json.loads(file.read(length)).items():
            kind = np.dtype(
                [(n, t, tuple(s)) for n, t, s in dtype] if type(dtype) is list else dtype
            )
            size = kind.itemsize * int(np.prod(shape, dtype=np.int64))
            # Read and not looked at in place: what is only checked takes no memory afterwards.
            if _checksum(file, start, size) != check:
                raise ValueError(f"{path} is damaged in {name}")
            # Each mapped by itself, so that each can be let go.
            arrays[name] = np.asarray(np.memmap(file, kind, "r", start, tuple(shape)))
    return arrays


def _checksum(file: BinaryIO, start: int, size: int) -> int:
    """Return the CRC-32 of `size` bytes; those that the file lacks do not count."""
    chunk = memoryview(bytearray(min(size, _CHUNK)))
    check = 0
    file.seek(start)
    while size > 0 and (count := file.readinto(chunk[:size])):  # type: ignore[attr-defined]
        check = zlib.crc32(chunk[:count], check)
        size -= count
    return check


def _write(path: Path, arrays: Arrays) -> None:
    flat = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    # The header's own length moves what follows, so its room is settled before the places are.
    room = _round_up(16 + 4096 + 128 * len(flat))
    start, table = room, {}
    for name, array in flat.items():
        dtype = array.dtype.str if array.dtype.names is None else _fields(array.dtype)
        raw = array.reshape(-1).view(np.uint8)
        table[name] = (dtype, array.shape, start, zlib.crc32(raw.data))
        start = _round_up(start + array.nbytes)
    header = json.dumps(table).encode()
    with whole_file(path) as file:
        file.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        for name, array in flat.items():
            file.seek(table[name][2])
            file.write(array.reshape(-1).view(np.uint8).data)


def _fields(dtype: np.dtype[Any]) -> list[tuple[str, str, tuple[int, ...]]]:
    fields: Any = dtype.fields or {}
    return [(name, fields[name][0].base.str, fields[name][0].shape) for name in dtype.names or ()]


def _round_up(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
