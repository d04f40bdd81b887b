"""An assessment as a city's Excel file on the statutory form prints it: ruled tables with labels on the left.

The HTML that `html` gives is printed by a browser; it shares nothing with the site's templates. Cells span columns and
rows, lists of choices stand in the cell of the choice, boxes are [○] and [　], the head of the table of changes stands
again on each page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from site_gen.form import Checks, Choice, Flag, Part, Printed, Table
from site_gen.model import (
    Assessment,
    Checked,
    Chosen,
    Entry,
    Flagged,
    Instance,
    Named,
    RecordedItems,
    Words,
)

STYLE = """
@page { size: A4; margin: 14mm 12mm 16mm }
body { font: 9.5pt/1.45 "Noto Sans CJK JP"; margin: 0 }
h1 { font-size: 15pt; text-align: center }
h2 { font-size: 12pt; font-weight: 400; margin: 18pt 0 4pt }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: 0 0 10pt }
td, th { border: 0.8pt solid #000; padding: 2pt 3pt; vertical-align: middle; text-align: left; font-weight: 400; white-space: pre-wrap;
  overflow-wrap: anywhere; line-break: strict }
td.label { background: #eef }
.tight td { vertical-align: top }
"""
FOOT = '<div style="font-size:8pt;width:100%;text-align:center"><span class="pageNumber"></span></div>'


def html(assessment: Assessment) -> str:
    """The whole document; what the assessment does not hold (absent, unmet) is not in it."""
    parts = [_cover(assessment)]
    for part in assessment.parts:
        name = f"（{part.item.number}）" if part.item.number.startswith("別添") else f"{part.item.number}　"
        title = f"<h2>{name}{part.item.label}</h2>"
        assert isinstance(part.item, Part)
        if part.item.name in ("表紙", "別紙") or part.state in ("absent", "unmet"):
            continue
        if part.item.each == "change":
            parts += [title, _changes(part.instances)]
        elif part.instances:
            for instance in part.instances:
                first, *others = instance.children
                number = f"({instance.number}) " if part.item.each == "file" else ""
                name = _row(_title(first), f"{number}{_value(first)}")
                parts += [title, _table(name + "".join(_rows(others)))]
        else:
            parts += [title, _table("".join(_rows(part.children)))]
    return f'<!doctype html><html lang="ja"><meta charset="utf-8"><style>{STYLE}</style><body>{"".join(parts)}'


def _cover(assessment: Assessment) -> str:
    cover = assessment.part("表紙")
    rows = "".join(_row(entry.item.title, _value(entry)) for entry in cover.children if entry.state in ("given", "blank"))
    return f"<h1>特定個人情報保護評価書（{assessment.form.name}）</h1>{_table(rows)}"


def _table(rows: str) -> str:
    columns = '<col style="width:7%"><col style="width:21%"><col style="width:72%">'
    return f"<table><colgroup>{columns}</colgroup>{rows}</table>"


def _rows(entries: Sequence[Entry], deep: bool = False) -> Iterator[str]:
    """Each item as a row; what stands under it with a narrower label, as in the form."""
    for entry in entries:
        if isinstance(entry.item, Printed):
            yield f'<tr><td colspan="3">{escape("　".join(entry.item.texts))}</td></tr>'
        elif isinstance(entry.item, Table):
            yield from _inner_table(entry)
        elif entry.state in ("absent", "unmet") and not entry.children and not entry.instances:
            continue
        elif entry.instances:
            for instance in entry.instances:
                first, *others = instance.children
                named = not first.item.number
                yield _row(f"{entry.item.label}{instance.number}", _value(first) if named else "")
                yield from _rows(others if named else instance.children)
        elif entry.item.is_heading:
            flags = [child for child in entry.children if isinstance(child.item, Flag)]
            boxes = "　".join(f"{_box(flag)} {flag.item.label}" for flag in flags)
            yield f'<tr><td colspan="3" class="label">{escape(_title(entry))}{"　" * 6 if boxes else ""}{escape(boxes)}</td></tr>'
            yield from _rows([child for child in entry.children if child not in flags], entry.item.kind == "group")
        elif entry.state in ("given", "blank", "absent"):
            if entry.state != "absent":
                yield _narrow(_title(entry), _value(entry)) if deep else _row(_title(entry), _value(entry))
            yield from _rows(entry.children, deep=True)


def _title(entry: Entry) -> str:
    return entry.item.title + (" ※" if entry.item.important else "")


def _row(label: str, text: str) -> str:
    return f'<tr><td class="label" colspan="2">{escape(label)}</td><td>{escape(text)}</td></tr>'


def _narrow(label: str, text: str) -> str:
    return f'<tr><td class="label"></td><td class="label">{escape(label)}</td><td>{escape(text)}</td></tr>'


def _inner_table(entry: Entry) -> Iterator[str]:
    if not entry.instances:
        return
    heads = "".join(f'<td class="label">{escape(column.label)}</td>' for column in entry.item.items)
    rows = ["".join(f"<td>{escape(_value(cell))}</td>" for cell in row.children) for row in entry.instances]
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    yield f"</table><table><thead><tr>{heads}</tr></thead>{body}</table>{_table('').removesuffix('</table>')}"


def _changes(instances: Sequence[Instance]) -> str:
    heads = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
    widths = (11, 15, 27, 27, 7, 13)
    columns = "".join(f'<col style="width:{width}%">' for width in widths)
    head = "".join(f"<th>{name}</th>" for name in heads)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(_plain(row.child(name)))}</td>' for name in heads)}</tr>" for row in instances
    )
    return f'<table class="tight"><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>{rows}</table>'


def _plain(entry: Entry) -> str:
    return entry.text if entry.value is not None else ""


def _value(entry: Entry) -> str:
    """The text of the cell, with the form's own list of choices or boxes around what is chosen."""
    value = entry.value
    if isinstance(entry.item, Choice) and (value is None or isinstance(value, Chosen)):
        numbered = "　".join(f"{number}) {choice}" for number, choice in enumerate(entry.item.choices, 1))
        chosen = value.choice if isinstance(value, Chosen) else ""
        return f"［　{chosen}　］\n＜選択肢＞\n{numbered}"
    if isinstance(entry.item, Checks) and isinstance(value, Checked):
        return "\n".join(_marks(value))
    if isinstance(value, Named):
        return "\n".join(f"({number}) {name.text}" for number, name in enumerate(value.names, 1))
    if isinstance(value, RecordedItems):
        return "\n".join(
            f"{group.first + place}. {one.text}" for group in value.groups for place, one in enumerate(group.items)
        )
    if isinstance(value, Words):
        return value.text
    return entry.text


def _marks(value: Checked) -> Iterator[str]:
    for mark in value.marks:
        detail = f" （ {mark.detail} ）" if mark.detail else " （　　　）" if mark.option.detail else ""
        yield f"{'[○]' if mark.state == 'yes' else '[　]'} {mark.option.label}{detail}"


def _box(entry: Entry) -> str:
    return "[○]" if isinstance(entry.value, Flagged) and entry.value.state == "yes" else "[　]"
