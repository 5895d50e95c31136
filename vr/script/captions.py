"""What is said: templates with quantities in braces, filled in from what is computed.

A caption of the program stands in English in `assets/captions.toml` and is translated by the
catalogues; one of a museum's own stands in its script. Quantities are those of `vr.script.facts`.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, RootModel, model_validator

import assets
from assets.errors import InputError
from assets.toml import fault, load
from assets.words import ENGLISH, Words

FILE = Path(assets.__file__).parent / "captions.toml"
CONTEXT = "caption"


class _CaptionTable(BaseModel):
    """One caption of the program; `one` is its form for a count of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    one: str | None = None
    count: str | None = None
    about: str | None = None

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if (self.one is None) != (self.count is None):
            raise fault("", "one and count go together; give both or neither")
        return self


class _CaptionFile(RootModel[dict[str, _CaptionTable]]):
    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption in every language.

    `text` is English, or for one of a museum's own by language code. Where `count` names a
    quantity, `one` is the English for a count of one. `about` is what the arrow points to.
    """

    id: str
    text: str | tuple[tuple[str, str], ...]
    one: str = ""
    count: str = ""
    about: str = ""

    def template(self, words: Words, count: int | None = None) -> str:
        """Return its text in a language, with the names of its quantities in braces."""
        if not isinstance(self.text, str):
            known = dict(self.text)
            return known.get(words.language) or known.get(ENGLISH) or self.text[0][1]
        if not self.id:
            return self.text
        if self.count:
            return words.plural(self.one, self.text, 0 if count is None else count, CONTEXT)
        return words.text(self.text, CONTEXT)

    def quantities(self) -> tuple[str, ...]:
        """Return the names of all quantities that it takes, in any of its forms."""
        texts = (
            (self.text, self.one)
            if isinstance(self.text, str)
            else tuple(text for _, text in self.text)
        )
        named = [name for text in texts for name in names_in(text)]
        return tuple(dict.fromkeys([*named, *filter(None, [self.count])]))


def names_in(template: str) -> tuple[str, ...]:
    """Return the names in braces; raise ValueError where braces do not match."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def filled(template: str, values: dict[str, str]) -> str:
    """Return a template with its quantities in their places."""
    parts = string.Formatter().parse(template)
    return "".join(text + (values[name] if name is not None else "") for text, name, _, _ in parts)


@cache
def captions() -> dict[str, Caption]:
    """Return the program's own captions by id."""
    tables = load(FILE, _CaptionFile).root
    return {
        name: Caption(name, table.text, table.one or "", table.count or "", table.about or "")
        for name, table in tables.items()
    }


def caption_called(name: str, where: str) -> Caption:
    """Return a caption of the program; `where` is file and line for the InputError it may raise."""
    known = captions()
    if name not in known:
        raise InputError(f"{where}: there is no caption {name!r}; take one of {', '.join(known)}")
    return known[name]


def own_caption(text: str | dict[str, str], about: str | None, where: str) -> Caption:
    """Return a museum's own caption. Raises InputError where its braces do not match."""
    given = text if isinstance(text, str) else tuple(text.items())
    caption = Caption("", given, about=about or "")
    try:
        caption.quantities()
    except ValueError as error:
        raise InputError(f"{where}: the text's braces do not match ({error}); mend them") from None
    return caption
