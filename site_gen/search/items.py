"""Entries, changes and terms in, the items that the search finds out: each with its anchor, label, texts and 種類.

What is not filled in (未収録, 空欄, 記載を要しない) is no item, nor is a heading with nothing under it. Levels are those of headings, so
that the headings above an item are the last ones before it with a smaller number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_gen.changes import Cell, ChangeView
from site_gen.form import Block, Fixed, Flag, Printed, Risk, Section, Table
from site_gen.model import Entry, Flagged, Instance, Named, Term
from site_gen.pages.parts import PartView
from site_gen.prose import shown
from site_gen.render import body, title_row
from site_gen.search.texts import cell, joined, texts

RISK, OTHER, CHANGE, TERM, INDEX = "リスク対策", "その他の項目", "変更", "用語", "索引のページ"
KINDS = ("提供先", "移転先", "委託先", "システム", RISK, OTHER, CHANGE, TERM, INDEX)
_INSIDE = {  # what stands in these blocks and lists is of their 種類
    "提供先": "提供先", "提供先一覧": "提供先", "移転先": "移転先", "移転先一覧": "移転先", "委託事項": "委託先", "システム": "システム",
}
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Item:
    """Something a page shows under an anchor: `runs` are its texts as they stand there, of which the first names it on the
    page; `label` is what it is called among results (of a row of a list: with the name of the list)."""

    anchor: str
    label: str
    kind: str
    level: int
    runs: tuple[str, ...]


def of_view(view: PartView, kind: str) -> Iterator[Item]:
    """The items on the page of a part. Blocks and lists that have a page of their own are not on it."""
    if view.part.state != "given":
        return
    for sheet in view.sheets:
        yield from _of_instance(sheet, sheet.name or sheet.place, kind, 2)
    for entry in view.entries:
        if not getattr(entry.item, "page", ""):
            yield from of_entry(entry, kind, 2)


def of_entry(entry: Entry, kind: str, level: int) -> Iterator[Item]:
    """An entry of a form and what stands under it."""
    own = _INSIDE.get(entry.item.name, kind)
    deeper = min(level + 1, _DEEPEST)
    if isinstance(entry.item, Block):
        for one in entry.instances:
            yield from _of_instance(one, joined(f"{entry.item.label}{one.number}", one.name), own, level)
    elif isinstance(entry.item, Table):
        yield from _of_table(entry, own, level)
    else:
        if _is_filled(entry):
            yield _item(entry.anchor, entry.item.title, kind, level, texts(entry))
        # Of a heading that is not filled in, pages show no rows; those of a group stand there nevertheless.
        shown_rows = entry.state == "given" or not isinstance(entry.item, Section | Risk)
        for child in entry.children if shown_rows else ():
            if not getattr(child.item, "page", ""):
                yield from of_entry(child, kind, deeper)


def of_change(view: ChangeView) -> Item:
    """A row of 変更箇所 as the page of its day shows it."""
    moved = view.changed.row.child("番号の変更").value
    runs = [
        view.item if view.same_as else "",
        *texts(view.timing),
        *((name.text for name in moved.names) if isinstance(moved, Named) else ()),
        *_of_cell(view.before), *_of_cell(view.after), *texts(view.reason),
    ]
    return _item(view.anchor, view.same_as or view.item or "項目の記載なし", CHANGE, 2, runs)


def of_term(term: Term) -> Item:
    """A word of the glossary."""
    return _item(term.key, term.name, TERM, 3, (term.reading, *term.synonyms, *shown(term.explanation), term.source))


def _is_filled(entry: Entry) -> bool:
    if isinstance(entry.item, Fixed | Printed):
        return True
    if isinstance(entry.item, Flag) and isinstance(entry.value, Flagged):
        return entry.value.state == "yes"
    return entry.state == "given"


def _of_instance(one: Instance, name: str, kind: str, level: int) -> Iterator[Item]:
    """A block: its heading, which stands for the row that only names it, and its other rows."""
    title = title_row(one)
    yield _item(title.anchor if title else one.anchor, name, kind, level, ())
    for entry in body(one):
        yield from of_entry(entry, kind, min(level + 1, _DEEPEST))


def _of_table(entry: Entry, kind: str, level: int) -> Iterator[Item]:
    """A list: its name with the heads of its columns, then each row, of which the first cell names it on the page."""
    if not entry.instances:
        return
    name = f"{entry.item.label}（{len(entry.instances)}行）"
    yield _item(entry.anchor, name, kind, level, [column.label for column in entry.item.items])
    for row in entry.instances:
        cells = tuple(run for one in row.children if (run := joined(cell(one))))
        if cells:
            label = joined(entry.item.label, row.children[0].text or f"{row.number}行目")
            yield Item(row.anchor, label, kind, min(level + 1, _DEEPEST), cells)


def _of_cell(cell: Cell) -> Iterable[str]:
    """変更前 or 変更後; one compared with the other side is shown line by line as it was written."""
    return ("".join(piece.text for piece in cell.pieces),) if cell.pieces else texts(cell.entry)


def _item(anchor: str, label: str, kind: str, level: int, runs: Iterable[str]) -> Item:
    """An item whose label is the first of its runs."""
    shown = tuple(run for text in (label, *runs) if (run := joined(text)))
    return Item(anchor, shown[0], kind, min(level, _DEEPEST), shown)
