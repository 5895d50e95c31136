"""What this machine has and what will be used, each finding with its remedy."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assets.errors import CupolaError, MachineError
from orbit.scenario import Scenario
from vr.apart import apart
from vr.choice import split_message
from vr.opengl import offscreen_trial, window_trial


class Verdict(StrEnum):
    """How a finding stands: fine, worse than it could be, or in the way of running at all."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found, and what to do where it is not fine."""

    id: str
    name: str
    verdict: Verdict
    found: str
    remedy: str = ""


Result = tuple[Verdict, str, str]
"""Verdict, what was found, remedy."""


def examine(find: Callable[[], Scenario]) -> list[Finding]:
    """Return all findings; `find` gives the scenario whose element set is looked at.

    A check that breaks is itself a finding: this never raises.
    """
    elements = ("elements", "Element set", lambda: _elements(find()))
    return [Finding(id_, name, *_guarded(check)) for id_, name, check in (*_CHECKS, elements)]


def can_run(findings: Sequence[Finding]) -> bool:
    """Say whether the program can show anything at all: a window, or at least a film."""
    verdicts = {finding.id: finding.verdict for finding in findings}
    draws = Verdict.OK in (verdicts.pop("opengl"), verdicts.pop("display"))
    return draws and Verdict.FAIL not in verdicts.values()


def _guarded(check: Callable[[], Result]) -> Result:
    try:
        return check()
    except CupolaError as error:
        return Verdict.FAIL, *split_message(str(error))
    except Exception as error:  # whatever breaks on a strange machine belongs in the report
        remedy = "report this with what 'cupola doctor --json' prints"
        return Verdict.FAIL, f"{type(error).__name__}: {error}", remedy


def _system() -> Result:
    text = f"{platform.system()} {platform.release()} {platform.machine()}, {os.cpu_count()} cores"
    return Verdict.OK, text, ""


def _python() -> Result:
    return Verdict.OK, f"{platform.python_version()} at {sys.executable}", ""


def _offscreen() -> Result:
    return Verdict.OK, apart(offscreen_trial), ""


def _display() -> Result:
    try:
        return Verdict.OK, apart(window_trial), ""
    except MachineError as error:
        return Verdict.WARN, *split_message(str(error))


def _headset() -> Result:
    from vr.headset import probe  # noqa: PLC0415, what is broken must not break doctor

    status = probe()
    if not status.ready:
        return Verdict.WARN, *split_message(status.reason)
    sizes = ", ".join(f"{width}x{height}" for width, height in status.eye_sizes)
    return Verdict.OK, f"{status.runtime} offers {status.headset}, {sizes} px an eye", ""


def _data() -> Result:
    from assets.manifest import REMEDY, check_all  # noqa: PLC0415, see above

    checks = check_all()
    broken = [check.problem for check in checks if check.problem]
    if broken:
        return Verdict.FAIL, " ".join(broken), REMEDY
    return Verdict.OK, f"all {len(checks)} are as shipped (SHA-256)", ""


def _elements(scenario: Scenario) -> Result:
    elements = scenario.elements
    days = (scenario.epoch - elements.epoch).total_seconds() / 86400.0
    age = f"{abs(days):.1f} days {'before' if days >= 0 else 'after'} lift-off"
    text = f"{scenario.name}: {scenario.origin}; epoch {elements.epoch:%Y-%m-%d %H:%M} UTC, {age}"
    if warning := elements.warning(scenario.epoch):
        return Verdict.WARN, f"{text}. {warning}", "give a newer set with --tle FILE"
    return Verdict.OK, text, ""


def _cache() -> Result:
    from assets.cache import cache_directory  # noqa: PLC0415, see above

    folder = cache_directory()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        found = f"{folder} cannot be written ({error.strerror}): every start takes longer"
        remedy = "make it writable, or name another in the environment variable CUPOLA_CACHE"
        return Verdict.WARN, found, remedy
    return Verdict.OK, str(folder), ""


def _encoder() -> Result:
    from vr.coding import check_encoder  # noqa: PLC0415, see above

    try:
        return Verdict.OK, check_encoder(), ""
    except MachineError as error:
        return Verdict.WARN, *split_message(str(error))


_CHECKS: tuple[tuple[str, str, Callable[[], Result]], ...] = (
    ("system", "System", _system),
    ("python", "Python", _python),
    ("opengl", "OpenGL without a display", _offscreen),
    ("display", "Window", _display),
    ("headset", "OpenXR headset", _headset),
    ("data", "Data files", _data),
    ("cache", "Cache folder", _cache),
    ("encoder", "Film encoder", _encoder),
)
