"""One context, timeline and renderer for all tests of a run; they take seconds to make."""

import pytest

from orbit.scenario import find_scenario
from orbit.timeline import build
from render.context import standalone
from render.renderer import Renderer


@pytest.fixture(scope="session")
def timeline():
    return build(find_scenario("progress-ms-10"))


@pytest.fixture(scope="session")
def context():
    return standalone()


@pytest.fixture(scope="session")
def renderer(context, timeline):
    return Renderer(context, timeline)


@pytest.fixture(scope="session")
def active_sun():
    """The same evening at solar maximum: green and red airglow shine brighter, nothing else."""
    return build(find_scenario("progress-ms-10").model_copy(update={"f107_sfu": 300.0}))


@pytest.fixture(scope="session")
def active_sun_renderer(context, active_sun):
    return Renderer(context, active_sun)
