"""The changes of a year in, the pages that list them out. What is brief of all years in, `changes/` out with the newest and the years."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from site_gen.dates import Moment, year_in_eras
from site_gen.model import Site
from site_gen.pages.everywhere import Home, SiteChange, in_order
from site_gen.pages.feed import MOST, feed_link
from site_gen.pages.page import CHANGES, CONTACT_ANCHOR, Link, Page

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


def year_pages(
    site: Site, subject: str, beside: tuple[str, str], changes: Iterable[SiteChange]
) -> tuple[Iterator[Page], tuple[YearBrief, ...]]:
    """The pages of the year at the address `subject`, of its `changes`, and what others say of it; `beside` are the addresses of the year
    before it in the list, the later one, and of the next one (empty: none)."""
    rows = in_order(changes)
    year = _year(subject)
    brief = YearBrief(year, len(rows), rows[:_BRIEF], tuple(islice(_one_a_day(rows), _RECENT)) if year else ())
    return _of_year(_first(site, bool(year)), subject, beside, rows), (brief,)


def _of_year(first: Page, subject: str, beside: tuple[str, str], rows: Sequence[SiteChange]) -> Iterator[Page]:
    start = _start(_year(subject))
    later, earlier = (_start(_year(one)) if one else None for one in beside)
    inner = replace(first, template="changes_year.html", crumbs=(*first.crumbs, Link(first.title, first.path)))
    pieces = [rows[at : at + _ON_A_PAGE] for at in range(0, len(rows), _ON_A_PAGE)]
    links = [later or Link(first.title, first.path), *(_nth(start, number) for number in range(1, len(pieces) + 1)), earlier]
    for at, shown in enumerate(pieces, 1):
        link = links[at]
        assert link
        own = ChangeList(tuple(_days(shown)), len(rows), len(shown))
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
