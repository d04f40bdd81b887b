"""A change history in, what its pages show out: days, rows with their items in words, texts with what changed in them.

A cell is compared with its neighbour only when both hold a text: （新規）, 省略, a description like 「図の詳細化」 and
summaries are shown as they are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from site_gen import cut
from site_gen.dates import Moment
from site_gen.difference import Run, only_blanks, runs
from site_gen.history import ChangedRow, History, Target
from site_gen.model import Chosen, Entry, Words
from site_gen.resolve import OPEN_WORDS, open_in
from site_gen.resolve.follow import block_number
from site_gen.wording import SAME_AS_ABOVE, same

# What a cell holds: text of the item; a word in its place (（新規）, 省略, －); words about the change (図の詳細化); a
# summary in other words than the source's; nothing.
Kind = Literal["text", "word", "description", "summary", "blank"]

_WORD = re.compile(r"[（(【\[]?(?:新規(?:追加)?|追加|新設|削除|廃止|省略|中略|略|以下略|なし|該当なし|変更なし|同左|同上)[）)】\]]?|[-－ー―—–‐−〃]+")
_CAME, _WENT = re.compile("新規|追加|新設"), re.compile("削除|廃止")
_DESCRIPTION = re.compile(
    r"[^。\n]{0,120}[をの](?:追加|削除|修正|変更|見直し|詳細化|更新|統合|移行|追記|明記|整理|新設|廃止)(?:する|した|しました)?[。．]?"
)
_MARKS = {"then": "当時の番号", "gone": "今はありません", "absent": "未収録", "renumbered": "番号が変わりました"}
_SENTENCE_END = re.compile(r"。\n?|\n")
_ALIKE = 0.25  # share of the longer text that stayed; below it two texts have nothing to compare
_CONTEXT, _SLACK = 14, 10  # characters shown around a change in brief, and how many more or less for whole words
_BEGINS = 80  # characters of a text that came or went as a whole
_BRIEF = 220  # characters of a change in brief
_FOLD = 240  # a longer run that stayed is folded
_ENDS = 70  # characters of it that stay in view on each side
_REACH = 30  # and up to so many more, where a sentence ends there


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one side of a change as shown: kept, marked (gone or new), or folded away because it did not change."""

    kind: Literal["same", "gone", "new", "folded"]
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """変更前 or 変更後: what kind of text it is, the entry, and its pieces when it is compared with the other side."""

    kind: Kind
    entry: Entry
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An item that a row changed, in words: `short` the same in few words, `address` its page, `note` what a reader
    must know of the link, `mark` that in a few words."""

    text: str
    short: str
    address: str
    anchor: str
    note: str
    mark: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A row of 変更箇所 with everything its pages show; `same_as` is what a 同上 stands for, `parts` the
    titles of the parts of its items."""

    changed: ChangedRow
    item: str
    same_as: str
    places: tuple[Place, ...]
    parts: tuple[str, ...]
    before: Cell
    after: Cell

    @property
    def anchor(self) -> str:
        """The address of the row."""
        return self.changed.row.anchor

    @property
    def count(self) -> str:
        """Which row of its day it is, as its address counts."""
        return self.anchor.rpartition("-")[2]

    @property
    def timing(self) -> Entry:
        """提出時期."""
        return self.changed.row.child("提出時期")

    @property
    def when(self) -> str:
        """提出時期 in words: the chosen one, or as written."""
        timing = self.timing.value
        return timing.choice or timing.text if isinstance(timing, Chosen) else self.timing.text

    @property
    def important(self) -> bool:
        """Whether it changed an item marked ※."""
        return self.changed.important

    @property
    def summary(self) -> bool:
        """Whether 項目 is in other words than the source's."""
        return bool(getattr(self.changed.row.child("項目").value, "summary", False))

    @property
    def reason(self) -> Entry:
        """提出時期に係る説明."""
        return self.changed.row.child("提出時期に係る説明")

    @property
    def guess(self) -> str:
        """Why the items are a guess, empty when they are not."""
        return self.changed.resolution.note if self.changed.resolution.status == "guessed" else ""

    @property
    def alone(self) -> bool:
        """Whether the row changed at most three items, so that its text before is theirs."""
        return len(self.changed.targets) <= 3

    @property
    def only_blanks(self) -> bool:
        """Whether both sides are the same text but for white space."""
        return bool(self.before.pieces) and only_blanks(self.before.entry.text, self.after.entry.text)

    @property
    def brief(self) -> tuple[Piece, ...]:
        """The changed words with a little of what stands around them; of a text that came or went as a whole, how it begins;
        empty when the sides are not compared."""
        if self.after.kind == "text" and self.before.kind == "word" and _CAME.search(self.before.entry.text):
            return (_beginning("new", self.after.entry.text),)
        if self.before.kind == "text" and self.after.kind == "word" and _WENT.search(self.after.entry.text):
            return (_beginning("gone", self.before.entry.text),)
        return tuple(_brief(self.before.pieces, self.after.pieces))


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """The rows of one 変更日: as written, its address (`20230206`, `x` for rows without a day), the rows."""

    text: str
    key: str
    rows: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """The rows that changed one item, in the order written."""

    title: str
    address: str
    anchor: str
    rows: tuple[ChangeView, ...]


