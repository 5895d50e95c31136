"""Keeps worked-out timelines in the user's cache, under a hash of all that they follow from."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import numpy as np

import assets
from assets import kept
from orbit.scenario import Scenario
from orbit.tables import Tables

_FOLDER = "timelines"
_KEPT = 16
"""Files beyond these, the oldest first, are deleted: `now` leaves one at every start."""


def key(scenario: Scenario) -> str:
    """Return the hash of a scenario, its element set and vehicle, this room's code and figures.

    The figures are the tables of `assets/`; the manifest among them has each data file's hash.
    """
    elements = scenario.elements
    parts = [
        scenario.model_dump_json(),
        json.dumps([elements.lines, dict(elements.fields or {})], sort_keys=True),
        metadata.version("skyfield-data"),
        metadata.version("skyfield"),
        np.__version__,
    ]
    files = [
        *sorted(Path(__file__).parent.glob("*.py")),
        *sorted(Path(assets.__file__).parent.glob("*.toml")),
    ]
    if scenario.launch is not None:
        files.append(scenario.vehicle_file())
    return kept.key_of([*(part.encode() for part in parts), *(file.read_bytes() for file in files)])


def load(name: str) -> Tables | None:
    """Return the tables under a key, or None where the cache has none that are whole."""
    try:
        return Tables.from_arrays(kept.load(_FOLDER, name))
    except kept.DAMAGE:
        return None


def save(name: str, tables: Tables) -> None:
    """Keep tables under a key if the disk lets it."""
    kept.save(_FOLDER, name, tables.to_arrays(), _KEPT)
