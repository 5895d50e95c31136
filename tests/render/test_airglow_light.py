"""Each airglow layer in the linear image, against a sum along the line of sight in double.

Layers are told apart without touching the code: at another solar flux only green and red shine
otherwise, so the difference of two pictures holds these alone, and colour parts them; what is left
of the first picture is gold and blue. All at a moonless moment, over a sky without Milky Way.
"""

import numpy as np
import pytest

from orbit.airglow import airglow_tables
from orbit.emissions import emissions
from orbit.extinction import limb_table
from tests.render.line_of_sight import layer_column, look
from tests.render.sights import CAMERA, EVEN, aft_view, rays_down_the_middle

MOONLESS = 640.0
LAYERS = ("gold", "green", "blue", "red")
AUTHORITIES = ("sum along the line of sight", "tables of orbit.airglow")
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
SEARCH_DEG = np.arange(-0.1, 0.1001, 0.001)
WINDOWS = {"gold": (55e3, 120e3), "green": (60e3, 130e3), "blue": (60e3, 130e3)}
WINDOWS["red"] = (140e3, 320e3)
"""m of tangent height over which a layer's profile is compared."""


def parted(quiet, active, quiet_tables, active_tables):
    """Return the airmass (n, 4) of every layer from the pictures' columns (n, 3) at two fluxes."""
    order = [quiet_tables.layers.index(name) for name in LAYERS]
    colours = quiet_tables.zenith_rgb[order]
    gain = active_tables.zenith_rgb[order] - colours
    assert np.allclose(gain[[0, 2]], 0.0)
    green_red = np.linalg.lstsq(gain[[1, 3]].T, (active - quiet).T, rcond=None)[0]
    rest = quiet.T - colours[[1, 3]].T @ green_red
    gold_blue = np.linalg.lstsq(colours[[0, 2]].T, rest, rcond=None)[0]
    return np.stack([gold_blue[0], green_red[0], gold_blue[1], green_red[1]], axis=1)


def shift_deg(profile, expected, elevation_deg):
    """Return by how much a profile stands above the expected one, degrees, by least squares."""
    order = np.argsort(elevation_deg)
    where, there = elevation_deg[order], expected[order]

    def misfit(shift):
        moved = np.interp(elevation_deg - shift, where, there)
        scale = (profile @ moved) / (moved @ moved)
        return ((profile - scale * moved) ** 2).sum()

    misfits = np.array([misfit(shift) for shift in SEARCH_DEG])
    best = np.clip(np.argmin(misfits), 1, len(misfits) - 2)
    a, b, c = misfits[best - 1 : best + 2]
    return SEARCH_DEG[best] + 0.001 * (a - c) / (2 * (a - 2 * b + c))


def assert_within(profile, expected, elevation_deg, rows):
    """Assert that light is within 5 % of what is expected at its angle, give or take 0.02 deg."""
    order = np.argsort(elevation_deg)
    near = np.stack(
        [
            np.interp(elevation_deg[rows] + shift, elevation_deg[order], expected[order])
            for shift in np.linspace(-0.02, 0.02, 9)
        ]
    )
    assert (profile[rows] > 0.95 * near.min(axis=0)).all()
    assert (profile[rows] < 1.05 * near.max(axis=0)).all()


