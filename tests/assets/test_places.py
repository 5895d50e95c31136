import numpy as np
import pytest

from assets.coast import COAST, LAKE, RIVER, shores
from assets.font import font_licence, font_path
from assets.images import image
from assets.places import KINDS, places


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Baikonur", 45.62, 63.32),
        ("Kyzylorda", 44.85, 65.51),
        ("Aral", 46.80, 61.66),
        ("Zhosaly", 45.49, 64.08),
        ("Kazaly", 45.76, 62.10),
        ("Tashkent", 41.31, 69.27),
        ("Moscow", 55.75, 37.62),
    ],
)
def test_towns_of_the_flight_are_named_where_they_are(name, lat, lon):
    row = places().name.index(name)
    assert places().kind[row] == "town"
    assert np.degrees([places().lat[row], places().lon[row]]) == pytest.approx([lat, lon], abs=0.06)


def test_places_have_known_kinds_and_lie_on_the_globe():
    named = places()
    assert set(named.kind) == set(KINDS)
    assert np.all(np.abs(named.lat) < np.pi / 2)
    assert np.all(np.abs(named.lon) <= np.pi)
    assert len(named.name) == len(named.kind) == len(named.lat) == len(named.population)


def test_towns_come_first_and_the_larger_before_the_smaller():
    towns = places().kind.count("town")
    assert set(places().kind[:towns]) == {"town"}
    assert np.all(np.diff(places().population[:towns]) <= 0)
    assert towns > 4000


def test_shores_are_lines_on_the_globe_of_three_kinds():
    lines = shores()
    assert set(np.unique(lines.kind)) == {COAST, LAKE, RIVER}
    assert lines.start[-1] == len(lines.lat) == len(lines.lon)
    assert np.all(np.diff(lines.start) >= 2)
    assert np.abs(lines.lat).max() < np.pi / 2
    assert np.abs(lines.lon).max() <= np.pi + 1e-6


def test_lake_shores_are_closed():
    lines = shores()
    for lake in np.flatnonzero(lines.kind == LAKE):
        first, last = lines.start[lake], lines.start[lake + 1] - 1
        assert lines.lat[first] == lines.lat[last]
        assert lines.lon[first] == lines.lon[last]


def test_the_coast_passes_baku_within_5_km():
    lines = shores()
    near = np.hypot(
        lines.lat - np.radians(40.37), (lines.lon - np.radians(49.85)) * np.cos(np.radians(40.37))
    )
    assert 6371 * near.min() < 5


def test_the_font_has_the_letters_of_kazakh_and_a_licence():
    from PIL import ImageFont

    font = ImageFont.truetype(font_path(), 40)
    blank = font.getmask("\U0010fffd").getbbox(), bytes(font.getmask("\U0010fffd"))
    for letter in "ӘҒҚҢӨҰҮҺІӓЖЩäöß":
        drawn = font.getmask(letter)
        assert (drawn.getbbox(), bytes(drawn)) != blank
    assert "SIL OPEN FONT LICENSE" in font_licence()


def test_every_sea_and_lake_is_named_on_its_water():
    named = places()
    water = image("land_water")
    height, width = water.shape
    for name, kind, lat, lon in zip(
        named.name, named.kind, np.degrees(named.lat), np.degrees(named.lon), strict=True
    ):
        if kind in ("sea", "lake"):
            row, column = int((90 - lat) / 180 * height), int((lon + 180) / 360 * width)
            assert water[row, column] > 100, name
