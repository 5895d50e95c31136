"""Add a line to the history in docs/performance.md; with --bounds take its ratios as the bounds.

    cupola bench --json > figures.json
    cupola bench --startup --json > startup.json
    python -m tools.keep_figures [--bounds] "what has changed" figures.json startup.json

Both measured on one quiet machine, best with a headset (tests/xr/lab.py has one that is simulated).
A ratio that was not measured keeps its bound.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from vr.measure.ratios import headset_ratio, read_bounds

HERE = Path(__file__).resolve().parents[1]
HISTORY, BOUNDS = HERE / "docs/performance.md", HERE / "tests/bounds.json"
END = "<!-- tools/keep_figures.py adds a line above -->"


def row(change: str, figures: dict[str, Any], startup: dict[str, Any]) -> str:
    """Return a line of the history's table."""
    machine, ratios, held = figures["machine"], figures["ratios"], figures["memory"]
    starts = (startup["picture"], startup["headset"])
    cells = [
        f"{machine['date']}: {change}",
        f"{ratios['frame over reference']:.2f}",
        f"{ratios['two eyes over one, still']:.2f}, {ratios['two eyes over one, turning']:.2f}",
        *(_told(ratios.get(headset_ratio(quality)), "{:.1f}") for quality in ("high", "low")),
        f"1/{1.0 / ratios['Timeline.at over skyfield']:.0f}",
        *(f"{held[place]['mb']['value']:.0f}" for place in ("window", "headset")),
        *(_told(each and each["whole_s"]["value"], "{:.2f}") for each in starts),
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_mb'] // 1000} GB; "
        f"{machine['opengl']}; Python {machine['python']}",
    ]
    return f"| {' | '.join(cells)} |"


def _told(value: float | None, form: str) -> str:
    return "not taken" if value is None else form.format(value)


def main(*arguments: str) -> None:
    """Write the history, and the bounds where they are asked for."""
    change, *files = (each for each in arguments if each != "--bounds")
    figures, startup = (json.loads(Path(each).read_text()) for each in files)
    text = HISTORY.read_text()
    HISTORY.write_text(text.replace(END, f"{row(change, figures, startup)}\n{END}"))
    if "--bounds" not in arguments:
        return
    bounds = read_bounds(BOUNDS) | {k: round(v, 5) for k, v in figures["ratios"].items()}
    BOUNDS.write_text(json.dumps(bounds, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
