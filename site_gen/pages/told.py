"""An assessment in, its facts with the addresses of their rows out: what the pages across assessments are made of."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from site_gen import cited, laws
from site_gen.flows import flows
from site_gen.form import Table
from site_gen.index import Cites, Facts, Placed, Stated
from site_gen.model import Assessment, Dated, Municipality, Site, Words
from site_gen.pages.page import Link, Page
from site_gen.pages.parts import addresses
from site_gen.parties import Naming, naming
from site_gen.prose import TextLink
from site_gen.resolve.words import in_words
from site_gen.systems import each, systems, usual

_BASES = ("法令上の根拠", "用途の法的根拠")


def links_of(facts: Facts) -> Mapping[str, tuple[Link, ...]]:
    """By the address of a row or of a block of systems, the pages of the parties that it names."""
    found: dict[str, dict[str, Link]] = {one.anchor: {"": Link(one.party.name, one.party.path)} for one in facts.systems}
    for placed in facts.flows:
        for party in placed.flow.parties:
            found.setdefault(placed.flow.anchor, {})[party.path] = Link(party.name, party.path)
    return {anchor: tuple(links.values()) for anchor, links in found.items()}


def facts_of(site: Site, m: Municipality, a: Assessment) -> Facts:
    """The facts of `a`, one of the assessments of `m`."""
    base = f"{m.slug}/{a.slug}"
    places = {anchor: base if page == "." else f"{base}/{page}" for anchor, page in addresses(a).items()}
    names = naming(m.slug, m.departments, site.aliases)
    placed = tuple(Placed(flow, places[flow.anchor]) for flow in flows(a, names))
    rows = {one.flow.anchor for one in placed}
    stated = tuple(_systems(a, names, places))
    cites = tuple(_with_blocks(placed, list(_with_repeats(placed, _with_acts(site, list(_cites(site, m, a, places, rows)))))))
    return Facts(m.slug, m.name, base, a.name, a.form.name, a.excerpt, placed, cites, stated, len({one.flow.file for one in placed}) > 1)


def statute_links(
    facts: Facts, page: Page, anchors: Collection[str], once: bool = False
) -> Mapping[str, tuple[TextLink, ...]]:
    """By the address of an item, one of `anchors`, the links to the provisions that its text cites, each at its first place
    in the text; `once` (for pages of many blocks) leads from other texts than legal bases only where these lead to no
    such provision, at the first of the page that names the statute, for the page to stay light."""
    found: dict[str, dict[str, TextLink]] = {}
    here = [cites for cites in facts.cites if cites.start >= 0 and cites.anchor in anchors]
    led = {cites.path for cites in here if cites.basis}
    for cites in here:
        if cites.basis or not once or not (cites.path in led or page.is_number_alone(cites)):
            led.add(cites.path)
            found.setdefault(cites.anchor, {}).setdefault(cites.path, page.to_statute(cites))
    return {anchor: tuple(links.values()) for anchor, links in found.items()}


def called_for(site: Site, facts: Facts) -> Mapping[str, tuple[tuple[Link, int], ...]]:
    """By the page of rows whose legal basis names an order alone, the provisions of the acts that call for it (which no row
    can lead to in its own words), each with how many of these rows are under it."""
    found: dict[str, dict[str, tuple[Link, set[str]]]] = {}
    for cites in facts.cites:
        if cites.basis and cites.start < 0 and not cites.above:
            link = Link(laws.shown(site.laws, cites.law, cites.provision), cites.leads_to)
            found.setdefault(cites.page, {}).setdefault(cites.path, (link, set()))[1].add(cites.row)
    return {page: tuple((link, len(rows)) for link, rows in some.values()) for page, some in found.items()}


def _systems(a: Assessment, names: Naming, places: Mapping[str, str]) -> Iterator[Stated]:
    """The systems of Ⅰ 2 whose name tells which one it is, with those they are connected with, each once."""
    found = systems(a)
    parties = {one.number: names.party("system", usual(one.name)) for one in found.systems}
    for one in found.systems:
        party = parties[one.number]
        if party is None:
            continue
        stated = [connection for connection in found.connections if connection.source == one.number]
        others = [
            other for connection in stated for other in (
                (parties[connection.target],) if connection.target is not None
                else (names.party("system", usual(name)) for name in each(connection.name))
            )
        ]
        connected = {other.path: other for other in others if other and other.path != party.path}
        collective = tuple(it.name for it in stated if it.target is None and not each(it.name))
        unread = any(it.source == one.number for it in found.unreadable)
        gap = "未収録又は空欄" if one.number in found.unstated else "不明" if unread else ""
        yield Stated(party, f"システム{one.number}", places[one.anchor], one.anchor, tuple(connected.values()), collective, gap)


def _cites(site: Site, m: Municipality, a: Assessment, places: Mapping[str, str], rows: Collection[str]) -> Iterator[Cites]:
    """Every citation of a statute that the text tells, under the number that the provision has today."""
    published = a.part("表紙").child("公表日").value
    cells = _cells(a)
    day = published.start.iso if isinstance(published, Dated) else ""
    for one in cited.cited(a, cited.known(a, site.laws, m.name), history=False):
        citation, entry = one.citation, one.entry
        if not citation.law or entry.anchor not in places:
            continue
        law, provision = laws.successor(site.laws, citation.law, citation.provision, day)
        moved = (law, provision) != (citation.law, citation.provision)
        row = _row(entry.anchor, rows)
        own = isinstance(entry.value, Words)
        yield Cites(
            law, provision, laws.address(law, provision), " ".join(one.text.text[citation.start : citation.end].split()),
            laws.shown(site.laws, citation.law, citation.provision) if moved else "", in_words(a.form, entry.locator, short=True),
            places[entry.anchor], cells.get(entry.anchor, entry.anchor), entry.anchor, row, bool(row) and entry.item.name in _BASES,
            citation.start if own else -1, citation.end if own else -1,
        )


def _cells(a: Assessment) -> Mapping[str, str]:
    """The row of each cell of a list: cells have no address of their own on a page."""
    return {
        cell.anchor: row.anchor
        for entry in a.entries if isinstance(entry.item, Table)
        for row in entry.instances for cell in row.children
    }


def _with_acts(site: Site, found: Sequence[Cites]) -> Iterator[Cites]:
    """Who cites an order as the legal basis of a flow means the provision of the act that calls for it as well: 番号法第19条
    第8号 is that of a row that only names the 命令 made under it."""
    known = {(cites.anchor, cites.path) for cites in found}
    for cites in found:
        yield cites
        law = site.laws.get(cites.law) if cites.basis else None
        for act, provision in law.under if law else ():
            path = laws.address(act, provision)
            if (cites.anchor, path) not in known:
                known.add((cites.anchor, path))
                yield replace(cites, law=act, provision=provision, path=path, old="", start=-1, end=-1)


def _with_repeats(placed: Sequence[Placed], found: Iterable[Cites]) -> Iterator[Cites]:
    """A row whose legal basis is blank has that of the row above it (flows)."""
    of_row: dict[str, list[Cites]] = {}
    for cites in found:
        yield cites
        if cites.basis:
            of_row.setdefault(cites.row, []).append(cites)
    above: list[Cites] = []
    for one in placed:
        flow = one.flow
        if flow.basis.above:
            yield from (replace(cites, anchor=flow.basis.anchor, place=flow.anchor, row=flow.anchor, page=one.page) for cites in above)
        else:
            above = of_row.get(flow.anchor, [])


def _with_blocks(placed: Sequence[Placed], found: Sequence[Cites]) -> Iterator[Cites]:
    """The legal basis of a block that only points at a list is that of each row of the list, beside the row's own; the block
    itself is no flow."""
    through = {one.flow.through.anchor for one in placed if one.flow.through}
    of_block: dict[str, dict[str, Cites]] = {}
    known = {(cites.row, cites.path) for cites in found if cites.basis}
    for cites in found:
        if cites.basis and cites.row in through:
            of_block.setdefault(cites.row, {}).setdefault(cites.path, cites)
            yield replace(cites, row="")
        else:
            yield cites
    for one in placed:
        for path, cites in of_block.get(one.flow.through.anchor, {}).items() if one.flow.through else ():
            if (one.flow.anchor, path) not in known:
                yield replace(cites, page=one.page, place=one.flow.anchor, anchor=one.flow.basis.anchor or one.flow.anchor,
                              row=one.flow.anchor, start=-1, end=-1, above=True)


def _row(anchor: str, rows: Collection[str]) -> str:
    """The row of a flow in which an item stands."""
    while anchor and anchor not in rows:
        anchor = anchor.rpartition("-")[0]
    return anchor
