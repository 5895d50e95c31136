"""`cupola events`: what happens, and when."""

from __future__ import annotations

from vr.commands import options


def events(
    scenario: options.Scenario = None, tle: options.Tle = None, json: options.Json = False
) -> None:
    """List the events of the launch, in order."""
    from orbit.state import events as list_events
    from vr.commands import printing
    from vr.mission import mission

    rows = list_events(mission(scenario, tle).timeline)
    if json:
        printing.as_json(rows)
    else:
        printing.event_table(rows)
