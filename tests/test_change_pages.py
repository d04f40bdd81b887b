"""What readers of changes are owed beyond completeness: the same folds on both sides, links that say where they lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from site_gen import build, content
from site_gen.changes import Piece, marked
from site_gen.pages.history import histories
from tests.published import Document, squeeze
from tests.test_bad import SITE, write
from tests.test_render import published
from tests.whole import whole_site

LONG = "".join(f"{n}番目の文は変わらない。" for n in range(60))


def _folds(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.kind == "folded"]


@pytest.mark.parametrize(("before", "after"), [
    (LONG, f"{LONG}足した文。"), (f"{LONG}消した文。", LONG), (f"消した文。{LONG}", LONG), (LONG + LONG, f"{LONG}間の文。{LONG}"),
], ids=["added behind", "removed behind", "removed before", "added between"])
def test_what_stayed_is_folded_on_both_sides(before: str, after: str) -> None:
    """Also on the side on which nothing is marked; what stands beside the change stays in view on both."""
    old, new = marked(before, after)
    assert _folds(old) == _folds(new) != []
    assert ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (before, after)
    assert sum(len(piece.text) for piece in old if piece.kind == "same") > 60


def test_texts_without_a_difference_stand_in_full() -> None:
    assert marked(LONG, LONG) == ((Piece("same", LONG),), (Piece("same", LONG),))


@given(st.lists(st.tuples(st.sampled_from(["", LONG, "短い文。"]), st.sampled_from(["", "甲"]), st.sampled_from(["", "乙"])), max_size=4))
def test_any_folds_are_the_same(found: list[tuple[str, str, str]]) -> None:
    before, after = "".join(kept + gone for kept, gone, _ in found), "".join(kept + new for kept, _, new in found)
    old, new = marked(before, after)
    assert _folds(old) == _folds(new)
    assert not old or ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (before, after)


ROW = "  - 変更日: {day}\n    項目: {item}\n    変更前の記載: {before}\n    変更後の記載: {after}\n    提出時期: 事後\n    提出時期に係る説明:\n"


def _row(day: str = "令和6年4月1日", item: str = "Ⅰ 基本情報 7 ②所属長", before: str = "甲課長", after: str = "乙課長", more: str = "") -> str:
    return ROW.format(day=day, item=item, before=before, after=after) + (f"    {more}\n" if more else "")


def _attributes(page: Document, name: str) -> list[str]:
    return [have[name] for _, have in page.tags if name in have]


def test_rows_of_the_same_item_are_told_apart(tmp_path: Path) -> None:
    """The links to three rows of one 項目 say which of the day each is, on the timeline, the page of the day, among all
    changes and on the first page; a 同上 says what it stands for."""
    item = "Ⅰ 基本情報 7 ②所属長"
    pages = published("変更箇所:\n" + _row() + _row(item="同上") + _row(), tmp_path)
    said = [f"{item}、令和6年4月1日の{n}件目" for n in (1, 2, 3)]
    timeline, heading = "//*[@class='plain timeline']/li/p[1]/a", "//*[@class='change']/*/a[@class='self']"
    for name, way in (("henko", timeline), ("henko-20240401", heading), ("all", heading)):
        assert _links(tmp_path / "out" / pages[name].path, way) == said, name
    assert _links(tmp_path / "out/changes/index.html", timeline) == [
        f"{text}（見本市 a）" for text in said
    ]


def test_further_items_are_not_far(tmp_path: Path) -> None:
    """The timeline holds every item of a row, those after the second behind a native disclosure; among all changes a link
    leads to the row that names them."""
    rows = _row(item="担当課", more="対象: [Ⅰ/1/①, Ⅰ/1/②, Ⅰ/7/①, Ⅰ/7/②]")
    items = "  特定個人情報ファイルを取り扱う事務:\n    事務の名称: 名\n    事務の内容: 内容\n"
    items += "  評価実施機関における担当部署:\n    部署: 甲課\n    所属長の役職名: 乙課長\n"
    pages = published(f"基本情報:\n{items}変更箇所:\n{rows}", tmp_path)
    (row,) = html.parse(tmp_path / "out" / pages["henko"].path).xpath("//*[@class='plain timeline']/li")
    assert row.xpath("p[@class='place']/a/@href") == ["../i/index.html#i-1-1", "../i/index.html#i-1-2"]
    assert row.xpath("details/p[@class='place']/a/@href") == ["../i/index.html#i-7-1", "../i/index.html#i-7-2"]
    assert row.xpath("string(details/summary)") == "ほか2件の項目"
    (more,) = html.parse(tmp_path / "out/changes/index.html").xpath("//a[starts-with(., 'ほか')]")
    assert more.text == "ほか2件の項目" and more.get("href") == "../m/a/henko-20240401/index.html#henko-20240401-1"


@pytest.mark.parametrize(("url", "said"), [
    ("", "m/a/henko-20240401/index.html#henko-20240401-1（サイトの中の位置）"),
    ("https://www.example.jp/pia/", "https://www.example.jp/pia/m/a/henko-20240401/index.html#henko-20240401-1"),
])
def test_a_citation_has_an_address(url: str, said: str, tmp_path: Path) -> None:
    """That of the site where 公開URL tells it; else where the row lies in the site, and the citation says so."""
    published("変更箇所:\n" + _row(), tmp_path)
    write(tmp_path / "c", {"site.yaml": SITE + (f"公開URL: {url}\n" if url else "")})
    site = content.read(tmp_path / "c").site
    assert site is not None
    build.build(site, tmp_path / "c", tmp_path / "other")
    (cited,) = html.parse(tmp_path / "other/m/a/henko-20240401/index.html").xpath("//*[@class='cite']")
    assert squeeze(cited.text_content()) == squeeze(f"引用するとき：見本市「a」全項目評価書変更箇所令和6年4月1日 henko-20240401-1 {said}")


@pytest.mark.parametrize("count", [40, 180, 230, 260])
def test_a_long_timeline_shows_changed_words_as_far_as_it_stays_light(count: int, tmp_path: Path) -> None:
    """With room all words that changed; with less of it the first of each row, and the page says so; never over 200 KB
    (accessibility.md)."""
    before = "、".join(f"第{n}条の規定による事務" for n in range(1, 40))
    rows = "".join(_row(f"令和{2 + n // 30}年4月1日", "Ⅰ 基本情報 7 ②", before, before.replace("1", "5")) for n in range(count))
    page = published(f"変更箇所:\n{rows}", tmp_path)["henko"]
    assert (tmp_path / "out" / page.path).stat().st_size <= 200_000
    shown = html.parse(tmp_path / "out" / page.path).xpath("//*[@class='plain timeline']/li")
    assert len(shown) == count
    assert all(row.xpath(".//del") and row.xpath(".//ins") for row in shown)
    cut = "変わった語は、長いものは途中までです" in page.text
    assert cut == (count > 40)
    assert [have["data-brief"] for _, have in page.tags if "data-brief" in have] == ["cut" if cut else "1"]


def test_the_longest_real_timeline_shows_changed_words() -> None:
    """さいたま市: each of its rows whose two texts can be compared."""
    site = whole_site()
    (found,) = (histories(a) for m in site.municipalities if m.slug == "saitama" for a in m.assessments)
    assert found and len(found.rows) == 185
    assert set(found.briefs) == {view.anchor for view in found.rows if view.brief} and len(found.briefs) > 40


def _links(file: Path, way: str) -> list[str]:
    return ["".join(link.itertext()).strip() for link in html.parse(file).xpath(way)]


def test_a_row_belongs_to_every_part_that_it_changed(tmp_path: Path) -> None:
    """The filter finds it under each; the cover is a part as well."""
    several = _row(item="担当課の名称", more="対象: [表紙/評価書名, Ⅰ/1/①, Ⅰ/1/②, Ⅴ/1/①]")
    text = "表紙:\n  評価書名: 名\n基本情報:\n  特定個人情報ファイルを取り扱う事務:\n    事務の名称: 名\n    事務の内容: 内容\n"
    page = published(f"{text}変更箇所:\n{several}{_row()}", tmp_path)["henko"]
    assert _attributes(page, "data-part") == ["表紙|Ⅰ|Ⅴ", "Ⅰ"]
    assert _attributes(page, "data-parts") == ["表紙|Ⅰ 基本情報|Ⅴ 開示請求、問合せ"]
