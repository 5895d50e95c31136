"""Films that say they are panoramas, read back by FFmpeg and by a walk through their boxes."""

import struct
import xml.etree.ElementTree as ET
from fractions import Fraction

import av
import numpy as np
import pytest
from av.sidedata.sidedata import Type

from assets.errors import MachineError
from vr.photo_sphere import xmp
from vr.spherical import mark_spherical

SPHERICAL = "{http://ns.google.com/videos/1.0/spherical/}"
GPANO = "{http://ns.google.com/photos/1.0/panorama/}"
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"sv3d", b"proj"}


def film(path, size=(64, 32), frames=40):
    """Write a film whose frames can be told apart, with chapters, which are a second track."""
    titles = ((0, 500, "one"), (500, frames * 1000 // 30, "two"))
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=Fraction(30))
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        container.set_chapters(
            [
                {"id": n, "start": first, "end": last, "time_base": Fraction(1, 1000)}
                | {"metadata": {"title": title}}
                for n, (first, last, title) in enumerate(titles)
            ]
        )
        for number in range(frames):
            pixels = np.full((size[1], size[0], 3), 6 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def frames_of(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def chapters_of(path):
    with av.open(str(path)) as container:
        return [each["metadata"]["title"] for each in container.chapters()]


def walk(data, start=0, end=None, above=()):
    """Yield (path of kinds, content) of every box, by the sizes alone."""
    end = len(data) if end is None else end
    while start < end:
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        assert 8 <= size <= end - start, f"{kind} of {size} bytes in {end - start}"
        here = (*above, kind)
        yield here, data[start + 8 : start + size]
        if kind in CONTAINERS:
            yield from walk(data, start + 8, start + size, here)
        elif kind == b"stsd":
            yield from walk(data, start + 16, start + size, here)
        elif kind in (b"avc1", b"hvc1"):
            yield from walk(data, start + 86, start + size, here)
        start += size


def side_data(path):
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        return {each.type: bytes(each) for each in frame.side_data}


def test_ffmpeg_reads_a_marked_film_as_equirectangular(tmp_path):
    path = film(tmp_path / "F.mp4")
    assert Type.SPHERICAL not in side_data(path)
    mark_spherical(path, stereo=False, source="cupola")
    found = side_data(path)
    # AVSphericalMapping begins with its projection; 0 is equirectangular. Then yaw, pitch, roll.
    assert struct.unpack_from("<4i", found[Type.SPHERICAL]) == (0, 0, 0, 0)
    assert Type.STEREO3D not in found


def test_ffmpeg_reads_a_film_for_two_eyes_as_top_and_bottom(tmp_path):
    path = film(tmp_path / "F.mp4", size=(64, 64))
    mark_spherical(path, stereo=True, source="cupola")
    found = side_data(path)
    assert Type.SPHERICAL in found
    # AVStereo3D begins with its type; 2 is AV_STEREO3D_TOPBOTTOM. No flag: the left eye is on top.
    assert struct.unpack_from("<2i", found[Type.STEREO3D]) == (2, 0)


@pytest.mark.parametrize("stereo", [False, True])
def test_frames_and_chapters_of_a_marked_film_are_what_they_were(tmp_path, stereo):
    path = film(tmp_path / "F.mp4")
    frames, chapters = frames_of(path), chapters_of(path)
    mark_spherical(path, stereo=stereo, source="cupola")
    assert len(frames) == 40
    np.testing.assert_array_equal(frames_of(path), frames)
    assert chapters_of(path) == chapters == ["one", "two"]
    assert [each.name for each in tmp_path.iterdir()] == ["F.mp4"]


@pytest.mark.parametrize("stereo", [False, True])
def test_the_boxes_stand_where_the_spherical_video_v2_rfc_wants_them(tmp_path, stereo):
    path = film(tmp_path / "F.mp4")
    mark_spherical(path, stereo=stereo, source="cupola 9.9")
    found = list(walk(path.read_bytes()))
    contents = dict(found)
    entry = next(each for each, _ in found if each[-1] == b"avc1")
    inside = [each[-1] for each, _ in found if each[:-1] == entry]
    expected = [b"avcC", b"st3d", b"sv3d"] if stereo else [b"avcC", b"sv3d"]
    assert inside[: len(expected)] == expected
    if stereo:
        assert contents[(*entry, b"st3d")] == b"\0\0\0\0\1"
    sv3d = (*entry, b"sv3d")
    assert contents[(*sv3d, b"svhd")] == b"\0\0\0\0cupola 9.9\0"
    assert contents[(*sv3d, b"proj", b"prhd")] == bytes(16)
    assert contents[(*sv3d, b"proj", b"equi")] == bytes(20)
    kinds = [each[-1] for each, _ in found if len(each) == 1]
    assert kinds.index(b"moov") < kinds.index(b"mdat")  # it plays while loading


def test_every_chunk_of_a_marked_film_lies_where_its_bytes_went(tmp_path):
    path = film(tmp_path / "F.mp4")
    before = path.read_bytes()
    mark_spherical(path, stereo=True, source="cupola")
    after = path.read_bytes()
    offsets = []
    for data in (before, after):
        tables = [content for each, content in walk(data) if each[-1] == b"stco"]
        assert len(tables) == 2  # pictures and chapters
        offsets.append(
            [
                place
                for table in tables
                for place in struct.unpack(f">{len(table) // 4 - 2}I", table[8:])
            ]
        )
    growth = len(after) - len(before)
    assert growth > 100
    for old, new in zip(*offsets, strict=True):
        assert new == old + growth
        assert after[new : new + 16] == before[old : old + 16]


def test_the_older_mark_says_the_same_as_the_newer(tmp_path):
    path = film(tmp_path / "F.mp4")
    mark_spherical(path, stereo=True, source="cupola & co")
    (content,) = (c for each, c in walk(path.read_bytes()) if each[-1] == b"uuid")
    assert content[:16].hex() == "ffcc8263f8554a938814587a02521fdd"
    root = ET.fromstring(content[16:])
    told = {each.tag.removeprefix(SPHERICAL): each.text for each in root}
    assert told == {
        "Spherical": "true",
        "Stitched": "true",
        "StitchingSoftware": "cupola & co",
        "ProjectionType": "equirectangular",
        "StereoMode": "top-bottom",
    }


def test_a_file_without_a_film_is_refused_and_kept(tmp_path):
    path = tmp_path / "F.mp4"
    content = struct.pack(">I4sI4s", 16, b"moov", 8, b"free")
    path.write_bytes(content)
    with pytest.raises(MachineError, match="no video track"):
        mark_spherical(path, stereo=False, source="cupola")
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["F.mp4"]


@pytest.mark.parametrize("stereo", [False, True])
def test_a_still_gives_its_whole_sphere_in_xmp(stereo):
    packet = xmp((4096, 2048), stereo=stereo, source="cupola <1>")
    root = ET.fromstring(packet.encode())
    told = {each.tag: each.text for each in root.iter()}
    assert told[f"{GPANO}ProjectionType"] == "equirectangular"
    assert told[f"{GPANO}FullPanoWidthPixels"] == "4096"
    assert told[f"{GPANO}FullPanoHeightPixels"] == "2048"
    assert told[f"{GPANO}CroppedAreaImageHeightPixels"] == "2048"
    assert told[f"{GPANO}StitchingSoftware"] == "cupola <1>"
    assert (f"{SPHERICAL}StereoMode" in told) == stereo
