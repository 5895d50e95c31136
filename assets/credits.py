"""Write docs/credits.md from the manifest: whose data the program shows, under which licence.

python -m assets.credits
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from assets.manifest import Entry, entries

PAGE = Path(__file__).parents[1] / "docs" / "credits.md"

HEAD = """\
# Credits

Written by `python -m assets.credits` from `assets/manifest.toml`. Nothing is downloaded when the
program runs: every file lies in `assets/data`, made by its recipe from a published package, and is
checked against its SHA-256. "(inferred)" marks a licence that the package does not state for that
file; it is the one that its authors state elsewhere.

The ephemeris de421 (NASA/JPL) and the Earth's orientation (IERS) come with the package
`skyfield-data`, licence MIT. The texts of the licences that ask for it lie beside the data as
`licence-*.txt`.
"""


def credits_page() -> str:
    """Return the page as Markdown."""
    ordered = sorted(entries().values(), key=lambda entry: (entry.credit, entry.name))
    sections = [
        _section(credit, list(group)) for credit, group in groupby(ordered, lambda e: e.credit)
    ]
    return HEAD + "".join(sections)


def _section(credit: str, group: Iterable[Entry]) -> str:
    lines = [f"\n## {credit}\n"]
    for entry in group:
        lines.append(f"\n`{entry.name}`: {entry.about}.\n")
        lines.append(f"Licence: {entry.licence}. {_size(entry.size)}, by `{entry.recipe}` from\n")
        lines += [f"* {source}\n" for source in entry.sources]
    return "".join(lines)


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(round(size / 1e3), 1)} kB"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(credits_page(), encoding="utf-8")
