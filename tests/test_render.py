"""Odd but allowed sources are shown for what they are: each case was once shown wrongly, or stopped a build."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest

from site_gen import build, content
from site_gen.form import Form
from site_gen.forms import FORMS
from site_gen.render.compiled import Compiled
from tests.published import Document, documents, squeeze
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write

FULL = RECORD.format(form="全項目評価書")


def published(text: str, folder: Path, municipality: str = MUNICIPALITY, form: str = FULL) -> dict[str, Document]:
    """The pages of an excerpt that holds `text`, by their paths inside the assessment."""
    write(folder / "c", {"site.yaml": SITE, "m/municipality.yaml": municipality, "m/a/x.yaml": form + text})
    result = content.read(folder / "c")
    assert result.site is not None and not result.errors, [f"{p.span} {p.message}" for p in result.problems]
    build.build(result.site, folder / "c", folder / "out")
    return {page.path.removeprefix("m/a/").removesuffix("/index.html"): page for page in documents(folder / "out")}


def dead_links(pages: dict[str, Document]) -> list[str]:
    """Anchors on the same or another page of the assessment that are not there, and ids that stand twice."""
    found = [f"{name}: {one} twice" for name, page in pages.items() for one in set(page.ids) if page.ids.count(one) > 1]
    for name, page in pages.items():
        for href, _ in page.links:
            path, _, anchor = href.partition("#")
            target = re.fullmatch(r"(?:\.\./)?([a-z0-9-]+)/index\.html", path)
            goal = page if not path else pages.get(target[1]) if target else None
            if anchor and goal is not None and anchor not in goal.ids:
                found.append(f"{name}: {href}")
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_nothing_marks_are_shown_everywhere(form: Form, tmp_path: Path) -> None:
    """「なし」 and － where a date or a choice is asked for are shown as written."""
    keys = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
    change = "変更箇所:\n  -" + "".join(f" {key}: －\n   " for key in keys).rstrip() + "\n"
    pages = published(change, tmp_path, form=RECORD.format(form=form.name))
    assert squeeze("提出時期－") in pages["all"].text
    assert "－、－の1件目－" in pages["henko"].text


def test_a_summary_says_so_wherever_it_stands(tmp_path: Path) -> None:
    pages = published(
        "基本情報:\n  特定個人情報ファイル名:\n    - {要約: 名前の要約}\n"
        "特定個人情報ファイル記録項目:\n  - 特定個人情報ファイル名: 名前の要約\n    記録項目:\n"
        "      - 見出し: 組\n        項目: [{要約: 項目の要約}]\n"
        "変更箇所:\n  - 変更日: 令和5年2月6日\n    項目: {要約: 変更の要約}\n"
        "特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: 名前の要約\n    特定個人情報の提供・移転:\n      移転先一覧:\n"
        "        - {項番: 1, 移転先: {要約: 先の要約}}\n        - {項番: 2, 移転先: }\n",
        tmp_path,
    )
    assert "要約名前の要約" in pages["i"].text
    assert "要約項目の要約" in pages["betten2-f1"].text
    assert "要約変更の要約" in pages["henko-20230206"].text
    assert pages["ii-f1-iten"].text.count("要約先の要約") == 2


def test_changes_keep_their_order_and_their_day(tmp_path: Path) -> None:
    """A row without a day belongs to the one above; the same day written in another way is the same day. The timeline has
    the newest day first, rows of one day as written; the page of everything has the order of the document."""
    days = ["令和5年2月6日", "", "令和6年3月1日", "", "令和5年2月6日", "2023-02-06"]
    text = "変更箇所:\n" + "".join(f"  - 変更日: {day}\n    項目: 項{n}\n" for n, day in enumerate(days))
    pages = published(text, tmp_path)
    for page, order in (("henko", [2, 3, 0, 1, 4, 5]), ("all", [0, 1, 2, 3, 4, 5])):
        text = pages[page].text.partition("変更箇所" if page == "henko" else "別添3")[2]
        positions = [text.index(f"項{n}") for n in order]
        assert positions == sorted(positions), page
    assert "日付なし" not in pages["henko"].text
    assert [one for one in pages["henko"].ids if re.fullmatch(r"henko-\d{8}-\d+", one)] == [
        "henko-20240301-1", "henko-20240301-2", "henko-20230206-1", "henko-20230206-2", "henko-20230206-3", "henko-20230206-4",
    ]
    assert dead_links(pages) == []


def test_three_kinds_of_nothing_stay_apart(tmp_path: Path) -> None:
    """A heading left empty leaves its rows empty; an empty list is 空欄; what is not there is 未収録."""
    pages = published(
        "基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム: []\n  特定個人情報ファイル名: [あ]\n"
        "  評価実施機関における担当部署:\n変更箇所: []\n"
        "特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: あ\n    特定個人情報ファイルの取扱いの委託:\n      委託事項:\n"
        "        - 委託事項の名称: い\n          再委託:\n    特定個人情報の提供・移転:\n      移転先一覧:\n",
        tmp_path,
    )
    assert "システム：空欄" in pages["i"].text
    assert "評価実施機関における担当部署空欄" in pages["i"].text
    assert "⑦再委託の有無※重要な変更の対象空欄" in pages["ii-f1"].text
    assert "⑨再委託事項空欄" in pages["ii-f1"].text
    assert "③委託先における取扱者数未収録" in pages["ii-f1"].text
    assert "空欄" in pages["henko"].text.split("要約原文")[1]


def test_a_cell_is_not_made_up(tmp_path: Path) -> None:
    """A row whose 項番 is empty has no number on the page."""
    pages = published(
        "特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: あ\n    特定個人情報の提供・移転:\n      移転先一覧:\n"
        "        - {項番: , 移転先: 市民課}\n        - {移転先: 税務課}\n",
        tmp_path,
    )
    assert "空欄市民課" in pages["ii-f1-iten"].text
    assert "未収録税務課" in pages["ii-f1-iten"].text
    assert "移転先：未収録" not in pages["ii-f1-iten"].text + pages["all"].text


def test_nought_is_a_number(tmp_path: Path) -> None:
    pages = published(
        "基本情報:\n  特定個人情報ファイル名: [あ]\n特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: あ\n"
        "    特定個人情報の提供・移転:\n      提供・移転の有無:\n        - 提供を行っている: 0件\n",
        tmp_path,
    )
    overview = next(page for page in pages.values() if page.path == "m/a/index.html")
    assert squeeze("(1) あ 未収録 未収録 未収録 0 0") in overview.text


def test_ids_meet_no_other_address(tmp_path: Path) -> None:
    """`a` and `a-1` side by side, and an id that spells the name of a list."""
    pages = published(
        "基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム:\n"
        "      - {id: a, システムの名称: 甲}\n      - {id: a-1, システムの名称: 乙}\n"
        "特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: あ\n    特定個人情報の提供・移転:\n      移転先:\n"
        "        - {id: ichiran, 移転先の名称: 丙}\n      移転先一覧:\n        - {項番: 1, 移転先: 丁}\n",
        tmp_path,
    )
    assert dead_links(pages) == []
    assert {"i-2-system--a--1", "i-2-system--a-1--1"} <= set(pages["i"].ids)


def test_verdicts_of_a_partial_excerpt_lead_somewhere(tmp_path: Path) -> None:
    risk = "権限のない者（元職員、アクセス権限のない職員等）によって不正に使用されるリスクへの対策は十分か"
    text = f"リスク対策:\n  特定個人情報の使用:\n    {risk}: 2\n"
    pages = published(text, tmp_path, form=RECORD.format(form="基礎項目評価書"))
    assert dead_links(pages) == []
    full = published(
        "特定個人情報ファイルの取扱いプロセスにおけるリスク対策:\n  - 特定個人情報ファイル名: あ\n    特定個人情報の使用:\n"
        "      リスク3: {リスクへの対策は十分か: 2}\n    特定個人情報ファイルの取扱いの委託: {リスクへの対策は十分か: 2}\n",
        tmp_path / "full",
    )
    assert dead_links(full) == []
    overview = full["index.html"]
    assert any("従業者が事務外で使用するリスク" in text for text in overview.texts), overview.texts
    assert "リスクへの対策は十分か（5つのリスクの全体）" in overview.texts, overview.texts


@pytest.mark.parametrize(
    ("phone", "link"),
    [("000-000-0000", "tel:0000000000"), ("000-000-0000（内線2130）", "tel:0000000000"), ("００-００００-００００", "tel:0000000000"),
     ("011-211-2222 (内線1234)", "tel:0112112222"), ("011-211-2222、2223", ""), ("03-1234-5678 FAX 03-1234-9999", ""),
     ("内線2130", "")],
)  # fmt: skip
def test_only_one_whole_number_can_be_called(phone: str, link: str, tmp_path: Path) -> None:
    pages = published("表紙:\n  評価書番号: 1\n", tmp_path, f"{MUNICIPALITY}連絡先:\n  電話: {phone}\n")
    called = {href for page in pages.values() for href, _ in page.links if href.startswith("tel:")}
    assert called == ({link} if link else set())


GLANCE = """表紙:
  評価書名: {name}
  公表日: 令和7年2月7日
