from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.xr.debian13 import Debian13, PreparationError, ready
from tests.xr.lab import Lab
from tests.xr.soak import Soaked, soaked_in

LIMIT = 900
"""s for one test of this folder: its first may have to make the Debian 13 tree."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "soaks: asks for what came of the day beside the tests")


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


@pytest.fixture(scope="session", autouse=True)
def soaking(
    request: pytest.FixtureRequest, tree: Debian13, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Future[Soaked] | None]:
    """The soak's three minutes, where a test asks for them, beside the tests here: those wait."""
    if not any(each.get_closest_marker("soaks") for each in request.session.items):
        yield None
        return
    place = Lab(tree, tmp_path_factory.mktemp("soak"))
    with ThreadPoolExecutor(1) as aside:
        try:
            place.start_display()
            yield aside.submit(soaked_in, place)
        finally:
            place.close()


@pytest.fixture
def lab(tree: Debian13, tmp_path: Path) -> Iterator[Lab]:
    """A display of its own; Monado and the program are the test's to start."""
    place = Lab(tree, tmp_path)
    try:
        place.start_display()
        yield place
    finally:
        place.close()
