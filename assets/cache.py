"""Where this user's cache lies: things that can be made again and may be deleted at any time."""

from __future__ import annotations

import os
import sys
from pathlib import Path


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
