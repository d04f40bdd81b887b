"""Histories: rows lead to today's items, through renumberings, and never silently to another block of the same number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen import content
from site_gen.changes import by_day, compared, views
from site_gen.forms import FORMS
from site_gen.history import ChangedRow, History, history
from site_gen.pages.parts import addresses
from site_gen.resolve.follow import Renumbering, follow, named_block
from site_gen.resolve.words import in_words
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write
from tests.whole import whole_site

SYSTEMS = """基本情報:
  特定個人情報ファイルを取り扱う事務において使用するシステム:
    システム:
      - {システムの名称: 住民記録システム, システムの機能: 台帳を管理する。}
      - {システムの名称: 住基ネット, システムの機能: 本人確認情報を送る。}
      - {システムの名称: 宛名システム, システムの機能: 宛名を管理する。}
  特定個人情報ファイル名: [住民基本台帳ファイル, 本人確認情報ファイル]
特定個人情報ファイルの概要:
  - 特定個人情報ファイル名: 住民基本台帳ファイル
    基本情報: {事務担当部署: 市民課}
    特定個人情報の提供・移転:
      移転先一覧:
        - {項番: 1, 移転先: 税務課, 用途: 賦課}
        - {項番: 2, 移転先: 福祉課, 用途: 給付}
  - 特定個人情報ファイル名: 本人確認情報ファイル
    基本情報: {事務担当部署: 市民課}
"""


def made(folder: Path, changes: str, record: str = "") -> History:
    """The history of an assessment with three systems and two files, and these rows of 変更箇所."""
    text = RECORD.format(form="全項目評価書") + record + SYSTEMS + "変更箇所:\n" + changes
    write(folder, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": text})
    result = content.read(folder, "c")
    assert result.site is not None, result.problems
    return history(result.site.municipalities[0].assessments[0])


def row(day: str, item: str, before: str = "前", after: str = "後", more: str = "") -> str:
    return f"  - 変更日: {day}\n    項目: {item}\n    変更前の記載: {before}\n    変更後の記載: {after}\n{more}"


def said(found: ChangedRow) -> list[tuple[str, str, str]]:
    """When, anchor and words of each target."""
    return [(target.when, target.anchor, target.short) for target in found.targets]


def test_number_of_the_time(tmp_path: Path) -> None:
    """Without 番号の変更 a number leads to today's block only when the names agree."""
    found = made(tmp_path, (
        row("令和2年4月1日", "Ⅰ-2 システム2 ②システムの機能")
        + row("令和2年4月1日", "Ⅰ-2 システム2 住基ネット ②システムの機能")
        + row("令和2年4月1日", "Ⅰ-2 システム3 ②", "古い宛名の説明", "宛名システムの機能を追加")
        + row("令和2年4月1日", "Ⅰ-2 システム2 ②", "別の文", "本人確認情報を送る。")
        + row("令和2年4月1日", "Ⅰ-2 システム7 ②システムの機能")
        + row("令和6年4月1日", "Ⅰ-2 システム3 ②システムの機能")
        + row("令和6年4月1日", "Ⅰ-2 システム3 団体内統合宛名 ②システムの機能")
    ))
    assert [[when for when, _, _ in said(one)] for one in found.rows] == [
        ["then"], ["now"], ["now"], ["now"], ["absent"], ["now"], ["then"],
    ]
    assert said(found.rows[1]) == [("now", "i-2-system2-2", "Ⅰ 2 システム2 ②「システムの機能」")]
    # Items show only what certainly is theirs.
    assert [one.number for one in found.by_anchor["i-2-system2-2"]] == [1, 3]


