"""The look-up of known weaknesses reads OSV's records as its schema says."""

import json
import zipfile

import pytest

from tools.audit import CONSTRAINTS, main, pins, records, weaknesses


def record(name, events=(), versions=(), **more):
    affected = {
        "package": {"ecosystem": "PyPI", "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        "versions": list(versions),
    }
    return {"id": "PYSEC-1", "summary": "bad", "affected": [affected], **more}


def test_every_pin_is_looked_up_and_markers_and_hashes_are_not():
    found = pins(CONSTRAINTS.read_text())
    assert "starlette" in {name for name, _ in found}
    assert len([name for name, _ in found if name == "numpy"]) == 2
    assert len(found) == sum("==" in line for line in CONSTRAINTS.read_text().splitlines())


@pytest.mark.parametrize(
    ("version", "events", "is_bad"),
    [
        ("1.2", [{"introduced": "0"}, {"fixed": "1.3"}], True),
        ("1.3", [{"introduced": "0"}, {"fixed": "1.3"}], False),
        ("1.10", [{"introduced": "1.9"}, {"fixed": "1.11"}], True),
        ("1.2", [{"introduced": "0"}, {"last_affected": "1.2"}], True),
        ("1.2.1", [{"introduced": "0"}, {"last_affected": "1.2"}], False),
        ("2.5", [{"introduced": "1"}, {"fixed": "2"}, {"introduced": "2.4"}], True),
        ("2.2", [{"introduced": "1"}, {"fixed": "2"}, {"introduced": "2.4"}], False),
        ("0.9", [{"introduced": "1"}], False),
    ],
)
def test_a_version_is_bad_from_where_it_was_introduced_until_it_was_fixed(version, events, is_bad):
    found = weaknesses({("a-b", version)}, iter([record("A_b", events)]))
    assert bool(found) is is_bad


def test_versions_are_also_named_one_by_one_and_withdrawn_records_are_none():
    wanted = {("a", "1.0")}
    assert weaknesses(wanted, iter([record("a", versions=["1.0"])]))
    assert not weaknesses(wanted, iter([record("a", versions=["1.0"], withdrawn="2024")]))
    assert not weaknesses(wanted, iter([record("b", versions=["1.0"])]))


def test_it_tells_the_package_and_the_version_that_mends_it(tmp_path, capsys):
    archive = tmp_path / "all.zip"
    bad = record("Starlette", [{"introduced": "0"}, {"fixed": "99.0"}])
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("PYSEC-1.json", json.dumps(bad))
    assert len(list(records(archive))) == 1
    assert main([str(archive)]) == 1
    version = dict(pins(CONSTRAINTS.read_text()))["starlette"]
    assert f"starlette {version}: PYSEC-1: bad (take 99.0)" in capsys.readouterr().out
