"""Many assessments of one 事務 in, one after the other, how often each value occurs out: what a table of hundreds of columns would hide."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from site_gen.jimu.cells import Cell
from site_gen.jimu.items import OF_FILE, RISKS, WHOLE, Asked
from site_gen.jimu.table import COMPARED, LEAST, NOTHING, TITLES, WORDS, by_holders
from site_gen.jimu.told import Told

_SHOWN = 12  # values of a row; the rest are told by their number
_NAMED = 3  # assessments of a value that are named
_DAYS = frozenset({"published", "last-change", "kiso-day", "iken", "tenken", "hoyu", "shiyo-bi", "taisho-jiten"})  # counted by year


@dataclass(frozen=True, slots=True)
class Occurring:
    """A value, how many assessments have it, and which, where they are few, without their cells; `stated`: no value, but why there is
    none."""

    text: str
    count: int
    columns: tuple[Told, ...]
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """One item: its values, those of most assessments first; `more` is how many others there are."""

    asked: Asked
    occurring: tuple[Occurring, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SpreadSheet:
    """One page of what was counted, as `table.Sheet`, of `count` assessments: its topics, each with the values of its rows."""

    key: str
    title: str
    count: int
    topics: tuple[tuple[str, tuple[Spread, ...]], ...]


class Counted:
    """Counts what assessments of one 事務 say, as they are told. Of each no more is held than its values that no other one has."""

    def __init__(self) -> None:
        self._whole, self._risks = _Counts(WHOLE), _Counts(RISKS)
        self._files: dict[str, _Counts] = {}
        self._names: dict[str, str] = {}

    def add(self, told: Told) -> None:
        """This is the next assessment."""
        column = told.bare
        self._whole.add(column, lambda asked: told.cells[asked.key])
        self._risks.add(column, lambda asked: told.cells[asked.key])
        for file in told.files:
            self._names[file.key] = min(file.name, self._names.get(file.key, file.name))
            self._files.setdefault(file.key, _Counts(OF_FILE)).add(column, lambda asked, cells=file.cells: cells[asked.key])  # type: ignore[misc]

    def sheets(self) -> tuple[SpreadSheet, ...]:
        """What was counted, sheet by sheet, in the order of those of a comparison of them all."""
        order = by_holders({key: one.holders for key, one in self._files.items()}, self._names)
        found = (*(zip(("", "risk"), TITLES, (self._whole, self._risks), strict=True)), *((key, self._names[key], self._files[key]) for key in order))
        return tuple(SpreadSheet(key, title, one.columns, one.topics()) for key, title, one in found if one.columns >= LEAST)


@dataclass(slots=True)
class _Counts:
    """What was counted for one sheet: of how many assessments that have it, how many of which say anything."""

    asks: Iterable[Asked]
    holders: int = 0
    columns: int = 0
    _rows: "dict[str, _Row]" = field(default_factory=dict)

    def add(self, column: Told, cell: Callable[[Asked], Cell]) -> None:
        self.holders += 1
        cells = [(asked, cell(asked)) for asked in self.asks]
        if any(one.state not in NOTHING for _, one in cells):
            self.columns += 1
            for asked, one in cells:
                self._rows.setdefault(asked.key, _Row()).add(asked, one, column)

    def topics(self) -> tuple[tuple[str, tuple[Spread, ...]], ...]:
        told = [(asked, self._rows[asked.key]) for asked in self.asks if self._rows[asked.key].is_told]
        return tuple(
            (topic, tuple(row.spread(asked) for asked, row in found)) for topic, found in groupby(told, lambda one: one[0].topic)
        )


@dataclass(slots=True)
class _Row:
    is_told: bool = False
    _holders: dict[tuple[bool, str], tuple[str, list[int], list[Told]]] = field(default_factory=dict)

    def add(self, asked: Asked, cell: Cell, column: Told) -> None:
        self.is_told = self.is_told or cell.state not in NOTHING
        for stated, key, text in _said(asked, cell):
            _, count, columns = self._holders.setdefault((stated, key), (text, [0], []))
            count[0] += 1
            if len(columns) < _NAMED:
                columns.append(column)

    def spread(self, asked: Asked) -> Spread:
        found = [
            Occurring(text, count, tuple(columns) if count <= _NAMED else (), stated)
            for (stated, _), (text, (count,), columns) in self._holders.items()
        ]
        found.sort(key=lambda one: (one.stated, -one.count, one.text))
        values, states = [one for one in found if not one.stated], [one for one in found if one.stated]
        return Spread(asked, (*values[:_SHOWN], *states), max(0, len(values) - _SHOWN))


def _said(asked: Asked, cell: Cell) -> Sequence[tuple[bool, str, str]]:
    """What is counted of a cell: each of its values, or the word for why it has none (in both cases with a key)."""
    if asked.key in _DAYS and cell.values:
        return [(False, year, f"{year}年") for year in sorted({value.key[:4] for value in cell.values if value.key[:4].isdecimal()})] or [
            (False, value.key, value.text) for value in cell.values]
    found = [(False, value.key, value.text) for value in cell.values]
    if not found or cell.state not in COMPARED:
        found.append((True, cell.state, WORDS[cell.state]))
    return found
