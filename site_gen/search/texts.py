"""An entry in, its texts as the page shows them out: one for each paragraph, item of a list, cell, ticked box and name.

What only says how a place is filled in (未収録, 空欄, 該当, 上の行と同じ) is left out, and so are choices and boxes not taken.
"""

from collections.abc import Iterable

from site_gen.form import Fixed, Image, Printed, Prose, Recorded
from site_gen.model import (
    AsWritten,
    Cells,
    Checked,
    Chosen,
    Counted,
    Dated,
    Entry,
    Mark,
    Named,
    RecordedItems,
    Words,
)
from site_gen.prose import shown, shown_line


def texts(entry: Entry) -> Iterable[str]:
    """The texts of `entry`; a picture has none, its description stands in a row of its own."""
    value = entry.value
    if isinstance(entry.item, Image):
        return ()
    if isinstance(value, Words):
        return shown(value.text) if isinstance(entry.item, Prose | Recorded) else (shown_line(value.text),)
    if isinstance(value, Chosen):
        return (value.choice,)
    if isinstance(value, Checked):
        return (_box(mark) for mark in value.marks if mark.state == "yes")
    if isinstance(value, Counted | Dated | AsWritten):
        return (value.text,)
    if isinstance(value, Named):
        return (f"({number}) {name.text}" for number, name in enumerate(value.names, 1))
    if isinstance(value, RecordedItems):
        return (text for group in value.groups for text in (group.heading, *(one.text for one in group.items)))
    if isinstance(value, Cells):
        return (*value.columns, *(shown_line(cell) for row in value.rows for cell in row))
    if isinstance(entry.item, Fixed):
        return (entry.item.text,)
    return entry.item.texts if isinstance(entry.item, Printed) else ()


def cell(entry: Entry) -> str:
    """The text of a cell of a list, of a blank one that of the cell it repeats."""
    value = entry.value if entry.value is not None else entry.above
    return shown_line(value.text) if isinstance(value, Words) else getattr(value, "text", "")


def joined(*texts: str) -> str:
    """`texts` with a blank between them and for any white space in them."""
    return " ".join(" ".join(texts).split())


def _box(mark: Mark) -> str:
    return f"{mark.option.label}（{mark.detail}）" if mark.detail else mark.option.label
