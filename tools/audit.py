"""Say which pinned packages have known weaknesses, without a network.

    curl -O https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip    # where there is one
    .venv/bin/python -m tools.audit all.zip

The records are those of the Open Source Vulnerabilities database (https://ossf.github.io/osv-schema),
which takes in the Python Packaging Advisory Database that pip-audit asks. Ends with 1 where one of
the pins of constraints.txt is affected.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

CONSTRAINTS = Path(__file__).resolve().parents[1] / "constraints.txt"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


class Weakness(NamedTuple):
    """A known weakness of a pinned package; `mended_in` is "" where no version is without it."""

    package: str
    version: str
    id: str
    summary: str
    mended_in: str


def pins(constraints: str) -> set[tuple[str, str]]:
    """Return the packages and versions that a constraints file names."""
    return {(canonicalize_name(name), version) for name, version in _PIN.findall(constraints)}


def weaknesses(
    wanted: set[tuple[str, str]], records: Iterator[Mapping[str, Any]]
) -> list[Weakness]:
    """Return what OSV records say of some packages in their versions."""
    by_name: dict[str, list[str]] = {}
    for name, version in wanted:
        by_name.setdefault(name, []).append(version)
    found = set()
    for record in records:
        if record.get("withdrawn"):
            continue
        for affected in record.get("affected", ()):
            package = affected.get("package", {})
            if package.get("ecosystem") != "PyPI":
                continue
            name = canonicalize_name(package.get("name", ""))
            for version in by_name.get(name, ()):
                if _is_affected(version, affected):
                    summary = record.get("summary") or record.get("details", "")[:100]
                    mended = _mended_in(version, affected)
                    found.add(Weakness(name, version, record["id"], summary, mended))
    return sorted(found)


def records(archive: Path) -> Iterator[Mapping[str, Any]]:
    """Return all records in OSV's archive of an ecosystem."""
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if name.endswith(".json"):
                yield json.loads(opened.read(name))


def _is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    if version in affected.get("versions", ()):
        return True
    ranges = affected.get("ranges", ())
    return any(_is_within(Version(version), each) for each in ranges if each["type"] == "ECOSYSTEM")


def _is_within(version: Version, span: Mapping[str, Any]) -> bool:
    within = False
    for event in sorted(span["events"], key=lambda each: _parsed(next(iter(each.values())))):
        ((kind, text),) = event.items()
        at = _parsed(text)
        if kind == "introduced" and version >= at:
            within = True
        elif (kind in ("fixed", "limit") and version >= at) or (
            kind == "last_affected" and version > at
        ):
            within = False
    return within


def _mended_in(version: str, affected: Mapping[str, Any]) -> str:
    fixed = (
        event["fixed"]
        for span in affected.get("ranges", ())
        if span["type"] == "ECOSYSTEM"
        for event in span["events"]
        if "fixed" in event
    )
    later = [each for each in fixed if _parsed(each) > Version(version)]
    return min(later, key=_parsed, default="")


def _parsed(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:  # records older than today's rule for versions
        return Version("0")


def main(arguments: list[str]) -> int:
    """Print what is known; return the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("Usage: python -m tools.audit all.zip", file=sys.stderr)
        return 2
    wanted = pins(CONSTRAINTS.read_text())
    found = weaknesses(wanted, records(Path(arguments[0])))
    for each in found:
        remedy = f"take {each.mended_in}" if each.mended_in else "no version mends it yet"
        print(f"{each.package} {each.version}: {each.id}: {each.summary} ({remedy})")
    print(f"{len(wanted)} pins looked up, {len(found)} weaknesses known")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
