"""Bring the typeface Inter (roman, variable weight) and its licence, both unchanged."""

from __future__ import annotations

import re

from assets.manifest import DATA
from assets.recipes._packages import INTER, describe, record, unpacked

FONT = "usr/share/fonts/truetype/inter-vf/Inter-roman.var.ttf"
COPYRIGHT = "usr/share/doc/fonts-inter-variable/copyright"


def main() -> None:
    """Unpack and write both files."""
    with unpacked(INTER, FONT, COPYRIGHT) as folder:
        (DATA / "inter.ttf").write_bytes((folder / FONT).read_bytes())
        text = (folder / COPYRIGHT).read_text(encoding="utf-8")
    (DATA / "licence-inter.txt").write_text(_open_font_licence(text), encoding="utf-8")
    for name, about, member in (
        ("inter.ttf", "the typeface Inter, roman, variable weight", FONT),
        ("licence-inter.txt", "the licence of the typeface Inter", COPYRIGHT),
    ):
        record(
            describe(
                name,
                about,
                sources=(INTER.source(member),),
                licence="OFL-1.1",
                credit="Inter, copyright 2016-2022 The Inter Project Authors",
                recipe="assets.recipes.font",
            )
        )


def _open_font_licence(copyright_file: str) -> str:
    """Return the licence's paragraph of Debian's copyright file as plain text."""
    found = re.search(r"^License: OFL-1\.1\n((?: .*\n)+)", copyright_file, re.MULTILINE)
    if found is None:
        raise ValueError(f"{COPYRIGHT} holds no text of the OFL-1.1")
    lines = [line[1:] for line in found.group(1).splitlines()]
    body = "\n".join("" if line == "." else line for line in lines)
    head = "Copyright 2016-2022 The Inter Project Authors (https://github.com/rsms/inter)\n\n"
    return f"{head}SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007\n\n{body}\n"


if __name__ == "__main__":
    main()
