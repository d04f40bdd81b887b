"""The changes of a year in, the pages that list them out. What is brief of all years in, `changes/` out with the newest and the years."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Generic, TypeVar

from site_gen.dates import Moment, year_in_eras
from site_gen.model import Site
from site_gen.pages.everywhere import Home, SiteChange, day_of, in_order
from site_gen.pages.feed import MOST, feed_link
from site_gen.pages.leaves import Piece, Sizes, of_parts, portions
from site_gen.pages.page import CHANGES, CONTACT_ANCHOR, Link, Page

T = TypeVar("T")

UNDATED = f"{CHANGES}/hizuke-nashi"
_ON_A_PAGE = 90  # rows; long rows of many small changes take two kilobytes each
_NEWEST = 50
_BRIEF = max(MOST, _NEWEST)  # of each year: they may all be of one
_RECENT = 10


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """The rows of one assessment on one day, in the order written."""

    home: Home
    rows: tuple[SiteChange, ...]


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day on which something changed somewhere: as first written, for machines, and the rows by assessment."""

    text: str
    day: Moment | None
    groups: tuple[ListedGroup, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of changes: where it begins, and how many rows it has; `link` is that of the rows without a day too."""

    link: Link
    count: int


@dataclass(frozen=True, slots=True)
class ChangeList:
    """What a page of changes shows: `total` rows of the site or the year, of which `shown` are here; `years` only on the
    first page."""

    days: tuple[ListedDay, ...]
    total: int
    shown: int
    years: tuple[Year, ...] = ()


@dataclass(frozen=True, slots=True)
class YearBrief:
    """What others say of the changes of a year (0: those without a day): how many there are, the newest of them, and of the latest days
    on which assessments changed the first row of each with how many there are."""

    year: int
    count: int
    newest: tuple[SiteChange, ...]
    recent: tuple[tuple[SiteChange, int], ...]


def by_year(changes: Iterable[SiteChange]) -> dict[str, tuple[SiteChange, ...]]:
    """The `changes` of one assessment by the address of the first page of their year."""
    found: dict[str, list[SiteChange]] = {}
    for one in changes:
        found.setdefault(_start(one.day.year if one.day else 0).path, []).append(one)
    return {path: tuple(own) for path, own in found.items()}


@dataclass(frozen=True, slots=True)
class YearRun:
    """Pages of a year that are made together: the number of the first, how many pages and how many rows the year has, and of each page the
    rows in their order, by the place of their assessment in the piece and their own among its rows of the year."""

    first: int
    count: int
    total: int
    pages: tuple[tuple[tuple[int, int], ...], ...]


class _Newest(Generic[T]):
    """Holds of what is told, each with a day, the first `most`, the latest day first, those of one day as they came."""

    def __init__(self, most: int, day: Callable[[T], Moment]) -> None:
        self._most, self._day = most, day
        self._held: list[T] = []

    def add(self, told: Iterable[T]) -> None:
        self._held += told
        if len(self._held) > 4 * self._most:
            self._held = list(self.found())

    def found(self) -> tuple[T, ...]:
        return tuple(sorted(self._held, key=self._day, reverse=True)[: self._most])


def year_plan(
    subject: str, given: Iterable[Sequence[SiteChange]], sizes: Sequence[Sizes] = ()
) -> tuple[tuple[YearBrief, ...], Iterator[Piece]]:
    """What others say of the year at the address `subject`, and the pieces of its pages; of the changes of each assessment that are `given`
    no more is held than their days and those that others name. `sizes` as for `leaves.runs`."""
    year = _year(subject)
    days: dict[Moment, Moment] = {}  # each once
    rows: list[tuple[Moment, int, int]] = []
    newest: _Newest[SiteChange] = _Newest(_BRIEF, day_of)
    recent: _Newest[tuple[SiteChange, int]] = _Newest(_RECENT, lambda one: day_of(one[0]))
    for place, changes in enumerate(given):
        rows += ((days.setdefault(day_of(one), day_of(one)), place, at) for at, one in enumerate(changes))
        newest.add(changes)
        recent.add(_one_a_day(in_order(changes)) if year else ())
    rows.sort(key=lambda row: row[0], reverse=True)
    pieces = _pieces([(place, at) for _, place, at in rows], [of_parts(one) for one in sizes])
    return (YearBrief(year, len(rows), newest.found(), recent.found()),), pieces


def _pieces(rows: Sequence[tuple[int, int]], sizes: Sequence[int]) -> Iterator[Piece]:
    pages = [rows[begin : begin + _ON_A_PAGE] for begin in range(0, len(rows), _ON_A_PAGE)]
    for begin, end in portions(({place for place, _ in page} for page in pages), sizes):
        of = tuple(sorted({place for page in pages[begin:end] for place, _ in page}))
        at = {place: number for number, place in enumerate(of)}
        own = tuple(tuple((at[place], number) for place, number in page) for page in pages[begin:end])
        yield Piece(of, YearRun(begin + 1, len(pages), len(rows), own))


def year_pages(
    site: Site, subject: str, beside: tuple[str, str], run: YearRun, changes: Sequence[Sequence[SiteChange]]
) -> Iterator[Page]:
    """The pages of a piece of the year at the address `subject`, of the `changes` of the assessments that it is of; `beside` are the
    addresses of the year before it in the list, the later one, and of the next one (empty: none)."""
    start = _start(_year(subject))
    first = _first(site, bool(_year(subject)))
    later, earlier = (_start(_year(one)) if one else None for one in beside)
    inner = replace(first, template="changes_year.html", crumbs=(*first.crumbs, Link(first.title, first.path)))
    links = [later or Link(first.title, first.path), *(_nth(start, number) for number in range(1, run.count + 1)), earlier]
    for at, rows in enumerate(run.pages, run.first):
        link = links[at]
        assert link
        own = ChangeList(tuple(_days([changes[place][number] for place, number in rows])), run.total, len(rows))
        yield replace(inner, path=link.path, title=link.text, own=own, previous=links[at - 1], following=links[at + 1])


def changes_page(site: Site, found: Iterable[YearBrief]) -> Page:
    """`changes/` with the newest changes, the latest first, and the years, the latest first."""
    briefs = _latest_first(found)
    years = tuple(Year(_start(one.year), one.count) for one in briefs)
    newest = tuple(islice((row for one in briefs for row in one.newest), _NEWEST))
    first = _first(site, any(one.year for one in briefs))
    own = ChangeList(tuple(_days(newest)), sum(one.count for one in briefs), len(newest), years)
    return replace(first, own=own, following=years[0].link if years else None)


def newest_of(found: Iterable[YearBrief]) -> Iterator[SiteChange]:
    """The newest dated changes of the site, the latest first: as many as a feed has, at least."""
    return (row for one in _latest_first(found) if one.year for row in one.newest)


def recent_of(found: Iterable[YearBrief]) -> tuple[tuple[SiteChange, int], ...]:
    """Of the latest days on which assessments changed, the first row of each with how many there are that day."""
    return tuple(islice((one for brief in _latest_first(found) for one in brief.recent), _RECENT))


def neighbours(subjects: Iterable[str]) -> dict[str, tuple[str, str]]:
    """By the address of each of these years, what stands `beside` it in the list."""
    found = ["", *sorted(subjects, key=_year, reverse=True), ""]
    return {one: (found[at - 1], found[at + 1]) for at, one in enumerate(found) if one}


def _latest_first(found: Iterable[YearBrief]) -> list[YearBrief]:
    return sorted(found, key=lambda one: one.year, reverse=True)


def _first(site: Site, dated: bool) -> Page:
    return Page(
        path=CHANGES, template="changes_index.html", title="すべての変更", site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), feed=feed_link(site) if dated else None,
    )


def _start(year: int) -> Link:
    return Link(f"{year}年（{year_in_eras(year)}）の変更", f"{CHANGES}/y{year}") if year else Link("日付のない変更", UNDATED)


def _year(subject: str) -> int:
    return 0 if subject == UNDATED else int(subject.removeprefix(f"{CHANGES}/y"))


def _one_a_day(changes: Iterable[SiteChange]) -> Iterator[tuple[SiteChange, int]]:
    for _, on_day in groupby(changes, lambda one: (one.day, one.home)):
        first, *more = on_day
        yield first, 1 + len(more)


def _nth(start: Link, number: int) -> Link:
    return start if number == 1 else Link(f"{start.text}（{number}ページ目）", f"{start.path}-{number}")


def _days(rows: Sequence[SiteChange]) -> Iterator[ListedDay]:
    for day, on_day in groupby(rows, lambda one: one.day):
        groups = tuple(
            ListedGroup(of_one[0].home, of_one)
            for _, run in groupby(on_day, lambda one: one.home.base)
            if (of_one := tuple(run))
        )
        yield ListedDay(groups[0].rows[0].day_text, day, groups)
