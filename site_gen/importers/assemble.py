"""Placed texts in, the values of our YAML out, in the order of the form; what is no value of its item is left over."""

import re
from dataclasses import dataclass, field

from site_gen.form import (
    Block,
    Checks,
    Choice,
    Count,
    Date,
    Fixed,
    Flag,
    Names,
    Part,
    Printed,
    Recorded,
    Table,
    Text,
)
from site_gen.importers import printed
from site_gen.importers.labels import Slot
from site_gen.importers.rows import EMPTY, HEADING, SUMMARY, TICKED, UNSURE, Exact, readable, visible
from site_gen.importers.walk import Address, Piece, Placed
from site_gen.load import NUMBER, OWN_VALUE
from site_gen.wording import is_nothing_mark

_FLAGS = {TICKED: "○", EMPTY: None, UNSURE: "不明"}
# Line ends that became blanks when cells were made text: before a mark of a list, a note, a heading of measures; but
# not inside a reference (2. 基本情報 / ③対象となる本人の範囲) or behind a mark that stands there already.
_BROKEN = re.compile(r"(?<![/／-]) (?=[・①-⑳※]|[<＜][^<>＜＞ ]{2,30}における措置[>＞])|(?<=における措置[>＞]) ")
_ITEM = re.compile(r"^\s*[0-9０-９]{1,3}\s*[.．]\s*")


@dataclass(slots=True)
class Mapped:
    """A mapping of YAML with the place in the source where it begins."""

    entries: dict[str, object] = field(default_factory=dict)
    place: str = ""


@dataclass(slots=True)
class Result:
    """The parts of an assessment as YAML values, with what a person must look at: guesses and what is left over."""

    parts: dict[str, object]
    guessed: list[tuple[str, str, str, str]]  # item, text, why, place
    left: list[Piece]
    items: int
    placed: int  # characters of the source that stand in values
    form: int  # characters that the form itself prints


def assemble(found: Placed) -> Result:
    """The values of `found`; every piece is in a value, counted as the form's own, or left over."""
    return _Assembler(found).result()


