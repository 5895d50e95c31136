from __future__ import annotations

import math
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.vr.operator_house import ShiftedStation, served
from vr.kiosk.phase import Phase
from vr.kiosk.station import FrameState, HeadsetState, Status, VisitCounts

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
NUMBER = r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|NaN|[+-]Inf)"
LINE = re.compile(
    rf"# HELP {NAME} (?:[^\\\n]|\\[\\n])*|# TYPE {NAME} (?:counter|gauge|histogram|summary|untyped)"
    rf"|{NAME}(?:\{{(?:{LABEL}(?:,{LABEL})*)?,?\}})? {NUMBER}(?: -?\d+)?"
)
"""The text exposition format 0.0.4, a line of it (Prometheus, Exposition formats)."""

HOSTILE = 'a"b\\c\nd'


@pytest.fixture
def text():
    station = ShiftedStation()
    station.publish(
        Status(
            at=station.now(),
            phase=Phase.SHOW,
            mission_t=-12.5,
            headset=HeadsetState("M", "I", "FOCUSED", True, ("x", ""), {HOSTILE: 0.5}, 3, 2),
            frames=FrameState(11.2, 14.9, 89.9, 4000, 7, 3000, 11.1, 8.4, 0.81, 1, 3, 512),
            visits=VisitCounts(41, {"seen": 30}, 512.0),
        )
    )
    with served(station) as (_, browser):
        answer = browser.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=")
        return answer.text


def test_every_line_is_of_the_format(text):
    assert text.endswith("\n")
    for line in text.splitlines():
        assert LINE.fullmatch(line), line


def test_prometheus_own_reader_finds_the_station_s_figures(text):
    found = {
        (sample.name, tuple(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["cupola_frames_drawn_total", ()] == 4000
    assert found["cupola_frames_dropped_total", ()] == 7
    assert found["cupola_frames_late", ()] == 3
    assert found["cupola_render_scale_ratio", ()] == 0.81
    assert found["cupola_quality_steps_lower", ()] == 1
    assert math.isclose(found["cupola_display_period_seconds", ()], 0.0111)
    assert math.isclose(found["cupola_gpu_frame_seconds", ()], 0.0084)
    assert math.isclose(found["cupola_frame_duration_seconds", (("quantile", "0.99"),)], 0.0149)
    assert found["cupola_phase", (("phase", "show"),)] == 1
    assert found["cupola_phase", (("phase", "closed"),)] == 0
    assert found["cupola_mission_time_seconds", ()] == -12.5
    assert found["cupola_headset_worn", ()] == 1
    assert found["cupola_controller_present", (("hand", "left"),)] == 1
    assert found["cupola_controller_present", (("hand", "right"),)] == 0
    assert found["cupola_battery_ratio", (("device", HOSTILE),)] == 0.5
    assert found["cupola_headset_losses_total", ()] == 2
    assert found["cupola_visits_today", ()] == 41
    assert found["cupola_visits_ended_today", (("ending", "seen"),)] == 30
    assert found["cupola_visits_ended_today", (("ending", "left"),)] == 0
    assert 0 <= found["cupola_status_age_seconds", ()] < 5
    assert found["process_open_fds", ()] > 3


def test_figures_are_given_to_this_machine_and_to_those_named_but_not_by_a_proxy():
    with served() as (_, browser):
        assert browser.get("/metrics").status_code == 200
        assert browser.get("/metrics", headers={"host": "10.0.0.2:80"}).status_code == 403
        assert browser.get("/metrics", headers={"x-forwarded-for": "10.0.0.9"}).status_code == 403
    with served(metrics_from=("127.0.0.0/8",)) as (_, browser):
        assert browser.get("/metrics", headers={"host": "10.0.0.2:80"}).status_code == 200
