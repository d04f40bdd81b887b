"""A content folder and the site that was built of it in, the same pages as files for Hugo and Eleventy out: front matter in YAML.

The other generators know no form, so what the form decides is given to them ready: which pages there are, which item stands where,
its title and its address, whom and what a row names. What a page shows is in its own file and nowhere else, so that as much YAML is
read as we read, and an edit is an edit of one file; `all` and the lists take it from the pages beside them. Nothing of this is timed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_gen import content
from site_gen.form import Checks, Choice, Fixed, Item, Printed
from site_gen.model import Assessment, Cells, Checked, Chosen, Entry, Flagged, Instance, Named, RecordedItems
from site_gen.pages.parts import BlocksView, PartView, block_views, part_views

Node = dict[str, Any]
_KINDS = ("recipients", "departments", "contractors")  # folders of those whom rows name


@dataclass
class Table:
    """What the form says of the items that were met, each once: their numbers are what pages name them by."""

    numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def number(self, entry: Entry) -> int:
        """The number of this entry's item."""
        row = (entry.item.title, entry.item.kind, entry.important, _options(entry.item), entry.item.anchor)
        return self.numbers.setdefault(row, len(self.numbers))

    def rows(self) -> list[Node]:
        """Of each number its title, kind, ※, the options to choose from, and its piece of an address."""
        return [{"t": title, "k": kind, "m": marked, "o": list(options), "x": piece} for title, kind, marked, options, piece in self.numbers]


@dataclass
class Index:
    """Title by address of those whom rows name and of provisions; the provisions of each statute by its address."""

    titles: dict[str, str] = field(default_factory=dict)
    provisions: dict[str, dict[str, None]] = field(default_factory=dict)


def prepare(folder: Path, built: Path, target: Path) -> int:
    """Write to `target`, which must not be there, the pages of `folder`, of which `site-gen build` made `built`; how many files.

    `target`/content holds the pages, `target`/data/form.json what the form says.
    """
    table, index, files = Table(), Index(), 0
    pages = target / "content"
    for home in sorted(one for one in folder.iterdir() if (one / "municipality.yaml").is_file()):
        name = ""
        for folder_of in sorted(one for one in home.iterdir() if one.is_dir()):
            one = content.read_one(folder, home.name, folder_of.name)
            assert one.assessment is not None
            name = one.municipality
            for path, node in _pages(one.assessment, name, built / home.name / folder_of.name, table, index):
                files += _write(pages / home.name / folder_of.name / path, node)
        files += _write(pages / home.name / "_index.md", {"title": f"{name}の特定個人情報保護評価書", "layout": "municipality"})
    files += _write(pages / "_index.md", {"title": "特定個人情報保護評価書 公開サイト（見本）", "layout": "portal"})
    files += sum(_write(pages / path / "_index.md", node) for path, node in _indexes(index))
    years = sorted({path.name[6:10] for path in pages.glob("*/*/henko-2*.md")})
    files += sum(_write(pages / "changes" / f"y{year}" / "_index.md", {"title": f"{year}年の変更", "layout": "year", "year": year}) for year in years)
    (target / "data").mkdir()
    (target / "data/form.json").write_text(json.dumps(table.rows(), ensure_ascii=False), encoding="utf-8")
    return files


def _pages(a: Assessment, home: str, built: Path, table: Table, index: Index) -> Iterator[tuple[str, Node]]:
    """Name and front matter of every file of an assessment."""
    flows, changes = _csv(built / "flows.csv"), _csv(built / "changes.csv")
    cover = a.part("表紙")
    published = cover.child("公表日").text
    about = [f"{a.form.name}（{a.form.style}、{a.edition}版）", *([f"公表日 {published}"] if published else [])]
    yield "_index.md", {
        "title": a.name, "layout": "assessment", "municipality": home, "about": about, "items": _items(cover.children, table),
        "figures": [{"t": title, "n": count} for title, count in
                    (("特定個人情報ファイル", len(a.files)), ("提供・移転・委託", len(flows)), ("変更", len(changes)))],
    }
    weight = 0
    for view in part_views(a):
        if view.part.item.name == "変更箇所":
            continue
        weight += 10
        yield f"{view.address}.md", {
            "title": view.title, "layout": "part", "weight": weight, "nav": True,
            **_part(view, table), **_contracts(view.address, flows, index),
        }
        for number, blocks in enumerate(block_views(view), 1):
            yield f"{blocks.address}.md", {
                "title": blocks.title, "layout": "blocks", "weight": weight + number, "nav": True, **_blocks(blocks, flows, table, index)}
    if changes:
        yield from _changes(changes, weight)
    yield "all.md", {"title": f"{a.name}（全体）", "layout": "all", "weight": weight + 900, "nav": True}