class _Assembler:
    def __init__(self, found: Placed) -> None:
        self.found = found
        self.index = found.index
        self.guessed: list[tuple[str, str, str, str]] = []
        self.left = list(found.left)
        self.form = found.form
        self.items = 0
        self.placed = 0
        self.by_slot: dict[int, list[Address]] = {}
        for address in sorted({*found.pieces, *found.seen, *found.exact}, key=lambda a: (a.slot, a.file, a.number, a.row)):
            self.by_slot.setdefault(address.slot, []).append(address)

    def result(self) -> Result:
        parts: dict[str, object] = {}
        for slot in self.index.slots:
            if isinstance(slot.item, Part):
                value = self._part(slot)
                if value is not None or self._seen(slot, 0, 0, 0):
                    parts[slot.item.name] = value
        return Result(parts, self.guessed, self.left, self.items, self.placed, self.form)

    def _part(self, slot: Slot) -> object:
        item = slot.item
        assert isinstance(item, Part)
        addresses = [a for s in self._with_below(slot) for a in self.by_slot.get(s.index, ())]
        own = self._given(Address(slot.index))
        if not addresses or (own and own.value is None and len(addresses) == 1):
            return None
        addresses = [a for a in addresses if a != Address(slot.index)]  # of the part as a whole, not of a repeat
        if item.each == "file":
            return [self._mapped(slot, file=n) for n in sorted({a.file for a in addresses})]
        if item.each == "sheet":
            return [self._mapped(slot, number=n) for n in sorted({a.number for a in addresses})]
        if item.each == "change":
            return [self._mapped(slot, row=n) for n in sorted({a.row for a in addresses})]
        return self._mapped(slot)

    def _mapped(self, slot: Slot, file: int = 0, number: int = 0, row: int = 0) -> Mapped:
        """The rows under `slot` in one repeat."""
        own = self._given(Address(slot.index, file, number, row))
        result = Mapped(dict(own.value)) if own and isinstance(own.value, dict) else Mapped()
        self.placed += own.written if own else 0
        for child in self._children(slot):
            item = child.item
            if isinstance(item, Block):
                value = self._blocks(child, file)
            elif isinstance(item, Table):
                value = self._table(child, file, number)
            elif item.is_heading:
                inner = self._mapped(child, file, number, row)
                there = self._given(Address(child.index, file, number, row))
                value = inner if inner.entries or (there and there.value is not None) else None
            else:
                value = self._value(child, file, number, row)
            if value is not None or self._seen(child, file, number, row):
                result.entries[item.name] = value
                result.place = result.place or self._place(child, file, number, row, value)
        return result

    def _given(self, address: Address) -> Exact | None:
        """What a row that says itself where it belongs says."""
        row = self.found.exact.get(address)
        return row.given if row and isinstance(row.given, Exact) else None

    def _with_below(self, slot: Slot) -> list[Slot]:
        return [slot, *(s for s in self.index.slots if slot.index in s.above)]

    def _children(self, slot: Slot) -> list[Slot]:
        return [s for s in self.index.slots if s.above and s.above[-1] == slot.index and not isinstance(s.item, Printed)]

    def _blocks(self, slot: Slot, file: int) -> object:
        addresses = [a for s in self._with_below(slot) for a in self.by_slot.get(s.index, ()) if a.file == file]
        numbers = sorted({a.number for a in addresses if a != Address(slot.index, file)})
        blocks: list[Mapped] = []
        last = 0
        for number in numbers:
            block = self._mapped(slot, file, number)
            if number != last + 1:
                block.entries = {NUMBER: str(number), **block.entries}
            last = number
            blocks.append(block)
        return blocks or None

    def _table(self, slot: Slot, file: int, number: int) -> object:
        addresses = [a for s in self._with_below(slot) for a in self.by_slot.get(s.index, ())]
        here = [a for a in addresses if (a.file, a.number) == (file, number) and a != Address(slot.index, file, number)]
        rows = sorted({a.row for a in here})
        return [self._mapped(slot, file, number, row) for row in rows] or None

    # -- one value -----------------------------------------------------------------------------------------------

    def _seen(self, slot: Slot, file: int, number: int, row: int) -> bool:
        """Whether the label of the row was met, or its cell in a table, so that an empty value is 空欄."""
        return Address(slot.index, file, number, row) in self.by_slot.get(slot.index, ())

    def _place(self, slot: Slot, file: int, number: int, row: int, value: object) -> str:
        pieces = self.found.pieces.get(Address(slot.index, file, number, row))
        if pieces and pieces[0].row.source:
            return pieces[0].row.place
        if Address(slot.index, file, number, row) in self.found.exact:
            return self.found.exact[Address(slot.index, file, number, row)].place
        if isinstance(value, Mapped):
            return value.place
        if isinstance(value, list) and value and isinstance(value[0], Mapped):
            return value[0].place
        return ""

    def _value(self, slot: Slot, file: int, number: int, row: int) -> object:
        pieces = self.found.pieces.get(Address(slot.index, file, number, row), [])
        given = self._given(Address(slot.index, file, number, row))
        rows_below = Mapped()
        for child in self._children(slot):
            value = (
                self._table(child, file, number) if isinstance(child.item, Table) else self._value(child, file, number, row)
            )
            if value is not None or self._seen(child, file, number, row):
                rows_below.entries[child.item.name] = value
        if given:
            for piece in pieces:
                self._leave(piece.text, [piece], f"「{slot.item.label}」の記載の外にあります")
            self.placed += given.written
            self.items += 1
            self.guessed += [(slot.item.title, *one) for one in given.guessed]
            return Mapped({OWN_VALUE: given.value, **rows_below.entries}) if rows_below.entries else given.value
        before = self.form + self._left_over()
        own = self._own(slot, pieces, rows_below)
        if not isinstance(slot.item, Flag):  # the mark of a heading row is counted with its label
            written = sum(visible(piece.text) for piece in pieces)
            self.placed += written - (self.form + self._left_over() - before)
        self.items += any(piece.text for piece in pieces)
        if not rows_below.entries:
            return own
        if not pieces and not self._seen(slot, file, number, row):
            return rows_below
        return Mapped({OWN_VALUE: own, **rows_below.entries}, pieces[0].row.place if pieces else "")

    def _own(self, slot: Slot, pieces: list[Piece], below: Mapped) -> object:
        """The value that `pieces` make for the item of `slot`; what is no value of it is left over."""
        item = slot.item
        for piece in pieces:
            if piece.guessed:
                self.guessed.append((item.title, piece.text[:60], piece.guessed, piece.row.place))
        documents = dict.fromkeys(piece.row.source for piece in pieces if piece.text and piece.row.source)
        if len(documents) > 1:
            why = f"{len(documents)}つの文書（{'、'.join(documents)}）に記載があり、つなげました。要らないほうを消してください"
            self.guessed.append((item.title, pieces[-1].text[:60], why, pieces[-1].row.place))
        text = "\n".join(piece.text for piece in pieces if piece.text)
        if not text.strip():
            return None
        if isinstance(item, Flag):
            return _FLAGS.get(text.strip()[0], "不明")
        if text.startswith(SUMMARY):
            return Mapped({"要約": readable(text[1:].strip())})
        if is_nothing_mark(text) and not isinstance(item, Text):
            return text.strip()
        if isinstance(item, Choice):
            return self._choice(slot, text, pieces, below)
        if isinstance(item, Checks):
            return self._taken(slot, printed.checks(item, text), text, pieces)
        if isinstance(item, Count):
            number = printed.count(text)[0]
            if not number:
                self._leave(text, pieces, "件数として読めません")
            return number or None
        if isinstance(item, Date):
            if printed.is_date(text, item.period):
                return text.strip()
            self._leave(text, pieces, "日付として読めません")
            return None
        if isinstance(item, Names):
            names = printed.names(text)  # the mark of a summary stands for words of the page
            self.form += visible(text) - sum(visible(name) for name in names)
            return [Mapped({"要約": name[1:].strip()}) if name.startswith(SUMMARY) else name for name in names]
        if isinstance(item, Recorded):
            return self._recorded(pieces)
        if isinstance(item, Fixed | Text):
            return readable(re.sub(r"\s*\n\s*", "\n", text.strip()))
        own_ends = all(piece.row.ends for piece in pieces)
        return readable(text.strip() if own_ends else _BROKEN.sub("\n", text.strip()))

    def _choice(self, slot: Slot, text: str, pieces: list[Piece], below: Mapped) -> object:
        item = slot.item
        assert isinstance(item, Choice)
        reading = printed.choice(item, text)
        child = next((c for c in item.items if isinstance(c, Count | Text)), None)
        if child is not None and reading.rest and child.name not in below.entries:
            if isinstance(child, Count):
                number, rest = printed.count(reading.rest)
                if number:
                    below.entries[child.name] = number
                    reading.rest = rest
            else:
                label = child.label
                below.entries[child.name] = re.sub(rf"^[(（]?\s*{re.escape(label)}\s*[:：]?\s*", "", reading.rest).strip()
                self.form += visible(reading.rest) - visible(str(below.entries[child.name]))
                reading.rest = ""
        return self._taken(slot, reading, text, pieces)

    def _taken(self, slot: Slot, reading: printed.Reading, text: str, pieces: list[Piece]) -> object:
        self.form += reading.form
        if reading.guessed:
            self.guessed.append((slot.item.title, text[:60], reading.guessed, pieces[0].row.place))
        if reading.rest:
            self._leave(reading.rest, pieces, f"「{slot.item.label}」の選択肢や欄ではありません")
        return reading.value

    def _recorded(self, pieces: list[Piece]) -> object:
        items: list[str] = []
        groups: list[object] = []
        for piece in pieces:
            for line in piece.text.split("\n"):
                if line.startswith(HEADING):
                    items = []
                    groups.append({"見出し": line[1:], "項目": items})
                    continue
                numbered = _ITEM.match(line)
                if numbered or not items:
                    items.append(_ITEM.sub("", line).strip())
                    self.form += visible(numbered.group()) if numbered else 0
                else:
                    items[-1] += line.strip()
        return groups or items

    def _left_over(self) -> int:
        return sum(visible(piece.text) for piece in self.left)

    def _leave(self, text: str, pieces: list[Piece], why: str) -> None:
        self.left.append(Piece(text, pieces[0].row, why))

