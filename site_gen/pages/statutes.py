"""Facts in, the pages of the provision of which they speak out, with every flow that it is the legal basis of and every other item that
cites it. What lists say of all provisions in, the list of statutes and a page a statute with its provisions out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from site_gen import laws
from site_gen.citations import Law
from site_gen.index import Brief, Facts, LawBrief, ListedProvision, Mention, ProvisionBrief, Quoted, provision, statutes
from site_gen.model import Site
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page
from site_gen.pages.parties import Group, bases, groups, sections
from site_gen.pages.reach import Reach, Section, reaches

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
    listed: ListedProvision
    groups: tuple[Group, ...]
    items: tuple[Items, ...]
    whole: bool
    reaches: tuple[Reach, ...] = ()


def provision_pages(site: Site, subject: str, facts: Sequence[Facts]) -> tuple[Iterator[Page], tuple[Brief, ...]]:
    """The pages of the provision at the address `subject`, of which these facts speak; and what lists say of it."""
    listed = provision(subject, facts)
    law = laws.shown(site.laws, listed.law)
    crumbs = (*_start(site).crumbs, Link(_TITLE, STATUTES), Link(law, "/".join(subject.split("/")[:2])))
    return _of_provision(replace(_start(site), crumbs=crumbs, bases_of=bases(facts)), law, listed), (listed.brief,)


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


def _of_provision(common: Page, law: str, listed: ListedProvision) -> Iterator[Page]:
    name = laws.shown(common.site.laws, listed.law, listed.provision)
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
        own = ProvisionView(name, law, link, listed, own_rows, items, whole, () if at else found)
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
