"""One visit of 300 frames in Monado's simulated headset, under Khronos's core validation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.xr.lab import SIMULATED, Lab, validation

FRAMES = 300


@dataclass(frozen=True)
class Visit:
    report: dict[str, Any]
    validation: str


@pytest.fixture(scope="module")
def visit(tree, tmp_path_factory) -> Visit:
    lab = Lab(tree, tmp_path_factory.mktemp("visit"))
    try:
        lab.start_display()
        lab.start_monado(**SIMULATED)
        program = lab.start_show("--frames", str(FRAMES), **validation())
        assert lab.finish(program, 600.0) == 0, lab.log("program")
        return Visit(lab.report(), (lab.path / "validation.txt").read_text())
    finally:
        lab.close()


def test_the_session_reaches_focus_and_ends_in_order(visit):
    assert visit.report["states"] == [
        *("IDLE", "READY", "SYNCHRONIZED", "VISIBLE", "FOCUSED"),
        *("VISIBLE", "SYNCHRONIZED", "STOPPING", "IDLE", "EXITING"),
    ]


def test_three_hundred_frames_run_without_an_error_under_core_validation(visit):
    assert visit.report["frames"] >= FRAMES
    said = visit.validation.splitlines()
    assert said
    notes = ("is initialized", "will be destroyed")
    assert [line for line in said if not line.endswith(notes)] == []


def test_the_runtime_and_its_headset_are_real(visit):
    assert "Monado" in visit.report["runtime"]
    assert "Simulated HMD" in visit.report["headset"]
    assert visit.report["offered_formats"]


def test_the_eyes_get_srgb_bytes_in_a_format_that_holds_no_depth(visit):
    assert visit.report["colour_format"] == "0x8c43"


def test_mission_time_follows_the_predicted_display_time(visit):
    assert visit.report["last"]["rate"] == 1.0
    assert visit.report["last"]["t"] > 30.0


def test_the_mirror_drops_frames_and_is_not_shown_more_often_than_30_a_second(visit):
    assert 0 < visit.report["mirror_frames"] < FRAMES + 50
