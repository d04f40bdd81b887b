"""The pages of statutes: every item that cites one leads there and back, and every sum is that of the items."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import pytest

from site_gen.citations import Provision
from site_gen.index import Facts, Mention, Quoted, based, quotes, shares
from site_gen.model import Site
from site_gen.pages.gathered import facts_of_site
from site_gen.pages.subjects import about
from site_gen.pages.told import facts_of
from site_gen.render import Renderer
from tests.published import Document, document, links_inside, squeeze

RENDERER = Renderer()
ON = re.compile(r"p\d+/")  # from the first page of a list to the others
LISTS = re.compile(r"/ii-f\d+-(?:teikyo|iten)$")
NAME = re.compile("-a$")  # of a block
NUMBER_ALONE = re.compile("[第同本法令〃0-9０-９一二三四五六七八九十]|別表|附則|規則|条例")


@pytest.fixture(scope="module")
def site(whole_site: Site) -> Site:
    """The site of content/."""
    return whole_site


@pytest.fixture(scope="module")
def facts(site: Site) -> tuple[Facts, ...]:
    """What its assessments say."""
    return facts_of_site(site)


@dataclass(frozen=True)
class CitedProvision:
    """A provision with every item that cites it."""

    leads_to: str
    quoted: tuple[Quoted, ...]

    @property
    def flows(self) -> tuple[Mention, ...]:
        """The rows whose legal basis it is."""
        return tuple(flow for _, own in groupby(self.quoted, lambda one: one.facts.base) for flow in based(own))

    @property
    def others(self) -> tuple[Quoted, ...]:
        """The items that are no row's legal basis."""
        return tuple(one for one in self.quoted if one.flow is None)

    @property
    def old(self) -> set[str]:
        """The numbers that it had."""
        return {one.cites.old for one in self.quoted} - {""}

    @property
    def provision(self) -> Provision:
        """Which one it is; empty is the statute as a whole."""
        return self.quoted[0].cites.provision


@dataclass(frozen=True)
class CitedLaw:
    """A statute with its provisions."""

    law: str
    path: str
    provisions: tuple[CitedProvision, ...]

    @property
    def quoted(self) -> tuple[Quoted, ...]:
        """Every item that cites any of it, once a provision."""
        return tuple(one for listed in self.provisions for one in listed.quoted)


@pytest.fixture(scope="module")
def laws(facts: tuple[Facts, ...]) -> tuple[CitedLaw, ...]:
    """The statutes that they cite, of the facts of all, not of the shares of each provision."""
    found: dict[str, list[CitedProvision]] = {}
    for leads_to in dict.fromkeys(cites.leads_to for one in facts for cites in one.cites):
        items = tuple(item for one in facts for item in quotes(leads_to, one))
        found.setdefault(items[0].cites.law, []).append(CitedProvision(leads_to, items))
    return tuple(CitedLaw(law, "/".join(own[0].quoted[0].cites.path.split("/")[:2]), tuple(own)) for law, own in found.items())


@pytest.fixture(scope="module")
def published(whole_output: Path) -> Path:
    """What is written of content/."""
    return whole_output


def _links(page: Document) -> set[str]:
    here = posixpath.dirname(page.path)
    return {posixpath.normpath(posixpath.join(here, href)) for href, tag in page.links if tag == "a" and "://" not in href}


def _pages(published: Path, path: str) -> list[Document]:
    first = published / path / "index.html"
    return [document(first, published), *(document(file, published) for file in sorted(first.parent.glob("p*/index.html")))]


