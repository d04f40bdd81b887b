"""Facts of all assessments in, the pages of the statutes that they cite out: a list of statutes, a page a statute with its
provisions, a page a provision with every flow that it is the legal basis of and every other item that cites it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from site_gen import laws
from site_gen.citations import Law
from site_gen.index import Cites, Facts, ListedLaw, ListedProvision, Mention, Quoted, statutes
from site_gen.model import Site
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page
from site_gen.pages.parties import Group, groups, sections
from site_gen.pages.reach import Reach, Section, reaches

STATUTES = "statutes"
_FLOWS = 80  # rows of flows on a page; long ones take two kilobytes each
_ITEMS = 400  # other items on a page


@dataclass(frozen=True, slots=True)
class LawView:
    """A statute: as it is called, its title and number where they are known, the link to e-Gov (empty: not known), its
    provisions by name, and the pages of those of other statutes that call for it."""

    name: str
    law: Law | None
    link: str
    listed: ListedLaw
    provisions: tuple[tuple[str, ListedProvision], ...]
    under: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one assessment that cite a provision."""

    facts: Facts
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """A provision, with the rows and items that stand on this page, and on the first of several pages where to find those
    of each assessment; `whole` says that it is the statute without a number."""

    name: str
    law: LawView
    link: str
    listed: ListedProvision
    groups: tuple[Group, ...]
    items: tuple[Items, ...]
    whole: bool
    reaches: tuple[Reach, ...] = ()


def statute_pages(site: Site, facts: Sequence[Facts]) -> Iterator[Page]:
    """`statutes/`, a page for each statute, and one or more for each of its provisions."""
    listed = statutes(facts)
    known = {provision.path for one in listed for provision in one.provisions}
    views = tuple(_law(site, one, known) for one in listed)
    start = Page(
        path=STATUTES, template="statutes.html", title="法令と条文", site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), own=views, bases_of=bases(facts),
    )
    yield start
    of_law = replace(start, crumbs=(*start.crumbs, Link(start.title, STATUTES)))
    for view in views:
        yield replace(of_law, path=view.listed.path, template="statute.html", title=view.name, own=view)
        inner = replace(of_law, crumbs=(*of_law.crumbs, Link(view.name, view.listed.path)))
        for name, provision in view.provisions:
            yield from _of_provision(inner, view, name, provision)


def bases(facts: Sequence[Facts]) -> dict[tuple[str, str], tuple[Cites, ...]]:
    """By assessment and row, what its legal basis cites, in the order of the text."""
    found: dict[tuple[str, str], list[Cites]] = {}
    for one in facts:
        for cites in one.cites:
            if cites.basis and cites.start >= 0:
                found.setdefault((one.base, cites.row), []).append(cites)
    return {row: tuple(cites) for row, cites in found.items()}


def _law(site: Site, listed: ListedLaw, known: Collection[str]) -> LawView:
    law = site.laws.get(listed.law)
    under = tuple(
        Link(laws.shown(site.laws, act, provision), path)
        for act, provision in (law.under if law else ())
        if (path := laws.address(act, provision)) in known
    )
    return LawView(
        laws.shown(site.laws, listed.law), law, laws.link(site.laws, listed.law), listed,
        tuple((laws.shown(site.laws, one.law, one.provision), one) for one in listed.provisions), under,
    )


def _of_provision(common: Page, view: LawView, name: str, listed: ListedProvision) -> Iterator[Page]:
    whole = not listed.provision
    title = f"{name}（条を示さない記載）" if whole else name
    path = listed.leads_to
    link = "" if whole else laws.link(common.site.laws, listed.law, listed.provision)
    chunks: list[tuple[tuple[Mention, ...], tuple[Quoted, ...]]] = [(listed.flows, listed.others)]
    if len(listed.flows) > _FLOWS // 2 or len(listed.others) > _ITEMS // 2:
        chunks = [(listed.flows[at : at + _FLOWS], ()) for at in range(0, len(listed.flows), _FLOWS)]
        chunks += [((), listed.others[at : at + _ITEMS]) for at in range(0, len(listed.others), _ITEMS)]
    links = [Link(title + (f"（{n}ページ目）" if n > 1 else ""), path + (f"/p{n}" if n > 1 else "")) for n in range(1, len(chunks) + 1)]
    rows = [(tuple(groups(flows)), tuple(_items(others))) for flows, others in chunks]
    found = reaches([
        (*sections(own_rows, place.path), *_sections(items, place.path)) for (own_rows, items), place in zip(rows, links, strict=True)
    ])
    for at, (own_rows, items) in enumerate(rows):
        own = ProvisionView(name, view, link, listed, own_rows, items, whole, () if at else found)
        yield replace(
            common, path=links[at].path, template="provision.html", title=links[at].text, own=own,
            previous=links[at - 1] if at else None, following=links[at + 1] if at + 1 < len(links) else None,
        )


def _items(others: Sequence[Quoted]) -> Iterator[Items]:
    for _, of_one in groupby(others, lambda one: one.facts.base):
        found = tuple(of_one)
        yield Items(found[0].facts, found)


def _sections(found: Sequence[Items], path: str) -> Iterator[Section]:
    for at, items in enumerate(found, 1):
        yield Section(items.facts, f"ほかの記載{len(items.quoted)}件", path, f"k{at}")
