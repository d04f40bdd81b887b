"""Rows and a form in, every text at its item out: walks the rows with a place in the form and moves it at each label.

Context decides: which file, which block, what comes next. A label is recognised by its words (reduced, fuzzy where a
scan damaged it) and by where one would expect it; text that is no label belongs to the item whose label came last.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from site_gen import dates
from site_gen.form import (
    Block,
    Checks,
    Choice,
    Flag,
    Form,
    Group,
    Names,
    Part,
    Printed,
    Prose,
    Recorded,
    Section,
    Table,
    Text,
)
from site_gen.importers.labels import Index, Slot, flatten, index, likeness, prints, reduced
from site_gen.importers.rows import EMPTY, TICKED, UNSURE, Row, visible
from site_gen.wording import digits

_MARKS = (TICKED, EMPTY, UNSURE)
_BLOCK = re.compile(r"^\s*(システム|委託事項|提供先|移転先)\s*([0-9０-９]{1,3})\s*(?![0-9０-９～~〜])(.*)$", re.S)
_BLOCKS = re.compile(r"^\s*(?:システム|委託事項|提供先|移転先)\s*[0-9０-９]+\s*[～~〜-]\s*[0-9０-９]+\s*$")
_FILE = re.compile(r"[(（]\s*([0-9０-９]+)\s*[)）]\s*([^\n(（]*ファイル)")
_PAGE = re.compile(r"[(（]\s*[0-9０-９]+\s*[/／]\s*[0-9０-９]+\s*[)）]\s*$")
_ITEM = re.compile(r"^\s*([0-9０-９]{1,3})\s*[.．]\s*(\S.*)$", re.S)
_LONG = 90  # reduced characters; no label is longer


@dataclass(frozen=True, slots=True)
class Address:
    """A slot in its repeats: file number, block or sheet number, row of a table (0 where it does not repeat)."""

    slot: int
    file: int = 0
    number: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of one item with the row it came from; `guessed` says why its place is not certain."""

    text: str
    row: Row
    guessed: str = ""


@dataclass(slots=True)
class Placed:
    """What was found: pieces by address, the form's own words and what is left over, in characters and rows."""

    index: Index
    pieces: dict[Address, list[Piece]] = field(default_factory=dict)
    seen: set[Address] = field(default_factory=set)  # items whose label was met, with a text or without
    left: list[Piece] = field(default_factory=list)
    form: int = 0
    markup: int = 0
    variants: list[tuple[str, str, Row]] = field(default_factory=list)

    def put(self, address: Address, piece: Piece) -> None:
        """Add a piece to the item at `address`."""
        self.pieces.setdefault(address, []).append(piece)


def place(form: Form, rows: Iterable[Row]) -> Placed:
    """Every text of `rows` placed in `form`, counted as the form's own, or left over."""
    walker = _Walker(index(form))
    for row in rows:
        walker.take(row)
    walker.end()
    return walker.found


