"""`cupola film --cluster`: on a real Dask cluster, with a worker that dies on the way."""

import os
import signal
import threading
import time

import av
import numpy as np
import pytest
from distributed import Client, LocalCluster

from assets.errors import MachineError
from vr import cluster_worker
from vr.cli import main
from vr.cluster_worker import Job, make_piece
from vr.recipe import encoding
from vr.shot import Shot

FILM = ("film", "--view", "film", "--size", "64x36", "--from", 100, "--to", 200, "--fps", 30)
"""300 frames: five pieces of 60."""
PATIENCE = 120.0


def cupola(*arguments):
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    assert not end.value.code


@pytest.fixture(scope="module")
def workers():
    """Return a cluster of two processes, with two threads each, on this machine."""
    with LocalCluster(
        n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


def processes(cluster):
    """Return the processes of the workers by address."""
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        return client.run(os.getpid)


def test_a_cluster_makes_the_same_film_though_a_worker_is_killed(tmp_path, workers, capsys):
    alone, shared = tmp_path / "alone.mp4", tmp_path / "shared.mp4"
    cupola(*FILM, "--out", alone)
    victim = min(processes(workers).values())
    killed = []

    def kill():
        """Kill a worker once a piece has come back, so that it holds a renderer and a piece."""
        deadline = time.monotonic() + PATIENCE
        folder = tmp_path / "shared.mp4.making"
        while time.monotonic() < deadline and not list(folder.glob("*.mp4")):
            time.sleep(0.01)
        os.kill(victim, signal.SIGKILL)
        killed.append(victim)

    killer = threading.Thread(target=kill)
    killer.start()
    cupola(*FILM, "--out", shared, "--cluster", workers.scheduler_address)
    killer.join()
    assert killed
    assert victim not in processes(workers).values()
    assert shared.read_bytes() == alone.read_bytes()
    with av.open(str(shared)) as container:
        places = [frame.pts for frame in container.decode(video=0)]
    assert len(places) == 300
    assert len(set(np.diff(places))) == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["alone.mp4", "shared.mp4"]


def test_a_worker_keeps_its_renderer_from_piece_to_piece_in_one_thread(monkeypatch):
    made, threads = [], set()

    class Fake:
        def __init__(self, timeline, shot):
            made.append(self)
            threads.add(threading.get_ident())

        def draw(self, frame):
            threads.add(threading.get_ident())
            return np.zeros((36, 64, 3), np.uint8)

        def close(self):
            threads.add(threading.get_ident())

    monkeypatch.setattr(cluster_worker, "Drawing", Fake)
    monkeypatch.setattr(cluster_worker, "source_digest", lambda: "this")
    job = Job("film", None, shot(), "this", encoding(shot()))
    for first in (0, 60):
        make_piece(job, first, first + 2)
    assert (len(made), len(threads)) == (1, 1)
    make_piece(Job("other film", None, shot(), "this", encoding(shot())), 0, 2)
    assert (len(made), len(threads)) == (2, 1)
    cluster_worker._held.clear()


def shot():
    from fractions import Fraction

    from vr.film import FilmPlan
    from vr.style import style
    from vr.view_options import ViewOptions

    return Shot(FilmPlan(0.0, 10.0, 10.0, Fraction(30)), ViewOptions(size=(64, 36)), style())


def test_a_worker_with_another_version_refuses_and_says_so():
    with pytest.raises(MachineError, match="another version"):
        make_piece(Job("film", None, shot(), "another program", encoding(shot())), 0, 1)
