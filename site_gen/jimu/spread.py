"""Many assessments of one 事務 in, how often each value occurs out: what a table of hundreds of columns would hide."""

from collections.abc import Sequence
from dataclasses import dataclass

from site_gen.jimu.cells import Cell
from site_gen.jimu.table import COMPARED, WORDS, Row, Sheet
from site_gen.jimu.told import Told

_SHOWN = 12  # values of a row; the rest are told by their number
_NAMED = 3  # assessments of a value that are named
_DAYS = frozenset({"published", "last-change", "kiso-day", "iken", "tenken", "hoyu", "shiyo-bi", "taisho-jiten"})  # counted by year


@dataclass(frozen=True, slots=True)
class Occurring:
    """A value, how many assessments have it, and which, where they are few; `stated`: no value, but why there is none."""

    text: str
    count: int
    columns: tuple[Told, ...]
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """One row: its values, those of most assessments first; `more` is how many others there are."""

    row: Row
    occurring: tuple[Occurring, ...]
    more: int


def spread(sheet: Sheet) -> tuple[tuple[str, tuple[Spread, ...]], ...]:
    """The topics of `sheet` with the values of each row."""
    return tuple((topic.title, tuple(_of(row, sheet.columns) for row in topic.rows)) for topic in sheet.topics)


def _of(row: Row, columns: Sequence[Told]) -> Spread:
    holders: dict[tuple[bool, str], tuple[str, list[Told]]] = {}
    for cell, one in zip(row.cells, columns, strict=True):
        for stated, key, text in _said(row, cell):
            holders.setdefault((stated, key), (text, []))[1].append(one)
    found = [
        Occurring(text, len(own), tuple(own) if len(own) <= _NAMED else (), stated) for (stated, _), (text, own) in holders.items()
    ]
    found.sort(key=lambda one: (one.stated, -one.count, one.text))
    values, states = [one for one in found if not one.stated], [one for one in found if one.stated]
    return Spread(row, (*values[:_SHOWN], *states), max(0, len(values) - _SHOWN))


def _said(row: Row, cell: Cell) -> list[tuple[bool, str, str]]:
    """What is counted of a cell: each of its values, or the word for why it has none (in both cases with a key)."""
    if row.asked.key in _DAYS and cell.values:
        return [(False, year, f"{year}年") for year in sorted({value.key[:4] for value in cell.values if value.key[:4].isdecimal()})] or [
            (False, value.key, value.text) for value in cell.values]
    found = [(False, value.key, value.text) for value in cell.values]
    if not found or cell.state not in COMPARED:
        found.append((True, cell.state, WORDS[cell.state]))
    return found
