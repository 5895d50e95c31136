"""Orbital elements of the station as they are published: two-line sets and OMM messages.

TLE: the NORAD two-line format (Hoots & Roehrich, Spacetrack Report 3, 1980). OMM: CCSDS 502.0-B-3,
Orbit Data Messages, as JSON, XML or key-value notation. Either is handed to SGP4 as it is.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from assets.errors import InputError
from assets.small_file import read_small

if TYPE_CHECKING:
    from sgp4.api import Satrec

STALE_DAYS = 30.0
"""An element set further than this from the time shown says little about the station's place."""

_MOST_BYTES = 32 * 1024 * 1024
"""More than all that is published in one file."""
_REMEDY = "copy the element set again from where it was published"


@dataclass(frozen=True, slots=True)
class Elements:
    """One element set: either the two lines of a TLE, or the fields of an OMM."""

    name: str
    epoch: datetime
    """UTC, to a microsecond; for display and for the check of its age."""
    lines: tuple[str, str] | None
    fields: Mapping[str, str] | None
    origin: str
    """Where it is from: the file and line for messages."""

    def satrec(self) -> Satrec:
        """Return the SGP4 model (WGS 72 constants, as the sets are made with)."""
        from sgp4 import omm  # noqa: PLC0415 - only a build without a cache needs it
        from sgp4.api import Satrec  # noqa: PLC0415

        if self.lines is not None:
            return Satrec.twoline2rv(*self.lines)
        model = Satrec()
        omm.initialize(model, dict(self.fields or {}))
        return model

    def warning(self, when: datetime) -> str | None:
        """Return a warning if the epoch is too far from `when`, else None."""
        days = abs((self.epoch - when).total_seconds()) / 86400
        if days <= STALE_DAYS:
            return None
        return (
            f"The element set of {self.name} ({self.origin}) is {days:.0f} days from the time"
            " shown: the station may be thousands of kilometres from where it is drawn. Give a"
            " newer set with --tle FILE."
        )


