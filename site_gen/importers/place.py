"""Rows and a form in, every text at its item out: walks the rows with a place in the form and moves it at each label.

Context decides: which file, which block, what comes next. A label is recognised by its words (`recognise`: reduced,
fuzzy where a scan damaged it) and by where one would expect it; tables have rows of their own (`tables`); text that is
no label belongs to the item whose label came last (`texts`).
"""

import re
from collections.abc import Iterable

from site_gen.form import Flag, Form, Part, Section
from site_gen.importers import recognise, tables, texts
from site_gen.importers.labels import Slot, index, likeness, reduced
from site_gen.importers.recognise import LONG
from site_gen.importers.rows import ABSENT, PICTURE, Exact, Loose, Row, visible
from site_gen.importers.walk import MARKS, Match, Piece, Placed, Walk

_BLOCKS = re.compile(r"^\s*(?:システム|委託事項|提供先|移転先)\s*[0-9０-９]+\s*[～~〜-]\s*[0-9０-９]+\s*$")
_TITLES = frozenset(
    reduced(words)
    for words in (
        "項目一覧", "特定個人情報保護評価書（基礎項目評価書）", "特定個人情報保護評価書（重点項目評価書）",
        "特定個人情報保護評価書（全項目評価書）",
    )
)


def place(form: Form, rows: Iterable[Row]) -> Placed:
    """Every text of `rows` placed in `form`, counted as the form's own, or left over."""
    walk = Walk(index(form))
    for row in rows:
        _take(walk, row)
    walk.give_back()  # what still waits belongs to the item before it
    return walk.found


def _take(walk: Walk, row: Row) -> None:
    walk.found.markup += row.markup
    if isinstance(row.given, Exact):
        walk.exact(row, row.given)
        return
    if isinstance(row.given, Loose):
        for cell in row.cells:
            walk.leave(Piece(cell, row, row.given.reason))
        return
    if row.cells == (ABSENT,):
        walk.absent()
        return
    if row.blank:
        if row.doubt:
            walk.leave(Piece(PICTURE, row, row.doubt))
            walk.found.form -= visible(PICTURE)  # these are no characters of the source
        return
    if not (_heading(walk, row) or tables.header(walk, row) or tables.body(walk, row) or _under_labels(walk, row)):
        _labelled(walk, row)


def _heading(walk: Walk, row: Row) -> bool:
    """Whether `row` is a title, the name of a part, or the head of a page that repeats one."""
    filled = [cell for cell in row.cells if cell]
    text = " ".join(filled)
    short = reduced(text)
    if len(short) > 2 * LONG:
        return False
    if short in _TITLES or _BLOCKS.match(text) or (len(filled) == 1 and tables.repeats_title(text)):
        walk.form(text)
        walk.contents = int(short == reduced("項目一覧"))
        return True
    part = _part_named(walk, short)
    if part is None:
        return False
    walk.form(text)
    if walk.table is not None and walk.table.numbered:
        return True  # a list of changes has the names of the parts between its rows
    if walk.contents:
        walk.contents += 1
        if part.index != _first(walk) or walk.contents == 2:
            return True
        walk.contents = 0
    walk.enter(part)
    return True


def _part_named(walk: Walk, short: str) -> Slot | None:
    """The part whose name `short` (reduced) is, with or without its number of 別添."""
    bare = re.sub(r"[()]", "", short)
    for slot in walk.index.slots:
        if isinstance(slot.item, Part) and slot.item.name not in ("表紙", "別紙"):
            for label in (slot.item.label, *slot.item.aliases):
                name = re.sub(r"[()]", "", reduced(slot.item.number + label))
                if bare == name or (slot.item.number and bare.startswith(name) and "除く" in bare[len(name) :]):
                    return slot
                if slot.item.each == "change" and re.sub(r"別添[0-9]", "", bare) in ("変更箇所", "変更箇所一覧"):
                    return slot
    return None


def _first(walk: Walk) -> int:
    """The first part after the cover."""
    return next(slot.index for slot in walk.index.slots[1:] if isinstance(slot.item, Part))


def _under_labels(walk: Walk, row: Row) -> bool:
    """The cover prints labels in one row and their values in the next."""
    if walk.below:
        slots, walk.below = walk.below, {}
        for place, cell in enumerate(row.cells):
            if cell and place in slots:
                walk.found.put(walk.address(slots[place]), Piece(cell, row))
            elif cell:
                walk.leave(Piece(cell, row))
        return True
    if walk.part is not None and walk.part.item.name == "表紙" and len(row.cells) > 1:
        filled = [cell for cell in row.cells if cell]
        labels = {place: label for place, cell in enumerate(row.cells) if cell and (label := recognise.exact(walk, reduced(cell)))}
        if 1 < len(labels) == len(filled):
            for cell in filled:
                walk.form(cell)
            walk.below = labels
            return True
    return False


def _labelled(walk: Walk, row: Row) -> None:
    """Cells that are labels, outermost first, then the text of the last one."""
    filled = [cell for cell in row.cells if cell]
    alone = len(filled) == 1
    if 1 < len(filled) <= 3 and _split_heading(walk, filled, row):
        return
    if len(filled) == 2 and _lost_label(walk, filled, row):
        return
    expect = True
    labelled = False
    for cell in row.cells:
        if not cell:
            continue
        if expect:
            match = recognise.label(walk, cell, alone)
            if match and not (cell[0] in MARKS and isinstance(match.slot.item, Flag)):  # [○] 委託しない has its own mark
                walk.move(match.slot, row, match)
                if not (isinstance(match.slot.item, Flag) and texts.flags(walk, cell)):
                    walk.form(match.label)
                labelled = True
                if match.rest:
                    texts.take(walk, match.rest, row, labelled=True)
                    expect = False
                else:
                    expect = match.slot.item.is_heading
                continue
            expect = False
        texts.take(walk, cell, row, labelled)


def _split_heading(walk: Walk, filled: list[str], row: Row) -> bool:
    """A heading that the border of a column cut in two: 2. 特定個人情報ファイル | を取り扱う…"""
    text = "".join(filled)
    if any(mark in text for mark in MARKS) or len(reduced(text)) > LONG:
        return False
    whole = recognise.label(walk, text, alone=False)
    if whole is None or whole.rest or not (isinstance(whole.slot.item, Section) or whole.slot.item.number.isdecimal()):
        return False
    first = recognise.label(walk, filled[0], alone=False)
    alike = max(likeness(reduced(text), name) for name in whole.slot.names)
    if first is not None and max(likeness(reduced(filled[0]), name) for name in first.slot.names) >= alike:
        return False
    walk.move(whole.slot, row, whole)
    walk.form(text)
    return True


def _lost_label(walk: Walk, filled: list[str], row: Row) -> bool:
    """An unreadable label beside the boxes of the check list that is due."""
    if len(reduced(filled[0])) > 24 or recognise.label(walk, filled[0], alone=False) or walk.at is None:
        return False
    boxes = texts.boxes(walk, filled[1])
    if boxes is None or sum(mark in filled[1] for mark in MARKS) == 0:
        return False
    slot = boxes.slot
    walk.move(slot, row, Match(slot, filled[0], "", variant=filled[0]))
    walk.form(filled[0])
    walk.found.put(walk.address(slot), Piece(filled[1], row))
    return True
