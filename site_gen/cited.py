"""An assessment in, every citation in its texts out, each with the item it stands in; the short names it defines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from site_gen.citations import Citation, Known, Laws, citations, definitions, may_define
from site_gen.kept import remembered
from site_gen.model import Assessment, Cells, Checked, Entry, Named, RecordedItems, Value, Words
from site_gen.problem import Span

HISTORY = "変更箇所"
BASIS = "法令上の根拠"  # what stands beside it in a 提供先 or 移転先 cites 同命令 and 第3条 of it


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an item: a value, a name of a list, what stands in the bracket of a box; `at` counts them from 0."""

    at: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, the entry and the text of the entry that it stands in."""

    entry: Entry
    text: Text
    citation: Citation


def known(a: Assessment, laws: Laws, here: str = "") -> Known:
    """What the texts of `a` can name: `laws` and, in the order of the form, every short name that `a` defines.

    What the change history defines counts last, and only where the form itself does not define that name.
    `here` is the name of the municipality, which 本市 means.
    """
    found = Known(laws, here=here)
    history = Known(laws, here=here)
    for part in a.parts:
        for text in _defining(part):
            if part.item.name == HISTORY:
                history = definitions(text, history)
            else:
                found = definitions(text, found)
    names = dict(history.names) | dict(found.names)
    return replace(found, names=tuple(names.items()))


def cited(a: Assessment, names: Known, *, history: bool = True) -> Iterator[Cited]:
    """Every citation of `a` in the order of the form, `names` being `known` of it; without `history` none of 変更箇所."""
    for part in a.parts:
        if history or part.item.name != HISTORY:
            yield from _of_part(part, names)


@remembered(64)  # parts: while one of them is edited, the others stay as they are
def _defining(part: Entry) -> tuple[str, ...]:
    """The texts of a part that can define a short name."""
    return tuple(one.text for entry in part.walk() for one in texts(entry.value) if may_define(one.text))


@remembered(64)
def _of_part(part: Entry, names: Known) -> tuple[Cited, ...]:
    return tuple(_entry(part, names, ()))


def texts(value: Value | None) -> Iterator[Text]:
    """The texts of a value in which something can be cited, in their order."""
    if isinstance(value, Words):
        yield Text(0, value.text, value.span)
    elif isinstance(value, Named):
        yield from (Text(at, name.text, name.span) for at, name in enumerate(value.names))
    elif isinstance(value, RecordedItems):
        items = (item for group in value.groups for item in group.items)
        yield from (Text(at, item.text, item.span) for at, item in enumerate(items))
    elif isinstance(value, Checked):
        yield from (Text(at, mark.detail, value.span) for at, mark in enumerate(value.marks) if mark.detail)
    elif isinstance(value, Cells):
        cells = (cell for row in value.rows for cell in row)
        yield from (Text(at, cell, value.span) for at, cell in enumerate(cells))


def in_entry(entry: Entry, names: Known, before: tuple[Citation, ...] = ()) -> Iterator[Cited]:
    """The citations in the entry's own texts, those of the rows under it left aside."""
    for text in texts(entry.value):
        yield from (Cited(entry, text, one) for one in citations(text.text, names, before))


def _entry(entry: Entry, names: Known, before: tuple[Citation, ...]) -> Iterator[Cited]:
    yield from in_entry(entry, names, before)
    yield from _rows(entry.children, names)
    for instance in entry.instances:
        yield from _rows(instance.children, names)


def _rows(entries: Iterable[Entry], names: Known) -> Iterator[Cited]:
    """Rows that stand beside each other; those after the legal basis are read beside it."""
    before: tuple[Citation, ...] = ()
    for entry in entries:
        found = list(_entry(entry, names, before))
        if entry.item.name == BASIS:
            before = tuple(one.citation for one in found if one.entry is entry)
        yield from found
