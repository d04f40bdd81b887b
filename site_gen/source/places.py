"""A character of a scalar's text in, its line and column in the file out."""

import re

from site_gen.problem import Span
from site_gen.source.nodes import Scalar

# How many characters of the file one character of a text in "…" takes: \" two, \x41 four, \u3042 six.
_ESCAPES = {"x": 4, "u": 6, "U": 10}
_BREAK = re.compile(r"[ \t]*\n\s*")


def place(scalar: Scalar, offset: int) -> Span:
    """Where the character at `offset` of the text of `scalar` stands, to the column."""
    if scalar.raw:
        return _in_raw(scalar, offset)
    line = scalar.text.count("\n", 0, offset)
    start = scalar.text.rfind("\n", 0, offset) + 1
    return Span(scalar.span.path, scalar.body + line, scalar.column + offset - start)


def _in_raw(scalar: Scalar, offset: int) -> Span:
    """The same where the file holds escapes or lines that YAML has joined: both are walked side by side."""
    raw = scalar.raw
    at = _start(raw)
    for character in scalar.text[:offset]:
        at += _width(raw, at, character)
    joined = _BREAK.match(raw, at)
    if joined and scalar.text[offset] not in " \n":
        at = joined.end()
    line = raw.count("\n", 0, at)
    column = at - raw.rfind("\n", 0, at) if line else scalar.span.column + at
    return Span(scalar.span.path, scalar.span.line + line, column)


def _start(raw: str) -> int:
    """Where the text begins in `raw`: behind its quote, or below the line of its `>`."""
    if raw[:1] in ("'", '"'):
        return 1
    head = re.match(r">[^\n]*\s*", raw)
    return head.end() if head else 0


def _width(raw: str, at: int, character: str) -> int:
    """How much of `raw` at `at` makes `character`."""
    joined = _BREAK.match(raw, at)
    if joined and (raw[:1] != ">" or character in " \n"):
        return joined.end() - at if character in " \n" else joined.end() - at + 1
    if raw[:1] == '"' and raw[at : at + 1] == "\\":
        return _ESCAPES.get(raw[at + 1 : at + 2], 2)
    return 2 if raw[:1] == "'" and raw[at : at + 2] == "''" else 1