def read_elements(path: Path) -> Elements:
    """Return the first element set of a file: TLE, or OMM in JSON, XML or key-value notation.

    Raises `InputError` naming file, line, mistake and remedy.
    """
    try:
        text = read_small(path, _MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read as text ({error}); check the path") from None
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return _from_omm(_json_fields(path, text), str(path))
    if start == "<":
        return _from_omm(_xml_fields(path, text), str(path))
    if re.search(r"^\s*CCSDS_OMM_VERS\s*=", text, re.MULTILINE):
        return _from_omm(_kvn_fields(path, text), str(path))
    rows = [
        (row.rstrip(), number) for number, row in enumerate(text.splitlines(), 1) if row.strip()
    ]
    for index, (row, number) in enumerate(rows):
        if row.startswith("1 ") and index + 1 < len(rows):
            title = rows[index - 1][0].removeprefix("0 ").strip() if index else ""
            second, second_number = rows[index + 1]
            places = (f"{path}:{number}", f"{path}:{second_number}")
            return parse_tle(row, second, title or "the station", places)
    raise InputError(
        f"{path}:1: is neither a two-line element set nor an OMM (JSON, XML, KVN); {_REMEDY}"
    )


def parse_tle(
    line_1: str, line_2: str, name: str = "the station", places: tuple[str, str] = ("", "")
) -> Elements:
    """Return the element set in two lines; `places` (file:line of each) stand in messages.

    Raises `InputError` for a wrong length, checksum, line number, satellite number or field.
    """
    for number, line, place in ((1, line_1, places[0]), (2, line_2, places[1])):
        _check_tle_line(number, line, place or f"element set, line {number}")
    first, second = places[0] or "element set, line 1", places[1] or "element set, line 2"
    if line_1[2:7] != line_2[2:7]:
        raise InputError(
            f"{second}: is of satellite {line_2[2:7]}, and line 1 of {line_1[2:7]}; {_REMEDY}"
        )
    year = int(_number(line_1, 19, 20, "year of epoch", first))
    day = _number(line_1, 21, 32, "day of epoch", first)
    if not 1.0 <= day < 367.0:
        raise InputError(
            f"{first}: columns 21 to 32, day of epoch: there is no day {day:g}; {_REMEDY}"
        )
    epoch = datetime(year + (2000 if year < 57 else 1900), 1, 1, tzinfo=UTC) + timedelta(day - 1)
    for begin, end, what in _TLE_LINE_2:
        _number(line_2, begin, end, what, second)
    for begin, end, what in _TLE_LINE_1:
        _number(line_1, begin, end, what, first)
    return Elements(name, epoch, (line_1, line_2), None, places[0] or "two-line set")


# Columns as the format counts them, from 1, both included.
_TLE_LINE_1 = (
    (34, 43, "first derivative of mean motion"),
    (54, 59, "B* drag term"),
    (60, 61, "exponent of B*"),
)
_TLE_LINE_2 = (
    (9, 16, "inclination"),
    (18, 25, "right ascension of the node"),
    (27, 33, "eccentricity"),
    (35, 42, "argument of perigee"),
    (44, 51, "mean anomaly"),
    (53, 63, "mean motion"),
)


def _check_tle_line(number: int, line: str, place: str) -> None:
    if len(line) != 69:
        raise InputError(f"{place}: has {len(line)} characters and must have 69; {_REMEDY}")
    if not line.isascii() or line[:2] != f"{number} ":
        raise InputError(f"{place}: must begin with {number} and a blank; {_REMEDY}")
    total = sum(int(c) if c.isdigit() else c == "-" for c in line[:68]) % 10
    if line[68] != str(total):
        raise InputError(
            f"{place}: the checksum is {total} and the line ends in {line[68]!r}: a character was"
            f" changed; {_REMEDY}"
        )


def _number(line: str, begin: int, end: int, what: str, place: str) -> float:
    text = line[begin - 1 : end].strip()
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(
            f"{place}: columns {begin} to {end}, {what}: {text!r} is not a number; {_REMEDY}"
        )
    return value


_OMM_NUMBERS = {
    "MEAN_MOTION": (0.1, 20.0),
    "ECCENTRICITY": (0.0, 1.0),
    "INCLINATION": (0.0, 180.0),
    "RA_OF_ASC_NODE": (-360.0, 360.0),
    "ARG_OF_PERICENTER": (-360.0, 360.0),
    "MEAN_ANOMALY": (-360.0, 360.0),
    "BSTAR": (-1.0, 1.0),
}
_OMM_COUNTS = {"NORAD_CAT_ID", "EPHEMERIS_TYPE", "ELEMENT_SET_NO", "REV_AT_EPOCH"}
_OMM_RATES = {"MEAN_MOTION_DOT", "MEAN_MOTION_DDOT"}
_OMM_DEFAULTS = {
    "NORAD_CAT_ID": "0",
    "CLASSIFICATION_TYPE": "U",
    "OBJECT_ID": "",
    "EPHEMERIS_TYPE": "0",
    "ELEMENT_SET_NO": "0",
    "REV_AT_EPOCH": "0",
    "MEAN_MOTION_DOT": "0",
    "MEAN_MOTION_DDOT": "0",
}
_Fields = dict[str, tuple[str, str]]
"""Of each OMM keyword its value and the place (file:line) where it stands."""


def _from_omm(found: _Fields, file: str) -> Elements:
    for key, (low, high) in _OMM_NUMBERS.items():
        value, place = _omm_field(found, key, file)
        _check_omm_number(f"{place}: {key}", value, low, high)
    for key in sorted(_OMM_COUNTS & found.keys()):
        value, place = found[key]
        if not value.isdecimal():
            raise InputError(f"{place}: {key}: {value!r} is not a whole number; {_REMEDY}")
    for key in sorted(_OMM_RATES & found.keys()):
        value, place = found[key]
        _check_omm_number(f"{place}: {key}", value, -10.0, 10.0)
    text, place = _omm_field(found, "EPOCH", file)
    try:
        epoch = datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        raise InputError(f"{place}: EPOCH: {text!r} is not an ISO 8601 time; {_REMEDY}") from None
    theory = found.get("MEAN_ELEMENT_THEORY", ("SGP4", file))
    if not theory[0].startswith("SGP4"):
        raise InputError(f"{theory[1]}: MEAN_ELEMENT_THEORY: {theory[0]!r} is not SGP4; {_REMEDY}")
    fields = _OMM_DEFAULTS | {key: value for key, (value, _) in found.items()}
    # SGP4's reader wants exactly microseconds and no zone.
    fields["EPOCH"] = epoch.replace(tzinfo=None).isoformat(timespec="microseconds")
    name = fields.get("OBJECT_NAME") or "the station"
    return Elements(name, epoch, None, fields, file)


def _check_omm_number(what: str, value: str, low: float, high: float) -> None:
    try:
        good = low <= float(value) <= high
    except ValueError:
        raise InputError(f"{what}: {value!r} is not a number; {_REMEDY}") from None
    if not good:
        raise InputError(f"{what}: {value} is outside {low:g} to {high:g}; {_REMEDY}")


def _omm_field(found: _Fields, key: str, file: str) -> tuple[str, str]:
    if key not in found:
        raise InputError(f"{file}: {key}: is missing from the OMM; {_REMEDY}")
    return found[key]


def _place_of(path: Path, text: str, key: str) -> str:
    found = re.search(rf"\b{re.escape(key)}\b", text)
    return f"{path}:{text.count(chr(10), 0, found.start()) + 1}" if found else str(path)


def _json_fields(path: Path, text: str) -> _Fields:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path}:{error.lineno}: is not JSON: {error.msg}; mend that line"
        ) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, depth without end
        raise InputError(f"{path}: is JSON that no OMM is; {_REMEDY}") from None
    first = data[0] if isinstance(data, list) and data else data
    if not isinstance(first, dict):
        raise InputError(f"{path}:1: holds no OMM object; {_REMEDY}")
    return {
        str(key): (str(value), _place_of(path, text, str(key)))
        for key, value in first.items()
        if value is not None
    }


def _xml_fields(path: Path, text: str) -> _Fields:
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise InputError(f"{path}:{error.position[0]}: is not XML: {error}; {_REMEDY}") from None
    fields: _Fields = {}
    for element in root.iter():
        key = element.tag.rpartition("}")[2]
        if key == "omm" and "EPOCH" in fields:
            break
        if len(element) == 0 and element.text and element.text.strip():
            fields.setdefault(key, (element.text.strip(), _place_of(path, text, key)))
    return fields


def _kvn_fields(path: Path, text: str) -> _Fields:
    fields: _Fields = {}
    for number, row in enumerate(text.splitlines(), 1):
        key, equals, value = (part.strip() for part in row.partition("="))
        if not row.strip() or row.lstrip().startswith("COMMENT"):
            continue
        if not equals:
            raise InputError(f"{path}:{number}: is not KEY = VALUE; {_REMEDY}")
        if key == "CCSDS_OMM_VERS" and key in fields:
            break
        fields.setdefault(key, (re.sub(r"\s*\[[^]]*\]$", "", value), f"{path}:{number}"))
    return fields
