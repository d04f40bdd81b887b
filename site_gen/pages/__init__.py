"""A site in, its pages out: which pages there are, their addresses, titles and neighbours; no HTML.

An assessment's pages depend on that assessment, its municipality's and the site's settings, and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby
from typing import ParamSpec

from site_gen.accessibility import results
from site_gen.data import DataFile
from site_gen.jimu import FOLDER as COMPARE
from site_gen.model import Municipality, Site
from site_gen.pages.accessibility import accessibility_page
from site_gen.pages.assessment import assessment_pages
from site_gen.pages.cards import Card
from site_gen.pages.changes_index import YearBrief, changes_page, newest_of, recent_of
from site_gen.pages.data import data_page
from site_gen.pages.everywhere import SiteChange
from site_gen.pages.feed import (
    Feed,
    FeedEntry,
    feed_link,
    feed_of_municipality,
    feed_of_one,
    feed_of_site,
    municipality_feed,
)
from site_gen.pages.gathered import Gathered, Gist, gist, of_site, shares_of_site
from site_gen.pages.glossary import glossary_pages
from site_gen.pages.jimu import JimuBrief, jimu_list
from site_gen.pages.leaves import Piece
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
from site_gen.pages.search import search_page
from site_gen.pages.sources import source_of
from site_gen.pages.statutes import STATUTES
from site_gen.pages.subjects import (
    PARTIES,
    SUBJECTS,
    about,
    beside,
    every,
    in_parts,
    joined,
    list_pages,
    municipality_of,
    piece,
    planned,
)
from site_gen.pages.systems_index import SYSTEMS

P = ParamSpec("P")
_NAMED = 300  # assessments that the first page names; of more, their municipalities alone

__all__ = [
    "CHANGES", "IMAGES", "SUBJECTS", "Feed", "FeedEntry", "Gathered", "Gist", "Link", "Page", "Piece", "Portal", "Section",
    "SiteChange", "about", "assessment_pages", "beside", "feed_of_municipality", "feed_of_one", "feed_of_site", "form_label", "gist",
    "in_parts", "joined", "missing_page", "municipality_of", "municipality_page", "newest_changes", "pages", "piece", "planned",
    "sections", "sections_across", "source_of",
]


@dataclass(frozen=True, slots=True)
class Portal:
    """What the first page shows: the municipalities with their assessments, or where these are many, by prefecture with how many they
    have; of the latest days on which assessments changed, the first row of each with how many there are."""

    homes: tuple[tuple[Municipality, tuple[Card, ...]], ...]
    prefectures: tuple[tuple[str, tuple[tuple[Municipality, int], ...]], ...]
    recent: tuple[tuple[SiteChange, int], ...]


def pages(site: Site, files: Sequence[DataFile] = ()) -> Iterator[Page]:
    """All pages of the site: each municipality's assessments, the municipality, the changes of all, who gets
    and gives data, what statutes they cite, the glossary, the same 事務 side by side, the data files (`files`, as they
    were made), what was tested, the search, and last the portal."""
    return chain.from_iterable(section.make() for section in sections(site, files))


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that are made together: those in `folders` that are in no folder of another section. What decides what is on them, beside
    the settings: `of` are kinds of values of assessments, fields of `Gist` and `rows` of the data files of all; `about` is the folder of
    the subjects of which they say what is brief (empty: none)."""

    folders: tuple[str, ...]
    make: Callable[[], Iterator[Page]]
    of: tuple[str, ...] = ()
    about: str = ""

    @property
    def holds_subjects(self) -> bool:
        """Whether the pages of the subjects stand before these, which are the lists of them."""
        return bool(self.about) and self.folders == (self.about,)


def sections(site: Site, files: Sequence[DataFile] = ()) -> tuple[Section, ...]:
    """The pages of the site in parts, none of which is made before it is asked for: each assessment, each municipality,
    each index, and the portal."""
    shares = shares_of_site(site)
    gathered = of_site(site, shares)
    alone = replace(site, municipalities=())  # what a build makes these pages with
    own = (
        section for m in site.municipalities for section in (
            *(Section((f"{m.slug}/{a.slug}",), partial(assessment_pages, alone, m, a)) for a in m.assessments),
            Section((m.slug,), partial(_home, alone, m)),
        )
    )

    def whole(section: Section) -> Iterator[Page]:
        for _, one in every(site, section.about, shares(section.about)):
            yield from one.pages
        yield from section.make()

    across = (replace(one, make=partial(whole, one)) if one.holds_subjects else one
              for one in sections_across(site, gathered, files))
    return (*own, *across)


