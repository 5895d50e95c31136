"""A film in pieces: encoded, kept, joined, and gone on with."""

import signal
from fractions import Fraction

import av
import numpy as np
import pytest

from assets.errors import InputError, MachineError
from vr.coding import Coding
from vr.film import FilmPlan, chapters
from vr.filming import make_film
from vr.interrupt import StopRequest
from vr.joining import Titles, frames_in, join
from vr.making import Making
from vr.movie import Movie
from vr.shooting import shoot_here

SIZE = (64, 48)
PLAN = FilmPlan(0.0, 50.0, 10.0, Fraction(30))  # 150 frames: pieces of 60, 60 and 30
RECIPE = {"the program": "1", "--rate": "10"}
CODINGS = [Coding("h264", 8), Coding("h264", 10), Coding("h265", 8), Coding("h265", 10)]


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def picture(frame, coding=CODINGS[0]):
    """Return a grey that tells the frame: 0 to 1 over the film."""
    deepest = 255 if coding.depth == 8 else 65535
    kind = np.uint8 if coding.depth == 8 else np.uint16
    return np.full((SIZE[1], SIZE[0], 3), round(frame / PLAN.frames * deepest), kind)


def film(path, *, stop_after=None, recipe=RECIPE, coding=CODINGS[0], draw=None, drawn=None):
    """Make a film, stopped after so many frames of this call."""
    making = Making(path, PLAN.pieces(), recipe)
    stop = StopRequest()
    count = [0]

    def one(frame):
        if drawn is not None:
            drawn.append(frame)
        return picture(frame, coding)

    def done(frames):
        count[0] += frames
        if count[0] == stop_after:
            stop.signal_number = signal.SIGINT

    if stop_after == 0:
        stop.signal_number = signal.SIGINT
    outcome = make_film(
        making,
        PLAN.fps,
        crew=lambda m, s, d: shoot_here(m, draw or one, SIZE, PLAN.fps, coding, s, d),
        titles=lambda frames: Titles(
            "Launch", "made by a test", chapters(PLAN, [(6.0, "Second")], "First", frames)
        ),
        stop=stop,
        done=done,
    )
    return outcome, making


