"""The glossary explains the words of the field, and the first mention of one in an item leads there; no text is changed."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from site_gen import content
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages import Page, assessment_pages, pages
from site_gen.pages.gathered import of_site
from site_gen.pages.glossary import Glossary, SomeWords, glossary_pages
from site_gen.pages.text_links import TERM
from site_gen.render import Renderer
from tests.whole import CONTENT, whole_site

RENDERER = Renderer()


@pytest.fixture(scope="module")
def site() -> Site:
    """The site of content/."""
    return whole_site()


@pytest.fixture(scope="module")
def juki(site: Site) -> tuple[Page, ...]:
    """The pages of the largest assessment."""
    return tuple(pages_of(site, "mihon", "juki"))


def of(site: Site, municipality: str, assessment: str) -> tuple[Municipality, Assessment]:
    """The municipality and the assessment called so."""
    m = next(m for m in site.municipalities if m.slug == municipality)
    return m, next(a for a in m.assessments if a.slug == assessment)


def pages_of(site: Site, municipality: str, assessment: str) -> Iterator[Page]:
    """The pages of one assessment."""
    yield from assessment_pages(site, *of(site, municipality, assessment))


def without_links(page: Page) -> Page:
    """`page` as it would be without a glossary."""
    others = {anchor: tuple(link for link in links if link.kind != TERM) for anchor, links in page.links.items()}
    return replace(page, links=others)


def terms_in(page: Page) -> dict[str, list[str]]:
    """By the anchor of an item, where the links to terms in its text lead."""
    return {anchor: [link.href for link in links if link.kind == TERM] for anchor, links in page.links.items()}


def test_links_change_nothing_else(site: Site, juki: tuple[Page, ...]) -> None:
    """Without the tags of its links to terms each page is the page without links, byte by byte; and there are such links."""
    found = 0
    for page in [*juki, *pages_of(site, "mihon", "juminzei"), *pages_of(site, "sapporo", "juki")]:
        linked = RENDERER.html(page)
        bare, count = re.subn('<a class="term" href="[^"]*">([^<]+)</a>', r"\1", linked)
        assert bare == RENDERER.html(without_links(page)), page.path
        found += count
    assert found > 500


def test_no_link_in_headings_labels_and_changes(juki: tuple[Page, ...], whole_output: Path) -> None:
    """Links to terms stand in texts of items alone."""
    for page in juki:
        tree = html.parse(whole_output / page.path / "index.html").getroot()
        for way in (*(f".//h{level}" for level in range(1, 7)), ".//dt", ".//th", ".//caption", ".//summary", ".//nav", ".//footer"):
            for element in tree.iterfind(way):
                assert not any("term" in (link.get("class") or "") for link in element.iter("a")), (page.path, way)
        for element in tree.iter("*"):
            if "change" in (element.get("class") or "").split():
                assert not any("term" in (link.get("class") or "") for link in element.iter("a"))
        if page.template in ("changes.html", "change_day.html", "compare.html"):
            assert not page.links


def test_each_word_once_in_an_item(juki: tuple[Page, ...]) -> None:
    """No item has two links to one term; in the pages of blocks and in lists of rows the whole list has one."""
    for page in juki:
        for links in page.links.values():
            assert max(Counter(link.href for link in links if "glossary/" in link.href).values(), default=0) <= 1
        if page.template == "blocks.html":
            for kind in (page.own.block, page.own.table):
                anchors = {entry.anchor for entry in kind.walk()} if kind else set()
                hrefs = [href for anchor, found in terms_in(page).items() if anchor in anchors for href in found]
                assert len(hrefs) == len(set(hrefs))


def test_where_words_lead(site: Site, juki: tuple[Page, ...]) -> None:
    """A term leads to the glossary, also under another name; what is short for a term is that term; a word of the
    document's own leads to the item that defines it, from the items below that one, on whatever page they stand."""
    _, a = of(site, "mihon", "juki")
    texts = {entry.anchor: entry.text for part in a.parts for entry in part.walk()}
    where: dict[str, set[str]] = {}
    for page in juki:
        for anchor, links in page.links.items():
            for link in (link for link in links if link.kind == TERM):
                word = texts[anchor][link.start : link.end]
                where.setdefault(word, set()).add(link.href.rpartition("/")[2])
                if word == "住民":
                    assert anchor.startswith(("ii-f", "iii", "iv", "v", "betten2")) and anchor != "ii-f1-2-3"
    assert where["個人番号"] == {"index.html#kojin-bango"}
    assert where["住基ネット"] == {"index.html#juki-net"}
    assert where["機構"] == {"index.html#j-lis"}
    assert where["住民"] == {"index.html#ii-f1-2-3", "#ii-f1-2-3"}


def test_an_assessment_is_alone(site: Site) -> None:
    """The pages of an assessment are the same whatever else the site holds, except for the site's own settings."""
    m, a = of(site, "mihon", "juminzei")
    alone = replace(site, municipalities=(replace(m, assessments=(a,)),))
    assert [RENDERER.html(one) for one in pages_of(site, m.slug, a.slug)] == [
        RENDERER.html(one) for one in assessment_pages(alone, alone.municipalities[0], a)
    ]


def test_all_terms_by_their_reading(site: Site) -> None:
    """Each term stands once on the page, in the order of dictionaries, with an address of its own."""
    home = next(glossary_pages(site, of_site(site).defined()))
    assert home.path == "glossary" and isinstance(home.own, Glossary)
    words = [word for row in home.own.rows for word in row.words]
    assert sorted(word.key for word in words) == sorted(term.key for term in site.glossary)
    names = [word.name for word in words]
    assert names.index("個人番号") < names.index("個人番号カード") < names.index("個人番号利用事務") < names.index("サービス検索・電子申請機能")
    assert names.index("中間サーバー") < names.index("庁内連携システム") < names.index("通知カード")
    shown = RENDERER.html(home)
    assert all(f'id="{term.key}"' in shown and term.explanation.split("\n")[0] in shown for term in site.glossary)


