"""A query, what a search answered and what stands on the pages in, every mistake of the answer out."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from tests.search_queries import Query
from tests.search_truth import Truth, folded

_SHAPES = str.maketrans("‐‑‒–—―−﹣〜∼⁓", "--------~~~")


class Rank(NamedTuple):
    """What a page given for a query is, for the order: its title has all words, or it tells only what was once written."""

    titled: bool
    past: bool


@dataclass(slots=True)
class Verdict:
    """Of one query: pages that hold its words, pages given for that, which of them are missing or wrong; how much else was
    looked at, and in sentences what was wrong with it; `order` is of the pages that hold the words as asked for."""

    query: Query
    expected: int = 0
    given: int = 0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    variants: int = 0
    wrong_variants: list[str] = field(default_factory=list)
    looked_at: dict[str, int] = field(default_factory=lambda: {"excerpts": 0, "marks": 0, "anchors": 0, "facet counts": 0, "certain": 0})
    excerpts: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    facets: list[str] = field(default_factory=list)
    order: list[Rank] = field(default_factory=list)


def words(query: str) -> list[str]:
    """The words of a query, folded; what stands in quotes is one."""
    parts = re.findall(r'"([^"]*)"|([^\s"]+)', unicodedata.normalize("NFKC", query))
    return [word for phrase, alone in parts if (word := folded(phrase or alone))]


def verdict(query: Query, answer: Mapping[str, Any], truths: Mapping[str, Truth]) -> Verdict:
    """What of an answer of assets/search.js is as the pages are. Its addresses are paths below the site; of results whose
    items are None only the title is looked at."""
    found = Verdict(query)
    asked = words(query.text)
    given = {result["path"]: result for result in answer["results"]}
    exact = {path for path, result in given.items() if result["exact"]}
    found.expected, found.given = hits(found, asked, exact, truths)
    named = {word: [folded(str(one)) for one in group["spellings"]] for group in answer["variants"] for word in words(f'"{group["word"]}"')}
    ways = [[word, *named.get(word, ())] for word in asked]
    found.variants = len(given) - len(exact)
    found.wrong_variants = [path for path in given.keys() - exact
                            if path not in truths or not _holds_any(truths[path].may, ways)]
    if len(given) != answer["total"] or len(given) != len(answer["results"]):
        found.facets.append(f"total {answer['total']}, {len(answer['results'])} results of {len(given)} pages")
    for path, result in given.items():
        if path in truths:
            _check_items(found, result, truths[path], ways)
    found.order = [
        Rank(all(word in folded(result["title"]) for word in asked), path in truths and truths[path].kinds.keys() == {"変更"})
        for path, result in given.items() if result["exact"]]
    _check_facets(found, answer["facets"], ways, truths)
    return found


def hits(
    found: Verdict, asked: list[str], given: set[str], truths: Mapping[str, Truth], whole: bool = False
) -> tuple[int, int]:
    """How many pages hold the words, how many were given; those missing and those without the words go to `found`. With `whole`
    pages of indexes may be given for all their text, not only for their titles."""
    must = {path for path, one in truths.items() if asked and all(word in one.must for word in asked)}
    found.lost = sorted(must - given)
    found.wrong = sorted(
        path for path in given if path not in truths or not all(word in (truths[path].page if whole else truths[path].may) for word in asked))
    return len(must), len(given)


def _holds_any(text: str, ways: list[list[str]]) -> bool:
    """Whether each word is in `text` in one of its ways; shapes of dashes are one."""
    shaped = text.translate(_SHAPES) if any(re.search("[-~‐-―−〜∼⁓]", way) for some in ways for way in some) else text
    return all(any(way in text or way.translate(_SHAPES) in shaped for way in some) for some in ways)


def _check_items(found: Verdict, result: Mapping[str, Any], truth: Truth, ways: list[list[str]]) -> None:
    if " ".join(result["title"].split()) != truth.title:
        found.excerpts.append(f"{truth.path}: title {result['title']}")
    if result["items"] is None:
        return
    if not result["items"]:
        found.anchors.append(f"{truth.path}: no item")
    for item in result["items"]:
        anchor = unquote(urlsplit(item["url"]).fragment)
        where = f"{truth.path}#{anchor}"
        found.looked_at["anchors"] += 1
        if anchor and truth.ids.get(anchor) != 1:
            found.anchors.append(f"{where}: stands on the page {truth.ids.get(anchor, 0)} times")
        text = truth.under.get(anchor, "") if anchor else truth.may
        marks = [html.unescape(mark) for mark in re.findall("<mark>(.*?)</mark>", item["excerpt"])]
        found.looked_at["excerpts"] += 1
        found.looked_at["marks"] += len(marks)
        if not marks:
            found.excerpts.append(f"{where}: nothing marked")
        for mark in marks:
            plain = folded(mark)
            if not any(way in plain or way.translate(_SHAPES) in plain.translate(_SHAPES) for some in ways for way in some):
                found.excerpts.append(f"{where}: 「{mark}」 is marked")
            if plain not in text:
                found.anchors.append(f"{where}: 「{mark}」 does not stand there")
        shown = html.unescape(re.sub("</?mark>", "", item["excerpt"]))
        for piece in shown.split():
            if folded(piece) not in truth.may:
                found.excerpts.append(f"{where}: 「{piece}」 is not on the page")


def _check_facets(found: Verdict, given: Mapping[str, Mapping[str, int]], ways: list[list[str]], truths: Mapping[str, Truth]) -> None:
    least: dict[tuple[str, str], int] = {}
    most: dict[tuple[str, str], int] = {}
    for truth in truths.values():
        if not ways or not _holds_any(truth.may, ways):
            continue
        for facet, must, may in _facets(truth):
            most[facet] = most.get(facet, 0) + _holds_any(may, ways)
            least[facet] = least.get(facet, 0) + _holds_any(must, ways)
    told = {(name, value): count for name, values in given.items() for value, count in values.items()}
    for facet in sorted({facet for facet, count in least.items() if count} | told.keys()):
        low, high = least.get(facet, 0), most.get(facet, 0)
        found.looked_at["facet counts"] += 1
        found.looked_at["certain"] += low == high
        if not low <= told.get(facet, 0) <= high:
            found.facets.append(f"{facet[0]} {facet[1]}: {told.get(facet, 0)}, not {low}" + (f" to {high}" if high > low else ""))


def _facets(truth: Truth) -> Iterator[tuple[tuple[str, str], str, str]]:
    """The values of a page, with the texts under each that must be found and that may be."""
    for facet in truth.facets.items():
        yield facet, truth.must, truth.may
    for kind, (must, may) in truth.kinds.items():
        yield ("種類", kind), must, may
