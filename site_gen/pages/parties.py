"""Facts in, the pages of the recipient, the contractor or the departments of which they speak out: a page for each with every row that
names it, and a list of departments for each municipality. What lists say of all in, the list of a kind out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from site_gen.flows import Kind
from site_gen.index import Brief, Cites, Facts, Home, Mention, PartyBrief, PartyTally, mentions, parties
from site_gen.index import subject as subject_of
from site_gen.model import Municipality, Site
from site_gen.pages.leaves import Leaves, Piece, Run, Sizes, links, runs
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page
from site_gen.pages.reach import Reach, stretch
from site_gen.parties import FOLDERS
from site_gen.parties import Kind as PartyKind

_ON_A_PAGE = 72  # rows; long rows take two and a half kilobytes each


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind of party is called: its list, one of them, and what its pages say it is."""

    title: str
    one: str
    lead: str


WORDS: dict[PartyKind, Words] = {
    "recipient": Words("提供先・入手元", "相手", "市区町村が個人情報を渡す相手（提供先）と、受け取る相手（入手元）"),
    "department": Words("庁内の部署", "部署", "同じ自治体の中で、個人情報を受け取る部署（移転先、教育委員会などの提供先）と、渡す部署（入手元）"),
    "contractor": Words("委託先", "委託先", "個人情報を扱う仕事を委託されている事業者"),
}
_KINDS: Mapping[str, PartyKind] = {FOLDERS[kind]: kind for kind in WORDS}
KINDS: tuple[Kind, ...] = ("provision", "transfer", "outsourcing", "source")


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one assessment that stand for one kind of flow."""

    facts: Facts
    kind: Kind
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party, its rows on this page by assessment and kind of flow, and on the first of several pages where to find those of
    each assessment."""

    listed: PartyBrief
    words: Words
    groups: tuple[Group, ...]
    reaches: tuple[Reach, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyList:
    """A list of parties of one kind, each with its page; `homes` are the lists of departments by municipality."""

    words: Words
    listed: tuple[PartyBrief, ...]
    homes: tuple[tuple[Link, int], ...] = ()


def party_plan(subject: str, given: Iterable[Facts], sizes: Sequence[Sizes] = ()) -> tuple[tuple[Brief, ...], Iterator[Piece]]:
    """What lists say of the party at the address `subject`, who is nobody's own, and the pieces of its pages; of each that is `given` no
    more is held than where its rows stand. `sizes` as for `leaves.runs`."""
    tally, leaves = PartyTally(subject), _leaves()
    for facts in given:
        rows = mentions(subject, facts)
        tally.add(rows)
        leaves.add(facts, rows)
    return (tally.brief,), _pieces(tally.brief, leaves, sizes)


def party_pages(site: Site, run: Run, facts: Sequence[Facts]) -> Iterator[Page]:
    """The pages of a piece, of the `facts` that it is of."""
    kind: PartyKind = run.brief.party.kind
    return _of_party(_inner(site, kind, facts), run, [mentions(run.brief.party.path, one) for one in facts])


def department_pages(
    site: Site, m: Municipality | None, subject: str, facts: Sequence[Facts]
) -> tuple[Iterator[Page], tuple[Brief, ...]]:
    """The pages of all departments of `m`, of which these facts speak, and what lists say of them."""
    assert m
    found = tuple(one for one in parties(facts) if subject_of(one.party) == subject)
    home = Link(f"{m.name}の部署", subject)
    common = replace(_inner(site, "department", facts), municipality=m)
    briefs = tuple(one.brief for one in found)
    inner = replace(common, crumbs=(*common.crumbs, home))

    def pages() -> Iterator[Page]:
        yield replace(common, path=subject, template="parties.html", title=home.text, own=PartyList(WORDS["department"], briefs))
        for one, brief in zip(found, briefs, strict=True):
            rows = [tuple(own) for _, own in groupby(one.mentions, lambda one: one.facts.base)]
            leaves = _leaves()
            for own in rows:
                leaves.add(own[0].facts, own)
            for piece in _pieces(brief, leaves):
                yield from _of_party(inner, piece.plan, [rows[place] for place in piece.of])

    return pages(), (Home(m.slug, len(found)),)


def party_list(site: Site, folder: str, found: Iterable[Brief]) -> Page:
    """The list of all parties of the kind that has this `folder`, those with the most rows first, then by name and address."""
    words = WORDS[_KINDS[folder]]
    every = tuple(found)
    listed = [one for one in every if isinstance(one, PartyBrief)]
    counts = {one.municipality: one.count for one in every if isinstance(one, Home)}
    homes = tuple((Link(f"{m.name}の部署", f"{folder}/{m.slug}"), counts[m.slug]) for m in site.municipalities if m.slug in counts)
    ordered = sorted(listed, key=lambda one: (-sum(one.counts.values()), one.party.name, one.party.path))
    return replace(_common(site), path=folder, template="parties.html", title=words.title, own=PartyList(words, tuple(ordered), homes))


def bases(facts: Iterable[Facts]) -> dict[tuple[str, str], tuple[Cites, ...]]:
    """By assessment and row, what its legal basis cites, in the order of the text."""
    found: dict[tuple[str, str], list[Cites]] = {}
    for one in facts:
        for cites in one.cites:
            if cites.basis and cites.start >= 0:
                found.setdefault((one.base, cites.row), []).append(cites)
    return {row: tuple(cites) for row, cites in found.items()}


def _common(site: Site) -> Page:
    return Page(path="", template="", title="", site=site, crumbs=(Link("ホーム", ""),), inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),))


def _inner(site: Site, kind: PartyKind, facts: Iterable[Facts]) -> Page:
    common = _common(site)
    return replace(common, crumbs=(*common.crumbs, Link(WORDS[kind].title, FOLDERS[kind])), bases_of=bases(facts))


def _leaves() -> Leaves[Mention]:
    return Leaves(_ON_A_PAGE, "g", stretches)


def _pieces(brief: PartyBrief, leaves: Leaves[Mention], sizes: Sequence[Sizes] = ()) -> Iterator[Piece]:
    places = links(brief.party.name, brief.party.path, len(leaves.pages))
    return runs(brief, [(leaf,) for leaf in leaves.pages], leaves.sections, places, sizes)


def _of_party(common: Page, run: Run, rows: Sequence[Sequence[Mention]]) -> Iterator[Page]:
    """Pages of a party: the first, and further ones where its rows are many."""
    party = run.brief.party
    places = [None, *links(party.name, party.path, run.count), None]
    for at, (leaf,) in enumerate(run.pages, run.first):
        here = places[at]
        assert here and leaf
        yield replace(
            common, path=here.path, template="party.html", title=here.text, previous=places[at - 1], following=places[at + 1],
            own=PartyView(run.brief, WORDS[party.kind], tuple(groups(leaf.cut(rows))), run.reaches if at == 1 else ()),
        )


def stretches(rows: Sequence[Mention]) -> Iterator[str]:
    """What the sections of a page are called that rows of one assessment are."""
    return (stretch(group.mentions) for group in groups(rows))


def groups(mentions: Sequence[Mention]) -> Iterator[Group]:
    """The rows by assessment and kind of flow, in their order."""
    for _, of_assessment in groupby(mentions, lambda one: one.facts.base):
        rows = tuple(of_assessment)
        for kind in KINDS:
            own = tuple(one for one in rows if one.flow.kind == kind)
            if own:
                yield Group(own[0].facts, kind, own)