def test_every_definition_is_found_from_the_glossary(site: Site) -> None:
    """What documents define stands in the glossary or beside it; where a term is defined in many places, all are on its page."""
    m, a = of(site, "mihon", "juki")
    many = replace(site, municipalities=tuple(replace(m, slug=f"m{n}", name=f"見本{n}市", assessments=(a,)) for n in range(130)))
    found = list(glossary_pages(many, of_site(many).defined()))
    paths = [page.path for page in found]
    assert len(paths) == len(set(paths))
    juki_net = [page for page in found if page.path.startswith("glossary/juki-net")]
    assert [len(page.own.words[0].places) for page in juki_net] == [130]
    others = [page for page in found if page.path.startswith("glossary/documents")]
    assert [page.path for page in others] == ["glossary/documents", "glossary/documents/p2", "glossary/documents/p3"][: len(others)]
    assert len(others) > 1 and all(isinstance(page.own, SomeWords) for page in others)
    places = [place.link for page in others for word in page.own.words for place in word.places]
    assert len(places) % 130 == 0
    for page in found:
        assert len(RENDERER.html(page).encode()) <= 200_000, page.path
    home = found[0]
    assert all(len(word.places) <= 3 for row in home.own.rows for word in row.words)
    assert {word.more.path for row in home.own.rows for word in row.words if word.more} <= set(paths)
    assert home.own.others and home.own.others.path in paths


def test_a_definition_in_a_table_leads_to_its_row(tmp_path: Path) -> None:
    """A cell has no address of its own; a link to one would lead nowhere, and such a site is not published."""
    shutil.copytree(CONTENT / "mihon/juki", tmp_path / "mihon/juki", ignore=shutil.ignore_patterns("versions"))
    for name in ("site.yaml", "mihon/municipality.yaml"):
        shutil.copy(CONTENT / name, tmp_path / name)
    file = tmp_path / "mihon/juki/2-gaiyo.yaml"
    text = file.read_text(encoding="utf-8")
    use = "用途: 避難所の運営、"
    assert text.count(use) == 1
    file.write_text(text.replace(use, f"{use}被災した人の名簿（以下「仮の名簿」という。）の作成、"), encoding="utf-8")
    site = content.read(tmp_path).site
    assert site is not None
    (place,) = (place for page in glossary_pages(site, of_site(site).defined()) if page.path == "glossary/documents"
                for word in page.own.words if word.name == "仮の名簿" for place in word.places)
    assert (place.link.path, place.link.anchor) == ("mihon/juki/ii-f1-iten", "ii-f1-5-iten-ichiran-1")
    (rows,) = (page for page in pages_of(site, "mihon", "juki") if page.path == place.link.path)
    assert f'<tr id="{place.link.anchor}"' in RENDERER.html(rows)


def test_a_site_without_a_glossary(site: Site) -> None:
    """Without glossary.yaml documents still explain their own words, and there is a page that says so."""
    bare = replace(site, glossary=())
    home, *others = glossary_pages(bare, of_site(bare).defined())
    assert home.own.rows == () and [page.path for page in others] == ["glossary/documents"]
    assert any(link for page in pages_of(bare, "mihon", "juki") for link in page.links.values())
    none = replace(bare, municipalities=())
    assert [page.path for page in glossary_pages(none, of_site(none).defined())] == ["glossary"]
    assert "用語集" in RENDERER.html(next(glossary_pages(none, of_site(none).defined())))


def test_every_page_leads_to_the_glossary(site: Site, whole_output: Path) -> None:
    """The way to the glossary stands in the head of every page."""
    for page in pages(site):
        if page.template in ("portal.html", "municipality.html", "assessment.html", "part.html", "changes_index.html"):
            written = (whole_output / page.path / "index.html").read_text(encoding="utf-8")
            assert f'<a href="{page.to("glossary")}">用語集</a>' in written


def test_links_are_lean(juki: tuple[Page, ...]) -> None:
    """Links to terms add little to a page: less than an eighth of a page's weight, and nothing that repeats in a long list."""
    for page in juki:
        if page.links:
            linked, bare = len(RENDERER.html(page).encode()), len(RENDERER.html(without_links(page)).encode())
            assert linked - bare < bare / 8, page.path
        if page.template == "blocks.html":
            assert sum(map(len, terms_in(page).values())) <= 20


def test_terms_as_written(tmp_path: Path) -> None:
    """A term keeps the address that its author gave it; one without has one made of its name, in whatever width written."""
    (tmp_path / "site.yaml").write_text("サイト名: 見本\n発行者: 見本市\n", encoding="utf-8")
    entry = "- 用語: {}\n  読み: {}\n  説明: 説明です。\n  別名: [別の名, ' 二つ目 ']\n  キー: {}\n"
    found = {}
    for name, key in (("ＧＷ", "gateway"), ("ＧＷ", ""), ("GW", "")):
        (tmp_path / "glossary.yaml").write_text("用語:\n" + entry.format(name, "げーとうぇい", key), encoding="utf-8")
        result = content.read(tmp_path)
        assert result.errors == 0 and result.site is not None
        (found[name, key],) = result.site.glossary
    assert found["ＧＷ", "gateway"].key == "gateway"
    assert re.fullmatch("h[0-9a-f]{8}", found["GW", ""].key) and found["GW", ""].key == found["ＧＷ", ""].key
    assert found["GW", ""].synonyms == ("別の名", "二つ目") and found["GW", ""].explanation == "説明です。"