基本情報:
  特定個人情報ファイルを取り扱う事務:
    対象人数: 30万人以上
  特定個人情報ファイル名: [甲, 乙]
特定個人情報ファイルの概要:
  - 特定個人情報ファイル名: 甲
    特定個人情報の提供・移転:
      提供・移転の有無:
        - 提供を行っている: 4件
      提供先:
        - 提供先の名称: 厚生労働大臣
        - 提供先の名称: ※（別紙）提供先一覧を参照。
      提供先一覧:
        - {{項番: 1, 提供先: 市町村長}}
        - {{項番: 2, 提供先: }}
        - {{項番: 3, 提供先: 都道府県知事}}
        - {{項番: 4, 提供先: 健康保険組合}}
  - 特定個人情報ファイル名: 乙
    特定個人情報の提供・移転:
      提供・移転の有無:
        - 提供を行っている: 2件
        - 移転を行っている: 0件
特定個人情報ファイルの取扱いプロセスにおけるリスク対策:
  - 特定個人情報ファイル名: 甲
    特定個人情報の保管・消去:
      リスク1:
        重大事故: 発生なし
        リスクへの対策は十分か: 課題が残されている
  - 特定個人情報ファイル名: 乙
    特定個人情報の保管・消去:
      リスク1:
        重大事故: 発生あり
        リスクへの対策は十分か: 十分である
