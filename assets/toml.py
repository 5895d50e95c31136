"""Reads a TOML file into a pydantic model and says where in the file a mistake stands.

A validator of a model that compares several keys raises `fault(key, what)` so that the message
points at the line of that key.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from assets.errors import InputError
from assets.small_file import read_small
from assets.toml_lines import KeyPath, key_lines

Model = TypeVar("Model", bound=BaseModel)

_MOST_BYTES = 512 * 1024
_PLAIN_WORDS = {
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
    "string_type": "must be a text in quotes",
    "bool_type": "must be true or false",
    "finite_number": "must be a finite number",
    "too_short": "needs at least {min_length} entries and has {actual_length}",
    "too_long": "takes at most {max_length} entries and has {actual_length}",
}


class Read(NamedTuple):
    """A parsed TOML file: its tables, and the line of each key."""

    path: Path
    data: dict[str, Any]
    lines: Mapping[KeyPath, int]

    def place(self, keys: Iterable[str | int]) -> str:
        """Return `file:line` of a key, or of the nearest table around it."""
        return f"{self.path}:{_line_of(self.lines, tuple(keys))}"


def fault(key: str, what: str) -> PydanticCustomError:
    """Return the error that a model's validator raises to blame one of its keys.

    `key` may be dotted to reach into tables and arrays ("stages.0.name"), and is empty for the
    thing validated itself; `what` says what is wrong and what to do.
    """
    return PydanticCustomError("fault", "{what}", {"what": what, "key": key})


def read(path: Path) -> Read:
    """Return the tables of a TOML file with the line of each key.

    Raises `InputError` where the file is missing, unreadable, not UTF-8 or not TOML.
    """
    try:
        text = read_small(path, _MOST_BYTES).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text (byte {error.start}); save it so") from None
    try:
        return Read(path, tomllib.loads(text), key_lines(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError(_syntax_message(path, text, error)) from None
    except ValueError as error:  # a number of thousands of digits, a date that is none
        raise InputError(f"{path}: holds what cannot be read: {error}; mend it") from None
    except RecursionError:
        raise InputError(f"{path}: arrays or tables are nested too deeply; mend it") from None


def load(path: Path, model: type[Model]) -> Model:
    """Return a TOML file as `model`.

    Raises `InputError` with a line `file:line: key: what is wrong; remedy` for each mistake.
    """
    source = read(path)
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise InputError("\n".join(_message(source, model, each) for each in details)) from None


@cache
def _read_again(path: Path, changed_ns: int) -> Read:
    return read(path)


def place(path: Path, *keys: str | int) -> str:
    """Return `file:line` of a key in a TOML file that has been read before, for later errors."""
    try:
        return _read_again(path, path.stat().st_mtime_ns).place(keys)
    except (OSError, InputError):
        return str(path)


def _syntax_message(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
    if found is None:
        return f"{path}: is not TOML: {error}; see https://toml.io"
    line = found[2] or str(text.count("\n") + 1)
    return f"{path}:{line}: is not TOML: {found[1]}; mend that line"


def _message(source: Read, model: type[BaseModel], detail: ErrorDetails) -> str:
    keys: KeyPath = tuple(detail["loc"])
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "fault":
        keys += _keys(str(context["key"]))
    name = ".".join(str(key) for key in keys) or "the file"
    where = source.place(keys)
    if kind == "fault":
        return f"{where}: {name}: {context['what']}"
    if kind == "extra_forbidden":
        return f"{where}: {name}: is not a key here; {_suggest(str(keys[-1]), model, keys[:-1])}"
    if kind == "missing":
        return f"{where}: {name}: is missing; add it"
    words = _PLAIN_WORDS.get(kind)
    what = words.format(**context) if words else _lower_first(detail["msg"])
    given = detail["input"]
    if isinstance(given, dict):
        return f"{where}: {name}: {what}"
    return f"{where}: {name}: {what}; it is {given!r}"


def _keys(dotted: str) -> KeyPath:
    parts = dotted.split(".") if dotted else []
    return tuple(int(part) if part.isdigit() else part for part in parts)


def _lower_first(text: str) -> str:
    text = text.removeprefix("Value error, ")
    return text[:1].lower() + text[1:]


def _suggest(key: str, model: type[BaseModel], within: KeyPath) -> str:
    """Return the remedy for an unknown key: the key that was probably meant, or all there are."""
    table = _model_at(model, within)
    known = sorted(field.alias or name for name, field in table.model_fields.items())
    close = difflib.get_close_matches(key, known, n=1)
    if close:
        return f"did you mean {close[0]}?"
    return f"the keys here are {', '.join(known)}"


def _model_at(model: type[BaseModel], keys: KeyPath) -> type[BaseModel]:
    """Return the model of the table at `keys`, as far down as it can be followed."""
    for key in keys:
        if isinstance(key, str) and key in model.model_fields:
            model = next(_models_in(model.model_fields[key].annotation), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)


def _line_of(lines: Mapping[KeyPath, int], keys: KeyPath) -> int:
    while keys:
        if keys in lines:
            return lines[keys]
        keys = keys[:-1]
    return 1
