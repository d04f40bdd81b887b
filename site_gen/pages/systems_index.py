"""Facts in, the pages of the systems of which they speak out: a list for each municipality, and a page a system with the assessments
that use it, what they are connected with, and the systems that are connected with it. What lists say of all in, `systems/` out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from site_gen.index import Brief, Facts, Home, ListedSystem, SystemBrief, Use, systems
from site_gen.index import subject as subject_of
from site_gen.model import Municipality, Site
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page
from site_gen.parties import FOLDERS

SYSTEMS = FOLDERS["system"]
_ON_A_PAGE = 300  # rows


@dataclass(frozen=True, slots=True)
class SystemList:
    """Systems that stand in a list, and the lists of the municipalities with how many they hold."""

    listed: tuple[SystemBrief, ...]
    homes: tuple[tuple[Link, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SystemView:
    """A system with the rows that stand on this page."""

    listed: ListedSystem
    own: tuple[Use, ...]
    connected: tuple[Use, ...]


def system_pages(site: Site, m: Municipality | None, subject: str, facts: Sequence[Facts]) -> tuple[Iterator[Page], tuple[Brief, ...]]:
    """The pages of the system at the address `subject`, or those of all systems of `m`, of which these facts speak; and what lists say
    of them."""
    found = tuple(one for one in systems(facts) if subject_of(one.party) == subject)
    start = _start(site)
    common = replace(start, crumbs=(*start.crumbs, Link(start.title, SYSTEMS)))
    if m is None:
        return chain.from_iterable(_of_system(common, one) for one in found), tuple(one.brief for one in found)
    home = Link(f"{m.name}のシステム", subject)
    common = replace(common, municipality=m)
    first = replace(common, path=subject, title=home.text, own=SystemList(tuple(one.brief for one in found)))
    inner = replace(common, crumbs=(*common.crumbs, home))
    return chain((first,), *(_of_system(inner, one) for one in found)), (Home(m.slug, len(found)),)


def system_list(site: Site, found: Iterable[Brief]) -> Page:
    """`systems/` with the systems that are the same everywhere, those of the most places first, and the lists of the municipalities."""
    every = tuple(found)
    shared = [one for one in every if isinstance(one, SystemBrief)]
    counts = {one.municipality: one.count for one in every if isinstance(one, Home)}
    homes = tuple((Link(f"{m.name}のシステム", f"{SYSTEMS}/{m.slug}"), counts[m.slug]) for m in site.municipalities if m.slug in counts)
    ordered = sorted(shared, key=lambda one: (-one.own - one.connected, one.party.name, one.party.path))
    return replace(_start(site), own=SystemList(tuple(ordered), homes))


def _start(site: Site) -> Page:
    return Page(path=SYSTEMS, template="systems.html", title="システム", site=site, crumbs=(Link("ホーム", ""),),
                inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),))


def _of_system(common: Page, one: ListedSystem) -> Iterator[Page]:
    """The page of a system, and further ones where many are connected with it."""
    size = max(len(one.own), len(one.connected), 1)
    numbers = range(1, (size - 1) // _ON_A_PAGE + 2)
    links = [Link(one.party.name + (f"（{n}ページ目）" if n > 1 else ""), one.party.path + (f"/p{n}" if n > 1 else "")) for n in numbers]
    for at, link in enumerate(links):
        begin, end = at * _ON_A_PAGE, (at + 1) * _ON_A_PAGE
        yield replace(
            common, path=link.path, template="system.html", title=link.text,
            own=SystemView(one, one.own[begin:end], one.connected[begin:end]),
            previous=links[at - 1] if at else None, following=links[at + 1] if at + 1 < len(links) else None,
        )
