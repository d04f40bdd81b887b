"""Reads a published folder as a visitor's program would: pages, their text runs, links, anchors and headings."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path

from lxml import html


@dataclass(slots=True)
class Document:
    """One HTML file: runs of text between tags, (href or src, tag) pairs, ids, heading levels, tags with attributes.

    A text with its changed words marked, or with links to terms and statutes in it, is one run, as it was written, and so is
    a text of a picture; `asides` are the words beside it (［削除：, how much is folded away), `excerpts` the texts cut down to
    what changed, and quotations.
    """

    path: str
    texts: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    excerpts: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text of the page without white space, and without what stands aside of it."""
        return squeeze("".join(self.texts))


def squeeze(text: str) -> str:
    """`text` without any white space."""
    return re.sub(r"\s+", "", text)


@cache
def document(file: Path, root: Path) -> Document:
    """The page in `file`, called by its path inside `root`."""
    reader = _Reader(Document(file.relative_to(root).as_posix()))
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return reader.document


def links_inside(file: Path, anchor: str, root: Path) -> set[str]:
    """Where the links lead that stand in the element with that id, as paths of files below `root`."""
    here = file.parent.relative_to(root).as_posix()
    (element,) = _tree(file).xpath("//*[@id=$anchor]", anchor=anchor)
    return {posixpath.normpath(posixpath.join(here, link.get("href").partition("#")[0])) for link in element.iter("a")}


def runs(file: Path, wide: bool | None = None) -> list[str]:
    """Every text of the body, without white space, in the order of the file, that a reader without script is to see.

    Left out: pictures, of which one drawing of two is shown (tests/test_browser_pictures.py), and what is `hidden`. The list of
    what stands on a page is there twice: on a `wide` screen beside it, on another one at its top; without style in both places.
    """
    passed = "ancestor::script or ancestor::svg or ancestor::*[@hidden]"
    if wide is not None:
        passed += " or ancestor::nav[@class='contents'][ancestor::*[contains(@class, 'with-nav')]]" if wide else " or ancestor::*[@class='inside']"
    found = _tree(file).xpath(f"//body//text()[normalize-space() and not({passed})]")
    return [run for text in found if (run := squeeze(text))]


@lru_cache(maxsize=400)
def _tree(file: Path) -> html.HtmlElement:
    return html.parse(file).getroot()


def documents(root: Path) -> list[Document]:
    """Every HTML page under `root`, sorted by path."""
    return [document(file, root) for file in sorted(root.rglob("*.html"))]


_WITHIN = ("term", "law")  # classes of links that are put into texts
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class _Reader(HTMLParser):
    def __init__(self, found: Document) -> None:
        super().__init__(convert_charrefs=True)
        self.document = found
        self.open: list[tuple[str, str]] = []  # tags and their classes, outermost first
        self.marked: list[str] = []
        self.goes_on = False  # a run of text, in which only tags of links to terms stood since its last character

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        self.goes_on = self.goes_on and have.get("class") in _WITHIN
        if tag not in _VOID:
            self.open.append((tag, have.get("class", "")))
        self.document.tags.append((tag, have))
        if "id" in have:
            self.document.ids.append(have["id"])
        for name in ("href", "src"):
            if name in have:
                self.document.links.append((have[name], tag))
        if re.fullmatch(r"h[1-6]", tag):
            self.document.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        self.goes_on = self.goes_on and bool(self.open) and self.open[-1][1] in _WITHIN
        while self.open and self.open.pop()[0] != tag:
            pass  # a tag that may be left open
        if self.marked and not (self._inside("marked-text") or self._pictured()):
            self.document.texts.append("".join(self.marked))
            self.marked.clear()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "script":
            return  # JSON-LD, which nobody sees (tests/test_data.py)
        marked = self._inside("marked-text") or self._pictured()
        if self.goes_on:
            self.document.texts[-1] += data
            return
        if (marked or self._inside("brief")) and (self._inside("vh") or self.open[-1][0] == "summary"):
            self.document.asides.append(data)
        elif marked:
            self.marked.append(data)
        elif data.strip():
            quoted = self._inside("brief") or self._inside("quoted")
            (self.document.excerpts if quoted else self.document.texts).append(data)
            self.goes_on = not quoted

    def _pictured(self) -> bool:
        return any(tag == "text" for tag, _ in self.open)

    def _inside(self, name: str) -> bool:
        return any(name in classes.split() for _, classes in self.open)
