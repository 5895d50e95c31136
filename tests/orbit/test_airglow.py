import numpy as np
import pytest

from orbit.airglow import EARTH_RADIUS, airglow_tables, layer_columns
from orbit.colorimetry import LUMINANCE_WEIGHTS, SRGB_FROM_XYZ
from orbit.columns import gaussian_columns
from orbit.emissions import emissions

HEIGHT = 407e3
NOVEMBER_2018 = 70.0


@pytest.fixture(scope="module")
def tables():
    return airglow_tables(NOVEMBER_2018, HEIGHT)


def distance_at(height):
    """Perigee distance of the rays whose perigee lies at these heights, from the station."""
    perigee = EARTH_RADIUS + np.asarray(height, dtype=float)
    return np.sqrt((EARTH_RADIUS + HEIGHT) ** 2 - perigee**2)


def by_id(f107):
    return {one.id: one for one in emissions(f107)}


def test_the_zenith_shines_as_palace_says():
    # Noll et al. 2025 at 100 sfu, within 10 %.
    light = by_id(100.0)
    total = sum(one.xyz[1] for one in light.values())
    scotopic = sum(one.scotopic for one in light.values())
    assert total == pytest.approx(1.4e-4, rel=0.1)
    assert light["oi_557"].rayleigh == pytest.approx(163, rel=1e-6)
    assert light["na"].rayleigh == pytest.approx(36.5, rel=1e-6)
    assert light["oi_630"].rayleigh == pytest.approx(164, rel=1e-6)
    assert light["feo"].xyz[1] / total == pytest.approx(0.45, rel=0.1)
    assert light["ho2"].xyz[1] / total == pytest.approx(0.08, rel=0.1)
    assert light["oh"].xyz[1] / total == pytest.approx(0.08, rel=0.1)
    assert light["o2"].xyz[1] / total == pytest.approx(0.07, rel=0.1)
    assert light["o2"].scotopic / scotopic == pytest.approx(0.28, rel=0.1)


def test_the_sun_of_november_2018_leaves_126_rayleigh_of_green_and_57_percent_of_red():
    light = by_id(NOVEMBER_2018)
    assert light["oi_557"].rayleigh == pytest.approx(126, rel=0.02)
    assert light["oi_630"].rayleigh == pytest.approx(0.57 * 164, rel=0.02)


def test_one_rayleigh_of_the_green_line_is_193_nanocandela():
    green = by_id(100.0)["oi_557"]
    assert green.xyz[1] / green.rayleigh == pytest.approx(1.93e-7, rel=0.01)
    assert green.scotopic / green.rayleigh == pytest.approx(1.74e-7, rel=0.01)


def test_the_limb_reaches_what_sciamachy_saw_at_most():
    # Up to 7.8e3 R (Lednyts'kyy et al. 2015); a quiet night at solar minimum stays below.
    green = by_id(NOVEMBER_2018)["oi_557"]
    column = gaussian_columns(
        distance_at(green.peak),
        EARTH_RADIUS + HEIGHT,
        EARTH_RADIUS,
        EARTH_RADIUS + green.peak,
        green.sigma,
    )
    limb = float(column.near + column.far) * green.rayleigh
    assert 5.0e3 < limb < 7.8e3


@pytest.mark.parametrize("height", [0.0, 95e3, 250e3, 350e3, HEIGHT, 425e3, 700e3])
def test_tables_stay_within_half_a_percent_of_the_exact_integral(height):
    tables = airglow_tables(NOVEMBER_2018, height)
    observer = EARTH_RADIUS + height
    grazing = EARTH_RADIUS + np.linspace(0.0, min(height, 420e3), 4001)
    distance = np.concatenate(
        [
            np.sqrt(np.maximum(observer**2 - grazing**2, 0.0)),
            observer * np.linspace(0.0, 1.0, 4001),
        ]
    )
    found = tables.lookup(distance)
    for channel, name in enumerate(tables.layers):
        members = tuple(one for one in emissions(NOVEMBER_2018) if one.layer == name)
        exact = layer_columns(members, distance, observer, EARTH_RADIUS)
        most = max(exact.near.max(), exact.far.max(), exact.above.max())
        for kind in ("near", "far", "above"):
            error = np.abs(getattr(found, kind)[:, channel] - getattr(exact, kind))
            assert np.all(error <= 0.005 * getattr(exact, kind) + 5e-4 * most), (name, kind)


