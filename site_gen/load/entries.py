"""Entries that the sources do not hold, conditions of the form, and how a problem names an item."""

from dataclasses import replace

from site_gen.form import Block, Item, Part, Printed, Table, important_below, is_important, step
from site_gen.model import Checked, Chosen, Entry, Flagged, State, Value, Words
from site_gen.problem import Span
from site_gen.wording import same


def value_span(entry: Entry) -> Span:
    """Where the value of a text or choice stands; where its key stands when it has none."""
    return entry.value.span if isinstance(entry.value, Words | Chosen) else entry.span


def asked(item: Item, siblings: dict[str, Entry], own: Value | None) -> bool | None:
    """Whether the form asks for `item`, beside `siblings` and under a row with the value `own`; None: cannot be told."""
    if item.unless:
        flag = siblings[item.unless]
        if isinstance(flag.value, Flagged):
            return None if flag.value.state == "unknown" else flag.value.state == "no"
        return None if flag.state == "absent" else True
    if item.only_if is None:
        return True
    name, wanted = item.only_if
    value = siblings[name].value if name else own
    if isinstance(value, Chosen) and value.index is not None:
        return same(value.choice) == same(wanted)
    if isinstance(value, Checked):
        state = next(mark.state for mark in value.marks if mark.option.label == wanted)
        return None if state == "unknown" else state == "yes"
    return None


def absent(item: Item, above: str, anchor_above: str, place: str, span: Span, important: bool) -> Entry:
    """`item` and all rows under it as not included."""
    own = step(item)
    locator = f"{above}/{own}" if above else own
    anchor = f"{anchor_above}-{item.anchor}" if anchor_above else item.anchor
    repeats = isinstance(item, Block | Table) or (isinstance(item, Part) and bool(item.each))
    children = () if repeats else tuple(
        absent(child, locator, anchor, place_of(place, child), span, important_below(item, important))
        for child in item.items
    )
    state: State = "given" if isinstance(item, Printed) else "absent"
    return Entry(item, locator, anchor, place, is_important(item, important), state, span, children=children)


def blank(entry: Entry) -> Entry:
    """`entry` and all rows under it as left empty: who leaves a heading empty leaves its rows empty."""
    if isinstance(entry.item, Printed):
        return entry
    return replace(entry, state="blank", children=tuple(blank(child) for child in entry.children))


def unmet(entry: Entry) -> Entry:
    """`entry` and all rows under it as not asked for by the form here."""
    return replace(entry, state="unmet", children=tuple(unmet(child) for child in entry.children))


def with_above(entry: Entry, previous: tuple[Entry, ...]) -> Entry:
    """A cell of a table; a blank one in a column that repeats carries the value of the row above."""
    if entry.state != "blank" or not getattr(entry.item, "above", False):
        return entry
    before = next((one for one in previous if one.item.name == entry.item.name), None)
    return entry if before is None else replace(entry, above=before.value or before.above)


def place_of(above: str, item: Item) -> str:
    """How a problem names an item: the number of its part, the numbers and titles of the rows down to it."""
    if not item.number:
        return f"{above}「{item.label}」"
    return f"{above if '「' in above else above.split(' ')[0]} {item.number}「{item.label}」"