def decoded(path):
    """Return the mean of each frame, 0 to 1, and its place in time in frames."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        step = stream.time_base * PLAN.fps
        plain = "10" not in stream.codec_context.pix_fmt
        form, deepest = ("rgb24", 255) if plain else ("rgb48le", 65535)
        shades = [
            f.reformat(format=form, src_colorspace="ITU709").to_ndarray().mean() / deepest
            for f in frames
        ]
        return np.array(shades), [frame.pts * step for frame in frames]


@pytest.mark.parametrize("coding", CODINGS, ids=str)
def test_a_film_plays_through_its_joints_with_every_frame_in_order(tmp_path, coding):
    path = tmp_path / "launch.mp4"
    outcome, _ = film(path, coding=coding)
    assert (outcome.path, outcome.frames, outcome.complete) == (path, 150, True)
    assert names(tmp_path) == ["launch.mp4"]
    shades, places = decoded(path)
    assert places == list(range(150))
    told = [picture(frame, coding).mean() for frame in range(150)]
    deepest, steps = (255, 2) if coding.depth == 8 else (65535, 0.5)
    assert np.abs(shades - np.divide(told, deepest)).max() <= steps / 255


@pytest.mark.parametrize("coding", CODINGS, ids=str)
def test_a_film_says_what_it_is_to_people_and_players(tmp_path, coding):
    path = tmp_path / "launch.mp4"
    film(path, coding=coding)
    with av.open(str(path)) as container:
        assert container.metadata["title"] == "Launch"
        assert container.metadata["comment"] == "made by a test"
        found = container.chapters()
        assert [chapter["metadata"]["title"] for chapter in found] == ["First", "Second"]
        assert found[1]["start"] * found[1]["time_base"] == Fraction(6, 10)
        stream = container.streams.video[0]
        context = stream.codec_context
        assert context.name == {"h264": "h264", "h265": "hevc"}[coding.codec]
        assert context.codec_tag == {"h264": "avc1", "h265": "hvc1"}[coding.codec]
        assert context.pix_fmt == {8: "yuv420p", 10: "yuv420p10le"}[coding.depth]
        # ITU-T H.273: BT.709, the sRGB curve, the studio's range.
        assert (context.color_primaries, context.color_trc) == (1, 13)
        assert (context.colorspace, context.color_range) == (1, 1)
        assert stream.average_rate == 30
    data = path.read_bytes()
    assert data.find(b"moov") < data.find(b"mdat")


@pytest.mark.parametrize("coding", CODINGS, ids=str)
def test_colours_come_back_from_a_film_within_two_steps_of_a_byte(tmp_path, coding):
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (20, 10, 5), (250, 180, 40), (128, 128, 128)]
    pixels = np.zeros((48, 96, 3), np.uint8)
    for number, colour in enumerate(colours):
        pixels[:, 16 * number : 16 * number + 16] = colour
    path = tmp_path / "colours.mp4"
    with Movie(path, (96, 48), Fraction(30), coding) as movie:
        movie.add(pixels if coding.depth == 8 else pixels.astype(np.uint16) * 257)
        movie.close()
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    back = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().astype(int)
    for number, colour in enumerate(colours):
        assert np.abs(back[24, 16 * number + 8] - colour).max() <= 2


@pytest.mark.parametrize("coding", CODINGS, ids=str)
@pytest.mark.parametrize("frames", [1, 2, 3])
def test_a_piece_of_few_frames_is_a_film_too(tmp_path, coding, frames):
    """Each is as short as a film's last piece may be; x265 leaves their times to chance."""
    depth = np.uint8 if coding.depth == 8 else np.uint16
    for copy in range(8):
        path = tmp_path / f"{copy}.mp4"
        with Movie(path, SIZE, Fraction(30), coding) as movie:
            for _ in range(frames):
                movie.add(np.zeros((SIZE[1], SIZE[0], 3), depth))
            movie.close()
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            step = stream.time_base * PLAN.fps
            packets = [packet for packet in container.demux(stream) if packet.size]
        assert sorted(packet.pts * step for packet in packets) == list(range(frames))
        assert all(packet.dts <= packet.pts for packet in packets)