def views(history: History, addresses: Mapping[str, str], parts: Mapping[str, str]) -> tuple[ChangeView, ...]:
    """A view of each row; `addresses` are the pages of all anchors, `parts` the titles of the
    parts, in the order of the form, by what locators in them begin with."""
    found: list[ChangeView] = []
    above = ""
    for changed in history.rows:
        item = changed.row.child("項目").text
        repeats = same(item) in SAME_AS_ABOVE
        heads = {re.split(r"[/\[]", target.locator)[0] for target in changed.targets}
        before, after = compared(changed.row.child("変更前の記載"), changed.row.child("変更後の記載"))
        places = tuple(_places(changed.targets, addresses))
        own = tuple(title for head, title in parts.items() if head in heads)
        found.append(ChangeView(changed, item, above if repeats else "", places, own, before, after))
        above = above if repeats else item
    return tuple(found)


def by_day(rows: Sequence[ChangeView]) -> tuple[ChangeDay, ...]:
    """`rows` in the order written, one group for each run of one 変更日; a row without a day of its own belongs to the
    one above."""
    days: list[tuple[ChangeView, list[ChangeView]]] = []
    for view in rows:
        if days and (view.changed.day is None or _start(view) == _start(days[-1][0]) is not None):
            days[-1][1].append(view)
        else:
            days.append((view, [view]))
    taken: dict[str, int] = {}
    found: list[ChangeDay] = []
    for first, group in days:
        start = _start(first)
        key = start.iso.replace("-", "") if start else "x"
        taken[key] = taken.get(key, 0) + 1
        text = first.changed.row.child("変更日").text
        found.append(ChangeDay(text, key if taken[key] == 1 else f"{key}-{taken[key]}", tuple(group)))
    return tuple(found)


def newest_first(days: Sequence[ChangeDay]) -> tuple[ChangeDay, ...]:
    """`days` from the latest; those without a date come last, as nobody knows where they belong. Rows stay as written."""
    return tuple(sorted(days, key=lambda day: _start(day.rows[0]) or Moment(0), reverse=True))


def by_item(rows: Sequence[ChangeView], history: History, addresses: Mapping[str, str], titles: Mapping[str, str]) -> tuple[ItemHistory, ...]:
    """The history of each item that has one, in the order of the form; `titles` are all anchors in that order."""
    of_row = {view.changed.number: view for view in rows}
    return tuple(
        ItemHistory(title, addresses[anchor], anchor, tuple(of_row[row.number] for row in history.by_anchor[anchor]))
        for anchor, title in titles.items() if anchor in history.by_anchor
    )


def compared(before: Entry, after: Entry) -> tuple[Cell, Cell]:
    """変更前 and 変更後 with the changed words marked, where both hold a text that can be compared."""
    kinds = _kind(before), _kind(after)
    if kinds != ("text", "text"):
        return Cell(kinds[0], before), Cell(kinds[1], after)
    old, new = marked(before.text, after.text)
    return Cell("text", before, old), Cell("text", after, new)


def marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both sides with what went and what came marked, long runs that stayed folded; none where they are not alike."""
    found = runs(before, after)
    stayed = sum(len(run.text) for run in found if run.kind == "same")
    longer = max(len(before), len(after))
    if stayed < _ALIKE * longer and longer > 20:
        return (), ()
    return tuple(_folded(found, without="new")), tuple(_folded(found, without="gone"))


def _start(view: ChangeView) -> Moment | None:
    return view.changed.day.start if view.changed.day else None


def _kind(entry: Entry) -> Kind:
    text = entry.text.strip()
    if not text:
        return "blank"
    if isinstance(entry.value, Words) and entry.value.summary:
        return "summary"
    if _WORD.fullmatch(text):
        return "word"
    return "description" if _DESCRIPTION.fullmatch(text) else "text"


def _folded(found: Sequence[Run], without: Literal["gone", "new"]) -> Iterator[Piece]:
    """One side of the runs of both; a long one that stayed is folded but for its ends beside a change, between sentences
    where there are some. Both sides fold the same, so that what is open stands beside its like."""
    for at, run in enumerate(found):
        if run.kind == without:
            continue
        if run.kind != "same" or len(run.text) <= _FOLD or len(found) == 1:
            yield Piece(run.kind, run.text)
            continue
        head = "" if at == 0 else run.text[: _behind_sentence(run.text, _ENDS)]
        tail = "" if at == len(found) - 1 else run.text[_behind_sentence(run.text, len(run.text) - _ENDS - _REACH) :]
        middle = run.text[len(head) : len(run.text) - len(tail)]
        if head:
            yield Piece("same", head)
        yield Piece("folded", middle)
        if tail:
            yield Piece("same", tail)


def _behind_sentence(text: str, at: int) -> int:
    """Where the first line or sentence ends in `text` from `at` on; `at` itself when none ends soon."""
    found = _SENTENCE_END.search(text, at)
    return found.end() if found and found.start() < at + _REACH else at


def _brief(before: Sequence[Piece], after: Sequence[Piece]) -> Iterator[Piece]:
    """The changes in reading order, unchanged text between them cut down to a few characters."""
    if not before or not after:
        return
    left = _BRIEF
    for run in runs("".join(piece.text for piece in before), "".join(piece.text for piece in after)):
        text = run.text
        if run.kind == "same" and len(text) > 2 * _CONTEXT + 4:
            head, tail = cut.beginning(text, _CONTEXT, _SLACK), cut.ending(text, _CONTEXT, _SLACK)
            text = f"{head}…{tail}" if len(head) + len(tail) + 4 < len(text) else text
        if len(text) > left:
            yield Piece(run.kind, cut.beginning(run.text, max(left, _CONTEXT), _SLACK) + "…")
            return
        left -= len(text)
        yield Piece(run.kind, text)


def _beginning(kind: Literal["gone", "new"], text: str) -> Piece:
    whole = text.strip()
    return Piece(kind, whole if len(whole) <= _BEGINS else cut.beginning(whole, _BEGINS, _SLACK) + "…")


def _places(targets: Sequence[Target], addresses: Mapping[str, str]) -> Iterator[Place]:
    """The items in words; a run of blocks that differ only in their number is one: 提供先1～57 ①."""
    for group in _runs_of_blocks(targets):
        first = group[0]
        text, short = first.title, first.short
        if len(group) > 1:
            block, last = block_number(first.locator), block_number(group[-1].locator)
            if block and last:
                label = block[0].rpartition("/")[2]
                one, all_of_them = f"{label}{block[1]}", f"{label}{block[1]}～{last[1]}"
                text, short = text.replace(one, all_of_them, 1), short.replace(one, all_of_them, 1)
        address = addresses.get(first.anchor, "")
        anchor = first.anchor if address else ""
        yield Place(text, short, address, anchor, _note(first), _MARKS.get(first.when) or _left_open(first, "と", "の記載なし"))


def _runs_of_blocks(targets: Sequence[Target]) -> Iterator[list[Target]]:
    group: list[Target] = []
    for target in targets:
        if group and not _goes_on(group[-1], target):
            yield group
            group = []
        group.append(target)
    if group:
        yield group


def _goes_on(one: Target, other: Target) -> bool:
    """Whether `other` is the next block of the same kind, with the same row under it and the same standing today."""
    block, following = block_number(one.locator), block_number(other.locator)
    if block is None or following is None or block[0] != following[0] or following[1] != block[1] + 1:
        return False
    rest = one.locator[len(f"{block[0]}{block[1]}") :], other.locator[len(f"{following[0]}{following[1]}") :]
    return rest[0] == rest[1] and one.when == other.when and one.open == other.open and not one.steps


def _note(target: Target) -> str:
    """What a reader must know before following the link."""
    if target.when == "then":
        return "当時の番号です。今の同じ番号の項目と同じものかは、確かめられません"
    if target.when == "gone":
        return "今の評価書にはありません"
    if target.when == "renumbered":
        return f"当時の番号は{target.steps[0]}、今の番号は{target.steps[-1]}です"
    if target.when == "absent":
        return "この項目は未収録です"
    return _left_open(target, "や", "の記載がないため、どれかは分かりません")


def _left_open(target: Target, joined: str, words: str) -> str:
    """What the row does not name of the item, in words; empty when it names everything."""
    missing = joined.join(OPEN_WORDS[kind] for kind in open_in(target.locator)) if target.open else ""
    return missing and missing + words
