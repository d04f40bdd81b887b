"""The pages of recipients, departments and contractors: every row leads there and back, and every sum is that of the rows."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest
import yaml
from lxml import html

from site_gen import build, content
from site_gen.index import Listed, parties
from site_gen.model import Site
from site_gen.pages.gathered import facts_of_site
from tests.conftest import ROOT
from tests.published import Document, document, links_inside
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write

FOLDERS = ("recipients", "departments", "contractors")


@pytest.fixture(scope="module")
def site(whole_site: Site) -> Site:
    """The site of content/."""
    return whole_site


@pytest.fixture(scope="module")
def published(whole_output: Path) -> Path:
    """What is written of content/."""
    return whole_output


@pytest.fixture(scope="module")
def listed(site: Site) -> tuple[Listed, ...]:
    """Every party of the site."""
    return parties(facts_of_site(site))


def _links(page: Document) -> set[str]:
    here = posixpath.dirname(page.path)
    return {posixpath.normpath(posixpath.join(here, href)) for href, tag in page.links if tag == "a" and "://" not in href}


def _pages(published: Path, one: Listed) -> list[Document]:
    first = published / one.party.path / "index.html"
    return [document(first, published), *(document(file, published) for file in sorted(first.parent.glob("p*/index.html")))]


def test_every_row_leads_to_its_party_and_back(published: Path, listed: tuple[Listed, ...]) -> None:
    """From the page on which a row stands there is a link to its party; from the party's page one to the very row."""
    rows = 0
    for one in listed:
        there = set().union(*(_links(page) for page in _pages(published, one)))
        for mention in one.mentions:
            page = document(published / mention.page / "index.html", published)
            file = published / mention.page / "index.html"
            assert f"{one.party.path}/index.html" in links_inside(file, mention.flow.anchor, published), mention
            assert f"{mention.page}/index.html#{mention.flow.anchor}" in there, mention
            assert mention.flow.anchor in page.ids
            rows += 1
    assert rows > 270


def test_a_department_has_every_row_that_names_it(published: Path) -> None:
    """Also those that name it beside another one with ・; as the list of さいたま市 has them, a blank cell repeating the one above."""
    text = (ROOT / "content/saitama/juki/2-gaiyo.yaml").read_text(encoding="utf-8")
    written: dict[str, set[str]] = {}
    above = ""
    for row in yaml.safe_load(text)["特定個人情報ファイルの概要"][0]["特定個人情報の提供・移転"]["移転先一覧"]:
        above = row["移転先"] or above
        for name in re.split(r"[・\n]", above.strip()):
            written.setdefault(name, set()).add(f"項番{row['項番']}")
    found: dict[str, set[str]] = {}
    for file in (published / "departments/saitama").glob("*/index.html"):
        page = html.parse(file).getroot()
        rows = {row.text_content().partition("（")[0] for row in page.xpath("//h2[contains(., 'ここへ移転')]/..//tbody/tr/th")}
        if rows:
            found[" ".join(page.xpath("string(//h1)").split())] = rows
    assert found == written
    assert "項番9" in found["障害福祉課"] and len(found) > 20


def test_every_party_is_in_its_list(published: Path, listed: tuple[Listed, ...]) -> None:
    """No page is an orphan: the list of its kind (of departments, of their municipality) leads to it, and the footer there."""
    for one in listed:
        home = document(published / posixpath.dirname(one.party.path) / "index.html", published)
        assert f"{one.party.path}/index.html" in _links(home)
    portal = _links(document(published / "index.html", published))
    assert {f"{folder}/index.html" for folder in FOLDERS} <= portal
    homes = {one.party.path.split("/")[1] for one in listed if one.party.kind == "department"}
    departments = _links(document(published / "departments/index.html", published))
    assert homes and all(f"departments/{home}/index.html" in departments for home in homes)


def test_there_is_no_page_without_rows(published: Path, listed: tuple[Listed, ...]) -> None:
    """What is written below the lists is the pages of the parties, and nothing else."""
    written = {
        posixpath.dirname(file.relative_to(published).as_posix())
        for folder in FOLDERS for file in (published / folder).rglob("index.html")
    }
    lists = {*FOLDERS, *(posixpath.dirname(one.party.path) for one in listed)}
    known = {one.party.path for one in listed}
    assert {path for path in written - lists if not posixpath.basename(path).startswith("p")} == known


def test_sums_are_those_of_the_rows(site: Site, published: Path, listed: tuple[Listed, ...]) -> None:
    """What a page says in figures is what its tables hold, and what the assessments hold."""
    for one in listed:
        pages = _pages(published, one)
        own = {f"{mention.page}/index.html#{mention.flow.anchor}" for mention in one.mentions}
        here = [(posixpath.dirname(page.path), href) for page in pages for href, _ in page.links]
        rows = sum(posixpath.normpath(posixpath.join(folder, href)) in own for folder, href in here)
        assert rows == len(one.mentions) == sum(one.brief.counts.values())
        for kind, word in (("provision", "提供"), ("transfer", "移転"), ("outsourcing", "委託"), ("source", "入手")):
            count = one.brief.counts.get(kind, 0)  # type: ignore[call-overload]  # the four kinds, as words
            assert (f"{word}{count}行" in pages[0].text) == bool(count)
    by_row = sum(len(placed.flow.parties) for facts in facts_of_site(site) for placed in facts.flows)
    assert by_row == sum(len(one.mentions) for one in listed)


def test_earlier_texts_lead_to_no_index(published: Path) -> None:
    """The index is of what is in force; a party of an earlier text may have no page."""
    page = document(published / "mihon/juminzei/versions/v20240830/ii-f1-iten/index.html", published)
    assert not any("departments/mihon/" in link for link in _links(page))


def test_the_first_of_several_pages_leads_on_to_each_assessment(tmp_path: Path) -> None:
    """Rows lead to page 1, whose address knows no other assessment; there is a link to each section, on whichever page."""
    rows = "".join(f"        - 項番: {n}\n          移転先: 税務課\n          用途: 用途{n}\n" for n in range(1, 51))
    text = RECORD.format(form="全項目評価書") + (
        "表紙:\n  評価書名: {name}\n基本情報:\n  特定個人情報ファイル名: [甲]\n特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: 甲\n"
        "    特定個人情報の提供・移転:\n      移転先一覧:\n" + rows)
    write(tmp_path / "c", {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY,
                           **{f"m/{slug}/x.yaml": text.replace("{name}", f"事務{slug}") for slug in "abc"}})
    site = content.read(tmp_path / "c").site
    assert site is not None
    output = tmp_path / "output"
    build.build(site, tmp_path / "c", output)
    (one,) = parties(facts_of_site(site))
    first, second, third = _pages(output, one)
    here = posixpath.dirname(first.path)
    for words in ("1～項番50（1ページ目）", "1～項番22（1ページ目）、", "23～項番50（2ページ目）", "1～項番44（2ページ目）、",
                  "45～項番50（3ページ目）"):
        assert f"移転項番{words}" in first.text
    assert {f"{here}/p2/index.html#g1", f"{here}/p2/index.html#g2", f"{here}/p3/index.html#g1"} <= _links(first)
    assert {("#g1", "a"), ("#g2", "a")} <= set(first.links)
    assert {"g1", "g2"} <= set(first.ids) and {"g1", "g2"} <= set(second.ids)
    assert not any("自治体と評価書から探す" in page.text for page in (second, third))
