"""Recipient, means, system: a page of 提供先 says through which systems data leaves, and a system what goes through it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

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
