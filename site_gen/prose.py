"""A long text in, HTML out: the conventions of these documents become structure, and no character is changed.

Lines that start with ・ ① 1. (1) ア become lists that keep their marks as text; a line ＜…＞ or 【…】 becomes a sub-heading; a
line that starts with ※ a note; Markdown pipe tables stay tables; `[text](https://…)` and bare addresses become links,
`**…**` strong; what has a part that HTML would not show (a title of a link, a `\\|`, cells without a head) stays as it is
written. Everything else of Markdown is off, raw HTML too: it would eat characters that belong to the record.
One line of source is one line on the page.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape

from site_gen.wording import CIRCLED

_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"

# 「⑨のうち…」「①～⑥（略）」「①及び②は…」 begin a sentence about an item, not an item.
_NOT_IN_SENTENCE = r"(?![①-⑳のを、，,～〜~・]|から|まで|及び|並びに|又は|若しくは|について|に係る|に規定|に同じ)"

# Kinds of mark from the outermost to the innermost as these documents nest them, each with the shape of its mark.
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("pair", re.compile(r"[0-9０-９]{1,2}[-－ー―‐][①-⑳]")),
    ("1.", re.compile(r"([0-9０-９]{1,3})[.．](?![0-9０-９])")),
    ("(1)", re.compile(r"[(（]([0-9０-９]{1,3})[)）]")),
    ("1)", re.compile(r"([0-9０-９]{1,3})[)）]")),
    ("①", re.compile(rf"([①-⑳]){_NOT_IN_SENTENCE}")),
    ("(ア)", re.compile(rf"[(（]([{_KANA}])[)）]")),
    ("ア", re.compile(rf"([{_KANA}])[.．　 ](?=\S)")),
    ("a.", re.compile(r"([a-z])[.)．）](?=\s)")),
    ("・", re.compile(r"[・･•●○■□◆◇▪](?!\s*$)")),
    ("-", re.compile(r"[-－–](?=[ 　]\S)")),
)
_DEEPEST = 8
_RANK = {kind: rank for rank, (kind, _) in enumerate(_MARKS)}
_UNNUMBERED = frozenset({"pair", "・", "-"})
_HEADING = re.compile(r"[＜<〈《≪【][^＜＞<>〈〉《》≪≫【】]{1,80}[＞>〉》≫】]")
_ROW = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
_ADDRESS = re.compile(r"\((https?://(?:[^\s()<>\"\\]|\([^\s()<>\"\\]*\))+)\)")
_URL = re.compile(r"https?://[!-;=?-~]+[/0-9A-Za-z_=&#-]")


@dataclass(slots=True)
class _Line:
    """A line of text: how far it is indented (a full-width space counts two) and the mark it starts with."""

    indent: int
    text: str
    kind: str = ""
    number: int = 0
    mark: str = ""
    rest: str = ""


@dataclass(slots=True)
class _Paragraph:
    lines: list[str]
    note: bool = False


@dataclass(slots=True)
class _Heading:
    text: str


@dataclass(slots=True)
class _Table:
    head: list[str]
    rule: list[str]
    rows: list[list[str]]


@dataclass(slots=True)
class _Item:
    mark: str
    blocks: list["_Block"]


@dataclass(slots=True)
class _List:
    kind: str
    indent: int
    last: int
    items: list[_Item] = field(default_factory=list)


_Block = _Paragraph | _Heading | _Table | _List


class _Lines(list[_Line]):
    """The lines of a text, which know where the next mark of a kind is."""

    def __init__(self, text: str) -> None:
        super().__init__(_line(raw) for raw in text.split("\n"))
        self._places: dict[str, list[int]] = {}
        for place, line in enumerate(self):
            self._places.setdefault(line.kind, []).append(place)

    def go_on(self, at: int, kind: str, number: int) -> bool:
        """Whether a list that is at `number` goes on from line `at` down, before another of its kind starts anew."""
        places = self._places.get(kind, [])
        following = bisect_left(places, at)
        return following < len(places) and self[places[following]].number == number + 1

    def rows_end(self, at: int) -> int:
        """The first line from `at` on that is no row of pipes."""
        while at < len(self) and _ROW.fullmatch(self[at].text):
            at += 1
        return at


@lru_cache(maxsize=4096)
def html(text: str, level: int) -> Markup:
    """`text` as HTML blocks; sub-headings get the heading level `level` (2 to 6). Boilerplate repeats: memoised."""
    if "\n" not in text and not _special(text):
        return Markup(f"<p>{inline(text)}</p>") if text.strip() else Markup()
    return Markup("".join(_render(block, min(level, 6)) for block in _parse(text)))


def inline(text: str) -> str:
    """One line of text as HTML: escaped, with links and strong text."""
    if "](" in text or "**" in text:
        return _tokens(_markdown().parseInline(text)[0].children or [])
    return _plain(text)


def _special(text: str) -> bool:
    line = _line(text)
    return bool(line.kind) or line.text.startswith("※") or bool(_HEADING.fullmatch(line.text))


# -- from lines to blocks ---------------------------------------------------------------------------------------------


def _parse(text: str) -> list[_Block]:
    lines = _Lines(text)
    top: list[_Block] = []
    open_lists: list[_List] = []
    gap = True
    position = 0
    rows_end = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if not line.text:
            gap = True
            continue
        table = None
        if position > rows_end and _heads_table(lines, position - 1):
            rows_end = lines.rows_end(position)
            table = _read_table([row.text for row in lines[position - 1 : rows_end]])
        if table:
            _keep_open(open_lists, line.indent)
            _into(top, open_lists).append(table)
            position = rows_end
        elif not line.kind and _HEADING.fullmatch(line.text):
            open_lists.clear()
            top.append(_Heading(line.text))
        elif line.kind and _begins_item(line, lines, position, open_lists):
            _marked(line, lines, position, top, open_lists)
        else:
            _plain_line(line, lines, position, top, open_lists, gap)
        gap = False
    return top


def _line(raw: str) -> _Line:
    text = raw.strip()
    space = raw[: len(raw) - len(raw.lstrip())]
    line = _Line(sum(2 if c == "　" else 1 for c in space), text)
    for kind, pattern in _MARKS:
        found = pattern.match(text)
        if found:
            line.kind, line.mark, line.rest = kind, found.group(), text[found.end() :]
            line.number = _number(found[1]) if pattern.groups else 0
            break
    return line


def _number(mark: str) -> int:
    if mark in CIRCLED:
        return CIRCLED[mark]
    if mark in _KANA:
        return _KANA.index(mark) + 1
    text = unicodedata.normalize("NFKC", mark)
    return int(text) if text.isdigit() else ord(text) - ord("a") + 1


def _continues(line: _Line, one: _List) -> bool:
    if line.kind in _UNNUMBERED:
        return line.kind == one.kind and abs(line.indent - one.indent) < 2
    return line.kind == one.kind and line.number == one.last + 1


def _begins_item(line: _Line, lines: _Lines, position: int, open_lists: Sequence[_List]) -> bool:
    """Whether a line that starts with a mark is an item of a list.

    A number is one when it is the first, goes on with an open list, or is gone on with below; not when the next number
    stands in the same line (①窓口、②郵送の二つ).
    """
    if line.kind in _UNNUMBERED:
        return True
    if line.kind == "①" and line.number < 20 and chr(ord(line.mark) + 1) in line.rest:
        return False
    if line.number == 1 or any(_continues(line, one) for one in open_lists):
        return True
    return lines.go_on(position, line.kind, line.number)


def _marked(line: _Line, lines: _Lines, position: int, top: list[_Block], open_lists: list[_List]) -> None:
    while open_lists and not _continues(line, open_lists[-1]):
        last = open_lists[-1]
        other = last.kind != line.kind
        goes_on = other and last.kind not in _UNNUMBERED and lines.go_on(position, last.kind, last.last)
        inside = other and (line.indent > last.indent or _RANK[line.kind] > _RANK[last.kind] or goes_on)
        inside = inside or (not other and line.kind in _UNNUMBERED and line.indent > last.indent)
        outer = any(_continues(line, one) for one in open_lists[:-1])
        if inside and not outer:
            break
        open_lists.pop()
    if not open_lists or not _continues(line, open_lists[-1]):
        del open_lists[_DEEPEST - 1 :]
        new = _List(line.kind, line.indent, line.number)
        _into(top, open_lists).append(new)
        open_lists.append(new)
    current = open_lists[-1]
    current.last = line.number
    current.items.append(_Item(line.mark, [_Paragraph([line.rest])] if line.rest.strip() else []))


def _plain_line(
    line: _Line, lines: _Lines, position: int, top: list[_Block], open_lists: list[_List], gap: bool
) -> None:
    if open_lists and not (line.text[0] in ":：" and not gap):
        going_on = [
            depth
            for depth, one in enumerate(open_lists, start=1)
            if one.kind not in _UNNUMBERED and lines.go_on(position, one.kind, one.last)
        ]
        if going_on:
            del open_lists[going_on[-1] :]
        else:
            _keep_open(open_lists, line.indent)
    blocks = _into(top, open_lists)
    note = line.text.startswith("※")
    last = blocks[-1] if blocks else None
    if isinstance(last, _Paragraph) and not note and not gap and (not last.note or line.indent):
        last.lines.append(line.text)
    else:
        blocks.append(_Paragraph([line.text], note))


def _keep_open(open_lists: list[_List], indent: int) -> None:
    while open_lists and indent <= open_lists[-1].indent:
        open_lists.pop()


def _into(top: list[_Block], open_lists: list[_List]) -> list[_Block]:
    return open_lists[-1].items[-1].blocks if open_lists else top


def _heads_table(lines: _Lines, at: int) -> bool:
    return at + 1 < len(lines) and bool(_ROW.fullmatch(lines[at].text)) and bool(_RULE.fullmatch(lines[at + 1].text))


def _read_table(lines: Sequence[str]) -> _Table | None:
    """The cells of a table; none when the lines have different numbers of them, or a pipe that is escaped."""
    head, rule, *rows = ([cell.strip() for cell in line.strip()[1:-1].split("|")] for line in lines)
    if any(len(row) != len(head) for row in (rule, *rows)) or any("\\|" in line for line in lines):
        return None
    return _Table(head, rule, rows)


# -- from blocks to HTML ----------------------------------------------------------------------------------------------


def _render(block: _Block, level: int) -> str:
    if isinstance(block, _Heading):
        return f'<h{level} class="sub">{inline(block.text)}</h{level}>'
    if isinstance(block, _Paragraph):
        body = "<br>".join(inline(line) for line in block.lines)
        return f'<p class="note">{body}</p>' if block.note else f"<p>{body}</p>"
    if isinstance(block, _Table):
        return _table(block)
    return '<ul class="marked">' + "".join(_item(item, level) for item in block.items) + "</ul>"


def _item(item: _Item, level: int) -> str:
    mark = f'<span class="mark">{escape(item.mark)}</span>'
    first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (None, [])
    if isinstance(first, _Paragraph) and not first.note:
        mark += "<br>".join(inline(line) for line in first.lines)
    elif first is not None:
        rest = item.blocks
    return f"<li>{mark}{''.join(_render(block, level) for block in rest)}</li>"


def _table(block: _Table) -> str:
    align = [' class="number"' if re.fullmatch("-+:", rule) else "" for rule in block.rule]
    head = [inline(cell) for cell in block.head]
    name = "、".join(filter(None, (re.sub("<[^>]*>", "", cell) for cell in head)))
    parts = [f'<th scope="col"{number}>{cell}</th>' for number, cell in zip(align, head, strict=True)]
    parts = ["<table><thead><tr>", *parts, "</tr></thead>"]
    if block.rows:
        parts.append("<tbody>")
        for row in block.rows:
            cells = (f"<td{number}>{inline(cell)}</td>" for number, cell in zip(align, row, strict=True))
            parts += ["<tr>", *cells, "</tr>"]
        parts.append("</tbody>")
    label = f"表 {name}".strip()
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">{"".join(parts)}</table></div>'


def _tokens(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    in_link = False
    for token in tokens:
        if token.type == "link_open":
            parts.append(f'<a href="{escape(str(token.attrGet("href")))}">')
            in_link = True
        elif token.type == "link_close":
            parts.append("</a>")
            in_link = False
        elif token.type in ("strong_open", "strong_close") and token.markup == "**":
            parts.append("<strong>" if token.nesting > 0 else "</strong>")
        elif token.nesting:
            parts.append(token.markup)
        else:
            parts.append(str(escape(token.content)) if in_link else _plain(token.content))
    return "".join(parts)


def _plain(text: str) -> str:
    if "://" not in text:
        return str(escape(text))
    parts: list[str] = []
    end = 0
    for found in _URL.finditer(text):
        url = escape(found.group())
        parts += [str(escape(text[end : found.start()])), f'<a href="{url}">{url}</a>']
        end = found.end()
    return "".join([*parts, str(escape(text[end:]))])


def _link(state: StateInline, silent: bool) -> bool:
    """`[text](https://…)`, and nothing else that Markdown takes for a link: a title or an escape would be lost."""
    start, maximum = state.pos, state.posMax
    if state.src[start] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, start, True)
    address = _ADDRESS.match(state.src, end + 1, maximum) if end > start else None
    if not address or not state.src[start + 1 : end].strip():
        return False
    if not silent:
        state.pos, state.posMax = start + 1, end
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address[1])}
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
    state.pos, state.posMax = address.end(), maximum
    return True


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("zero").enable(["link", "emphasis"])
    reader.inline.ruler.at("link", _link)
    return reader
