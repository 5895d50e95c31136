"""`cupola state`: where everything is at one instant."""

from __future__ import annotations

from vr.commands import options


def state(
    at: options.At,
    scenario: options.Scenario = None,
    tle: options.Tle = None,
    json: options.Json = False,
) -> None:
    """Say where the station, Sun, Moon and the parts of the launch are at T."""
    from orbit.state import state as state_at
    from vr.commands import printing
    from vr.mission import mission

    now = mission(scenario, tle)
    found = state_at(now.timeline, now.time(at))
    if json:
        printing.as_json(found)
    else:
        printing.state_tables(found)
