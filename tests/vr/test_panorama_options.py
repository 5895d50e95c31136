"""Panoramas through the command line: what is refused, and what stills and films say they are."""

import struct
import xml.etree.ElementTree as ET

import av
import numpy as np
import pytest
from av.sidedata.sidedata import Type
from PIL import Image

from assets.errors import InputError
from orbit.scenario import find_scenario
from orbit.timeline import build
from vr.camera import sight_at, views_at
from vr.cli import main
from vr.panorama_options import PanoramaOptions, panorama_at

GPANO = "{http://ns.google.com/photos/1.0/panorama/}"


@pytest.fixture(scope="module")
def moment():
    return build(find_scenario()).at(250.0)


def cupola(*arguments):
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    assert not end.value.code


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--stereo"], "--projection equirect"),
        (["--ipd", 60], "add --stereo"),
        (["--projection", "equirect", "--ipd", 60], "add --stereo"),
        (["--projection", "equirect", "--fov", 50], "--fov 50"),
        (["--projection", "equirect", "--elevation", -20], "horizon is level"),
        (["--projection", "equirect", "--roll", 10], "horizon is level"),
        (["--projection", "equirect", "--labels"], "leave it out"),
        (["--projection", "equirect", "--size", "4096x4096"], "4096x2048"),
        (["--projection", "equirect", "--size", "1000x400"], "1000x500"),
        (["--projection", "equirect", "--stereo", "--size", "4096x2048"], "4096x4096"),
        (["--projection", "equirect", "--stereo", "--ipd", 900], "1 to 200 mm"),
    ],
)
@pytest.mark.parametrize(
    "command", [["frame", "--at", 0, "--out", "F.png"], ["film", "--out", "F.mp4"]]
)
def test_what_does_not_go_together_is_refused_with_the_remedy(
    tmp_path, monkeypatch, capsys, command, given, words
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main([str(each) for each in (*command, *given)])
    assert end.value.code == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("azimuth_deg", [0.0, 90.0, 180.0, 251.0])
def test_the_middle_looks_along_the_azimuth_and_the_top_is_the_zenith(moment, azimuth_deg):
    panorama = panorama_at(PanoramaOptions(azimuth_deg), moment)
    lvlh_from_cupola = moment.lvlh_from_gcrs @ moment.cupola_from_gcrs.T
    right, up, back = (lvlh_from_cupola @ panorama.cupola_from_centre).T
    azimuth = np.radians(azimuth_deg)
    np.testing.assert_allclose(-back, [np.cos(azimuth), np.sin(azimuth), 0.0], atol=1e-12)
    np.testing.assert_allclose(up, [0.0, 0.0, -1.0], atol=1e-12)
    np.testing.assert_allclose(np.cross(right, up), back, atol=1e-12)


def test_the_eyes_are_as_far_apart_as_said(moment):
    left, right = sight_at(PanoramaOptions(size=(256, 256), ipd_mm=70.0), moment).circles
    assert right.radius - left.radius == pytest.approx(0.070)
    assert left.radius < 0.0


def test_the_views_that_stand_for_a_panorama_see_every_direction(moment):
    views = views_at(PanoramaOptions(size=(512, 256)), moment)
    directions = np.random.default_rng(1).normal(size=(500, 3))
    seen = np.zeros(500, bool)
    for view in views:
        x, y, z = (directions @ view.cupola_from_eye).T
        left, right, down, up = view.tangents
        with np.errstate(divide="ignore", invalid="ignore"):
            inside = (left < x / -z) & (x / -z < right) & (down < y / -z) & (y / -z < up)
        seen |= inside & (z < 0.0)
    assert seen.all()


def test_an_infinite_azimuth_is_refused():
    with pytest.raises(InputError, match="--azimuth inf"):
        PanoramaOptions(float("inf"))


@pytest.mark.parametrize("stereo", [False, True])
def test_a_still_of_all_directions_says_so(tmp_path, stereo):
    path, hdr = tmp_path / "F.png", tmp_path / "F.npy"
    size = (256, 256) if stereo else (256, 128)
    given = ["--projection", "equirect", "--size", f"{size[0]}x{size[1]}", "--azimuth", 170]
    given += ["--stereo", "--ipd", 65] if stereo else []
    cupola("frame", "--at", 118, "--out", path, "--hdr", hdr, *given)
    with Image.open(path) as image:
        image.load()
        assert image.size == size
        told = image.text
        pixels = np.asarray(image).astype(int)
    root = ET.fromstring(told["XML:com.adobe.xmp"].encode())
    values = {each.tag: each.text for each in root.iter()}
    assert values[f"{GPANO}ProjectionType"] == "equirectangular"
    assert values[f"{GPANO}FullPanoHeightPixels"] == str(size[1])
    eyes = ", left eye on top, eyes 65 mm apart" if stereo else ""
    assert told["Camera"] == (f"azimuth 170 deg, level, equirectangular, 256x{size[1]} px{eyes}")
    light = np.load(hdr)
    assert light.shape == (size[1], size[0], 3)
    assert np.isfinite(light).all()
    if stereo:
        top, bottom = pixels[:128], pixels[128:]
        assert np.abs(top - bottom).max() > 30  # the frames of the windows
        assert np.abs(top - bottom).mean() < 12.0  # all else is the same


@pytest.mark.parametrize("stereo", [False, True])
def test_a_film_of_all_directions_says_so_and_has_the_pictures_of_its_stills(tmp_path, stereo):
    path, still = tmp_path / "F.mp4", tmp_path / "F.png"
    size = "256x256" if stereo else "256x128"
    given = ["--projection", "equirect", "--size", size, *(["--stereo"] if stereo else [])]
    times = ["--from", 100, "--to", 101, "--rate", 10, "--fps", 20, "--exposure", 0]
    cupola("film", "--out", path, *times, *given)
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
        assert "equirectangular" in container.metadata["comment"]
    found = {each.type: bytes(each) for each in frames[0].side_data}
    assert struct.unpack_from("<i", found[Type.SPHERICAL]) == (0,)
    assert (Type.STEREO3D in found) == stereo
    cupola("frame", "--at", 100.5, "--out", still, *given)
    with Image.open(still) as image:
        difference = np.asarray(image).astype(int) - frames[1].to_ndarray(format="rgb24")
    assert len(frames) == 2
    assert np.abs(difference).mean() < 3.0


def test_a_shutters_time_blurs_a_panorama_as_it_does_a_flat_picture(tmp_path):
    pictures = []
    for exposure in (0, 5):
        path = tmp_path / f"{exposure}.mp4"
        times = ["--from", 100, "--to", 105, "--rate", 10, "--fps", 2, "--exposure", exposure]
        given = ["--projection", "equirect", "--size", "512x256", "--no-cupola"]
        cupola("film", "--out", path, *times, *given)
        with av.open(str(path)) as container:
            pictures.append(next(container.decode(video=0)).to_ndarray(format="gray").astype(float))
    ground = [picture[200:, 128:384] for picture in pictures]
    sharpness = [np.abs(np.diff(each, axis=0)).mean() for each in ground]
    assert sharpness[1] < 0.8 * sharpness[0]
