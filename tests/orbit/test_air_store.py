import numpy as np
import pytest

from orbit import air_store


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    monkeypatch.setenv("CUPOLA_CACHE", str(tmp_path))
    air_store.air_tables.cache_clear()
    yield tmp_path
    air_store.air_tables.cache_clear()


def kept(folder):
    return list((folder / "air").glob("*"))


def test_tables_come_back_from_the_cache_as_they_were_worked_out(fresh):
    first = air_store.air_tables()
    assert len(kept(fresh)) == 1
    air_store.air_tables.cache_clear()
    again = air_store.air_tables()
    assert np.array_equal(first.log_mean, again.log_mean)
    assert np.array_equal(first.log_columns, again.log_columns)


def test_a_damaged_file_is_made_again(fresh):
    first = air_store.air_tables()
    (file,) = kept(fresh)
    file.write_bytes(file.read_bytes()[:1000])
    air_store.air_tables.cache_clear()
    assert np.array_equal(air_store.air_tables().log_sky, first.log_sky)
    assert kept(fresh)[0].stat().st_size > 1000


def test_a_cache_that_cannot_be_written_is_no_error(monkeypatch, tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("where a folder should be")
    monkeypatch.setenv("CUPOLA_CACHE", str(blocked))
    air_store.air_tables.cache_clear()
    assert np.isfinite(air_store.air_tables().log_mean).all()
    air_store.air_tables.cache_clear()
