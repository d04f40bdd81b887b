"""Rows of many assessments in, one assessment after the other and none of them held, on which pages of a list they stand out.

A list that goes over several pages is planned first, of what stands where, and its pages are made then, some together, of the
assessments alone whose rows stand on them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from site_gen.index import Facts
from site_gen.pages.page import Link
from site_gen.pages.reach import Reach, Section, reaches

T = TypeVar("T")

TOGETHER = 8  # pages that are made together, of rows that are held together


@dataclass(frozen=True, slots=True)
class Leaf:
    """The rows of a page: of which assessments they are, by their places from `first` up to `end`, how many rows of the first one stand
    on pages before, and how many there are."""

    first: int
    end: int
    skipped: int
    rows: int

    def cut(self, of_each: Sequence[Sequence[T]], start: int) -> tuple[T, ...]:
        """Its rows, of those `of_each` assessment from the place `start` on."""
        every = [row for rows in of_each[self.first - start : self.end - start] for row in rows]
        return tuple(every[self.skipped : self.skipped + self.rows])


@dataclass(frozen=True, slots=True)
class Piece:
    """Pages of a subject that are made together: the assessments of whose shares they are made, by their places, and all else that they
    are made with."""

    of: tuple[int, ...]
    plan: Any


@dataclass(frozen=True, slots=True)
class Run:
    """Pages of a list that are made together: what is brief of the whole, the number of the first page and how many pages the list has, the
    place of the first assessment whose rows stand on them, each page's rows, kind by kind (None: none of that kind); where those of each
    assessment are, if the first page of several is among them."""

    brief: Any
    first: int
    count: int
    start: int
    pages: tuple[tuple[Leaf | None, ...], ...]
    reaches: tuple[Reach, ...]


class Leaves(Generic[T]):
    """Gives the rows of each assessment their pages of `room` rows; `told` are the words of the sections that an assessment's rows on a
    page are, whose anchors are `letter` and a number."""

    def __init__(self, room: int, letter: str, told: Callable[[Sequence[T]], Iterable[str]]) -> None:
        self.pages: list[Leaf] = []
        self.sections: list[list[Section]] = []
        self._room = room
        self._letter = letter
        self._told = told
        self._places = 0

    def add(self, facts: Facts, rows: Sequence[T]) -> None:
        """These are the rows of the next assessment, of which `facts` tell whose it is."""
        place, begin = self._places, 0
        self._places += 1
        while begin < len(rows):
            if not self.pages or self.pages[-1].rows == self._room:
                self.pages.append(Leaf(place, place, begin, 0))
                self.sections.append([])
            page = self.pages[-1]
            own = rows[begin : begin + self._room - page.rows]
            self.pages[-1] = Leaf(page.first, place + 1, page.skipped, page.rows + len(own))
            at = self.sections[-1]
            at.extend(
                Section(facts.base, facts.municipality, facts.municipality_name, facts.name, words, f"{self._letter}{number}")
                for number, words in enumerate(self._told(own), len(at) + 1)
            )
            begin += len(own)


def links(title: str, path: str, count: int) -> list[Link]:
    """The pages of a list of `count` pages, the first of which has this title and path."""
    return [Link(title, path), *(Link(f"{title}（{n}ページ目）", f"{path}/p{n}") for n in range(2, count + 1))]


def runs(brief: Any, pages: Sequence[tuple[Leaf | None, ...]], sections: Sequence[Sequence[Section]], places: Sequence[Link]) -> Iterator[Piece]:
    """The pieces of a list with these pages, of those sections, at those `places`: the pages in their order, never some of one kind
    of rows with others of another, for which one would need the assessments between them."""
    found = reaches(sections, places)
    for at, count in _together(pages):
        own = pages[at : at + count]
        leaves = [leaf for page in own for leaf in page if leaf]
        start, end = min(one.first for one in leaves), max(one.end for one in leaves)
        yield Piece(tuple(range(start, end)), Run(brief, at + 1, len(pages), start, tuple(own), () if at else found))


def _together(pages: Sequence[tuple[Leaf | None, ...]]) -> Iterator[tuple[int, int]]:
    """The first and the number of the pages of each piece."""
    begin = 0
    for at in range(1, len(pages) + 1):
        if at == len(pages) or at - begin == TOGETHER or [leaf is None for leaf in pages[at]] != [leaf is None for leaf in pages[at - 1]]:
            yield begin, at - begin
            begin = at