@dataclass(slots=True)
class _Walker:
    """Where in the form the walk stands, and the texts that wait for the label after them."""

    index: Index
    found: Placed = field(init=False)
    part: Slot | None = None
    at: Slot | None = None  # the slot that the next text belongs to
    file: int = 0
    number: int = 0
    sheet: int = 0
    table: "_Table | None" = None
    below: tuple[Slot, ...] = ()  # labels of the row above whose values stand below them (the cover)
    contents: int = 0  # how many parts of 項目一覧 were met; 0 outside of it
    waiting: list[Piece] = field(default_factory=list)
    rows: dict[tuple[int, int], int] = field(default_factory=dict)  # rows so far of each table of each file
    gap: bool = True

    def __post_init__(self) -> None:
        self.found = Placed(self.index)
        self._enter(self.index.slots[0])

    def take(self, row: Row) -> None:
        self.found.markup += row.markup
        if row.blank:
            self.gap = True
            return
        if not (self._heading(row) or self._header(row) or self._table_row(row) or self._under_labels(row)):
            self._labelled(row)
        self.gap = False

    def end(self) -> None:
        """What still waits belongs to the item before it."""
        self._give_back()

    # -- rows that are headings ----------------------------------------------------------------------------------

    def _heading(self, row: Row) -> bool:
        filled = [cell for cell in row.cells if cell]
        text = " ".join(filled)
        short = reduced(text)
        if len(short) > 2 * _LONG:
            return False
        if short in _TITLES or _BLOCKS.match(text) or (len(filled) == 1 and _repeats_title(text)):
            self._form(text)
            self.contents = int(short == reduced("項目一覧"))
            return True
        part = self._part_named(short)
        if part is None:
            return False
        self._form(text)
        if self.table is not None and self.table.mixed:
            return True  # 川口市 puts the names of the parts between the rows of its table of changes
        if self.contents:
            self.contents += 1
            if part.index != self._first or self.contents == 2:
                return True
            self.contents = 0
        self._enter(part)
        return True

    @property
    def _first(self) -> int:
        """The first part after the cover."""
        return next(slot.index for slot in self.index.slots[1:] if isinstance(slot.item, Part))

    def _part_named(self, short: str) -> Slot | None:
        bare = re.sub(r"[()]", "", short)
        for slot in self.index.slots:
            if isinstance(slot.item, Part) and slot.item.name not in ("表紙", "別紙"):
                for label in (slot.item.label, *slot.item.aliases):
                    name = re.sub(r"[()]", "", reduced(slot.item.number + label))
                    if bare == name or (slot.item.number and bare.startswith(name) and "除く" in bare[len(name) :]):
                        return slot
                    if slot.item.each == "change" and re.sub(r"別添[0-9]", "", bare) in ("変更箇所", "変更箇所一覧"):
                        return slot
        return None

    def _enter(self, part: Slot) -> None:
        self._give_back()
        self.table = None
        if self.part is None or part.index != self.part.index:
            self.file = 0
        self.part, self.number = part, 0
        item = part.item
        assert isinstance(item, Part)
        self.at = None
        if item.each == "sheet":
            self.sheet += 1
            self.at = self._child(part, item.items[0].name)

    # -- tables --------------------------------------------------------------------------------------------------

    def _header(self, row: Row) -> bool:
        heads = [reduced(cell) for cell in row.cells]
        filled = [head for head in heads if head]
        if len(filled) < 3:
            return False
        slot: Slot | None = None
        if "変更日" in filled and "項目" in filled:
            slot = next(s for s in self.index.slots if isinstance(s.item, Part) and s.item.each == "change")
            columns = {place: _CHANGES[head] for place, head in enumerate(heads) if head in _CHANGES}
        elif "項目番号" in filled:
            slot = next(s for s in self.index.slots if isinstance(s.item, Part) and s.item.each == "change")
            columns = {}
        elif filled[0] == "項番":
            kind = "移転先一覧" if any("移転先" in head for head in filled) else "提供先一覧"
            slot = next((s for s in self.index.slots if s.item.name == kind), None)
        elif filled[0] in ("No", "NO", "番号") and "再発防止策" in "".join(filled):
            slot = next((s for s in self.index.slots if s.item.name == "重大事故一覧"), None)
        if slot is None:
            return False
        self._give_back()
        for cell in row.cells:
            self._form(cell)
        if isinstance(slot.item, Table):
            places = [place for place, head in enumerate(heads) if head]
            names = [child.name for child in slot.item.items]
            columns = dict(zip(places, names, strict=False))
        if self.table is None or self.table.slot.index != slot.index:
            self.table = _Table(slot, columns, mixed=not columns, rows=self.rows.get((slot.index, self.file), 0))
        else:
            self.table.columns = columns
        self.at = None
        if isinstance(slot.item, Part):
            self.part = slot
        elif self.file == 0:
            self.file = 1
        return True

    def _table_row(self, row: Row) -> bool:
        table = self.table
        if table is None:
            return False
        filled = [cell for cell in row.cells if cell]
        if len(filled) == 1 and len(row.cells) <= 2 and not table.mixed:
            if re.match(r"\s*[(（]?別[紙表]", filled[0]) or _repeats_title(filled[0]):
                self._form(filled[0])
                return True
            if isinstance(table.slot.item, Table) or self._label(filled[0], alone=True):
                self.table = None
                return False
        if table.mixed:
            return self._mixed_row(row, table)
        first = row.cells[0] if row.cells else ""
        if isinstance(table.slot.item, Part):
            starts = bool(first) and not isinstance(dates.moment(first), dates.Unreadable)
            starts = starts or (not first and len(filled) > 2 and bool(row.cells[1]))  # its day was lost
        else:
            starts = bool(re.fullmatch(r"[0-9０-９]{1,3}", first))
            if not starts and self._label(first or filled[0], alone=len(filled) == 1):
                self.table = None
                return False
        if starts:
            table.rows += 1
            self.rows[table.slot.index, self.file] = table.rows
        if table.rows == 0:
            return False
        for place, cell in enumerate(row.cells):
            if place in table.columns:
                column = self._child(table.slot, table.columns[place])
                if cell or (starts and getattr(column.item, "above", False)) or (starts and isinstance(table.slot.item, Part)):
                    self.found.put(Address(column.index, self._table_file(), 0, table.rows), Piece(cell, row))
            elif cell:
                self._leave(Piece(cell, row, "見出しのない列です"))
        return True

    def _mixed_row(self, row: Row, table: "_Table") -> bool:
        """川口市: running number, page and place in one cell or two, before, after, timing and reason in one or two."""
        filled = [cell for cell in row.cells if cell]
        if not filled:
            return False
        if not re.fullmatch(r"[0-9０-９]{1,3}", filled[0]):
            if _repeats_title(filled[0]):
                self._form(filled[0])
                return True
            if table.rows == 0:
                return False
            target = self._child(table.slot, "変更後の記載")
            self.found.put(Address(target.index, 0, 0, table.rows), Piece(" ".join(filled), row, "前の行の続きと見ました"))
            return True
        table.rows += 1
        self.rows[table.slot.index, self.file] = table.rows
        self._form(filled[0])  # a running number of the list
        rest = list(row.cells[1:])
        while rest and not rest[0]:
            rest.pop(0)
        place = rest.pop(0) if rest else ""
        if rest and re.fullmatch(r"\s*[PpＰ][0-9０-９\s,，・～~〜PpＰ]*", place):
            place = f"{place} {rest.pop(0)}"
        head, _, tail = place.partition("\n")
        if tail and len([cell for cell in rest if cell]) < 4 and not any(cell.startswith(("事前", "事後", "修正")) for cell in rest[2:3]):
            place, rest = head, [tail, *rest]  # the border between place and text was lost
        if len(rest) > 1 and not any(rest[2:]) and re.match(r"\s*(?:事前|事後|修正)", rest[1]):
            rest.insert(1, "")  # the cell of the new text was lost
        timing = [cell for cell in rest[2:] if cell]
        before, after = ([*rest, "", ""])[:2]
        reason = " ".join(timing)
        found = re.match(r"\s*(事前|事後)\s*", reason)
        cells = {"項目": place, "変更前の記載": before, "変更後の記載": after}
        cells["提出時期"] = found[1] if found else ""
        cells["提出時期に係る説明"] = reason[found.end() :] if found else reason
        for name, cell in cells.items():
            column = self._child(table.slot, name)
            self.found.put(Address(column.index, 0, 0, table.rows), Piece(cell, row))
        return True

    def _table_file(self) -> int:
        assert self.table is not None
        return 0 if isinstance(self.table.slot.item, Part) else self.file

    # -- the cover: labels in one row, their values in the next ----------------------------------------------------

    def _under_labels(self, row: Row) -> bool:
        if self.below:
            slots, self.below = self.below, ()
            for slot, cell in zip(slots, row.cells, strict=False):
                if cell:
                    self.found.put(self._address(slot), Piece(cell, row))
            for cell in row.cells[len(slots) :]:
                if cell:
                    self._leave(Piece(cell, row))
            return True
        if self.part is not None and self.part.item.name == "表紙" and len(row.cells) > 1:
            filled = [cell for cell in row.cells if cell]
            labels = tuple(label for cell in filled if (label := self._exact(reduced(cell))))
            if 1 < len(labels) == len(filled):
                for cell in filled:
                    self._form(cell)
                self.below = labels
                return True
        return False

    # -- rows with labels ----------------------------------------------------------------------------------------

    def _labelled(self, row: Row) -> None:
        filled = [cell for cell in row.cells if cell]
        alone = len(filled) == 1
        if 1 < len(filled) <= 3 and self._split_heading(filled, row):
            return
        if len(filled) == 2 and self._lost_label(filled, row):
            return
        expect = True
        labelled = False
        for cell in row.cells:
            if not cell:
                continue
            if expect:
                match = self._label(cell, alone)
                if match:
                    self._move(match.slot, row, match)
                    self._form(match.label)
                    labelled = True
                    if match.rest:
                        self._text(match.rest, row, labelled=True)
                        expect = False
                    else:
                        expect = match.slot.item.is_heading
                    continue
                expect = False
            self._text(cell, row, labelled)

    def _split_heading(self, filled: list[str], row: Row) -> bool:
        """A heading that the border of a column cut in two: 2. 特定個人情報ファイル | を取り扱う…"""
        text = "".join(filled)
        if any(mark in text for mark in _MARKS) or len(reduced(text)) > _LONG:
            return False
        whole = self._label(text, alone=False)
        if whole is None or whole.rest or not (isinstance(whole.slot.item, Section) or whole.slot.item.number.isdecimal()):
            return False
        first = self._label(filled[0], alone=False)
        alike = max(likeness(reduced(text), name) for name in whole.slot.names)
        if first is not None and max(likeness(reduced(filled[0]), name) for name in first.slot.names) >= alike:
            return False
        self._move(whole.slot, row, whole)
        self._form(text)
        return True

    def _lost_label(self, filled: list[str], row: Row) -> bool:
        """An unreadable label beside the boxes of the check list that is due."""
        if len(reduced(filled[0])) > 24 or self._label(filled[0], alone=False) or self.at is None:
            return False
        boxes = self._boxes(filled[1])
        if boxes is None or sum(mark in filled[1] for mark in _MARKS) == 0:
            return False
        slot = boxes.slot
        self._move(slot, row, _Match(slot, filled[0], "", variant=filled[0]))
        self._form(filled[0])
        self.found.put(self._address(slot), Piece(filled[1], row))
        return True

    def _label(self, cell: str, alone: bool) -> "_Match | None":
        """The slot whose label `cell` is, or starts with; None when it is a text."""
        if self.part is None or not cell:
            return None
        block = _BLOCK.match(cell)
        if block and (alone or not block[3].strip()):
            slot = self._block_named(block[1])
            if slot is not None and len(reduced(block[3])) <= _LONG:
                rest = block[3].strip()
                return _Match(slot, cell[: block.start(3)], rest, number=int(digits(block[2])))
        short = reduced(cell)
        if not short:
            return None
        if re.fullmatch(r"[(（][^()（）]{2,10}[)）]", cell.strip()):
            slot = self._exact(short.strip("()"))
            if slot:
                return _Match(slot, cell, "")  # (備考)
        if len(short) <= _LONG:
            slot = self._exact(short)
            if slot:
                return _Match(slot, cell, "")
        prefix = self._prefix(cell)
        if prefix:
            return prefix
        return self._damaged(cell, short) if len(short) <= _LONG else None

    def _ahead(self, width: int = 10**6) -> list[Slot]:
        """Slots of this part after the present one, nearest first, then those before it."""
        assert self.part is not None
        here = self.at.index if self.at else self.part.index
        own = [slot for slot in self.index.slots if self.index.part(slot).index == self.part.index and slot.above]
        after = [slot for slot in own if slot.index > here][:width]
        return after

    def _exact(self, short: str) -> Slot | None:
        if self.at is not None and short in self.at.names and self.at.above:
            return self.at  # the label again on the next page
        for slot in self._ahead():
            if short in slot.names and not isinstance(slot.item, Table | Printed):
                return slot
        here = [slot for slot in self._own() if short in slot.names and not isinstance(slot.item, Table | Printed)]
        if self.at is not None:
            over = [slot for slot in here if slot.index in self.at.above]
            if over:
                return over[-1]
            block = self.index.repeat(self.at)
            same_block = [slot for slot in here if block and block.index in slot.above]
            if same_block:
                return same_block[0]
        return here[0] if len(here) == 1 else None

    def _own(self) -> list[Slot]:
        assert self.part is not None
        return [slot for slot in self.index.slots if slot.above and slot.above[0] == self.part.index]

    def _prefix(self, cell: str) -> "_Match | None":
        """A numbered label at the beginning of a cell that goes on with the value."""
        flat, back = flatten(cell)
        for slot in [*self._ahead(14), *([self.at] if self.at else [])]:
            below_group = self.at is not None and isinstance(self.at.item, Group) and self.at.index in slot.above
            for name in slot.names if below_group else slot.numbered:
                if len(name) >= 3 and flat.startswith(name) and len(flat) > len(name):
                    end = back[len(name) - 1] + 1
                    rest = cell[end:].lstrip(" 　:：※\n")
                    if slot.item.is_heading and not any(mark in rest for mark in _MARKS):
                        continue
                    return _Match(slot, cell[: len(cell) - len(rest)], rest)
        return None

    def _damaged(self, cell: str, short: str) -> "_Match | None":
        """A label that a scan has damaged: alike, or a piece of one."""
        if len(short) < 5 or any(mark in cell for mark in _MARKS):
            return None
        best: tuple[float, Slot] | None = None
        for slot in self._ahead(12):
            if isinstance(slot.item, Table | Printed):
                continue
            for name in slot.names:
                score = likeness(short, name)
                if short[0].isdigit() and name[0].isdigit() and short[0] != name[0]:
                    score = 0.0  # another number is another item
                if score < 0.8 and len(short) >= 8 and len(name) > len(short):
                    score = 0.8 if _piece_of(short, name) else score
                if score >= 0.8 and (best is None or score > best[0]):
                    best = (score, slot)
        if best is None:
            return None
        return _Match(best[1], cell, "", variant=cell)

    def _block_named(self, label: str) -> Slot | None:
        own = [slot for slot in self._own() if isinstance(slot.item, Block) and slot.item.label == label]
        return own[0] if own else None

    def _move(self, slot: Slot, row: Row, match: "_Match") -> None:
        """The walk goes on at `slot`; texts that waited for a label belong to it when it takes long texts."""
        if match.variant:
            self.found.variants.append((match.variant, slot.item.title, row))
        waiting, self.waiting = self.waiting, []
        before = self._address(self.at) if self.at and self.at.takes_text else None
        block = self.index.repeat(slot)
        old = self.index.repeat(self.at) if self.at else None
        if isinstance(slot.item, Block) and match.number:
            self.number = match.number
        elif isinstance(block.item if block else None, Block):
            if old is None or block is None or old.index != block.index or self.number == 0:
                self.number = self.number or 1
        else:
            self.number = 0
        self.at = slot
        if slot.takes_text:
            self.found.seen.add(self._address(slot))
        for piece in waiting:
            takes = isinstance(slot.item, Prose | Checks | Choice)
            self.found.put(self._address(slot) if takes or before is None else before, piece)

    # -- texts ---------------------------------------------------------------------------------------------------

    def _text(self, text: str, row: Row, labelled: bool) -> None:
        note = _NOTE.search(text)
        if note:
            self._form(note.group())
            text = (text[: note.start()] + text[note.end() :]).strip()
            if not text:
                return
        if self.part is None or (self.at is None and not self._start(text, row)):
            self._leave(Piece(text, row))
            return
        assert self.at is not None
        if self._flags(text) or self._printed(text):
            return
        if self._names_file(text, row):
            return
        if self._embedded(text, row):
            return
        slot = self.at
        boxes = self._boxes(text)
        if boxes is not None and boxes.slot.index != slot.index:
            if boxes.head:
                self._text(boxes.head, row, labelled)
            self.found.put(self._address(boxes.slot), Piece(boxes.tail, row))
            return
        if not slot.takes_text:
            inner = next((s for s in self._ahead(6) if s.takes_text and slot.index in s.above and not isinstance(s.item, Flag)), None)
            if inner is None:
                self._leave(Piece(text, row))
                return
            named = isinstance(slot.item, Block) and not inner.item.number  # 委託事項1 | its name
            self.at = slot = inner
            why = "" if named else "項目名が読めないため、順番から見当を付けました"
            self.found.put(self._address(slot), Piece(text, row, why))
            return
        if prints(slot.item, text):
            self._form(text)
            return
        full = self._address(slot) in self.found.pieces
        cued = self._cued(text) if full and not labelled else None
        if cued is not None:
            self.at = cued
            self.found.put(self._address(cued), Piece(text, row, "項目名が読めないため、内容から見当を付けました"))
            return
        single = isinstance(slot.item, Text | Names | Choice)
        if full and single and not labelled:
            self.waiting.append(Piece(text, row))
            return
        self.found.put(self._address(slot), Piece(text, row))

    def _cued(self, text: str) -> Slot | None:
        """The next item whose kind of text this is, where its label was lost."""
        assert self.at is not None
        if self.index.repeat(self.at) is not None or self.part is None or self.part.item.name != "基本情報":
            return None
        for slot in [s for s in self._ahead(5) if s.takes_text][:2]:
            cue = _CUES.get(slot.item.label)
            own = _CUES.get(self.at.item.label)
            if cue and cue.search(text) and not (own and own.search(text)):
                return slot
        return None

    def _start(self, text: str, row: Row) -> bool:
        """A text that comes before any label of its part: the file it is about, or the first row of the part."""
        assert self.part is not None
        item = self.part.item
        assert isinstance(item, Part)
        if item.each == "file":
            self.at = self._child(self.part, item.items[0].name)
            return True
        return False

    def _names_file(self, text: str, row: Row) -> bool:
        """The name of a file that Ⅱ, Ⅲ or 記録項目 are about; a line of 記録項目 goes to the list."""
        assert self.at is not None and self.part is not None
        item = self.part.item
        if not isinstance(item, Part) or item.each != "file":
            return False
        first = self._child(self.part, item.items[0].name)
        recorded = next((s for s in self._own() if isinstance(s.item, Recorded)), None)
        found = _FILE.match(text.strip())
        if (self.at.index == first.index or recorded is not None) and found:
            self.file = int(digits(found[1]))
            page = _PAGE.search(text)
            name = f"({digits(found[1])}) {found[2].strip()}"
            address = self._address(first)
            if address in self.found.pieces:
                self._form(text)
            else:
                self.found.put(address, Piece(found[2].strip(), row))
                self._form(text[: found.start(2)] + (page.group() if page else ""))
            del name
            self.at = recorded or first
            return True
        if recorded is not None and self.at.index in (first.index, recorded.index):
            self.file = self.file or 1
            self.at = recorded
            self.found.put(self._address(recorded), Piece(text, row))
            return True
        return False

    def _flags(self, text: str) -> bool:
        """Boxes in a heading row: [○] 接続しない（入手）."""
        assert self.at is not None
        if not any(mark in text for mark in _MARKS):
            return False
        section = self.at if isinstance(self.at.item, Section) else self.index.parent(self.at)
        flags = [s for s in self._own() if isinstance(s.item, Flag) and section is not None and section.index in s.above]
        flat, back = flatten(text)
        done = 0
        for slot in flags:
            label = reduced(slot.item.label)
            start = flat.find(label)
            if start < 0:
                continue
            before = text[: back[start]]
            mark = next((c for c in reversed(before) if c in _MARKS), UNSURE)
            self.found.put(self._address(slot), Piece(mark, Row("", "", ())))
            done += 1
        if done:
            self._form(re.sub("[" + "".join(_MARKS) + "]", "", text))
            self._form("○" * done)
        return bool(done)

    def _printed(self, text: str) -> bool:
        """Words that the form prints in a row of their own."""
        assert self.at is not None
        flat = reduced(text)
        for slot in self._ahead(3):
            if isinstance(slot.item, Printed) and all(reduced(one) in flat for one in slot.item.texts[:3]):
                self._form(text)
                return True
        return False

    def _embedded(self, text: str, row: Row) -> bool:
        """A numbered label in the middle of a text whose lines were run together."""
        assert self.at is not None
        block = self.index.repeat(self.at)
        if block is None or not isinstance(block.item, Block):
            return False
        flat, back = flatten(text)
        cuts: list[tuple[int, int, _Match]] = []
        head = re.search(rf"(?<=[\s)）。]){block.item.label}{self.number + 1}(?=\s)", text)
        if head:
            cuts.append((head.start(), head.end(), _Match(block, head.group(), "", number=self.number + 1)))
        for slot in self._own():
            if block.index in slot.above and (slot.index >= self.at.index):
                for name in slot.numbered:
                    at = flat.find(name)
                    if len(name) >= 6 and at > 0 and len(flat) > at + len(name) and not slot.item.is_heading:
                        cuts.append((back[at], back[at + len(name) - 1] + 1, _Match(slot, name, "")))
        if not cuts:
            return False
        start, end, match = min(cuts, key=lambda cut: cut[0])
        before, after = text[:start].strip(), text[end:].strip()
        self._form(text[start:end])
        if isinstance(match.slot.item, Block):
            if before:
                self._text(before, row, labelled=False)
            self._move(match.slot, row, match)
            self._text(after, row, labelled=True)
            return True
        # A label in the middle of its own text: cells that span lines carry it there.
        late = isinstance(self.at.item, Block) or self._address(self.at) in self.found.pieces
        boxes = self._boxes(before) if isinstance(match.slot.item, Checks) else None
        if boxes is not None:
            if boxes.head:
                self.found.put(self._address(self.at), Piece(boxes.head, row))
            self._move(match.slot, row, match)
            self.found.put(self._address(match.slot), Piece(boxes.tail, row))
            self._text(after, row, labelled=True)
            return True
        if before and not late:
            self._text(before, row, labelled=False)
        self._move(match.slot, row, match)
        if before and late:
            self._keep(before, row)
        self._text(after, row, labelled=True)
        return True

    def _keep(self, text: str, row: Row) -> None:
        """A text for the present item, with the boxes at its end for the check list that is due."""
        assert self.at is not None
        boxes = self._boxes(text)
        if boxes is not None and boxes.slot.index != self.at.index:
            if boxes.head:
                self.found.put(self._address(self.at), Piece(boxes.head, row))
            self.found.put(self._address(boxes.slot), Piece(boxes.tail, row))
        else:
            self.found.put(self._address(self.at), Piece(text, row, "行がつながっていたため、順番から見当を付けました"))

    def _boxes(self, text: str) -> "_Boxes | None":
        """The check list that a text with boxes belongs to, the present one or one that is due, and where it begins."""
        assert self.at is not None
        if isinstance(self.at.item, Checks):
            return _Boxes(self.at, "", text)
        flat = reduced(text)
        marked = any(mark in text for mark in _MARKS)
        for slot in self._ahead(2):
            if isinstance(slot.item, Checks):
                hits = sum(reduced(option.label) in flat for option in slot.item.options)
                begun = marked and self._address(slot) in self.found.pieces
                if (hits >= 2 and (marked or "]" in text)) or (hits >= 1 and begun):
                    return _Boxes(slot, *checks_start(slot.item, text))
        return None

    def _give_back(self) -> None:
        waiting, self.waiting = self.waiting, []
        for piece in waiting:
            if self.at is not None and self.at.takes_text:
                self.found.put(self._address(self.at), piece)
            else:
                self._leave(piece)

    def _address(self, slot: Slot) -> Address:
        part = self.index.part(slot).item
        assert isinstance(part, Part)
        file = (self.file or 1) if part.each == "file" else 0
        if part.each == "sheet":
            return Address(slot.index, 0, self.sheet)
        block = self.index.repeat(slot)
        number = self.number if block is not None and isinstance(block.item, Block) else 0
        return Address(slot.index, file, number)

    def _child(self, slot: Slot, name: str) -> Slot:
        return next(s for s in self.index.slots if s.above and s.above[-1] == slot.index and s.item.name == name)

    def _form(self, text: str) -> None:
        self.found.form += visible(text)

    def _leave(self, piece: Piece) -> None:
        self.found.left.append(piece)


