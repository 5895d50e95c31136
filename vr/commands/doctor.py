"""`cupola doctor`: what this machine has, what will be used, and what to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from vr.commands import options

if TYPE_CHECKING:
    from vr.doctor import Finding


def doctor(
    scenario: options.Scenario = None, tle: options.Tle = None, json: options.Json = False
) -> None:
    """Say what this machine has and what will be used, each with its remedy."""
    from dataclasses import asdict

    from vr.apart import apart
    from vr.choice import choose
    from vr.commands import printing
    from vr.doctor import can_run, examine
    from vr.mission import find
    from vr.opengl import window_trial

    findings = examine(lambda: find(scenario, tle))
    runs = can_run(findings)
    findings += _of_kiosk()
    choice = choose(lambda: apart(window_trial))
    if json:
        printing.as_json(
            {
                "can_run": runs,
                "mode": choice.mode,
                "why": choice.why,
                "checks": [asdict(finding) for finding in findings],
            }
        )
    else:
        printing.findings(findings)
        verb = "will use" if runs else "cannot run; it would use"
        print(f"cupola {verb}: {choice.mode} ({choice.why})")
    raise typer.Exit(0 if runs else 1)


def _of_kiosk() -> list[Finding]:
    """Return what `cupola kiosk` tests at its start, by the user's own configuration."""
    from assets.errors import CupolaError
    from vr.apart import apart
    from vr.kiosk.selftest import self_test
    from vr.kiosk.settings import Settings, settings_for
    from vr.kiosk.trial import trials

    try:
        log = settings_for(None).log
    except CupolaError:  # `cupola kiosk check` tells of it with its line
        log = Settings().log
    # The runtime is told above, as the headset.
    found = [each for each in self_test(log) if each.id != "runtime"]
    try:
        return [*found, *apart(trials)]
    except CupolaError:  # without OpenGL, which is told above
        return found