def _home(site: Site, m: Municipality) -> Iterator[Page]:
    own = of_site(replace(site, municipalities=(m,)))
    yield municipality_page(site, m, own.cards(), own.changes())


def sections_across(site: Site, gathered: Gathered, files: Sequence[DataFile] = ()) -> tuple[Section, ...]:
    """The sections of what is across municipalities, without the pages of the subjects: the assessments are not looked at, only what was
    `gathered` of them."""
    return (
        Section((CHANGES,), lambda: _alone(changes_page, site, _years(gathered)), about=CHANGES),
        *(Section((folder,), partial(_listed, site, folder, gathered), about=folder) for folder in (*PARTIES, STATUTES, SYSTEMS)),
        Section((GLOSSARY,), lambda: glossary_pages(site, gathered.defined()), ("defined",)),
        Section((COMPARE,), lambda: _alone(jimu_list, site, gathered.cards(), _compared(gathered)), ("card",), COMPARE),
        Section((DATA,), partial(_alone, data_page, site, files), ("rows",)),
        Section((ACCESSIBILITY,), lambda: _alone(accessibility_page, site, results())),
        Section((SEARCH,), lambda: _alone(search_page, site, gathered.cards()), ("card",)),
        Section(("",), lambda: _alone(_portal, site, gathered.cards(), _years(gathered)), ("card",), CHANGES),
    )


def newest_changes(gathered: Gathered) -> Iterator[SiteChange]:
    """The newest dated changes of the site, the latest first: as many as its feed has, at least."""
    return newest_of(_years(gathered))


def _listed(site: Site, folder: str, gathered: Gathered) -> Iterator[Page]:
    yield from list_pages(site, folder, gathered.briefs(folder))


def _years(gathered: Gathered) -> tuple[YearBrief, ...]:
    return tuple(one for one in gathered.briefs(CHANGES) if isinstance(one, YearBrief))


def _compared(gathered: Gathered) -> tuple[JimuBrief, ...]:
    return tuple(one for one in gathered.briefs(COMPARE) if isinstance(one, JimuBrief))


def _alone(make: Callable[P, Page], *given: P.args, **named: P.kwargs) -> Iterator[Page]:
    yield make(*given, **named)


def municipality_page(site: Site, m: Municipality, cards: Sequence[Card], changes: Iterable[SiteChange]) -> Page:
    """The page of `m`, whose assessments have these `cards` and `changes`."""
    return Page(
        path=m.slug, template="municipality.html", title=f"{m.name}の特定個人情報保護評価書", site=site, municipality=m,
        crumbs=(Link("ホーム", ""),), inquiries=(Link("開示請求・問合せ", m.slug, CONTACT_ANCHOR),),
        feed=municipality_feed(m, changes), own=tuple(cards),
    )


def _portal(site: Site, cards: Sequence[Card], years: Sequence[YearBrief]) -> Page:
    of_city: dict[str, list[Card]] = {m.slug: [] for m in site.municipalities}
    for card in cards:
        of_city[card.municipality].append(card)
    homes = tuple((m, tuple(of_city[m.slug])) for m in site.municipalities)
    is_large = len(cards) > _NAMED
    own = Portal(() if is_large else homes, tuple(_by_prefecture(homes)) if is_large else (), recent_of(years))
    return Page(
        path="", template="portal.html", title=site.title, site=site, inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),),
        feed=feed_link(site) if any(one.year for one in years) else None, own=own,
    )


def _by_prefecture(homes: Iterable[tuple[Municipality, Sequence[Card]]]) -> Iterator[tuple[str, tuple[tuple[Municipality, int], ...]]]:
    """In the order of their codes (JIS X 0401), the first two digits of those of their municipalities."""
    for _, own in groupby(sorted(homes, key=lambda home: home[0].code[:2]), lambda home: home[0].code[:2]):
        found = tuple((m, len(cards)) for m, cards in own)
        yield found[0][0].prefecture, found
