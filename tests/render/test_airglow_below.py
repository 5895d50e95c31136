"""Airglow seen face-on, straight down over a dark ocean without Moon, against the vertical sum.

The difference of two solar fluxes holds green and red alone, whatever lies below. All layers
together are told from the sea behind them by the waves that they share: where the water is
darkest, what is left beside airglow is its own small light, of which the sum is known.
"""

import numpy as np
import pytest

from orbit.airglow import airglow_tables
from tests.render.line_of_sight import layer_column, look
from tests.render.sights import CAMERA, EVEN, rays_of, view_along

OCEAN = (960.0, 1000.0, 1040.0)
"""Over the Pacific east of Japan: the Moon 45 degrees under the horizon, the Sun 27."""
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
SEA = 0.03 / np.pi * 0.9e-3 * 0.8
"""cd/m2 of clear sea (albedo 3 %) under the natural light of a moonless night, 0.9e-3 lux on the
ground (Leinert et al. 1998), through the air."""


@pytest.fixture(scope="module")
def below(timeline, renderer, active_sun, active_sun_renderer):
    """Pictures straight down at two fluxes, and the airmass of a layer at each pixel's angle."""
    quiet, active, airmass = [], [], []
    for t in OCEAN:
        moment = timeline.at(t)
        view = view_along(moment, -moment.eye_position, (120, 120), 60.0)
        quiet.append(renderer.hdr(moment, view, CAMERA, EVEN).astype(float))
        active.append(active_sun_renderer.hdr(moment, view, CAMERA, EVEN).astype(float))
        coarse = rays_of(moment, view)[::20, ::20].reshape(-1, 3)
        sight = look(moment, coarse, step=500.0, reach=9e5)
        airmass.append(
            [layer_column(sight, name, {"oi_557": 1.0, "oi_630": 1.0}) for name in ("green", "red")]
        )
    return np.array(quiet), np.array(active), np.mean(airmass, axis=(0, 2, 3))


def zenith(timeline):
    """Return {layer: (3,) cd/m2} straight through every layer."""
    tables = airglow_tables(timeline.scenario.f107_sfu)
    return dict(zip(tables.layers, tables.zenith_rgb, strict=True))


def test_green_and_red_face_on_are_within_5_percent_of_their_vertical_light(
    below, timeline, active_sun
):
    quiet, active, airmass = below
    gained = np.mean(active - quiet, axis=(0, 1, 2))
    colours = [zenith(active_sun)[name] - zenith(timeline)[name] for name in ("green", "red")]
    found = np.linalg.lstsq(np.array(colours).T, gained, rcond=None)[0]
    np.testing.assert_allclose(found, airmass, rtol=0.05)


def test_all_airglow_face_on_is_within_5_percent_of_its_vertical_light(below, timeline, active_sun):
    quiet, active, _ = below
    gained = (active - quiet) @ LUMINANCE
    seen = quiet @ LUMINANCE
    dark_sea = np.percentile((seen - SEA) / gained, 2.0)
    whole = sum(zenith(timeline).values()) @ LUMINANCE
    gain = sum(zenith(active_sun).values()) @ LUMINANCE - whole
    assert dark_sea == pytest.approx(whole / gain, rel=0.05)
