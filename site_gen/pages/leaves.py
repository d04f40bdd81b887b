"""Rows of many assessments in, one assessment after the other and none of them held, on which pages of a list they stand out.

A list that goes over several pages is planned first, of what stands where, and its pages are made then, some together, of the
assessments alone whose rows stand on them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Generic, TypeVar

from site_gen.index import Facts
from site_gen.pages.page import Link
from site_gen.pages.reach import Reach, Section, reaches

T = TypeVar("T")
Sizes = Sequence[int]  # bytes of the parts of a packed share

TOGETHER = 8  # pages at most that are made together
ROOM = 1_000_000  # bytes of packed shares of which they are, if one page does not need more; as objects they take several times as much


@dataclass(frozen=True, slots=True)
class Leaf:
    """The rows of a page: the places of the assessments whose rows they are, how many rows of the first one stand on pages before, and how
    many there are."""

    of: tuple[int, ...]
    skipped: int
    rows: int

    def cut(self, of_each: Sequence[Sequence[T]]) -> tuple[T, ...]:
        """Its rows, of those that assessments have by their places."""
        every = [row for place in self.of for row in of_each[place]]
        return tuple(every[self.skipped : self.skipped + self.rows])


@dataclass(frozen=True, slots=True)
class Piece:
    """Pages of a subject that are made together: the assessments of whose shares they are made, by their places, and all else that they
    are made with. `parts` are those of the shares that are enough for them (empty: all)."""

    of: tuple[int, ...]
    plan: Any
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Pages of a list that are made together: what is brief of the whole, the number of the first page and how many pages the list has, each
    page's rows, kind by kind (None: none of that kind), by the places of assessments in the piece; where those of each assessment are, if
    the first page of several is among them."""

    brief: Any
    first: int
    count: int
    pages: tuple[tuple[Leaf | None, ...], ...]
    reaches: tuple[Reach, ...] = ()


class Leaves(Generic[T]):
    """Gives the rows of each assessment their pages of `room` rows; `told` are the words of the sections that an assessment's rows on a
    page are, whose anchors are `letter` and a number."""

    def __init__(self, room: int, letter: str = "", told: Callable[[Sequence[T]], Iterable[str]] = lambda rows: ()) -> None:
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
                self.pages.append(Leaf((), begin, 0))
                self.sections.append([])
            page, at = self.pages[-1], self.sections[-1]
            own = rows[begin : begin + self._room - page.rows]
            self.pages[-1] = Leaf((*page.of, place), page.skipped, page.rows + len(own))
            at.extend(
                Section(facts.base, facts.municipality, facts.municipality_name, facts.name, words, f"{self._letter}{number}")
                for number, words in enumerate(self._told(own), len(at) + 1)
            )
            begin += len(own)


def links(title: str, path: str, count: int) -> list[Link]:
    """The pages of a list of `count` pages, the first of which has this title and path."""
    return [Link(title, path), *(Link(f"{title}（{n}ページ目）", f"{path}/p{n}") for n in range(2, count + 1))]


def runs(
    brief: Any, pages: Sequence[tuple[Leaf | None, ...]], sections: Sequence[Sequence[Section]], places: Sequence[Link], sizes: Sequence[Sizes],
    *, apart: bool = False,
) -> Iterator[Piece]:
    """The pieces of a list with these pages, of those sections, at those `places`: the pages in their order, never some of one kind
    of rows with others of another, which are of other assessments. `sizes` are those of the packed shares (empty: they do not matter),
    in which each kind has a part of its own where they are `apart`."""
    found = reaches(sections, places)
    at = 0
    for _, of_one_kind in groupby(pages, lambda page: [leaf is None for leaf in page]):
        own = list(of_one_kind)
        parts = tuple(part for part, leaf in enumerate(own[0]) if leaf) if apart else ()
        for begin, end in portions([{place for leaf in page if leaf for place in leaf.of} for page in own], [of_parts(one, parts) for one in sizes]):
            of = sorted({place for page in own[begin:end] for leaf in page if leaf for place in leaf.of})
            within = {place: number for number, place in enumerate(of)}
            some = tuple(tuple(leaf and replace(leaf, of=tuple(within[place] for place in leaf.of)) for leaf in page) for page in own[begin:end])
            yield Piece(tuple(of), Run(brief, at + begin + 1, len(pages), some, () if at + begin else found), parts)
        at += len(own)


def of_parts(sizes: Sizes, parts: Collection[int] = ()) -> int:
    """The bytes of these parts of a share (empty: of all)."""
    return sum(size for part, size in enumerate(sizes) if not parts or part in parts)


def portions(pages: Iterable[Iterable[int]], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From which to before which they are made together, of pages that are of the assessments at these places, whose shares have
    these `sizes` in bytes (empty: they do not matter)."""
    together: set[int] = set()
    begin = end = 0
    for page in pages:
        own = set(page)
        if end - begin == TOGETHER or (end > begin and sum(sizes[at] for at in together | own if sizes) > ROOM):
            yield begin, end
            begin, together = end, set()
        together |= own
        end += 1
    if end > begin:
        yield begin, end
