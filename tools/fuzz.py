"""Look for files that break their readers, guided by which lines of ours they reach.

    .venv/bin/python -m tools.fuzz elements|scenario|show|vehicle|kiosk [-max_total_time=600 ...]

Needs the extra `fuzz` (atheris: Linux, CPython) and ends with an error at the first file that is
neither read nor refused, which it keeps as crash-*. What it found becomes an example in
tests/test_files_fuzzed.py, which tries files without guidance, everywhere.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["assets", "orbit", "vr", "tomllib", "json"]):
    from assets.errors import InputError
    from assets.toml import load
    from orbit.elements import read_elements
    from orbit.scenario import FOLDER, find_scenario
    from orbit.vehicle import Vehicle
    from vr.kiosk.settings import read_settings
    from vr.script.file import read_script

_READERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "elements": (lambda path: read_elements(path).satrec(), ""),
    "scenario": (lambda path: find_scenario(str(path)), "scenarios"),
    "show": (read_script, "shows"),
    "vehicle": (lambda path: load(path, Vehicle), "vehicles"),
    "kiosk": (read_settings, ""),
}


def main(arguments: list[str]) -> None:
    """Fuzz one reader until it breaks or its time is over."""
    if len(arguments) < 2 or arguments[1] not in _READERS:
        sys.exit(f"Usage: python -m tools.fuzz {'|'.join(_READERS)} [libFuzzer's options]")
    read, seeds = _READERS[arguments[1]]
    folder = Path(tempfile.mkdtemp(prefix="cupola-fuzz-"))
    path = folder / "file.toml"

    def once(data: bytes) -> None:
        path.write_bytes(data)
        try:
            read(path)
        except InputError as error:
            if not str(error):
                raise RuntimeError("refused without a word") from error

    corpus = [str(FOLDER.parent / seeds)] if seeds else []
    (folder / "found").mkdir()
    options = ["-timeout=10", "-rss_limit_mb=4096", *arguments[2:]]
    atheris.Setup([arguments[0], *options, str(folder / "found"), *corpus], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
