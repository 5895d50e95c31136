import numpy as np
import pytest

from assets import images
from assets.errors import MachineError
from assets.images import PICTURES, RELIEF_STEP, image


def at(picture, lat, lon):
    height, width = picture.shape[:2]
    return picture[int((90 - lat) / 180 * height), int((lon + 180) / 360 * width)]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_its_declared_size_and_is_not_flat(name):
    declared, pixels = PICTURES[name], image(name)
    shape = declared.size if declared.channels == 1 else (*declared.size, declared.channels)
    assert pixels.shape == shape
    assert pixels.dtype == np.uint8
    assert pixels.std() > 1


def test_land_and_water_are_told_apart():
    water = image("land_water")
    for lat, lon in [(0, -30), (42.5, 50.5), (46.4, 60.6), (53.5, 108), (45.1, 58.5)]:
        assert at(water, lat, lon) > 250
    for lat, lon in [(48, 68), (45.92, 63.34), (23, 15), (45.2, 60.4)]:  # the last: the dry Aral
        assert at(water, lat, lon) < 5


@pytest.mark.parametrize(
    ("place", "lat", "lon", "height"),
    [
        ("Tibet", 33, 88, 5000),
        ("Altiplano", -18, -68, 3800),
        ("Greenland", 72.6, -38.5, 3200),
        ("Dome A", -80.4, 77.4, 4090),
    ],
)
def test_plateaus_stand_as_high_as_they_do_on_maps(place, lat, lon, height):
    assert at(image("relief"), lat, lon) * RELIEF_STEP == pytest.approx(height, rel=0.1)


def test_the_moons_maria_are_darker_than_its_highlands():
    moon = image("moon").astype(float)
    imbrium, highlands = at(moon, 35, -17), at(moon, -45, 10)
    assert imbrium < 0.7 * highlands


def test_the_milky_way_is_brightest_toward_its_centre_and_dark_at_its_poles():
    glow = image("milky_way").astype(float).sum(axis=2)
    height, width = glow.shape
    centre = glow[height // 2 - 40 : height // 2 + 40, width // 2 - 60 : width // 2 + 60].mean()
    assert centre > 5 * glow[: height // 8].mean()


def test_no_star_is_left_in_the_milky_way():
    # Away from the band and the Magellanic Clouds, nothing stands out of its surroundings.
    north = image("milky_way")[:380].astype(int).max(axis=2)
    assert north.max() - np.median(north) < 20


def test_a_picture_that_cannot_be_decoded_is_a_machine_error(tmp_path, monkeypatch):
    broken = tmp_path / "moon.webp"
    broken.write_bytes(b"no picture")
    monkeypatch.setattr(images, "path", lambda name: broken)
    with pytest.raises(MachineError, match=r"moon\.webp cannot be decoded"):
        image("moon")
