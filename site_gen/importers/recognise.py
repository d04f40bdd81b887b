"""A cell in, the label of the form that it is or starts with out, by its words and by where the walk stands."""

import re

from site_gen.form import Block, Group, Printed, Table
from site_gen.importers.labels import Slot, flatten, likeness, reduced
from site_gen.importers.walk import MARKS, Match, Walk
from site_gen.wording import digits

LONG = 90  # reduced characters; no label is longer

_BORDERS = (*MARKS, *" 　\n※[［〔:：")
_DASH = re.compile(r"\s[-‐‑‒–—―－ー]\s*$")
_BLOCK = re.compile(r"^\s*(システム|委託事項|提供先|移転先)\s*([0-9０-９]{1,3})\s*(?![0-9０-９～~〜])(.*)$", re.S)


def label(walk: Walk, cell: str, alone: bool) -> Match | None:
    """The slot whose label `cell` is, or starts with; None when it is a text."""
    if walk.part is None or not cell:
        return None
    block = _BLOCK.match(cell)
    if block and (alone or not block[3].strip()):
        slot = _block_named(walk, block[1])
        if slot is not None and len(reduced(block[3])) <= LONG:
            rest = block[3].strip()
            return Match(slot, cell[: block.start(3)], rest, number=int(digits(block[2])))
    short = reduced(cell)
    if not short:
        return None
    if re.fullmatch(r"[(（][^()（）]{2,10}[)）]", cell.strip()):
        slot = exact(walk, short.strip("()"))
        if slot:
            return Match(slot, cell, "")  # (備考)
    if len(short) <= LONG:
        slot = exact(walk, short)
        if slot:
            dash = _DASH.search(cell)  # 変更の妥当性 —: a value, which `reduced` takes for noise
            return Match(slot, cell[: dash.start()], dash.group().strip()) if dash else Match(slot, cell, "")
    prefix = _prefix(walk, cell)
    if prefix:
        return prefix
    return _damaged(walk, cell, short) if len(short) <= LONG else None


def exact(walk: Walk, short: str) -> Slot | None:
    """The slot with that label (reduced), word for word: the present one, the next ahead, else the only one around."""
    if walk.at is not None and short in walk.at.names and walk.at.above:
        return walk.at  # the label again on the next page
    for slot in walk.ahead():
        if short in slot.names and not isinstance(slot.item, Table | Printed):
            return slot
    here = [slot for slot in walk.own() if short in slot.names and not isinstance(slot.item, Table | Printed)]
    if walk.at is not None:
        over = [slot for slot in here if slot.index in walk.at.above]
        if over:
            return over[-1]
        block = walk.index.repeat(walk.at)
        same_block = [slot for slot in here if block and block.index in slot.above]
        if same_block:
            return same_block[0]
    return here[0] if len(here) == 1 else None


def _prefix(walk: Walk, cell: str) -> Match | None:
    """A label at the beginning of a cell that goes on with the value: a numbered one, or that of a row under an item."""
    flat, back = flatten(cell)
    for slot in [*walk.ahead(14), *([walk.at] if walk.at else [])]:
        under = _under_present(walk, slot)
        for name in slot.names if under else slot.numbered:
            if len(name) >= 3 and flat.startswith(name) and len(flat) > len(name):
                end = back[len(name) - 1] + 1
                rest = cell[end:].lstrip(" 　:：※\n")
                if slot.item.is_heading and not any(mark in rest for mark in MARKS):
                    continue
                if name not in slot.numbered and cell[end] not in _BORDERS:
                    continue  # その必要性は…: a text that begins like a label
                return Match(slot, cell[: len(cell) - len(rest)], rest)
    return None


def _under_present(walk: Walk, slot: Slot) -> bool:
    """Whether `slot` is a row under the present item, or another row under the item or group that this one is under."""
    if walk.at is None or not slot.above:
        return False
    over = walk.index.slots[slot.above[-1]]
    return (over.takes_text or isinstance(over.item, Group)) and over.index in (walk.at.index, *walk.at.above[-1:])


def _damaged(walk: Walk, cell: str, short: str) -> Match | None:
    """A label that a scan has damaged: alike, or a piece of one."""
    if len(short) < 5 or any(mark in cell for mark in MARKS):
        return None
    best: tuple[float, Slot] | None = None
    for slot in walk.ahead(12):
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
    return Match(best[1], cell, "", variant=cell)


def _block_named(walk: Walk, label: str) -> Slot | None:
    own = [slot for slot in walk.own() if isinstance(slot.item, Block) and slot.item.label == label]
    return own[0] if own else None


def _piece_of(short: str, name: str) -> bool:
    """Whether `short` is `name` with a piece lost: a run of it covers four fifths of `short`."""
    size = max(8, int(len(short) * 0.8))
    return any(short[start : start + size] in name for start in range(0, len(short) - size + 1))
