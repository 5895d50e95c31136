import signal
from fractions import Fraction

import av
import numpy as np
import pytest

from assets.errors import InputError
from vr.film import FilmPlan, chapters, check_film_size, make_film, parse_fps
from vr.interrupt import StopRequest
from vr.movie import Chapter, Movie

SIZE = (64, 48)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def plain(shade):
    return np.full((SIZE[1], SIZE[0], 3), shade, np.uint8)


def short_film(path, plan=FilmPlan(0.0, 10.0, 10.0, Fraction(30)), stop_after=None):  # noqa: B008
    stop = StopRequest()

    def done(frames):
        if frames == stop_after:
            stop.signal_number = signal.SIGINT

    if stop_after == 0:
        stop.signal_number = signal.SIGINT
    return make_film(
        path,
        plan,
        SIZE,
        draw=lambda t: plain(int(20 * t)),
        title="Launch",
        comment="made by a test",
        chapters_of=lambda frames: chapters(plan, [(6.0, "Second")], "First", frames),
        stop=stop,
        done=done,
    )


def shades(path):
    with av.open(str(path)) as container:
        return [
            int(f.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().mean())
            for f in container.decode(video=0)
        ]


def test_frame_k_shows_from_plus_k_times_rate_over_fps():
    plan = FilmPlan(-30.0, 870.0, 10.0, Fraction(30))
    assert plan.frames == 2700
    times = list(plan.times())
    assert times[0] == -30.0
    assert times[444] == pytest.approx(118.0, abs=1e-9)
    assert times[-1] < 870.0


@pytest.mark.parametrize(
    ("first", "last", "rate", "fps", "frames"),
    [(0, 1, 1, 30, 30), (0, 1, 10, 30, 3), (0, 0.01, 10, 30, 1), (0, 1.0, 7, 24, 4)],
)
def test_a_film_has_frames_up_to_but_not_at_its_end(first, last, rate, fps, frames):
    assert FilmPlan(first, last, rate, Fraction(fps)).frames == frames


@pytest.mark.parametrize(
    ("first", "last", "rate"),
    [(10, 10, 1), (10, 0, 1), (0, 1, 0), (0, 1, -1), (0, 1, float("nan")), (0, 900, 1e-9)],
)
def test_a_plan_without_a_film_is_refused(first, last, rate):
    with pytest.raises(InputError, match="--"):
        FilmPlan(first, last, rate, Fraction(30))


@pytest.mark.parametrize(
    ("text", "fps"),
    [("30", 30), ("23.976", Fraction(24000, 1001)), ("30000/1001", Fraction(30000, 1001))],
)
def test_frame_rates_are_exact_fractions(text, fps):
    assert parse_fps(text) == pytest.approx(fps, rel=1e-5)


@pytest.mark.parametrize("text", ["0", "-1", "ten", "1/0", "1e9", "nan"])
def test_a_frame_rate_that_is_none_is_refused(text):
    with pytest.raises(InputError, match="--fps"):
        parse_fps(text)


@pytest.mark.parametrize("size", [(641, 360), (640, 361), (8, 8)])
def test_a_size_that_h264_cannot_hold_is_refused_with_one_that_it_can(size):
    with pytest.raises(InputError, match="try"):
        check_film_size(size)


def test_a_film_plays_with_every_frame_in_order_and_says_what_it_is(tmp_path):
    path = tmp_path / "launch.mp4"
    outcome = short_film(path)
    assert (outcome.path, outcome.frames, outcome.complete) == (path, 30, True)
    assert names(tmp_path) == ["launch.mp4"]
    found = shades(path)
    assert len(found) == 30
    expected = [int(20 * k / 3) for k in range(30)]
    assert np.abs(np.subtract(found, expected)).max() <= 2
    with av.open(str(path)) as container:
        assert container.metadata["title"] == "Launch"
        assert container.metadata["comment"] == "made by a test"
        assert [c["metadata"]["title"] for c in container.chapters()] == ["First", "Second"]
        assert container.chapters()[1]["start"] == 600
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == 30
    data = path.read_bytes()
    assert data.find(b"moov") < data.find(b"mdat")


def test_colours_come_back_from_the_film_within_two_steps(tmp_path):
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (20, 10, 5), (250, 180, 40), (128, 128, 128)]
    picture = np.zeros((48, 96, 3), np.uint8)
    for number, colour in enumerate(colours):
        picture[:, 16 * number : 16 * number + 16] = colour
    path = tmp_path / "colours.mp4"
    with Movie(path, (96, 48), Fraction(30), title="colours", comment="") as movie:
        movie.add(picture)
        movie.close()
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    assert (frame.colorspace, frame.color_primaries) == (1, 1)  # ITU-T H.273: BT.709
    back = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().astype(int)
    for number, colour in enumerate(colours):
        assert np.abs(back[24, 16 * number + 8] - colour).max() <= 2


def test_the_same_film_has_the_same_bytes(tmp_path):
    short_film(tmp_path / "a.mp4")
    short_film(tmp_path / "b.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_a_stopped_film_plays_with_what_was_drawn_and_its_chapters_are_cut(tmp_path):
    path = tmp_path / "launch.mp4"
    outcome = short_film(path, stop_after=21)
    assert (outcome.path, outcome.frames, outcome.complete) == (path, 21, False)
    assert len(shades(path)) == 21
    with av.open(str(path)) as container:
        assert [c["end"] for c in container.chapters()] == [600, 700]


def test_a_stopped_film_leaves_the_film_that_was_there_and_lies_beside_it(tmp_path):
    path = tmp_path / "launch.mp4"
    short_film(path)
    before = path.read_bytes()
    outcome = short_film(path, stop_after=5)
    assert outcome.path == tmp_path / "launch.part.mp4"
    assert path.read_bytes() == before
    assert len(shades(outcome.path)) == 5


def test_a_film_stopped_before_its_first_frame_is_not_there(tmp_path):
    outcome = short_film(tmp_path / "launch.mp4", stop_after=0)
    assert outcome.path is None
    assert names(tmp_path) == []


def test_a_film_whose_drawing_fails_is_not_there(tmp_path):
    plan = FilmPlan(0.0, 10.0, 10.0, Fraction(30))

    def draw(t):
        if t > 4.0:
            raise RuntimeError("lost")
        return plain(9)

    with pytest.raises(RuntimeError, match="lost"):
        make_film(
            tmp_path / "launch.mp4",
            plan,
            SIZE,
            draw,
            title="",
            comment="",
            chapters_of=lambda frames: [],
            stop=StopRequest(),
            done=lambda frames: None,
        )
    assert names(tmp_path) == []


def test_chapters_name_what_has_begun_and_events_close_together_share_one():
    plan = FilmPlan(100.0, 300.0, 10.0, Fraction(30))
    events = [(0.0, "Lift-off"), (117.5, "Cut-off"), (117.8, "Separation"), (183.2, "Fairing")]
    assert chapters(plan, events, "Before", plan.frames) == [
        Chapter("Lift-off", 0.0, pytest.approx(1.75)),
        Chapter("Cut-off, separation", pytest.approx(1.75), pytest.approx(8.32)),
        Chapter("Fairing", pytest.approx(8.32), pytest.approx(20.0)),
    ]
