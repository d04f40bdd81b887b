"""A site in, its pages out: which pages there are, their addresses, titles and neighbours; no HTML.

An assessment's pages depend on that assessment, its municipality's and the site's settings, and nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import ParamSpec

from site_gen import duties, facts
from site_gen.accessibility import results
from site_gen.data import DataFile
from site_gen.dates import Moment
from site_gen.jimu import FOLDER as COMPARE
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages.accessibility import accessibility_page
from site_gen.pages.assessment import assessment_pages, inquiries
from site_gen.pages.changes_index import changes_pages
from site_gen.pages.data import data_page
from site_gen.pages.feed import Feed, FeedEntry, feeds, municipality_feed, site_feed
from site_gen.pages.glossary import glossary_pages
from site_gen.pages.jimu import compared, jimu_files, jimu_pages
from site_gen.pages.missing import missing_page
from site_gen.pages.page import (
    ACCESSIBILITY,
    CHANGES,
    CONTACT_ANCHOR,
    DATA,
    GLOSSARY,
    IMAGES,
    SEARCH,
    Link,
    Page,
    form_label,
)
from site_gen.pages.parties import WORDS, party_pages
from site_gen.pages.search import search_page
from site_gen.pages.sources import sources
from site_gen.pages.statutes import STATUTES, bases, statute_pages
from site_gen.pages.systems_index import SYSTEMS, system_pages
from site_gen.pages.told import told
from site_gen.parties import FOLDERS

P = ParamSpec("P")

__all__ = [
    "IMAGES", "Feed", "FeedEntry", "Link", "Page", "RecentChange", "Section", "Summary", "assessment_pages", "feeds", "form_label",
    "missing_page", "pages", "sections", "sources", "tables",
]


@dataclass(frozen=True, slots=True)
class Summary:
    """An assessment in the list of its municipality."""

    assessment: Assessment
    figures: facts.Figures
    ended: str


@dataclass(frozen=True, slots=True)
class RecentChange:
    """A change on the portal: where it stands and what changed."""

    municipality: Municipality
    assessment: Assessment
    change: facts.Change


def pages(site: Site, files: Sequence[DataFile] = ()) -> Iterator[Page]:
    """All pages of the site: each municipality's assessments, the municipality, the changes of all, who gets
    and gives data, what statutes they cite, the glossary, the same 事務 side by side, the data files (`files`, as they
    were made), what was tested, the search, and last the portal."""
    return chain.from_iterable(section.make() for section in sections(site, files))


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that are made together: those in `folders` that are in no folder of another section."""

    folders: tuple[str, ...]
    make: Callable[[], Iterator[Page]]


def sections(site: Site, files: Sequence[DataFile] = ()) -> tuple[Section, ...]:
    """The pages of the site in parts, none of which is made before it is asked for: each assessment, each municipality,
    each index, and the portal."""
    of_all = cache(lambda: told(site))
    own = (
        section
        for m in site.municipalities
        for section in (
            *(Section((f"{m.slug}/{a.slug}",), partial(assessment_pages, site, m, a)) for a in m.assessments),
            Section((m.slug,), partial(_alone, _municipality, site, m)),
        )
    )
    return (
        *own,
        Section((CHANGES,), partial(changes_pages, site)),
        Section(tuple(FOLDERS[kind] for kind in WORDS), lambda: party_pages(site, of_all(), bases(of_all()))),
        Section((STATUTES,), lambda: statute_pages(site, of_all())),
        Section((SYSTEMS,), lambda: system_pages(site, of_all())),
        Section((GLOSSARY,), partial(glossary_pages, site)),
        Section((COMPARE,), lambda: jimu_pages(site, of_all(), compared(site, of_all()))),
        Section((DATA,), partial(_alone, data_page, site, files)),
        Section((ACCESSIBILITY,), lambda: _alone(accessibility_page, site, results())),
        Section((SEARCH,), partial(_alone, search_page, site)),
        Section(("",), partial(_alone, _portal, site)),
    )


def _alone(make: Callable[P, Page], *given: P.args, **named: P.kwargs) -> Iterator[Page]:
    yield make(*given, **named)


def tables(site: Site) -> Iterator[tuple[str, bytes]]:
    """Path and content of every table that lies beside a page (CSV)."""
    return jimu_files(site, compared(site, told(site)))


def _municipality(site: Site, m: Municipality) -> Page:
    summaries = tuple(
        Summary(a, facts.figures(a), duties.ended_on(a.part("表紙").child("評価書名").text)) for a in m.assessments
    )
    return Page(
        path=m.slug, template="municipality.html", title=f"{m.name}の特定個人情報保護評価書", site=site, municipality=m,
        crumbs=(Link("ホーム", ""),), inquiries=(Link("開示請求・問合せ", m.slug, CONTACT_ANCHOR),),
        feed=municipality_feed(m), own=tuple((summary, inquiries(m, summary.assessment)[0]) for summary in summaries),
    )


def _portal(site: Site) -> Page:
    changes = [
        RecentChange(m, a, change)
        for m in site.municipalities
        for a in m.assessments
        for change in facts.figures(a).changes
        if change.day
    ]
    changes.sort(key=lambda recent: recent.change.day or Moment(0), reverse=True)
    return Page(
        path="", template="portal.html", title=site.title, site=site,
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), feed=site_feed(site), own=tuple(_one_a_day(changes))[:10],
    )


def _one_a_day(changes: list[RecentChange]) -> Iterator[tuple[RecentChange, int]]:
    """The first change of each assessment's day, with how many there are that day."""
    days: dict[tuple[str, str, object], list[RecentChange]] = {}
    for recent in changes:
        days.setdefault((recent.municipality.slug, recent.assessment.slug, recent.change.day), []).append(recent)
    for found in days.values():
        yield found[0], len(found)