@dataclass(frozen=True, slots=True)
class _Match:
    """A label that was recognised: its slot, the words, what follows them in the cell, the number of a block."""

    slot: Slot
    label: str
    rest: str
    number: int = 0
    variant: str = ""


@dataclass(frozen=True, slots=True)
class _Boxes:
    """A text with boxes: the check list it belongs to, what stands before the first box, and from there on."""

    slot: Slot
    head: str
    tail: str


@dataclass(slots=True)
class _Table:
    """A table whose rows are being read: its slot, which column goes where (none: 川口市's shape), rows so far."""

    slot: Slot
    columns: dict[int, str]
    mixed: bool = False
    rows: int = 0


def checks_start(item: Checks, text: str) -> tuple[str, str]:
    """`text` before and from the first box of a check list."""
    flat, back = flatten(text)
    starts = [back[hit.start()] for option in item.options for hit in re.finditer(re.escape(reduced(option.label)), flat)]
    boxed = [start for start in starts if text[:start].rstrip()[-1:] in (*_MARKS, "]", "］", "〕")]
    cut = min(boxed or starts)
    head = text[:cut].rstrip()
    while head and (head[-1] in _MARKS or head[-1] in "[]［］〔〕 "):
        head = head[:-1]
    return head.strip(), text[len(head) :].strip()


