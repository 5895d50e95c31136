"""The list of the data files, and the check that each is the one that was shipped."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from assets.cache import cache_directory
from assets.errors import MachineError

DATA = Path(__file__).parent / "data"
MANIFEST = Path(__file__).parent / "manifest.toml"
REMEDY = "Install Cupola again: pip install --force-reinstall cupola"

_lock = Lock()


@dataclass(frozen=True, slots=True)
class Entry:
    """One data file: what it is, where it comes from and what its bytes must be."""

    name: str
    """File name under `assets/data`."""
    about: str
    sources: tuple[str, ...]
    """Each "registry package version: file inside"."""
    licence: str
    credit: str
    recipe: str
    """Module that makes the file, run with `python -m`."""
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome for one data file: `problem` is None when it is whole."""

    name: str
    path: Path
    problem: str | None


@cache
def entries() -> dict[str, Entry]:
    """Return every data file's entry by name; raise MachineError if the manifest cannot be read."""
    try:
        table = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
        return {
            name: Entry(name=name, **{**fields, "sources": tuple(fields["sources"])})
            for name, fields in table.items()
        }
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise MachineError(
            f"the list of data files {MANIFEST} cannot be read: {error}. {REMEDY}"
        ) from error


@cache
def path(name: str) -> Path:
    """Return the path of the data file `name`, known to be whole.

    The file is hashed the first time this user meets it; a stamp of its size and time in the cache
    directory spares that afterwards. Raises MachineError where the file is missing or damaged.
    """
    entry = entries().get(name)
    if entry is None:
        raise MachineError(f"{MANIFEST} lists no data file {name!r}. {REMEDY}")
    file = DATA / name
    if not _stamped(file, entry):
        if problem := _problem(file, entry):
            raise MachineError(f"{problem} {REMEDY}")
        _stamp(file, entry)
    return file


def check_all() -> list[Check]:
    """Hash every data file, stamps aside, and return one result each, in the manifest's order."""
    return [
        Check(entry.name, DATA / entry.name, _problem(DATA / entry.name, entry))
        for entry in entries().values()
    ]


def _problem(file: Path, entry: Entry) -> str | None:
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"the data file {file} cannot be read ({error.strerror or error})."
    if found == entry.sha256:
        return None
    return f"the data file {file} is damaged: its SHA-256 is {found}, expected {entry.sha256}."


def _mark(file: Path, entry: Entry) -> list[int | str]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns, entry.sha256]


def _stamp_file() -> Path:
    return cache_directory() / "data-stamps.json"


def _stamps() -> dict[str, list[int | str]]:
    try:
        stamps = json.loads(_stamp_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _stamped(file: Path, entry: Entry) -> bool:
    try:
        return _stamps().get(str(file)) == _mark(file, entry)
    except OSError:
        return False


def _stamp(file: Path, entry: Entry) -> None:
    # A cache that cannot be written costs time at every start, nothing else.
    with _lock:
        try:
            stamps = {**_stamps(), str(file): _mark(file, entry)}
            folder = _stamp_file().parent
            folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=folder, suffix=".json")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(stamps, stream)
            Path(temporary).replace(_stamp_file())
        except OSError:
            return