def test_ten_bits_keep_a_gradient_that_eight_bits_make_steps_of(tmp_path):
    ramp = np.linspace(1000, 3000, 256).astype(np.uint16)
    pixels = np.repeat(np.repeat(ramp[None, :, None], 64, 0), 3, 2)
    shades = {}
    for coding in (Coding("h264", 8), Coding("h264", 10)):
        path = tmp_path / f"{coding.depth}.mp4"
        with Movie(path, (256, 64), Fraction(30), coding) as movie:
            movie.add(pixels if coding.depth == 10 else (pixels // 257).astype(np.uint8))
            movie.close()
        with av.open(str(path)) as container:
            luma = next(container.decode(video=0)).to_ndarray()[:64, :256]
        shades[coding.depth] = len(np.unique(luma[32]))
    assert shades[10] >= 3 * shades[8]


@pytest.mark.parametrize("size", [(320, 180), (336, 180), (512, 288)])
@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_the_same_pictures_have_the_same_bytes(tmp_path, size, codec):
    """Also at widths where x264 read past its rows (vr/coding.py), which shows from 60 frames."""
    width, height = size
    level = np.linspace(0.0, 50.0, width)
    copies = set()
    for copy in range(4):
        path = tmp_path / f"{copy}.mp4"
        with Movie(path, size, Fraction(30), Coding(codec)) as movie:
            for frame in range(60):
                pixels = np.zeros((height, width, 3))
                pixels[..., 0], pixels[..., 2] = level, 2 * frame
                pixels[40:60, 4 * frame : 4 * frame + 20] = 250.0
                movie.add(pixels.astype(np.uint8))
            movie.close()
        copies.add(path.read_bytes())
    assert len(copies) == 1


def test_a_stopped_film_plays_as_far_as_it_came_and_its_chapters_are_cut(tmp_path):
    path = tmp_path / "launch.mp4"
    outcome, _ = film(path, stop_after=71)
    assert outcome.path == tmp_path / "launch.part.mp4"
    assert (outcome.frames, outcome.complete) == (71, False)
    assert names(tmp_path) == ["launch.mp4.making", "launch.part.mp4"]
    assert len(decoded(outcome.path)[0]) == 71
    with av.open(str(outcome.path)) as container:
        ends = [chapter["end"] * chapter["time_base"] for chapter in container.chapters()]
    assert ends == [pytest.approx(0.6), pytest.approx(71 / 30, abs=1e-3)]


@pytest.mark.parametrize("stops", [(1,), (60,), (61, 58), (149,), (20, 130)])
def test_a_film_gone_on_with_has_the_bytes_of_one_made_at_a_stretch(tmp_path, stops):
    whole, broken = tmp_path / "whole.mp4", tmp_path / "broken.mp4"
    film(whole)
    for frames in stops:
        film(broken, stop_after=frames)
    drawn = []
    outcome, _ = film(broken, drawn=drawn)
    assert outcome.complete
    assert broken.read_bytes() == whole.read_bytes()
    assert len(drawn) <= 150 - 60 * (max(stops) // 60)
    assert names(tmp_path) == ["broken.mp4", "whole.mp4"]


def test_a_stop_leaves_the_film_that_was_there_as_it_was(tmp_path):
    path = tmp_path / "launch.mp4"
    film(path)
    before = path.read_bytes()
    outcome, _ = film(path, stop_after=5)
    assert path.read_bytes() == before
    assert outcome.path == tmp_path / "launch.part.mp4"


def test_a_film_stopped_before_its_first_frame_is_not_there(tmp_path):
    outcome, _ = film(tmp_path / "launch.mp4", stop_after=0)
    assert outcome.path is None
    assert names(tmp_path) == []


@pytest.mark.parametrize("lost_at", [4, 70])
def test_a_film_whose_drawing_fails_keeps_its_finished_pieces_alone(tmp_path, lost_at):
    path = tmp_path / "launch.mp4"

    def draw(frame):
        if frame == lost_at:
            raise RuntimeError("lost")
        return picture(frame)

    with pytest.raises(RuntimeError, match="lost"):
        film(path, draw=draw)
    assert not path.exists()
    pieces = sorted((tmp_path / "launch.mp4.making").glob("*.mp4"))
    assert [frames_in(piece) for piece in pieces] == [60] * (lost_at // 60)


def test_a_changed_option_or_program_begins_the_film_again_and_says_what_changed(tmp_path):
    path = tmp_path / "launch.mp4"
    film(path, stop_after=70)
    drawn = []
    changed = RECIPE | {"--rate": "20"}
    _, making = film(path, recipe=changed, drawn=drawn)
    assert "afresh" in making.news
    assert "--rate" in making.news
    assert "the program" not in making.news
    assert drawn == list(range(150))


def test_going_on_says_how_much_is_there(tmp_path):
    path = tmp_path / "launch.mp4"
    film(path, stop_after=130)
    _, making = film(path)
    assert "120 of 150 frames are there" in making.news
    _, making = film(path)
    assert making.news == ""


def test_a_damaged_piece_is_made_again(tmp_path):
    path = tmp_path / "launch.mp4"
    film(path, stop_after=130)
    piece = tmp_path / "launch.mp4.making" / "00001.mp4"
    piece.write_bytes(piece.read_bytes()[:200])
    drawn = []
    film(path, drawn=drawn)
    assert drawn == list(range(60, 150))
    assert decoded(path)[1] == list(range(150))


def test_a_folder_that_holds_other_things_is_left_alone_and_named(tmp_path):
    folder = tmp_path / "launch.mp4.making"
    folder.mkdir()
    (folder / "diary.txt").write_text("dear")
    with pytest.raises(InputError, match="diary"):
        film(tmp_path / "launch.mp4")
    assert names(folder) == ["diary.txt"]


def test_pieces_encoded_otherwise_are_not_joined(tmp_path):
    pieces = []
    for size in ((64, 48), (96, 48)):
        pieces.append(tmp_path / f"{size[0]}.mp4")
        with Movie(pieces[-1], size, Fraction(30)) as movie:
            movie.add(np.zeros((size[1], size[0], 3), np.uint8))
            movie.close()
    with pytest.raises(MachineError, match="another way"):
        join(pieces, tmp_path / "joined.mp4", Fraction(30), Titles("", ""))