開示請求、問合せ:
  特定個人情報ファイルの取扱いに関する問合せ:
    連絡先: 市民課
"""


def test_an_overview_says_it_at_a_glance(tmp_path: Path) -> None:
    """People, who gets the data, accidents of any file, the authority's own verdicts, the next duty, whom to ask; what is
    counted leads to its list, and every link leads somewhere."""
    pages = published(GLANCE.format(name="見本に関する事務"), tmp_path)
    overview = next(page for page in pages.values() if page.path == "m/a/index.html")
    for words in (
        "対象人数 対象人数：30万人以上", "提供先：ほかの機関 6件 厚生労働大臣、市町村長、都道府県知事 など", "同じ機関のほかの部署 0件",
        "過去3年以内の重大事故：発生あり", "十分である 1件、課題が残されている 1件", "令和12年2月6日までに再実施", "問合せ 市民課",
    ):
        assert squeeze(words) in overview.text, words
    assert squeeze("甲の提供先：4") in overview.text
    assert "ii-f1-teikyo/index.html" in {href for href, _ in overview.links}
    assert dead_links(pages) == []


def test_an_ended_assessment_is_kept_not_repeated(tmp_path: Path) -> None:
    pages = published(GLANCE.format(name="見本に関する事務【令和7年3月31日終了】"), tmp_path)
    overview = next(page for page in pages.values() if page.path == "m/a/index.html")
    assert squeeze("少なくとも令和10年3月31日まで公表") in overview.text
    assert "再実施" not in overview.text.replace(squeeze("評価の再実施が必要です"), "")


@pytest.mark.parametrize("damage", ["none", "cut short", "another source", "not writable"])
def test_compiled_templates_serve_the_next_process(damage: str, tmp_path: Path) -> None:
    """What lies there is used for the source that it was made of, and never when it is damaged; where nothing can, nothing is written."""
    source, folder = {"a.html": "{{ 1 + 1 }} {% for x in [1, 2] %}{{ x }}{% endfor %}"}, tmp_path / "compiled"
    if damage == "not writable":
        folder.write_text("a file lies here", encoding="utf-8")

    def html() -> str:
        return jinja2.Environment(loader=jinja2.DictLoader(source), bytecode_cache=Compiled(folder)).get_template("a.html").render()

    assert html() == "2 12"
    if damage == "not writable":
        assert html() == "2 12"
        return
    (file,) = folder.iterdir()
    assert file.suffix == ".jinja"
    before = file.stat().st_mtime_ns
    if damage == "cut short":
        whole = file.read_bytes()
        for length in (0, 1, 5, 12, len(whole) // 2, len(whole) - 1):
            file.write_bytes(whole[:length])
            assert html() == "2 12"
    elif damage == "another source":
        source["a.html"] = "other"
        assert html() == "other"
    else:
        assert html() == "2 12" and file.stat().st_mtime_ns == before
