"""A document in, two pictures of it out: the page of tokens that Pagefind reads, and what the search shows instead of them."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import escape

from site_gen.search.documents import Document
from site_gen.search.normal import normal
from site_gen.search.tokens import of_label, singles, tokens

_SHORT = 200  # characters of a run that may come again

@dataclass(frozen=True, slots=True)
class Shown:
    """What a fragment holds for people: the address in the site, the texts one a line (the title, then all runs), title and
    place, and by item its label and where its first run begins in `content`, in UTF-16 units."""

    url: str
    content: str
    meta: dict[str, str]
    anchors: tuple[dict[str, Any], ...]

    @property
    def version(self) -> str:
        """A word that is another one when anything shown is: Pagefind names files by what it reads, which are tokens."""
        data = json.dumps([self.url, self.content, self.meta, self.anchors], ensure_ascii=False)
        return "zzzzz" + hashlib.sha1(data.encode("utf-8")).hexdigest()[:8]


def shown(document: Document) -> Shown:
    """What people see of `document`."""
    lines = [document.title]
    anchors: list[dict[str, Any]] = []
    at = _units(document.title) + 1
    for item in document.items:
        anchors.append({"element": f"h{item.level}", "id": item.anchor, "text": item.label, "at": at})
        lines += item.runs
        at += sum(_units(run) + 1 for run in item.runs)
    meta = {"title": document.title, "place": document.place}
    return Shown(f"{document.path}/index.html", "\n".join(lines), meta, tuple(anchors))


def shadow(document: Document, version: str) -> str:
    """The HTML that is indexed: every run as tokens in an element of its own, the first of each item in a heading where the page has it,
    as that weighs more, and as tokens of a label if the item is called so; at the end each character that occurs, for words of one character.

    The blank before an end tag keeps Pagefind from adding a full stop; `version` stands where it looks for a title, which
    it would index by words.
    """
    title, words = _searched(document.title)
    texts = [title]
    labels: list[str] = []
    parts = [f"<h1>{words}</h1>"]
    for item in document.items:
        first, *rest = item.runs
        called = first in item.label  # not the second cell of a row whose first is blank
        text, words = (_label if called else _searched)(first)
        (labels if called else texts).append(text)
        parts.append(f'<h{item.level} id="{escape(item.anchor)}">{words}</h{item.level}>')
        for text, words in map(_searched, rest):
            texts.append(text)
            parts.append(f"<p>{words}</p>")
    alone = [*singles(texts), *of_label(singles(labels))]
    return (
        f'<!doctype html><html lang="und"><body data-pagefind-body>{"".join(parts)}'
        f'<div data-pagefind-ignore><span data-pagefind-meta="title">{version}</span></div>'
        f'<p data-pagefind-weight="0">{" ".join(alone)} </p></body></html>'
    )


def _searched(run: str) -> tuple[str, str]:
    """`run` as it is searched, and its tokens; those of boilerplate, which comes again and again, are not made twice."""
    return _known(run) if len(run) <= _SHORT else _known.__wrapped__(run)


def _label(run: str) -> tuple[str, str]:
    """The same with the tokens of a label."""
    return _known(run, True) if len(run) <= _SHORT else _known.__wrapped__(run, True)


@lru_cache(maxsize=4096)
def _known(run: str, label: bool = False) -> tuple[str, str]:
    text = normal(run).text
    words = tokens(text)
    return text, " ".join(of_label(words) if label else words) + " "


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
