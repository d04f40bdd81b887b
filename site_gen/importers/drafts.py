"""The rows of one item of a workbook of ours in, its value as YAML holds it out: nothing is read as forms print it."""

from dataclasses import dataclass, field

from site_gen.exporters.layout import ABSENT, BLANK, HEADING, ID, LINK, OF, SUMMARY, UNKNOWN, UNMET
from site_gen.form import Block, Checks, Flag, FreeTable, Item, Names, Part, Printed, Recorded, Table
from site_gen.importers.remarks import mark_of, option
from site_gen.importers.rows import Addressed, Row, visible
from site_gen.wording import is_nothing_mark


@dataclass(frozen=True, slots=True)
class Place:
    """An item in its repeats; `pattern` is its locator with n for every repeat, `repeat` whether it is the repeat itself."""

    item: Item
    pattern: str
    file: int = 0
    number: int = 0
    row: int = 0
    repeat: bool = False


@dataclass(slots=True)
class Draft:
    """The rows of one item: its own, then those of its boxes, names, recorded items or cells."""

    place: Place
    own: Addressed
    rows: list[Row]
    below: list[tuple[str, Addressed]] = field(default_factory=list)  # what stands behind the address, and the row
    others: list[Addressed] = field(default_factory=list)  # rows that say to be this item after one has said so
    remarks: list[tuple[str, str, Row]] = field(default_factory=list)  # words beside the value, why, and where
    guessed: list[tuple[str, str, str]] = field(default_factory=list)  # words of a mark, what it was taken for, and where
    id: str = ""


def value_of(draft: Draft) -> tuple[bool, object]:
    """Whether the item of `draft` is there, and its value as YAML holds it; None for a blank one."""
    item, own = draft.place.item, draft.own
    words = {"要約": own.text} if own.state == SUMMARY else own.text
    nothing = own.state in (ABSENT, UNMET)
    if isinstance(item, Printed):
        return False, None
    if draft.place.row and item.optional and not item.is_heading and not own.text.strip():
        return own.state == BLANK, None  # a cell of a column that a row may lack
    if item.is_heading:
        blank = own.state == BLANK
        given = {ID: draft.id} if draft.id else {}
        link = isinstance(item, Block | Table) and not draft.place.repeat
        return (blank or not (nothing or link), None if blank else given)
    if isinstance(item, Names) and draft.place.row and own.text.strip() and not is_nothing_mark(own.text):
        return True, [_name(line) for line in own.text.split("\n") if line.strip()]
    if own.text.strip() and not isinstance(item, FreeTable):
        return True, words
    if isinstance(item, Flag):
        value = {"yes": own.mark, "no": "非該当" if own.mark else None, "unknown": UNKNOWN}[mark_of(own)[0]]
        return bool(own.mark) or not nothing, value
    if isinstance(item, Checks):
        ticked = _boxes(item, draft)
        return bool(ticked) or not nothing, ticked if ticked or own.state != BLANK else None
    if isinstance(item, Names | Recorded) and draft.below:
        return True, _listed(draft)
    if isinstance(item, FreeTable) and draft.below:
        heads = [one.cells for tail, one in draft.below if tail == "欄"]
        return True, {"欄": list(heads[0]) if heads else [], "行": [list(one.cells) for tail, one in draft.below if tail == "行"]}
    return not nothing, None


def _name(line: str) -> object:
    """A name in a cell that holds several, one a line."""
    return {"要約": line.removeprefix(f"{SUMMARY}：")} if line.startswith(f"{SUMMARY}：") else line


def unused(draft: Draft, value: object) -> list[str]:
    """The texts of the rows of `draft` that its value does not hold: a person wrote them where no value stands."""
    item = draft.place.item
    texts = [one.text.strip() for one in (draft.own, *(row for _, row in draft.below), *draft.others)]
    link = isinstance(item, Part | Table | FreeTable)  # 「シート …」 leads to where it is
    held = {*_strings(value), *(("\n".join(item.texts),) if isinstance(item, Printed) else ())}
    if isinstance(item, Names) and draft.place.row and isinstance(value, list):
        held.add(draft.own.text.strip())  # names of a cell stand in it one a line
    return [text for text in texts if text and text not in held and not (link and text.startswith(LINK))]


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _strings(inner)]
    return [text for inner in value for text in _strings(inner)] if isinstance(value, list) else [str(value).strip()]


def _boxes(item: Checks, draft: Draft) -> list[object]:
    """The ticked boxes in the order of the form, then those that nobody can tell."""
    ticked: dict[str, object] = {}
    unsure: list[str] = []
    for tail, one in draft.below:
        box = option(item, tail, one.label)
        state = mark_of(one)[0]
        if box and state == "unknown":
            unsure.append(box.label)
        elif box and state == "yes":
            ticked[box.label] = {box.label: one.text} if one.text.strip() else box.label
    found = [ticked[box.label] for box in item.options if box.label in ticked]
    return [*found, {UNKNOWN: unsure}] if unsure else found


def _listed(draft: Draft) -> list[object]:
    """Names, or recorded items in their groups."""
    found: list[object] = []
    inside = found
    for tail, one in draft.below:
        if tail == HEADING.removeprefix(OF):
            inside = []
            found.append({"見出し": one.text, "項目": inside} if one.text.strip() else inside)
        elif one.text.strip():
            inside.append({"要約": one.text} if one.state == SUMMARY else one.text)
    flat: list[object] = []
    for value in found:
        flat += value if isinstance(value, list) else [value]
    return flat


def written(value: object) -> int:
    """How many characters of a value stand in cells, keys of our own left out."""
    if isinstance(value, dict):
        return sum(written(inner) + (visible(key) if isinstance(inner, str) and key not in ("要約", "見出し", ID) else 0)
                   for key, inner in value.items())
    return sum(map(written, value)) if isinstance(value, list) else visible(str(value)) if value is not None else 0