def test_a_layers_colour_stands_for_its_emissions_within_2_percent_of_the_limbs_luminance(tables):
    height = np.arange(60e3, 400e3, 500.0)
    observer = EARTH_RADIUS + HEIGHT
    exact = np.zeros((len(height), 3))
    for one in emissions(NOVEMBER_2018):
        column = gaussian_columns(
            distance_at(height), observer, EARTH_RADIUS, EARTH_RADIUS + one.peak, one.sigma
        )
        exact += (column.near + column.far)[:, None] * one.xyz
    found = tables.radiance(distance_at(height), False) @ np.linalg.inv(SRGB_FROM_XYZ).T
    assert np.abs(found[:, 1] - exact[:, 1]).max() < 0.02 * exact[:, 1].max()


def test_the_limb_is_gold_below_and_green_above(tables):
    low, high = tables.radiance(distance_at([86e3, 98e3]), False)
    assert low[0] > 1.5 * low[1] > 2 * low[2] > 0
    assert high[1] > high[0] and high[1] > high[2]


def test_light_toward_the_horizontal_is_the_same_from_above_and_from_below(tables):
    down = tables.radiance(np.array([1.0]), False)
    up = tables.radiance(np.array([-1.0]), False)
    assert down == pytest.approx(up, rel=1e-3)


def test_rays_that_go_up_see_no_mirror_image_of_the_limb(tables):
    distance = distance_at([90e3])
    assert tables.radiance(-distance, False).max() < 1e-3 * tables.radiance(distance, False).max()


def test_the_ground_hides_the_far_side_of_the_layers(tables):
    distance = distance_at([-1.0])
    ground, limb = tables.radiance(distance, True), tables.radiance(distance, False)
    assert ground[0] @ LUMINANCE_WEIGHTS == pytest.approx(limb[0] @ LUMINANCE_WEIGHTS / 2, rel=0.01)


def test_straight_down_the_layers_shine_once(tables):
    rgb = tables.radiance(np.array([EARTH_RADIUS + HEIGHT]), True)
    assert rgb[0] == pytest.approx(tables.zenith_rgb.sum(axis=0), rel=0.01)


def test_colours_are_within_the_gamut_and_keep_their_luminance(tables):
    assert tables.zenith_rgb.min() >= 0
    expected = sum(one.xyz[1] for one in emissions(NOVEMBER_2018))
    assert tables.zenith_rgb.sum(axis=0) @ LUMINANCE_WEIGHTS == pytest.approx(expected, rel=1e-6)


def test_the_texture_holds_the_three_columns_of_four_layers(tables):
    texture = tables.texture()
    assert texture.shape == (3, 512, 4)
    assert texture.dtype == np.float32
    assert texture[1, 100, 2] == pytest.approx(tables.far[100, 2])


def test_a_moved_observer_reads_the_same_perigees_from_the_same_tables(tables):
    height = np.linspace(10e3, 110e3, 300)
    moved = EARTH_RADIUS + HEIGHT + 10e3
    own = np.sqrt(moved**2 - (EARTH_RADIUS + height) ** 2)
    shifted = np.sqrt(own**2 + tables.observer**2 - moved**2)
    there = airglow_tables(NOVEMBER_2018, HEIGHT + 10e3)
    expected = there.radiance(own, False)
    assert tables.radiance(shifted, False) == pytest.approx(expected, rel=0.01, abs=1e-6)
