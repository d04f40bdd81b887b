"""An assessment in, its rows of every table of `tables` out, as JSON has them.

Texts are as written. Where nothing is written the state says why: empty (blank), not included (absent), not asked for
(unmet), not to be read (unknown); and which texts are summaries.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from site_gen import facts as figures_of
from site_gen.changes import ChangeView
from site_gen.citations import Laws
from site_gen.data.tables import ASSESSMENTS, CHANGES, FLOWS, RECORDED_ITEMS, SYSTEMS, Column, Table
from site_gen.flows import Flow, Said
from site_gen.form import Block, Checks, Choice
from site_gen.index import Facts, Placed
from site_gen.laws import shown
from site_gen.model import (
    Assessment,
    Checked,
    Chosen,
    Dated,
    Entry,
    Flagged,
    Instance,
    Municipality,
    RecordedItems,
    Words,
)
from site_gen.systems import systems

Row = Mapping[str, Any]  # a value is what its column says, as JSON has it

_UNREAD = {"text": "", "state": "not-asked"}


@dataclass(frozen=True, slots=True)
class Source:
    """An assessment with what pages know of it: its facts, the page of every anchor in the folder of the assessment (`.`: its
    first), and its rows of 変更箇所 with the page and the day that each is listed under; the statutes that the site knows.
    `site` is where the site lies, empty or with a / at its end."""

    municipality: Municipality
    assessment: Assessment
    facts: Facts
    pages: Mapping[str, str]
    changes: tuple[tuple[ChangeView, str, str | None], ...]
    laws: Laws
    site: str

    @property
    def base(self) -> str:
        """The folder of the assessment in the site."""
        return self.facts.base

    def address(self, page: str, anchor: str = "") -> str:
        """Where a page lies, and a place on it: on the web where the site tells its 公開URL, else in the site."""
        return f"{self.site}{page}/index.html" + (f"#{anchor}" if anchor else "")

    def place(self, anchor: str) -> str:
        """Where an item of the assessment stands; empty when it is on no page."""
        page = self.pages.get(anchor)
        if page is None:
            return ""
        return self.address(posixpath.normpath(f"{self.base}/{page}"), "" if page == anchor else anchor)


def rows(source: Source) -> dict[str, tuple[Row, ...]]:
    """The rows of one assessment by the key of their table, in the order of the form; `assessments` has one."""
    found = {
        FLOWS.key: _fill(FLOWS, source, _flows(source)),
        SYSTEMS.key: _fill(SYSTEMS, source, _systems(source)),
        RECORDED_ITEMS.key: _fill(RECORDED_ITEMS, source, _recorded(source)),
        CHANGES.key: _fill(CHANGES, source, _changes(source)),
    }
    return {ASSESSMENTS.key: _fill(ASSESSMENTS, source, (_assessment(source, found),)), **found}


def state_of(entry: Entry | None) -> str:
    """How a place is filled in, one of `tables.STATES`; None stands for a place that the form does not have there."""
    if entry is None:
        return "not-asked"
    value = entry.value
    if value is None:
        if entry.above is not None:
            return "above-summary" if getattr(entry.above, "summary", False) else "above"
        return entry.state
    unread = (
        (isinstance(value, Chosen) and value.index is None)
        or (isinstance(value, Checked) and any(mark.state == "unknown" for mark in value.marks))
        or (isinstance(value, Flagged) and value.state == "unknown")
    )
    return "unknown" if unread else "summary" if isinstance(value, Words) and value.summary else "given"


def said(entry: Entry | None) -> dict[str, str]:
    """What `entry` says: its text as written, and its state; that of a choice in the words of the form."""
    if entry is None:
        return _UNREAD
    value = entry.value if entry.value is not None else entry.above
    text = value.choice if isinstance(value, Chosen) else getattr(value, "text", "")
    return {"text": text.strip("\n"), "state": state_of(entry)}


def ticked(entry: Entry | None) -> dict[str, object]:
    """The ticked boxes of `entry` with what stands in their brackets, and its state."""
    value = entry.value if entry else None
    marks = value.marks if isinstance(value, Checked) else ()
    texts = [m.option.label + (f"（{m.detail}）" if m.detail else "") for m in marks if m.state == "yes"]
    written = entry.text if entry and entry.text else ""  # なし in the place of boxes
    return {"values": texts or ([written] if written else []), "state": state_of(entry)}


def _fill(table: Table, source: Source, found: Iterable[Row]) -> tuple[Row, ...]:
    """`found` with what every row says of its assessment; each has all columns of `table`, in their order."""
    m = source.municipality
    whose = {"municipality_code": m.code, "municipality": m.name, "assessment": source.base,
             "assessment_name": source.assessment.name}
    return tuple(_ordered(table.columns, {**whose, **row}) for row in found)


def _ordered(columns: Sequence[Column], row: Row) -> Row:
    assert {column.key for column in columns} == set(row), set(row) ^ {column.key for column in columns}
    return {column.key: row[column.key] for column in columns}


def _assessment(source: Source, found: Mapping[str, Sequence[Row]]) -> Row:
    m, a = source.municipality, source.assessment
    known = figures_of.figures(a)
    cover, last = a.part("表紙"), known.last_change
    return {
        "prefecture": m.prefecture,
        "fictional": m.fictional,
        "number": said(_child(cover, "評価書番号")),
        "form": a.form.name,
        "edition": a.edition,
        "excerpt": a.excerpt,
        "published": said(_child(cover, "公表日")),
        "published_day": known.published.start.iso if known.published else None,
        "last_change_day": last.day.iso if last and last.day else None,
        "people": known.people,
        "files": [file.name for file in known.files],
        **{f"{key}_count": len(of_kind) for key, of_kind in found.items()},
        "source": a.source.name if a.source else "",
        "source_url": a.source.url if a.source else "",
        "address": source.address(source.base),
    }


def _flows(source: Source) -> Iterator[Row]:
    entries = {entry.anchor: entry for entry in source.assessment.entries}
    blocks = {one.anchor: one for entry in entries.values() for one in entry.instances}
    beside = {
        entry.anchor: section for section in entries.values() for entry in section.children if entry.item.name == "入手元"
    }
    for placed in source.facts.flows:
        flow = placed.flow
        around = beside.get(flow.anchor)
        inside = blocks.get(flow.anchor)
        under = tuple(around.children) if around else tuple(_walk(inside)) if inside else ()
        yield {**_flow(source, placed, entries), **_chosen_in(flow, under)}


def _flow(source: Source, placed: Placed, entries: Mapping[str, Entry]) -> Row:
    """What the flow itself says; the state of a text is that of the place it stands in."""
    flow = placed.flow

    def text(one: Said) -> dict[str, str]:
        return {"text": one.text, "state": state_of(entries.get(one.anchor))} if one.anchor else _UNREAD

    return {
        "file_number": flow.file,
        "file_name": flow.file_name,
        "kind": flow.kind,
        "number": flow.number,
        "name": {"text": flow.name.text, "state": "given"} if flow.kind == "source" else text(flow.name),
        "list_elsewhere": flow.elsewhere,
        "parties": [
            {"kind": one.kind, "key": one.key, "name": one.name, "address": source.address(one.path)} for one in flow.parties
        ],
        "data": text(flow.data),
        "purpose": text(flow.purpose),
        "basis": text(flow.basis),
        "statutes": [
            {"written": one.written, "key": one.path.partition("/")[2],
             "name": shown(source.laws, one.law, one.provision), "address": source.address(one.leads_to)}
            for one in source.facts.cites if one.basis and one.row == flow.anchor
        ],
        "frequency": text(flow.frequency),
        "scope": text(flow.whose),
        "locator": flow.locator,
        "address": source.address(placed.page, flow.anchor),
    }


def _chosen_in(flow: Flow, under: Sequence[Entry]) -> Row:
    """What is chosen or ticked in the rows of the block of `flow`, or beside the box of its 入手元."""
    checks = (entry for entry in under if isinstance(entry.item, Checks) and entry.item.name.endswith("方法"))
    people = (entry for entry in under if isinstance(entry.item, Choice) and entry.item.name.endswith("本人の数"))
    again = (entry for entry in under if entry.item.name == "再委託の有無")
    source = flow.kind == "source"
    return {
        "means": ticked(next(checks, None)),
        "people": _UNREAD if source else said(next(people, None)),
        "subcontracting": said(next(again, None)),
    }


def _systems(source: Source) -> Iterator[Row]:
    """A row for each システムn; one without a number where the form asks for the names in one text (様式2)."""
    entries = source.assessment.entries
    blocks = [entry for entry in entries if isinstance(entry.item, Block) and entry.item.name == "システム"]
    named = [entry for entry in entries if entry.item.name == "システムの名称" and entry.value is not None]
    for entry in named if not blocks else ():
        yield {
            "number": None,
            "name": said(entry),
            "function": _UNREAD,
            "connections": ticked(None),
            "connected": [],
            "locator": entry.locator,
            "address": source.place(entry.anchor),
        }
    connections = systems(source.assessment).connections
    for one in (one for block in blocks for one in block.instances):
        yield {
            "number": one.number,
            "name": said(_in(one, "システムの名称")),
            "function": said(_in(one, "システムの機能")),
            "connections": ticked(_in(one, "他のシステムとの接続")),
            "connected": [{"name": to.name, "number": to.target} for to in connections if to.source == one.number],
            "locator": one.locator,
            "address": source.place(one.anchor),
        }


def _recorded(source: Source) -> Iterator[Row]:
    a = source.assessment
    for part in a.parts:
        for file in part.instances if getattr(part.item, "each", "") == "file" else ():
            for entry in (entry for entry in _walk(file) if entry.item.kind == "recorded" and entry.value is not None):
                where = {
                    "file_number": file.number,
                    "file_name": a.files[file.number - 1] if file.number <= len(a.files) else file.name,
                    "locator": entry.locator,
                    "address": source.place(entry.anchor),
                }
                if not isinstance(entry.value, RecordedItems):
                    yield {**where, "heading": "", "number": None, "item": said(entry)}
                    continue
                for group in entry.value.groups:
                    for number, words in enumerate(group.items, group.first):
                        state = "summary" if words.summary else "given" if words.text else "blank"
                        yield {**where, "heading": group.heading, "number": number, "item": {"text": words.text, "state": state}}


def _changes(source: Source) -> Iterator[Row]:
    for view, page, date in source.changes:
        row = view.changed.row
        day = row.child("変更日")
        yield {
            "day": said(day),
            "date": day.value.start.iso if isinstance(day.value, Dated) else date,
            "item": said(row.child("項目")),
            "item_above": view.same_as,
            "targets": [
                {"locator": one.locator, "locator_now": one.now, "standing": one.when, "title": one.title,
                 "address": source.place(one.anchor) if one.anchor else ""}
                for one in view.changed.targets
            ],
            "resolved": view.changed.resolution.status,
            "important": view.changed.important,
            "before": said(view.before.entry),
            "after": said(view.after.entry),
            "timing": said(view.timing),
            "reason": said(view.reason),
            "locator": row.locator,
            "address": source.address(f"{source.base}/{page}", row.anchor),
        }


def _child(entry: Entry, name: str) -> Entry | None:
    return next((one for one in entry.children if one.item.name == name), None)


def _in(block: Instance, name: str) -> Entry | None:
    return next((one for one in block.children if one.item.name == name), None)


def _walk(block: Instance) -> Iterator[Entry]:
    for entry in block.children:
        yield from entry.walk()
