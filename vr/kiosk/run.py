"""Runs a station from its start to its end, and starts it again where that was asked for."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from pathlib import Path

from assets.errors import MachineError
from assets.words import words
from vr.headset import HeadsetOptions
from vr.headset import run as run_headset
from vr.kiosk.heard import Heard
from vr.kiosk.kiosk import Kiosk
from vr.kiosk.notify import Notifier
from vr.kiosk.selftest import self_test
from vr.kiosk.settings import Settings
from vr.kiosk.station import Station
from vr.kiosk.successor import Heritage, hold_reload, take_reload
from vr.kiosk.watchdog import Watchdog
from vr.mission import mission
from vr.operator.server import Operator
from vr.script.start import guide_for
from vr.sound.player import player

_log = logging.getLogger("cupola.kiosk")
_BEATS = 2.0
"""s between two signs of life to systemd."""
_CALM = 2.0
"""s before a start after the program broke: a fault that lasts must not load the machine."""


def run(config: Path | None, report: Path | None = None) -> None:
    """Run the station until it is told to end. It does not return where it starts again.

    `config` is the configuration's file, None for the user's own or the built-in one. Raises
    InputError for a mistake in it, or in scenario or show, MachineError without OpenGL 3.3.
    """
    hold_reload()
    _log_to_journal()
    notifier, heritage = Notifier(), Heritage()
    settings, mistake = heritage.settings_for(config)
    hang = _Hang(heritage)
    about = mission(settings.scenario, None, _log.warning)
    guide = guide_for(about.timeline, settings.show, words(settings.languages[0]))
    station = Station()
    operator = Operator(station, settings.operator, _folder(settings))
    operator.start()
    watchdog = Watchdog(hang.act)
    sound = player(settings.music, silent=not settings.sound)
    kiosk = Kiosk(
        settings,
        about,
        guide,
        station,
        sound,
        examine=lambda: (*self_test(settings.log), operator.finding()),
        heritage=heritage,
        mistake=mistake,
        alive=_Beat(notifier, watchdog).alive,
        report=report,
    )
    hang.kiosk = kiosk
    _reload_on_hup(kiosk)
    screen = settings.screen
    options = HeadsetOptions(
        render_scale=screen.render_scale,
        fixed_resolution=screen.fixed_resolution,
        mirror_size=screen.size,
        stay=True,
    )
    try:
        run_headset(kiosk.make, options, kiosk)
    except MachineError:
        raise
    except Exception:
        _log.exception("the program broke; it starts again")
        time.sleep(_CALM)
    finally:
        notifier.leaving()
        watchdog.close()
        operator.stop()
        kiosk.close()
        sound.close()
    if kiosk.starts_again:
        heritage.start_again()


class _Hang:
    """What is done when the frame loop hangs, by the watchdog's thread."""

    def __init__(self, heritage: Heritage) -> None:
        self._heritage = heritage
        self.kiosk: Kiosk | None = None
        self._heard = Heard()

    def act(self) -> None:
        """Start again; or end, where that is what the loop was told and did not hear."""
        if not self._heard.a_stop():
            self._heritage.start_again()
        _log.info("told to end, and does")
        if self.kiosk is not None:
            self.kiosk.close()
        os._exit(0)  # the main thread, which hangs, cannot be made to leave in order


class _Beat:
    """Passes the loop's sign of life on: to our watchdog at each turn, to systemd now and then."""

    def __init__(self, notifier: Notifier, watchdog: Watchdog) -> None:
        self._notifier, self._watchdog = notifier, watchdog
        self._due = 0.0
        self._is_ready = False

    def alive(self) -> None:
        """Say that the loop turns."""
        self._watchdog.alive()
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + _BEATS
        if not self._is_ready:
            self._is_ready = True
            self._notifier.ready("the loop turns")
        self._notifier.alive()


def _reload_on_hup(kiosk: Kiosk) -> None:
    number = getattr(signal, "SIGHUP", None)  # Windows has none
    if number is not None:

        def ask(_number: int, _frame: object) -> None:
            kiosk.asked.reload = True

        signal.signal(number, ask)
        signal.siginterrupt(number, False)
        take_reload()


def _folder(settings: Settings) -> Path:
    return settings.file.resolve().parent if settings.file else Path.cwd()


def _log_to_journal() -> None:
    """Log to standard error; under systemd the journal adds the time."""
    under_systemd = bool(os.environ.get("JOURNAL_STREAM"))
    form = "%(message)s" if under_systemd else "%(asctime)s %(message)s"
    logging.basicConfig(level=logging.INFO, format=form, stream=sys.stderr, force=True)
