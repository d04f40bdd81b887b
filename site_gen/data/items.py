"""An assessment in, every item of the form out, as JSON has it: what is filled in, and why where nothing is.

The rows of 変更箇所 are left out; they are the table `changes`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from site_gen.data.rows import Row, Source, state_of
from site_gen.form import Choice, Part, Printed, Table
from site_gen.model import (
    AsWritten,
    Cells,
    Checked,
    Chosen,
    Counted,
    Dated,
    Entry,
    Flagged,
    Named,
    RecordedItems,
    Value,
    Words,
)


def items(source: Source) -> tuple[Row, ...]:
    """Every item of the assessment that has a value or could have one, in the order of the form."""
    return tuple(
        _item(entry, source.place(anchor))
        for part in source.assessment.parts
        if not (isinstance(part.item, Part) and part.item.each == "change")
        for entry, anchor in _placed(part, "")
        if _is_asked(entry)
    )


def _placed(entry: Entry, shown: str) -> Iterator[tuple[Entry, str]]:
    """`entry` and all under it, each with the anchor at which a page shows it: a cell's is that of its row, and what stands
    under a heading that is not filled in is told there (`shown`)."""
    own = shown or entry.anchor
    yield entry, own
    empty = own if entry.item.is_heading and entry.state != "given" else shown
    for child in entry.children:
        yield from _placed(child, empty)
    for one in entry.instances:
        for child in one.children:
            yield from _placed(child, one.anchor if isinstance(entry.item, Table) else shown)


def _is_asked(entry: Entry) -> bool:
    left_out = entry.item.optional and entry.state in ("absent", "unmet")  # as pages do
    return not entry.item.is_heading and not isinstance(entry.item, Printed) and not left_out


def _item(entry: Entry, address: str) -> Row:
    return {
        "locator": entry.locator,
        "title": entry.item.title,
        "kind": entry.item.kind,
        "important": entry.important,
        "state": state_of(entry),
        "address": address,
        **dict(_value(entry, entry.value if entry.value is not None else entry.above)),
    }


def _value(entry: Entry, value: Value | None) -> Iterator[tuple[str, Any]]:
    """The value as written, and what is read of it."""
    if isinstance(value, Words | Chosen | Counted | Dated | AsWritten):
        yield "text", value.text.strip("\n")
    if isinstance(value, Chosen) and isinstance(entry.item, Choice):
        yield "choice", None if value.index is None else entry.item.choices[value.index]
    elif isinstance(value, Counted):
        yield "count", value.number
    elif isinstance(value, Dated):
        yield "start", value.start.iso
        yield "end", value.end.iso
    elif isinstance(value, Flagged):
        yield "marked", _ticked(value.state)
    elif isinstance(value, Checked):
        yield "marks", [
            {"label": mark.option.label, "marked": _ticked(mark.state), "detail": mark.detail} for mark in value.marks
        ]
    elif isinstance(value, Named):
        yield "names", [_text(name) for name in value.names]
    elif isinstance(value, RecordedItems):
        yield "groups", [{"heading": group.heading, "first": group.first, "items": [_text(one) for one in group.items]}
                         for group in value.groups]
    elif isinstance(value, Cells):
        yield "columns", list(value.columns)
        yield "rows", [list(row) for row in value.rows]


def _ticked(state: str) -> bool | None:
    """Whether a box is ticked; None when that cannot be told."""
    return None if state == "unknown" else state == "yes"


def _text(words: Words) -> Mapping[str, str]:
    return {"text": words.text, "state": "summary" if words.summary else "given" if words.text else "blank"}
