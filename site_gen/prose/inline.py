"""One line of text in, HTML out: escaped, with the links and strong text that its author wrote and links put into it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import escape

_ADDRESS = re.compile(r"\((https?://(?:[^\s()<>\"\\]|\([^\s()<>\"\\]*\))+)\)")
_TAG = re.compile("<[^>]*>")
_URL = re.compile(r"https?://[!-;=?-~]+[/0-9A-Za-z_=&#-]")


@dataclass(frozen=True, slots=True)
class TextLink:
    """A link to put at the characters from `start` up to `end` of a text; `kind` is its class (statute, term).

    `name` is for whoever hears the link alone, where these characters do not say what it leads to (第7条); it holds them.
    """

    start: int
    end: int
    href: str
    kind: str
    name: str = ""


class Plain(NamedTuple):
    """The characters from `start` up to `end` of a line, which are no markup and in no link."""

    start: int
    end: int


def inline(text: str, links: Sequence[TextLink] = (), start: int = 0) -> str:
    """One line of text, which begins at `start` of the text whose `links` are given: in order, none over another."""
    parts = (_linked(text, one, links, start) if isinstance(one, Plain) else one for one in pieces(text))
    return "".join(parts)


def plain(text: str) -> str:
    """The characters of one line that a reader sees: without what is markup."""
    if "](" not in text and "**" not in text:
        return text
    return "".join(text[one.start : one.end] if isinstance(one, Plain) else unescape(_TAG.sub("", one)) for one in pieces(text))


def pieces(text: str) -> Iterator[str | Plain]:
    """One line of text as HTML, where it is markup or a link, and as plain characters, in its order."""
    if "](" in text or "**" in text:
        return _tokens(text, _markdown().parseInline(text)[0].children or [])
    return _addresses(text, 0, len(text))


def _linked(text: str, plain: Plain, links: Sequence[TextLink], start: int) -> str:
    """Plain characters with what of `links` lies in them."""
    parts: list[str] = []
    done = plain.start
    for at in range(bisect_right(links, start + plain.start, key=lambda link: link.end), len(links)):
        link = links[at]
        if link.start >= start + plain.end:
            break
        first, last = max(link.start - start, done), min(link.end - start, plain.end)
        if text[first:last].strip():
            parts.append(str(escape(text[done:first])))
            name = f' aria-label="{escape(link.name)}"' if link.name else ""
            parts.append(f'<a class="{escape(link.kind)}" href="{escape(link.href)}"{name}>{escape(text[first:last])}</a>')
            done = last
    return "".join([*parts, str(escape(text[done : plain.end]))])


def _tokens(text: str, tokens: Sequence[Token]) -> Iterator[str | Plain]:
    """Tokens are characters of `text` one after the other, of a link also those between its text and its end."""
    in_link = False
    at = 0
    for token in tokens:
        if token.type == "link_open":
            yield f'<a href="{escape(str(token.attrGet("href")))}">'
            in_link = True
            at += 1
        elif token.type == "link_close":
            yield "</a>"
            in_link = False
            at = token.meta["end"]
        elif token.nesting:
            strong = token.type in ("strong_open", "strong_close") and token.markup == "**"
            yield ("<strong>" if token.nesting > 0 else "</strong>") if strong else token.markup
            at += len(token.markup)
        else:
            end = at + len(token.content)
            if in_link:
                yield str(escape(token.content))
            else:
                yield from _addresses(text, at, end)
            at = end


def _addresses(text: str, start: int, end: int) -> Iterator[str | Plain]:
    """The characters from `start` up to `end`, in which bare addresses become links."""
    for found in _URL.finditer(text, start, end) if "://" in text else ():
        if found.start() > start:
            yield Plain(start, found.start())
        url = escape(found.group())
        yield f'<a href="{url}">{url}</a>'
        start = found.end()
    if end > start:
        yield Plain(start, end)


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
        state.push("link_close", "a", -1).meta = {"end": address.end()}
    state.pos, state.posMax = address.end(), maximum
    return True


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("zero").enable(["link", "emphasis"])
    reader.inline.ruler.at("link", _link)
    return reader
