"""A text in, at its item out: what is no label belongs to the item whose label came last, unless it shows where it belongs."""

import re
from dataclasses import dataclass

from site_gen.form import Block, Checks, Choice, Flag, Names, Part, Printed, Recorded, Section, Text
from site_gen.importers.labels import Slot, flatten, prints, reduced
from site_gen.importers.rows import UNSURE, Row
from site_gen.importers.walk import MARKS, Match, Piece, Walk
from site_gen.wording import digits

_FILE = re.compile(r"[(（]\s*([0-9０-９]+)\s*[)）]\s*([^\n(（]*ファイル)")
_PAGE = re.compile(r"[(（]\s*[0-9０-９]+\s*[/／]\s*[0-9０-９]+\s*[)）]\s*$")
# How the text of an item begins or what it cannot do without, for items whose label a scan lost.
_CUES = {
    "実現が期待されるメリット": re.compile(r"(?:見込まれる|期待される|期待できる|図られ)"),
    "法令上の根拠": re.compile(r"^\s*(?:[0-9０-９]+[.．]|[・①(（]\s*)?\s*(?:番号法|行政手続における).{0,60}第\s*[0-9０-９]+条", re.S),
}
_LIST = re.compile(r"(?<=。) (?=1\s*[.．] )")
# The form explains ※ once, inside Ⅰ 1 ②.
_NOTE = re.compile(r"[≪《<＜]左欄にある※について.*?こととされている。", re.S)


@dataclass(frozen=True, slots=True)
class Boxes:
    """A text with boxes: the check list it belongs to, what stands before the first box, and from there on."""

    slot: Slot
    head: str
    tail: str


def take(walk: Walk, text: str, row: Row, labelled: bool) -> None:
    """Puts `text` where it belongs; `labelled` says that its label stands in the same row."""
    note = _NOTE.search(text)
    if note:
        walk.form(note.group())
        text = (text[: note.start()] + text[note.end() :]).strip()
        if not text:
            return
    if walk.part is None or (walk.at is None and not _start(walk)):
        walk.leave(Piece(text, row))
        return
    assert walk.at is not None
    if flags(walk, text) or _printed(walk, text) or _names_file(walk, text, row) or _embedded(walk, text, row):
        return
    found = boxes(walk, text)
    if found is not None and found.slot.index != walk.at.index:
        if found.head:
            take(walk, found.head, row, labelled)
        walk.found.put(walk.address(found.slot), Piece(found.tail, row))
    elif not walk.at.takes_text:
        _under_heading(walk, text, row)
    elif prints(walk.at.item, text):
        walk.form(text)
        walk.found.seen.discard(walk.address(walk.at))  # not an empty cell
    else:
        _for_item(walk, walk.at, text, row, labelled)


def _under_heading(walk: Walk, text: str, row: Row) -> None:
    """A text right after a heading belongs to the first row under it."""
    heading = walk.at
    assert heading is not None
    inner = next((s for s in walk.ahead(6) if s.takes_text and heading.index in s.above and not isinstance(s.item, Flag)), None)
    if inner is None:
        walk.leave(Piece(text, row))
        return
    named = isinstance(heading.item, Block) and not inner.item.number  # 委託事項1 | its name
    walk.at = inner
    walk.found.put(walk.address(inner), Piece(text, row, "" if named else "項目名が読めないため、順番から見当を付けました"))


def _for_item(walk: Walk, slot: Slot, text: str, row: Row, labelled: bool) -> None:
    """A text for the item whose label came last, unless that has its text and this looks like the next one's."""
    if isinstance(slot.item, Flag):
        walk.form(text)  # its mark, as in a heading row
    has_text = walk.address(slot) in walk.found.pieces
    if has_text and isinstance(slot.item, Choice) and _is_of_list(slot.item, text):
        walk.form(text)
        return
    note = _note_of_sheet(walk, text) if has_text else None
    if note is not None:
        walk.at = note
        walk.found.put(walk.address(note), Piece(text, row))
        return
    full = not labelled and has_text
    cued = _cued(walk, text) if full else None
    if cued is not None:
        walk.at = cued
        walk.found.put(walk.address(cued), Piece(text, row, "項目名が読めないため、内容から見当を付けました"))
    elif full and isinstance(slot.item, Text | Names | Choice):
        walk.waiting.append(Piece(text, row))
    else:
        walk.found.put(walk.address(slot), Piece(text, row))


