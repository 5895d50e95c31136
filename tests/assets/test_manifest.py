import hashlib
import json
from pathlib import Path

import pytest

from assets import manifest
from assets.cache import cache_directory
from assets.errors import MachineError
from assets.manifest import DATA, Entry, check_all, entries, path


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A data folder of one small file with its own manifest and cache, and a hash counter."""
    data, cache = tmp_path / "data", tmp_path / "cache"
    data.mkdir()
    (data / "small.bin").write_bytes(b"light")
    entry = Entry(
        name="small.bin",
        about="",
        sources=(),
        licence="",
        credit="",
        recipe="",
        size=5,
        sha256=hashlib.sha256(b"light").hexdigest(),
    )
    monkeypatch.setattr(manifest, "DATA", data)
    monkeypatch.setattr(manifest, "entries", lambda: {"small.bin": entry})
    monkeypatch.setenv("CUPOLA_CACHE", str(cache))
    path.cache_clear()
    yield data
    path.cache_clear()


def hashed(monkeypatch) -> list[Path]:
    files: list[Path] = []
    problem = manifest._problem
    monkeypatch.setattr(manifest, "_problem", lambda f, e: files.append(f) or problem(f, e))
    return files


def test_every_shipped_file_has_its_hash_and_its_size():
    assert [check.problem for check in check_all() if check.problem] == []
    assert all((DATA / e.name).stat().st_size == e.size for e in entries().values())


def test_every_file_beside_the_data_is_in_the_manifest():
    assert {file.name for file in DATA.iterdir()} == set(entries())


def test_all_data_together_stay_under_the_budget_of_25_mb():
    assert sum(entry.size for entry in entries().values()) < 25e6


def test_every_entry_names_source_licence_credit_and_a_recipe_that_exists():
    root = Path(manifest.__file__).parents[1]
    for entry in entries().values():
        assert entry.about and entry.sources and entry.licence and entry.credit
        home = root / entry.recipe.replace(".", "/")
        assert home.with_suffix(".py").is_file() or (home / "__main__.py").is_file()


def test_a_file_is_hashed_once_and_then_known_by_its_stamp(shelf, monkeypatch):
    files = hashed(monkeypatch)
    assert path("small.bin") == shelf / "small.bin"
    path.cache_clear()
    path("small.bin")
    assert len(files) == 1


def test_a_damaged_file_is_named_with_both_hashes_and_the_remedy(shelf):
    (shelf / "small.bin").write_bytes(b"night")
    with pytest.raises(MachineError) as error:
        path("small.bin")
    message = str(error.value)
    assert str(shelf / "small.bin") in message
    assert hashlib.sha256(b"light").hexdigest() in message
    assert hashlib.sha256(b"night").hexdigest() in message
    assert "pip install --force-reinstall" in message


def test_damage_after_the_stamp_is_noticed(shelf):
    path("small.bin")
    path.cache_clear()
    (shelf / "small.bin").write_bytes(b"dark night")
    with pytest.raises(MachineError, match="damaged"):
        path("small.bin")


def test_a_missing_file_is_named_with_the_remedy(shelf):
    (shelf / "small.bin").unlink()
    with pytest.raises(MachineError, match=r"small\.bin cannot be read.*Install Cupola again"):
        path("small.bin")


def test_a_name_that_the_manifest_lacks_is_a_machine_error(shelf):
    with pytest.raises(MachineError, match="lists no data file"):
        path("other.bin")


def test_a_cache_that_cannot_be_made_is_survived(shelf, tmp_path, monkeypatch):
    (tmp_path / "in the way").write_text("a file, not a folder")
    monkeypatch.setenv("CUPOLA_CACHE", str(tmp_path / "in the way" / "cache"))
    assert path("small.bin").is_file()


@pytest.mark.parametrize("content", ["", "not json", "[1, 2]", '{"x": 3}'])
def test_a_damaged_stamp_file_is_ignored_and_written_anew(shelf, content):
    cache_directory().mkdir()
    stamps = cache_directory() / "data-stamps.json"
    stamps.write_text(content)
    assert path("small.bin").is_file()
    assert str(shelf / "small.bin") in json.loads(stamps.read_text())


def test_an_unreadable_manifest_is_a_machine_error(tmp_path, monkeypatch):
    broken = tmp_path / "manifest.toml"
    broken.write_text("[[[")
    monkeypatch.setattr(manifest, "MANIFEST", broken)
    entries.cache_clear()
    try:
        with pytest.raises(MachineError, match=r"manifest\.toml cannot be read"):
            entries()
    finally:
        entries.cache_clear()
