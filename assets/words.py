"""The visitor's language: texts from gettext catalogues, numbers and units as its readers do.

Every text stands in the program in English, which is its key in the catalogues
(`assets/languages/*.po`) and what is shown where a translation is missing. The catalogues are read
as they are, so that a museum can mend a word with any editor of .po files and start again. Forms of
numbers and plurals are those of the Unicode CLDR, through Babel.
"""

from __future__ import annotations

import ctypes
import gettext
import io
import locale
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

import assets
from assets.errors import InputError, MachineError

FOLDER = Path(assets.__file__).parent / "languages"
ENGLISH = "en"
LANGUAGES: dict[str, str] = {
    "en": "English",
    "ru": "Русский",
    "kk": "Қазақша",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
}
"""Each language's own name by its ISO 639-1 code."""

_LANGUAGE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_REGION = {ENGLISH: "en_GB"}
"""Whose habits are meant where a language has several."""
_GROUPED_FROM = {"es": 9999.5}
"""From where digits stand in groups: CLDR's minimumGroupingDigits is 2 in Spanish; Babel has 1."""
_HARD_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Words:
    """One language. Everything that it gives is ready to be shown."""

    language: str
    _catalogue: gettext.NullTranslations

    def text(self, english: str, context: str = "") -> str:
        """Return a text in this language; the English one where there is no translation.

        `context` is the catalogue's msgctxt: what sort of text it is, where that decides.
        """
        if not english:
            return ""
        if not context:
            return self._catalogue.gettext(english)
        return self._catalogue.pgettext(context, english)

    def plural(self, one: str, many: str, count: int, context: str) -> str:
        """Return the text for `count` things, of the English for one and for many."""
        return self._catalogue.npgettext(context, one, many, count)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with this language's decimal mark and groups of thousands."""
        return _number(self.language, round(value, decimals), decimals)

    def percent(self, share: float) -> str:
        """Return a share, 0 to 1, in whole per cent."""
        return _kept_together(format_percent(share, locale=self._locale))

    def kilometres(self, value: float, decimals: int = 0) -> str:
        """Return a length in km with its unit."""
        return self._unit(value, "length-kilometer", "short", decimals)

    def kilometres_per_second(self, value: float, decimals: int = 2) -> str:
        """Return a speed in km/s with its unit."""
        # CLDR 45 writes the Russian second with a Latin letter, so this unit is in our catalogues.
        return _kept_together(self.text("{} km/s", "unit").format(self.number(value, decimals)))

    def years(self, value: float) -> str:
        """Return a number of whole years with its noun, in the nominative."""
        return self._unit(round(value), "duration-year", "long", 0)

    def minutes(self, value: float) -> str:
        """Return a number of whole minutes with its noun, in the nominative."""
        return self._unit(round(value), "duration-minute", "long", 0)

    @property
    def _locale(self) -> Locale:
        return _locale(self.language)

    def _unit(self, value: float, unit: str, length: str, decimals: int) -> str:
        return _in_unit(self.language, round(value, decimals), unit, length, decimals)


def _pattern(language: str, value: float, decimals: int) -> str:
    is_grouped = abs(value) >= _GROUPED_FROM.get(language, 0.0)
    return ("#,##0" if is_grouped else "0") + ("." + "0" * decimals if decimals else "")


@lru_cache(maxsize=512)
def _number(language: str, value: float, decimals: int) -> str:
    pattern = _pattern(language, value, decimals)
    return format_decimal(value, pattern, _locale(language), decimal_quantization=True)


@lru_cache(maxsize=512)
def _in_unit(language: str, value: float, unit: str, length: str, decimals: int) -> str:
    """Return a rounded value with its unit; kept, since names say the same figure many times."""
    pattern = _pattern(language, value, decimals)
    text = format_unit(value, unit, length, pattern, _locale(language))  # type: ignore[arg-type]
    return _kept_together(text)


def words(language: str = ENGLISH) -> Words:
    """Return a language by its code or any locale of it ("de", "de_AT", "pt-BR.UTF-8").

    Raises `InputError` for one that the program does not speak, `MachineError` for a damaged
    catalogue.
    """
    code = language.replace("-", "_").partition(".")[0].partition("_")[0].lower()
    if code not in LANGUAGES:
        known = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
        raise InputError(f"--language {language}: is not a language here; take one of {known}")
    return _words(code)


def system_language() -> str:
    """Return the code of the language that this system is set to, English where we lack it.

    Windows says it itself; elsewhere the variables of gettext do, in gettext's own order.
    """
    if sys.platform == "win32":
        wanted = [locale.windows_locale.get(_windows_language(), "")]
    else:
        values = [os.environ.get(name, "") for name in _LANGUAGE_VARIABLES]
        wanted = next((value.split(":") for value in values if value), [])
    plain = [each.partition(".")[0].partition("@")[0] for each in wanted]
    return negotiate_locale(plain, list(LANGUAGES)) or ENGLISH


def next_language(code: str) -> str:
    """Return the language after this one, the first after the last."""
    codes = list(LANGUAGES)
    return codes[(codes.index(code) + 1) % len(codes)]


def catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as Babel reads it; raise `MachineError` if damaged."""
    path = FOLDER / f"{language}.po"
    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise MachineError(f"{path}: the catalogue cannot be read: {error}; mend it") from error


@cache
def _words(code: str) -> Words:
    if code == ENGLISH:
        return Words(code, gettext.NullTranslations())
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(code))
    compiled.seek(0)
    return Words(code, gettext.GNUTranslations(compiled))


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(_REGION.get(code, code))


def _kept_together(text: str) -> str:
    """Return a number and its unit with spaces at which no line is broken."""
    return text.replace(" ", _HARD_SPACE)


def _windows_language() -> int:
    ask: Callable[[], int] = ctypes.windll.kernel32.GetUserDefaultUILanguage  # type: ignore[attr-defined]
    return ask()
