"""Facts in, the pages of the recipient, the contractor or the departments of which they speak out: a page for each with every row that
names it, and a list of departments for each municipality. What lists say of all in, the list of a kind out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from site_gen.flows import Kind
from site_gen.index import Brief, Cites, Facts, Home, Listed, Mention, PartyBrief, parties
from site_gen.index import subject as subject_of
from site_gen.model import Municipality, Site
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page
from site_gen.pages.reach import Reach, Section, reaches, stretch
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
    """A party, its rows on this page by assessment and kind of flow, how many there are in all, and on the first of
    several pages where to find those of each assessment."""

    listed: Listed
    words: Words
    groups: tuple[Group, ...]
    reaches: tuple[Reach, ...] = ()

    @property
    def by_network(self) -> bool:
        """Whether any row goes through the 情報提供ネットワークシステム, whose traffic a person can look up."""
        return any(mean.startswith("情報提供ネットワークシステム") for one in self.listed.mentions for mean in one.flow.means)


@dataclass(frozen=True, slots=True)
class PartyList:
    """A list of parties of one kind, each with its page; `homes` are the lists of departments by municipality."""

    words: Words
    listed: tuple[PartyBrief, ...]
    homes: tuple[tuple[Link, int], ...] = ()


def party_pages(site: Site, m: Municipality | None, subject: str, facts: Sequence[Facts]) -> tuple[Iterator[Page], tuple[Brief, ...]]:
    """The pages of the party at the address `subject`, or those of all departments of `m`, of which these facts speak; and what lists
    say of them."""
    kind = _KINDS[subject.split("/")[0]]
    words = WORDS[kind]
    found = tuple(one for one in parties(facts) if one.party.kind == kind and subject_of(one.party) == subject)
    top = Link(words.title, FOLDERS[kind])
    common = replace(_common(site), crumbs=(Link("ホーム", ""), top), bases_of=bases(facts))
    if m is None:
        return chain.from_iterable(_of_party(common, words, one) for one in found), tuple(one.brief for one in found)
    home = Link(f"{m.name}の部署", subject)
    common = replace(common, municipality=m)
    first = replace(common, path=subject, template="parties.html", title=home.text, own=PartyList(words, tuple(one.brief for one in found)))
    inner = replace(common, crumbs=(*common.crumbs, home))
    return chain((first,), *(_of_party(inner, words, one) for one in found)), (Home(m.slug, len(found)),)


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


def _of_party(common: Page, words: Words, one: Listed) -> Iterator[Page]:
    """The page of a party, and further ones where its rows are many."""
    pages = range(0, len(one.mentions), _ON_A_PAGE)
    links = [Link(one.party.name + (f"（{n}ページ目）" if n > 1 else ""), one.party.path + (f"/p{n}" if n > 1 else ""))
             for n in range(1, len(pages) + 1)]
    chunks = [tuple(groups(one.mentions[begin : begin + _ON_A_PAGE])) for begin in pages]
    found = reaches([tuple(sections(rows, link.path)) for rows, link in zip(chunks, links, strict=True)])
    for at, rows in enumerate(chunks):
        yield replace(
            common, path=links[at].path, template="party.html", title=links[at].text,
            own=PartyView(one, words, rows, () if at else found),
            previous=links[at - 1] if at else None, following=links[at + 1] if at + 1 < len(links) else None,
        )


def sections(found: Sequence[Group], path: str) -> Iterator[Section]:
    """The sections that the groups of a page are, under the anchors that templates give them."""
    for at, group in enumerate(found, 1):
        yield Section(group.facts, stretch(group.mentions), path, f"g{at}")


def groups(mentions: Sequence[Mention]) -> Iterator[Group]:
    """The rows by assessment and kind of flow, in their order."""
    for _, of_assessment in groupby(mentions, lambda one: one.facts.base):
        rows = tuple(of_assessment)
        for kind in KINDS:
            own = tuple(one for one in rows if one.flow.kind == kind)
            if own:
                yield Group(own[0].facts, kind, own)
