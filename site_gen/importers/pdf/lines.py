"""The characters of a cell in, its text out: lines in reading order, those that the width cut joined again.

A line was cut by the width when what follows would not have fitted behind it; all others end where their writer ended
them. Lists keep their marks at the margin and hang their further lines.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from site_gen.importers.pdf.columns import down_columns
from site_gen.importers.pdf.glyphs import Glyph
from site_gen.importers.pdf.line import MARK, Line, number

_NOT_FIRST = "、。，．,.・：；:;？！?!)）]］｝}」』】〕〉》ー々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％"
_RUBY = 0.62  # smaller characters over a line are its reading


def lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines that `glyphs` stand on, from the top; readings over a line stand behind their words in brackets."""
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.base):
        if found and glyph.base - found[-1][0].base < 0.5 * min(glyph.size, found[-1][0].size):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    found = _with_readings([line for line in found if not all(glyph.text.isspace() for glyph in line)])
    stripped = (_stripped(sorted(line, key=lambda one: one.x0)) for line in found)
    return down_columns([Line(tuple(line)) for line in stripped])


def _stripped(glyphs: list[Glyph]) -> list[Glyph]:
    while glyphs[-1].text.isspace():
        glyphs.pop()
    while glyphs[0].text in (" ", "\t"):
        glyphs.pop(0)
    return glyphs


def _with_readings(found: list[list[Glyph]]) -> list[list[Glyph]]:
    kept: list[list[Glyph]] = []
    small: list[Glyph] = []
    for line in found:
        size = max(glyph.size for glyph in line)
        if small:
            over = line[0].base - small[0].base < 1.6 * size and max(glyph.size for glyph in small) <= _RUBY * size
            within = min(g.x0 for g in line) - size <= small[0].x0 and max(g.x1 for g in small) <= max(g.x1 for g in line) + size
            if over and within:
                line = [*line, *_readings(small, line)]
            else:
                kept.append(small)
            small = []
        if (kept and size <= _RUBY * max(glyph.size for glyph in kept[-1])) or (not kept and size < 7):
            small = line
            continue
        kept.append(line)
    return [*kept, small] if small else kept


def _readings(small: list[Glyph], line: list[Glyph]) -> list[Glyph]:
    """Each run of small characters as one, behind the last character that it stands over."""
    runs: list[list[Glyph]] = []
    for glyph in sorted(small, key=lambda one: one.x0):
        if runs and glyph.x0 - runs[-1][-1].x1 < glyph.size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    readings: list[Glyph] = []
    for run in runs:
        middle = (run[0].x0 + run[-1].x1) / 2
        under = [glyph for glyph in line if (glyph.x0 + glyph.x1) / 2 <= max(run[-1].x1, middle)]
        last = max(under, key=lambda one: one.x1) if under else line[0]
        text = "".join(glyph.text for glyph in run).strip()
        readings.append(replace(last, text=f"（{text}）", x0=last.x1 - 0.1, x1=last.x1))
    return readings


def joined(found: Sequence[Line], left: float, right: float) -> str:
    """The text of lines between the edges of their cell: lines that the width cut are one, without a blank."""
    if not found:
        return ""
    size = max(line.size for line in found)
    edge = right_edge(found, left, right)
    steps = [b.base - a.base for a, b in pairwise(found) if not b.new_page and b.base > a.base]
    step = min([one for one in steps if one > 0.9 * size], default=size * 2)
    numbers = {mark for line in found if (mark := number(line.text))}
    text = found[0].text
    head, last = found[0], found[0]
    for line in found[1:]:
        far = not line.new_page and not 0 < line.base - last.base <= 1.25 * step
        if not line.goes_on and (far or not cut(head, last, line, edge, numbers)):
            text += f"\n{line.text}"
            head = line
        else:
            blank = _latin(last) and line.text[:1].isascii() and line.text[:1].isalpha()
            text += f" {line.text}" if blank else line.text
        last = line
    return _links(text)


def _links(text: str) -> str:
    """Links that lines cut made whole, without their address where it is printed behind them."""
    text = re.sub(r"\]\((https?://[^\s()]+)\)\n?\[(?=[^\]]*\]\(\1\))", "", text)
    text = re.sub(r"\[([^\]]+?)[（(](https?://[^\s()（）\[\]]+)[）)]\]\(\2\)", r"[\1](\2)", text)
    return re.sub(r"\[(https?://[^\]]+)\]\(\1\)", r"\1", text)


def right_edge(found: Sequence[Line], left: float, right: float) -> float:
    """How far lines may reach in a cell: as far from its right edge as they begin from its left one."""
    size = max(line.size for line in found)
    inner = min(line.x0 for line in found) - left
    return max(right - min(max(inner, 0), 0.8 * size), *(line.ink for line in found))


def _latin(line: Line) -> bool:
    return line.text[-1:].isascii() and line.text[-1:].isalpha()


def cut(head: Line, last: Line, line: Line, edge: float, numbers: AbstractSet[tuple[int, int]] = frozenset()) -> bool:
    """Whether the width cut `last`, which `line` goes on; `head` is the first line of that paragraph, `numbers` the kinds
    and numbers of the marks that lines of the cell begin with."""
    if abs(last.glyphs[-1].size - line.glyphs[0].size) > 0.6 or last.glyphs[-1].bold != line.glyphs[0].bold:
        return False
    if last.glyphs[-1].link and last.glyphs[-1].link == line.glyphs[0].link:
        return True
    if last.x1 + _first_word(line) <= edge - 0.1 * line.size:
        return False
    marked = bool(MARK.match(head.text) or number(head.text))
    hangs = line.x0 - head.x0
    if hangs <= 2 and (MARK.match(line.text) or _of_list(line, numbers)):
        return False
    if last is head:
        return -1.2 * line.size <= hangs <= (4 * line.size if marked else 2)
    return abs(line.x0 - last.x0) <= 2


def _of_list(line: Line, numbers: AbstractSet[tuple[int, int]]) -> bool:
    own = number(line.text)
    return own is not None and bool({(own[0], own[1] - 1), (own[0], own[1] + 1)} & numbers)


def _first_word(line: Line) -> float:
    """How wide the first piece of a line is that cannot be parted."""
    glyphs = line.glyphs
    end = min(2, len(glyphs)) if glyphs[0].text in "（「『(【〔［[" else 1
    if glyphs[end - 1].text.isascii() and glyphs[end - 1].text.isalnum():
        address = "".join(glyph.text for glyph in glyphs[:8]).lstrip("([（").startswith("http")
        while end < len(glyphs) and glyphs[end].text.isascii() and (glyphs[end].text.isalnum() or address):
            end += 1
    while end < len(glyphs) and glyphs[end].text in _NOT_FIRST:
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0
