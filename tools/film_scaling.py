"""Say how many frames of film a second this machine draws: alone, and with Dask workers on it.

    python -m tools.film_scaling

Of the view `film` at 1920x1080, with sharp frames (--exposure 0), pieces of ten frames; the start
of the command and of the workers' renderers is in it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from distributed import LocalCluster

FILM = ("film", "--view", "film", "--exposure", "0", "--rate", "10", "--fps", "5", "--from", "200")
FRAMES = 80
"""Eight pieces: two for each of four workers."""


def rate(*where: str) -> float:
    """Return the frames a second of a film, from the command to its end."""
    with tempfile.TemporaryDirectory() as folder:
        out = ("--out", str(Path(folder) / "film.mp4"), "--to", str(200 + 2 * FRAMES))
        begun = time.perf_counter()
        command = [sys.executable, "-m", "vr", *FILM, *out, *where]
        subprocess.run(command, check=True, capture_output=True)
        return FRAMES / (time.perf_counter() - begun)


def main() -> None:
    """Measure and print."""
    print(f"alone: {rate():.2f} frames/s", flush=True)
    for workers in (1, 2, 4):
        with LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            found = rate("--cluster", cluster.scheduler_address)
        print(f"{workers} workers: {found:.2f} frames/s", flush=True)


if __name__ == "__main__":
    main()
