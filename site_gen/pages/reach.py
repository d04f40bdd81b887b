"""The sections of a list that goes over several pages in, on which page the rows of each assessment stand out.

Rows lead to the first page, whose address does not depend on other assessments; from there this leads on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from site_gen.flows import Flow
from site_gen.index import Facts, Mention
from site_gen.pages.page import Link


@dataclass(frozen=True, slots=True)
class Section:
    """A section on one of the pages: whose it is, what stands in it (of rows: the first and the last), where."""

    facts: Facts
    words: str
    path: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Reach:
    """An assessment, and a link to each section of it with the number of its page."""

    facts: Facts
    links: tuple[Link, ...]


def reaches(pages: Sequence[Sequence[Section]]) -> tuple[Reach, ...]:
    """By assessment, in the order of the pages, where its sections are; nothing where all stand on one page."""
    if len(pages) < 2:
        return ()
    found: dict[str, tuple[Facts, list[Link]]] = {}
    for number, sections in enumerate(pages, 1):
        for one in sections:
            links = found.setdefault(one.facts.base, (one.facts, []))[1]
            links.append(Link(f"{one.words}（{number}ページ目）", one.path, one.anchor))
    return tuple(Reach(facts, tuple(links)) for facts, links in found.values())


def stretch(mentions: Sequence[Mention]) -> str:
    """What rows of one kind these are, by the first and the last: 提供先26～提供先60, 移転 項番3."""
    first, last = mentions[0].flow, mentions[-1].flow
    begin = f"{first.file_name} {_number(first)}" if mentions[0].facts.several_files else _number(first)
    end = last.number if first.file == last.file else f"{last.file_name} {_number(last)}"
    return begin if first is last else f"{begin}～{end}"


def _number(flow: Flow) -> str:
    return flow.number if flow.number.startswith(flow.label) else f"{flow.label} {flow.number}"
