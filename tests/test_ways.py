"""Recipient, means, system: a page of 提供先 says through which systems data leaves, and a system what goes through it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from lxml import html

from site_gen import content, pages
from site_gen.render import Renderer
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write

ASSESSMENTS = ["mihon/juki", "mihon/juminzei", "saitama/juki"]
SAID = re.compile(r"(情報提供ネットワークシステム|庁内連携システム)による(提供|移転) ([0-9]+)件")


def ticked(page: html.HtmlElement, box: str) -> int:
    """The blocks of a page that tick `box` among their means."""
    return sum(one.text_content().startswith(box) for one in page.xpath("//li[@class='yes']"))


@pytest.mark.parametrize("base", ASSESSMENTS)
def test_ways_are_those_that_the_blocks_tick(whole_output: Path, base: str) -> None:
    seen = 0
    for file in sorted((whole_output / base).glob("ii-f*-*/index.html")):
        page = html.parse(file).getroot()
        said = {box: (kind, int(count)) for line in page.xpath("//*[@id='tsunagari']/li/text()") for box, kind, count in SAID.findall(line)}
        for box in ("情報提供ネットワークシステム", "庁内連携システム"):
            count = ticked(page, box)
            assert said.get(box, ("", 0))[1] == count, (file, box)
            seen += count
        own = page.xpath("//a[@href='https://myna.go.jp/']")
        assert bool(own) == ("情報提供ネットワークシステム" in said and said["情報提供ネットワークシステム"][0] == "提供")
    assert seen > 0


@pytest.mark.parametrize("base", ASSESSMENTS)
def test_each_end_leads_to_the_other(whole_output: Path, base: str) -> None:
    """A system that ticks a network leads to every page whose flows take it, and is named there."""
    pages = {file.parent.name: html.parse(file).getroot() for file in (whole_output / base).glob("ii-f*-*/index.html")}
    basic = html.parse(whole_output / base / "i/index.html").getroot()
    there = {(name, link.get("href").partition("#")[2], SAID.search(line.text_content())[1])  # type: ignore[index]
             for name, page in pages.items() for line in page.xpath("//*[@id='tsunagari']/li")
             for link in line.xpath(".//a[contains(@href, '#')]")}
    back = set()
    for block in basic.xpath("//section[@class='block']"):
        for line in block.xpath(".//p[@class='index']"):
            text = line.text_content()
            links = [link.get("href") for link in line.xpath(".//a") if link.get("href").endswith("#tsunagari")]
            boxes = [found[0] for found in SAID.findall(text)]
            assert len(links) == len(boxes)
            for href, box in zip(links, boxes, strict=True):
                back.add((href.split("/")[1], block.get("id"), box))
                assert any(one.text_content().startswith(box) for one in block.xpath(".//li[@class='yes']")), block.get("id")
    assert there == back
    assert bool(there) == (base != "saitama/juki")  # none of whose systems ticks 情報提供ネットワークシステム


BODY = """
表紙: {評価書名: 見本に関する事務}
特定個人情報ファイルの概要:
  - 特定個人情報ファイル名: 見本ファイル
    特定個人情報の提供・移転:
      提供先: [{提供先の名称: 厚生労働大臣, 提供方法: [情報提供ネットワークシステム]}, {提供先の名称: 国税庁長官}]
"""
BOX, OTHER = "情報提供ネットワークシステム", "庁内連携システム"
SYSTEMS: dict[str, tuple[list[dict[str, object]], str]] = {  # what stands in Ⅰ 2: how the page of 提供先 goes on after 接続するシステム：
    "nothing": ([], "収録分のⅠ 2 ③にはない（一部未収録）。"),
    "numbers left out": ([{"番号": 2, "他のシステムとの接続": [OTHER]}], "収録分のⅠ 2 ③にはない（一部未収録）。"),
    "no boxes": ([{"他のシステムとの接続": [OTHER]}, {}], "収録分のⅠ 2 ③にはない（一部未収録又は空欄）。"),
    "unreadable": ([{"他のシステムとの接続": [{"不明": [BOX]}]}], "収録分のⅠ 2 ③にはない（一部不明）。"),
    "another unreadable": ([{"他のシステムとの接続": [{"不明": [OTHER]}]}], "収録分のⅠ 2 ③にはない（抄録）。"),
    "all there": ([{"他のシステムとの接続": [BOX]}], "システム1「機械1」（収録分。抄録）。"),
    "one unreadable": ([{"他のシステムとの接続": [BOX]}, {"他のシステムとの接続": [{"不明": [BOX]}]}], "システム1「機械1」（収録分。一部不明）。"),
}


@pytest.mark.parametrize("case", SYSTEMS)
def test_what_is_not_included_is_not_said_to_be_absent(tmp_path: Path, case: str) -> None:
    """An excerpt cannot say that no system is connected."""
    systems, told = SYSTEMS[case]
    basic: dict[str, object] = {"特定個人情報ファイル名": ["見本ファイル"]}
    if systems:
        blocks = [{"システムの名称": f"機械{n}", **one} for n, one in enumerate(systems, 1)]
        basic["特定個人情報ファイルを取り扱う事務において使用するシステム"] = {"システム": blocks}
    body = yaml.safe_dump({"基本情報": basic}, allow_unicode=True) + BODY
    assert _line(tmp_path, body) == f"{BOX}による提供 1件。接続するシステム：{told}"


def test_saitama_leaves_out_systems(whole_output: Path) -> None:
    """Its YAML holds neither システム4, 5 nor 8 to 10, and no system ticks the network."""
    page = html.parse(whole_output / "saitama/juki/ii-f1-teikyo/index.html").getroot()
    assert "接続するシステム：収録分のⅠ 2 ③にはない（一部未収録）。" in page.xpath("string(//*[@id='tsunagari'])")


def _line(folder: Path, body: str) -> str:
    """What the page of 提供先 says of its ways, up to where a person can see their own."""
    write(folder, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": RECORD.format(form="全項目評価書") + body})
    result = content.read(folder)
    assert result.site is not None and not any(one.severity == "error" for one in result.problems), result.problems
    page = next(one for one in pages.pages(result.site) if one.path == "m/a/ii-f1-teikyo")
    said: str = html.fromstring(Renderer().html(page)).xpath("string(//*[@id='tsunagari']/li)")
    return said.partition(f"{BOX}による提供は")[0]
