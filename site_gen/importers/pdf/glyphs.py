"""A page of a PDF in, its characters and boxes out, as plain geometry in points from the top left corner.

Fonts for Japanese share one glyph between characters that look alike, and a PDF's text layer names the first of them:
⾏ (a radical of Unicode) for 行, ‧ for ・. They are set right here and nowhere else.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from site_gen.importers.pdf.grid import Cell, Rule, cells

# Radicals that NFKC leaves alone (CJK Radicals Supplement), and what it makes another character than Japanese writes.
_ALIKE = str.maketrans(
    "⺒⺟⺠⻁⻄⻆⻑⻘⻝⻤⻨⻩⻫⻭⻯⻲⼾‧〜\u2003\u00a0",
    "巳母民虎西角長青食鬼麦黄斉歯竜亀戸・～\u3000 ",
)
_THIN = 2.6  # a filled rectangle that is thinner is a rule
_SHORT = 4.0  # a rule that is shorter is a dot or a dash


@dataclass(slots=True)
class Glyph:
    """One character: its text, left and right edge, baseline, size, whether its font is a bold one, where it leads."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    link: str = ""


@dataclass(slots=True)
class Page:
    """What is drawn on one page; `double` counts characters that were drawn twice, to look bold; `picture` when there
    is nothing but pictures."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    cells: list[Cell]
    double: int = 0
    picture: bool = False


def page(raw: Any) -> Page:
    """The characters and boxes of a page of pdfplumber; `raw` is untyped as pdfplumber's own properties are."""
    glyphs, double = _glyphs(raw)
    return Page(raw.page_number, float(raw.width), float(raw.height), glyphs, cells(list(_rules(raw))), double, not glyphs and bool(raw.images))


def _glyphs(raw: Any) -> tuple[list[Glyph], int]:
    links = [link for link in raw.hyperlinks if str(link.get("uri", "")).startswith(("http://", "https://"))]
    found: list[Glyph] = []
    drawn: set[tuple[str, int, int]] = set()
    double = 0
    for one in raw.chars:
        text, size, base = _text(one["text"]), max(float(one["size"]), 1.0), float(raw.height) - one["matrix"][5]
        place = (text, round(one["x0"]), round(base))
        if not text.isspace() and place in drawn:
            double += len(text)
            continue
        drawn.add(place)
        glyph = Glyph(text, one["x0"], one["x1"], base, size, "bold" in one["fontname"].lower())
        for link in links:
            if link["x0"] - 1 <= (glyph.x0 + glyph.x1) / 2 <= link["x1"] + 1 and link["top"] - 1 <= base <= link["bottom"] + 1:
                glyph.link = str(link["uri"])
        found.append(glyph)
    return found, double


def _text(raw: str) -> str:
    if raw.isascii():
        return raw
    return "".join(_ordinary(character) for character in raw.translate(_ALIKE))


def _ordinary(character: str) -> str:
    """A Kangxi radical as the character it is one of, a presentation form of a ligature as its letters."""
    return unicodedata.normalize("NFKC", character) if "⼀" <= character <= "⿕" or "ﬀ" <= character <= "ﬆ" else character


def _rules(raw: Any) -> Iterator[Rule]:
    """Lines, thin filled rectangles and the sides of stroked ones; areas of colour are no rules."""
    for line in raw.lines:
        if abs(line["x1"] - line["x0"]) < _THIN:
            yield from _rule(False, (line["x0"] + line["x1"]) / 2, line["top"], line["bottom"])
        elif abs(line["bottom"] - line["top"]) < _THIN:
            yield from _rule(True, (line["top"] + line["bottom"]) / 2, line["x0"], line["x1"])
    for box in raw.rects:
        x0, x1, top, bottom = box["x0"], box["x1"], box["top"], box["bottom"]
        if x1 - x0 < _THIN:
            yield from _rule(False, (x0 + x1) / 2, top, bottom)
        elif bottom - top < _THIN:
            yield from _rule(True, (top + bottom) / 2, x0, x1)
        elif box["stroke"]:
            for at in (top, bottom):
                yield from _rule(True, at, x0, x1)
            for at in (x0, x1):
                yield from _rule(False, at, top, bottom)


def _rule(across: bool, at: float, start: float, end: float) -> Iterator[Rule]:
    if end - start >= _SHORT:
        yield Rule(across, at, start, end)
