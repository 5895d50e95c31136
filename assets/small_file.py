"""Reads files that people wrote, which are small: one without end is refused, not read."""

from __future__ import annotations

from pathlib import Path

from assets.errors import InputError


def read_small(path: Path, most: int) -> bytes:
    """Return a file's content of `most` bytes at most.

    Raises `InputError` where there is no such file, or what is there is none, or too large.
    """
    try:
        if not path.is_file():  # a pipe or a device may never end, or never begin
            missing = not path.exists()
            what = "there is no such file" if missing else "is not a file"
            raise InputError(f"{path}: {what}; check the path")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read ({why}); check the path") from None
    if len(data) > most:
        raise InputError(f"{path}: is larger than {most // 1024} KiB; is it the right file?")
    return data