def _part(view: PartView, table: Table) -> Node:
    if view.sheets:
        return {"sheets": [_instance(one, table) for one in view.sheets]}
    return {"items": _items(view.entries, table)}


def _blocks(view: BlocksView, flows: list[dict[str, str]], table: Table, index: Index) -> Node:
    """A page of 提供先 or 移転先: its blocks and the rows of its list; by the address of each that is named, which ones name it."""
    blocks = view.block.instances
    rows = view.table.instances if view.table else ()
    named: dict[str, dict[str, list[int]]] = {"inblocks": {}, "inrows": {}}
    places = {one.anchor: ("inblocks", number) for number, one in enumerate(blocks)}
    places |= {one.anchor: ("inrows", number) for number, one in enumerate(rows)}
    for flow in flows:
        if (at := places.get(flow["アドレス"].split("#")[1])) is not None:
            for path in _named(flow, index):
                numbers = named[at[0]].setdefault(path, [])
                numbers += [at[1]] if at[1] not in numbers else []
    found = dict.fromkeys([*named["inblocks"], *named["inrows"]])
    return {
        "file": view.file.name, "label": view.block.item.label, "blocks": [_instance(one, table) for one in blocks],
        "rows": [_instance(one, table) for one in rows], **named, **_terms(found),
    }


def _contracts(address: str, flows: list[dict[str, str]], index: Index) -> Node:
    """委託 and 入手 of a page of a part, for the pages of those whom they name."""
    rows: list[Node] = []
    named: dict[str, list[int]] = {}
    for flow in flows:
        if flow["種類"] in ("委託", "入手") and f"/{address}/" in flow["アドレス"]:
            for path in dict.fromkeys(_named(flow, index)):
                named.setdefault(path, []).append(len(rows))
            rows.append({"n": flow["番号"], "a": flow["アドレス"].split("#")[1],
                         "v": [flow["特定個人情報ファイル"], flow["用途"], flow["方法"].replace("\n", "、"),
                               flow["再委託の有無"] or flow["時期・頻度"]]})
    return {"contracts": rows, "incontracts": named, **_terms(named)} if named else {}


def _named(flow: dict[str, str], index: Index) -> Iterator[str]:
    """The addresses of those whom a row names and of the provisions that it is based on."""
    for column, name in (("相手の名寄せ：アドレス", "相手の名寄せ：名前"), ("根拠の条文：アドレス", "根拠の条文：今の名前")):
        for address, title in zip(filter(None, flow[column].split("\n")), flow[name].split("\n"), strict=False):
            path = address.removesuffix("/index.html")
            index.titles.setdefault(path, title)
            if path.startswith("statutes/"):
                index.provisions.setdefault("/".join(path.split("/")[:2]), {})[path] = None
            yield path


def _terms(paths: Iterable[str]) -> Node:
    """The taxonomies of a page: `recipients: [kosei-rodo-daijin]`."""
    found: dict[str, list[str]] = {}
    for path in paths:
        kind, key = path.split("/", 1)
        found.setdefault(kind, []).append(key)
    return dict(found)


def _changes(changes: list[dict[str, str]], weight: int) -> Iterator[tuple[str, Node]]:
    """The pages of 変更箇所: all, a day each, by item."""
    days: dict[str, list[Node]] = {}
    for row in changes:
        page, anchor = row["アドレス"].split("/index.html#")
        days.setdefault(page.rsplit("/", 1)[1], []).append({
            "a": anchor, "n": row["項目"], "day": row["変更日"], "iso": row["変更日（西暦）"],
            "to": [_within(address, name) for address, name in
                   zip(filter(None, row["変えた項目：アドレス"].split("\n")), row["変えた項目：項目名"].split("\n"), strict=False)],
            "m": row["重要な変更の対象"] == "はい", "before": row["変更前の記載"], "after": row["変更後の記載"], "when": row["提出時期"],
            "why": row["提出時期に係る説明"],
        })
    yield "henko.md", {"title": "変更箇所", "layout": "changes", "weight": weight + 100, "nav": True}
    yield "henko-koumoku.md", {"title": "項目ごとの変更履歴", "layout": "byitem", "weight": weight + 101}
    for number, (page, rows) in enumerate(sorted(days.items(), reverse=True)):
        day = rows[0]["day"]
        yield f"{page}.md", {
            "title": f"{day}の変更", "layout": "day", "weight": weight + 110 + number, "day": day, "year": rows[0]["iso"][:4],
            **({"date": rows[0]["iso"]} if len(rows[0]["iso"]) == 10 else {}),
            "rows": [{name: value for name, value in row.items() if name not in ("day", "iso")} for row in rows],
        }


def _within(address: str, name: str) -> Node:
    page, _, anchor = address.partition("/index.html#")
    return {"p": page.split("/", 2)[2] if page.count("/") > 1 else "", "a": anchor, "t": name}


