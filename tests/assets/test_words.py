import os

import pytest

from assets import words as module
from assets.errors import InputError
from assets.words import LANGUAGES, next_language, system_language, words


def test_numbers_have_their_readers_marks_and_groups():
    assert words("en").number(12345.678, 1) == "12,345.7"
    assert words("de").number(12345.678, 1) == "12.345,7"
    assert words("es").number(12345.678, 1) == "12.345,7"
    assert words("ru").number(12345.678, 1) == "12\u00a0345,7"
    assert words("kk").number(12345.678, 1) == "12\u00a0345,7"
    assert words("fr").number(12345.678, 1) == "12\u202f345,7"


def test_spanish_numbers_of_four_digits_stand_together_as_the_cldr_has_them():
    assert words("es").number(1390) == "1390"
    assert words("es").kilometres(1390) == "1390\u00a0km"
    assert words("es").number(10390) == "10.390"
    assert words("de").number(1390) == "1.390"


def test_a_number_is_never_parted_from_its_unit():
    for language in LANGUAGES:
        spoken = words(language)
        for text in (spoken.kilometres(1300.0), spoken.kilometres_per_second(7.67)):
            assert " " not in text
            assert text.split("\u00a0")[-1] or text.split("\u202f")[-1]
    assert words("ru").kilometres_per_second(7.67) == "7,67\u00a0км/с"
    assert words("kk").kilometres(1300.0) == "1\u00a0300\u00a0км"


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 год"), (3, "3 года"), (11, "11 лет"), (21, "21 год"), (25, "25 лет")]
)
def test_years_take_the_russian_plural(count, said):
    assert words("ru").years(count).replace("\u00a0", " ") == said


def test_a_text_without_translation_is_shown_in_english():
    assert words("kk").text("No such text", "caption") == "No such text"
    assert words("kk").plural("one dot", "many dots", 2, "caption") == "many dots"
    assert words("de").text("") == ""


def test_a_locale_stands_for_its_language_and_an_unknown_one_is_refused_with_the_known():
    assert words("de_AT.UTF-8").language == "de"
    assert words("fr-CA").language == "fr"
    with pytest.raises(InputError, match=r"--language ja: .*kk \(Қазақша\)"):
        words("ja")


def test_the_systems_language_is_taken_where_the_program_speaks_it(monkeypatch):
    for name in module._LANGUAGE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert system_language() == "en"
    monkeypatch.setitem(os.environ, "LANG", "kk_KZ.UTF-8")
    assert system_language() == "kk"
    monkeypatch.setitem(os.environ, "LC_ALL", "ja_JP.UTF-8")
    assert system_language() == "en"
    monkeypatch.setitem(os.environ, "LANGUAGE", "ja:es_MX")
    assert system_language() == "es"


def test_the_next_language_goes_round():
    code, seen = "en", []
    for _ in LANGUAGES:
        seen.append(code)
        code = next_language(code)
    assert seen == list(LANGUAGES)
    assert code == "en"
