from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.xr.debian13 import Debian13, PreparationError, ready
from tests.xr.lab import Lab

LIMIT = 900
"""s for one test of this folder: its first may have to make the Debian 13 tree."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(LIMIT))


@pytest.fixture(scope="session")
def tree() -> Debian13:
    """A Debian 13 with Monado. What cannot be had is a failure in CI, and a skip elsewhere."""
    try:
        if not sys.platform.startswith("linux"):
            raise PreparationError("Monado runs on Linux only")
        return ready()
    except PreparationError as problem:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Monado: {problem}")


@pytest.fixture
def lab(tree: Debian13, tmp_path: Path) -> Iterator[Lab]:
    """A display of its own; Monado and the program are the test's to start."""
    place = Lab(tree, tmp_path)
    try:
        place.start_display()
        yield place
    finally:
        place.close()