def test_what_went_is_no_block_of_today(tmp_path: Path) -> None:
    """A row by which a block or a row of a list went does not silently lead to the one that bears its number now, not even
    on the latest day; one item of a block that went empty stays in its block."""
    found = made(tmp_path, (
        row("令和6年4月1日", "Ⅰ-2 システム2", "自動交付機システム", "（削除）")
        + row("令和6年4月1日", "Ⅰ-2 システム2", "自動交付機システム", "廃止")
        + row("令和6年4月1日", "Ⅰ-2 システム2", "自動交付機システム", "自動交付機の記載を削除し、以降の番号を繰上げ")
        + row("令和6年4月1日", "Ⅰ-2 システム2 ③他のシステムとの接続", "宛名システム", "（削除）")
        + row("令和6年4月1日", "(別紙)移転先一覧 (1)住民基本台帳ファイル 項番2", "水道課", "削除")
        + row("令和6年4月1日", "Ⅰ-2 システム2", "（新規）", "本人確認情報の送信")
    ))
    assert [[when for when, _, _ in said(one)] for one in found.rows] == [["then"], ["then"], ["then"], ["absent"], ["then"], ["now"]]


def test_renumbered(tmp_path: Path) -> None:
    """システム2 was removed and the rest moved up: older rows are followed, the removed one is gone."""
    gone = "    番号の変更: [システム2を削除]\n"
    found = made(tmp_path, (
        row("令和2年4月1日", "Ⅰ-2 システム4 ②システムの機能")
        + row("令和2年4月1日", "Ⅰ-2 システム1 ②システムの機能")
        + row("令和2年4月1日", "Ⅰ-2 システム2 ②システムの機能")
        + row("令和6年4月1日", "Ⅰ-2 システム2 旧システム", more=gone)
        + row("令和6年4月1日", "Ⅰ-2 システム2 ②システムの機能")
    ))
    assert found.problems == ()
    assert [said(one)[0][:2] for one in found.rows] == [
        ("renumbered", "i-2-system3-2"), ("now", "i-2-system1-2"), ("gone", ""), ("gone", ""), ("now", "i-2-system2-2"),
    ]
    assert found.rows[0].targets[0].steps == (4, 3)
    other = made(tmp_path / "other", (
        row("令和2年4月1日", "Ⅰ-2 システム1 証明書発行システム ②システムの機能")
        + row("令和6年4月1日", "Ⅰ-2 システム2 旧システム", more=gone)
    ))
    assert said(other.rows[0])[0][0] == "then"  # another system of that name, whatever became of システム2
    assert [one.resolution.status for one in found.rows] == ["exact", "exact", "gone", "gone", "exact"]


def test_renumbered_by_the_record(tmp_path: Path) -> None:
    """番号の変更 of 評価書 says it for a day: rows of earlier days used the old numbers."""
    record = "  番号の変更: |\n    令和5年1月1日 システム1を追加\n"
    found = made(tmp_path, row("令和4年4月1日", "Ⅰ-2 システム1 ②") + row("令和5年1月1日", "Ⅰ-2 システム1 ②"), record)
    assert [said(one)[0][:2] for one in found.rows] == [("renumbered", "i-2-system2-2"), ("now", "i-2-system1-2")]
    wrong = made(tmp_path / "wrong", row("令和4年4月1日", "Ⅰ-1"), "  番号の変更: |\n    令和5年1月1日 システム1を追加\n    きのう システム2を削除\n")
    assert [(problem.code, problem.span.line) for problem in wrong.problems] == [("renumbering", 9)]


def test_settled_by_the_author(tmp_path: Path) -> None:
    """対象 names today's items; a place that is not there is an error on its line."""
    found = made(tmp_path, (
        row("令和2年4月1日", "図の修正", more="    対象: [Ⅰ/2/システム3/②, 'Ⅱ[2]/2/⑥']\n")
        + row("令和2年4月1日", "誤字", more="    対象: [Ⅰ/2/システム9/②]\n    番号の変更: [システム2を廃止, 委託事項1を削除]\n")
    ))
    assert [target.anchor for target in found.rows[0].targets] == ["i-2-system3-2", "ii-f2-2-6"]
    assert found.rows[0].resolution.status == "several"
    assert [(problem.code, problem.span.line) for problem in found.problems] == [
        ("renumbering", found.rows[1].row.child("番号の変更").span.line),
        ("renumbering", found.rows[1].row.child("番号の変更").span.line),
        ("unknown-target", found.rows[1].row.child("対象").span.line),
    ]