def _piece_of(short: str, name: str) -> bool:
    """Whether `short` is `name` with a piece lost: a run of it covers four fifths of `short`."""
    size = max(8, int(len(short) * 0.8))
    return any(short[start : start + size] in name for start in range(0, len(short) - size + 1))


def _repeats_title(text: str) -> bool:
    return bool(re.search(r"変更箇所一覧\s*$|重大事故の内容及び再発防止策", text))


# How the text of an item begins or what it cannot do without, for items whose label a scan lost.
_CUES = {
    "実現が期待されるメリット": re.compile(r"(?:見込まれる|期待される|期待できる|図られ)"),
    "法令上の根拠": re.compile(r"^\s*(?:[0-9０-９]+[.．]|[・①(（]\s*)?\s*(?:番号法|行政手続における).{0,60}第\s*[0-9０-９]+条", re.S),
}
_CHANGES = {
    "変更日": "変更日", "項目": "項目", "変更前の記載": "変更前の記載", "変更後の記載": "変更後の記載",
    "提出時期": "提出時期", "提出時期に係る説明": "提出時期に係る説明",
}
_TITLES = frozenset(
    reduced(words)
    for words in (
        "項目一覧", "特定個人情報保護評価書（基礎項目評価書）", "特定個人情報保護評価書（重点項目評価書）",
        "特定個人情報保護評価書（全項目評価書）",
    )
)
# The form explains ※ once, inside Ⅰ 1 ②.
_NOTE = re.compile(r"[≪《<＜]左欄にある※について.*?こととされている。", re.S)
