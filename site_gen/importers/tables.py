"""Rows of the tables that documents carry in, their cells at the columns of the form out: changes, lists of 別紙."""

import re

from site_gen import dates
from site_gen.form import Part, Table
from site_gen.importers import recognise
from site_gen.importers.labels import Slot, reduced
from site_gen.importers.rows import ABSENT, Row
from site_gen.importers.walk import Address, OpenTable, Piece, Walk

_CHANGES = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
_TITLE = re.compile(r"変更箇所一覧\s*$|重大事故の内容及び再発防止策|^\s*[(（]別[紙表][)）][^。\n]{0,40}(?:一覧|提供先|移転先)\s*$")
_NUMBER = frozenset(reduced(word) for word in ("項目番号", "項番", "番号", "No", "No."))  # heads of a column of running numbers
_PAGE = re.compile(r"\s*(?:[PpＰ][.．]?[0-9０-９\s,，・～~〜PpＰ]*|[0-9０-９]{1,3}(?:頁|ページ)?)\s*")
_TEXTS = ("変更前の記載", "変更後の記載")


def header(walk: Walk, row: Row) -> bool:
    """Whether `row` is the head of a table; its rows then go to the columns it names."""
    heads = [reduced(cell) for cell in row.cells]
    slot = _headed(walk, [head for head in heads if head])
    if slot is None:
        return False
    walk.give_back()
    for cell in row.cells:
        walk.form(cell)
    columns = _columns(slot, heads)
    if walk.table is None or walk.table.slot.index != slot.index:
        walk.table = OpenTable(slot, columns, numbered=not columns, rows=walk.rows.get((slot.index, *_repeat(walk, slot)), 0))
    else:
        walk.table.columns = columns  # the head stands again on each page
    walk.at = None
    if isinstance(slot.item, Part):
        walk.part = slot
    elif walk.file == 0:
        walk.file = 1
    return True


def _headed(walk: Walk, heads: list[str]) -> Slot | None:
    """The table whose head has these columns, reduced."""
    if len(heads) < 3:
        return None
    if {"変更日", "項目"} <= set(heads) or _is_numbered_list(heads):
        return next(s for s in walk.index.slots if isinstance(s.item, Part) and s.item.each == "change")
    name = ""
    same = [s for s in walk.own() if isinstance(s.item, Table) and heads == [reduced(child.label) for child in s.item.items]]
    if same:
        return same[0]
    if heads[0] == "項番":
        name = "移転先一覧" if any("移転先" in head for head in heads) else "提供先一覧"
    elif heads[0] in ("No", "NO", "番号") and "再発防止策" in "".join(heads):
        name = "重大事故一覧"
    return next((s for s in walk.index.slots if s.item.name == name), None)


def _is_numbered_list(heads: list[str]) -> bool:
    """Whether these are the columns of a list of changes without days: a running number, a text before and one after."""
    return heads[0] in _NUMBER and all(any(word in head for head in heads[1:]) for word in ("変更前", "変更後"))


def _columns(slot: Slot, heads: list[str]) -> dict[int, str]:
    """Which column goes where; none for a numbered list of changes, whose cells are told apart by what they hold."""
    if isinstance(slot.item, Part):
        return {place: head for place, head in enumerate(heads) if head in _CHANGES and "変更日" in heads}
    places = [place for place, head in enumerate(heads) if head]
    return dict(zip(places, (child.name for child in slot.item.items), strict=False))


