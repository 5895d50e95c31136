"""Bring the catalogues in assets/languages up to date with the texts of the program.

Run it after a text was added or changed: `.venv/bin/python -m tools.catalogues`. Translations are
kept; what is new comes with an empty msgstr, which shows in English until somebody fills it in.
Towns stand in a catalogue only where somebody entered one (msgctxt "place").
"""

from __future__ import annotations

from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from assets.constellations import constellations
from assets.places import places
from assets.stars import stars
from assets.words import ENGLISH, FOLDER, LANGUAGES, catalogue
from orbit.luminaries import NAMES
from orbit.scenario import find_scenario, scenario_names
from orbit.timeline import Timeline, build
from render.figures import CONTEXT as FIGURES
from render.part_names import PATTERNS, spoken_part
from render.subjects import AIRGLOW_NAMES, FACTS, FAINTEST_STAR
from vr.hands.menu_text import TEXTS
from vr.kiosk import texts as kiosk
from vr.script.captions import captions
from vr.window.keys import help_lines
from vr.window.loop import NOTICES

Text = tuple[str, str | tuple[str, str]]
"""msgctxt, and the English: one text, or those for one and for many."""
_EVERY = 10.0
"""s between looks at what bodies there are."""


def texts() -> Iterator[Text]:
    """Yield every text of the program that has a translation, each once, in a fixed order."""
    yield from dict.fromkeys(_all_texts())


def main() -> None:
    """Rewrite each catalogue: its translations, in the order of the texts."""
    wanted = list(texts())
    for language in LANGUAGES:
        if language != ENGLISH:
            write(language, wanted, catalogue(language))


def write(language: str, wanted: list[Text], old: Catalog) -> None:
    """Write a language's catalogue with what `old` has for the `wanted` texts, and its towns."""
    new = Catalog(language, project="Cupola", charset="utf-8", header_comment=_HEAD)
    known = set(places().name)
    entered = [("place", each.id) for each in old if each.context == "place" and each.id in known]
    for context, english in dict.fromkeys([*wanted, *entered]):
        before = old.get(english, context)
        new.add(english, before.string if before else None, context=context)
    with (FOLDER / f"{language}.po").open("wb") as file:
        file.write(_HEAD.format(language=language, plurals=new.plural_forms).encode())
        write_po(file, new, width=100, omit_header=True)


_HEAD = """\
# The texts of Cupola. Mend a msgstr with any editor; the program reads this file as it is.
# Names in braces are quantities that the program fills in: keep each, in any place.
msgid ""
msgstr ""
"Project-Id-Version: Cupola\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def _all_texts() -> Iterator[Text]:
    for caption in captions().values():
        text = str(caption.text)
        yield "caption", (caption.one, text) if caption.count else text
    yield "unit", "{} km/s"
    yield "label", FACTS
    for name, _, _ in AIRGLOW_NAMES.values():
        yield "label", name
    for pattern in PATTERNS:
        yield "part", pattern
    for timeline in _timelines():
        yield from _of_launch(timeline)
    for name in NAMES:
        yield "planet", name
    for key, what in help_lines():
        yield "key", key
        yield "key", what
    yield "status", "paused"
    figures = tuple(figure.name for figure in constellations())
    said_in = ("menu", TEXTS), (kiosk.CONTEXT, kiosk.TEXTS), ("notice", NOTICES), (FIGURES, figures)
    for context, said in said_in:
        for text in said:
            yield context, text
    known = stars()
    for row in range(known.brighter_than(FAINTEST_STAR)):
        if star := known.names.get(int(known.hip[row])):
            yield "star", star
    for name, kind in zip(places().name, places().kind, strict=True):
        if kind != "town":
            yield "place", name


def _timelines() -> Iterator[Timeline]:
    for name in scenario_names():
        scenario = find_scenario(name)
        if scenario.launch is not None:
            yield build(scenario)


def _of_launch(timeline: Timeline) -> Iterator[Text]:
    start, end = timeline.span
    launch = timeline.scenario.launch
    if launch is not None:
        yield "place", launch.site.name
    for step in range(int((end - start) / _EVERY) + 1):
        for name in timeline.at(start + step * _EVERY).bodies.names:
            yield "part", spoken_part(name)[0]
    for event in timeline.events:
        yield "event", event.name


if __name__ == "__main__":
    main()