def _note_of_sheet(walk: Walk, text: str) -> Slot | None:
    """The note under a figure of 別添1, which has no label: it begins with ※ and stands before (備考)."""
    assert walk.at is not None and walk.part is not None
    if not (isinstance(walk.part.item, Part) and walk.part.item.each == "sheet" and text.lstrip().startswith("※")):
        return None
    return next((slot for slot in walk.ahead() if slot.item.name == "注記"), None)


def _cued(walk: Walk, text: str) -> Slot | None:
    """The next item whose kind of text this is, where its label was lost."""
    assert walk.at is not None
    if walk.index.repeat(walk.at) is not None or walk.part is None or walk.part.item.name != "基本情報":
        return None
    for slot in [s for s in walk.ahead(5) if s.takes_text][:2]:
        cue = _CUES.get(slot.item.label)
        own = _CUES.get(walk.at.item.label)
        if cue and cue.search(text) and not (own and own.search(text)):
            return slot
    return None


def _start(walk: Walk) -> bool:
    """A text that comes before any label of its part: the file it is about, or the first row of the part."""
    assert walk.part is not None
    item = walk.part.item
    assert isinstance(item, Part)
    if item.each == "file":
        walk.at = walk.child(walk.part, item.items[0].name)
        return True
    return False


def _names_file(walk: Walk, text: str, row: Row) -> bool:
    """The name of a file that Ⅱ, Ⅲ or 記録項目 are about; a line of 記録項目 goes to the list."""
    assert walk.at is not None and walk.part is not None
    item = walk.part.item
    if not isinstance(item, Part) or item.each != "file":
        return False
    first = walk.child(walk.part, item.items[0].name)
    recorded = next((s for s in walk.own() if isinstance(s.item, Recorded)), None)
    found = _FILE.match(text.strip())
    if (walk.at.index == first.index or recorded is not None) and found:
        walk.file = int(digits(found[1]))
        page = _PAGE.search(text)
        address = walk.address(first)
        if address in walk.found.pieces:
            walk.form(text)
        else:
            walk.found.put(address, Piece(found[2].strip(), row))
            walk.form(text[: found.start(2)] + (page.group() if page else ""))
        walk.at = recorded or first
        return True
    if recorded is not None and walk.at.index in (first.index, recorded.index):
        walk.file = walk.file or 1
        walk.at = recorded
        walk.found.put(walk.address(recorded), Piece(text, row))
        return True
    return False


def flags(walk: Walk, text: str) -> bool:
    """Boxes in a heading row: [○] 接続しない（入手）."""
    assert walk.at is not None
    if not any(mark in text for mark in MARKS):
        return False
    section = walk.at if isinstance(walk.at.item, Section) else walk.index.parent(walk.at)
    flags = [s for s in walk.own() if isinstance(s.item, Flag) and section is not None and section.index in s.above]
    flat, back = flatten(text)
    done = 0
    for slot in flags:
        label = reduced(slot.item.label)
        start = flat.find(label)
        if start < 0:
            continue
        before = text[: back[start]]
        mark = next((c for c in reversed(before) if c in MARKS), UNSURE)
        walk.found.put(walk.address(slot), Piece(mark, Row("", "", ())))
        done += 1
    if done:
        walk.form(re.sub("[" + "".join(MARKS) + "]", "", text))
        walk.form("○" * done)
    return bool(done)


def _printed(walk: Walk, text: str) -> bool:
    """Words that the form prints in a row of their own."""
    assert walk.at is not None
    flat = reduced(text)
    for slot in walk.ahead(3):
        if isinstance(slot.item, Printed) and all(reduced(one) in flat for one in slot.item.texts[:3]):
            walk.form(text)
            return True
    return False


