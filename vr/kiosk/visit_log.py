"""Logs visits from a thread of its own, so that no frame waits for the disk.

Where the disk refuses, visits are kept in memory and tried again; the show goes on, and what is
wrong is said once.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from vr.kiosk.phase import Ending
from vr.kiosk.station import VisitCounts
from vr.kiosk.visits import Visit, VisitFile

_log = logging.getLogger(__name__)
_AGAIN = 5.0
"""s between tries while the disk refuses, and between counts, as a new day begins at midnight."""
MOST_WAITING = 1000
"""Visits kept in memory at the most; the oldest are given up."""
_LEAVING = 3.0
"""s that the end of the program waits for the disk."""


@dataclass(slots=True, eq=False)
class _Entry:
    """A visit's place in the file, known to the thread alone: what to write, under which number."""

    visit: Visit | None = None
    number: int | None = None


class VisitLog:
    """Takes visits as they begin and end. `trouble` says what is wrong, "" where nothing is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: VisitFile | None = None
        self._given: queue.Queue[tuple[_Entry, Visit] | None] = queue.Queue()
        self._waiting: list[_Entry] = []
        self._current: tuple[_Entry, Visit] | None = None
        self._begun = 0.0
        self.trouble = ""
        self.counts = VisitCounts()
        self._thread = threading.Thread(target=self._work, name="visit log", daemon=True)
        self._thread.start()

    def begin(self, station: str, show: str, language: str, now: float) -> None:
        """Note that a visit begins; `now` is s of a clock that nobody sets."""
        self._begun = now
        self._current = _Entry(), Visit(station, show, language, datetime.now(UTC))
        self._given.put(self._current)

    def end(self, ending: Ending, language: str, now: float) -> None:
        """Note how the visit ended, and in which language."""
        if self._current is not None:
            entry, visit = self._current
            self._current = None
            seconds = round(now - self._begun, 1)
            whole = replace(visit, ending=ending, language=language, seconds=seconds)
            self._given.put((entry, whole))

    def close(self) -> None:
        """Write what is left, as far as the disk takes it at once."""
        self._given.put(None)
        self._thread.join(_LEAVING)

    def _work(self) -> None:
        leaving = False
        self._write()
        while not leaving:
            try:
                given = self._given.get(timeout=_AGAIN)
            except queue.Empty:
                self._write()
                continue
            leaving = given is None
            if given is not None:
                entry, visit = given
                entry.visit = visit
                if entry not in self._waiting:
                    self._waiting.append(entry)
                    del self._waiting[:-MOST_WAITING]
            self._write()
        if self._file is not None:
            self._file.close()

    def _write(self) -> None:
        try:
            if self._file is None:
                self._file = self._opened()
            while self._waiting:
                entry = self._waiting[0]
                if entry.visit is not None:
                    entry.number = self._file.write(entry.visit, entry.number)
                del self._waiting[0]
            midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0)
            self.counts = self._file.counts(midnight)
        except (sqlite3.Error, OSError) as error:
            self._say(
                f"visits cannot be written to {self._path} ({error}); make room on the disk,"
                f" they are kept in memory until then"
            )
            self._drop_file()
        else:
            self._say("")

    def _opened(self) -> VisitFile:
        """Open the file; one that is damaged is put aside, so that counting goes on."""
        try:
            return VisitFile(self._path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            aside = self._path.with_name(
                f"{self._path.name}.damaged-{datetime.now(UTC):%Y%m%d%H%M}"
            )
            self._path.replace(aside)
            _log.error("%s is damaged (%s); it lies in %s now", self._path, error, aside)
            return VisitFile(self._path)

    def _drop_file(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None

    def _say(self, trouble: str) -> None:
        if trouble and not self.trouble:
            _log.error(trouble)
        elif self.trouble and not trouble:
            _log.info("visits are written to %s again", self._path)
        self.trouble = trouble
