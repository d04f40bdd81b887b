"""The cells of several assessments in, a comparison out: sheets of topics of rows, each row with a mark in words.

A mark says only whether what is written is the same; which of two is better is nobody's business here. The order of the
assessments changes no mark.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from site_gen.jimu.cells import Cell, State, Value
from site_gen.jimu.items import LISTS, OF_FILE, RISKS, WHOLE, Asked
from site_gen.jimu.told import FileTold, Told

# same, differs: of those that can be compared. alone: fewer than two can be. text: texts, which are not compared.
Verdict = Literal["same", "differs", "alone", "text"]

COMPARED: frozenset[State] = frozenset({"given", "blank"})
WORDS: dict[State, str] = {
    "given": "チェックなし", "blank": "空欄", "absent": "未収録", "unmet": "記載を要しない", "unknown": "不明",
    "partly": "抄録などのため一部", "text": "文章", "summary": "要約", "unasked": "様式にない項目", "nofile": "この名称のファイルはない",
}
NOTHING: frozenset[State] = frozenset({"absent", "unasked", "unmet", "nofile"})
LEAST = 2  # assessments at least, so that there is something to compare
TITLES = ("全体", "リスク対策")  # of the sheets that are of no file


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether the cells of a row say the same: of `total` cells `compared` could be; `words` say it."""

    verdict: Verdict
    compared: int
    total: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item: a cell for each column; `common` are the keys of values that every compared cell has, `own` those that
    only one has (both only of rows that hold lists)."""

    asked: Asked
    cells: tuple[Cell, ...]
    mark: Mark
    common: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Topic:
    """Rows under one heading."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a comparison: of the whole (key empty), of risks, of one file; `title` names it.

    `columns` are the assessments of the cells; `silent` are left out, because they say nothing of any item (未収録).
    """

    key: str
    title: str
    columns: tuple[Told, ...]
    silent: tuple[Told, ...]
    topics: tuple[Topic, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all topics."""
        return tuple(row for topic in self.topics for row in topic.rows)

    def count(self, verdict: Verdict) -> int:
        """How many rows have that verdict."""
        return sum(row.mark.verdict == verdict for row in self.rows)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Assessments of one 事務 side by side; `lone` are the files of which only one says anything, with that one."""

    columns: tuple[Told, ...]
    sheets: tuple[Sheet, ...]
    lone: tuple[tuple[FileTold, Told], ...]


def compare(columns: Sequence[Told]) -> Comparison:
    """The comparison of `columns`, which are all of one 事務, in their order; no sheet for fewer than two."""
    own = tuple(columns)
    if len(own) < LEAST:
        return Comparison(own, (), ())
    holders: dict[str, list[tuple[FileTold, Told]]] = {}
    for one in own:
        for file in one.files:
            holders.setdefault(file.key, []).append((file, one))
    names = {key: min(file.name for file, _ in found) for key, found in holders.items()}
    order = by_holders({key: len(found) for key, found in holders.items()}, names)
    sheets = [
        *(_sheet(key, title, items, own, lambda one, asked: one.cells[asked.key])
          for key, title, items in zip(("", "risk"), TITLES, (WHOLE, RISKS), strict=True)),
        *(_sheet(key, names[key], OF_FILE, own, _of_file(holders[key])) for key in order),
    ]
    shown = tuple(sheet for sheet in sheets if len(sheet.columns) >= LEAST)
    lone = tuple(found[0] for key, found in holders.items() if key not in {sheet.key for sheet in shown})
    return Comparison(own, shown, lone)


def by_holders(counts: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    """The keys of the files that several assessments have, those of most first, then by name."""
    return sorted((key for key, count in counts.items() if count >= LEAST), key=lambda key: (-counts[key], names[key]))


def mark(cells: Sequence[Cell]) -> Mark:
    """What a row says of its cells; needs two that can be compared."""
    compared = [frozenset(value.key for value in cell.values) for cell in cells if cell.state in COMPARED]
    total, number = len(cells), len(compared)
    if number < LEAST:
        left = {cell.state for cell in cells if cell.state not in COMPARED}
        if left & {"text", "summary"} and not number:
            return Mark("text", number, total, "文章（比べない）")
        why = "、".join(word for state, word in WORDS.items() if state in left)
        return Mark("alone", number, total, f"比べられない（{why}）")
    some = "" if number == total else f"（{total}のうち比べられる{number}）"
    if len(set(compared)) == 1:
        return Mark("same", number, total, f"同じ{some}" if some else "すべて同じ")
    return Mark("differs", number, total, f"異なる{some}")


def _sheet(key: str, title: str, items: Iterable[Asked], columns: Sequence[Told], cell: Callable[[Told, Asked], Cell]) -> Sheet:
    asks = tuple(items)
    silent = tuple(one for one in columns if all(cell(one, asked).state in NOTHING for asked in asks))
    left_out = {one.base for one in silent}
    shown = tuple(one for one in columns if one.base not in left_out)
    rows = (_row(asked, tuple(cell(one, asked) for one in shown)) for asked in asks)
    told = [row for row in rows if any(one.state not in NOTHING for one in row.cells)]
    topics = (Topic(topic, tuple(found)) for topic, found in groupby(told, lambda row: row.asked.topic))
    return Sheet(key, title, shown, silent, tuple(topics))


def _row(asked: Asked, cells: tuple[Cell, ...]) -> Row:
    found = mark(cells)
    if asked.key not in LISTS or found.verdict == "same":
        return Row(asked, cells, found)
    listed = [frozenset(value.key for value in cell.values) for cell in cells if cell.values]
    common = frozenset.intersection(*listed) if len(listed) >= LEAST else frozenset()
    counts: dict[str, int] = {}
    for key in (key for keys in listed for key in keys):
        counts[key] = counts.get(key, 0) + 1
    sure = all(cell.state in COMPARED for cell in cells)  # what an excerpt lacks may stand in its document
    own = frozenset(key for key, count in counts.items() if count == 1) if sure and len(listed) >= LEAST else frozenset()
    return Row(asked, cells, found, common, own)


def _of_file(holders: Iterable[tuple[FileTold, Told]]) -> Callable[[Told, Asked], Cell]:
    """The cells of one file; where an assessment names its files and not this one, it has none."""
    files = {one.base: file for file, one in holders}

    def cell(one: Told, asked: Asked) -> Cell:
        file = files.get(one.base)
        return file.cells[asked.key] if file else Cell("nofile" if one.files else "absent")
    return cell


def parted(row: Row, cell: Cell) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The values of a list by whether all have them, only this one has them, or some; each group with its word."""
    groups: dict[str, list[Value]] = {}
    for value in cell.values:
        word = "どれにもある" if value.key in row.common else "ここだけ" if value.key in row.own else ""
        groups.setdefault(word, []).append(value)
    for word in ("どれにもある", "ここだけ", ""):
        if word in groups:
            yield word, tuple(groups[word])


def in_words(cell: Cell) -> str:
    """The cell as one text, as a table of data has it; values between ／, what is not given by its word."""
    said = "／".join(value.text + (f"（{value.note}）" if value.note else "") for value in cell.values)
    return said or state(cell)


def state(cell: Cell) -> str:
    """What is to be said beside the values of `cell`, or in place of them; nothing where all is said."""
    if not cell.values:
        return WORDS[cell.state]
    return {"given": "", "unknown": "ほかは不明", "absent": "ほかは未収録"}.get(cell.state, WORDS[cell.state])


def titles(columns: Sequence[Told]) -> tuple[str, ...]:
    """The head of each column: the municipality, with the assessment where one has several."""
    names = [one.municipality_name for one in columns]
    bases = {one.municipality_name for one in columns if names.count(one.municipality_name) > 1}
    return tuple(f"{one.municipality_name}「{one.name}」" if one.municipality_name in bases else one.municipality_name for one in columns)

