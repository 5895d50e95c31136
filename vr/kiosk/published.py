"""Gathers the status that a station shows its operator, a few times a second."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import moderngl
import numpy as np

from vr.doctor import Finding
from vr.headset.desk import Seen
from vr.kiosk.cycle import Cycle
from vr.kiosk.settings import Settings
from vr.kiosk.station import FrameState, HeadsetState, Station, Status, VisitCounts
from vr.output import replacing

EVERY = 0.25
"""s between two statuses."""
_RECENT = 3600
"""Frames that the frame times are of, a minute's at 60 Hz."""
_RATES_EVERY = 2.0
"""s between looks at the frame times, which takes longer."""
_PICTURE_WIDTH = 480


class Publisher:
    """Publishes to a station; for people who check, also as JSON into the file `report`."""

    def __init__(self, station: Station, scenario: str, report: Path | None, now: float) -> None:
        self._station, self._scenario, self._report = station, scenario, report
        self._started = now
        self._due = now
        self._frames = FrameState()
        self._counted = (now, 0)

    def is_due(self, now: float) -> bool:
        """Say whether the last status is old."""
        return now >= self._due

    def publish(
        self,
        now: float,
        cycle: Cycle,
        settings: Settings,
        shown: tuple[float, float, str],
        show: str,
        seen: Seen,
        visits: VisitCounts,
        findings: tuple[Finding, ...],
        notices: tuple[str, ...],
    ) -> None:
        """Publish how things stand."""
        self._due = now + EVERY
        self._count(now, seen)
        mission_t, rate, caption = shown
        report = seen.report
        status = Status(
            name=settings.name,
            at=now,
            up=now - self._started,
            phase=cycle.phase,
            since=now - cycle.since,
            countdown=cycle.countdown(now),
            starts_at=cycle.starts_at,
            language=cycle.language,
            languages=settings.languages,
            mission_t=mission_t,
            rate=rate,
            caption=caption,
            show=show,
            scenario=self._scenario,
            headset=HeadsetState(
                runtime=report.runtime if seen.state else "",
                name=report.headset if seen.state else "",
                state=seen.state,
                is_worn=cycle.worn if seen.state else None,
                controllers=report.profiles if seen.state else ("", ""),
                tells_batteries=report.tells_charges if seen.state else None,
                batteries=dict(report.charges) if seen.state else {},
                sessions=report.sessions,
                losses=len(report.losses),
                trouble=seen.trouble,
            ),
            frames=self._frames,
            visits=visits,
            findings=findings,
            notices=notices,
        )
        self._station.publish(status)
        if self._report is not None:
            with replacing(self._report) as pending:
                pending.working.write_text(json.dumps(asdict(status)))

    def picture(self, framebuffer: moderngl.Framebuffer) -> None:
        """Publish a small picture of the screen."""
        width, height = framebuffer.size
        raw = np.frombuffer(framebuffer.read(components=3, alignment=1), np.uint8)
        step = max(1, width // _PICTURE_WIDTH)
        pixels = raw.reshape(height, width, 3)[::-step, ::step]
        self._station.publish_picture(np.ascontiguousarray(pixels))

    def _count(self, now: float, seen: Seen) -> None:
        since, frames = self._counted
        if now - since < _RATES_EVERY:
            return
        report = seen.report
        self._counted = now, report.frames
        work = np.array(report.recent_work(_RECENT)) * 1e3
        median, high = (np.median(work), np.percentile(work, 99)) if work.size else (0.0, 0.0)
        rate = report.rate()
        self._frames = FrameState(
            median_ms=float(median),
            p99_ms=float(high),
            fps=(report.frames - frames) / (now - since),
            drawn=report.frames,
            dropped=report.skipped,
            mirror=report.mirror_frames,
            period_ms=rate.period_ms,
            graphics_ms=rate.graphics_ms,
            scale=rate.scale,
            lower=rate.lower,
            late=rate.late,
            lately=rate.frames,
        )
