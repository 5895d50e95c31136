"""A museum's day on a real runtime: a visit from attract to attract, another configuration."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing

from tests.xr.remote import worn
from tests.xr.station import CONFIG, Station


def test_a_visit_goes_through_welcome_show_and_countdown_and_stands_in_the_log(lab):
    headset = lab.start_remote()
    station = Station(lab)
    station.wait_for_phase("attract", within=60.0)
    with worn(headset):
        station.wait_for_phase("welcome")
        station.wait_for_phase("show")
    station.wait_for_phase("away")
    assert 0 < station.status()["countdown"] <= 6
    with worn(headset):
        station.wait_for_phase("show")
    station.wait_for_phase("away")
    station.wait_for_phase("attract")
    station.leave()
    with closing(sqlite3.connect(lab.path / "visits.sqlite3")) as db:
        rows = db.execute("SELECT station, language, ending FROM visit").fetchall()
    assert rows == [("Hall", "kk", "left")]
    assert "Traceback" not in lab.log("program")


def test_a_configuration_is_read_anew_and_a_bad_one_is_not_taken(lab):
    station = Station(lab)
    station.wait_for_phase("attract", within=60.0)
    station.configure(CONFIG.replace('["kk", "ru", "en"]', '["kk", "xx"]'))
    station.program.send_signal(signal.SIGHUP)
    lab.wait_for(lambda: bool(station.status()["notices"]), "the refusal", station.program)
    assert "kiosk.toml:3: languages.1: 'xx' is no language here" in station.status()["notices"][0]
    assert station.status()["languages"] == ["kk", "ru", "en"]
    station.configure(CONFIG.replace('["kk", "ru", "en"]', '["de", "kk"]'))
    station.program.send_signal(signal.SIGHUP)
    lab.wait_for(lambda: station.status()["language"] == "de", "the new languages", station.program)
    assert station.status()["notices"] == []
    station.leave()