def test_every_item_leads_to_its_provision_and_back(published: Path, laws: tuple[CitedLaw, ...]) -> None:
    """From the item, of a flow from its very row, to the page of the provision; from there to that very item or row. On the
    pages of many blocks other texts than legal bases lead to what these do not once, where they name the statute; what
    stands behind an order is led to by the order, and by the page of the rows; a name is a heading, which leads to itself."""
    rows = items = 0
    for law in laws:
        for one in law.provisions:
            there = set().union(*(_links(page) for page in _pages(published, one.leads_to)))
            for quoted in one.quoted:
                cites = quoted.cites
                page = document(published / cites.page / "index.html", published)
                anchor = quoted.flow.flow.anchor if quoted.flow else cites.place
                assert f"{cites.page}/index.html#{anchor}" in there and anchor in page.ids, quoted
                file, target = published / cites.page / "index.html", f"{one.leads_to}/index.html"
                if cites.start >= 0 and (cites.basis or not LISTS.search(cites.page)):
                    assert target in links_inside(file, anchor, published), quoted
                elif cites.basis or (cites.start >= 0 and not NUMBER_ALONE.match(cites.written) and not NAME.search(cites.anchor)):
                    assert target in _links(page), quoted
                rows += quoted.flow is not None
                items += quoted.flow is None
    assert rows > 350 and items > 350


def test_the_first_of_several_pages_leads_on_to_each_assessment(published: Path, laws: tuple[CitedLaw, ...]) -> None:
    """A link from an item leads to page 1, whichever page the item is listed on; from there one link leads to its section."""
    on = 0
    for one in (one for law in laws for one in law.provisions):
        pages = {page.path: page for page in _pages(published, one.leads_to)}
        if len(pages) == 1:
            assert "自治体と評価書から探す" not in next(iter(pages.values())).text
            continue
        first = pages[f"{one.leads_to}/index.html"]
        led = {link for link in _links(first) if re.search(r"\.html#[gk]\d+$", link)} | {
            f"{first.path}{href}" for href, _ in first.links if re.match(r"#[gk]\d+$", href)}
        sections = {f"{path}#{name}" for path, page in pages.items() for name in page.ids if re.fullmatch(r"[gk]\d+", name)}
        assert led == sections
        for quoted in one.quoted:
            assert squeeze(f"{quoted.facts.municipality_name}{quoted.facts.name}：") in first.text
        on += len(led)
    assert on >= 5


def test_of_very_many_assessments_the_first_page_names_the_municipalities(site: Site) -> None:
    """And leads to the first section of each municipality on every page, so that it stays light."""
    m = next(one for one in site.municipalities if one.slug == "mihon")
    (one,) = (facts_of(site, m, a) for a in m.assessments if a.slug == "boshi")
    many = [replace(one, base=f"m{n % 30:02}/b{n:04}", municipality=f"m{n % 30:02}", municipality_name=f"見本{n % 30}市", name=f"事務{n}")
            for n in sorted(range(1200), key=lambda n: n % 30)]
    subject = next(cites.leads_to for cites in one.cites)
    first, *others = about(site, None, subject, ("", ""), [shares(each)[subject] for each in many]).pages
    assert len(others) >= 2 and len(first.own.reaches) == 30
    assert len(RENDERER.html(first).encode()) < 200_000
    sections = {f"{page.path}#k{at}": items.facts.municipality for page in (first, *others) for at, items in enumerate(page.own.items, 1)}
    led = {f"{link.path}#{link.anchor}": reach.who for reach in first.own.reaches for link in reach.links}
    assert led.keys() <= sections.keys() and all(f"見本{int(sections[place][1:])}市" == who for place, who in led.items())
    on_page = {(page.path, items.facts.municipality) for page in (first, *others) for items in page.own.items}
    assert {(place.partition("#")[0], sections[place]) for place in led} == on_page
    counted = sum(int(re.findall("評価書([0-9]+)件", link.text)[0]) for reach in first.own.reaches for link in reach.links)
    assert counted == len(sections)


def test_every_row_with_a_legal_basis_is_in_the_index(facts: tuple[Facts, ...]) -> None:
    """But those whose basis names no statute, counted by reading: an ordinance or a notice is one."""
    nowhere = [
        placed.flow
        for one in facts
        for placed in one.flows
        if placed.flow.kind in ("provision", "transfer") and placed.flow.basis.text and not placed.flow.elsewhere
        and not any(cites.basis and cites.row == placed.flow.anchor for cites in one.cites)
    ]
    assert [(flow.number, flow.basis.text) for flow in nowhere] == []


