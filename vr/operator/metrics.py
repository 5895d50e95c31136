"""A station's figures for Prometheus, in its text format.

The format is written by its reference library, as escaping and types are easily got wrong; names
follow its guide: base units, `_total` for what only grows.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from vr.kiosk.phase import Ending, Phase
from vr.kiosk.station import Station, Status

CONTENT_TYPE = CONTENT_TYPE_LATEST


def registry(station: Station) -> CollectorRegistry:
    """Return what reads a station anew each time, and its process's memory and open files."""
    made = CollectorRegistry(auto_describe=False)
    made.register(_StationCollector(station))
    ProcessCollector(registry=made)
    return made


def text(of: CollectorRegistry) -> bytes:
    """Return all figures as the text that Prometheus reads."""
    return generate_latest(of)


class _StationCollector(Collector):
    def __init__(self, station: Station) -> None:
        self._station = station

    def collect(self) -> Iterator[Metric]:
        status = self._station.status()
        yield _gauge(
            "status_age_seconds", "Since the show last told its state.", _age(self._station)
        )
        yield _gauge("up_seconds", "Since the program started.", status.up)
        yield from _of_the_show(status)
        yield from _of_the_frames(status)
        yield from _of_the_headset(status)
        yield from _of_the_visits(status)


def _age(station: Station) -> float:
    return max(station.now() - station.status().at, 0.0)


def _of_the_show(status: Status) -> Iterator[Metric]:
    yield _labelled(
        "phase",
        "1 for the part of the visitor's cycle that runs, 0 for the others.",
        "phase",
        {phase.value: float(phase is status.phase) for phase in Phase},
    )
    yield _gauge("phase_seconds", "In this part.", status.since)
    yield _gauge("mission_time_seconds", "From lift-off, of what is shown.", status.mission_t)
    yield _gauge("notices", "Things that the operator must mend.", len(status.notices))
    verdicts = [finding.verdict.value for finding in status.findings]
    yield _labelled(
        "self_test_findings",
        "What the start-up self-test found, by verdict.",
        "verdict",
        {each: float(verdicts.count(each)) for each in ("ok", "warn", "fail")},
    )


def _of_the_frames(status: Status) -> Iterator[Metric]:
    frames = status.frames
    yield _labelled(
        "frame_duration_seconds",
        "Time to make a frame, the last minute's.",
        "quantile",
        {"0.5": frames.median_ms * 1e-3, "0.99": frames.p99_ms * 1e-3},
    )
    yield _gauge("frames_per_second", "The last minute's.", frames.fps)
    yield _counter("frames_drawn", "Frames shown in the headset.", frames.drawn)
    yield _counter("frames_dropped", "Display times that passed without a frame.", frames.dropped)
    yield _gauge("frames_late", "Late ones among the headset's last 512 frames.", frames.late)
    if frames.period_ms:
        period = frames.period_ms * 1e-3
        yield _gauge("display_period_seconds", "Of the headset's display.", period)
    if frames.graphics_ms:
        card = frames.graphics_ms * 1e-3
        yield _gauge("gpu_frame_seconds", "The graphics card's time over a frame, median.", card)
    yield _gauge("render_scale_ratio", "Of the eyes' size, each way, 0 to 1.", frames.scale)
    yield _gauge("quality_steps_lower", "Than the quality asked for.", frames.lower)
    yield _counter("mirror_frames", "Frames shown on the screen.", frames.mirror)


def _of_the_headset(status: Status) -> Iterator[Metric]:
    headset = status.headset
    yield _gauge("headset_present", "1 where a session runs.", float(bool(headset.state)))
    if headset.is_worn is not None:
        yield _gauge("headset_worn", "1 while somebody wears it.", float(headset.is_worn))
    hands = dict(zip(("left", "right"), headset.controllers, strict=True))
    held = {hand: float(bool(profile)) for hand, profile in hands.items()}
    yield _labelled("controller_present", "1 where one is held.", "hand", held)
    if headset.batteries:
        yield _labelled("battery_ratio", "Charge, 0 to 1.", "device", dict(headset.batteries))
    yield _counter("headset_sessions", "Sessions begun with the runtime.", headset.sessions)
    yield _counter("headset_losses", "Sessions, instances and devices lost.", headset.losses)


def _of_the_visits(status: Status) -> Iterator[Metric]:
    visits = status.visits
    yield _gauge("visits_today", "Visits begun today.", visits.today)
    ended = {ending.value: float(visits.endings.get(ending.value, 0)) for ending in Ending}
    yield _labelled("visits_ended_today", "Visits ended today, by how.", "ending", ended)
    yield _gauge("visit_mean_seconds", "Mean length of today's visits.", visits.mean_s)


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"cupola_{name}", told, value)


def _counter(name: str, told: str, value: float) -> Metric:
    return CounterMetricFamily(f"cupola_{name}", told, value)


def _labelled(name: str, told: str, label: str, values: dict[str, float]) -> Metric:
    family = GaugeMetricFamily(f"cupola_{name}", told, labels=(label,))
    for each, value in values.items():
        family.add_metric((each,), value)
    return family
