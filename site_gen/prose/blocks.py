"""The lines of a long text in, its blocks out: paragraphs, notes, sub-headings, tables and lists inside lists.

Every stretch of text in a block is a `Run`, which knows where in the text it stands.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from site_gen.wording import CIRCLED

_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"

# 「⑨のうち…」「①～⑥（略）」「①及び②は…」 begin a sentence about an item, not an item.
_NOT_IN_SENTENCE = r"(?![①-⑳のを、，,～〜~・]|から|まで|及び|並びに|又は|若しくは|について|に係る|に規定|に同じ)"

# Kinds of mark from the outermost to the innermost as these documents nest them, each with the shape of its mark.
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("pair", re.compile(r"[0-9０-９]{1,2}[-－ー―‐][①-⑳]")),
    ("1.", re.compile(r"([0-9０-９]{1,3})[.．](?![0-9０-９])")),
    ("(1)", re.compile(r"[(（]([0-9０-９]{1,3})[)）]")),
    ("1)", re.compile(r"([0-9０-９]{1,3})[)）]")),
    ("①", re.compile(rf"([①-⑳]){_NOT_IN_SENTENCE}")),
    ("(ア)", re.compile(rf"[(（]([{_KANA}])[)）]")),
    ("ア", re.compile(rf"([{_KANA}])[.．　 ](?=\S)")),
    ("a.", re.compile(r"([a-z])[.)．）](?=\s)")),
    ("・", re.compile(r"[・･•●○■□◆◇▪](?!\s*$)")),
    ("-", re.compile(r"[-－–](?=[ 　]\S)")),
)
_DEEPEST = 8
_RANK = {kind: rank for rank, (kind, _) in enumerate(_MARKS)}
_UNNUMBERED = frozenset({"pair", "・", "-"})
_HEADING = re.compile(r"[＜<〈《≪【][^＜＞<>〈〉《》≪≫【】]{1,80}[＞>〉》≫】]")
_ROW = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")


class Run(NamedTuple):
    """Text of one line and where in the whole text it begins."""

    text: str
    start: int


@dataclass(slots=True)
class _Line:
    """A line of text: how far it is indented (a full-width space counts two) and the mark it starts with."""

    indent: int
    text: str
    start: int = 0
    kind: str = ""
    number: int = 0
    mark: str = ""
    rest: str = ""

    @property
    def run(self) -> Run:
        """The line with its mark."""
        return Run(self.text, self.start)

    @property
    def after_mark(self) -> Run:
        """What stands after the mark."""
        return Run(self.rest, self.start + len(self.mark))


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; a note starts with ※."""

    lines: list[Run]
    note: bool = False


@dataclass(slots=True)
class Heading:
    """A line ＜…＞ or 【…】."""

    text: Run


@dataclass(slots=True)
class Table:
    """A table of pipes; `rule` is the line of hyphens below the head."""

    head: list[Run]
    rule: list[str]
    rows: list[list[Run]]


@dataclass(slots=True)
class Item:
    """An item of a list with what stands in it."""

    mark: str
    blocks: list["Block"]


@dataclass(slots=True)
class List:
    """A list of items with marks of one kind."""

    kind: str
    indent: int
    last: int
    items: list[Item] = field(default_factory=list)


Block = Paragraph | Heading | Table | List


