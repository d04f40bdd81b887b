"""A long text in, HTML out: the conventions of these documents become structure, and no character is changed.

Lines that start with ・ ① 1. (1) ア become lists that keep their marks as text; a line ＜…＞ or 【…】 becomes a sub-heading; a
line that starts with ※ a note; Markdown pipe tables stay tables; `[text](https://…)` and bare addresses become links,
`**…**` strong; what has a part that HTML would not show (a title of a link, a `\\|`, cells without a head) stays as it is
written. Everything else of Markdown is off, raw HTML too: it would eat characters that belong to the record.
One line of source is one line on the page.

A text can be given links at its characters (`TextLink`). They stand around exactly these characters wherever these land.
Of two that overlap the one given first is put. One that runs over the end of a line, a cell, markup or the mark of a list
item is put on either side of it, with the same address; what is in a link of the author's or in a bare address stays as
it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from site_gen.prose.blocks import Block, Heading, Item, List, Paragraph, Run, Table, parse, special
from site_gen.prose.inline import Plain, TextLink, inline, pieces, plain

__all__ = ["Stretch", "TextLink", "html", "lines", "shown", "shown_line", "stretches"]


class Stretch(NamedTuple):
    """The characters from `start` up to `end` of a text, in which links can be put; `heading`: of a sub-heading or of the
    head of a table."""

    start: int
    end: int
    heading: bool


@lru_cache(maxsize=4096)
def html(text: str, level: int, links: tuple[TextLink, ...] = ()) -> Markup:
    """`text` as HTML blocks; sub-headings get the heading level `level` (2 to 6). Boilerplate repeats: memoised."""
    apart = _apart(links)
    if "\n" not in text and not special(text):
        return Markup(f"<p>{inline(text, apart)}</p>") if text.strip() else Markup()
    return Markup("".join(_render(block, min(level, 6), apart) for block in parse(text)))


def lines(text: str, links: tuple[TextLink, ...] = ()) -> Markup:
    """A short text as HTML without blocks, one line under the other."""
    apart = _apart(links)
    found: list[str] = []
    start = 0
    for line in text.split("\n"):
        found.append(inline(line, apart, start))
        start += len(line) + 1
    return Markup("<br>".join(found))


def stretches(text: str) -> Iterator[Stretch]:
    """Where in `text` links can be put, in order: not in marks of lists, in markup, or in links that are there."""
    for run, heading in _runs(parse(text)):
        for one in pieces(run.text):
            if isinstance(one, Plain):
                yield Stretch(run.start + one.start, run.start + one.end, heading)


def shown(text: str) -> Iterator[str]:
    """The texts that `html` puts beside one another: a paragraph, an item of a list with its mark, a sub-heading, a cell.
    Characters are those that a reader sees, with line ends where lines break."""
    if "\n" not in text and not special(text):
        yield plain(text)
    else:
        yield from _shown(parse(text))


def shown_line(text: str) -> str:
    """The characters of `lines` that a reader sees."""
    return "\n".join(map(plain, text.split("\n")))


def _shown(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield plain(block.text.text)
        elif isinstance(block, Paragraph):
            yield _shown_lines(block)
        elif isinstance(block, Table):
            yield from (plain(cell.text) for row in (block.head, *block.rows) for cell in row)
        else:
            for item in block.items:
                first, rest = _beside_mark(item)
                yield item.mark + (_shown_lines(first) if first else "")
                yield from _shown(rest)


def _shown_lines(block: Paragraph) -> str:
    return "\n".join(plain(line.text) for line in block.lines)


def _apart(links: Sequence[TextLink]) -> tuple[TextLink, ...]:
    """`links` in the order of the text, without those that overlap one given before."""
    found: list[TextLink] = []
    for link in links:
        at = bisect_right(found, link.start, key=lambda one: one.end)
        if link.start < link.end and (at == len(found) or link.end <= found[at].start):
            found.insert(at, link)
    return tuple(found)


def _runs(blocks: Iterable[Block]) -> Iterator[tuple[Run, bool]]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text, True
        elif isinstance(block, Paragraph):
            yield from ((line, False) for line in block.lines)
        elif isinstance(block, Table):
            yield from ((cell, True) for cell in block.head)
            yield from ((cell, False) for row in block.rows for cell in row)
        else:
            for item in block.items:
                yield from _runs(item.blocks)


def _render(block: Block, level: int, links: tuple[TextLink, ...]) -> str:
    if isinstance(block, Heading):
        return f'<h{level} class="sub">{inline(*_in(block.text, links))}</h{level}>'
    if isinstance(block, Paragraph):
        body = _lines(block, links)
        return f'<p class="note">{body}</p>' if block.note else f"<p>{body}</p>"
    if isinstance(block, Table):
        return _table(block, links)
    return _list(block, level, links)


def _in(run: Run, links: tuple[TextLink, ...]) -> tuple[str, tuple[TextLink, ...], int]:
    return run.text, links, run.start


def _lines(block: Paragraph, links: tuple[TextLink, ...]) -> str:
    return "<br>".join(inline(*_in(line, links)) for line in block.lines)


def _list(block: List, level: int, links: tuple[TextLink, ...]) -> str:
    return '<ul class="marked">' + "".join(_item(item, level, links) for item in block.items) + "</ul>"


def _item(item: Item, level: int, links: tuple[TextLink, ...]) -> str:
    first, rest = _beside_mark(item)
    mark = f'<span class="mark">{escape(item.mark)}</span>' + (_lines(first, links) if first else "")
    return f"<li>{mark}{''.join(_render(block, level, links) for block in rest)}</li>"


def _beside_mark(item: Item) -> tuple[Paragraph | None, Sequence[Block]]:
    """The paragraph that stands beside the mark of an item of a list, and what stands below."""
    first = item.blocks[0] if item.blocks else None
    return (first, item.blocks[1:]) if isinstance(first, Paragraph) and not first.note else (None, item.blocks)


def _table(block: Table, links: tuple[TextLink, ...]) -> str:
    align = [' class="number"' if re.fullmatch("-+:", rule) else "" for rule in block.rule]
    head = [inline(*_in(cell, links)) for cell in block.head]
    name = "、".join(filter(None, (re.sub("<[^>]*>", "", cell) for cell in head)))
    parts = [f'<th scope="col"{number}>{cell}</th>' for number, cell in zip(align, head, strict=True)]
    named = f' aria-label="{name}"' if name else ""
    parts = [f"<table{named}><thead><tr>", *parts, "</tr></thead>"]
    if block.rows:
        parts.append("<tbody>")
        for row in block.rows:
            cells = (f"<td{number}>{inline(*_in(cell, links))}</td>" for number, cell in zip(align, row, strict=True))
            parts += ["<tr>", *cells, "</tr>"]
        parts.append("</tbody>")
    label = f"表 {name}".strip()
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">{"".join(parts)}</table></div>'
