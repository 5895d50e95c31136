"""Every text in every language: translated, whole, legible, and no wider than its place."""

from functools import cache

import pytest
from PIL import ImageFont

from assets.font import font_path
from assets.places import places
from assets.words import ENGLISH, LANGUAGES, catalogue, words
from orbit.scenario import find_scenario
from orbit.timeline import build
from tools.catalogues import texts
from vr.script.captions import captions, names_in
from vr.script.file import find_script, show_names
from vr.script.panel import MOST_LINES, WIDEST, board
from vr.script.score import Spoken, compose
from vr.script.teller import Teller

FOREIGN = [code for code in LANGUAGES if code != ENGLISH]
LETTERS_A_SECOND = 18.0
"""What adults read of subtitles (17 to 20 are the usual upper limits of broadcasters)."""


@cache
def timeline():
    return build(find_scenario("progress-ms-10"))


@cache
def wanted():
    return list(texts())


def translations(language):
    """Return (context, english, translated) with single texts and plural forms taken apart."""
    for message in catalogue(language):
        if message.id:
            english = message.id if isinstance(message.id, tuple) else (message.id,)
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            yield message.context, english, said


@pytest.mark.parametrize("language", FOREIGN)
def test_every_text_is_translated(language):
    known = {
        (context, english if len(english) > 1 else english[0])
        for context, english, said in translations(language)
        if all(said)
    }
    missing = [text for text in wanted() if text not in known]
    assert missing == []


@pytest.mark.parametrize("language", FOREIGN)
def test_the_catalogue_holds_no_text_that_the_program_has_not(language):
    kept = set(wanted()) | {("place", name) for name in places().name}
    entered = {(context, e if len(e) > 1 else e[0]) for context, e, _ in translations(language)}
    assert entered - kept == set()


def test_all_catalogues_know_the_same_towns():
    towns = [
        {english[0] for context, english, _ in translations(language) if context == "place"}
        for language in FOREIGN
    ]
    assert all(each == towns[0] for each in towns)


@pytest.mark.parametrize("language", FOREIGN)
def test_a_translation_names_the_same_quantities(language):
    for _, english, said in translations(language):
        asked = {name for text in english for name in names_in(text)}
        for text in said:
            assert set(names_in(text)) == asked, text


@pytest.mark.parametrize("language", FOREIGN)
def test_there_is_a_form_for_every_count(language):
    forms = catalogue(language).num_plurals
    for _, english, said in translations(language):
        assert len(said) == (forms if len(english) > 1 else 1), said


@pytest.mark.parametrize("language", FOREIGN)
def test_the_typeface_has_every_letter(language):
    font = ImageFont.truetype(str(font_path()), 40)
    none = bytes(font.getmask("\ufffe"))
    letters = {letter for _, _, said in translations(language) for text in said for letter in text}
    assert [letter for letter in letters if bytes(font.getmask(letter)) == none] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_russian_and_kazakh_are_written_in_their_letters_and_the_rest_in_latin(language):
    text = "".join(
        Teller(timeline(), words(language)).text(each) for each, _ in _spoken("real-time")
    )
    is_cyrillic = any("а" <= letter <= "я" for letter in text)
    assert is_cyrillic == (language in ("ru", "kk"))
    assert any(letter in "әғқңөұүһі" for letter in text) == (language == "kk")


def _spoken(show):
    """Yield each caption of a show as it stands a second after it came, and how long it stands."""
    score = compose(find_script(show), timeline())
    for beat in score.beats:
        if beat.caption is not None:
            at = beat.clock.at
            yield (
                Spoken(beat.caption, 1.0, at(beat.start + 1.0), at(beat.start), beat.clock.rate),
                beat.caption_end - beat.start,
            )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("show", show_names())
def test_every_caption_is_said_with_its_figures_and_fits(show, language):
    teller = Teller(timeline(), words(language))
    for spoken, stands in _spoken(show):
        text = teller.text(spoken)
        assert text, spoken.caption.id
        assert "{" not in text
        assert not {"nan", "inf", "None"} & set(text.split())
        letters = 20
        drawn = board(text, letters, None)
        assert len(drawn.lines) <= MOST_LINES, (spoken.caption.id, drawn.lines)
        assert drawn.pixels.shape[1] <= (WIDEST + 4) * letters, (spoken.caption.id, drawn.lines)
        assert len(text) / stands <= LETTERS_A_SECOND, (spoken.caption.id, len(text), stands)


def test_every_caption_is_in_some_show():
    used = {spoken.caption.id for show in show_names() for spoken, _ in _spoken(show)}
    assert set(captions()) - used == set()
