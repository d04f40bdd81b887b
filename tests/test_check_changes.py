"""What `check` says of a change history: which differences a row covers, what became of published rows, whether an item
says what its row says."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from site_gen import content, draft
from site_gen.check_changes.plain import bare, plain
from site_gen.compare import compare
from site_gen.difference import around
from site_gen.problem import Problem
from tests.test_bad import MUNICIPALITY, RECORD, SITE, well_said, write

FEW = RECORD.format(form="全項目評価書")
CODES = ("change-not-listed", "listed-but-unchanged", "after-text-differs", "published-row-missing", "repeated-row")


def told(folder: Path, old: str, new: str, whole: bool = False) -> list[Problem]:
    """What is said of the change history of `new`, of which `old` is the earlier text."""
    record = FEW.replace("抄録", "全部") if whole else FEW
    write(folder, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": record + new})
    if old:
        write(folder, {"m/a/versions/2024-01-31/x.yaml": record + old})
    found = [p for p in content.read(folder, "c").problems if p.code in CODES]
    for problem in found:
        well_said(problem)
    return found


def codes(found: list[Problem]) -> list[str]:
    return [p.code for p in found]


def row(item: str, before: str, after: str, day: str = "令和6年6月28日", timing: str = "事前", more: str = "") -> str:
    texts = "".join(
        f"    {name}: |\n" + "".join(f"      {line}\n" for line in text.split("\n"))
        for name, text in (("変更前の記載", before), ("変更後の記載", after))
    )
    return f"  - 変更日: {day}\n    項目: {item}\n{texts}    提出時期: {timing}\n    提出時期に係る説明: 見本のため\n{more}"


# -- rows that name no block ----------------------------------------------------------------------------------------


def outsourced(*companies: str, extent: str = "") -> str:
    """One file with 委託事項, each with its ⑥."""
    blocks = "".join(f"        - 委託事項: 業務{n}\n          委託先名: {name}\n" for n, name in enumerate(companies, 1))
    return (
        "基本情報:\n  特定個人情報ファイル名: [甲ファイル, 乙ファイル]\n特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: 甲ファイル\n"
        f"    特定個人情報ファイルの取扱いの委託:\n      委託の有無:\n        記載: {extent or '委託する'}\n      委託事項:\n{blocks}"
    )


OPEN = "Ⅱ 特定個人情報ファイルの概要（1）甲ファイル 4.特定個人情報ファイルの取扱いの委託 委託事項 ⑥委託先名"
BEFORE, AFTER = ("株式会社あおば", "株式会社みどり"), ("株式会社わかば", "株式会社そら")


@pytest.mark.parametrize(("rows", "named"), [
    ([(OPEN, *BEFORE[:1], *AFTER[:1])], ["委託事項2"]),
    ([(OPEN, BEFORE[1], AFTER[1])], ["委託事項1"]),
    ([(OPEN, BEFORE[0], AFTER[0]), (OPEN, BEFORE[1], AFTER[1])], []),
    ([(OPEN, "株式会社ほか", "株式会社べつ")], ["委託事項1", "委託事項2"]),
    ([(OPEN, "—", "委託先の変更")], ["委託事項1", "委託事項2"]),
    ([(OPEN, "—", "委託先の変更"), (OPEN, "—", "委託先の変更　2件目")], ["委託事項1", "委託事項2"]),
    ([(OPEN, "—", "委託先の変更")] * 2, []),
    ([(OPEN, BEFORE[0], AFTER[0]), (OPEN, "—", "委託先の変更")], []),
    ([(OPEN.replace("委託事項", "委託事項1"), BEFORE[0], AFTER[0]), (OPEN, "—", "委託先の変更")], []),
    ([(OPEN.replace("（1）甲ファイル ", ""), BEFORE[0], AFTER[0])], ["委託事項2"]),
    ([("Ⅱ 特定個人情報ファイルの概要（1）甲ファイル 4.特定個人情報ファイルの取扱いの委託", BEFORE[0], AFTER[0])], ["委託事項2"]),
    ([("Ⅱ 特定個人情報ファイルの概要（1）甲ファイル 4.特定個人情報ファイルの取扱いの委託", "—", "委託先の変更")], []),
], ids=["first", "second", "each", "of neither", "in words only", "a text that is none of it", "two in words only", "one is left", "one has its own",
        "no file either", "a heading", "a heading in words"])  # fmt: skip
def test_a_row_without_a_number_covers_what_it_may_mean(rows: list[tuple[str, str, str]], named: list[str], tmp_path: Path) -> None:
    """It tells the differences that its words agree with, or those left when they are no more than such rows."""
    new = outsourced(*AFTER) + "変更箇所:\n" + "".join(row(*one) for one in rows)
    found = [p for p in told(tmp_path, outsourced(*BEFORE), new) if p.code == "change-not-listed"]
    assert [next(name for name in ("委託事項1", "委託事項2") if name in p.message) for p in found] == named


def test_the_only_difference_is_what_an_open_row_means(tmp_path: Path) -> None:
    new = outsourced(BEFORE[0], AFTER[1]) + "変更箇所:\n" + row(OPEN, "—", "委託先の変更")
    assert told(tmp_path, outsourced(*BEFORE), new) == []


def test_an_open_row_of_another_item_covers_nothing(tmp_path: Path) -> None:
    """What stands behind the number that is not given counts: ⑦ is not ⑥."""
    new = outsourced(*AFTER) + "変更箇所:\n" + row(OPEN.replace("⑥委託先名", "⑦再委託の有無"), BEFORE[0], AFTER[0])
    assert codes(told(tmp_path, outsourced(*BEFORE), new)) == ["change-not-listed"] * 2 + ["listed-but-unchanged"]


def test_the_hint_names_the_row_that_may_be_meant(tmp_path: Path) -> None:
    new = outsourced(*AFTER) + "変更箇所:\n" + row(OPEN, "—", "委託先の変更")
    assert all("対象" in p.hint and "番号" in p.hint for p in told(tmp_path, outsourced(*BEFORE), new))


# -- published rows -------------------------------------------------------------------------------------------------


OFFICE = "基本情報:\n  評価実施機関における担当部署:\n    部署: {}\n    所属長の役職名: {}\n変更箇所:\n"
FIRST = row("Ⅰ 7 ①部署", "庶務課", "住民課", "令和4年4月1日", "事後")
SECOND = row("Ⅰ 7 ②所属長の役職名", "庶務課長", "住民課長", "令和4年4月1日", "事後")
NEWEST = row("Ⅰ 7 ①部署", "住民課", "市民課")
THEN = OFFICE.format("住民課", "住民課長") + FIRST + SECOND
NOW = OFFICE.format("市民課", "住民課長")


@pytest.mark.parametrize(("rows", "expected"), [
    ([FIRST, SECOND, NEWEST], []),
    ([SECOND, FIRST, NEWEST], []),
    ([FIRST.replace("令和4年4月1日", "2022-04-01"), SECOND, NEWEST], []),
    ([SECOND, NEWEST], ["published-row-missing"]),
    ([NEWEST], ["published-row-missing"] * 2),
    ([FIRST.replace("住民課", "住民生活課"), SECOND, NEWEST], ["published-row-missing"]),
    ([FIRST.replace("令和4年4月1日", "令和4年5月1日"), SECOND, NEWEST], ["published-row-missing"]),
    ([FIRST.replace("事後", "事前"), SECOND, NEWEST], ["published-row-missing"]),
    ([FIRST.replace("見本のため", "組織の改編に伴う変更"), SECOND, NEWEST], []),
    ([FIRST, SECOND, NEWEST, NEWEST], ["repeated-row"]),
    ([FIRST, SECOND, NEWEST, FIRST], ["repeated-row"]),
], ids=["as it was", "another order", "another reckoning", "gone", "both gone", "altered", "another day", "事前", "a reason",
        "the new one twice", "an old one again"])  # fmt: skip
def test_published_rows_stay(rows: list[str], expected: list[str], tmp_path: Path) -> None:
    found = [p for p in told(tmp_path, THEN, NOW + "".join(rows), whole=True) if p.code in ("published-row-missing", "repeated-row")]
    assert codes(found) == expected


def test_an_altered_row_is_told_where_it_stands(tmp_path: Path) -> None:
    """With what it said and says; it is not taken for a new row."""
    new = NOW + FIRST.replace("住民課", "住民生活課") + SECOND + NEWEST
    (found,) = [p for p in told(tmp_path, THEN, new) if p.code == "published-row-missing"]
    assert found.span.line == (FEW + NOW).count("\n") + 1
    assert "変更後の記載「住民課」が「住民生活課」" in found.message


def test_an_excerpt_may_leave_rows_out(tmp_path: Path) -> None:
    assert told(tmp_path, THEN, NOW + NEWEST) == []


def test_one_row_for_each_file(tmp_path: Path) -> None:
    """Identical rows are right where as many files changed alike (forms.md 7, row 6), and one too many is told."""
    text = ("基本情報:\n  特定個人情報ファイル名: [甲ファイル, 乙ファイル]\n特定個人情報ファイルの概要:\n"
            "  - 特定個人情報ファイル名: 甲ファイル\n    基本情報: {{事務担当部署: {0}}}\n"
            "  - 特定個人情報ファイル名: 乙ファイル\n    基本情報: {{事務担当部署: {0}}}\n")
    own = row("Ⅱ 特定個人情報ファイルの概要 2.基本情報 ⑥事務担当部署", "住民課", "市民課")
    old, new = text.format("住民課"), text.format("市民課") + "変更箇所:\n"
    assert told(tmp_path / "two", old, new + own * 2) == []
    assert codes(told(tmp_path / "three", old, new + own * 3)) == ["repeated-row"]


# -- 変更後の記載 ------------------------------------------------------------------------------------------------------


def prose(text: str) -> str:
    return "基本情報:\n  特定個人情報ファイルを取り扱う事務:\n    事務の内容: |\n" + "".join(f"      {line}\n" for line in text.split("\n"))


LONG = ("・住民票の記載は、届出を受けた日に行う。\n・対策は十分である。\n※窓口は、市役所と支所（3か所）に置く。\n"
        "令和7年3月10日に、機器の更新を終えた。")


@pytest.mark.parametrize(("after", "held"), [
    (LONG, True),
    ("住民票の記載は、届出を受けた日に行う。", True),
    ("対策は十分である。\n窓口は、市役所と支所（3か所）に置く", True),
    ("届出を受けた日に行う", True),
    ("住民票の記載は、届出を\n受けた日に行う。", True),
    ("機器の更新を終えた", True),
    ("2025年3月10日に、機器の更新を終えた。", True),
    ("R7.3.10に、機器の更新を終えた。", True),
    ("市役所", True),
    ("日", False),
    ("十分", False),
    ("か所", False),
    ("役所と支所", False),
    ("である", False),
    ("2025年3月", False),
    ("0日に、機器の更新を終えた。", False),
    ("2025年3月11日に、機器の更新を終えた。", False),
    ("窓口は、市役所と支所（5か所）に置く", False),
    ("対策は十分でない。", False),
], ids=str)  # fmt: skip
def test_a_part_of_a_text_is_whole_words(after: str, held: bool, tmp_path: Path) -> None:
    new = prose(LONG) + "変更箇所:\n" + row("Ⅰ 1 ②事務の内容", "古い文", after)
    assert codes(told(tmp_path, "", new)) == ([] if held else ["after-text-differs"])


def test_words_that_came_are_enough(tmp_path: Path) -> None:
    """What is too little to be found by itself is known from the earlier text to have come."""
    old, new = prose("・課長がみる。\n・支所は3か所。"), prose("・部長がみる。\n・支所は5か所。")
    changes = "変更箇所:\n" + row("Ⅰ 1 ②事務の内容", "課", "部")
    assert told(tmp_path / "so", old, new + changes) == []
    assert codes(told(tmp_path / "not", old, new + changes.replace("      部\n", "      支\n"))) == ["after-text-differs"]


BOXES = ("特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: 甲ファイル\n    特定個人情報の提供・移転:\n"
         "      提供・移転の有無:\n        - 提供を行っている: 77件\n        - 移転を行っている: 5件\n")
SYSTEM = ("基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム:\n      - システムの名称: 甲\n"
          "        他のシステムとの接続:\n          - 税務システム\n          - その他: 申告受付支援システム、国税連携システム\n")


@pytest.mark.parametrize(("text", "item", "after", "held"), [
    (BOXES, "Ⅱ 5 提供・移転の有無", "提供を行っている（77件）\n移転を行っている（5件）", True),
    (BOXES, "Ⅱ 5 提供・移転の有無", "移転を行っている （５件）", True),
    (BOXES, "Ⅱ 5 提供・移転の有無", "移転を行っている", True),
    (BOXES, "Ⅱ 5 提供・移転の有無", "移転を行っている（3件）", False),
    (BOXES, "Ⅱ 5 提供・移転の有無", "提供を行っている（7件）\n移転を行っている（5件）", False),
    (BOXES, "Ⅱ 5 提供・移転の有無", "行っていない", False),
    (SYSTEM, "Ⅰ 2 システム1 ③他のシステムとの接続", "その他（国税連携システム）", True),
    (SYSTEM, "Ⅰ 2 システム1 ③他のシステムとの接続", "税務システム、その他（証明システム）", False),
    (SYSTEM, "Ⅰ 2 システム1 ③他のシステムとの接続", "宛名システム", False),
], ids=str)  # fmt: skip
def test_boxes_with_their_numbers(text: str, item: str, after: str, held: bool, tmp_path: Path) -> None:
    text = ("" if "基本情報" in text else "基本情報:\n  特定個人情報ファイル名: [甲ファイル]\n") + text
    assert codes(told(tmp_path, "", text + "変更箇所:\n" + row(item, "（新規）", after))) == ([] if held else ["after-text-differs"])


DAY = "評価実施手続:\n  基礎項目評価:\n    実施日: 令和7年3月10日\n"
HOW_MANY = "基本情報:\n  特定個人情報ファイルを取り扱う事務:\n    対象人数: 1万人以上10万人未満\n"


@pytest.mark.parametrize(("text", "item", "after", "held"), [
    (DAY, "Ⅵ 1 ①実施日", "2025年3月10日", True),
    (DAY, "Ⅵ 1 ①実施日", "R7.3.10", True),
    (DAY, "Ⅵ 1 ①実施日", "令和7年3月10日に実施", True),
    (DAY, "Ⅵ 1 ①実施日", "令和7年3月11日", False),
    (DAY, "Ⅵ 1 ①実施日", "令和7年3月", False),
    (DAY, "Ⅵ 1 ①実施日", "日", False),
    (HOW_MANY, "Ⅰ 1 ③対象人数", "1万人以上10万人未満", True),
    (HOW_MANY, "Ⅰ 1 ③対象人数", "3)1万人以上10万人未満", True),
    (HOW_MANY, "Ⅰ 1 ③対象人数", "10万人以上30万人未満", False),
    (HOW_MANY, "Ⅰ 1 ③対象人数", "万人", False),
], ids=str)  # fmt: skip
def test_days_and_choices(text: str, item: str, after: str, held: bool, tmp_path: Path) -> None:
    assert codes(told(tmp_path, "", text + "変更箇所:\n" + row(item, "（新規）", after))) == ([] if held else ["after-text-differs"])


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="日本市民課のはを。、・（）1２,\n　 abアイ①", max_size=40))
def test_a_text_holds_itself_and_its_lines(text: str) -> None:
    whole = plain(text)
    assert whole.holds(whole.text)
    assert whole.text == bare(text)
    assert all(whole.holds(plain(line).text) for line in text.split("\n"))


# -- what a message shows -------------------------------------------------------------------------------------------


def test_a_message_shows_the_words_that_changed(tmp_path: Path) -> None:
    """Texts that begin alike are shown where they differ."""
    same = "窓口で届出を受けた職員は、その内容を確かめたうえで速やかに台帳へ記録し、"
    (found,) = told(tmp_path, prose(f"{same}課長に報告する。"), prose(f"{same}部長に報告する。"))
    assert found.code == "change-not-listed"
    assert "課長に報告" in found.message and "部長に報告" in found.message
    new = prose(f"{same}部長に報告する。") + "変更箇所:\n" + row("Ⅰ 1 ②事務の内容", "古い文", f"{same}次長に報告する。")
    (found,) = told(tmp_path / "after", "", new)
    assert "次長に報告" in found.message and "部長に報告" in found.message


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="市民課の日。1\n", max_size=90), st.text(alphabet="市民課の日。1\n", max_size=90))
def test_what_is_shown_differs_when_the_texts_do(before: str, after: str) -> None:
    shown = around(before, after)
    assert max(map(len, shown)) <= 60
    if " ".join(before.split()) == " ".join(after.split()):
        assert shown[0] == shown[1]
    else:
        assert shown[0] != shown[1] or "…" in shown[0]


# -- together with site-gen diff ------------------------------------------------------------------------------------


PIECES = ["住民課", "市民課", "税務課は、", "届出を受ける。", "3件", "令和6年4月1日", "\n", "（別紙）", "・", "第9条"]
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6)
TEXTS = WORDS.map("".join).map(str.strip).filter(bool)


@settings(deadline=None, max_examples=30, phases=(Phase.generate,))
@given(st.lists(TEXTS, min_size=3, max_size=3), st.lists(TEXTS, min_size=3, max_size=3), st.permutations("甲乙丙丁"), st.integers(1, 4))
def test_rows_that_are_drafted_leave_nothing_to_say(old: list[str], new: list[str], names: list[str], count: int) -> None:
    """The rows of `site-gen diff`, pasted as they are, tell every difference and say what the items say."""

    def text(prose_: list[str], blocks: Sequence[str]) -> str:
        return (prose(prose_[0]) + "  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム:\n" + "".join(
            f"      - システムの名称: {name * 4}システム\n        id: {'abcd'['甲乙丙丁'.index(name)]}\n        システムの機能: |\n"
            + "".join(f"          {line}\n" for line in prose_[1 + at % 2].split("\n")) for at, name in enumerate(blocks)))

    with tempfile.TemporaryDirectory() as name:  # hypothesis runs this many times in one tmp_path
        before, after = text(old, "甲乙丙丁"[:count]), text(new, names[: 5 - count])
        told(Path(name), before, after, whole=True)
        a, earlier = (content.read_folder(Path(name) / "m/a" / one)[0] for one in (".", "versions/2024-01-31"))
        assert a and earlier
        rows = draft.as_yaml(draft.drafted(compare(earlier, a), a)).replace("- 変更日:\n", "- 変更日: 令和6年6月28日\n")
        found = told(Path(name), before, after + ("変更箇所:\n" + rows if rows else ""), whole=True)
    assert found == []
