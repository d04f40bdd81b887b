"""Facts in, the pages of the systems of which they speak out: a list for each municipality, and a page a system with the assessments
that use it, what they are connected with, and the systems that are connected with it. What lists say of all in, `systems/` out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from site_gen.index import Brief, Facts, Home, SystemBrief, SystemTally, Use, systems, uses
from site_gen.index import subject as subject_of
from site_gen.model import Municipality, Site
from site_gen.pages.leaves import Leaves, Piece, Run, Sizes, links, runs
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

    listed: SystemBrief
    own: tuple[Use, ...]
    connected: tuple[Use, ...]


def system_plan(subject: str, given: Iterable[Facts], sizes: Sequence[Sizes] = ()) -> tuple[tuple[Brief, ...], Iterator[Piece]]:
    """What lists say of the system at the address `subject`, which is the same everywhere, and the pieces of its pages; of each that is
    `given` no more is held than where its rows stand. `sizes` as for `leaves.runs`."""
    tally = SystemTally(subject)
    own: Leaves[Use] = Leaves(_ON_A_PAGE)
    connected: Leaves[Use] = Leaves(_ON_A_PAGE)
    for facts in given:
        tally.add(facts)
        for leaves, rows in zip((own, connected), uses(subject, facts), strict=True):
            leaves.add(facts, rows)
    brief = tally.brief
    pages = list(zip_longest(own.pages, connected.pages))
    return (brief,), runs(brief, pages, (), links(brief.party.name, subject, len(pages)), sizes)


def system_pages(site: Site, run: Run, facts: Sequence[Facts]) -> Iterator[Page]:
    """The pages of a piece, of the `facts` that it is of."""
    return _of_system(_inner(site), run, facts)


def own_system_pages(
    site: Site, m: Municipality | None, subject: str, facts: Sequence[Facts]
) -> tuple[Iterator[Page], tuple[Brief, ...]]:
    """The pages of all systems of `m`, of which these facts speak, and what lists say of them."""
    assert m
    paths = [one.party.path for one in systems(facts) if subject_of(one.party) == subject]
    plans = [system_plan(path, facts) for path in paths]
    briefs = tuple(brief for found, _ in plans for brief in found if isinstance(brief, SystemBrief))
    home = Link(f"{m.name}のシステム", subject)
    common = replace(_inner(site), municipality=m)
    inner = replace(common, crumbs=(*common.crumbs, home))

    def pages() -> Iterator[Page]:
        yield replace(common, path=subject, title=home.text, own=SystemList(briefs))
        for _, pieces in plans:
            for piece in pieces:
                yield from _of_system(inner, piece.plan, [facts[place] for place in piece.of])

    return pages(), (Home(m.slug, len(briefs)),)


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


def _inner(site: Site) -> Page:
    start = _start(site)
    return replace(start, crumbs=(*start.crumbs, Link(start.title, SYSTEMS)))


def _of_system(common: Page, run: Run, facts: Sequence[Facts]) -> Iterator[Page]:
    """Pages of a system: the first, and further ones where many use it or are connected with it."""
    party = run.brief.party
    places = [None, *links(party.name, party.path, run.count), None]
    rows = [uses(party.path, one) for one in facts]
    for at, page in enumerate(run.pages, run.first):
        here = places[at]
        assert here
        own, connected = (leaf.cut([of_one[kind] for of_one in rows]) if leaf else () for kind, leaf in enumerate(page))
        yield replace(
            common, path=here.path, template="system.html", title=here.text, own=SystemView(run.brief, own, connected),
            previous=places[at - 1], following=places[at + 1],
        )
