import time

import numpy as np
import pytest

from assets.images import image, night_radiance
from assets.lamps import COLOUR_CLASSES, COLOURS, geodetic, itrs, lamps
from assets.manifest import path
from assets.recipes.lamps.balance import Sky
from assets.recipes.lamps.budget import EARTH_RADIUS_KM, Budget


@pytest.fixture(scope="module")
def degrees():
    """Latitude and longitude of every lamp as it is stored."""
    cells, rows = np.load(path("lamp_cells.npy")), np.load(path("lamps.npy"))
    return tuple(np.degrees(angle) for angle in geodetic(cells, rows))


def near(degrees, lat, lon, km):
    away = np.hypot(degrees[0] - lat, (degrees[1] - lon) * np.cos(np.radians(lat))) * 111.2
    return away < km


def test_there_are_about_a_million_and_a_half_lamps_in_cells():
    field = lamps()
    n, m = len(field.intensity_cd), len(field.cell_radius)
    assert 0.8e6 < n < 1.5e6
    assert field.cell_start[0] == 0
    assert field.cell_start[-1] == n
    assert field.position_itrs.shape == (n, 3)
    assert field.cell_centre_itrs.shape == (m, 3)
    assert np.all(np.diff(field.cell_start) > 0)
    assert field.position_itrs.dtype == field.intensity_cd.dtype == np.float32


def test_lamps_lie_on_the_ellipsoid_within_their_cells_radius(degrees):
    field = lamps()
    count = np.diff(field.cell_start)
    place = field.position_itrs + np.repeat(field.cell_centre_itrs, count, axis=0)
    assert np.abs(place - itrs(*np.radians(degrees))).max() < 0.01
    away = np.linalg.norm(field.position_itrs, axis=1)
    assert np.all(away <= np.repeat(field.cell_radius, count) * (1 + 1e-6))
    assert field.cell_radius.max() < 85_000


def test_itrs_agrees_with_the_published_place_of_greenwich():
    # WGS 84 Earth-fixed coordinates of 51.4778 N 0 E at height 0 by closed formula (NIMA TR8350.2).
    (place,) = itrs(np.radians([51.4778]), np.array([0.0]))
    assert place == pytest.approx([3_980_565.0, 0.0, 4_966_830.0], abs=200)
    axis, b = 6_378_137.0, 6_356_752.314_245
    assert place[0] ** 2 / axis**2 + place[2] ** 2 / b**2 == pytest.approx(1, abs=1e-12)


