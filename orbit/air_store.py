"""Keeps the worked-out tables of the air in the user's cache: they take half a second."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from assets import kept
from orbit.air_tables import AirTables
from orbit.multiple_scattering import work_out

_FOLDER = "air"
_FOLLOWS_FROM = (
    "air_optics",
    "air_tables",
    "atmosphere",
    "bands",
    "colorimetry",
    "multiple_scattering",
    "scattering",
    "spline",
    "thermosphere",
)
"""Modules whose text decides what the tables hold, beside `assets/air.toml`."""


@cache
def air_tables() -> AirTables:
    """Return the tables of the air, from the cache where they lie there whole."""
    key = _key()
    try:
        arrays = kept.load(_FOLDER, key)
        return AirTables(**{each.name: arrays[each.name] for each in fields(AirTables)})
    except kept.DAMAGE:
        tables = work_out()
        arrays = {each.name: getattr(tables, each.name) for each in fields(AirTables)}
        kept.save(_FOLDER, key, arrays)
        return tables


def _key() -> str:
    parts = [np.__version__.encode(), files("assets").joinpath("air.toml").read_bytes()]
    parts += [(Path(__file__).parent / f"{name}.py").read_bytes() for name in _FOLLOWS_FROM]
    return kept.key_of(parts)
