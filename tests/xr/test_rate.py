"""A machine too slow for its headset: the eyes are drawn smaller, and stand where they stood."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.xr.lab import RUNTIME, SETTLED, SIMULATED, Lab
from vr.commands.bench_tables import rate_told
from vr.headset.resolution import SCALES

Grey = NDArray[np.float64]
COMPOSITOR = (960, 540)
"""Monado's window for this headset: both eyes side by side, in the corner of the screen."""
LIMB = slice(355, 420), slice(260, 365)
"""Rows and columns of the left eye's half that show the limb through the window aft."""


@dataclass(frozen=True)
class Sight:
    """What the program reported, what it logged, and what the compositor showed of both eyes."""

    report: dict[str, Any]
    log: str
    screen: Grey


def seen(tree, folder, scale, *, fixed) -> Sight:
    """Return what is seen once the eyes are drawn at a scale; no frame here keeps the rate."""
    lab = Lab(tree, folder)
    try:
        lab.start_display()
        lab.start_remote()
        wanted = ("--at", "250", "--names", "none", "--quality", "low", "--render-scale", "0.5")
        files = ("--report", "/lab/report.json", "--no-mirror", "--no-sound")
        kept = {"CUPOLA_FIXED_RESOLUTION": str(int(fixed))}
        program = lab.start_program("vr", *wanted, *files, **kept)
        lab.wait_for_focus(program)
        lab.wait_for(lambda: lab.report()["rate"]["scale"] == scale, f"{scale}", program)
        time.sleep(SETTLED)
        width, height = COMPOSITOR
        screen = lab.screen()[:height, :width].astype(np.float64).mean(axis=-1)
        return Sight(lab.leave(program), lab.log("program"), screen)
    finally:
        lab.close()


@pytest.fixture(scope="module")
def slow(tree, tmp_path_factory) -> Sight:
    return seen(tree, tmp_path_factory.mktemp("slow"), SCALES[-1], fixed=False)


@pytest.fixture(scope="module")
def full(tree, tmp_path_factory) -> Sight:
    return seen(tree, tmp_path_factory.mktemp("full"), 1.0, fixed=True)


def test_slow_frames_lower_the_size_of_the_eyes_and_the_log_says_so_once_a_change(slow):
    width, height = slow.report["eye_size"]
    least = [round(width * SCALES[-1]), round(height * SCALES[-1])]
    assert [view["size"] for view in slow.report["last"]["views"]] == [least, least]
    said = [line for line in slow.log.splitlines() if line.startswith("eyes at ")]
    assert len(said) == slow.report["rate"]["changes"] <= len(SCALES)
    assert said[-1].startswith("eyes at 53% of their size, after frames of ")


def test_a_fixed_resolution_stays(full):
    assert full.report["rate"]["changes"] == 0
    assert [view["size"] for view in full.report["last"]["views"]] == [full.report["eye_size"]] * 2


def test_display_times_that_passed_are_counted_as_late(slow):
    """By the display's own period: Monado asks a late program for every other picture, or fewer."""
    rate = slow.report["rate"]
    assert rate["period_ms"] == pytest.approx(1000 / 60, rel=0.1)
    assert rate["processor_ms"] > rate["period_ms"]
    assert slow.report["skipped"] >= slow.report["frames"] // 2


def test_the_compositor_shows_the_smaller_pictures_where_the_full_ones_were(slow, full):
    width, _ = COMPOSITOR
    for half in (slice(0, width // 2), slice(width // 2, width)):
        one, other = slow.screen[:, half], full.screen[:, half]
        assert one.std() > 5.0
        assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.9


def profile(screen: Grey) -> Grey:
    """Return how bright the rows about the limb are."""
    return np.median(screen[LIMB], axis=1)


def test_the_compositor_s_horizon_stays_within_a_quarter_of_its_pixels(slow, full):
    """That is 0.05 degrees, as fine as rows of 0.2 tell; tests/render knows it to 0.02."""
    before, after = profile(full.screen), profile(slow.screen)
    rows = np.arange(before.size)
    inner = slice(4, -4)
    shifts = np.arange(-2.0, 2.0, 0.02)
    missed = [
        np.sum((before[inner] - np.interp(rows[inner] + s, rows, after)) ** 2) for s in shifts
    ]
    assert abs(shifts[int(np.argmin(missed))]) < 0.25


def test_bench_counts_late_frames_in_the_headset(lab):
    lab.start_monado(**SIMULATED, XRT_COMPOSITOR_NULL="1")
    command = ["python3", "-m", "vr.measure.headset_rate", "low", "2"]
    assert lab.finish(lab.start("bench", command, XR_RUNTIME_JSON=RUNTIME), 120.0) == 0
    told = json.loads(lab.log("bench").splitlines()[-1])
    assert told["frames"] > 0
    assert told["rate"]["period_ms"] > 0
    assert told["missed"] >= told["rate"]["missed"] > 0
    assert re.match(r"In the headset, \d+ frames with [\d.]+ ms for each: \d+ ", rate_told(told))
