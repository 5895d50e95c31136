from importlib.resources import files

import pytest

from assets.errors import InputError
from orbit.air_optics import air_file
from orbit.emissions import airglow_file, emissions

GOOD = files("assets").joinpath("airglow.toml").read_text(encoding="utf-8")


def refused(tmp_path, text):
    path = tmp_path / "airglow.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        airglow_file(path)
    return str(caught.value)


def test_an_emission_without_its_strength_is_refused_with_its_line(tmp_path):
    message = refused(tmp_path, GOOD.replace("rayleigh = 36.5 ", "#", 1))
    assert "airglow.toml:" in message
    assert "rayleigh or luminance_share" in message


def test_a_layer_that_is_not_listed_is_refused_by_name(tmp_path):
    message = refused(tmp_path, GOOD.replace('layer = "red"', 'layer = "rouge"', 1))
    assert "gold, green, blue, red" in message


def test_a_spectrum_of_two_lengths_is_refused(tmp_path):
    message = refused(tmp_path, GOOD.replace("[0.63, 0.37]", "[0.63]", 1))
    assert "as many entries" in message


def test_a_misspelt_key_is_refused_with_the_right_one(tmp_path):
    message = refused(tmp_path, GOOD.replace("fwhm_km = 117.7", "fwmh_km = 117.7", 1))
    assert "fwhm_km" in message


def test_a_misspelt_key_of_the_air_is_refused_with_the_right_one(tmp_path):
    text = files("assets").joinpath("air.toml").read_text(encoding="utf-8")
    path = tmp_path / "air.toml"
    path.write_text(text.replace("peak_km", "peek_km", 1), encoding="utf-8")
    with pytest.raises(InputError, match="peak_km"):
        air_file(path)


def test_light_follows_the_sun_and_never_falls_below_nothing():
    quiet, active = emissions(70.0), emissions(200.0)
    for before, after in zip(quiet, active, strict=True):
        assert after.xyz[1] >= before.xyz[1]
    assert all(one.xyz[1] >= 0 for one in emissions(0.0))
    by_id = {one.id: one for one in active}
    assert by_id["oi_557"].rayleigh == pytest.approx(163 * 1.75, rel=1e-6)
