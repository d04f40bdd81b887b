"""What a screen reader is given of a page: Chromium's accessibility tree, normalised to lines of text that people can review.

`make trees` writes one file for each kind of page (tests/kinds.py) into tests/trees/; tests/test_browser_trees.py compares.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from site_gen import build
from tests import whole
from tests.browser import driven_by, open_browser, serve
from tests.kinds import KINDS

TREES = Path(__file__).resolve().parent / "trees"
VIEWPORT = {"width": 1280, "height": 900}

_WHOLE = 5  # entries of a list that are all shown; of more, the first _SHOWN
_SHOWN = 3
_SECTIONS = 12  # the same of headings of level 2, as parts have each of theirs for something else
_LETTERS = 40
_INLINE = frozenset("StaticText LineBreak link strong emphasis mark code time deletion insertion LabelText superscript Abbr".split())
_PASSED = frozenset("InlineTextBox ListMarker none generic".split())
_NAMED = frozenset("table group navigation region search searchbox combobox checkbox radio button option image img figure "
                   "DisclosureTriangle status graphics-document graphics-object SvgRoot".split())
_PORT = re.compile(r"http://127\.0\.0\.1:\d+/")
_SIZE = re.compile(r"[\d.]+ ([KM])B")
_STATES = ("checked", "expanded", "pressed", "selected", "disabled", "required", "multiselectable")


@dataclass(slots=True)
class Node:
    """One thing that is spoken: its role, its name, its level (0: none), its states, what heads it (of cells)."""

    role: str
    name: str = ""
    level: int = 0
    states: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    children: list[Node] = field(default_factory=list)

    @property
    def inline(self) -> bool:
        """Whether it is heard as a piece of the text around it."""
        return self.role in _INLINE and all(child.inline for child in self.children)

    @property
    def text(self) -> str:
        """All text inside, in reading order; a box is heard by its name, once with the label that is around it."""
        boxes = [child for child in self.children if child.role in ("checkbox", "radio")]
        if self.role in ("StaticText", "checkbox", "radio"):
            return self.name
        return "".join(child.text for child in (self.role == "LabelText" and boxes) or self.children)

    def all(self, *roles: str) -> Iterator[Node]:
        """This one and everything inside, in reading order, that has one of these roles (none given: any)."""
        if not roles or self.role in roles:
            yield self
        for child in self.children:
            yield from child.all(*roles)


def settle(page: Page) -> None:
    """Wait until site.js knows which tables scroll, and so where the Tab key stops."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


class LostRoleError(Exception):
    """A table, or cells of one, are none to a screen reader."""


