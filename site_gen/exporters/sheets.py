"""An assessment in, its sheets out as plain values: every row of the form with its label, value, state and address.

Nothing here knows Excel. A sheet has either lines (the form, from top to bottom) or a grid (a table with columns).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from site_gen.exporters.cut import cut, one_line, width_of
from site_gen.exporters.layout import (
    ABSENT,
    BLANK,
    CONTENTS,
    CONTINUED,
    HEADING,
    ID,
    ID_LABEL,
    JOINED,
    LINK,
    OF,
    ROWS,
    SUMMARY,
    TICKED,
    UNKNOWN,
    UNMET,
    UNTICKED,
)
from site_gen.form import Block, Checks, Choice, Flag, Part, Printed, Table
from site_gen.model import (
    Assessment,
    Cells,
    Checked,
    Entry,
    Flagged,
    Instance,
    Named,
    RecordedItems,
    Value,
    Words,
)
from site_gen.problem import Span

VALUE_WIDTH = 56  # of the column 記載, in half-width characters
_STATES = {"absent": ABSENT, "blank": BLANK, "unmet": UNMET, "given": ""}
_MARKS = {"yes": TICKED, "no": UNTICKED, "unknown": UNKNOWN}

Kind = Literal["section", "heading", "item", "below", "printed", "link"]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the form: `kind` says how it looks, `indent` how deep its label stands.

    `marked` says that the row has a box, `choices` what its value is chosen from, `link` the sheet it leads to.
    """

    kind: Kind
    indent: int
    label: str
    address: str
    text: str = ""
    state: str = ""
    mark: str = ""
    marked: bool = False
    choices: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a table; `state` names the columns that are not plainly what they show: 変更前の記載：要約."""

    cells: tuple[str, ...]
    state: str
    address: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its columns with their widths in half-width characters, its rows."""

    columns: tuple[tuple[str, int], ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; `address` is that of all it holds."""

    name: str
    title: str
    address: str
    body: tuple[Line, ...] | Grid


def sheets(a: Assessment) -> tuple[Sheet, ...]:
    """The sheets of `a`: the record with a table of contents, then one a part (and repeat), each followed by its tables."""
    parts: list[Sheet] = []
    contents: list[Line] = []
    for part in a.parts:
        own = list(_part(part)) if part.state == "given" else []
        parts += own
        if own or not (part.item.optional and part.state == "absent"):
            contents.append(Line("link", 1, part.item.title, part.locator, _to(own[:1]), _STATES[part.state], link=_name(own[:1])))
            contents += (Line("link", 1, "", f"{part.locator}{CONTINUED}", _to([one]), link=one.name) for one in own[1:])
    record = _Lines("評価書")
    record.add(a.record.children, 1, a.record.span)
    head = Line("section", 0, CONTENTS, f"{a.record.locator}{OF}")
    return (Sheet("評価書", one_line(a.name), a.record.locator, (*record.lines, head, *contents)), *parts)


def _to(sheets: list[Sheet]) -> str:
    return f"{LINK}{sheets[0].name}」" if sheets else ""


def _name(sheets: list[Sheet]) -> str:
    return sheets[0].name if sheets else ""


def _part(part: Entry) -> Iterator[Sheet]:
    item = part.item
    assert isinstance(item, Part)
    name = f"{item.number} {item.label.removeprefix('特定個人情報')}".strip()
    if item.each == "change":
        ours = {key: width for key, width in _OURS.items() if any(one.child(key).state != "absent" for one in part.instances)}
        text = 42 - 8 * len(ours)  # the width of a page stays what it is
        yield Sheet(name, item.title, part.locator, _grid(part.instances, _CHANGE | {"変更前の記載": text, "変更後の記載": text} | ours))
    elif item.each:
        for one in part.instances:
            own = _Lines(f"{item.number or item.label}({one.number})")
            own.instance(one, 0)
            title = one_line(f"{item.title} {f'({one.number}) {one.name}' if item.each == 'file' else one.name}")
            short = f" {item.label.removeprefix('特定個人情報')}" if item.number else ""
            yield from own.sheets(f"{own.name}{short}", title, one.locator)
    else:
        own = _Lines(item.number or item.label)
        own.add(part.children, 1, part.span)
        yield from own.sheets(name, item.title, part.locator)


class _Lines:
    """The lines of one sheet, and the tables that its items lead to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self.tables: list[Sheet] = []

    def sheets(self, name: str, title: str, address: str) -> Iterator[Sheet]:
        yield Sheet(name, title, address, tuple(self.lines))
        yield from self.tables

    def add(self, entries: Iterable[Entry], depth: int, above: Span) -> None:
        """The rows under something that stands at `above`; an item that is not written has that place too."""
        for entry in entries:
            if entry.state == "unmet" and entry.span != above:
                entry = replace(entry, state="blank", children=())  # written, and empty, though the form does not ask for it
            if entry.item.optional and entry.state in ("absent", "unmet"):
                continue
            if isinstance(entry.item, Printed):
                self.lines.append(Line("printed", depth, "", entry.locator, "\n".join(entry.item.texts)))
            elif not entry.item.is_heading:
                self._item(entry, depth)
            elif entry.state == "given" and isinstance(entry.item, Block):
                for one in entry.instances:
                    self.lines.append(Line("heading", depth, f"{entry.item.label}{one.number}", one.locator))
                    self.instance(one, depth)
            elif entry.state == "given" and isinstance(entry.item, Table):
                self._table(entry, depth)
            else:
                kind: Kind = "section" if depth == 1 else "heading"
                self.lines.append(Line(kind, depth, _label(entry), entry.locator, state=_STATES[entry.state]))
                if entry.state == "given":
                    self.add(entry.children, depth + 1, entry.span)

    def instance(self, one: Instance, depth: int) -> None:
        if one.id:
            self.lines.append(Line("item", depth + 1, ID_LABEL, f"{one.locator}/{ID}", one.id))
        self.add(one.children, depth + 1, one.span)

    def _item(self, entry: Entry, depth: int) -> None:
        item, value = entry.item, entry.value
        choices = item.choices if isinstance(item, Choice) else ()
        state = _STATES[entry.state]
        text = entry.text
        if isinstance(item, Flag):
            mark = _MARKS[value.state] if isinstance(value, Flagged) else ""
            self.lines.append(Line("item", depth, _label(entry), entry.locator, text, state, mark, marked=True))
        else:
            self._texts("item", depth, _label(entry), entry.locator, text, state or _state(value), choices)
        if isinstance(item, Checks) and (entry.state == "blank" or isinstance(value, Checked)):
            self._boxes(entry, depth + 1)
        elif isinstance(value, Named):
            for number, name in enumerate(value.names, 1):
                self._texts("below", depth + 1, f"({number})", f"{entry.locator}{OF}{number}", name.text, _state(name))
        elif isinstance(value, RecordedItems):
            self._recorded(value, entry, depth + 1)
        elif isinstance(value, Cells):
            self._free_table(value, entry)
        if any(child.state != entry.state for child in entry.children if not isinstance(child.item, Printed)) or (
            entry.state == "given"
        ):
            self.add(entry.children, depth + 1, entry.span)

    def _texts(
        self, kind: Kind, depth: int, label: str, address: str, text: str, state: str, choices: tuple[str, ...] = ()
    ) -> None:
        """A text, on as many lines as it takes."""
        for number, (piece, inside) in enumerate(cut(text, VALUE_WIDTH)):
            if number:
                self.lines.append(Line(kind, depth, "", f"{address}{CONTINUED}", piece, JOINED if inside else ""))
            else:
                self.lines.append(Line(kind, depth, label, address, piece, state, choices=choices))

    def _boxes(self, entry: Entry, depth: int) -> None:
        item = entry.item
        assert isinstance(item, Checks)
        marks = {mark.option.label: mark for mark in entry.value.marks} if isinstance(entry.value, Checked) else {}
        group = ""
        for position, option in enumerate(item.options, 1):
            if option.group != group:
                group = option.group
                self.lines.append(Line("printed", depth, f"［{group}］", f"{entry.locator}{OF}"))
            mark = marks.get(option.label)
            sign = "" if mark is None or mark.state == "no" else _MARKS[mark.state]
            address = f"{entry.locator}{OF}{position}"
            for number, (piece, inside) in enumerate(cut(mark.detail if mark else "", VALUE_WIDTH)):
                if number:
                    self.lines.append(Line("below", depth, "", f"{address}{CONTINUED}", piece, JOINED if inside else ""))
                else:
                    self.lines.append(Line("below", depth, option.label, address, piece, "", sign, marked=True))

    def _recorded(self, value: RecordedItems, entry: Entry, depth: int) -> None:
        for position, group in enumerate(value.groups):
            if group.heading or position:
                self._texts("below", depth, "見出し", f"{entry.locator}{HEADING}", group.heading, "")
            for number, words in enumerate(group.items, group.first):
                self._texts("below", depth, f"{number}", f"{entry.locator}{OF}{number}", words.text, _state(words))

    def _table(self, entry: Entry, depth: int) -> None:
        title = entry.item.label.removeprefix("（別紙）")
        name = f"{self.name} {title}"
        self.lines.append(Line("link", depth, _label(entry), entry.locator, f"{LINK}{name}」", link=name))
        widths = {child.name: _widest((one.child(child.name).text for one in entry.instances), child.name)
                  for child in entry.item.items}
        self.tables.append(Sheet(name, f"{self.name} {entry.item.label}", entry.locator, _grid(entry.instances, widths)))

    def _free_table(self, value: Cells, entry: Entry) -> None:
        name = f"{self.name} {entry.item.label}"
        self.lines[-1] = Line("link", self.lines[-1].indent, _label(entry), entry.locator, f"{LINK}{name}」", link=name)
        columns = tuple((head, _widest((row[at] for row in value.rows), head)) for at, head in enumerate(value.columns))
        address = f"{entry.locator}{ROWS}"
        rows: list[GridRow] = []
        for number, row in enumerate(value.rows, 1):
            notes = [""] * len(columns)
            rows += _grid_rows(row, notes, columns, f"{entry.locator}{OF}{number}", [f"{at}列" for at in range(1, len(row) + 1)])
        self.tables.append(Sheet(name, name, address, Grid(columns, tuple(rows))))


_OURS = {"対象": 14, "番号の変更": 14}  # not the form's: shown where a row has them
_CHANGE = {"変更日": 14, "項目": 24, "変更前の記載": 42, "変更後の記載": 42, "提出時期": 8, "提出時期に係る説明": 24}


def _grid(instances: tuple[Instance, ...], widths: dict[str, int]) -> Grid:
    columns = tuple(widths.items())
    rows: list[GridRow] = []
    for one in instances:
        entries = [one.child(name) for name in widths]
        states = [_cell_state(entry) for entry in entries]
        own = [f"{ID}{OF}{one.id}"] if one.id else []
        rows += _grid_rows([_in_cell(entry) for entry in entries], states, columns, one.locator, list(widths), own)
    return Grid(columns, tuple(rows))


def _cell_state(entry: Entry) -> str:
    """The state of a cell; an empty one of a column that a row may lack is lacking, unless it says 空欄."""
    if entry.state == "absent":
        return "" if entry.item.optional else ABSENT
    return BLANK if entry.state == "blank" and entry.item.optional else _state(entry.value)


def _in_cell(entry: Entry) -> str:
    """The text of an item in a cell; names one a line."""
    if isinstance(entry.value, Named):
        return "\n".join(f"{SUMMARY}：{name.text}" if name.summary else name.text for name in entry.value.names)
    return entry.text


def _grid_rows(
    texts: Iterable[str], states: list[str], columns: tuple[tuple[str, int], ...], address: str, names: list[str],
    notes: list[str] | None = None,
) -> Iterator[GridRow]:
    """One row of a table, on as many rows as its longest cell takes."""
    pieces = [list(cut(text, width)) for text, (_, width) in zip(texts, columns, strict=True)]
    for number in range(max((len(one) for one in pieces), default=1)):
        here = [one[number] if number < len(one) else ("", False) for one in pieces]
        said = list(notes or ()) if number == 0 else []
        for name, state, (_, inside) in zip(names, states, here, strict=True):
            word = state if number == 0 else JOINED if inside else ""
            said += [f"{name}{OF}{word}"] if word else []
        yield GridRow(tuple(text for text, _ in here), "\n".join(said), address + (CONTINUED if number else ""))


def _widest(texts: Iterable[str], head: str) -> int:
    """A width for a column that most of its texts fit into."""
    return min(max([width_of(line) for text in (head, *texts) for line in text.split("\n")]) + 2, 40)


def _label(entry: Entry) -> str:
    return f"{entry.item.title} ※" if entry.important and entry.item.title else entry.item.title


def _state(value: Value | Words | None) -> str:
    return SUMMARY if isinstance(value, Words) and value.summary else ""
