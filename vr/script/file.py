"""A show's script as it stands in its TOML file: `assets/shows/first-visit.toml` explains the keys.

Museums write their own: any file of this form can be given to `--show`.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

import assets
from assets.errors import InputError
from assets.inside import is_file
from assets.toml import fault, load, place
from assets.words import LANGUAGES
from render.naming import KINDS

FOLDER = Path(assets.__file__).parent / "shows"
FREE = "free"
"""The show for a scenario that has none of its own."""
SHORTEST_FADE = 1.0
"""s to black, and back: two opposite changes of light in a second are then never a flash."""

Seconds = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class _Table(BaseModel):
    """A table of a script: frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BeatTable(_Table):
    """One step of a show, from where it begins until the next one does."""

    t: Seconds | None = None
    """Mission time at which it begins, s from lift-off."""
    event: str | tuple[str, ...] | None = None
    """The same by an event's id; of several, the first that this launch has."""
    offset: Seconds = 0.0
    """s of mission time from the event."""
    after: Positive | None = None
    """Where there is no t or event, and for a cut: s after the beat before began."""
    cut: bool = False
    """Whether the show jumps to t or event, through black."""
    fade: Annotated[float, Field(ge=SHORTEST_FADE, le=10)] = 1.5
    """s that a cut takes to black, and again from it; for the first beat, from black."""
    rate: Annotated[float, Field(ge=0, le=60)] | None = None
    """Mission seconds a second, reached gently; as before where it is not given."""
    labels: bool | tuple[str, ...] | None = None
    """Names of all things, of none, or of some kinds; as before where it is not given."""
    caption: str | None = None
    """Id of a caption in `assets/captions.toml`."""
    text: str | dict[str, str] | None = None
    """A caption of one's own, in one language or as a table by language code."""
    about: str | None = None
    """What the arrow of one's own caption points to."""
    seconds: Annotated[float, Field(ge=2, le=60)] = 9.0
    """s that the caption stands, if the next beat does not begin before."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.t is not None and self.event is not None:
            raise fault("event", "t is given too; keep one of them")
        if self.offset and self.event is None:
            raise fault("offset", "counts from an event; name the event, or add it to t")
        if self.caption is not None and self.text is not None:
            raise fault("text", "caption is given too; keep one of them")
        if self.cut and (self.after is None or not self.has_time):
            raise fault("cut", "needs where to (t or event) and when (after); add what is missing")
        if not self.cut and self.after is not None and self.has_time:
            raise fault("after", "t or event is given too; keep one of them, or set cut = true")
        for kind in self.labels if isinstance(self.labels, tuple) else ():
            if kind not in KINDS:
                raise fault("labels", f"{kind!r} is no kind of name; take of {', '.join(KINDS)}")
        for code in self.text if isinstance(self.text, dict) else ():
            if code not in LANGUAGES:
                raise fault("text", f"{code!r} is no language here; take of {', '.join(LANGUAGES)}")
        return self

    @property
    def has_time(self) -> bool:
        """Say whether it begins at a mission time."""
        return self.t is not None or self.event is not None


class ScriptFile(_Table):
    """A whole script."""

    title: str
    scenario: str | None = None
    """The scenario whose show this is when nobody chooses one."""
    end: Literal["explore", "repeat"] = "explore"
    """What comes after the last beat: its time runs on and is the visitor's, or the first again."""
    lasts: Annotated[float, Field(ge=4, le=86_400)] | None = None
    """s that the last beat lasts; without end if it is not given."""
    beats: Annotated[tuple[BeatTable, ...], Field(min_length=1)]
    _file: Path = PrivateAttr(default=Path())

    @model_validator(mode="after")
    def _begins_and_ends(self) -> Self:
        first = self.beats[0]
        if not first.has_time or first.after is not None:
            raise fault("beats.0", "the first beat begins the show: give t or event, and no after")
        for number, beat in enumerate(self.beats[1:], 1):
            if beat.after is None and not beat.has_time:
                raise fault(f"beats.{number}", "needs when it begins: give after, t or event")
            if not beat.cut and "fade" in beat.model_fields_set:
                raise fault(
                    f"beats.{number}.fade", "belongs to a cut; set cut = true, or remove it"
                )
        if self.end == "repeat" and self.lasts is None:
            raise fault("end", "a show that repeats needs an end; add lasts, in seconds")
        return self

    @property
    def name(self) -> str:
        """Return the file's name without its suffix."""
        return self._file.stem

    def place(self, *keys: str | int) -> str:
        """Return `file:line` of a key, for messages."""
        return place(self._file, *keys)


def show_names() -> tuple[str, ...]:
    """Return the names of the shows that are shipped."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def read_script(path: Path) -> ScriptFile:
    """Return a script from its file. Raises `InputError` with the line of each mistake."""
    script = load(path, ScriptFile)
    script._file = path
    return script


def find_script(name_or_path: str) -> ScriptFile:
    """Return a shipped script by its name, or any by the path of its file. Raises `InputError`."""
    path = FOLDER / f"{name_or_path}.toml"
    if "/" in name_or_path or not is_file(path):
        path = Path(name_or_path)
        if not is_file(path):
            raise InputError(_unknown(name_or_path))
    return read_script(path)


def script_for(scenario: str) -> ScriptFile:
    """Return the show that a first-time visitor of a scenario gets."""
    for name in show_names():
        script = find_script(name)
        if script.scenario == scenario:
            return script
    return find_script(FREE)


def _unknown(name: str) -> str:
    known = show_names()
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    return (
        f"There is no show {name!r}; {hint}take one of {', '.join(known)}, or the path of a script"
        " file"
    )
