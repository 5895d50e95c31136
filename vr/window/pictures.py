"""Where a picture taken from the window goes: a name that says when, and is new."""

from __future__ import annotations

import os
from pathlib import Path

from assets.errors import MachineError


def picture_path(scenario: str, t: float, folders: tuple[Path, ...] | None = None) -> Path:
    """Return a new path for a picture of mission time `t` (s from lift-off).

    The current folder if it can be written, else Pictures in the home folder, else home itself.
    Raises MachineError when none can.
    """
    home = Path.home()
    tried = folders or (Path.cwd(), home / "Pictures", home)
    for folder in tried:
        if folder.is_dir() and os.access(folder, os.W_OK):
            return _free(folder, f"cupola-{scenario}-T{t:+07.1f}")
    raise MachineError(
        f"no folder for the picture: none of {', '.join(map(str, tried))} can be written; "
        "start cupola in a folder of your own"
    )


def _free(folder: Path, stem: str) -> Path:
    path, number = folder / f"{stem}.png", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.png", number + 1
    return path
