"""Python's share of a headset's frames, beside empty ones in the same session."""

from __future__ import annotations

import json

import pytest

from tests.xr.lab import RUNTIME, SIMULATED, Lab

FRAMES = 120
COMMITTED = 8.0
"""Times an empty frame's, docs/performance.md; the promise is 3. A quarter more fails."""


@pytest.fixture(scope="module")
def figures(tree, tmp_path_factory):
    """Return what `cupola bench --share` measures, on Monado's simulated headset."""
    lab = Lab(tree, tmp_path_factory.mktemp("share"))
    try:
        lab.start_display()
        lab.start_monado(**SIMULATED)
        command = ["python3", "-m", "vr", "bench", "--share", "--frames", str(FRAMES), "--json"]
        program = lab.start("program", command, XR_RUNTIME_JSON=RUNTIME)
        assert lab.finish(program, 300.0) == 0, lab.log("program")
        said = lab.log("program")
        return json.loads(said[said.index("\n{") :])
    finally:
        lab.close()


def test_a_frame_takes_no_more_of_the_processor_beside_an_empty_one_than_was_written_down(figures):
    assert figures["frames"] == FRAMES
    assert figures["empty_ms"]["median"] > 0.0
    assert figures["frame_over_empty"]["value"] < 1.25 * COMMITTED


def test_no_part_of_a_frame_is_left_out(figures):
    parts = sum(times["median"] for times in figures["parts_ms"].values())
    assert parts == pytest.approx(figures["frame_ms"]["median"], rel=0.25)


def test_the_garbage_collector_does_not_run_in_the_show(figures):
    assert figures["collections"]["value"] == 0
