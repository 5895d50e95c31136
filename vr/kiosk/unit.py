"""The systemd user unit that runs the kiosk from log-in to power-off, and starts it again."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from assets.errors import InputError, MachineError
from vr.output import replacing

NAME = "cupola-kiosk.service"
_MARK = "# Written by `cupola kiosk install`; `cupola kiosk uninstall` removes it."
_WANTED_BY = "graphical-session.target"
WATCHDOG = 30
"""s without a turn of the frame loop after which systemd ends the program and starts it again."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written or removed."""

    paths: tuple[Path, ...]


def folder() -> Path:
    """Return where this user's units lie: systemd.unit(5), "User Unit Search Path"."""
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "systemd" / "user"


def text(config: Path | None, program: tuple[str, ...] | None = None) -> str:
    """Return the unit that runs `program` (by default this very one) with a configuration."""
    command = [*(program or (sys.executable, "-m", "vr")), "kiosk"]
    if config is not None:
        command += ["--config", str(config.resolve())]
    environment = "".join(
        f"Environment={_quoted(f'{name}={value}')}\n"
        for name in ("CUPOLA_CACHE", "XR_RUNTIME_JSON", "PYTHONPATH")
        if (value := os.environ.get(name))
    )
    return f"""{_MARK}
[Unit]
Description=Cupola, the launch seen from the International Space Station
PartOf={_WANTED_BY}
After={_WANTED_BY}
# However often it fails, it is tried again.
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart={" ".join(map(_quoted, command))}
ExecReload=/bin/kill -HUP $MAINPID
{environment}WorkingDirectory=~
Restart=always
RestartSec=2
TimeoutStartSec=120
TimeoutStopSec=15
WatchdogSec={WATCHDOG}
# journald keeps and rotates what it says: journalctl --user -u {NAME}
StandardOutput=journal
StandardError=journal
SyslogIdentifier=cupola

[Install]
WantedBy={_WANTED_BY}
"""


def install(config: Path | None) -> Written:
    """Write the unit and the link that starts it with the desktop; return both.

    Raises InputError where a file of that name is somebody else's, MachineError without systemd's
    kind of system.
    """
    if not sys.platform.startswith("linux"):
        raise MachineError("systemd is Linux's; start `cupola kiosk` by your system's own means")
    unit, link = _unit(), _link()
    if unit.exists() and not _is_ours(unit):
        raise InputError(f"{unit} is not of `cupola kiosk install`; move it away first")
    if os.path.lexists(link) and not _is_our_link(link):
        raise InputError(f"{link} is not of `cupola kiosk install`; move it away first")
    link.parent.mkdir(parents=True, exist_ok=True)
    with replacing(unit) as pending:
        pending.working.write_text(text(config))
    if not link.is_symlink():
        link.symlink_to(unit)
    return Written((unit, link))


def uninstall() -> Written:
    """Remove what `install` wrote, and nothing else; return what was removed."""
    unit, link = _unit(), _link()
    ours = [link] if _is_our_link(link) else []
    if unit.is_file() and _is_ours(unit):
        ours.append(unit)
    for path in ours:
        path.unlink()
    return Written(tuple(ours))


def _unit() -> Path:
    return folder() / NAME


def _link() -> Path:
    return folder() / f"{_WANTED_BY}.wants" / NAME


def _is_ours(unit: Path) -> bool:
    return unit.read_text(errors="replace").startswith(_MARK)


def _is_our_link(link: Path) -> bool:
    return link.is_symlink() and link.readlink() == _unit()


def _quoted(word: str) -> str:
    """Return a word of a command line as systemd reads it: systemd.service(5), "Command lines"."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
