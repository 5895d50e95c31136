from __future__ import annotations

import configparser
import os
import shlex
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from assets.errors import InputError
from vr.kiosk import unit
from vr.kiosk.notify import Notifier


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


UNIT = "config/systemd/user/cupola-kiosk.service"
ENTRY = "config/autostart/cupola-kiosk.desktop"


def test_install_writes_the_unit_and_what_starts_it_and_says_so(home):
    written = unit.install(None)
    assert {str(path.relative_to(home)) for path in written.paths} == files(home) == {UNIT, ENTRY}


def test_every_desktop_starts_the_unit_once_systemd_knows_the_display(home):
    """Xfce reaches no graphical-session.target; all desktops read this entry."""
    unit.install(None)
    found = configparser.ConfigParser(interpolation=None)
    found.read(home / ENTRY)
    entry = found["Desktop Entry"]
    assert entry["Type"] == "Application"
    program, option, script = shlex.split(entry["Exec"])
    assert (program, option) == ("sh", "-c")
    told = home / "told"
    systemctl = home / "bin" / "systemctl"
    systemctl.parent.mkdir()
    systemctl.write_text(f'#!/bin/sh\necho "$@" >> {told}\n')
    systemctl.chmod(0o755)
    path = f"{systemctl.parent}:{os.environ['PATH']}"
    subprocess.run([program, option, script], env={"PATH": path}, check=True)
    assert told.read_text().splitlines() == [
        "--user import-environment DISPLAY XAUTHORITY",
        "--user start cupola-kiosk.service",
    ]


def test_install_again_writes_the_same_and_a_new_configuration_takes_its_place(home):
    unit.install(None)
    unit.install(home / "my kiosk.toml")
    assert files(home) == {UNIT, ENTRY}
    assert f'"--config" "{home}/my kiosk.toml"' in (home / UNIT).read_text()


def test_uninstall_removes_what_was_written_and_nothing_else(home):
    unit.install(None)
    other = home / "config/systemd/user/other.service"
    other.write_text("[Unit]\n")
    kept = home / "config/autostart/other.desktop"
    kept.write_text("[Desktop Entry]\n")
    assert len(unit.uninstall().paths) == 2
    assert files(home) == {str(path.relative_to(home)) for path in (other, kept)}
    assert unit.uninstall().paths == ()


def test_a_unit_of_that_name_that_is_somebody_else_s_is_left_alone(home):
    (home / UNIT).parent.mkdir(parents=True)
    (home / UNIT).write_text("[Unit]\nDescription=mine\n")
    with pytest.raises(InputError, match="move it away first"):
        unit.install(None)
    assert unit.uninstall().paths == ()
    assert (home / UNIT).read_text() == "[Unit]\nDescription=mine\n"


def test_the_unit_restarts_for_ever_watches_and_logs_to_the_journal(home):
    unit.install(None)
    found = configparser.ConfigParser(interpolation=None, strict=False)
    found.optionxform = str
    found.read(home / UNIT)
    service = found["Service"]
    assert service["Restart"] == "always"
    assert service["Type"] == "notify"
    assert int(service["WatchdogSec"]) == unit.WATCHDOG
    assert service["StandardError"] == "journal"
    assert found["Unit"]["StartLimitIntervalSec"] == "0"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here to ask")
def test_systemd_finds_no_fault_with_the_unit(home):
    unit.install(home / "50% of $all.toml")
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(home / UNIT)],
        capture_output=True,
        text=True,
        check=False,
    )
    about_us = [line for line in done.stderr.splitlines() if "cupola-kiosk" in line]
    assert about_us == []


def test_systemd_is_told_ready_alive_and_leaving(home, monkeypatch):
    address = home / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))
        monkeypatch.setenv("WATCHDOG_USEC", "30000000")
        notifier = Notifier()
        assert notifier.watchdog == 30.0
        notifier.ready("attract")
        notifier.alive()
        notifier.leaving()
        told = [manager.recv(200) for _ in range(3)]
    assert told == [b"READY=1\nSTATUS=attract", b"WATCHDOG=1", b"STOPPING=1"]
    notifier.alive()  # a manager that has gone does not stop the show


def test_without_systemd_nothing_is_told_and_nothing_fails(monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.setenv("WATCHDOG_PID", "1")
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    assert Notifier().watchdog == 0.0
    Notifier().alive()
