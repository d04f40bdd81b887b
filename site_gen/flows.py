"""An assessment in, its flows of personal data out: from whom a file is filled, who gets it, on what legal basis (Ⅱ 3 to 5).

Everything is as written. A blank cell of a list repeats the one above it; a row that only points at a list elsewhere
(※（別紙）…一覧を参照) is kept, and names no party.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from site_gen.form import Part, Table
from site_gen.kept import remembered
from site_gen.model import Assessment, Checked, Chosen, Entry, Instance, State, Value, Words
from site_gen.parties import Kind as PartyKind
from site_gen.parties import Naming, Party, core, names, normal
from site_gen.pointers import pointers
from site_gen.problem import Problem, Span, warning
from site_gen.source import brief
from site_gen.wording import is_elsewhere

# source: 入手元. provision: 提供先. transfer: 移転先. outsourcing: 委託事項.
Kind = Literal["source", "provision", "transfer", "outsourcing"]

LABELS: dict[Kind, str] = {"source": "入手", "provision": "提供", "transfer": "移転", "outsourcing": "委託"}
_BLOCKS: dict[str, Kind] = {"提供先": "provision", "移転先": "transfer", "委託事項": "outsourcing"}
_LISTS: dict[str, Kind] = {"提供先一覧": "provision", "移転先一覧": "transfer"}
_WHO: dict[Kind, PartyKind] = {
    "source": "recipient", "provision": "recipient", "transfer": "department", "outsourcing": "contractor",
}
_OTHER_DEPARTMENTS = "評価実施機関内の他部署"
_SYSTEM = re.compile(r"システム(?:（.*）)?$")  # その他 names what data comes through as well as whom it comes from


# How a cell is filled in; not-asked: the form has no such item there.
Filled = State | Literal["not-asked"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one cell says: `text` as written; a summary in other words than the document's; the words of the row above.

    `state` says why there is no text; given: what was chosen cannot be read.
    """

    text: str = ""
    summary: bool = False
    above: bool = False
    anchor: str = ""
    state: Filled = "not-asked"


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow as one row of the form tells it.

    `number` is 提供先12, 項番8 or the box of 入手元; `parties` are those named in it that have a page. `means` are the
    ticked boxes with their brackets, `unsure` says that some boxes cannot be read, `boxes` how they are filled in.
    `elsewhere`: the row only points at a list that holds the flows themselves; `through` is that row for those of the
    list, and says what the list has no column for.
    """

    kind: Kind
    file: int
    file_name: str
    number: str
    name: Said
    parties: tuple[Party, ...]
    data: Said
    purpose: Said
    basis: Said
    means: tuple[str, ...]
    unsure: bool
    boxes: Filled
    frequency: Said
    whose: Said
    people: Said
    locator: str
    anchor: str
    span: Span
    elsewhere: bool = False
    again: Said = NOTHING  # 再委託の有無, of an outsourcing
    through: "Flow | None" = None

    @property
    def label(self) -> str:
        """提供, 移転, 委託 or 入手."""
        return LABELS[self.kind]


@remembered(64)
def flows(a: Assessment, naming: Naming | None) -> tuple[Flow, ...]:
    """Every flow of `a` in the order of the form, file by file; none for a form that does not ask (様式2). Without a `naming` no party
    is looked for."""
    found: list[Flow] = []
    for part in a.parts:
        if isinstance(part.item, Part) and part.item.each == "file":
            for file in part.instances:
                for entry in file.children:
                    found += _in(entry, file, naming)
    return _with_pointing(a, found)


def _with_pointing(a: Assessment, found: list[Flow]) -> tuple[Flow, ...]:
    """Each row of a list with the one block of its file that points at the list; without it where several do."""
    blocks = {flow.name.anchor: flow for flow in found if flow.elsewhere}
    through: dict[str, list[Flow]] = {}
    for one in pointers(a) if blocks else ():
        for row in one.target.instances if one.source.anchor in blocks else ():
            through.setdefault(row.anchor, []).append(blocks[one.source.anchor])
    own = (
        [one for one in through.get(flow.anchor, ()) if (one.kind, one.file) == (flow.kind, flow.file)] for flow in found
    )
    return tuple(replace(flow, through=some[0]) if len(some) == 1 else flow for flow, some in zip(found, own, strict=True))


@dataclass(frozen=True, slots=True)
class Contractor:
    """A contractor as a row names it, and where the row stands."""

    name: str
    span: Span


def contractors(found: Iterable[Flow]) -> Iterator[Contractor]:
    """The contractors that flows name, in their order."""
    return (Contractor(party.name, flow.span) for flow in found if flow.kind == "outsourcing" for party in flow.parties)


def spellings(found: Iterable[Contractor]) -> Iterator[Problem]:
    """Contractors whose names differ in nothing but their legal form or points are most likely one: a warning each."""
    known: dict[str, Contractor] = {}
    for one in found:
        first = known.setdefault(core(one.name), one)
        if normal(first.name) != normal(one.name):
            known[core(one.name)] = one
            yield warning(one.span, "party-spelling",
                          f"委託先「{brief(one.name)}」は、{first.span} の「{brief(first.name)}」の書き方の違いかもしれません",
                          "同じ会社なら、content/aliases.yaml の「委託先」に、名称と別名を書いてください")


def _in(entry: Entry, file: Instance, naming: Naming | None) -> Iterator[Flow]:
    """The flows under one heading."""
    name = entry.item.name
    if name == "入手元":
        yield from _sources(entry, file, naming)
    elif name in _BLOCKS:
        for block in entry.instances:
            yield _of_block(_BLOCKS[name], block, file, naming)
    elif name in _LISTS:
        assert isinstance(entry.item, Table)
        for row in entry.instances:
            yield _of_row(_LISTS[name], row, entry.item.numbered_by, file, naming)
    else:
        for child in entry.children:
            yield from _in(child, file, naming)


def _sources(entry: Entry, file: Instance, naming: Naming | None) -> Iterator[Flow]:
    """A flow for each ticked box of 入手元, with what the items beside it say of all of them."""
    marks = entry.value.marks if isinstance(entry.value, Checked) else ()
    section = {one.item.name: one for child in file.children for one in child.children if entry in child.children}
    means, unsure, boxes = _means(section.get("入手方法"))
    for mark in marks:
        if mark.state != "yes":
            continue
        kind: PartyKind = "department" if mark.option.label == _OTHER_DEPARTMENTS else "recipient"
        named = mark.detail or ("" if mark.option.detail else mark.option.label)
        yield Flow(
            "source", file.number, file.name, mark.option.label, Said(named, anchor=entry.anchor, state="given"),
            naming.parties(kind, (name for name in names(mark.detail) if not _SYSTEM.search(name))) if naming else (),
            NOTHING, _said(section.get("使用目的")), NOTHING, means, unsure, boxes, _said(section.get("入手の時期・頻度")),
            NOTHING, NOTHING, entry.locator, entry.anchor, entry.span,
        )


def _of_block(kind: Kind, block: Instance, file: Instance, naming: Naming | None) -> Flow:
    cells = {entry.item.name: entry for top in block.children for entry in top.walk()}
    name = _said(cells.get("委託先名") if kind == "outsourcing" else block.children[0])
    means, unsure, boxes = _means(next((cells[key] for key in _MEANS if key in cells), None))
    return Flow(
        kind, file.number, file.name, block.place.rpartition("「")[2].rstrip("」"), name,
        _parties(kind, name, naming),
        _of(cells, "提供する情報", "移転する情報"),
        _said(block.children[0]) if kind == "outsourcing" else _of(cells, "提供先における用途", "移転先における用途"),
        _of(cells, "法令上の根拠"), means, unsure, boxes, _of(cells, "時期・頻度"),
        _of(cells, "提供する情報の対象となる本人の範囲", "移転する情報の対象となる本人の範囲", "対象となる本人の範囲"),
        _of(cells, *_PEOPLE), block.locator, block.anchor, block.span, is_elsewhere(name.text),
        _of(cells, "再委託の有無"),
    )


def _of_row(kind: Kind, row: Instance, numbered_by: str, file: Instance, naming: Naming | None) -> Flow:
    cells = {entry.item.name: entry for entry in row.children}
    name = _of(cells, "提供先", "移転先")
    number = _said(cells.get(numbered_by)).text.strip()
    return Flow(
        kind, file.number, file.name, f"{numbered_by}{number}" if number else f"{row.number}行目", name,
        _parties(kind, name, naming),
        NOTHING, _of(cells, "用途"), _of(cells, "用途の法的根拠"), (), False, "not-asked", _of(cells, "時期・頻度"),
        NOTHING, NOTHING, row.locator, row.anchor, row.span,
    )


def _parties(kind: Kind, name: Said, naming: Naming | None) -> tuple[Party, ...]:
    """A block or row of 提供先 is one recipient, in whatever words a statute describes it; other cells may list several."""
    return naming.parties(_WHO[kind], (name.text,) if kind == "provision" else names(name.text)) if naming else ()


_MEANS = ("提供方法", "移転方法", "委託先への特定個人情報ファイルの提供方法")
_PEOPLE = ("提供する情報の対象となる本人の数", "移転する情報の対象となる本人の数", "対象となる本人の数")


def _of(cells: dict[str, Entry], *keys: str) -> Said:
    return next((_said(cells[key]) for key in keys if key in cells), NOTHING)


def _said(entry: Entry | None) -> Said:
    if entry is None:
        return NOTHING
    value: Value | None = entry.value
    if value is None and entry.above is not None:
        return Said(getattr(entry.above, "text", ""), getattr(entry.above, "summary", False), True, entry.anchor, entry.state)
    text = value.choice if isinstance(value, Chosen) else entry.text.rstrip("\n")
    return Said(text, isinstance(value, Words) and value.summary, False, entry.anchor, entry.state)


def _means(entry: Entry | None) -> tuple[tuple[str, ...], bool, Filled]:
    """The ticked boxes with their brackets, whether some cannot be read, and how they are filled in."""
    if entry is None:
        return (), False, "not-asked"
    marks = entry.value.marks if isinstance(entry.value, Checked) else ()
    ticked = tuple(m.option.label + (f"（{m.detail}）" if m.detail else "") for m in marks if m.state == "yes")
    return ticked, any(mark.state == "unknown" for mark in marks), entry.state
