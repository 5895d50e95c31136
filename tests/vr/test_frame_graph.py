"""Key F3's bars and figures."""

import numpy as np
import pytest

from render.gpu_timer import RING
from vr.frame_history import FrameHistory
from vr.headset.report import RateState
from vr.window.frame_graph import COLUMNS, GAP, ROWS, TEXT_EVERY, FrameGraph, bars
from vr.window.frame_times import figures

BUDGET = 0.011
RED, AMBER, BLUE = (255, 92, 72), (255, 205, 130), (116, 178, 226)


def heights(picture, colour):
    """Return how many pixels of a colour each column has, the line of the budget left out."""
    rest = np.delete(picture[..., :3], ROWS - ROWS // 2, axis=0)
    return (rest == colour).all(axis=-1).sum(axis=0)


def test_a_bar_is_as_high_as_its_frame_took_long_and_the_line_lies_at_the_budget():
    picture = bars(np.array([0.25, 0.5, 1.0]) * BUDGET, np.zeros(3, bool), BUDGET)
    assert picture.shape == (ROWS, 3, 4)
    assert heights(picture, BLUE) == pytest.approx([ROWS / 8, ROWS / 4, ROWS / 2], abs=1)
    line = np.flatnonzero((picture[:, 0, :3] == (235, 235, 225)).all(axis=-1))
    assert list(line) == [ROWS // 2]


def test_late_frames_are_red_long_ones_amber_and_neither_leaves_the_graph():
    times = np.array([0.5, 1.5, 0.01, 9.0]) * BUDGET
    picture = bars(times, np.array([False, False, True, True]), BUDGET)
    assert list(heights(picture, BLUE) > 0) == [True, False, False, False]
    assert list(heights(picture, AMBER) > 0) == [False, True, False, False]
    assert list(heights(picture, RED) > 0) == [False, False, True, True]
    assert heights(picture, RED)[2] >= 5  # a frame that only waited is seen, too


class Texture:
    def __init__(self, pixels):
        self.pixels = pixels.copy()
        self.width = pixels.shape[1]
        self.size = pixels.shape[1::-1]
        self.written = 0

    def write(self, part, viewport):
        x, y, width, height = viewport
        self.pixels[y : y + height, x : x + width] = part
        self.written += width

    def release(self):
        self.pixels = None


class Sheets:
    """What a graph does with the pass for flat pictures, without a window."""

    def __init__(self):
        self.made, self.laid = [], []

    def picture(self, pixels):
        self.made.append(Texture(pixels))
        return self.made[-1]

    def lay(self, picture, left, top, opacity=1.0):
        self.laid.append((picture, left, top))


@pytest.fixture
def sheets():
    return Sheets()


def test_ninety_frames_a_second_lay_the_text_out_twice_a_second_and_write_a_column_each(sheets):
    graph, history = FrameGraph(sheets), FrameHistory()
    for frame in range(900):
        history.add(0.005, 0)
        graph.draw((1280, 720), history, BUDGET, lambda: [("rate", "90 Hz")], frame / 90)
    assert graph.layings == pytest.approx(10 / TEXT_EVERY, abs=1)
    assert sheets.made[0].written <= 900 * (1 + GAP)
    alive = [each for each in sheets.made if each.pixels is not None]
    assert len(alive) == 2


def test_a_history_that_grew_unseen_is_shown_from_its_last_frames_on(sheets):
    graph, history = FrameGraph(sheets), FrameHistory()
    for frame in range(2000):
        history.add(0.005, int(frame == 1990))
    graph.draw((1280, 720), history, BUDGET, lambda: [("", "")], 0.0)
    picture = sheets.made[0].pixels
    assert (heights(picture, BLUE) > 0).sum() >= COLUMNS - GAP - 2
    late = np.flatnonzero(heights(picture, RED))
    assert list(late) == [1990 % COLUMNS]
    newest = (2000 - RING - 1) % COLUMNS
    assert heights(picture, BLUE)[newest] > 0
    assert heights(picture, BLUE)[(newest + 1) % COLUMNS] == 0


def test_hidden_it_holds_nothing(sheets):
    graph, history = FrameGraph(sheets), FrameHistory()
    graph.draw((1280, 720), history, BUDGET, lambda: [("rate", "-")], 0.0)
    graph.hide()
    assert all(each.pixels is None for each in sheets.made)


def test_the_window_s_figures_are_means_with_their_sum_rate_and_late_pictures():
    history = FrameHistory()
    history.add(0.010, 0)
    history.add(0.030, 2)
    parts = [{"draw": 0.010, "show": 0.010}, {"draw": 0.030, "show": 0.030}]
    assert figures(parts, history, 0.0125) == [
        ("draw", "20.0 ms"),
        ("show", "20.0 ms"),
        ("picture", "40.0 ms, 25 a second"),
        ("monitor", "12.5 ms, 80 Hz"),
        ("late", "1 of the last 2 pictures"),
        ("missed", "2 of the monitor's"),
    ]


def test_the_headset_s_figures_say_what_its_frames_have_and_take():
    pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
    from vr.headset.frame_overlay import rows

    state = RateState(11.11, 0.81, 0, 2, 2.5, 8.4, late=3, frames=512, missed=4)
    assert dict(rows(state, (1672, 1788))) == {
        "rate": "90 Hz, 11.1 ms",
        "graphics card": "8.4 ms",
        "processor": "2.5 ms",
        "eyes": "81% of 1672x1788",
        "late": "3 of the last 512 frames",
        "missed": "4 display times",
    }
    assert dict(rows(RateState(), (1, 1)))["graphics card"] == "does not tell"
