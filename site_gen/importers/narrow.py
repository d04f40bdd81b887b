"""A table of changes whose cells were cut by line at their width in, rows of six cells out.

PDF readers give such text: no tabs, every line as long as its column is wide, cells one below the other. A row begins
with its day; then come 項目, the text before, the text after, 提出時期 and the reason, with blank lines between them and,
alas, inside them.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from site_gen.importers.rows import Row, row

_DAY = re.compile(r"^((?:平成|令和|昭和)\s*(?:元|[0-9０-９]+)年\s*[0-9０-９]+月\s*[0-9０-９]+日)(?:[ 　]+(.*))?$")
_HEAD = re.compile(r"^変更日\s+項目\s+変更前の記載\s+変更後の記載")
_TIMING = re.compile(r"^(?:(.*?)[ 　]+)?(事前|事後)(?:[ 　]+(.*))?$")
_NEW = re.compile(r"^([(（](?:新規|追加|削除|省略|略)[)）])[ 　]*(.*)$")
_ITEM = re.compile(r"^(?:[ⅠⅡⅢⅣⅤⅥ]|I{1,3}V?|VI?)[ 　.．－-]|^別[表紙添]")
_MARK = re.compile(r"^(?:[①-⑳・※<＜【(（]|[0-9０-９]{1,2}[.．)）]|[:：]|なお、|また、)")
_DOUBT = "変更日のない行です。どの行の文かは、順番から見当を付けました"


def is_narrow(text: str) -> bool:
    """Whether `text` is such a table: no tabs, and days at the beginning of lines."""
    return "\t" not in text and sum(bool(_DAY.match(line)) for line in text.split("\n")) >= 2


@dataclass(slots=True)
class _Change:
    """The lines of one row with the number of the line of its day."""

    line: int
    day: str
    groups: list[list[str]] = field(default_factory=lambda: [[]])

    @property
    def whole(self) -> bool:
        """Whether the row has come to its 提出時期, after which only the reason follows."""
        groups = self.groups[1:] if self.day else self.groups
        return any(_TIMING.match(line) for group in groups for line in group)

    def before_item(self) -> list[list[str]]:
        """Takes away and returns the paragraphs that stand before 項目."""
        groups = [group for group in self.groups if group]
        place = next((n for n, group in enumerate(groups) if _ITEM.match(group[0])), 0)
        self.groups = groups[place:]
        return groups[:place]

    def add(self, line: str) -> None:
        if line.strip():
            self.groups[-1].append(line.strip())
        elif self.groups[-1]:
            self.groups.append([])


def read(path: Path, text: str) -> Iterator[Row]:
    """The rows of `text`, which is that of the file `path`: headings as they stand, changes as six cells."""
    change: _Change | None = None
    done: list[_Change] = []  # complete rows of the page, which may still be owed the ends of their new texts
    lost = False  # after the head of a page a row may begin without its day
    for number, line in enumerate(text.split("\n"), 1):
        day = _DAY.match(line.strip())
        if day:
            yield from _rows(path, [*done, *([change] if change else [])])
            change, done = _Change(number, day[1]), []
            if day[2]:
                change.add(day[2])
                change.add("")
        elif _HEAD.match(line.strip()):
            if change and (change.whole or not change.day):
                done.append(change)
                change = None
            yield from _rows(path, done)
            done, lost = [], True
            yield row(path.name, number, line.split())  # stands again on each page, in the middle of a row too
        elif change:
            if not line.strip() and not change.day and change.whole:
                done.append(change)  # the day was lost: the row ends with its reason
                change, lost = None, True
            else:
                change.add(line)
        elif line.strip() and lost:
            change = _Change(number, "")
            change.add(line)
        else:
            yield row(path.name, number, [line] if line.strip() else [])
    yield from _rows(path, [*done, *([change] if change else [])])


def _rows(path: Path, changes: Sequence[_Change]) -> Iterator[Row]:
    """Six cells for each change of a page.

    Where rows lost their days, the page begins with the ends of their new texts, one below the other in the order of
    the rows; the first 項目 comes after them.
    """
    bare = [change for change in changes if not change.day]
    ends = bare[0].before_item() if bare else []
    for change in changes:
        if change.day:
            yield _row(path, change, [], "")
        elif len(ends) == len(bare):
            yield _row(path, change, [ends[bare.index(change)]], _DOUBT)
        else:
            yield _row(path, change, ends if change is bare[0] else [], _DOUBT)


def _row(path: Path, change: _Change, ends: list[list[str]], doubt: str) -> Row:
    groups = [group for group in change.groups if group]
    item = _joined(groups.pop(0)) if groups and (change.day or _ITEM.match(groups[0][0])) else ""
    middle, timing, reason = _timing(groups)
    before, after = _halves(middle)
    after = "\n".join(text for text in (after, _paragraphs(ends)) if text)
    return row(path.name, change.line, [change.day, item, before, after, timing, reason], doubt)


def _timing(groups: Sequence[list[str]]) -> tuple[list[list[str]], str, str]:
    """The paragraphs before 事前 or 事後, that word, and the reason behind it."""
    for place in range(len(groups) - 1, -1, -1):
        for at, line in enumerate(groups[place]):
            found = _TIMING.match(line)
            if found:
                head = [*groups[place][:at], *([found[1]] if found[1] else [])]
                reason = [found[3] or "", *groups[place][at + 1 :], *(one for group in groups[place + 1 :] for one in group)]
                middle = [*groups[:place], *([head] if head else [])]
                return middle, found[2], _joined([one for one in reason if one])
    return list(groups), "", ""


def _halves(groups: list[list[str]]) -> tuple[str, str]:
    """The text before and the text after, out of paragraphs that may belong to either."""
    if not groups:
        return "", ""
    new = _NEW.match(groups[0][0])
    if new:
        rest = [[*([new[2]] if new[2] else []), *groups[0][1:]], *groups[1:]]
        return new[1], _paragraphs([group for group in rest if group])
    if len(groups) == 1:
        lines = groups[0]
        if len(lines) == 1 and len(lines[0].split()) == 2:
            first, second = lines[0].split()
            return first, second
        return _paragraphs(groups), ""
    texts = ["".join(group) for group in groups]
    best = max(range(1, len(groups)), key=lambda n: (_alike(texts[0], texts[n]), -abs(n * 2 - len(groups))))
    return _paragraphs(groups[:best]), _paragraphs(groups[best:])


def _alike(one: str, other: str) -> float:
    return round(difflib.SequenceMatcher(None, one[:80], other[:80], autojunk=False).ratio(), 1)


def _paragraphs(groups: Sequence[list[str]]) -> str:
    widths = sorted(_width(line) for group in groups for line in group)
    width = widths[int(len(widths) * 0.75)] if widths else 0  # a few lines stick out
    return "\n".join(_joined(group, width) for group in groups)


def _joined(lines: Sequence[str], width: int = 0) -> str:
    """Lines that were cut at the width of their cell, joined again without a blank; others stay lines."""
    width = width or max((_width(line) for line in lines), default=0)
    text = ""
    for number, line in enumerate(lines):
        full = number > 0 and _width(lines[number - 1]) >= width * 0.85 and not lines[number - 1].endswith("。")
        text += line if not text or (full and not _MARK.match(line)) else f"\n{line}"
    return text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