def _embedded(walk: Walk, text: str, row: Row) -> bool:
    """A numbered label in the middle of a text whose lines were run together."""
    assert walk.at is not None
    block = walk.index.repeat(walk.at)
    if block is None or not isinstance(block.item, Block):
        return False
    flat, back = flatten(text)
    cuts: list[tuple[int, int, Match]] = []
    head = re.search(rf"(?<=[\s)）。]){block.item.label}{walk.number + 1}(?=\s)", text)
    if head:
        cuts.append((head.start(), head.end(), Match(block, head.group(), "", number=walk.number + 1)))
    for slot in walk.own():
        if block.index in slot.above and (slot.index >= walk.at.index):
            for name in slot.numbered:
                at = flat.find(name)
                if len(name) >= 6 and at > 0 and len(flat) > at + len(name) and not slot.item.is_heading:
                    cuts.append((back[at], back[at + len(name) - 1] + 1, Match(slot, name, "")))
    if not cuts:
        return False
    start, end, match = min(cuts, key=lambda cut: cut[0])
    before, after = text[:start].strip(), text[end:].strip()
    walk.form(text[start:end])
    if isinstance(match.slot.item, Block):
        if before:
            take(walk, before, row, labelled=False)
        walk.move(match.slot, row, match)
        take(walk, after, row, labelled=True)
        return True
    # A label in the middle of its own text: cells that span lines carry it there.
    late = isinstance(walk.at.item, Block) or walk.address(walk.at) in walk.found.pieces
    found = boxes(walk, before) if isinstance(match.slot.item, Checks) else None
    if found is not None:
        if found.head:
            walk.found.put(walk.address(walk.at), Piece(found.head, row))
        walk.move(match.slot, row, match)
        walk.found.put(walk.address(match.slot), Piece(found.tail, row))
        take(walk, after, row, labelled=True)
        return True
    if before and not late:
        take(walk, before, row, labelled=False)
    ends = _LIST.search(before) if late and isinstance(walk.at.item, Text) else None
    if ends:  # the rest of a short text, up to where a list begins; a long one follows
        _keep(walk, before[: ends.start()], row)
        before = before[ends.end() :]
    walk.move(match.slot, row, match)
    if before and late:
        _keep(walk, before, row)
    take(walk, after, row, labelled=True)
    return True


def _keep(walk: Walk, text: str, row: Row) -> None:
    """A text for the present item, with the boxes at its end for the check list that is due."""
    assert walk.at is not None
    found = boxes(walk, text)
    if found is not None and found.slot.index != walk.at.index:
        if found.head:
            walk.found.put(walk.address(walk.at), Piece(found.head, row))
        walk.found.put(walk.address(found.slot), Piece(found.tail, row))
    else:
        walk.found.put(walk.address(walk.at), Piece(text, row, "行がつながっていたため、順番から見当を付けました"))


def boxes(walk: Walk, text: str) -> Boxes | None:
    """The check list that a text with boxes belongs to, the present one or one that is due, and where it begins."""
    assert walk.at is not None
    if isinstance(walk.at.item, Checks):
        return Boxes(walk.at, "", text)
    flat = reduced(text)
    marked = any(mark in text for mark in MARKS)
    for slot in walk.ahead(2):
        if isinstance(slot.item, Checks):
            hits = sum(reduced(option.label) in flat for option in slot.item.options)
            begun = marked and walk.address(slot) in walk.found.pieces
            if (hits >= 2 and (marked or "]" in text)) or (hits >= 1 and begun):
                return Boxes(slot, *_checks_start(slot.item, text))
    return None


def _is_of_list(item: Choice, text: str) -> bool:
    """Whether `text` is nothing but numbered choices of `item`: 3) 課題が残されている, in a row below the others."""
    rest = short = reduced(text)
    for number, one in enumerate(item.choices, 1):
        rest = rest.replace(reduced(f"{number}){one}"), "")
    return bool(short) and not rest


def _checks_start(item: Checks, text: str) -> tuple[str, str]:
    """`text` before and from the first box of a check list."""
    flat, back = flatten(text)
    starts = [back[hit.start()] for option in item.options for hit in re.finditer(re.escape(reduced(option.label)), flat)]
    boxed = [start for start in starts if text[:start].rstrip()[-1:] in (*MARKS, "]", "］", "〕")]
    cut = min(boxed or starts)
    head = text[:cut].rstrip()
    while head and (head[-1] in MARKS or head[-1] in "[]［］〔〕 "):
        head = head[:-1]
    return head.strip(), text[len(head) :].strip()
