"""Facts in, the pages of the provision of which they speak out, with every flow that it is the legal basis of and every other item that
cites it. What lists say of all provisions in, the list of statutes and a page a statute with its provisions out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from site_gen import laws
from site_gen.citations import Law
from site_gen.index import (
    Brief,
    Facts,
    LawBrief,
    Mention,
    ProvisionBrief,
    ProvisionTally,
    Quoted,
    based,
    others,
    quotes,
    statutes,
)
from site_gen.model import Site
from site_gen.pages.leaves import Leaf, Leaves, Piece, Run, Sizes, links, runs
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page
from site_gen.pages.parties import Group, bases, groups, stretches
from site_gen.pages.reach import Reach

STATUTES = "statutes"
_TITLE = "法令と条文"
_FLOWS = 64  # rows of flows on a page; long ones take three kilobytes each
_ITEMS = 280  # other items on a page; half a kilobyte each


@dataclass(frozen=True, slots=True)
class LawView:
    """A statute: as it is called, its title and number where they are known, the link to e-Gov (empty: not known), its
    provisions, and the pages of those of other statutes that call for it."""

    name: str
    law: Law | None
    link: str
    listed: LawBrief
    under: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one assessment that cite a provision."""

    facts: Facts
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """A provision, with the rows and items that stand on this page, and on the first of several pages where to find those
    of each assessment; `law` is what the statute is called, `whole` says that it is the statute without a number."""

    name: str
    law: str
    link: str
    listed: ProvisionBrief
    groups: tuple[Group, ...]
    items: tuple[Items, ...]
    whole: bool
    reaches: tuple[Reach, ...] = ()


def provision_plan(
    site: Site, subject: str, given: Iterable[Facts], sizes: Sequence[Sizes] = ()
) -> tuple[tuple[Brief, ...], Iterator[Piece]]:
    """What lists say of the provision at the address `subject`, and the pieces of its pages; of each that is `given` no more is held than
    where its rows and items stand. `sizes` as for `leaves.runs`."""
    tally = ProvisionTally()
    flows: Leaves[Mention] = Leaves(_FLOWS, "g", stretches)
    items: Leaves[Quoted] = Leaves(_ITEMS, "k", lambda own: (f"ほかの記載{len(own)}件",))
    for facts in given:
        found = quotes(subject, facts)
        tally.add(found)
        flows.add(facts, based(found))
        items.add(facts, others(found))
    brief = tally.brief
    pages: list[tuple[Leaf | None, ...]] = [(next(iter(flows.pages), None), next(iter(items.pages), None))]
    if brief.flows > _FLOWS // 2 or brief.others > _ITEMS // 2:
        pages = [*((leaf, None) for leaf in flows.pages), *((None, leaf) for leaf in items.pages)]
    sections = (*flows.sections, *items.sections) if len(pages) > 1 else ()
    return (brief,), runs(brief, pages, sections, _places(site, brief, len(pages)), sizes, apart=True)


def rows_and_items(subject: str, facts: Facts) -> tuple[Facts, Facts]:
    """What an assessment says of the provision at the address `subject`: the rows that it is the legal basis of with what these cite, which
    is most of it, and the other items, apart from each other: parts 0 and 1 of its share, in the order in which `provision_plan` has
    these two kinds on a page."""
    items = tuple(one for one in facts.cites if one.leads_to == subject and not (one.basis and one.row))
    rows = tuple(one for one in facts.cites if one.leads_to != subject or (one.basis and one.row))
    return replace(facts, cites=rows), replace(facts, flows=(), cites=items)


def provision_pages(site: Site, run: Run, facts: Sequence[Facts]) -> Iterator[Page]:
    """The pages of a piece, of the `facts` that it is of."""
    listed: ProvisionBrief = run.brief
    law = laws.shown(site.laws, listed.law)
    crumbs = (*_start(site).crumbs, Link(_TITLE, STATUTES), Link(law, "/".join(listed.path.split("/")[:2])))
    common = replace(_start(site), crumbs=crumbs, bases_of=bases(facts))
    cited = [quotes(listed.leads_to, one) for one in facts]
    flows, rest = [based(one) for one in cited], [others(one) for one in cited]
    name, whole = laws.shown(site.laws, listed.law, listed.provision), not listed.provision
    link = "" if whole else laws.link(site.laws, listed.law, listed.provision)
    places = [None, *_places(site, listed, run.count), None]
    for at, (own_flows, own_items) in enumerate(run.pages, run.first):
        here = places[at]
        assert here
        own = ProvisionView(
            name, law, link, listed, tuple(groups(own_flows.cut(flows))) if own_flows else (),
            tuple(_items(own_items.cut(rest))) if own_items else (), whole, run.reaches if at == 1 else (),
        )
        yield replace(common, path=here.path, template="provision.html", title=here.text, own=own, previous=places[at - 1], following=places[at + 1])


def statute_pages(site: Site, found: Iterable[Brief]) -> Iterator[Page]:
    """`statutes/`, and a page for each statute with its provisions."""
    listed = statutes(one for one in found if isinstance(one, ProvisionBrief))
    known = {one.path for law in listed for one in law.provisions}
    views = tuple(_law(site, one, known) for one in listed)
    start = replace(_start(site), own=views)
    yield start
    of_law = replace(start, template="statute.html", crumbs=(*start.crumbs, Link(_TITLE, STATUTES)))
    for view in views:
        yield replace(of_law, path=view.listed.path, title=view.name, own=view)


def _start(site: Site) -> Page:
    return Page(path=STATUTES, template="statutes.html", title=_TITLE, site=site, crumbs=(Link("ホーム", ""),),
                inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),))


def _law(site: Site, listed: LawBrief, known: Collection[str]) -> LawView:
    law = site.laws.get(listed.law)
    under = tuple(
        Link(laws.shown(site.laws, act, provision), path)
        for act, provision in (law.under if law else ())
        if (path := laws.address(act, provision)) in known
    )
    return LawView(laws.shown(site.laws, listed.law), law, laws.link(site.laws, listed.law), listed, under)


def _places(site: Site, listed: ProvisionBrief, count: int) -> list[Link]:
    name = laws.shown(site.laws, listed.law, listed.provision)
    return links(name if listed.provision else f"{name}（条を示さない記載）", listed.leads_to, count)


def _items(found: Sequence[Quoted]) -> Iterator[Items]:
    for _, own in groupby(found, lambda one: one.facts.base):
        of_one = tuple(own)
        yield Items(of_one[0].facts, of_one)
