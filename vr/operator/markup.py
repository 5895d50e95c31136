"""HTML in which every text is escaped: there is no way to write one that is not."""

from __future__ import annotations

from html import escape

_VOID = frozenset({"img", "input", "link", "meta"})
Attribute = str | int | bool | None


class Markup(str):
    """A piece of HTML that `tag` or `join` made."""

    __slots__ = ()


def tag(name: str, /, *inside: str, **attributes: Attribute) -> Markup:
    """Return an element around texts and elements.

    In an attribute's name `_` stands for `-`, and one at the end is dropped (`class_`). True writes
    the bare name, None and False nothing.
    """
    written = "".join(
        f" {_attribute_name(key)}"
        if value is True
        else f' {_attribute_name(key)}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(*inside)}</{name}>")


def join(*parts: str) -> Markup:
    """Return texts and elements one after the other."""
    return Markup("".join(each if isinstance(each, Markup) else escape(each) for each in parts))


def document(title: str, *inside: str, live: bool) -> str:
    """Return a whole page; a `live` one is kept up to date, without scripts by loading it anew."""
    head = join(
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("link", rel="stylesheet", href="/page.css"),
        tag("script", src="/page.js", defer=True) if live else "",
        tag("noscript", tag("meta", http_equiv="refresh", content="5")) if live else "",
    )
    body = tag("body", *inside)
    return "<!doctype html>" + tag("html", tag("head", head), body, lang="en")


def _attribute_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
