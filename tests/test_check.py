"""The rules are silent where there is nothing to say; where they speak, the files of tests/bad/ show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_gen import check, content, duties
from site_gen.checking import checked
from site_gen.dates import Moment
from tests.test_bad import FORMS, MUNICIPALITY, RECORD, SITE, write

REAL = {
    "011002": "北海道", "022012": "青森県", "112020": "埼玉県", "131016": "東京都", "131041": "東京都", "141003": "神奈川県",
    "221309": "静岡県", "261009": "京都府", "271004": "大阪府", "401005": "福岡県", "462021": "鹿児島県", "472018": "沖縄県",
    "015211": "北海道", "110001": "埼玉県",
}  # fmt: skip


@pytest.mark.parametrize(("code", "prefecture"), REAL.items(), ids=list(REAL))
def test_codes_of_real_municipalities(code: str, prefecture: str) -> None:
    """Published codes are right, and wrong with any other last digit, in any other prefecture, or as a fictional one's."""
    assert check.municipality_code(code, False, prefecture) == ""
    assert check.municipality_code(code, False, "") == ""
    others = [code[:5] + digit for digit in "0123456789" if digit != code[5]]
    assert all(check.municipality_code(other, False, prefecture) for other in others)
    assert [p for p in check.PREFECTURES if not check.municipality_code(code, False, p)] == [prefecture]
    assert check.municipality_code(code, True, "")


@pytest.mark.parametrize("code", ["", "112", "1120200", "11202", "11202x", "一一二〇二〇", "112 020"])
def test_what_is_no_code(code: str) -> None:
    """A code is six digits."""
    assert "6桁" in check.municipality_code(code, False, "埼玉県")


def test_full_width_code() -> None:
    """Full-width digits are digits."""
    assert check.municipality_code("１１２０２０", False, "埼玉県") == ""


def test_prefectures() -> None:
    """There are 47, each once, in the order of their numbers."""
    assert len(check.PREFECTURES) == len(set(check.PREFECTURES)) == 47
    assert (check.PREFECTURES[0], check.PREFECTURES[46]) == ("北海道", "沖縄県")
    assert check.PREFECTURES[12] == "東京都"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("定額給付金に関する事務【令和7年3月31日終了】", "令和7年3月31日"),
        ("定額給付金に関する事務【令和7年3月31日　終了】", "令和7年3月31日"),
        ("【 令和7年3月31日 終了】定額給付金に関する事務", "令和7年3月31日"),
        ("定額給付金に関する事務【終了】", ""),
        ("定額給付金に関する事務（令和7年3月31日終了）", ""),
        ("定額給付金【仮称】に関する事務", ""),
    ],
)
def test_ended_on(name: str, day: str) -> None:
    """The day of the end is what stands before 終了 in the bracket."""
    assert duties.ended_on(name) == day


FILE = "特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: 甲\n"
COUNTED = FILE + "    特定個人情報の提供・移転:\n      提供・移転の有無:\n        - 提供を行っている: {count}件\n"
BLOCKS = "      提供先:\n        - 提供先の名称: 一\n        - 提供先の名称: 二\n"
ROWS = "      提供先一覧:\n        - 項番: 1\n          提供先: 三\n        - 項番: 2\n          提供先: 四\n"

