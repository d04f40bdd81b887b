"""An entry of an assessment in, what a comparison holds of it out: a cell with a state, values and the place that says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from site_gen.model import AsWritten, Checked, Chosen, Counted, Dated, Entry, Named, RecordedItems, Words
from site_gen.parties import normal
from site_gen.wording import is_nothing_mark, same

# given, blank: can be compared. partly: values are there, but not known to be all. text, summary: a text, or one in other
# words. unasked: the form has no such item. nofile: no 特定個人情報ファイル of that name.
State = Literal["given", "blank", "absent", "unmet", "unknown", "partly", "text", "summary", "unasked", "nofile"]


@dataclass(frozen=True, slots=True)
class Place:
    """An address in the site and the anchor there; both empty where nothing is to be found."""

    page: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: `key` is what is compared, `text` as written; `note` says of which files, or what its bracket holds;
    `party` is the page of whom it names."""

    key: str
    text: str
    place: Place
    note: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one assessment says of one item; a list has several values, what is not given none."""

    state: State
    values: tuple[Value, ...] = ()
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows of an assessment stand: its address, and the page of each anchor (`.` the first)."""

    base: str
    pages: Mapping[str, str]

    def of(self, anchor: str) -> Place:
        """The place of an anchor; none where no page shows it."""
        address = self.pages.get(anchor)
        if address is None:
            return Place()
        return Place(self.base if address == "." else f"{self.base}/{address}", "" if anchor == address else anchor)


def read(entry: Entry, places: Places) -> Cell:
    """What `entry` says: choices, boxes, dates, numbers and names by their value; of a text only that there is one."""
    place = places.of(entry.anchor)
    if entry.state != "given":
        return Cell(entry.state, (), place if entry.state == "blank" else Place())  # what is not there may stand on no page
    value = entry.value
    if isinstance(value, Chosen):
        if value.index is None:
            return Cell("unknown", (), place)
        return one(same(value.choice.removesuffix("（任意実施）")), value.choice, place)  # 様式2 adds it to a number of people
    if isinstance(value, Checked):
        ticked = (mark for mark in value.marks if mark.state == "yes")
        boxes = tuple(Value(same(mark.option.label), mark.option.label, place, mark.detail) for mark in ticked)
        return Cell("unknown" if any(mark.state == "unknown" for mark in value.marks) else "given", boxes, place)
    if isinstance(value, Dated):
        return one("/".join(dict.fromkeys((value.start.iso, value.end.iso))), value.text, place)
    if isinstance(value, Counted):
        return one(str(value.number), f"{value.number:,}件", place)
    if isinstance(value, RecordedItems):
        return one(str(value.count), f"{value.count:,}項目", place)
    if isinstance(value, Named):
        return Cell("given", tuple(Value(normal(name.text), name.text, place) for name in value.names), place)
    if isinstance(value, AsWritten) or is_nothing_mark(entry.text):
        return one("なし" if is_nothing_mark(entry.text) else same(entry.text), entry.text.strip(), place)
    return Cell("summary" if isinstance(value, Words) and value.summary else "text", (), place)


def one(key: str, text: str, place: Place) -> Cell:
    """A cell of a single value."""
    return Cell("given", (Value(key, text, place),), place)


def down(rows: Iterable[Entry], names: Sequence[str]) -> Entry | None:
    """The entry at the end of `names` (YAML keys), of which `rows` hold the first; None where the form has none."""
    found: Entry | None = None
    for name in names:
        found = next((row for row in rows if row.item.name == name), None)
        if found is None:
            return None
        rows = found.children
    return found
