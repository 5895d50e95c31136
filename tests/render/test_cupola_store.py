"""The Cupola's mesh in the user's cache: the same, whole, and never in the way."""

import numpy as np
import pytest

from assets import kept
from render.cupola_mesh import cupola_mesh
from render.cupola_store import kept_mesh


@pytest.fixture
def own_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("CUPOLA_CACHE", str(tmp_path / "cache"))
    kept_mesh.cache_clear()
    yield tmp_path / "cache"
    kept_mesh.cache_clear()


def reread():
    kept_mesh.cache_clear()
    return kept_mesh()


def same(first, second):
    arrays = ("vertices", "triangles", "pane_vertices", "pane_triangles")
    return all(np.array_equal(getattr(first, a), getattr(second, a)) for a in arrays) and all(
        (a.first, a.count) == (b.first, b.count) and np.array_equal(a.corners, b.corners)
        for a, b in zip(first.parts, second.parts, strict=True)
    )


def test_the_mesh_comes_back_as_it_was_built(own_cache):
    kept_mesh()
    assert len(list(own_cache.rglob("*.npz"))) == 1
    assert same(reread(), cupola_mesh())


def test_a_damaged_file_is_made_again(own_cache):
    kept_mesh()
    (file,) = own_cache.rglob("*.npz")
    whole = file.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], whole[:5000] + whole[5001:]):
        file.write_bytes(damaged)
        assert same(reread(), cupola_mesh())
        assert file.read_bytes() == whole


def test_a_file_of_another_layout_is_made_again(own_cache):
    kept_mesh()
    (file,) = own_cache.rglob("*.npz")
    with np.load(file) as arrays:
        changed = {name: arrays[name] for name in arrays.files}
    changed["vertices"] = np.zeros(3)
    kept.save("cupola", file.stem, changed)
    assert same(reread(), cupola_mesh())


def test_a_cache_that_cannot_be_written_is_no_error(monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("where a folder should be")
    monkeypatch.setenv("CUPOLA_CACHE", str(blocked))
    assert same(reread(), cupola_mesh())


def test_a_full_disk_is_no_error_and_leaves_no_rubbish(own_cache, monkeypatch):
    def full(file, arrays):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "_write", full)
    assert same(kept_mesh(), cupola_mesh())
    assert [path for path in own_cache.rglob("*") if path.is_file()] == []
