"""The changes of a site in, the pages that list them out: `changes/` with the newest and the years, and a page a year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from site_gen.dates import Moment, year_in_eras
from site_gen.model import Site
from site_gen.pages.everywhere import Home, SiteChange
from site_gen.pages.feed import site_feed
from site_gen.pages.page import CHANGES, CONTACT_ANCHOR, Link, Page

UNDATED = f"{CHANGES}/hizuke-nashi"
_ON_A_PAGE = 100  # rows; long rows of many small changes take half of the 200 KB
_NEWEST = 50


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


def changes_pages(site: Site, rows: Sequence[SiteChange]) -> Iterator[Page]:
    """`changes/` of `rows`, the latest first; then the pages of the years, the latest first, each leading to the one before and after it."""
    first = Page(
        path=CHANGES, template="changes_index.html", title="すべての変更", site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), feed=site_feed(site, rows),
    )
    found = [first]
    years: list[Year] = []
    for year, group in groupby(rows, lambda one: one.day.year if one.day else 0):
        of_year = tuple(group)
        start = Link(f"{year}年（{year_in_eras(year)}）の変更", f"{CHANGES}/y{year}") if year else Link("日付のない変更", UNDATED)
        years.append(Year(start, len(of_year)))
        for at in range(0, len(of_year), _ON_A_PAGE):
            link, shown = _nth(start, at // _ON_A_PAGE + 1), of_year[at : at + _ON_A_PAGE]
            crumbs = (*first.crumbs, Link(first.title, first.path))
            own = ChangeList(tuple(_days(shown)), len(of_year), len(shown))
            found.append(replace(first, path=link.path, title=link.text, template="changes_year.html", crumbs=crumbs, own=own))
    found[0] = replace(first, own=ChangeList(tuple(_days(rows[:_NEWEST])), len(rows), len(rows[:_NEWEST]), tuple(years)))
    links = [Link(page.title, page.path) for page in found]
    for at, page in enumerate(found):
        yield replace(page, previous=links[at - 1] if at else None, following=links[at + 1] if at + 1 < len(links) else None)


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
