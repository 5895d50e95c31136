"""Prepared arrays in the cache: whole, damaged, or in a place that cannot be written."""

import numpy as np
import pytest

from render.kept import kept


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setenv("CUPOLA_CACHE", str(tmp_path))
    return tmp_path / "prepared"


class Maker:
    """Makes two arrays, and counts how often."""

    def __init__(self):
        self.made = 0

    def __call__(self):
        self.made += 1
        row = np.dtype([("place", "<f4", (3,)), ("level", "u1", (4,))])
        return {
            "picture/0": np.arange(24, dtype=np.uint8).reshape(2, 3, 4),
            "rows": np.ones(5, row),
        }


def same(found, wanted):
    assert found.keys() == wanted.keys()
    for name, array in wanted.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


def test_arrays_are_made_once_and_read_back_as_they_were(shelf):
    make = Maker()
    first, second = kept("maps", "k", make), kept("maps", "k", make)
    assert make.made == 1
    same(second, first)


def test_a_damaged_file_is_made_again(shelf):
    make = Maker()
    first = kept("maps", "k", make)
    (file,) = shelf.iterdir()
    for at in (3, 40, 8192):
        content = bytearray(file.read_bytes())
        content[at] ^= 0x5A
        file.write_bytes(content)
        same(kept("maps", "k", make), first)
    file.write_bytes(file.read_bytes()[:5000])
    same(kept("maps", "k", make), first)
    file.write_bytes(b"")
    same(kept("maps", "k", make), first)
    assert make.made == 6


def test_of_a_name_the_two_last_written_are_kept(shelf):
    make = Maker()
    kept("maps", "a", make)
    kept("lamps", "a", make)
    kept("maps", "b", make)
    kept("maps", "c", make)
    names = sorted(file.name for file in shelf.iterdir())
    assert names == ["lamps-a.bin", "maps-b.bin", "maps-c.bin"]


def test_a_cache_that_cannot_be_written_costs_work_and_nothing_else(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("CUPOLA_CACHE", str(blocked))
    make = Maker()
    same(kept("maps", "k", make), kept("maps", "k", make))
    assert make.made == 2


def test_a_full_disk_leaves_no_part_behind(shelf, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("render.kept.Path.replace", full)
    make = Maker()
    same(kept("maps", "k", make), Maker()())
    assert list(shelf.iterdir()) == []