def body(walk: Walk, row: Row) -> bool:
    """Whether `row` belongs to the table that is open."""
    table = walk.table
    if table is None:
        return False
    filled = [cell for cell in row.cells if cell]
    if len(filled) == 1 and len(row.cells) <= 2 and not table.numbered:
        if re.match(r"\s*[(（]?別[紙表]", filled[0]) or repeats_title(filled[0]):
            walk.form(filled[0])
            return True
        if isinstance(table.slot.item, Table) or recognise.label(walk, filled[0], alone=True):
            walk.table = None
            return False
    if table.numbered:
        return _numbered_row(walk, row, table)
    first = row.cells[0] if row.cells else ""
    if isinstance(table.slot.item, Part):
        starts = bool(first) and not isinstance(dates.moment(first), dates.Unreadable)
        starts = starts or bool(row.doubt) or (not first and len(filled) > 2 and bool(row.cells[1]))  # its day was lost
    else:
        starts = bool(re.fullmatch(r"[0-9０-９]{1,3}(?:[-－][①-⑳])?", first))
        if not starts and recognise.label(walk, first or filled[0], alone=len(filled) == 1):
            walk.table = None
            return False
    if starts:
        table.rows += 1
        walk.rows[table.slot.index, *_repeat(walk, table.slot)] = table.rows
    if table.rows == 0:
        return False
    for place, cell in enumerate(row.cells):
        if cell == ABSENT:
            walk.form(cell)
        elif place in table.columns:
            column = walk.child(table.slot, table.columns[place])
            doubt = row.doubt if cell and column.item.name in _TEXTS else ""
            if cell or (starts and getattr(column.item, "above", False)) or (starts and isinstance(table.slot.item, Part)):
                walk.found.put(Address(column.index, *_repeat(walk, table.slot), table.rows), Piece(cell, row, doubt))
        elif cell:
            walk.leave(Piece(cell, row, "見出しのない列です"))
    return True


def _numbered_row(walk: Walk, row: Row, table: OpenTable) -> bool:
    """A row of a numbered list of changes: running number, page and place in one cell or two, before, after, timing and
    reason in one or two. A row without a number goes on with the one above."""
    filled = [cell for cell in row.cells if cell]
    if not filled:
        return False
    if not re.fullmatch(r"[0-9０-９]{1,3}", filled[0]):
        if repeats_title(filled[0]):
            walk.form(filled[0])
            return True
        if table.rows == 0:
            return False
        target = walk.child(table.slot, "変更後の記載")
        walk.found.put(Address(target.index, 0, 0, table.rows), Piece(" ".join(filled), row, "前の行の続きと見ました"))
        return True
    table.rows += 1
    walk.rows[table.slot.index, 0, 0] = table.rows
    walk.form(filled[0])  # a running number of the list
    cells, doubt = _change(list(row.cells[1:]))
    for name, cell in cells.items():
        column = walk.child(table.slot, name)
        walk.found.put(Address(column.index, 0, 0, table.rows), Piece(cell, row, doubt if cell and name in _TEXTS else ""))
    return True


def _change(rest: list[str]) -> tuple[dict[str, str], str]:
    """The cells behind a running number by what they hold, and why that is not certain; borders may be lost."""
    doubt = ""
    while rest and not rest[0]:
        rest.pop(0)
    place = rest.pop(0) if rest else ""
    if rest and _PAGE.fullmatch(place):
        place = f"{place} {rest.pop(0)}"
    head, _, tail = place.partition("\n")
    if tail and len([cell for cell in rest if cell]) < 4 and not any(cell.startswith(("事前", "事後", "修正")) for cell in rest[2:3]):
        place, rest = head, [tail, *rest]  # the border between place and text was lost
    if len(rest) > 1 and not any(rest[2:]) and re.match(r"\s*(?:事前|事後|修正)", rest[1]):
        rest.insert(1, "")
        doubt = "変更前と変更後の境が失われています。どちらの文か確かめてください"
    before, after = ([*rest, "", ""])[:2]
    reason = " ".join(cell for cell in rest[2:] if cell)
    timing = re.match(r"\s*(事前|事後)\s*", reason)
    return {
        "項目": place, "変更前の記載": before, "変更後の記載": after,
        "提出時期": timing[1] if timing else "",
        "提出時期に係る説明": reason[timing.end() :] if timing else reason,
    }, doubt


def _repeat(walk: Walk, slot: Slot) -> tuple[int, int]:
    """The file and the sheet whose table this is."""
    part = walk.index.part(slot).item
    assert isinstance(part, Part)
    return (walk.file if part.each == "file" else 0), (walk.sheet if part.each == "sheet" else 0)


def repeats_title(text: str) -> bool:
    """Whether `text` is the title of a table or of a 別紙, which stands again on each page."""
    return bool(_TITLE.search(text))
