"""Rows of a workbook of ours and a form in, rows with exact values out, and what the workbook says of the edition.

An address says which item of which repeat a row is. A row without one, or with one that came before (a copied block),
was put in by a person: its label and depth say what it is, below the rows above it. What neither tells stays a plain row.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from site_gen.exporters.layout import BLANK, HEADING, ID, LINK, OF
from site_gen.form import Block, Checks, Form, Item, Names, Part, Recorded, Table, rows, step
from site_gen.forms import form_named, in_edition
from site_gen.forms.records import 評価書
from site_gen.importers.drafts import Draft, Place, unused, value_of, written
from site_gen.importers.remarks import beside, guess
from site_gen.importers.rows import Addressed, Exact, Loose, Row, row, visible
from site_gen.load import keys
from site_gen.wording import digits, same

_STYLE, _EDITION = f"{評価書.name}/様式", f"{評価書.name}/版"


def form_of(found: Iterable[Row]) -> Form | None:
    """The form, in its edition, that a workbook of ours says it is on."""
    said = {one.given.address: one.given.text for one in found if isinstance(one.given, Addressed)}
    form = form_named(said.get(_STYLE, ""))
    return form and (in_edition(form, said.get(_EDITION, "")) or form)


def resolved(form: Form, found: Sequence[Row]) -> tuple[list[Row], dict[str, object]]:
    """`found` with exact values instead of addresses, and the record (評価書) as YAML holds it, empty without one."""
    reading = _Reading(form)
    for one in found:
        reading.take(one)
    return reading.result()


class _Reading:
    def __init__(self, form: Form) -> None:
        self.parts = (評価書, *form.parts)
        self.slots = {one.locator: number for number, one in enumerate(rows(form))}
        self.repeats: dict[tuple[str, int, int], list[str]] = {}  # keys of a table's or part's repeats, in their order
        self.seen: set[str] = set()
        self.path: list[tuple[int, str]] = []  # depth and address of the rows above that this one may stand under
        self.drafts: dict[Place, Draft] = {}
        self.out: list[Draft | Row] = []

    def take(self, one: Row) -> None:
        """One row: to the item that it belongs to, or as it stands where none is found."""
        given = one.given
        if not isinstance(given, Addressed):
            self.out.append(one)
            return
        address = given.address
        place = self._at(address.partition(OF)[0]) if address and (
            address not in self.seen or address.endswith(OF) or given.cells) else None
        if place is None:
            address = self._by_label(given)
            place = self._at(address.partition(OF)[0]) if address else None
        if place is None:
            self.out += _plain(one)
            return
        self.seen.add(address)
        base, of, tail = address.partition(OF)
        remarks = list(beside(place.item, place.repeat, tail if of else None, given)) if not given.cells else []
        if not of:
            contents = isinstance(place.item, Part) and place.item is not 評価書 and given.indent >= 0 and not place.repeat
            if contents and given.state != BLANK:
                self.seen.discard(address)  # a line of the table of contents; the part itself comes later
                remarks += [(given.text, "記載を書く行ではありません")] if given.text and not given.text.startswith(LINK) else []
                self.out += _silent(one, remarks)
                return
            self.path = [*(above for above in self.path if above[0] < given.indent), (given.indent, address)]
        draft = self._draft(place, one, given)
        draft.remarks += [(text, why, one) for text, why in remarks]
        why = guess(place.item, tail if of else None, given)
        if why:
            draft.guessed.append((given.mark or given.text[:60], why, one.place))
        if base.endswith(f"/{ID}") and place.repeat:
            draft.id = given.text.strip()
        elif of:
            draft.below.append((tail, given))
        elif draft.own.text or draft.own.mark:
            draft.others.append(given)
        else:
            draft.own = given

    def result(self) -> tuple[list[Row], dict[str, object]]:
        found: list[Row] = []
        record: dict[str, object] = {}
        for one in self.out:
            if isinstance(one, Row):
                found.append(one)
            else:
                found += self._exact(one, record)
        return found, record

    def _draft(self, place: Place, one: Row, given: Addressed) -> Draft:
        draft = self.drafts.get(place)
        if draft is None:
            draft = self.drafts[place] = Draft(place, replace(given, text="", state="", mark=""), [])
            self.out.append(draft)
        draft.rows.append(one)
        return draft

    # -- addresses ---------------------------------------------------------------------------------------------------

    def _at(self, address: str) -> Place | None:
        """The item at `address`, or None; a repeat that is new gets the next place in the order of repeats."""
        first, *rest = address.split("/")
        place = next((found for part in self.parts if (found := self._part(part, first))), None)
        for piece in rest:
            if place is None or (piece == ID and place.repeat):
                return place
            repeats = isinstance(place.item, Block | Table) or (isinstance(place.item, Part) and place.item.each)
            if repeats and not place.repeat:
                return None  # nothing stands under repeats but in one of them
            above = place
            place = next((found for item in above.item.items if (found := self._below(above, item, piece))), None)
        return place

    def _part(self, part: Part, piece: str) -> Place | None:
        own = step(part)
        if piece == own:
            return Place(part, step(part, "n") if part.each else own)
        key = re.fullmatch(rf"{re.escape(own)}\[(.+)\]", piece)
        if not part.each or not key:
            return None
        pattern = step(part, "n")
        if part.each == "file":
            return Place(part, pattern, file=int(key[1]), repeat=True) if _is_number(key[1]) else None
        at = self._order((pattern, 0, 0), key[1])
        return Place(part, pattern, number=at * (part.each == "sheet"), row=at * (part.each == "change"), repeat=True)

    def _below(self, above: Place, item: Item, piece: str) -> Place | None:
        own = step(item)
        if isinstance(item, Block | Table):
            place = replace(above, item=item, pattern=f"{above.pattern}/{step(item, 'n')}", repeat=False)
            if piece == own:
                return place
            key = re.fullmatch(rf"{re.escape(own)}\[?([^\[\]]+)\]?", piece)
            if key and isinstance(item, Table) and piece.endswith("]"):
                return replace(place, row=self._order((place.pattern, above.file, above.number), key[1]), repeat=True)
            if key and isinstance(item, Block) and _is_number(key[1]):
                return replace(place, number=int(key[1]), repeat=True)
            return None
        return replace(above, item=item, pattern=f"{above.pattern}/{own}", repeat=False) if piece == own else None

    def _order(self, table: tuple[str, int, int], key: str) -> int:
        known = self.repeats.setdefault(table, [])
        if key not in known:
            known.append(key)
        return known.index(key) + 1

    # -- labels --------------------------------------------------------------------------------------------------------

    def _by_label(self, given: Addressed) -> str:
        """The address of a row that has none of its own, from its label and the rows above; empty when none fits."""
        label = re.sub(r"\s*※\s*$", "", given.label)
        if given.indent < 0:
            return self._copied_sheet(given.address)
        for depth, address in reversed(self.path):
            place = self._at(address)
            if place is None or (given.indent and depth >= given.indent):
                continue
            found = _within(place.item, address, label)
            if found:
                return found
            block = re.fullmatch(r"(\D+?)\s*([0-9０-９]+)", label)
            for item in place.item.items:
                if block and isinstance(item, Block) and same(block[1]) == same(item.label):
                    return self._new_block(f"{address}/{step(item)}", int(digits(block[2])))
        return ""

    def _new_block(self, prefix: str, number: int) -> str:
        taken = {int(one.removeprefix(prefix)) for one in self.seen if re.fullmatch(rf"{re.escape(prefix)}[0-9]+", one)}
        return f"{prefix}{number if number and number not in taken else max(taken, default=0) + 1}"

    def _copied_sheet(self, address: str) -> str:
        found = re.fullmatch(r"(.+)\[([^\[\]/]+)\]", address)
        if not found:
            return ""
        known = [int(one[1]) for seen in self.seen if (one := re.fullmatch(rf"{re.escape(found[1])}\[([0-9]+)\]", seen))]
        return f"{found[1]}[{max(known, default=0) + 1}]"

    # -- values --------------------------------------------------------------------------------------------------------

    def _exact(self, draft: Draft, record: dict[str, object]) -> list[Row]:
        """The rows of `draft` as one with its value, then what a person wrote beside the value."""
        place, first = draft.place, draft.rows[0]
        there, value = value_of(draft)
        rest = unused(draft, value if there else "")
        apart = [Row(first.source, first.line, (text,), given=Loose("記載を書く行ではありません")) for text in rest]
        apart += [_loose(text, why, at) for text, why, at in draft.remarks]
        count = sum(visible(cell) for one in draft.rows for cell in one.cells) - sum(visible(one.cells[0]) for one in apart)
        slot = self.slots.get(place.pattern)
        if slot is None or not there:
            if there and place.pattern.startswith(f"{評価書.name}/"):
                self._record(record, place, value)
            return [Row(first.source, first.line, (), markup=count), *apart]
        own = min(written(value), count)
        given = Exact(slot, place.file, place.number, place.row, value, own, count - own, tuple(draft.guessed))
        return [Row(first.source, first.line, (), given=given), *apart]

    def _record(self, record: dict[str, object], place: Place, value: object) -> None:
        *above, name = place.pattern.split("/")[1:]
        for one in above:
            inner = record.setdefault(one, {})
            if not isinstance(inner, dict):
                return
            record = inner
        record.setdefault(name, value)


def _within(item: Item, address: str, label: str) -> str:
    """The address of what is called `label` under `item` at `address`: an option, a name, a row."""
    if isinstance(item, Checks):
        position = next((n for n, option in enumerate(item.options, 1) if same(option.label) == same(label)), 0)
        return f"{address}{OF}{position}" if position else ""
    if isinstance(item, Names | Recorded) and (not label or label == "見出し" or re.fullmatch(r"[(（]?[0-9０-９]+[)）]?", label)):
        return f"{address}{HEADING}" if label == "見出し" else f"{address}{OF}+"
    ways = keys.names(item.items)
    found = next((child for child in item.items if same(child.title) == same(label)), None) or ways.get(same(label))
    return f"{address}/{step(found)}" if found is not None and label and not isinstance(found, Block) else ""


def _is_number(text: str) -> bool:
    """Whether `text` is a number that a block or file can have."""
    return bool(re.fullmatch("[1-9][0-9]{0,3}", text))


def _loose(text: str, why: str, at: Row) -> Row:
    """Words of a person in the row `at` that no item holds."""
    return Row(at.source, at.line, (text,), given=Loose(why))


def _silent(one: Row, remarks: Sequence[tuple[str, str]]) -> list[Row]:
    """Words of our own, which belong to no item: counted as those of the form; then those of a person."""
    count = sum(map(visible, one.cells)) - sum(visible(text) for text, _ in remarks)
    return [Row(one.source, one.line, (), markup=count), *(_loose(text, why, one) for text, why in remarks)]


def _plain(one: Row) -> list[Row]:
    """A row for the walk over labels: cleaned as those of other documents are; what stands in 選択肢 is no part of it."""
    given = one.given
    assert isinstance(given, Addressed)
    mark = f"[{given.mark}] " if given.mark else ""
    texts = [given.label, f"{mark}{given.text}"] if not given.cells else list(given.cells)
    found = row(one.source, one.line, [text for text in texts if text.strip()])
    apart = [_loose(given.choices, "「選択肢」の列に書かれています", one)] if given.choices else []
    found = replace(found, markup=found.markup + sum(map(visible, one.cells)) - sum(map(visible, (*texts, given.choices))))
    return [found, *apart]