@pytest.mark.parametrize("written", [
    "Ⅰ／２／システム３／②", "Ⅰ/2/ｼｽﾃﾑ３/②", "I/2/システム3/②", "Ⅰ/2/システム3/2", " Ⅰ / 2 / システム 3 / ② ",
])  # fmt: skip
def test_other_ways_to_spell_an_address(written: str, tmp_path: Path) -> None:
    """Width, white space, roman letters and circles do not matter in 対象."""
    found = made(tmp_path, row("令和2年4月1日", "誤字", more=f'    対象: ["{written}"]\n'))
    assert found.problems == ()
    assert [target.locator for target in found.rows[0].targets] == ["Ⅰ/2/システム3/②"]


def test_what_would_do_as_item_is_the_hint(tmp_path: Path) -> None:
    found = made(tmp_path, row("令和2年4月1日", "誤字", more="    対象: [Ⅰ-2 システム3 ②]\n"))
    assert [(p.code, p.hint) for p in found.problems] == [("unknown-target", "もしかして「Ⅰ/2/システム3/②」ですか")]


NUMBERS = "変更箇所:\n" + row("令和5年1月1日", "Ⅰ-2 システム1")


@pytest.mark.parametrize(("told", "wrong"), [
    (["システム4を削除"], []),
    (["システム5を削除"], ["システム5を削除"]),
    (["システム0を削除"], ["システム0を削除"]),
    (["システム3を追加"], []),
    (["システム4を追加"], ["システム4を追加"]),
    (["システム0を追加"], ["システム0を追加"]),
    (["システム1をシステム3へ移動"], []),
    (["システム1をシステム1へ移動"], ["システム1をシステム1へ移動"]),
    (["システム1をシステム99へ移動"], ["システム1をシステム99へ移動"]),
    (["システム4をシステム1へ移動"], ["システム4をシステム1へ移動"]),
    (["システム5を削除", "システム4を削除"], []),
    (["システム4を削除", "システム5を削除"], ["システム5を削除"]),
    (["システム4を削除", "システム4を追加", "システム4を削除"], []),
    (["システム２を削除", "ｼｽﾃﾑ1を追加"], []),
    (["委託事項1を削除"], []),
    (["委託事項2を削除"], ["委託事項2を削除"]),
])  # fmt: skip
def test_numbers_that_were_none(told: list[str], wrong: list[str], tmp_path: Path) -> None:
    """Walked back from the three systems of today, a number that nothing had at its time is told at its line."""
    days = [f"令和5年1月{n}日" for n in range(1, len(told) + 1)]
    record = "  番号の変更: |\n" + "".join(f"    {day} {one}\n" for day, one in zip(days, told, strict=True))
    text = RECORD.format(form="全項目評価書").replace("抄録", "全部") + record + SYSTEMS.replace("本人確認情報ファイル]", "]").partition(
        "  - 特定個人情報ファイル名: 本人確認情報ファイル")[0] + NUMBERS
    write(tmp_path, {"x.yaml": text})
    a = content.read_folder(tmp_path)[0]
    assert a is not None
    first = RECORD.count("\n") + 2
    found = history(a).problems
    assert [(p.severity, p.code, p.span.line) for p in found] == [
        ("error", "renumbering-number", first + told.index(one)) for one in wrong
    ]


def test_an_excerpt_may_leave_blocks_out(tmp_path: Path) -> None:
    """What an excerpt cannot know is a warning, or nothing; there never was a number 0."""
    rows = [row("令和5年1月1日", "Ⅰ-2", more=f"    番号の変更: [{one}]\n") for one in (
        "システム99を削除", "システム0を削除", "'Ⅱ[1]/4/委託事項9を削除'", "'Ⅱ[1]/4/委託事項0を削除'", "'Ⅱ[1]/4/委託事項1をⅡ[2]/4/委託事項2へ移動'",
    )]  # fmt: skip
    found = made(tmp_path, "".join(rows))
    assert sorted((p.severity, p.code) for p in found.problems) == [
        ("error", "renumbering"), ("error", "renumbering-number"), ("error", "renumbering-number"), ("warning", "renumbering-number"),
    ]


