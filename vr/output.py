"""Files that are whole or not there: written beside their target, then renamed onto it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assets.errors import InputError, MachineError

_STALE_AFTER = 3600.0
"""s since the last write after which a working file was left by a program that is gone."""


def check_output(path: Path, option: str, suffix: str) -> None:
    """Make sure that `path` can be written, before the work of an hour goes into it.

    `option` is the option that named it and `suffix` the only ending that its content allows.
    A file is created beside the target and removed again: permissions alone do not tell about
    read-only disks. Raises InputError.
    """
    if path.is_dir():
        raise InputError(
            f"{option} {path} is a folder: name a file in it, as {path / f'F{suffix}'}"
        )
    if path.suffix.lower() != suffix:
        raise InputError(f"{option} {path}: only {suffix} is written here; let the name end in it")
    if not path.parent.is_dir():
        raise InputError(f"{option} {path}: there is no folder {path.parent}; make it first")
    if path.exists() and not (path.is_file() and os.access(path, os.W_OK)):
        raise InputError(f"{option} {path} cannot be overwritten; choose another name")
    trial = _working_name(path)
    try:
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise InputError(
            f"{option} {path} cannot be written ({error.strerror}); choose another folder"
        ) from error


@dataclass(slots=True)
class Pending:
    """A file in the making: write `working`; at the end it takes the place of `target`.

    Set `keep` to False to leave everything as it was.
    """

    working: Path
    target: Path
    keep: bool = True


@contextmanager
def replacing(path: Path) -> Iterator[Pending]:
    """Give a working name in the folder of `path`; what stands there at the end takes its place.

    After an error the working file is removed and `path` is as it was. Only a process killed
    outright leaves a hidden `.NAME.PID.part`, which a later call for the same target removes
    once it is an hour old. Raises MachineError when the disk refuses.
    """
    _remove_stale(path)
    pending = Pending(_working_name(path), path)
    try:
        yield pending
        if pending.keep:
            pending.working.replace(pending.target)
    except OSError as error:
        raise MachineError(
            f"{path} could not be written ({error.strerror or error}); "
            "free some room or choose another folder"
        ) from error
    finally:
        pending.working.unlink(missing_ok=True)


def _working_name(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _remove_stale(path: Path) -> None:
    for old in path.parent.glob(f".{_literal(path.name)}.*.part"):
        try:
            if time.time() - old.stat().st_mtime > _STALE_AFTER:
                old.unlink()
        except OSError:
            continue  # someone else's, or gone already: not ours to mind


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
