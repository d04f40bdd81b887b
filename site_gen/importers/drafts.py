"""The rows of one item of a workbook of ours in, its value as YAML holds it out: nothing is read as forms print it."""

from dataclasses import dataclass, field

from site_gen.exporters.layout import ABSENT, BLANK, HEADING, ID, LINK, OF, SUMMARY, TICKED, UNKNOWN, UNMET, UNTICKED
from site_gen.form import Block, Checks, Flag, FreeTable, Item, Names, Part, Printed, Recorded, Table
from site_gen.importers.rows import Addressed, Row, visible
from site_gen.values import TICKED as TICKS
from site_gen.wording import same


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
    id: str = ""


def value_of(draft: Draft) -> tuple[bool, object]:
    """Whether the item of `draft` is there, and its value as YAML holds it; None for a blank one."""
    item, own = draft.place.item, draft.own
    words = {"要約": own.text} if own.state == SUMMARY else own.text
    nothing = own.state in (ABSENT, UNMET)
    if isinstance(item, Printed):
        return False, None
    if item.is_heading:
        blank = own.state == BLANK
        given = {ID: draft.id} if draft.id else {}
        link = isinstance(item, Block | Table) and not draft.place.repeat
        return (blank or not (nothing or link), None if blank else given)
    if own.text.strip() and not isinstance(item, FreeTable):
        return True, words
    if isinstance(item, Flag):
        return bool(own.mark) or not nothing, {"": None, UNTICKED: "非該当"}.get(own.mark, own.mark)
    if isinstance(item, Checks):
        ticked = _boxes(item, draft)
        return bool(ticked) or not nothing, ticked if ticked or own.state != BLANK else None
    if isinstance(item, Names | Recorded) and draft.below:
        return True, _listed(draft)
    if isinstance(item, FreeTable) and draft.below:
        heads = [one.cells for tail, one in draft.below if tail == "欄"]
        return True, {"欄": list(heads[0]) if heads else [], "行": [list(one.cells) for tail, one in draft.below if tail == "行"]}
    return not nothing, None


def unused(draft: Draft, value: object) -> list[str]:
    """The texts of the rows of `draft` that its value does not hold: a person wrote them where no value stands."""
    item = draft.place.item
    texts = [one.text.strip() for one in (draft.own, *(row for _, row in draft.below), *draft.others)]
    link = isinstance(item, Part | Table | FreeTable)  # 「シート …」 leads to where it is
    held = {*_strings(value), *(("\n".join(item.texts),) if isinstance(item, Printed) else ())}
    return [text for text in texts if text and text not in held and not (link and text.startswith(LINK))]


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _strings(inner)]
    return [text for inner in value for text in _strings(inner)] if isinstance(value, list) else [str(value).strip()]


def _boxes(item: Checks, draft: Draft) -> list[object]:
    """The ticked boxes in the order of the form; an option is known by its label, or by its number where that was changed."""
    ticked: dict[str, object] = {}
    unsure: list[str] = []
    labels = {same(option.label): option for option in item.options}
    for tail, one in draft.below:
        option = labels.get(same(one.label))
        if option is None and tail.isdecimal() and int(tail) <= len(item.options):
            option = item.options[int(tail) - 1]
        if option is None:
            continue
        if one.mark == UNKNOWN:
            unsure.append(option.label)
        elif one.mark == TICKED or one.mark in TICKS or (one.text.strip() and not one.mark):
            ticked[option.label] = {option.label: one.text} if one.text.strip() else option.label
    found = [ticked[option.label] for option in item.options if option.label in ticked]
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
