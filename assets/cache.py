"""Where this user's cache lies: things that can be made again and may be deleted at any time."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def cache_directory() -> Path:
    """Return the folder for the program's cache files; it need not exist or be writable.

    `CUPOLA_CACHE` names it if set; else it is the platform's own: `XDG_CACHE_HOME` or ~/.cache on
    Linux, ~/Library/Caches on macOS, `LOCALAPPDATA` on Windows, each with `cupola` below it.
    """
    if chosen := os.environ.get("CUPOLA_CACHE"):
        return Path(chosen)
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is no home
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "cupola"


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write that appears at `path`, in a folder made for it, whole or not at all.

    Raises OSError where the disk does not let it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(draft).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise
