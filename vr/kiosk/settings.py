"""A kiosk's configuration: one TOML file, each mistake told with its line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from assets.errors import InputError
from assets.toml import fault, load, place
from assets.words import LANGUAGES
from orbit.scenario import DEFAULT, find_scenario
from vr.kiosk.cycle import Rules
from vr.operator.password import is_hash
from vr.operator.settings import OperatorSettings
from vr.script.file import find_script

Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]


class _Table(BaseModel):
    """A table of the configuration: frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TimingTable(_Table):
    """How long the parts of the cycle last, s; see `vr.kiosk.cycle.Rules`."""

    welcome: Seconds = 12.0
    countdown: Seconds = 30.0
    afterglow: Seconds = 180.0
    still: Seconds = 8.0
    """Without a sensor in the headset: s without any motion after which nobody wears it. Less than
    the welcome, so that a runtime that starts with nobody there begins no show."""


class ScreenTable(_Table):
    """The screen beside the headset."""

    full_screen: bool = True
    size: tuple[Annotated[int, Field(ge=320)], Annotated[int, Field(ge=240)]] = (1280, 720)
    """px of the window where it is not full screen."""
    quality: Literal["low", "medium", "high"] | None = None
    """Of headset and screen; by default what the machine can do."""
    render_scale: Annotated[float, Field(ge=0.1, le=2.0)] = 1.0
    """Times the runtime's recommended size of an eye's picture, at most."""
    fixed_resolution: bool = False
    """Whether that size is kept even where frames are late."""


class Settings(_Table):
    """The whole configuration; every key may be left out."""

    name: Annotated[str, Field(min_length=1, max_length=40)] = "Cupola"
    """What the operator calls this station."""
    scenario: str = DEFAULT
    show: str | None = None
    """A show's name or file; by default the scenario's own."""
    languages: Annotated[tuple[str, ...], Field(min_length=1)] = tuple(LANGUAGES)
    """The house's, most spoken first."""
    pin: str = ""
    """Hashed; without one, no key leaves the program."""
    sound: bool = True
    music: Path | None = None
    """A track of the house's own under the show."""
    visits: Path | None = None
    """The log's file; by default visits.sqlite3 in the user's state folder."""
    timing: TimingTable = TimingTable()
    screen: ScreenTable = ScreenTable()
    operator: OperatorSettings = OperatorSettings()
    _file: Path | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for number, code in enumerate(self.languages):
            if code not in LANGUAGES:
                known = ", ".join(LANGUAGES)
                raise fault(f"languages.{number}", f"{code!r} is no language here; take of {known}")
            if code in self.languages[:number]:
                raise fault(f"languages.{number}", f"{code!r} stands there twice; keep one")
        if self.pin and not is_hash(self.pin):
            raise fault("pin", "is no hash; run `cupola kiosk pin` and write here what it prints")
        return self

    @property
    def file(self) -> Path | None:
        """Return the file it was read from; None for the built-in one."""
        return self._file

    @property
    def log(self) -> Path:
        """Return where visits are logged."""
        return self.visits or state_folder() / "visits.sqlite3"

    @property
    def rules(self) -> Rules:
        """Return the rules of the visitor's cycle."""
        timing = self.timing
        return Rules(timing.welcome, timing.countdown, timing.afterglow, languages=self.languages)


def read_settings(path: Path) -> Settings:
    """Return the configuration in a file, whose scenario and show exist and are whole.

    Paths in it are taken from its folder. Raises `InputError` with the line of each mistake.
    """
    settings = load(path, Settings)
    here = path.resolve().parent
    found = settings.model_copy(
        update={
            "scenario": _taken_from(here, settings.scenario, ".toml"),
            "show": settings.show and _taken_from(here, settings.show, ".toml"),
            "visits": settings.visits and here / settings.visits,
            "music": settings.music and here / settings.music,
        }
    )
    found._file = path
    for key, find in (("scenario", find_scenario), ("show", find_script)):
        name = getattr(found, key)
        try:
            if name is not None:
                find(name)
        except InputError as error:
            raise InputError(f"{place(path, key)}: {key}: {error}") from None
    return found


def settings_for(path: Path | None) -> Settings:
    """Return the configuration in `path`, or in the user's own file, or the built-in one."""
    if path is not None:
        return read_settings(path)
    own = config_folder() / "kiosk.toml"
    return read_settings(own) if own.is_file() else Settings()


def left(settings: Settings) -> str:
    """Return settings as text that `taken_up` reads, whatever has become of their file."""
    file = None if settings.file is None else str(settings.file)
    return json.dumps({"file": file, "settings": settings.model_dump(mode="json")})


def taken_up(text: str) -> Settings:
    """Return the settings that `left` wrote."""
    found = json.loads(text)
    settings = Settings.model_validate(found["settings"])
    settings._file = None if found["file"] is None else Path(found["file"])
    return settings


def config_folder() -> Path:
    """Return where this user's configuration lies: `XDG_CONFIG_HOME` or ~/.config, `cupola`."""
    return _folder("XDG_CONFIG_HOME", ".config")


def state_folder() -> Path:
    """Return where what must be kept lies: `XDG_STATE_HOME` or ~/.local/state, `cupola`."""
    return _folder("XDG_STATE_HOME", ".local/state")


def _folder(variable: str, below_home: str) -> Path:
    base = os.environ.get(variable)
    return (Path(base) if base else Path.home() / below_home) / "cupola"


def _taken_from(folder: Path, name: str, suffix: str) -> str:
    """Return a name as it is, and a file's path as seen from a folder."""
    return str(folder / name) if name.endswith(suffix) else name
