"""Facts of all assessments in, the pages of systems out: a list for each municipality, and a page a system with the
assessments that use it, what they are connected with, and the systems that are connected with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_gen.index import Facts, ListedSystem, Use, systems
from site_gen.model import Site
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page
from site_gen.parties import FOLDERS

SYSTEMS = FOLDERS["system"]
_ON_A_PAGE = 300  # rows


@dataclass(frozen=True, slots=True)
class SystemList:
    """Systems that stand in a list, and the lists of the municipalities with how many they hold."""

    listed: tuple[ListedSystem, ...]
    homes: tuple[tuple[Link, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SystemView:
    """A system with the rows that stand on this page."""

    listed: ListedSystem
    own: tuple[Use, ...]
    connected: tuple[Use, ...]


def system_pages(site: Site, facts: Sequence[Facts]) -> Iterator[Page]:
    """`systems/` with the systems that are the same everywhere, the lists of the municipalities, a page for each system."""
    found = systems(facts)
    start = Page(
        path=SYSTEMS, template="systems.html", title="システム", site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),),
    )
    inner = replace(start, crumbs=(*start.crumbs, Link(start.title, SYSTEMS)))
    shared = tuple(one for one in found if one.party.path.count("/") == 1)
    homes: list[tuple[Link, int]] = []
    for m in site.municipalities:
        link = Link(f"{m.name}のシステム", f"{SYSTEMS}/{m.slug}")
        own = tuple(one for one in found if one.party.path.startswith(f"{link.path}/"))
        if own:
            homes.append((link, len(own)))
            common = replace(inner, municipality=m)
            yield replace(common, path=link.path, title=link.text, own=SystemList(own))
            for one in own:
                yield from _of_system(replace(common, crumbs=(*common.crumbs, link)), one)
    for one in shared:
        yield from _of_system(inner, one)
    yield replace(start, own=SystemList(shared, tuple(homes)))


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
