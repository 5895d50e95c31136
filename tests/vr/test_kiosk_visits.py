from __future__ import annotations

import io
import os
import random
import resource
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.errors import InputError
from vr.kiosk.phase import Ending
from vr.kiosk.visit_log import VisitLog
from vr.kiosk.visits import COLUMNS, Visit, VisitFile, export_csv

NOW = datetime(2026, 3, 29, 0, 59, 50, tzinfo=UTC)
SPAN = "2026-03-29T00:59:50Z", "2026-03-29T01:03:50Z"
VISIT = Visit("hall", "first-visit", "kk", NOW)
SEEN = Visit("hall", "first-visit", "ru", NOW, 240.5, Ending.SEEN)


def asked(path: Path, question: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(question).fetchall()


def rows(path: Path) -> list[tuple]:
    return asked(path, f"SELECT {', '.join(COLUMNS)} FROM visit ORDER BY id")


def eventually(condition) -> bool:
    limit = time.monotonic() + 5.0
    while not condition() and time.monotonic() < limit:
        time.sleep(0.01)
    return condition()


def test_a_visit_is_one_row_before_and_after_its_end(tmp_path):
    path = tmp_path / "deep" / "visits.sqlite3"
    file = VisitFile(path)
    number = file.write(VISIT)
    assert rows(path) == [
        (1, "hall", "first-visit", "kk", "2026-03-29T00:59:50Z", None, None, None)
    ]
    file.write(SEEN, number)
    assert rows(path) == [
        (1, "hall", "first-visit", "ru", *SPAN, 240.5, "seen"),
    ]
    file.close()


def test_what_a_killed_program_left_open_is_marked_broken_at_the_next_start(tmp_path):
    path = tmp_path / "v"
    VisitFile(path).write(VISIT)
    VisitFile(path).close()
    assert [row[-1] for row in rows(path)] == ["broken"]
    assert [row[-2] for row in rows(path)] == [None]


def test_today_s_visits_are_counted_by_how_they_ended(tmp_path):
    file = VisitFile(tmp_path / "v")
    file.write(Visit("hall", "s", "kk", NOW - timedelta(days=1), 9.0, Ending.SEEN))
    file.write(SEEN)
    file.write(Visit("hall", "s", "kk", NOW, 9.5, Ending.LEFT))
    file.write(VISIT)
    counts = file.counts(NOW - timedelta(hours=1))
    assert counts.today == 3
    assert counts.endings == {"seen": 1, "left": 1}
    assert counts.mean_s == pytest.approx(125.0)


def test_the_log_is_written_as_csv_while_the_kiosk_runs(tmp_path):
    path, out = tmp_path / "v", io.StringIO()
    file = VisitFile(path)
    file.write(SEEN)
    file.write(VISIT)
    assert export_csv(path, out) == 2
    lines = out.getvalue().splitlines()
    assert lines[0] == "id,station,show,language,started,ended,seconds,ending"
    assert lines[1].endswith("240.5,seen")
    assert lines[2].endswith("Z,,,")
    file.close()


def test_a_log_that_is_not_there_or_no_log_is_the_caller_s_mistake(tmp_path):
    with pytest.raises(InputError, match="no log of visits yet"):
        export_csv(tmp_path / "v", io.StringIO())
    (tmp_path / "v").write_text("not SQLite " * 100)
    with pytest.raises(InputError, match="no readable log"):
        export_csv(tmp_path / "v", io.StringIO())


KILLS = 200
LONGEST = 0.02
"""s from a beginning to its power cut: some hit the opening of the log, most its writing."""


def keep_logging(path: Path, acknowledged: int) -> None:
    """Log visits one after another for ever, telling each number once it is in the log."""
    file = VisitFile(path)
    while True:
        number = file.write(VISIT)
        os.write(acknowledged, f"{number}\n".encode())
        file.write(SEEN, number)


def logged_until_killed(path: Path, wait: float, *, from_first: bool) -> list[int]:
    """Return the numbers that a process told before it was killed, `wait` s after it began."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            keep_logging(path, write)
        finally:
            os._exit(1)
    os.close(write)
    told = os.read(read, 1024) if from_first else b""
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    while more := os.read(read, 65536):
        told += more
    os.close(read)
    return [int(line) for line in told.splitlines()]


def test_a_power_cut_at_any_moment_leaves_the_log_whole(tmp_path):
    path, draw = tmp_path / "v", random.Random(57)
    told: list[int] = []
    for turn in range(KILLS):
        told += logged_until_killed(path, draw.uniform(0.0, LONGEST), from_first=turn % 4 > 0)
        if path.exists() and asked(path, "SELECT 1 FROM sqlite_master WHERE name = 'visit'"):
            assert asked(path, "PRAGMA integrity_check") == [("ok",)]
            assert sum(row[-1] is None for row in rows(path)) <= 1
    VisitFile(path).close()
    found = rows(path)
    assert len(told) >= KILLS
    assert set(told) <= {row[0] for row in found}
    assert {row[-1] for row in found} <= {"seen", "broken"}
    assert sum(row[-1] == "broken" for row in found) <= KILLS


@pytest.fixture
def log(tmp_path):
    made = VisitLog(tmp_path / "v")
    yield made
    made.close()


def test_the_kiosk_logs_a_visit_by_the_clock_that_nobody_sets(log, tmp_path):
    log.begin("hall", "first-visit", "kk", 1000.0)
    log.end(Ending.LEFT, "ru", 1061.0)
    assert eventually(lambda: log.counts.endings == {"left": 1})
    (row,) = rows(tmp_path / "v")
    assert row[3] == "ru"
    assert row[6:] == (61.0, "left")
    assert log.counts.mean_s == 61.0


def test_an_end_without_a_beginning_is_no_visit(log, tmp_path):
    log.end(Ending.LEFT, "ru", 1061.0)
    log.close()
    assert rows(tmp_path / "v") == []


def test_on_a_full_disk_visits_wait_in_memory_and_it_is_said_once(tmp_path, caplog):
    path = tmp_path / "v"
    VisitFile(path).close()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = VisitLog(path)
    assert eventually(lambda: path.with_name("v-wal").exists())
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        for second in range(4):
            log.begin("hall", "s", "kk", 10.0 * second)
            log.end(Ending.SEEN, "kk", 10.0 * second + 5.0)
        assert eventually(lambda: "make room on the disk" in log.trouble)
        time.sleep(0.1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sum("make room" in each.message for each in caplog.records) == 1
    log.begin("hall", "s", "kk", 100.0)
    log.end(Ending.LEFT, "kk", 105.0)
    assert eventually(lambda: log.counts.today == 5)
    assert log.trouble == ""
    log.close()
    assert [row[-1] for row in rows(path)] == ["seen"] * 4 + ["left"]


def test_a_damaged_log_is_put_aside_and_counting_goes_on(tmp_path):
    path = tmp_path / "v"
    path.write_bytes(b"SQLite format 3\0" + bytes(random.Random(1).randbytes(8000)))
    log = VisitLog(path)
    log.begin("hall", "s", "kk", 1.0)
    assert eventually(lambda: log.counts.today == 1)
    log.close()
    assert len(list(tmp_path.glob("v.damaged-*"))) == 1


def test_a_folder_that_cannot_be_made_is_told_and_does_not_stop_the_show(tmp_path):
    (tmp_path / "file").write_text("")
    log = VisitLog(tmp_path / "file" / "v")
    log.begin("hall", "s", "kk", 1.0)
    assert eventually(lambda: "cannot be written" in log.trouble)
    log.close()