def test_who_gets_data_under_article_19_item_8(facts: tuple[Facts, ...], laws: tuple[CitedLaw, ...]) -> None:
    """Also a row that only names the order made under it: the same count as rows with either in the YAML."""
    law = next(one for one in laws if one.law == "bangoho")
    found = next(one for one in law.provisions if one.provision == Provision(article="19", item="8"))
    by_city = Counter(flow.facts.municipality for flow in found.flows if flow.flow.kind == "provision")
    for where in ("mihon", "saitama"):
        written = sum(
            bool(re.search(r"第(?:19|十九)条第(?:8|八)号", placed.flow.basis.text))
            for one in facts if one.municipality == where
            for placed in one.flows if placed.flow.kind == "provision"
        )
        assert by_city[where] == written > 40
    assert found.old == {"番号法 第19条第7号"}


def test_old_and_new_numbers_are_one(laws: tuple[CitedLaw, ...]) -> None:
    """別表第1の16の項 of an old text is 別表の24の項 today; nothing is listed under the old number."""
    law = next(one for one in laws if one.law == "bangoho")
    found = next(one for one in law.provisions if one.provision == Provision(table="別表", row="24"))
    assert found.old == {"番号法 別表第1の16の項"} and len(found.quoted) == 2
    assert not any(one.provision.table in ("別表第1", "別表第2") for one in law.provisions)


def test_sums_are_those_of_the_items(published: Path, facts: tuple[Facts, ...], laws: tuple[CitedLaw, ...]) -> None:
    """What a page says in figures is what it lists, and what the assessments hold."""
    assert sum(len(law.quoted) for law in laws) == len(
        {(one.base, cites.anchor, cites.path) for one in facts for cites in one.cites})
    for law in laws:
        page = document(published / law.path / "index.html", published)
        assert f"記載{len(law.quoted)}件" in page.text
        assert {f"{one.leads_to}/index.html" for one in law.provisions} <= _links(page)
        for one in law.provisions:
            own = _pages(published, one.leads_to)
            rows = (href for page in own for href, _ in page.links if not ON.match(href))
            listed = [href for href in rows if re.search("/.*#(?!toiawase)", href)]
            through = sum(mention.flow.through is not None for mention in one.flows)  # rows of lists lead to a block as well
            assert len(listed) == len(one.flows) + len(one.others) + through
            assert f"根拠とする提供・移転{len(one.flows)}行" in own[0].text and f"ほかの記載{len(one.others)}件" in own[0].text


def test_there_is_no_page_without_items(published: Path, laws: tuple[CitedLaw, ...]) -> None:
    """And none that nothing leads to: the list of statutes, a page each, a page a provision."""
    written = {posixpath.dirname(file.relative_to(published).as_posix()) for file in (published / "statutes").rglob("index.html")}
    known = {"statutes", *(law.path for law in laws), *(one.leads_to for law in laws for one in law.provisions)}
    assert {path for path in written if not re.search(r"/p\d+$", path)} == known
    listed = _links(document(published / "statutes/index.html", published))
    assert {f"{law.path}/index.html" for law in laws} <= listed
    assert "statutes/index.html" in _links(document(published / "index.html", published))


def test_a_link_to_e_gov_is_that_of_the_table(published: Path, laws: tuple[CitedLaw, ...], site: Site) -> None:
    """Only for statutes with an id in laws.yaml, with that id, and no fragment that is not in the table."""
    for law in laws:
        page = document(published / law.path / "index.html", published)
        links = [href for href, _ in page.links if "e-gov" in href]
        known = site.laws.get(law.law)
        assert links == ([f"https://laws.e-gov.go.jp/law/{known.id}"] if known and known.id else [])
