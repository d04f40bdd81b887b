"""Facts of all assessments in, the pages of recipients, departments and contractors out: a list of each kind, a page for
each with every row that names it, and a list of departments for each municipality."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from site_gen.flows import Kind
from site_gen.index import Cites, Facts, Listed, Mention, of_kind, parties
from site_gen.model import Site
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page
from site_gen.pages.reach import Reach, Section, reaches, stretch
from site_gen.parties import FOLDERS
from site_gen.parties import Kind as PartyKind

_ON_A_PAGE = 80  # rows; long rows take two kilobytes each


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
    listed: tuple[Listed, ...]
    homes: tuple[tuple[Link, int], ...] = ()


def party_pages(site: Site, facts: Sequence[Facts], bases: Mapping[tuple[str, str], tuple[Cites, ...]]) -> Iterator[Page]:
    """The lists and the pages of all parties that rows name, kind by kind; `bases` gives by assessment and row what
    its legal basis cites."""
    found = parties(facts)
    first = Page(
        path="", template="", title="", site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), bases_of=bases,
    )
    for kind, words in WORDS.items():
        own = of_kind(found, kind)
        folder = FOLDERS[kind]
        start = replace(first, path=folder, template="parties.html", title=words.title)
        inner = replace(first, crumbs=(*first.crumbs, Link(words.title, folder)))
        if kind == "department":
            yield from _by_municipality(start, inner, words, own)
        else:
            yield replace(start, own=PartyList(words, own))
            for one in own:
                yield from _of_party(inner, words, one)


def _by_municipality(start: Page, inner: Page, words: Words, listed: Sequence[Listed]) -> Iterator[Page]:
    """Departments are those of one municipality each."""
    homes: list[tuple[Link, int]] = []
    for m in start.site.municipalities:
        folder = f"{start.path}/{m.slug}"
        own = tuple(one for one in listed if one.party.path.startswith(f"{folder}/"))
        if not own:
            continue
        link = Link(f"{m.name}の部署", folder)
        homes.append((link, len(own)))
        common = replace(inner, municipality=m)
        yield replace(common, path=folder, template="parties.html", title=link.text, own=PartyList(words, own))
        for one in own:
            yield from _of_party(replace(common, crumbs=(*common.crumbs, link)), words, one)
    yield replace(start, own=PartyList(words, (), tuple(homes)))


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
