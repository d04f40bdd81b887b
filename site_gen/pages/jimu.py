"""What the assessments of one 事務 say to its comparison in, its pages under compare/ out: the same item in several municipalities.

Up to six assessments stand side by side. Of more, the first page counts how often each value occurs, and there is a table
for each prefecture (of several when it has more than six).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_gen.forms.jimu import Jimu, 事務
from site_gen.jimu import FOLDER, files, jimu_of
from site_gen.jimu.spread import Counted, SpreadSheet
from site_gen.jimu.table import Comparison, Sheet, compare, titles
from site_gen.jimu.told import Told
from site_gen.model import Assessment, Site
from site_gen.pages.leaves import Piece
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page

if TYPE_CHECKING:
    from site_gen.pages.cards import Card  # which is made of an assessment's pages, and these lead here

SIDE_BY_SIDE = 6  # columns of a table
_TITLE = "同じ事務を比べる"


@dataclass(frozen=True, slots=True)
class Group:
    """Assessments whose table has a page: its address, what it is called, the prefecture of which it is (empty: of all); of the
    assessments only which they are."""

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
    """One sheet of many assessments; `groups` are the tables of some of them each, told on the first sheet."""

    jimu: Jimu
    sheet: SpreadSheet
    links: tuple[Link, ...]
    groups: tuple[Group, ...]


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


@dataclass(frozen=True, slots=True)
class Sheets:
    """A piece of the pages of a 事務: what was counted of all, with their tables, or one of these tables (`only`) with the title of what
    stands above it (empty: nothing does)."""

    jimu: str
    above: str
    only: Group | None
    counted: tuple[SpreadSheet, ...] = ()
    groups: tuple[Group, ...] = ()


def jimu_plan(subject: str, given: Iterable[Told]) -> tuple[tuple[JimuBrief, ...], Iterator[Piece]]:
    """What the list of all says of the 事務 at the address `subject`, and the pieces of its pages; of each assessment that is `given` no
    more is held than what is counted."""
    jimu = next(one for one in 事務 if f"{FOLDER}/{one.key}" == subject)
    counted = Counted()
    columns: list[Told] = []
    side_by_side: list[Told] = []  # as long as all stand so, nothing is counted
    for one in given:
        columns.append(one.bare)
        side_by_side.append(one)
        if len(columns) > SIDE_BY_SIDE:
            while side_by_side:
                counted.add(side_by_side.pop(0))
    names = tuple(dict.fromkeys(one.municipality_name for one in columns[:SIDE_BY_SIDE]))
    return (JimuBrief(jimu.key, len(columns), names),), _pieces(jimu, columns, counted)


def _pieces(jimu: Jimu, columns: Sequence[Told], counted: Counted) -> Iterator[Piece]:
    tables = groups(jimu, columns)
    above = "" if len(columns) <= SIDE_BY_SIDE else _heading(jimu)
    if above:
        yield Piece((), Sheets(jimu.key, above, None, counted.sheets(), tables))
    places = {one.base: at for at, one in enumerate(columns)}
    for group in tables:
        yield Piece(tuple(places[one.base] for one in group.columns), Sheets(jimu.key, above, group))


def jimu_pages(site: Site, plan: Sheets, columns: Sequence[Told]) -> tuple[Iterator[Page], Iterator[tuple[str, bytes]]]:
    """The pages of a piece, of the assessments that it is of, and path and content of the CSV of its table."""
    jimu = next(one for one in 事務 if one.key == plan.jimu)
    first = _first(site)
    inner = replace(first, crumbs=(*first.crumbs, Link(_TITLE, FOLDER)))
    if plan.only is None:
        return _spread(inner, jimu, plan), iter(())
    if plan.above:
        inner = replace(inner, crumbs=(*inner.crumbs, Link(plan.above, f"{FOLDER}/{jimu.key}")))
    title = f"{plan.only.title}を比べる" if plan.above else _heading(jimu)
    return _table(inner, jimu, plan.only, columns, title), _files(site, plan.only, columns)


def _heading(jimu: Jimu) -> str:
    return f"「{jimu.name}」を自治体の間で比べる"


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


def _files(site: Site, group: Group, columns: Sequence[Told]) -> Iterator[tuple[str, bytes]]:
    found = compare(columns)
    if found.sheets:
        for name, data in files.tables(found, site.url):
            yield f"{group.path}/{name}", data


def _table(common: Page, jimu: Jimu, group: Group, columns: Sequence[Told], title: str) -> Iterator[Page]:
    """The pages of one comparison: of the whole, of risks, of each file that several have."""
    found = compare(columns)
    links = tuple(Link(sheet.title, _path(group.path, sheet.key)) for sheet in found.sheets)
    inner = replace(common, crumbs=(*common.crumbs, Link(title, group.path)))
    for sheet in found.sheets or (None,):
        key = sheet.key if sheet else ""
        view = TableView(jimu, group.prefecture, found, titles(sheet.columns if sheet else ()), links, group.path if found.sheets else "", sheet)
        yield replace(inner if key else common, path=_path(group.path, key), template="jimu.html",
                      title=f"{title}　{sheet.title}" if sheet and key else title, own=view)


def _spread(common: Page, jimu: Jimu, plan: Sheets) -> Iterator[Page]:
    """The pages of many: how often each value occurs, sheet by sheet, and the tables of some of them each."""
    base, title = f"{FOLDER}/{jimu.key}", plan.above
    links = tuple(Link(sheet.title, _path(base, sheet.key)) for sheet in plan.counted)
    inner = replace(common, crumbs=(*common.crumbs, Link(title, base)))
    for sheet in plan.counted:
        view = SpreadView(jimu, sheet, links, () if sheet.key else plan.groups)
        yield replace(inner if sheet.key else common, path=_path(base, sheet.key), template="jimu_spread.html",
                      title=f"{title}　{sheet.title}" if sheet.key else title, own=view)


def _path(base: str, key: str) -> str:
    return f"{base}/{key}" if key else base