def test_the_lamps_light_is_that_of_the_night_picture_within_10_percent(degrees):
    """Over 95 % of the light on land: cells of 1 degree, seen as coarsely as the picture."""
    radiance = night_radiance().astype(float)
    h, w = radiance.shape
    edge = np.radians(90 - np.arange(h + 1) / h * 180)
    area = (np.sin(edge[:-1]) - np.sin(edge[1:]))[:, None] * EARTH_RADIUS_KM**2 * 2 * np.pi / w
    wanted = Budget(radiance, area).intensity
    seen = Sky(*degrees, radiance.shape).seen(lamps().intensity_cd.astype(float))
    land = 1 - image("land_water").reshape(h, 4, w, 4).mean(axis=(1, 3)) / 255
    # Six by six pixels are 1.05 degrees; rows beyond the last whole block are empty ice.
    rows, columns = h // 6 * 6, w // 6 * 6

    def blocks(grid):
        return grid[:rows, :columns].reshape(rows // 6, 6, columns // 6, 6).sum(axis=(1, 3))

    lit = (blocks(wanted) > 1e6) & (blocks(land) > 18)
    ratio = blocks(seen)[lit] / blocks(wanted)[lit]
    good = np.abs(ratio - 1) < 0.1
    assert blocks(wanted)[lit][good].sum() / blocks(wanted)[lit].sum() > 0.95
    assert np.abs(blocks(seen)[lit].sum() / blocks(wanted)[lit].sum() - 1) < 0.02


def test_no_lamp_stands_in_open_water(degrees):
    water = image("land_water") > 250
    open_water = water.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            open_water &= np.roll(water, step, axis)
    h, w = water.shape
    row = ((90 - degrees[0]) / 180 * h).astype(int)
    column = ((degrees[1] + 180) / 360 * w).astype(int) % w
    assert not open_water[row, column].any()


def test_the_first_quarter_of_a_cell_four_times_as_bright_stands_for_it():
    field = lamps()
    count = np.diff(field.cell_start)
    large = np.flatnonzero(count > 400)
    ratio = []
    for cell in large:
        first = field.cell_start[cell]
        part = field.intensity_cd[first : first + count[cell] // 4].sum()
        ratio.append(part * (count[cell] / (count[cell] // 4)) / field.cell_intensity[cell])
    assert np.mean(ratio) == pytest.approx(1, abs=0.02)
    assert np.percentile(np.abs(np.array(ratio) - 1), 90) < 0.25


def test_a_thinned_cell_keeps_its_middle_where_it_was():
    field = lamps()
    count = np.diff(field.cell_start)
    for cell in np.flatnonzero(count > 2000):
        rows = slice(field.cell_start[cell], field.cell_start[cell + 1])
        place = field.position_itrs[rows]
        few = place[: count[cell] // 8].mean(axis=0)
        assert np.linalg.norm(few - place.mean(axis=0)) < 3000


@pytest.mark.parametrize(
    ("town", "lat", "lon", "km", "least"),
    [
        ("Moscow", 55.75, 37.62, 25, 1e8),
        ("Tehran", 35.70, 51.40, 25, 5e7),
        ("Dubai", 25.20, 55.30, 25, 3e7),
        ("Delhi", 28.64, 77.20, 25, 1e8),
        ("Beijing", 39.91, 116.40, 25, 1e8),
        ("Tashkent", 41.30, 69.25, 20, 1e7),
        ("Kyzylorda", 44.85, 65.51, 10, 5e5),
        ("Baikonur", 45.62, 63.31, 10, 2e5),
        ("New York", 40.75, -73.98, 25, 1e8),
        ("São Paulo", -23.55, -46.63, 25, 1e8),
    ],
)
def test_towns_shine_where_they_are(degrees, town, lat, lon, km, least):
    assert lamps().intensity_cd[near(degrees, lat, lon, km)].sum() > least


def test_the_pad_is_floodlit_as_estimated(degrees):
    pad = near(degrees, 45.9203, 63.3422, 0.6)
    pad &= lamps().colour_class == COLOUR_CLASSES.index("floodlight")
    assert lamps().intensity_cd[pad].sum() == pytest.approx(2e5, rel=0.1)


def test_tengiz_burns_gas(degrees):
    field = near(degrees, 46.1, 53.4, 60)
    flares = lamps().colour_class[field] == COLOUR_CLASSES.index("flare")
    assert lamps().intensity_cd[field][flares].sum() > 5e5


def test_the_middle_of_a_large_town_is_brighter_than_its_edge(degrees):
    intensity = lamps().intensity_cd
    for lat, lon in [(41.30, 69.25), (55.75, 37.62), (39.91, 116.40)]:
        core = intensity[near(degrees, lat, lon, 5)].sum() / 5**2
        around = near(degrees, lat, lon, 20) & ~near(degrees, lat, lon, 12)
        assert core > 2 * intensity[around].sum() / (20**2 - 12**2)


def test_most_lamps_are_sodium_and_every_class_is_used():
    classes = np.bincount(lamps().colour_class, minlength=len(COLOURS)) / len(lamps().colour_class)
    assert len(COLOURS) == len(COLOUR_CLASSES) == len(classes)
    assert 0.55 < classes[0] + classes[1] < 0.9
    assert np.all(classes > 0)


def test_colours_have_a_luminance_of_one_and_go_from_orange_to_white():
    assert np.allclose(COLOURS @ (0.2126, 0.7152, 0.0722), 1)
    assert np.all(COLOURS >= 0)
    redness = COLOURS[:, 0] / COLOURS[:, 1]
    assert redness[COLOUR_CLASSES.index("flare")] > redness[0] > redness[1] > redness[2]


def test_loading_takes_at_most_300_ms():
    lamps()
    took = []
    for _ in range(3):
        lamps.cache_clear()
        begun = time.process_time()
        lamps()
        took.append(time.process_time() - begun)
    assert min(took) < 0.3
