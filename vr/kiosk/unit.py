"""The systemd user unit that runs the kiosk from log-in to power-off, and what starts it.

Light desktops such as Xfce never reach systemd's `graphical-session.target`, so the unit is started
by an entry in the desktop's autostart folder, which all of them read (XDG Autostart 0.5), once the
display's name is known to systemd.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from assets.errors import InputError, MachineError
from vr.output import replacing

NAME = "cupola-kiosk.service"
_MARK = "# Written by `cupola kiosk install`; `cupola kiosk uninstall` removes it."
_SESSION = "graphical-session.target"
_ENTRY_NAME = "cupola-kiosk.desktop"
WATCHDOG = 30
"""s without a turn of the frame loop after which systemd ends the program and starts it again."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written or removed."""

    paths: tuple[Path, ...]


_ENTRY = f"""{_MARK}
[Desktop Entry]
Type=Application
Name=Cupola
Comment=Starts the kiosk with the desktop
Exec=sh -c "systemctl --user import-environment DISPLAY XAUTHORITY; systemctl --user start {NAME}"
NoDisplay=true
"""
"""After the specifications of desktop entries 1.5 and of autostart 0.5."""


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
PartOf={_SESSION}
After={_SESSION}
# However often it fails, it is tried again.
StartLimitIntervalSec=0

[Service]
Type=notify
# The screen is to stay on; where there is no xset, the desktop's own settings hold.
ExecStartPre=-xset s off -dpms
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
"""


def install(config: Path | None) -> Written:
    """Write the unit and the entry that starts it with the desktop; return both.

    Raises InputError where a file of that name is somebody else's, MachineError without systemd's
    kind of system.
    """
    if not sys.platform.startswith("linux"):
        raise MachineError("systemd is Linux's; start `cupola kiosk` by your system's own means")
    for path in _files():
        if os.path.lexists(path) and not _is_ours(path):
            raise InputError(f"{path} is not of `cupola kiosk install`; move it away first")
    for path, content in zip(_files(), (text(config), _ENTRY), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as pending:
            pending.working.write_text(content)
    return Written(_files())


def uninstall() -> Written:
    """Remove what `install` wrote, and nothing else; return what was removed."""
    ours = tuple(path for path in _files() if _is_ours(path))
    for path in ours:
        path.unlink()
    return Written(ours)


def _files() -> tuple[Path, Path]:
    """Return the unit (systemd.unit(5), "User Unit Search Path") and the desktop's entry."""
    given = os.environ.get("XDG_CONFIG_HOME")
    base = Path(given) if given else Path.home() / ".config"
    return base / "systemd" / "user" / NAME, base / "autostart" / _ENTRY_NAME


def _is_ours(path: Path) -> bool:
    return path.is_file() and path.read_text(errors="replace").startswith(_MARK)


def _quoted(word: str) -> str:
    """Return a word of a command line as systemd reads it: systemd.service(5), "Command lines"."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
