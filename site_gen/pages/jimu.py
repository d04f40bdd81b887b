"""What the assessments of one 事務 say to its comparison in, its pages under compare/ out: the same item in several municipalities.

Up to six assessments stand side by side. Of more, the first page counts how often each value occurs, and there is a table
for each prefecture (of several when it has more than six).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_gen.forms.jimu import Jimu, 事務
from site_gen.jimu import FOLDER, files, jimu_of
from site_gen.jimu.spread import Spread, spread
from site_gen.jimu.table import Comparison, Sheet, compare, titles
from site_gen.jimu.told import Told
from site_gen.model import Assessment, Site
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page

if TYPE_CHECKING:
    from site_gen.pages.cards import Card  # which is made of an assessment's pages, and these lead here

SIDE_BY_SIDE = 6  # columns of a table
_TITLE = "同じ事務を比べる"


@dataclass(frozen=True, slots=True)
class Group:
    """Assessments whose table has a page: its address, what it is called, the prefecture of which it is (empty: of all)."""

    path: str
    title: str
    columns: tuple[Told, ...]
    prefecture: str = ""


@dataclass(frozen=True, slots=True)
class JimuBrief:
    """A 事務 in the list of all, by its key: how many assessments it compares, and the names of the first of their municipalities."""

    jimu: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JimuList:
    """The list of all, each with the link to its page: those with several assessments, those with one; and the assessments that are not
    compared, each with the name of its municipality."""

    several: tuple[tuple[Link, JimuBrief], ...]
    single: tuple[tuple[Link, JimuBrief], ...]
    others: tuple[tuple[str, "Card"], ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """One sheet of a comparison: `heads` are the columns' names, `links` lead to its other sheets, `table` is the folder
    of the CSV. `sheet` is None where there is nothing to compare with: on the site, or in the prefecture."""

    jimu: Jimu
    prefecture: str
    found: Comparison
    heads: tuple[str, ...]
    links: tuple[Link, ...]
    table: str
    sheet: Sheet | None


@dataclass(frozen=True, slots=True)
class SpreadView:
    """One sheet of many assessments: its values by topic; `groups` are the tables of some of them each,
    told on the first sheet."""

    jimu: Jimu
    columns: tuple[Told, ...]
    links: tuple[Link, ...]
    groups: tuple[Group, ...]
    topics: tuple[tuple[str, tuple[Spread, ...]], ...]


def comparison_link(a: Assessment) -> Link | None:
    """Where `a` is compared with those of other municipalities; the page is there also when there are none yet."""
    found = jimu_of(a)
    return Link(f"ほかの自治体の「{found.name}」の評価書と比べる", f"{FOLDER}/{found.key}") if found else None


def groups(jimu: Jimu, columns: Sequence[Told]) -> tuple[Group, ...]:
    """The tables of a 事務: one of all up to six, otherwise by prefecture (`p11`, `p11-2`; the first two digits of the code)."""
    base = f"{FOLDER}/{jimu.key}"
    if len(columns) <= SIDE_BY_SIDE:
        return (Group(base, jimu.name, tuple(columns)),)
    homes: dict[str, list[Told]] = {}
    for one in sorted(columns, key=lambda one: (one.code, one.municipality)):
        homes.setdefault(f"p{one.code[:2] or '00'}", []).append(one)
    found = []
    for key, own in sorted(homes.items()):
        tables = -(-len(own) // SIDE_BY_SIDE)
        for number in range(1, tables + 1):  # of nearly the same length, so that none is left alone
            some = own[len(own) * (number - 1) // tables : len(own) * number // tables]
            found.append(Group(
                f"{base}/{key}" + (f"-{number}" if number > 1 else ""),
                f"{own[0].prefecture}の{jimu.name}" + (f"（{number}）" if tables > 1 else ""), tuple(some), own[0].prefecture,
            ))
    return tuple(found)


def address(told: Told) -> str:
    """The address of the comparison of which an assessment is a part."""
    return f"{FOLDER}/{told.jimu}"


def jimu_pages(site: Site, subject: str, columns: Sequence[Told]) -> tuple[Iterator[Page], tuple[JimuBrief, ...], Iterator[tuple[str, bytes]]]:
    """The pages of the 事務 at the address `subject`, what the list of all says of it, and path and content of the CSV of every table;
    `columns` are what its assessments say."""
    jimu = next(one for one in 事務 if f"{FOLDER}/{one.key}" == subject)
    first = _first(site)
    inner = replace(first, crumbs=(*first.crumbs, Link(_TITLE, FOLDER)))
    tables = groups(jimu, columns)
    if len(columns) <= SIDE_BY_SIDE:
        found = _table(inner, jimu, tables[0], f"「{jimu.name}」を自治体の間で比べる")
    else:
        found = _spread(inner, jimu, tuple(columns), tables)
    names = tuple(dict.fromkeys(one.municipality_name for one in columns[:SIDE_BY_SIDE]))
    return found, (JimuBrief(jimu.key, len(columns), names),), _files(site, tables)


def jimu_list(site: Site, cards: "Iterable[Card]", found: Iterable[JimuBrief]) -> Page:
    """The list of 事務 in their order; `cards` are those of all assessments."""
    briefs = {one.jimu: one for one in found}
    listed = [(Link(one.name, f"{FOLDER}/{one.key}"), briefs[one.key]) for one in 事務 if one.key in briefs]
    names = {m.slug: m.name for m in site.municipalities}
    return replace(_first(site), own=JimuList(
        tuple(one for one in listed if one[1].count > 1), tuple(one for one in listed if one[1].count == 1),
        tuple((names[one.municipality], one) for one in cards if not one.compared),
    ))


def _first(site: Site) -> Page:
    return Page(path=FOLDER, template="jimu_list.html", title=_TITLE, site=site, crumbs=(Link("ホーム", ""),),
                inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),))


def _files(site: Site, tables: Iterable[Group]) -> Iterator[tuple[str, bytes]]:
    for group in tables:
        found = compare(group.columns)
        if found.sheets:
            for name, data in files.tables(found, site.url):
                yield f"{group.path}/{name}", data


def _table(common: Page, jimu: Jimu, group: Group, title: str) -> Iterator[Page]:
    """The pages of one comparison: of the whole, of risks, of each file that several have."""
    found = compare(group.columns)
    links = tuple(Link(sheet.title, _path(group.path, sheet)) for sheet in found.sheets)
    inner = replace(common, crumbs=(*common.crumbs, Link(title, group.path)))
    for sheet in found.sheets or (None,):
        view = TableView(jimu, group.prefecture, found, titles(sheet.columns if sheet else ()), links, group.path if found.sheets else "", sheet)
        own = f"{title}　{sheet.title}" if sheet and sheet.key else title
        yield replace(inner if sheet and sheet.key else common, path=_path(group.path, sheet), template="jimu.html", title=own, own=view)


def _spread(common: Page, jimu: Jimu, columns: tuple[Told, ...], tables: Sequence[Group]) -> Iterator[Page]:
    """The pages of many: how often each value occurs, sheet by sheet, and the tables of some of them each."""
    base = f"{FOLDER}/{jimu.key}"
    title = f"「{jimu.name}」を自治体の間で比べる"
    found = compare(columns)
    links = tuple(Link(sheet.title, _path(base, sheet)) for sheet in found.sheets)
    inner = replace(common, crumbs=(*common.crumbs, Link(title, base)))
    for sheet in found.sheets:
        view = SpreadView(jimu, sheet.columns, links, () if sheet.key else tuple(tables), spread(sheet))
        yield replace(inner if sheet.key else common, path=_path(base, sheet), template="jimu_spread.html",
                      title=f"{title}　{sheet.title}" if sheet.key else title, own=view)
    for group in tables:
        yield from _table(inner, jimu, group, f"{group.title}を比べる")


def _path(base: str, sheet: Sheet | None) -> str:
    return f"{base}/{sheet.key}" if sheet and sheet.key else base
