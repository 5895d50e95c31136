"""The log of visits: when, in which language, how it ended; nothing about persons.

One SQLite file in WAL mode, each change on the disk before the next (synchronous=FULL), so that
after a power cut at any moment it holds every visit that had been logged.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from assets.errors import InputError
from vr.kiosk.phase import Ending
from vr.kiosk.station import VisitCounts

COLUMNS = ("id", "station", "show", "language", "started", "ended", "seconds", "ending")
_TABLE = """
CREATE TABLE IF NOT EXISTS visit (
    id INTEGER PRIMARY KEY,
    station TEXT NOT NULL,
    show TEXT NOT NULL,
    language TEXT NOT NULL,
    started TEXT NOT NULL,  -- UTC, ISO 8601
    ended TEXT,             -- started plus seconds
    seconds REAL,           -- by a clock that nobody sets
    ending TEXT             -- as vr.kiosk.phase.Ending; NULL while it goes on
)
"""
_BUSY = 2.0
"""s to wait for another program that reads the log."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as it is logged: complete where it has an `ending`; `started` is UTC."""

    station: str
    show: str
    language: str
    started: datetime
    seconds: float | None = None
    ending: Ending | None = None


class VisitFile:
    """The open file. Every method may raise sqlite3.Error, as where the disk is full."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; what a killed program left open is marked as broken."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=_BUSY, isolation_level=None)
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute(_TABLE)
            self._db.execute(
                "UPDATE visit SET ending = ? WHERE ending IS NULL", (Ending.BROKEN.value,)
            )
        except sqlite3.Error:
            self._db.close()
            raise

    def write(self, visit: Visit, number: int | None = None) -> int:
        """Write a visit under a number, or under a new one; return its number."""
        ended = None
        if visit.seconds is not None:
            moment = visit.started.timestamp() + visit.seconds
            ended = _iso(datetime.fromtimestamp(moment, UTC))
        row = (
            number,
            visit.station,
            visit.show,
            visit.language,
            _iso(visit.started),
            ended,
            visit.seconds,
            None if visit.ending is None else visit.ending.value,
        )
        cursor = self._db.execute("INSERT OR REPLACE INTO visit VALUES (?,?,?,?,?,?,?,?)", row)
        return int(cursor.lastrowid or 0)

    def counts(self, since: datetime) -> VisitCounts:
        """Return the visits that began since a moment, by how they ended."""
        rows = self._db.execute(
            "SELECT ending, COUNT(*), TOTAL(seconds), COUNT(seconds) FROM visit"
            " WHERE started >= ? GROUP BY ending",
            (_iso(since),),
        ).fetchall()
        endings = {ending: count for ending, count, _, _ in rows if ending}
        timed = sum(count for *_, count in rows)
        mean = sum(seconds for _, _, seconds, _ in rows) / timed if timed else 0.0
        return VisitCounts(sum(count for _, count, _, _ in rows), endings, mean)

    def close(self) -> None:
        """Close it; what was written is on the disk already."""
        self._db.close()


def export_csv(path: Path, out: TextIO) -> int:
    """Write the log as CSV with a line of names; return the number of visits.

    The kiosk may be running. Raises InputError where there is no log, or it cannot be read.
    """
    if not path.is_file():
        raise InputError(f"{path}: there is no log of visits yet; check `visits` in the settings")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    count = 0
    try:
        for row in _rows(path):
            writer.writerow(row)
            count += 1
    except sqlite3.Error as error:
        raise InputError(f"{path}: is no readable log of visits ({error})") from error
    return count


def _rows(path: Path) -> Iterator[tuple[object, ...]]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        yield from db.execute(f"SELECT {', '.join(COLUMNS)} FROM visit ORDER BY id")


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