# Form and what is written of it; nothing is to be said about it.
SILENT: tuple[tuple[str, str, str], ...] = (
    ("blocks-counted", "zenkomoku", COUNTED.format(count=2) + BLOCKS),
    ("rows-counted", "zenkomoku", COUNTED.format(count=2) + ROWS),
    ("blocks-and-rows-counted", "zenkomoku", COUNTED.format(count=4) + BLOCKS + ROWS),
    ("one-block-stands-for-the-rows", "zenkomoku", COUNTED.format(count=3) + BLOCKS + ROWS),
    ("only-blocks-counted-of-both", "zenkomoku", COUNTED.format(count=2) + BLOCKS + ROWS),
    ("counted-but-not-included", "zenkomoku", COUNTED.format(count=60)),
    ("not-counted", "zenkomoku", COUNTED.replace(": {count}件", "") + BLOCKS),
    ("count-is-a-dash", "zenkomoku", COUNTED.format(count="－").replace("件", "") + BLOCKS),
    ("recorded-items-as-chosen", "zenkomoku",
     FILE + "    基本情報:\n      記録される項目: 1\n特定個人情報ファイル記録項目:\n  - 特定個人情報ファイル名: 甲\n    記録項目: [一, 二]\n"),
    ("recorded-items-as-text", "zenkomoku",
     FILE + "    基本情報:\n      記録される項目: 4\n特定個人情報ファイル記録項目:\n  - 特定個人情報ファイル名: 甲\n    記録項目: 別紙のとおり\n"),
    ("recorded-items-unknown", "zenkomoku",
     FILE + "    基本情報:\n      記録される項目: 不明\n特定個人情報ファイル記録項目:\n  - 特定個人情報ファイル名: 甲\n    記録項目: [一]\n"),
    ("dashes-where-nothing-is-asked", "zenkomoku",
     FILE + "    特定個人情報ファイルの取扱いの委託:\n      委託の有無:\n        記載: 委託しない\n        件数: －\n      委託事項:\n"),
    ("condition-not-to-be-told", "zenkomoku",
     FILE + "    特定個人情報ファイルの取扱いの委託:\n      委託の有無:\n        記載: 不明\n        件数: 1件\n"
     "      委託事項:\n        - 委託事項の名称: 一\n"),
    ("flag-not-to-be-told", "kiso",
     "リスク対策:\n  特定個人情報ファイルの取扱いの委託:\n    委託しない: 不明\n"
     "    委託先における不正な使用等のリスクへの対策は十分か: 2\n"),
    ("change-on-the-day", "kiso", "表紙:\n  公表日: 令和7年2月7日\n変更箇所:\n  - 変更日: 令和7年2月7日\n"),
    ("change-in-the-month", "kiso", "表紙:\n  公表日: 令和7年2月\n変更箇所:\n  - 変更日: 令和7年2月28日\n"),
    ("change-in-the-year", "kiso", "表紙:\n  公表日: 令和7年2月7日\n変更箇所:\n  - 変更日: 令和7年\n"),
    ("change-without-day", "kiso", "表紙:\n  公表日: 令和7年2月7日\n変更箇所:\n  - 変更日: －\n    項目: Ⅰ 1 ②\n"),
    ("as-above-further-down", "kiso", "変更箇所:\n  - 項目: Ⅰ 1 ②\n  - 項目: 同上\n"),
    ("blank-cell-further-down", "zenkomoku",
     FILE + "    特定個人情報の提供・移転:\n" + ROWS.replace("四", "") + "        - 項番: 3\n          提供先:\n"),
    ("blank-first-cell-that-repeats-nothing", "zenkomoku", "事務の内容:\n  - 流れ:\n      - 番号: 1\n        内容:\n"),
    ("ended", "kiso", "表紙:\n  評価書名: 事務【令和7年3月31日終了】\n"),
    ("ended-with-more-in-brackets", "kiso", "表紙:\n  評価書名: 事務（支給は終了）（旧 令和7年3月31日終了）【令和7年3月31日終了】\n"),
    ("what-ends-in-brackets", "kiso", "表紙:\n  評価書名: 事務（支給終了）に関する事務（修学支援終了者）\n"),
    ("less-than", "kiso", "表紙:\n  特記事項: 対象者数<取扱者数 かつ a<b とする。＜措置＞ <措置>\n"),
    ("brackets-that-are-no-link", "kiso", "表紙:\n  特記事項: 別紙[注](1)及び[様式](第2号)による。\n"),
    ("links", "kiso", "表紙:\n  特記事項: \"[市](https://www.city.mihon.example/a?b=c#d)、http://mihon.example/\"\n"),
    ("nothing-twice", "zenkomoku",
     "基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n"
     "    システム:\n      - システムの名称: －\n      - システムの名称: －\n"),
    ("sheet-with-text", "kiso", "別紙:\n  - 表題: 一\n    説明: 二\n"),
    ("sheet-with-table", "kiso", "別紙:\n  - 表題: 一\n    表:\n      欄: [一]\n      行: [[1], [\"\"]]\n"),
    ("numbers-left-out-of-an-excerpt", "zenkomoku",
     "基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム:\n      - 番号: 8\n        システムの名称: 一\n"),
    ("every-way-to-tick", "juten",
     "リスク対策:\n" + "".join(
         f"  - 特定個人情報ファイルの取扱いの委託:\n      委託しない: {way}\n" for way in "○〇◯oOレ✓✔☑"
     )),
)  # fmt: skip


@pytest.mark.parametrize(("form", "text"), [case[1:] for case in SILENT], ids=[case[0] for case in SILENT])
def test_silence(form: str, text: str, tmp_path: Path) -> None:
    """Documents that are right, or that cannot be told to be wrong, pass without a word."""
    record = RECORD.format(form=FORMS[form])
    write(tmp_path, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": record + text})
    assert [f"{p.span} {p.message}" for p in content.read(tmp_path, "c").problems] == []


def test_a_day_only_adds_what_is_due(tmp_path: Path) -> None:
    """The same content has the same problems without a day; with one there is more only once the years are over,
    but for a 公表日 that is still to come, and for the notice until when an ended one has to stay."""
    cover = "表紙:\n  評価書名: {}\n  公表日: 令和7年2月7日\n"
    ended = "給付金に関する事務【令和7年3月31日終了】"
    for name, last, before, after, code in (
        ("住民基本台帳に関する事務", Moment(2030, 2, 7), [], Moment(2030, 2, 8), "reassessment-due"),
        (ended, Moment(2028, 3, 31), ["ended-kept"], Moment(2028, 4, 1), "ended-long-ago"),
    ):
        write(tmp_path, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY,
                         "m/a/x.yaml": RECORD.format(form=FORMS["kiso"]) + cover.format(name)})
        assert content.read(tmp_path).problems == ()
        assert [problem.code for problem in checked(tmp_path, last).problems] == before
        published = [problem.code for day in (6, 7) for problem in checked(tmp_path, Moment(2025, 2, day)).problems]
        assert published == [*before, "publication-ahead", *before]
        assert [problem.code for problem in checked(tmp_path, after).problems] == [code]