def tree(page: Page) -> Node:
    """The accessibility tree of the page as it is now; cells of tables with the heads that HTML gives them. LostRoleError where
    a screen reader is given no such cells."""
    settle(page)
    session = page.context.new_cdp_session(page)
    raw = {one["nodeId"]: one for one in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    (root,) = _nodes(next(iter(raw.values())), raw)
    tables, grids = list(root.all("table")), page.evaluate(_HEADS)
    if len(tables) != len(grids):
        raise LostRoleError("a table lost its role")
    for table, grid in zip(tables, grids, strict=True):
        cells = list(table.all("cell", "gridcell", "rowheader", "columnheader"))
        if len(cells) != len(grid):
            raise LostRoleError(f"of {len(grid)} cells of {table.name} {len(cells)} are cells to a screen reader")
        for cell, heads in zip(cells, grid, strict=True):
            cell.heads = tuple(map(steady, heads))
    return root


# Of each shown table, of each cell in its order: the texts of the th cells that HTML's algorithm finds above and beside it.
_HEADS = """() => [...document.querySelectorAll('table')].filter(table => table.checkVisibility()).map(table => {
    const grid = [...table.rows].map(() => []), at = new Map()
    const rows = [...table.rows]
    rows.forEach((row, y) => {
        let x = 0
        for (const cell of row.cells) {
            while (grid[y][x]) x++
            at.set(cell, [x, y])
            for (let down = 0; down < cell.rowSpan && grid[y + down]; down++)
                for (let right = 0; right < cell.colSpan; right++) grid[y + down][x + right] = cell
            x += cell.colSpan
        }
    })
    const said = cell => cell.textContent.trim().replace(/\\s+/g, ' ')
    return rows.filter(row => row.checkVisibility()).flatMap(row => [...row.cells]).map(cell => {
        const [x, y] = at.get(cell), found = new Set()
        for (let up = 0; up < y; up++) if (grid[up][x]?.matches('th[scope=col], th[scope=colgroup]')) found.add(grid[up][x])
        for (let left = 0; left < x; left++) if (grid[y][left]?.matches('th[scope=row]')) found.add(grid[y][left])
        for (const head of table.querySelectorAll('th[scope=rowgroup]'))
            if (head.closest('tbody') === cell.closest('tbody') && at.get(head)[1] < y) found.add(head)
        found.delete(cell)
        return [...found].map(said)
    })
})"""


def _nodes(one: dict[str, Any], raw: dict[str, dict[str, Any]]) -> list[Node]:
    inside = [node for child in one.get("childIds", ()) if child in raw for node in _nodes(raw[child], raw)]
    role = one["role"]["value"]
    if role in ("InlineTextBox", "ListMarker"):
        return []
    if one.get("ignored") or role in _PASSED:
        return inside
    have = {entry["name"]: entry["value"].get("value") for entry in one.get("properties", ())}
    states = [f"{name}={have[name]}".lower() for name in _STATES if have.get(name) not in (None, False)
              or (name in ("checked", "expanded") and name in have)]
    if role == "group" and have.get("focusable"):
        states.append("tab")
    if said := one.get("description", {}).get("value", ""):
        states.append(f"description={said}")
    name = steady(one.get("name", {}).get("value", ""))
    level = have.get("level", 0) if role == "heading" else 0
    return [Node(role, name, level, tuple(states), (), [] if role == "StaticText" else inside)]


def lines(root: Node) -> list[str]:
    """The tree as indented lines: every role with its name or text; long lists, tables and texts cut, with what is left out."""
    return list(_lines(root, 0))


def _lines(node: Node, depth: int) -> Iterator[str]:
    inline = all(child.inline for child in node.children)
    yield "  " * depth + _head(node, _inline(node.children) if inline else "")
    if not inline:
        yield from _inside(_entries(node), depth + 1)


def _head(node: Node, said: str) -> str:
    role = f"{node.role} {node.level}" if node.level else node.role
    name = node.name if node.role in _NAMED or node.role == "RootWebArea" else ""
    heads = f" [{' / '.join(_cut(head, 20) for head in node.heads)}]" if node.heads else ""
    states = f" ({', '.join(node.states)})" if node.states else ""
    said = "" if _flat(said) == _flat(name) else said
    return f"{role}{heads}{' ' + _cut(name) if name else ''}{states}{': ' + said if said else ''}"


def _entries(node: Node) -> list[list[Node]]:
    """The children, those that are heard as one text together; a term with its values, a heading with what follows it."""
    entries: list[list[Node]] = []
    for is_inline, run in groupby(node.children, lambda child: child.inline):
        together = list(run)
        entries += [together] if is_inline else [[one] for one in together]
    if node.role == "DescriptionList":
        return _joined(entries, lambda one: one.role == "term")
    return entries


def _joined(entries: list[list[Node]], starts: Any) -> list[list[Node]]:
    found: list[list[Node]] = []
    for entry in entries:
        if not found or starts(entry[0]):
            found.append([])
        found[-1] += entry
    return found


def _inside(entries: list[list[Node]], depth: int) -> Iterator[str]:
    level = min((entry[0].level for entry in entries if entry[0].role == "heading"), default=0)
    starts = [at for at, entry in enumerate(entries) if level and entry[0].level == level]
    if starts:
        yield from _flat_entries(entries[: starts[0]], depth)
        many = len(starts) > (_SECTIONS if level <= 2 else _WHOLE)
        for start, end in list(zip(starts, [*starts[1:], len(entries)], strict=True))[: _SHOWN if many else None]:
            for one in entries[start]:
                yield from _lines(one, depth)
            yield from _inside(entries[start + 1 : end], depth)
        if many:
            yield "  " * depth + f"… {len(starts) - _SHOWN} more headings of level {level} with what follows them"
        return
    yield from _flat_entries(entries, depth)


def _flat_entries(entries: list[list[Node]], depth: int) -> Iterator[str]:
    for same, run in groupby(entries, lambda entry: entry[0].role):
        found = list(run)
        many = len(found) > _WHOLE and same in ("listitem", "term", "row", "option", "MenuListOption", "graphics-object", "link", "cell")
        for entry in found[:_SHOWN] if many else found:
            if all(one.inline for one in entry):
                if said := _inline(entry):
                    yield "  " * depth + said
            else:
                for one in entry:
                    yield from _lines(one, depth)
        if many:
            yield "  " * depth + f"… {len(found) - _SHOWN} more of {same}"


def _inline(nodes: list[Node]) -> str:
    parts = []
    links = 0
    for node in nodes:
        links += node.role == "link"
        if links > _WHOLE and node.role in ("link", "StaticText"):
            continue
        if node.role == "StaticText":
            parts.append(_cut(re.sub(r"\s+", " ", node.name)))
        elif node.role == "LineBreak":
            parts.append(" ")
        else:
            parts.append(f"<{node.role} {_cut(node.name or node.text)}>")
    more = f" … {links - _WHOLE} more of link" if links > _WHOLE else ""
    return "".join(parts).strip() + more


def _cut(text: str, letters: int = _LETTERS) -> str:
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= letters + 10 else f"{flat[:letters]}…（ほか{len(flat) - letters}字）"


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def snapshot(page: Page) -> str:
    """The lines of the page's tree as kept in TREES; which are the same in every run."""
    return "\n".join(lines(tree(page))) + "\n"


def file_of(kind: str) -> Path:
    """Where the tree of a kind of page is kept."""
    return TREES / f"{re.sub(r'[^a-z0-9]+', '-', kind.replace('.html', '')).strip('-')}.txt"


def steady(text: str) -> str:
    """`text` without the address of this run's server, which a citation shows, and without sizes of files, which any edit changes."""
    return _SIZE.sub(r"0 \1B", _PORT.sub("http://host/", text))


def opened(page: Page, address: str, path: str) -> None:
    """Go to the page, and wait until its scripts have done what they do of themselves."""
    page.goto(f"{address}{path}/index.html")
    if path == "search":
        page.wait_for_load_state("networkidle")


def main() -> None:
    TREES.mkdir(exist_ok=True)
    for old in TREES.glob("*.txt"):
        old.unlink()
    with tempfile.TemporaryDirectory() as home:
        site = Path(home) / "output"
        build.build(whole.whole_site(), whole.CONTENT, site)
        with serve(site) as address, open_browser() as (browser, loop), driven_by(loop):
            page = browser.new_page(viewport=VIEWPORT)  # type: ignore[arg-type]  # a mapping with its two keys
            for kind, path in KINDS.items():
                opened(page, address, path)
                file_of(kind).write_text(snapshot(page), encoding="utf-8")
    print(f"{len(KINDS)} trees in {TREES}")


if __name__ == "__main__":
    main()
