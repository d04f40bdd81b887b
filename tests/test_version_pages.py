"""Pages of earlier texts: the way to today from each page and each item that changed, and comparisons of any two."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

import pytest

from site_gen import build, content
from tests.published import Document, document, documents, squeeze
from tests.test_bad import FORMS, MUNICIPALITY, RECORD, SITE, write

RECORDS = RECORD.format(form=FORMS["zenkomoku"])
COVER = "表紙:\n  評価書名: 見本の事務\n  公表日: {}\n"
ITEMS = "基本情報:\n  特定個人情報ファイルを取り扱う事務:\n    事務の名称: {}\n    事務の内容: 変わらない文\n"
TEXTS = {"": ("令和7年2月7日", "丙の事務"), "2024-06-28": ("令和6年6月28日", "乙の事務"), "2023-01-10": ("令和5年1月10日", "甲の事務")}


def published(folder: Path, texts: dict[str, str]) -> dict[str, Document]:
    """The pages of an assessment whose texts are `texts`, by day (today's without), and their paths in it."""
    files: dict[str, str | bytes] = {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY}
    files |= {f"m/a/{f'versions/{day}/' if day else ''}x.yaml": RECORDS + text for day, text in texts.items()}
    write(folder / "c", files)
    result = content.read(folder / "c")
    assert result.site is not None and not result.errors, [f"{p.span} {p.message}" for p in result.problems]
    build.build(result.site, folder / "c", folder / "out")
    return {posixpath.dirname(page.path).removeprefix("m/a").strip("/"): page for page in documents(folder / "out") if page.path.startswith("m/a")}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    texts = {day: COVER.format(published_) + ITEMS.format(name) for day, (published_, name) in TEXTS.items()}
    return published(tmp_path_factory.mktemp("three"), texts)


def test_each_text_has_all_its_pages(pages: dict[str, Document]) -> None:
    assert set(pages) == {
        *(f"{base}{page}".strip("/") for base in ("", "versions/v20240628", "versions/v20230110") for page in ("", "/i", "/all")),
        "versions", *(f"compare/{pair}" for pair in ("v20230110-v20240628", "v20230110-v20250207", "v20240628-v20250207")),
    }


def test_a_page_of_then_says_so_and_leads_to_today(pages: dict[str, Document]) -> None:
    then, now = pages["versions/v20230110/i"], pages["i"]
    assert squeeze("これは令和5年1月10日時点の評価書です。") in then.text
    assert "時点の評価書" not in now.text
    links = [href for href, _ in then.links]
    assert "../../../i/index.html" in links  # the same page
    assert "../../../i/index.html#i-1-1" in links  # the item that changed
    assert not any(href.endswith("#i-1-2") and href.startswith("..") for href in links)  # the one that did not
    assert "../../../index.html" in links


def test_an_item_of_today_leads_to_what_it_said_then(pages: dict[str, Document]) -> None:
    """Every earlier text that says something else, newest first; an item that always said the same has none."""
    assert squeeze("過去の記載：令和6年6月28日時点の") in pages["i"].text
    links = [href for href, _ in pages["i"].links if "#" in href and "versions" in href]
    assert links == ["../versions/v20240628/i/index.html#i-1-1", "../versions/v20230110/i/index.html#i-1-1"]


def test_titles_tell_texts_apart(pages: dict[str, Document]) -> None:
    titles = {page.texts[0] for page in pages.values()}
    assert len(titles) == len(pages)


def test_the_list_leads_to_every_text_and_comparison(pages: dict[str, Document]) -> None:
    links = [href for href, _ in pages["versions"].links]
    for path in ("v20240628/index.html", "v20230110/index.html", "../index.html", "../compare/v20230110-v20250207/index.html"):
        assert path in links
    assert "versions/index.html" in [href for href, _ in pages[""].links]
    assert squeeze("過去の評価書と比較（2件）") in pages[""].text


def test_the_list_says_what_can_be_done_there(pages: dict[str, Document]) -> None:
    """Nothing can be selected; each text stands with the comparisons to all newer ones, the next first."""
    page = pages["versions"]
    assert "選ぶ" not in page.text
    assert squeeze("過去の記載の下のリンクから、それより新しい記載との比較を開けます。") in page.text
    links = [href for href, _ in page.links if href.startswith("../compare/")]
    assert links == [f"../compare/{pair}/index.html" for pair in (
        "v20240628-v20250207", "v20230110-v20240628", "v20230110-v20250207")]


def test_a_comparison_shows_what_differs_and_counts_the_rest(pages: dict[str, Document]) -> None:
    page = pages["compare/v20230110-v20240628"]
    assert squeeze("違いのある項目は2件、同じ項目は2件です。") in page.text  # 公表日 and 事務の名称; 評価書名 and 事務の内容
    assert "変わらない文" not in page.text
    assert "甲の事務" in page.text and "乙の事務" in page.text and "丙の事務" not in page.text
    links = [href for href, _ in page.links]
    assert "../../versions/v20230110/i/index.html#i-1-1" in links and "../../versions/v20240628/i/index.html#i-1-1" in links
    assert {tag for tag, _ in page.tags} >= {"ins", "del"}


def test_white_space_is_no_word_that_changed(tmp_path: Path) -> None:
    """Where only white space differs nothing is marked and a sentence says so; beside a word only the word is marked."""
    rows = "".join(
        f"  - {{変更日: 令和7年2月7日, 項目: {item}, 変更前の記載: {before}, 変更後の記載: {after}, 提出時期: 事後, 提出時期に係る説明: null}}\n"
        for item, before, after in (("Ⅰ 1 ①", "見本の　事務", "見本の事務"), ("Ⅰ 1 ②", "住民票 の記載と通知", "住民票の記載と照会"))
    )
    made = published(tmp_path, {
        "": COVER.format("令和7年2月7日") + ITEMS.format("見本の事務") + "変更箇所:\n" + rows,
        "2024-06-28": COVER.format("令和6年6月28日") + ITEMS.format("見本の　事務"),
    })
    compared, day = made["compare/v20240628-v20250207"], made["henko-20250207"]
    marks = [tag for tag, have in compared.tags if tag in ("del", "ins") and "role" in have]
    assert marks == ["del", "ins"]  # 公表日
    assert compared.text.count("空白の違いだけです。") == 1
    assert [tag for tag, have in day.tags if tag in ("del", "ins") and "role" in have] == ["del", "ins"]
    assert day.text.count("空白の違いだけです。") == 1
    feed = json.loads((tmp_path / "out/m/a/feed.json").read_text(encoding="utf-8"))
    summaries = [item["summary"] for item in feed["items"]]
    assert [item["summary"] for item in feed["items"] if "空白の違いだけ" in item["tags"]] == ["見本の　事務"]
    assert "住民票 の記載と［削除：通知］［追加：照会］" in summaries


def test_a_text_without_a_day_has_that_of_its_folder(tmp_path: Path) -> None:
    made = published(tmp_path, {"": ITEMS.format("乙"), "2019-05-01": ITEMS.format("甲")})
    assert squeeze("これは令和元年5月1日時点の評価書です。") in made["versions/v20190501/i"].text
    assert "compare/v20190501-today" in made


def test_a_long_comparison_is_split_by_part(tmp_path: Path) -> None:
    """200 systems that all say something else: no page of it is over 200 KB, and nothing is lost."""
    block = "      - システムの名称: システム{n}の{who}\n        id: s{n}\n        システムの機能: {long}{who}{n}である。\n"
    head = COVER + "基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム:\n"

    def text(day: str, who: str) -> str:
        return head.format(day) + "".join(block.format(n=n, who=who, long="受付と通知をする機能、" * 12) for n in range(1, 201))

    made = published(tmp_path, {"": text("令和7年2月7日", "乙"), "2024-06-28": text("令和6年6月28日", "甲")})
    found = {name: page for name, page in made.items() if name.startswith("compare/")}
    assert len(found) > 3
    for page in found.values():
        assert (tmp_path / "out" / page.path).stat().st_size <= 200_000
        assert len(set(page.ids)) == len(page.ids)
    words = "".join(page.text for page in found.values())
    assert all(squeeze(f"乙{n}である。") in words for n in range(1, 201))
    for page in made.values():
        for href, _ in page.links:
            path, _, anchor = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)) if path else page.path
            if not re.match(r"https?:|tel:", href) and target.endswith(".html"):
                assert not anchor or anchor in document(tmp_path / "out" / target, tmp_path / "out").ids, (page.path, href)


def test_each_text_has_its_own_pictures(tmp_path: Path) -> None:
    """Two texts whose pictures bear one name: each page shows its own."""
    sheet = "事務の内容:\n  - 表題: 流れ\n    図: zu-1.png\n    図の説明: 図の言葉\n"
    write(tmp_path / "c", {"m/a/zu-1.png": b"\x89PNG now", "m/a/versions/2024-06-28/zu-1.png": b"\x89PNG then"})
    made = published(tmp_path, {"": COVER.format("令和7年2月7日") + sheet, "2024-06-28": COVER.format("令和6年6月28日") + sheet})
    for base, held in (("", b"\x89PNG now"), ("versions/v20240628/", b"\x89PNG then")):
        (src,) = {href for href, tag in made[f"{base}betten1"].links if tag == "img"}
        assert (tmp_path / "out/m/a" / base / "betten1" / src).read_bytes() == held
