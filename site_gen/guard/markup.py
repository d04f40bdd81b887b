"""Markup in (HTML, XML, SVG), what it says out: its text and what its attributes say, each character with its place."""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

WALL = "\r"  # stands for markup: no number goes on behind it

_PIECE = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,30});?",
    re.S,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,30});?")
_ATTRIBUTE = re.compile(r"[\s\"'/]([^\s=<>\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
# Numbers of a drawing, and names that only style sheets use, say nothing.
_DUMB = frozenset(
    "class d points viewbox transform gradienttransform patterntransform x y x1 x2 y1 y2 cx cy r rx ry fx fy dx dy width height "
    "stroke-dasharray stroke-width markerwidth markerheight refx refy textlength sizes media".split()
)
# What changes the look of letters within a word.
_WITHIN = frozenset("b i u em strong span wbr font big small tt code kbd samp var bdi bdo mark s".split())


@dataclass(frozen=True, slots=True)
class Said:
    """What markup says, and where: from `starts[n]` on a text stands at `places[n]` of the markup."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, at: int) -> int:
        """Where in the markup the character at `at` of the text stands."""
        piece = bisect_right(self.starts, at) - 1
        return self.places[piece] + at - self.starts[piece]


def said(markup: str) -> Said:
    """All that `markup` says: comments and hidden attributes too, as they go out with it; entities as what they mean."""
    text: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    length = 0
    for place, words in _pieces(markup):
        if words:
            text.append(words)
            starts.append(length)
            places.append(place)
            length += len(words)
    return Said("".join(text), tuple(starts) or (0,), tuple(places) or (0,))


def _pieces(markup: str) -> Iterator[tuple[int, str]]:
    end = 0
    for found in _PIECE.finditer(markup):
        yield end, markup[end : found.start()]
        end = found.end()
        piece = found.group()
        if piece[0] == "&":
            yield found.start(), html.unescape(piece)
        elif piece.startswith(("<!--", "<![CDATA[", "<?")):
            yield found.start(), piece
        else:
            yield from _of_tag(piece, found.start())
    yield end, markup[end:]


def _of_tag(tag: str, start: int) -> Iterator[tuple[int, str]]:
    name = _NAME.match(tag)
    if not (name and name[1].lower() in _WITHIN):
        yield start, WALL
    for attribute in _ATTRIBUTE.finditer(tag):
        if attribute[1].lower() not in _DUMB:
            group = next((number for number in (2, 3, 4) if attribute[number]), 0)
            if group:
                yield start, WALL
                yield from _decoded(attribute[group], start + attribute.start(group))
                yield start + attribute.end(group), WALL


def _decoded(value: str, start: int) -> Iterator[tuple[int, str]]:
    end = 0
    for found in _ENTITY.finditer(value):
        yield start + end, value[end : found.start()]
        yield start + found.start(), html.unescape(found.group())
        end = found.end()
    yield start + end, value[end:]
