"""The operator's page as HTML: what each station shows, and the buttons.

It is whole without scripts; with them, what changes is brought up to date in place.
"""

from __future__ import annotations

from collections.abc import Sequence

from assets.words import LANGUAGES
from vr.doctor import Verdict
from vr.kiosk.station import Status, Verb
from vr.operator.fleet import Outcome, Seen
from vr.operator.markup import Markup, document, join, tag
from vr.operator.words import PHASES, duration, rows

ALL = "all"


def dashboard(
    stations: Sequence[Seen], token: str, outcomes: Sequence[Outcome], *, locked: bool
) -> str:
    """Return the page of all stations; `locked` is one that was logged in to."""
    several = len(stations) > 1
    title = "Cupola" if several else f"Cupola: {_name(stations[0])}"
    return document(
        title,
        tag(
            "header",
            tag("h1", title),
            _form("/logout", token, tag("button", "Log out")) if locked else "",
        ),
        tag("main", _results(outcomes), _all(token) if several else "", *_cards(stations, token)),
        live=True,
    )


def log_in(token: str, trouble: str = "") -> str:
    """Return the page that asks for the password."""
    field = tag(
        "input",
        type="password",
        name="password",
        id="password",
        autocomplete="current-password",
        maxlength=256,
        required=True,
        autofocus=True,
    )
    return document(
        "Cupola: log in",
        tag("header", tag("h1", "Cupola")),
        tag(
            "main",
            tag("p", trouble, class_="bad", role="alert") if trouble else "",
            _form(
                "/login",
                token,
                tag("label", "The operator's password", for_="password"),
                field,
                tag("button", "Log in"),
                class_="login",
            ),
        ),
        live=False,
    )


def live(number: int, seen: Seen) -> Markup:
    """Return what of one station changes by itself, in the pieces that the page has of it."""
    return join(now(number, seen), more(number, seen))


def now(number: int, seen: Seen) -> Markup:
    """Return what matters most, above the buttons: what goes on, and the picture."""
    trouble, status = seen.trouble, seen.status
    if trouble and status:
        trouble += f" (last heard {duration(seen.silent)} ago)"
    return tag(
        "div",
        tag("p", trouble, class_="bad") if trouble else "",
        _phase(status) if status else "",
        _picture(number, status) if status and not trouble else "",
        class_="live",
        id=f"now-{number}",
    )


def more(number: int, seen: Seen) -> Markup:
    """Return the rest: what is wrong, and all figures."""
    status = seen.status
    inside = (_notes(status), tag("dl", *(_row(*row) for row in rows(status)))) if status else ()
    return tag("div", *inside, class_="live", id=f"more-{number}")


def _cards(stations: Sequence[Seen], token: str) -> list[Markup]:
    return [
        tag(
            "section",
            tag("h2", _name(seen)),
            now(number, seen),
            _running(number, token),
            more(number, seen),
            _seldom(number, seen.status, token),
            class_="station",
        )
        for number, seen in enumerate(stations)
    ]


def _phase(status: Status) -> Markup:
    phase = PHASES[status.phase]
    if status.countdown is not None:
        phase += f", {status.countdown} s left"
    since = f" for {duration(status.since)}"
    return tag("p", tag("strong", phase), since, class_=f"phase {status.phase}")


def _picture(number: int, status: Status) -> Markup:
    return tag(
        "img",
        src=f"/picture/{number}.jpg?at={status.at:.1f}",
        alt="What the screen shows",
        width=480,
        height=270,
    )


def _notes(status: Status) -> Markup:
    wrong = [each for each in status.findings if each.verdict is not Verdict.OK]
    notes = [tag("li", each, class_="bad") for each in status.notices]
    notes += [
        tag(
            "li",
            f"{each.name}: {each.found}{each.remedy and '; ' + each.remedy}",
            class_="bad" if each.verdict is Verdict.FAIL else "warn",
        )
        for each in wrong
    ]
    return tag("ul", *notes, class_="notes") if notes else join()


def _seldom(number: int, status: Status | None, token: str) -> Markup:
    languages = status.languages if status else ()
    options = [
        tag(
            "option",
            LANGUAGES.get(each, each),
            value=each,
            lang=each,
            selected=each == status.language,
        )
        for each in languages
        if status is not None
    ]
    language = _form(
        "/order",
        token,
        _hidden(number),
        tag("label", "Language ", tag("select", *options, name="language")),
        _button(Verb.LANGUAGE, "Set"),
        class_="row",
    )
    return join(language if options else "", _ending(number, token))


def _all(token: str) -> Markup:
    return tag(
        "section",
        tag("h2", "All stations"),
        _running(ALL, token, start="Start together"),
        _ending(ALL, token),
        class_="all",
    )


def _running(number: int | str, token: str, start: str = "Start") -> Markup:
    return _form(
        "/order",
        token,
        _hidden(number),
        _button(Verb.START, start, class_="go"),
        _button(Verb.PAUSE, "Pause, go on"),
        _button(Verb.RESTART, "Restart the show"),
        class_="row",
    )


def _ending(number: int | str, token: str) -> Markup:
    """Return the buttons that a slip of a finger should not reach."""
    form = _form(
        "/order",
        token,
        _hidden(number),
        _button(Verb.END_OF_DAY, "End of day", class_="stop"),
        _button(Verb.RESTART_PROGRAM, "Restart the program", class_="stop"),
        class_="row",
    )
    return tag("details", tag("summary", "End of day, restart the program"), form)


def _form(action: str, token: str, *inside: str, class_: str | None = None) -> Markup:
    hidden = tag("input", type="hidden", name="token", value=token)
    return tag("form", hidden, *inside, method="post", action=action, class_=class_)


def _hidden(number: int | str) -> Markup:
    return tag("input", type="hidden", name="station", value=str(number))


def _button(verb: Verb, text: str, class_: str | None = None) -> Markup:
    return tag("button", text, name="verb", value=verb.value, class_=class_)


def _results(outcomes: Sequence[Outcome]) -> Markup:
    if not outcomes:
        return join()
    return tag("ul", *map(_result, outcomes), class_="notes", role="status")


def _result(outcome: Outcome) -> Markup:
    if not outcome.taken:
        return tag("li", f"{outcome.name}: {outcome.detail}", class_="bad")
    known = f", its clock known to {outcome.error * 1e3:.1f} ms" if outcome.error else ""
    return tag("li", f"{outcome.name}: ordered{known}", class_="good")


def _row(name: str, value: str) -> Markup:
    return tag("div", tag("dt", name), tag("dd", value))


def _name(seen: Seen) -> str:
    return (seen.status.name if seen.status else "") or seen.address or "this station"
