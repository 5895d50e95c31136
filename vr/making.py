"""A film in the making: its finished pieces, kept beside it until the whole is there.

They lie in the folder NAME.making. Each is written under another name, brought to the disk and then
renamed, so that Ctrl-C, a kill or a power cut costs no more than the piece in hand. A recipe beside
them says what they follow from; where that has changed the film is begun again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from assets.errors import InputError, MachineError
from vr.joining import frames_in

_RECIPE = "film.json"
_OURS = ("*.mp4", "*.part", _RECIPE)

Recipe = Mapping[str, str]
"""All that the pictures and their encoding follow from, under the names that a person is told."""


class Making:
    """The pieces of the film at `path`; piece k holds the frames `pieces[k]`."""

    def __init__(self, path: Path, pieces: tuple[range, ...], recipe: Recipe) -> None:
        """Take up what lies in the folder. Raises InputError when it holds other things."""
        self.path = path
        self.pieces = pieces
        self.folder = path.with_name(f"{path.name}.making")
        self.news = ""
        """What a person should know of what was found, or nothing."""
        try:
            self._take_up(recipe)
        except OSError as error:
            raise MachineError(
                f"{self.folder} cannot be used ({error.strerror or error}); remove it, or choose "
                "another folder for the film"
            ) from error
        self._done = {k for k, frames in enumerate(pieces) if self._holds(k, len(frames))}
        if self._done:
            self.news = (
                f"Going on with {path}: {self.frames_done} of {pieces[-1].stop} frames are there."
            )

    @property
    def frames_done(self) -> int:
        """Return the number of frames in finished pieces."""
        return sum(len(self.pieces[k]) for k in self._done)

    @property
    def missing(self) -> list[int]:
        """Return the numbers of the pieces that are not there yet, in order."""
        return [k for k in range(len(self.pieces)) if k not in self._done]

    def file(self, piece: int) -> Path:
        """Return where a finished piece lies."""
        return self.folder / f"{piece:05d}.mp4"

    def opening(self) -> list[Path]:
        """Return the finished pieces from the first one up to the first gap."""
        stop = min(self.missing, default=len(self.pieces))
        return [self.file(k) for k in range(stop)]

    def working(self, piece: int) -> Path:
        """Return where to write a piece before it is finished."""
        return self.folder / f"{piece:05d}.{os.getpid()}.part"

    def finish(self, piece: int) -> None:
        """Take what was written at `working` as that piece, safe from a power cut."""
        working = self.working(piece)
        with working.open("rb+") as file:
            os.fsync(file.fileno())
        working.replace(self.file(piece))
        if os.name == "posix":  # elsewhere a folder cannot be opened, and names are kept anyway
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        self._done.add(piece)

    def clear(self) -> None:
        """Remove the folder with all that is ours in it."""
        for pattern in _OURS:
            for file in self.folder.glob(pattern):
                file.unlink(missing_ok=True)
        if self.folder.is_dir():
            self.folder.rmdir()

    def _take_up(self, recipe: Recipe) -> None:
        if self.folder.is_dir():
            strange = set(self.folder.iterdir())
            strange -= {file for pattern in _OURS for file in self.folder.glob(pattern)}
            if strange:
                raise InputError(
                    f"{self.folder} is where the film's pieces would be kept, but holds other "
                    f"things ({min(strange).name}); move it away or choose another name"
                )
            changed = self._changed(recipe)
            if not changed:
                for left in self.folder.glob("*.part"):
                    left.unlink(missing_ok=True)
                return
            if any(self.folder.glob("*.mp4")):
                self.news = (
                    f"Starting {self.path} afresh: not as when it was begun: {', '.join(changed)}."
                )
            self.clear()
        self.folder.mkdir()
        part = self.folder / f"{_RECIPE}.part"
        part.write_text(json.dumps(dict(recipe), indent=1), encoding="utf-8")
        part.replace(self.folder / _RECIPE)

    def _changed(self, recipe: Recipe) -> list[str]:
        """Return the names of what differs from the recipe in the folder."""
        try:
            found = json.loads((self.folder / _RECIPE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = None
        if not isinstance(found, dict):
            return ["its recipe, which is lost"]
        return [name for name in {**found, **recipe} if found.get(name) != recipe.get(name)]

    def _holds(self, piece: int, frames: int) -> bool:
        return self.file(piece).is_file() and frames_in(self.file(piece)) == frames