def _indexes(index: Index) -> Iterator[tuple[str, Node]]:
    """The files that give the terms of the taxonomies their titles, and those of the statutes."""
    for path, title in index.titles.items():
        yield path, {"title": title, "layout": "party" if path.startswith(_KINDS) else "provision", "key": path}
    for path, provisions in index.provisions.items():
        name = index.titles[next(iter(provisions))].split(" ")[0]
        yield path, {"title": name, "layout": "statute", "provisions": [{"p": one, "t": index.titles[one]} for one in provisions]}
    for kind, title in zip((*_KINDS, "statutes", "changes"), ("提供先", "部署", "委託先", "法令", "変更"), strict=True):
        yield kind, {"title": title, "layout": "terms"}


def _items(entries: Iterable[Entry], table: Table, above: str = "") -> list[Node]:
    """Entries as pages show them: `i` the number of the item, `a` its address where it is not that of the one above with its own
    piece, `v` its value (else `s`, why there is none), `c` the rows under it, `b` its blocks."""
    return [_item(entry, table, above) for entry in entries
            if not (entry.item.optional and entry.state in ("absent", "unmet")) or isinstance(entry.item, Fixed)]


def _item(entry: Entry, table: Table, above: str) -> Node:
    node: Node = {"i": table.number(entry)}
    if entry.anchor != f"{above}-{entry.item.anchor}":
        node["a"] = entry.anchor
    value = _value(entry)
    if value or value == 0:
        node["v"] = value
    elif entry.state != "given":
        node["s"] = entry.state
    if getattr(entry.item, "page", ""):
        node["more"] = f"{'-'.join(entry.anchor.split('-')[:2])}-{entry.item.page}"  # type: ignore[attr-defined]  # asked for above
    elif entry.instances:
        node["b"] = [_instance(one, table) for one in entry.instances]
    if entry.children:
        node["c"] = _items(entry.children, table, entry.anchor)
    return node


def _instance(one: Instance, table: Table) -> Node:
    node: Node = {"n": one.number, "a": one.anchor, "c": _items(one.children, table, one.anchor)}
    return node if one.children and one.children[0].text == one.name else node | {"name": one.name}


def _value(entry: Entry) -> Any:
    """A text; the number of what was chosen; the ticked boxes by their numbers, each with what stands in its bracket; names."""
    value, item = entry.value, entry.item
    if isinstance(value, Chosen):
        return value.index if value.index is not None else "不明"
    if isinstance(value, Checked):
        return {str(number): mark.detail for number, mark in enumerate(value.marks) if mark.state == "yes"}
    if isinstance(value, Named):
        return [one.text for one in value.names]
    if isinstance(value, RecordedItems):
        return [{"h": group.heading, "first": group.first, "v": [one.text for one in group.items]} for group in value.groups]
    if isinstance(value, Cells):
        return {"columns": list(value.columns), "rows": [list(row) for row in value.rows]}
    if isinstance(item, Printed):
        return "\n".join(item.texts)
    if isinstance(item, Fixed):
        return entry.text or item.text
    return "○" if isinstance(value, Flagged) else entry.text


def _options(item: Item) -> tuple[str, ...]:
    if isinstance(item, Choice):
        return item.choices
    return tuple(one.label for one in item.options) if isinstance(item, Checks) else ()


def _csv(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _write(path: Path, node: Node) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{''.join(_yaml(node, ''))}---\n", encoding="utf-8")
    return 1


def _yaml(value: Node, margin: str) -> Iterator[str]:
    """The lines of a mapping; long texts as blocks, as authors write them."""
    for key, one in value.items():
        yield from _entry(f"{margin}{key if key.isascii() and key.isidentifier() else json.dumps(key, ensure_ascii=False)}:", one, margin)


def _entry(head: str, one: Any, margin: str) -> Iterator[str]:
    if isinstance(one, dict) and one:
        yield f"{head}\n"
        yield from _yaml(one, margin + "  ")
    elif isinstance(one, list) and one and all(isinstance(row, dict) and row for row in one):
        yield f"{head}\n"
        for row in one:
            first, *rest = _yaml(row, margin + "    ")
            yield f"{margin}  - {first.lstrip(' ')}"
            yield from rest
    elif isinstance(one, list) and one:
        yield f"{head}\n"
        yield from (f"{margin}  - {json.dumps(row, ensure_ascii=False)}\n" for row in one)
    elif isinstance(one, str) and "\n" in one and not one.startswith((" ", "\n")) and "\t" not in one and "\r" not in one:
        yield f"{head} |-\n"
        yield from (f"{margin}  {line}\n" if line else "\n" for line in one.rstrip("\n").split("\n"))
    else:
        yield f"{head} {json.dumps(one, ensure_ascii=False)}\n"
