"""What `cupola bench` tells, and the promises of speed and size that it holds the program to.

Promises are ratios taken in one run, both sides in turn and the median of pairs, so that they mean
the same on every machine and under any load.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from vr.commands.bench_tables import bench_tables
from vr.measure import startup
from vr.measure.ratios import read_bounds, worse

BESIDE = {"reference", "empty", "read", "encode"}
"""Laps that are no pass of a frame."""
BOUNDS = Path(__file__).resolve().parents[1] / "bounds.json"
VERDICTS = ("holds", "broken")


def measured():
    """Return what the command prints, in its own process, for one has room for one context."""
    code = (
        "import vr.measure.orbit as orbit; from vr.cli import main;"
        "orbit._ROUNDS = 30; main(['bench', '--json'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def figures():
    return measured()


def test_no_ratio_is_worse_than_its_bound_by_a_quarter(figures):
    """A machine that was disturbed may measure again; the bound stays."""
    bounds = read_bounds(BOUNDS)
    assert set(figures["ratios"]) == set(bounds)
    found = figures["ratios"]
    for _ in range(2):
        if worse(found, bounds):
            again = measured()["ratios"]
            found = {name: min(value, again[name]) for name, value in found.items()}
    assert worse(found, bounds) == {}


def test_a_ratio_that_is_worse_by_more_than_a_quarter_is_noticed():
    bounds = {"a": 2.0, "b": 0.1}
    assert worse({"a": 2.49, "b": 0.126, "new": 9.0}, bounds) == {"b": 0.126}


def test_the_figures_tell_the_machine_and_the_day(figures):
    machine = figures["machine"]
    assert {"date", "program", "system", "processor", "cores", "python", "opengl"} <= set(machine)
    assert machine["memory_mb"] > 100


def test_the_figures_list_every_pass_beside_the_reference(figures):
    frame = figures["frame"]
    assert BESIDE | {"limb", "lamps", "cupola", "tone"} <= set(frame["parts_ms"])
    assert set(frame["parts_share"]) == set(frame["parts_ms"]) - BESIDE
    assert figures["orbit"]["times_cheaper"] > 5.0
    assert figures["machine"]["opengl"].startswith("OpenGL")


def test_two_eyes_are_told_pass_by_pass_with_shares_that_add_up_to_one(figures):
    stereo = figures["stereo"]
    assert {"veil", "ground", "limb", "lamps", "cupola", "tone"} <= set(stereo["parts_ms"])
    assert sum(stereo["parts_share"].values()) == pytest.approx(1.0)
    assert stereo["frame_over_clear"] > 1.0
    assert figures["headset"] is None
    assert figures["headset_rate"] is None


def test_the_table_says_of_every_promise_whether_it_holds(figures, capsys):
    bench_tables(figures)
    rows = [
        line for line in capsys.readouterr().out.splitlines() if line.rstrip().endswith(VERDICTS)
    ]
    assert [row.rstrip().endswith("holds") for row in rows] == [
        promise["value"] <= promise["at_most"]
        for promise in (
            figures["frame"]["frame_over_reference"],
            figures["frame"]["largest_share"],
            figures["eyes"]["still"]["stereo_over_mono"],
            figures["eyes"]["turning"]["stereo_over_mono"],
            figures["memory"]["window"]["mb"],
            figures["memory"]["headset"]["mb"],
        )
    ]


def test_a_start_is_told_part_by_part():
    parts = startup.picture_times(runs=1)["parts_ms"]
    assert {"imports", "timeline", "context", "maps", "cupola", "first draw", "png"} <= set(parts)


def test_a_frame_costs_at_most_five_references_and_no_pass_a_third_of_that(figures):
    assert figures["frame"]["frame_over_reference"]["value"] <= 5.0
    assert figures["frame"]["largest_share"]["value"] <= 1 / 3


def test_the_graphics_cards_memory_is_512_mb_at_most_in_window_and_headset(figures):
    assert [place["mb"]["value"] <= 512.0 for place in figures["memory"].values()] == [True, True]


def test_starting_needs_no_scipy():
    code = (
        "import sys, vr.cli, vr.mission, vr.offscreen, vr.still;"
        "print([name for name in sys.modules if name.startswith(('scipy', 'skyfield'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
