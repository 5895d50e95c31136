"""What commands print: JSON for programs, tables for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from vr.doctor import Finding


def as_json(value: Any) -> None:  # noqa: ANN401, JSON holds anything
    """Write `value` as JSON on standard output; not a number is an error, not `NaN`."""
    print(json.dumps(value, indent=2, allow_nan=False, ensure_ascii=False))


def event_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print events as a table of T+, id and name."""
    table = _table("T+ s", "event", "id")
    for row in rows:
        table.add_row(f"{row['t']:.1f}", row["name"], row["id"])
    Console().print(table)


def state_tables(found: Mapping[str, Any]) -> None:
    """Print the state of `cupola state` as tables."""
    console = Console()
    station = found["station"]
    console.print(f"T{found['t']:+.1f} s   {found['utc']}   {found['phase']}")
    console.print(
        f"Station {_degrees(station['lat_deg'], 'NS')} {_degrees(station['lon_deg'], 'EW')} at "
        f"{station['alt_km']:.1f} km, {'in sunlight' if station['in_sunlight'] else 'in shadow'}"
    )
    sky = _table("", "azimuth", "elevation")
    for name in ("sun", "moon"):
        light = found[name]
        sky.add_row(name, f"{light['azimuth_deg']:.2f}", f"{light['elevation_deg']:.2f}")
    console.print(sky)
    if not found["bodies"]:
        return
    bodies = _table("", "azimuth", "elevation", "range km", "km/s", "altitude km", "mag", "")
    for body in found["bodies"]:
        magnitude = body["magnitude"]
        bodies.add_row(
            body["name"],
            f"{body['azimuth_deg']:.2f}",
            f"{body['elevation_deg']:.2f}",
            f"{body['range_km']:.1f}",
            f"{body['range_rate_km_s']:+.3f}",
            f"{body['alt_km']:.1f}",
            "dark" if magnitude is None else f"{magnitude:.1f}",
            "visible" if body["visible"] else "behind the Earth",
        )
    console.print(bodies)


def _degrees(angle: float, letters: str) -> str:
    """Return a latitude or longitude with the letter of its side, the positive one first."""
    return f"{abs(angle):.2f} {letters[0] if angle >= 0 else letters[1]}"


def _table(first: str, *others: str) -> Table:
    table = Table(first, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in others:
        table.add_column(name, justify="left" if name in ("", "event", "id") else "right")
    return table


def findings(rows: Sequence[Finding]) -> None:
    """Print what `doctor` found, the remedy under each that needs one."""
    console = Console(highlight=False)
    colours = {"ok": "green", "warn": "yellow", "fail": "red"}
    for row in rows:
        mark = f"[{colours[row.verdict]}]{row.verdict:<4}[/]"
        console.print(f"{mark}  [bold]{row.name}[/]: {escape(row.found)}", soft_wrap=True)
        if row.remedy:
            console.print(f"      Remedy: {escape(row.remedy)}", soft_wrap=True)
