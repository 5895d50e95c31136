"""Finds the line of every key in a TOML text, which `tomllib` does not keep.

The text has been read by `tomllib` before, so the scanner may trust that it is well formed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

KeyPath = tuple[str | int, ...]

_KEY_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = re.compile(rf"{_KEY_PART}(?:[ \t]*\.[ \t]*{_KEY_PART})*")
_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_SCALAR = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'"
    r"|\d{4}-\d\d-\d\d \d\d:[^,\]}\s#]*"  # a date and a time with a blank between them
    r"|[^,\]}\s#]+",
    re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, from 1, on which each table, key and array entry of a TOML text begins.

    Array entries count from 0.
    """
    scan = _Scan(text)
    scan.document()
    return scan.lines


class _Scan:
    """A walk through the text; `at` is the place reached."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.lines: dict[KeyPath, int] = {}

    def document(self) -> None:
        last_entry: dict[KeyPath, int] = {}
        table: KeyPath = ()
        while self._skip_blank():
            if self._take("[["):
                line, path = self._line(), _within(self._key(), last_entry)
                last_entry[path] = last_entry.get(path, -1) + 1
                table = (*path, last_entry[path])
                self._note(table, line)
                self._take("]]")
            elif self._take("["):
                line, table = self._line(), _within(self._key(), last_entry)
                self._note(table, line)
                self._take("]")
            else:
                self._pair(table)

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = (*table, *self._key())
        self._note(path, line)
        self._take("=")
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._skip_blank()
        if self._take("["):
            index = 0
            while not self._take("]"):
                self._note((*path, index), self._line())
                self._value((*path, index))
                self._take(",")
                index += 1
        elif self._take("{"):
            while not self._take("}"):
                self._pair(path)
                self._take(",")
        else:
            found = _SCALAR.match(self.text, self.at)
            self.at = found.end() if found else len(self.text)

    def _key(self) -> tuple[str, ...]:
        self._skip_blank()
        found = _KEY.match(self.text, self.at)
        if found is None:
            self.at = len(self.text)
            return ()
        self.at = found.end()
        return tuple(part.strip("\"'") for part in re.findall(_KEY_PART, found[0]))

    def _take(self, mark: str) -> bool:
        """Step over `mark` and the blank around it; at the end of the text every mark is there."""
        more = self._skip_blank()
        if more and not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        self._skip_blank()
        return True

    def _skip_blank(self) -> bool:
        """Step over blank and comments; return whether anything follows."""
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1

    def _note(self, path: KeyPath, line: int) -> None:
        for depth in range(1, len(path) + 1):
            self.lines.setdefault(path[:depth], line)


def _within(parts: tuple[str, ...], last_entry: Mapping[KeyPath, int]) -> KeyPath:
    """Return a header's path, with the current entry's index after each array of tables above."""
    path: KeyPath = ()
    for number, part in enumerate(parts):
        path = (*path, part)
        if number < len(parts) - 1 and path in last_entry:
            path = (*path, last_entry[path])
    return path
