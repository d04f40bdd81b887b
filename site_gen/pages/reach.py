"""The sections of a list that goes over several pages in, on which page the rows of each assessment stand out.

Rows lead to the first page, whose address does not depend on other assessments; from there this leads on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from site_gen.flows import Flow
from site_gen.index import Mention
from site_gen.pages.page import Link

_MOST = 150  # assessments that a page names; each takes some 300 bytes


@dataclass(frozen=True, slots=True)
class Section:
    """A section on one of the pages: of which assessment of whom it is, what stands in it (of rows: the first and the last), where."""

    base: str
    municipality: str
    municipality_name: str
    name: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Reach:
    """An assessment, or a municipality, by name, and a link to each section of it, or to the first on each page, with the number of the
    page."""

    who: str
    links: tuple[Link, ...]


def reaches(pages: Sequence[Sequence[Section]], places: Sequence[Link]) -> tuple[Reach, ...]:
    """By assessment, in the order of the pages, which stand at these `places`, where its sections are; by municipality where the assessments
    are too many to be named; nothing where all stand on one page."""
    if len(pages) < 2:
        return ()
    every = tuple((number, one) for number, sections in enumerate(pages, 1) for one in sections)
    if len({one.base for _, one in every}) > _MOST:
        return tuple(_by_municipality(every, places))
    found: dict[str, tuple[str, list[Link]]] = {}
    for number, one in every:
        links = found.setdefault(one.base, (f"{one.municipality_name}　{one.name}", []))[1]
        links.append(Link(f"{one.words}（{number}ページ目）", places[number - 1].path, one.anchor))
    return tuple(Reach(who, tuple(links)) for who, links in found.values())


def _by_municipality(every: Iterable[tuple[int, Section]], places: Sequence[Link]) -> Iterator[Reach]:
    found: dict[str, tuple[str, dict[int, list[Section]]]] = {}
    for number, one in every:
        found.setdefault(one.municipality, (one.municipality_name, {}))[1].setdefault(number, []).append(one)
    for who, on_pages in found.values():
        counted = ((number, len({one.base for one in own}), own[0].anchor) for number, own in on_pages.items())
        yield Reach(who, tuple(Link(f"評価書{count}件（{number}ページ目）", places[number - 1].path, anchor) for number, count, anchor in counted))


def stretch(mentions: Sequence[Mention]) -> str:
    """What rows of one kind these are, by the first and the last: 提供先26～提供先60, 移転 項番3."""
    first, last = mentions[0].flow, mentions[-1].flow
    begin = f"{first.file_name} {_number(first)}" if mentions[0].facts.several_files else _number(first)
    end = last.number if first.file == last.file else f"{last.file_name} {_number(last)}"
    return begin if first is last else f"{begin}～{end}"


def _number(flow: Flow) -> str:
    return flow.number if flow.number.startswith(flow.label) else f"{flow.label} {flow.number}"