class _Lines(list[_Line]):
    """The lines of a text, which know where the next mark of a kind is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        start = 0
        for raw in text.split("\n"):
            self.append(_line(raw, start))
            start += len(raw) + 1
        self._places: dict[str, list[int]] = {}
        for place, line in enumerate(self):
            self._places.setdefault(line.kind, []).append(place)

    def go_on(self, at: int, kind: str, number: int) -> bool:
        """Whether a list that is at `number` goes on from line `at` down, before another of its kind starts anew."""
        places = self._places.get(kind, [])
        following = bisect_left(places, at)
        return following < len(places) and self[places[following]].number == number + 1

    def rows_end(self, at: int) -> int:
        """The first line from `at` on that is no row of pipes."""
        while at < len(self) and _ROW.fullmatch(self[at].text):
            at += 1
        return at


def parse(text: str) -> list[Block]:
    """The blocks of `text`, in its order."""
    lines = _Lines(text)
    top: list[Block] = []
    open_lists: list[List] = []
    gap = True
    position = 0
    rows_end = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if not line.text:
            gap = True
            continue
        table = None
        if position > rows_end and _heads_table(lines, position - 1):
            rows_end = lines.rows_end(position)
            table = _read_table(lines[position - 1 : rows_end])
        if table:
            _keep_open(open_lists, line.indent)
            _into(top, open_lists).append(table)
            position = rows_end
        elif not line.kind and _HEADING.fullmatch(line.text):
            open_lists.clear()
            top.append(Heading(line.run))
        elif line.kind and _begins_item(line, lines, position, open_lists):
            _marked(line, lines, position, top, open_lists)
        else:
            _plain_line(line, lines, position, top, open_lists, gap)
        gap = False
    return top


def special(text: str) -> bool:
    """Whether one line of text is more than a paragraph."""
    line = _line(text, 0)
    return bool(line.kind) or line.text.startswith("※") or bool(_HEADING.fullmatch(line.text))


def _line(raw: str, start: int) -> _Line:
    text = raw.strip()
    space = raw[: len(raw) - len(raw.lstrip())]
    line = _Line(sum(2 if c == "　" else 1 for c in space), text, start + len(space))
    for kind, pattern in _MARKS:
        found = pattern.match(text)
        if found:
            line.kind, line.mark, line.rest = kind, found.group(), text[found.end() :]
            line.number = _number(found[1]) if pattern.groups else 0
            break
    return line


def _number(mark: str) -> int:
    if mark in CIRCLED:
        return CIRCLED[mark]
    if mark in _KANA:
        return _KANA.index(mark) + 1
    text = unicodedata.normalize("NFKC", mark)
    return int(text) if text.isdigit() else ord(text) - ord("a") + 1


def _continues(line: _Line, one: List) -> bool:
    if line.kind in _UNNUMBERED:
        return line.kind == one.kind and abs(line.indent - one.indent) < 2
    return line.kind == one.kind and line.number == one.last + 1


def _begins_item(line: _Line, lines: _Lines, position: int, open_lists: Sequence[List]) -> bool:
    """Whether a line that starts with a mark is an item of a list.

    A number is one when it is the first, goes on with an open list, or is gone on with below; not when the next number
    stands in the same line (①窓口、②郵送の二つ).
    """
    if line.kind in _UNNUMBERED:
        return True
    if line.kind == "①" and line.number < 20 and chr(ord(line.mark) + 1) in line.rest:
        return False
    if line.number == 1 or any(_continues(line, one) for one in open_lists):
        return True
    return lines.go_on(position, line.kind, line.number)


def _marked(line: _Line, lines: _Lines, position: int, top: list[Block], open_lists: list[List]) -> None:
    while open_lists and not _continues(line, open_lists[-1]):
        last = open_lists[-1]
        other = last.kind != line.kind
        goes_on = other and last.kind not in _UNNUMBERED and lines.go_on(position, last.kind, last.last)
        inside = other and (line.indent > last.indent or _RANK[line.kind] > _RANK[last.kind] or goes_on)
        inside = inside or (not other and line.kind in _UNNUMBERED and line.indent > last.indent)
        outer = any(_continues(line, one) for one in open_lists[:-1])
        if inside and not outer:
            break
        open_lists.pop()
    if not open_lists or not _continues(line, open_lists[-1]):
        del open_lists[_DEEPEST - 1 :]
        new = List(line.kind, line.indent, line.number)
        _into(top, open_lists).append(new)
        open_lists.append(new)
    current = open_lists[-1]
    current.last = line.number
    current.items.append(Item(line.mark, [Paragraph([line.after_mark])] if line.rest.strip() else []))


def _plain_line(
    line: _Line, lines: _Lines, position: int, top: list[Block], open_lists: list[List], gap: bool
) -> None:
    if open_lists and not (line.text[0] in ":：" and not gap):
        going_on = [
            depth
            for depth, one in enumerate(open_lists, start=1)
            if one.kind not in _UNNUMBERED and lines.go_on(position, one.kind, one.last)
        ]
        if going_on:
            del open_lists[going_on[-1] :]
        else:
            _keep_open(open_lists, line.indent)
    blocks = _into(top, open_lists)
    note = line.text.startswith("※")
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph) and not note and not gap and (not last.note or line.indent):
        last.lines.append(line.run)
    else:
        blocks.append(Paragraph([line.run], note))


def _keep_open(open_lists: list[List], indent: int) -> None:
    while open_lists and indent <= open_lists[-1].indent:
        open_lists.pop()


def _into(top: list[Block], open_lists: list[List]) -> list[Block]:
    return open_lists[-1].items[-1].blocks if open_lists else top


def _heads_table(lines: _Lines, at: int) -> bool:
    return at + 1 < len(lines) and bool(_ROW.fullmatch(lines[at].text)) and bool(_RULE.fullmatch(lines[at + 1].text))


def _read_table(lines: Sequence[_Line]) -> Table | None:
    """The cells of a table; none when the lines have different numbers of them, or a pipe that is escaped."""
    head, rule, *rows = (list(_cells(line)) for line in lines)
    if any(len(row) != len(head) for row in (rule, *rows)) or any("\\|" in line.text for line in lines):
        return None
    return Table(head, [cell.text for cell in rule], rows)


def _cells(line: _Line) -> Iterator[Run]:
    start = line.start + 1
    for raw in line.text[1:-1].split("|"):
        yield Run(raw.strip(), start + len(raw) - len(raw.lstrip()))
        start += len(raw) + 1
