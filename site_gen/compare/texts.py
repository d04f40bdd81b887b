"""An entry in, its value as the text of a change row out, and what decides whether two values are the same."""

from collections.abc import Iterator

from site_gen.form import Table
from site_gen.model import (
    Cells,
    Checked,
    Chosen,
    Counted,
    Dated,
    Entry,
    Flagged,
    Instance,
    Mark,
    Named,
    RecordedItems,
    Value,
)

_UNSURE = ("頃", "ごろ", "予定")


def text_of(entry: Entry) -> str:
    """The value of `entry` as a person writes it into 変更前の記載: ticked boxes, names and recorded items one a line."""
    value = entry.value
    if isinstance(value, Chosen):
        return value.choice or value.text
    if isinstance(value, Checked):
        return "\n".join(_box(mark) for mark in value.marks if mark.state == "yes")
    if isinstance(value, Flagged):
        return "○" if value.state == "yes" else ""
    if isinstance(value, Named):
        return "\n".join(name.text for name in value.names)
    if isinstance(value, RecordedItems):
        return "\n".join(
            line for group in value.groups
            for line in (*([f"＜{group.heading}＞"] if group.heading else []), *(one.text for one in group.items))
        )
    if isinstance(value, Cells):
        return "\n".join("　".join(row) for row in (value.columns, *value.rows))
    return "\n".join(line.rstrip() for line in entry.text.rstrip().split("\n"))


def key_of(entry: Entry) -> object:
    """What two entries share when they say the same: a date whatever the reckoning, a number whatever its digits."""
    value = entry.value
    if isinstance(value, Dated) and not any(word in value.text for word in _UNSURE):
        return value.start, value.end
    if isinstance(value, Counted):
        return value.number
    return text_of(entry)


def is_known(entry: Entry | None, excerpt: bool) -> bool:
    """Whether it can be told what the item says: it is included, and can be read."""
    if entry is None:
        return not excerpt
    if entry.state == "absent" and excerpt:
        return False
    return not _unreadable(entry.value)


def of_instance(one: Instance) -> str:
    """A whole block as a change row tells it: its name, then each item with its number and label."""
    first, *rest = one.children
    lines = [text_of(first)] if text_of(first) else []
    lines += [line for entry in rest for line in _lines(entry)]
    return "\n".join(lines)


def of_row(one: Instance) -> str:
    """A row of a list: each column with its label, one a line; a cell that repeats the one above says what it repeats."""
    return "\n".join(f"{cell.item.label}　{_cell(cell)}" for cell in one.children if _cell(cell))


def content_of_row(one: Instance, table: Table) -> str:
    """A row of a list without its number, by which rows are told apart when numbers move."""
    return "\n".join(_cell(cell) for cell in one.children if cell.item.name != table.numbered_by)


def _cell(cell: Entry) -> str:
    return text_of(cell) or (getattr(cell.above, "text", "") if cell.above is not None else "")


def _lines(entry: Entry) -> Iterator[str]:
    text = text_of(entry)
    if text:
        label = f"{entry.item.number}{entry.item.label}"
        yield f"{label}\n{text}" if "\n" in text else f"{label}　{text}"
    for child in entry.children:
        yield from _lines(child)
    for one in entry.instances:
        yield of_row(one) if isinstance(entry.item, Table) else of_instance(one)


def _box(mark: Mark) -> str:
    count = "" if mark.count is None else f"（{mark.count}件）"
    return mark.option.label + (f"（{mark.detail}）" if mark.detail and mark.count is None else count)


def _unreadable(value: Value | None) -> bool:
    """Whether the value is 不明: a choice, a box or a flag that a scan cannot tell."""
    if isinstance(value, Chosen):
        return value.index is None
    if isinstance(value, Checked):
        return any(mark.state == "unknown" for mark in value.marks)
    return isinstance(value, Flagged) and value.state == "unknown"
