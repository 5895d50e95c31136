import os
import time

import pytest

from assets.errors import InputError, MachineError
from vr.output import check_output, replacing


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_a_finished_file_takes_the_place_of_the_old_one(tmp_path):
    target = tmp_path / "a.png"
    target.write_text("old")
    with replacing(target) as pending:
        pending.working.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert names(tmp_path) == ["a.png"]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a.png"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(target) as pending:
        pending.working.write_text("half")
        raise ZeroDivisionError
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.png"]


def test_a_refusing_disk_is_the_machines_error_and_names_the_file(tmp_path):
    with pytest.raises(MachineError, match=r"a\.png"), replacing(tmp_path / "gone" / "a.png") as p:
        p.working.write_text("x")


def test_a_working_file_left_by_a_killed_program_is_removed_an_hour_later(tmp_path):
    target = tmp_path / "a[1].png"
    fresh, stale = tmp_path / ".a[1].png.1.part", tmp_path / ".a[1].png.2.part"
    for file in (fresh, stale):
        file.write_text("half")
    os.utime(stale, (time.time() - 4000, time.time() - 4000))
    with replacing(target) as pending:
        pending.working.write_text("new")
    assert names(tmp_path) == [fresh.name, target.name]


def test_a_file_asked_for_with_the_umask_of_the_user_gets_it(tmp_path):
    plain, made = tmp_path / "plain", tmp_path / "a.png"
    plain.touch()
    with replacing(made) as pending:
        pending.working.touch()
    assert made.stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("folder.png", "is a folder"),
        ("picture.jpg", "only .png"),
        ("picture", "only .png"),
        ("missing/picture.png", "no folder"),
        ("file/picture.png", "no folder"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_the_work(tmp_path, name, complaint):
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=f"--out .*{complaint}"):
        check_output(tmp_path / name, "--out", ".png")


def test_a_folder_on_a_read_only_disk_is_refused():
    with pytest.raises(InputError, match="cannot be written"):
        from pathlib import Path

        check_output(Path("/proc/picture.png"), "--out", ".png")


def test_checking_an_output_leaves_nothing_behind(tmp_path):
    check_output(tmp_path / "a.PNG", "--out", ".png")
    assert names(tmp_path) == []