class Limb:
    """The limb aft at one size: what is seen in each row, and what should be."""

    def __init__(self, timelines, renderers, size, fov_deg, elevation_deg):
        moment = timelines[0].at(MOONLESS)
        view = aft_view(moment, size, fov_deg, elevation_deg)
        pictures = [each.hdr(moment, view, CAMERA, EVEN).astype(float) for each in renderers]
        # Stars are few; the median over the narrow strip leaves the smooth light.
        columns = [np.median(picture, axis=1) for picture in pictures]
        rays = rays_down_the_middle(moment, view)
        zenith = moment.eye_position / np.linalg.norm(moment.eye_position)
        self.elevation_deg = np.degrees(np.arcsin(rays @ zenith))
        self.seen = columns[0]
        self.sight = look(moment, rays)
        self.tangent = self.sight.tangent_height
        limb = limb_table()
        far_side = np.stack(
            [np.interp(self.tangent, limb.apparent_height, row) for row in limb.transmission.T], 1
        )
        far_side[self.tangent < 0] = 0.0
        self.tables = [airglow_tables(each.scenario.f107_sfu) for each in timelines]
        tables = self.tables[0]
        perigee = np.minimum(tables.earth_radius + self.tangent, tables.observer)
        distance = np.sqrt(tables.observer**2 - perigee**2)
        order = [tables.layers.index(name) for name in LAYERS]
        self.tabled_airmass = tables.airmass(distance, self.tangent < 0)[:, order]
        self.airmass = parted(*columns, *self.tables)
        shares = [
            {one.id: float(one.xyz[1]) for one in emissions(each.scenario.f107_sfu)}
            for each in timelines
        ]
        expected = [
            np.stack([layer_column(self.sight, name, share, far_side) for name in LAYERS], axis=1)
            for share in shares
        ]
        # (n, layers, channels) airmass, quiet; (n, channels) light, quiet, and what is gained.
        self.expected_airmass = expected[0]
        colours = [tables.zenith_rgb for tables in self.tables]
        self.expected = np.einsum("nkc,kc->nc", expected[0], colours[0])
        self.gained = columns[1] - columns[0]
        self.expected_gain = np.einsum("nkc,kc->nc", expected[1], colours[1]) - self.expected

    def airmass_by(self, authority):
        """Return (n, layers) the airmass in green light by one of `AUTHORITIES`."""
        return self.expected_airmass[..., 1] if authority == AUTHORITIES[0] else self.tabled_airmass


@pytest.fixture(
    scope="module",
    params=[((48, 1080), 50.0, -20.0), ((48, 900), 12.0, -16.5)],
    ids=["as-a-film", "through-a-lens"],
)
def limb(request, timeline, renderer, active_sun, active_sun_renderer):
    return Limb((timeline, active_sun), (renderer, active_sun_renderer), *request.param)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_each_layer_stands_at_its_angle_within_0_02_degrees(limb, layer, authority):
    index = LAYERS.index(layer)
    low, high = WINDOWS[layer]
    rows = (limb.tangent > low) & (limb.tangent < high)
    assert rows.sum() > 12
    expected = limb.airmass_by(authority)[:, index]
    shift = shift_deg(limb.airmass[rows, index], expected[rows], limb.elevation_deg[rows])
    assert abs(shift) < 0.02


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_each_layer_is_as_bright_at_the_limb_as_its_column_within_5_percent(limb, layer, authority):
    index = LAYERS.index(layer)
    expected = limb.airmass_by(authority)[:, index]
    rows = (limb.tangent > WINDOWS[layer][0]) & (expected > 0.3 * expected.max())
    assert_within(limb.airmass[:, index], expected, limb.elevation_deg, rows)


def test_the_limbs_luminance_is_that_of_all_layers_within_5_percent(limb):
    rows = (limb.tangent > 40e3) & (limb.tangent < 105e3)
    assert_within(limb.seen @ LUMINANCE, limb.expected @ LUMINANCE, limb.elevation_deg, rows)


def test_the_earths_limb_is_where_the_air_over_the_ellipsoid_ends_within_0_02_degrees(limb):
    # What the layers beyond the limb send through its air rises from nothing to all between tangent
    # heights of 0 and 50 km; the difference of two fluxes holds nothing but that.
    rows = (limb.tangent > -15e3) & (limb.tangent < 60e3)
    green = 1
    shift = shift_deg(
        limb.gained[rows, green], limb.expected_gain[rows, green], limb.elevation_deg[rows]
    )
    assert abs(shift) < 0.02