@pytest.mark.parametrize(("line", "hint"), [
    ("2月28日 システム2を削除", "年がありません"),
    ("令和5年2月30日 システム2を削除", "2月30日という日はありません"),
    ("令和5年 2月 30日　システム2を削除", "2月30日という日はありません"),
    ("令和5年1月1日システム2を削除", "日付、空白、内容"),
])  # fmt: skip
def test_a_wrong_day_in_the_record(line: str, hint: str, tmp_path: Path) -> None:
    """Told with what is wrong about it, whether there are rows or not."""
    found = made(tmp_path, "", f"  番号の変更: |\n    {line}\n")
    assert [p.code for p in found.problems] == ["renumbering"]
    assert hint in found.problems[0].hint


def test_open_files_and_rows_of_lists(tmp_path: Path) -> None:
    """A row that names no file leads to each, as a possibility; a row of a list needs words that agree."""
    found = made(tmp_path, (
        row("令和2年4月1日", "Ⅱ-2 ⑥事務担当部署", "住民課", "市民課")
        + row("令和2年4月1日", "(別紙)住民基本台帳ファイル 移転先 項番2", "保護課", "福祉課")
        + row("令和2年4月1日", "(別紙)住民基本台帳ファイル 移転先 項番1", "保護課", "救護課")
        + row("令和6年4月1日", "Ⅰ-1 ②事務の内容")
    ))
    assert [(t.when, t.open, t.short) for t in found.rows[0].targets] == [
        ("now", True, "Ⅱ(1) 2 ⑥「事務担当部署」"), ("now", True, "Ⅱ(2) 2 ⑥「事務担当部署」"),
    ]
    assert said(found.rows[1])[0][0] == "now" and said(found.rows[2])[0][0] == "then"
    assert "ii-f1-2-6" not in found.by_anchor
    assert said(found.rows[3]) == [("absent", "", "Ⅰ 1 ②「事務の内容」")]


def test_follow() -> None:
    """Removed, added and moved blocks, one after the other."""
    changes = [
        Renumbering("removed", "Ⅰ/2/システム", 2, 10),
        Renumbering("added", "Ⅰ/2/システム", 4, 20),
        Renumbering("moved", "Ⅰ/2/システム", 1, 30, to=3),
    ]
    today = {number: follow(f"Ⅰ/2/システム{number}/②", 0, changes) for number in range(1, 7)}
    assert {n: one.locator for n, one in today.items()} == {
        1: "Ⅰ/2/システム3/②", 2: None, 3: "Ⅰ/2/システム1/②", 4: "Ⅰ/2/システム2/②", 5: "Ⅰ/2/システム5/②", 6: "Ⅰ/2/システム6/②",
    }
    assert today[4].steps == (4, 3, 2)
    assert follow("Ⅰ/2/システム4/②", 21, changes).locator == "Ⅰ/2/システム4/②"
    assert follow("Ⅱ[1]/4/委託事項2/⑥", 0, changes) == follow("Ⅱ[1]/4/委託事項2/⑥", 0, ())
    assert follow("Ⅰ/1/②", 0, changes).locator == "Ⅰ/1/②"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["removed", "added", "moved"]), st.integers(1, 8), st.integers(1, 8)), max_size=6))
def test_no_two_blocks_become_one(steps: list[tuple[str, int, int]]) -> None:
    """Whatever happens to the numbers, blocks that still exist have different ones."""
    changes = [Renumbering(kind, "Ⅰ/2/システム", number, at, to=to) for at, (kind, number, to) in enumerate(steps)]  # type: ignore[arg-type]  # hypothesis gives the three words as str
    today = [follow(f"Ⅰ/2/システム{number}", -1, changes).locator for number in range(1, 9)]
    standing = [one for one in today if one is not None]
    assert len(set(standing)) == len(standing)


