"""The pages of systems: every system of every assessment leads there and back, and every connection stands on both sides."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest
import yaml
from lxml import html

from site_gen.index import Facts, systems
from site_gen.model import Site
from site_gen.pages.gathered import facts_of_site
from tests.conftest import ROOT
from tests.published import Document, document


@pytest.fixture(scope="module")
def facts(whole_site: Site) -> tuple[Facts, ...]:
    """What the assessments of content/ say."""
    return facts_of_site(whole_site)


@pytest.fixture(scope="module")
def published(whole_output: Path) -> Path:
    """What is written of content/."""
    return whole_output


def _links(page: Document) -> set[str]:
    here = posixpath.dirname(page.path)
    return {posixpath.normpath(posixpath.join(here, href)) for href, tag in page.links if tag == "a" and "://" not in href}


def test_every_system_leads_to_its_page_and_back(published: Path, facts: tuple[Facts, ...]) -> None:
    """From its block in Ⅰ 2, and from the page to the block; a system of a connection is on the pages of both."""
    stated = connections = 0
    for one in facts:
        for system in one.systems:
            block = document(published / system.page / "index.html", published)
            own = document(published / system.party.path / "index.html", published)
            assert f"{system.party.path}/index.html" in _links(block)
            assert f"{system.page}/index.html#{system.anchor}" in _links(own) and system.anchor in block.ids
            stated += 1
            for other in system.connected:
                there = document(published / other.path / "index.html", published)
                assert f"{other.path}/index.html" in _links(own)
                assert f"{system.page}/index.html#{system.anchor}" in _links(there)
                connections += 1
    assert stated >= 9 + 5 + 6 and connections > 30


def test_the_systems_of_sapporo(facts: tuple[Facts, ...]) -> None:
    """Nine, each with a page of its own: a bracket behind the name is part of it."""
    own = next(one for one in facts if one.municipality == "sapporo").systems
    assert len(own) == len({one.party.path for one in own}) == 9


def test_a_system_that_is_the_same_everywhere_has_one_page(facts: tuple[Facts, ...]) -> None:
    """As aliases.yaml says of 情報提供ネットワークシステム; 住基ネット is a usual name of a box of the form."""
    found = {one.party.path: one for one in systems(facts)}
    network = found["systems/joho-teikyo-network"]
    assert len({use.facts.municipality for use in (*network.own, *network.connected)}) > 1
    assert not any(one.party.name == "住民基本台帳ネットワークシステム" for path, one in found.items() if path.count("/") > 1)


def test_no_page_is_an_orphan(published: Path, facts: tuple[Facts, ...]) -> None:
    """Every page of a system is in a list, every list leads on from the footer, and there is no page more."""
    listed = {one.party.path for one in systems(facts)}
    for path in listed:
        home = document(published / posixpath.dirname(path) / "index.html", published)
        assert f"{path}/index.html" in _links(home)
    written = {posixpath.dirname(file.relative_to(published).as_posix()) for file in (published / "systems").rglob("index.html")}
    homes = {"systems", *(posixpath.dirname(path) for path in listed)}
    assert written == listed | homes
    assert {f"{home}/index.html" for home in homes - {"systems"}} <= _links(document(published / "systems/index.html", published))
    assert "systems/index.html" in _links(document(published / "index.html", published))


def test_what_names_no_single_system_has_no_page(published: Path) -> None:
    """全ての…システム and …の各システム of the YAML: told beside the system that states them, or taken apart; no heading."""
    headings = {" ".join(html.parse(file).getroot().xpath("string(//h1)").split()): file for file in (published / "systems").rglob("index.html")}
    assert not [one for one in headings if re.search("(全ての|すべての|各|各業務)システム$", one)]
    several = collective = 0
    for where in ("mihon/juki", "saitama/juki"):
        basic = yaml.safe_load((ROOT / "content" / where / "1-kihon.yaml").read_text(encoding="utf-8"))["基本情報"]
        for system in basic["特定個人情報ファイルを取り扱う事務において使用するシステム"]["システム"]:
            for box in system["他のシステムとの接続"] or ():
                written = box.get("その他", "") if isinstance(box, dict) else ""
                page = html.parse(headings[system["システムの名称"]]).getroot() if re.search("(全て|各).*システム$", written) else None
                if page is None:
                    continue
                said = [one.text_content() for one in page.xpath("//section[@id='shiyo']//td[@data-label='接続先']//li")]
                if written.endswith("の各システム"):
                    pieces = re.split("、|及び", written.removesuffix("の各システム"))
                    assert {f"{piece}システム" for piece in pieces} <= set(said) & set(headings)
                    several += 1
                else:
                    assert written in said
                    collective += 1
    assert several == 1 and collective == 3


def test_boxes_that_cannot_be_read_are_not_said_to_be_empty(published: Path) -> None:
    """札幌市: システム1 has boxes that cannot be told, システム8 ticks none."""
    pages = [html.parse(file).getroot() for file in (published / "systems/sapporo").glob("*/index.html")]
    said = {row.xpath("string(.//a/text())"): " ".join(row.xpath("string(./td[@data-label='接続先'])").split())
            for page in pages for row in page.xpath("//section[@id='shiyo']//tbody/tr")}
    assert said["システム1"].endswith("（ほかは不明）") and said["システム8"] == "チェックなし"
    assert not any("記載なし" in text for text in said.values())
