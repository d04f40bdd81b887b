"""Plain words for residents: every part has them, they are plain, and they stand on pages as the site's own, not the record's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from site_gen import search
from site_gen.form import Block, Form, Item, Part, Risk, Row, rows
from site_gen.forms import EDITIONS, FORMS, UNKNOWN_EDITION, in_edition
from site_gen.model import Site
from site_gen.pages import pages

SAID = {row.item.plain: row.item for form in FORMS for row in rows(form) if row.item.plain}
# What officials write and residents stumble over; names that the form prints stand in 「」.
OFFICIALESE = re.compile("及び|並びに|又は|若しくは|当該|係る|おける|における|に関する|に基づ|講ず|図る|措置|実施|取扱い|漏えい|滅失|毀損|等")


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its 。"""
    return re.findall(r"[^。]+。", text)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_part_and_page_of_blocks_says_what_it_is(form: Form) -> None:
    """In every edition: two or three sentences for what has a page of its own, for each risk one or two."""
    for edition in (*EDITIONS, UNKNOWN_EDITION):
        edited = in_edition(form, edition)
        assert edited is not None
        for row in rows(edited):
            item = row.item
            if isinstance(item, Part) or (isinstance(item, Block) and item.page):
                assert 2 <= len(sentences(item.plain)) <= 3, row.locator
            elif isinstance(item, Risk) or _is_scene(row):
                assert 1 <= len(sentences(item.plain)) <= 2, row.locator


def _is_scene(row: Row) -> bool:
    """Whether it is a heading of a part about risks."""
    return row.depth == 1 and row.item.kind == "section" and "リスク" in row.part.label


def test_words_are_plain() -> None:
    """Short whole sentences, no officialese outside of names in 「」, and nothing of a single municipality."""
    assert len(SAID) > 50
    for text in SAID:
        assert "".join(sentences(text)) == text, text
        for one in sentences(text):
            assert len(one) <= 60, one
            assert re.search("(です|ます|ません)。$", one), one
        assert not OFFICIALESE.search(re.sub("「[^」]*」", "", text)), text
        assert not re.search("[市町村区]長|この[市町村]|当[市町村]", text), text


def test_officialese_would_be_noticed() -> None:
    assert OFFICIALESE.search("特定個人情報の漏えいを防止するための措置を講ずる。")


def test_names_of_the_form_are_as_it_prints_them() -> None:
    """What stands in 「」 and is meant to be found on the page is a word of a form."""
    ours = {"宣言", "事務", "突合", "委託", "移転", "対策は十分か", "訂正", "利用停止", "開示", "氏名", "住所", "別紙のとおり"}
    labels = "\0".join("\0".join(_words(row.item)) for form in FORMS for row in rows(form))
    quoted = {name for text in SAID for name in re.findall("「([^」]*)」", text)}
    assert [name for name in sorted(quoted) if name not in labels and name not in ours] == []
    assert [name for name in sorted(ours - quoted)] == []


def _words(item: Item) -> tuple[str, ...]:
    return item.label, item.name, *getattr(item, "choices", ())


def test_a_part_page_opens_with_its_words(whole_output: Path) -> None:
    """Before the first heading of the record, named as the site's, once; in the whole and on paper of it not at all."""
    for path in ("i", "betten1", "ii-f1", "betten2-f1", "iii-f1", "iv", "v", "vi", "ii-f1-teikyo", "ii-f1-iten", "henko"):
        main = _main(whole_output / "mihon/juki" / path)
        (box,) = main.xpath(".//div[@class='plain-words']")
        assert "（サイトの説明）" in box.text_content() and box.get("role") == "note", path
        assert box.find("p[2]").text_content() in SAID, path
        order = list(main.iter())
        assert order.index(box) < min(map(order.index, main.xpath(".//h2"))), path
    (cover,) = _main(whole_output / "mihon/juki").xpath(".//section[@id='hyoshi']/div[@class='plain-words']")
    assert "「宣言」" in cover.text_content()
    assert _main(whole_output / "mihon/juki/all").xpath("//*[@class='plain-words']") == []


def test_headings_of_risks_say_what_they_are_about(whole_output: Path) -> None:
    main = _main(whole_output / "mihon/juki/iii-f1")
    risks = main.xpath(".//section[@class='risk'][dl or div]")
    assert len(risks) > 15
    for risk in risks:
        words = risk.xpath("./p[@class='plain-words']")
        assert len(words) == 1 and words[0].text_content().endswith("（サイトの説明）"), risk.get("id")
        assert words[0].getprevious().tag in ("h3", "h4")


def test_search_knows_nothing_of_them(whole_site: Site) -> None:
    """What is searched is the record: no text of a document is made of the site's explanations."""
    found = {run for page in pages(whole_site) for one in search.documents(page) for item in one.items for run in item.runs}
    assert len(found) > 1000
    assert {run for run in found if any(text in run or sentences(text)[0] in run for text in SAID)} == set()


def _main(folder: Path) -> html.HtmlElement:
    return html.parse(folder / "index.html").getroot().find(".//main")