@pytest.mark.parametrize(
    ("text", "found"),
    [("システム2", ("Ⅰ/2/システム", 2)), ("Ⅱ[1]/4/委託事項3", ("Ⅱ[1]/4/委託事項", 3)), ("委託事項3", "どのファイル"),
     ("提供先1", "この評価書の項目ではありません"), ("システム", "ではありません"), ("", "ではありません")],
)  # fmt: skip
def test_named_block(text: str, found: object) -> None:
    blocks = ["Ⅰ/2/システム", "Ⅱ[1]/4/委託事項", "Ⅱ[2]/4/委託事項"]
    answer = named_block(text, blocks)
    assert answer == found if isinstance(found, tuple) else str(found) in str(answer)


def test_words() -> None:
    """Locators read aloud."""
    form = next(form for form in FORMS if form.code == "zenkomoku")
    assert in_words(form, "Ⅱ[1]/4/委託事項3/再委託/⑦") == (
        "Ⅱ(1) 4「特定個人情報ファイルの取扱いの委託」 委託事項3 再委託 ⑦「再委託の有無」"
    )
    assert in_words(form, "Ⅱ[?]/4/委託事項?/⑥", short=True) == "Ⅱ 4 委託事項 ⑥「委託先名」"
    assert in_words(form, "Ⅲ[2]/7/リスク1/⑩/具体的な保管方法", short=True) == "Ⅲ(2) 7 リスク1 ⑩「死者の個人番号」 「具体的な保管方法」"
    assert in_words(form, "別添2[3]") == "別添2(3)「特定個人情報ファイル記録項目」"
    assert in_words(form, "まったく違うもの") == "まったく違うもの"


@pytest.mark.parametrize(
    ("before", "after", "kinds", "marked"),
    [
        ("（新規）", "株式会社見本", ("word", "text"), False),
        ("住民課", "市民課", ("text", "text"), True),
        ("—", "図の詳細化", ("word", "description"), False),
        ("", "", ("blank", "blank"), False),
        ("番号法別表第二に基づいて登録する。", "まったく違う文で、同じ語がほとんどないもの。", ("text", "text"), False),
        ("{要約: 前の要約}", "{要約: 後の要約}", ("summary", "summary"), False),
    ],
)
def test_what_is_compared(before: str, after: str, kinds: tuple[str, str], marked: bool, tmp_path: Path) -> None:
    """Only two texts that share something are compared; words in their place, descriptions and summaries are not."""
    quoted = [text if text.startswith("{") else f'"{text}"' for text in (before, after)]
    found = made(tmp_path, row("令和6年4月1日", "Ⅰ-1 ②事務の内容", *quoted))
    cells = compared(found.rows[0].row.child("変更前の記載"), found.rows[0].row.child("変更後の記載"))
    assert (cells[0].kind, cells[1].kind) == kinds
    assert bool(cells[0].pieces) == marked == bool(cells[1].pieces)


@pytest.mark.parametrize(
    ("before", "after", "brief"),
    [
        ("（新規）", "移転先4　健康福祉部 障がい福祉課", [("new", "移転先4　健康福祉部 障がい福祉課")]),
        ("株式会社見本", "（削除）", [("gone", "株式会社見本")]),
        ("（省略）", "市民課", []),
        ("市民課", "（略）", []),
    ],
)
def test_what_came_or_went_as_a_whole_in_brief(before: str, after: str, brief: list[tuple[str, str]], tmp_path: Path) -> None:
    """Timelines show how such a text begins, so that it is found by its words; what is left out is not shown as new."""
    found = made(tmp_path, row("令和6年4月1日", "Ⅰ-1 ②事務の内容", f'"{before}"', f'"{after}"'))
    (view,) = views(found, {}, {})
    assert [(piece.kind, piece.text) for piece in view.brief] == brief


def test_real_municipalities() -> None:
    """Every row of content/ has its items or says why not; the pages of all of them are there."""
    site = whole_site()
    counted = 0
    for m in site.municipalities:
        for a in m.assessments:
            found = history(a)
            assert found.problems == ()
            places = addresses(a)
            rows = views(found, places, {})
            counted += len(rows)
            assert [view.item for view in rows if not view.places] == []
            assert sum(len(day.rows) for day in by_day(rows)) == len(rows)
            for view in rows:
                assert all(place.address or place.note for place in view.places), view.item
    assert counted >= 380
