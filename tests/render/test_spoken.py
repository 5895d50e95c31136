"""Words as they are kept in docs/gallery: letters, places and numbers in all six languages."""

from functools import cache

import pytest

from assets.words import LANGUAGES
from tests.render.golden import MENUS, PICTURES, SPOKEN
from tests.render.spoken import LIMIT, changed, kept, menu, scene


@pytest.fixture(scope="module")
def drawn(context, renderer, timeline):
    return cache(lambda language: scene(context, renderer, timeline, language))


def told(name):
    return f"{name}: look at it, and if it is right, 'python -m tests.render.spoken --write'"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_caption_stand_as_they_did(drawn, language):
    name = f"words-{language}"
    assert changed(kept(name), drawn(language)) < LIMIT, told(name)


@pytest.mark.parametrize("language", MENUS)
def test_the_menu_reads_as_it_did(timeline, language):
    name = f"menu-{language}"
    assert changed(kept(name), menu(timeline, language)) < LIMIT, told(name)


def test_a_name_that_is_gone_is_noticed(drawn):
    now = drawn("kk").copy()
    now[40:70, 380:520] = 0  # where the Water-bearer is named
    assert changed(kept("words-kk"), now) > LIMIT


def test_another_languages_words_are_noticed(drawn):
    assert changed(kept("words-fr"), drawn("es")) > 3 * LIMIT


def test_the_gallery_shows_every_picture_of_words_and_nothing_else():
    kept_files = list(PICTURES.glob("*.webp"))
    assert {file.stem for file in kept_files} == set(SPOKEN)
    assert sum(file.stat().st_size for file in kept_files) < 400_000
