"""`resolve`, `changes` and `diff` as an official meets them: what they print, what they refuse, and which way out they show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen import content
from site_gen.changes import views
from site_gen.cli import cli
from site_gen.history import history
from site_gen.pages.parts import addresses
from tests.conftest import ROOT
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write
from tests.test_history import SYSTEMS, row


def run(*args: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, args, prog_name="site-gen", input=given)


def resolved(*lines: str | dict[str, object], files: tuple[str, ...] = ()) -> Result:
    given = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return run("resolve", "--form", "zenkomoku", *(word for file in files for word in ("--file", file)), given=given)


# -- resolve --------------------------------------------------------------------------------------------------------


def test_date_is_read_told_and_parts_rows() -> None:
    """`date` comes back as a day of the calendar; 同上 below a row of another day is a guess."""
    said = resolved(
        {"item": "Ⅰ-1 ②事務の内容", "date": "令和5年2月6日"}, {"item": "同上", "date": "2023/2/6"}, {"item": "同上"},
        {"item": "同上", "date": "R6.1.1"},
    )
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert [(line["date"], line["status"]) for line in lines] == [
        ("2023-02-06", "exact"), ("2023-02-06", "inherited"), ("", "inherited"), ("2024-01-01", "guessed"),
    ]  # fmt: skip
    assert "変更日" in lines[3]["note"]


def test_what_is_left_open_is_told() -> None:
    said = resolved("Ⅱ-6 ③消去方法", "Ⅱ-4 ⑥委託先名", "Ⅱ-6 (2)乙 ③消去方法", files=("甲", "乙"))
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert list(lines[0]) == ["text", "status", "targets", "note", "open", "date"]
    assert [(line["status"], line["open"]) for line in lines] == [("several", ["file"]), ("several", ["file", "block"]), ("exact", [])]


@pytest.mark.parametrize(("lines", "reason"), [
    (('["Ⅰ-7", "同上"]',), "1 行目"),
    (("Ⅰ-7", '[{"item": "Ⅰ-7"}]'), "2 行目"),
    (("[", '  {"item": "Ⅰ-7"},', "]"), "1 行目"),
    (("[]",), "1 行目"),
    (('{"item":' + "[" * 100_000,), "1 行目"),
    (({"item": "Ⅰ-7", "date": "きのう"},), "date"),
    (({"item": "Ⅰ-7", "date": "令和5年2月30日"},), "date"),
    (({"item": "Ⅰ-7", "date": 20230206},), "date"),
    (({"item": "Ⅰ-7", "before": ["a"]},), "before"),
])  # fmt: skip
def test_resolve_refuses_what_it_would_misread(lines: tuple[str | dict[str, object], ...], reason: str) -> None:
    """Nothing is printed for an array, for a date that is none, or for a text that is no text; the line is named."""
    said = resolved(*lines)
    assert (said.exit_code, said.stdout) == (2, "")
    assert reason in said.stderr and "行目" in said.stderr


@pytest.mark.parametrize("item", ["[別紙]移転先一覧 項番8", "[1] Ⅰ-7", "［Ⅰ］7"])
def test_brackets_can_begin_an_item(item: str) -> None:
    assert json.loads(resolved(item).stdout)["text"] == item


# -- changes --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An assessment with three systems and two files, one system of which has moved up, and rows of every kind."""
    rows = (
        row("令和3年1月1日", "Ⅰ 2 システム3 ②", more="    提出時期: 事後\n")
        + row("令和4年1月1日", "Ⅰ 2 システム1", "システム1", "削除", "    番号の変更: [システム1を削除]\n    提出時期: 事前\n")
        + row("令和4年1月1日", "Ⅰ 2 システム2 ②")
        + row("令和4年1月1日", "同上")
        + row("令和5年1月1日", "Ⅱ-2 ⑥事務担当部署")
        + row("令和5年1月1日", "Ⅱ-4 ⑥委託先名")
        + row("令和5年1月1日", "Ⅵ 3.国民・住民等からの意見聴取 ④主な意見の内容")
        + row("令和5年1月1日", "誤字の修正")
    )
    text = RECORD.format(form="全項目評価書") + SYSTEMS + "変更箇所:\n" + rows
    write(tmp_path, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": text})
    return tmp_path / "m/a"


def test_changes_as_json(folder: Path) -> None:
    """Each row has the fields of the issue, and each target says what it is today, and what it leaves open."""
    said = run("changes", str(folder), "--format", "json")
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert said.exit_code == 0 and len(lines) == 8
    assert list(lines[0]) == ["date", "item", "status", "targets", "timing", "note"]
    assert [line["status"] for line in lines] == [
        "exact", "gone", "exact", "inherited", "several", "several", "guessed", "unresolved",
    ]  # fmt: skip
    assert lines[0]["targets"] == [
        {"locator": "Ⅰ/2/システム3/②", "page": "i#i-2-system2-2", "today": "Ⅰ/2/システム2/②", "when": "renumbered", "open": []}
    ]
    assert [(target["locator"], target["today"], target["open"]) for target in lines[4]["targets"]] == [
        ("Ⅱ[?]/2/⑥", "Ⅱ[1]/2/⑥", ["file"]), ("Ⅱ[?]/2/⑥", "Ⅱ[2]/2/⑥", ["file"]),
    ]  # fmt: skip
    assert lines[5]["targets"][0]["open"] == ["file", "block"]
    assert "食い違" in lines[6]["note"] and lines[7]["note"]


def test_changes_as_text(folder: Path) -> None:
    """A person reads where each row leads, that a number has moved, what is a guess and why, and what is not told."""
    said = run("changes", str(folder))
    assert said.exit_code == 0
    blocks = said.stdout.split("\n\n")
    assert len(blocks) == 8
    assert blocks[0].splitlines()[0] == "令和3年1月1日　事後　Ⅰ 2 システム3 ②"
    assert "i#i-2-system2-2" in blocks[0] and "当時の番号は3、今の番号は2です" in blocks[0]
    assert "今の評価書にはありません" in blocks[1]
    assert "上の行と同じ" in blocks[3]
    assert "ファイルの記載がない" in blocks[4] and "番号の記載がない" not in blocks[4]
    assert "ファイルと番号の記載がありません" in blocks[5]
    assert "推定" in blocks[6] and "食い違います" in blocks[6]
    assert "分かりません" in blocks[7] or "見つかりません" in blocks[7]
    assert "推定 1" in said.stderr and "8 行" in said.stderr


def test_changes_marks_numbers_of_the_time(tmp_path: Path) -> None:
    text = RECORD.format(form="全項目評価書") + SYSTEMS + "変更箇所:\n" + row("令和3年1月1日", "Ⅰ 2 システム3 ②") + row("令和5年1月1日", "Ⅰ-8")
    write(tmp_path, {"x.yaml": text})
    assert "当時の番号です" in run("changes", str(tmp_path)).stdout
    assert json.loads(run("changes", str(tmp_path), "--format", "json").stdout.splitlines()[0])["targets"][0]["when"] == "then"


def test_pages_say_what_is_not_told(tmp_path: Path) -> None:
    """A missing file is called a missing file, a missing number a missing number."""
    items = ("Ⅱ-2 ⑥事務担当部署", "Ⅰ 2 ②システムの機能", "Ⅱ-4 ⑥委託先名", "Ⅱ-2 (1)住民基本台帳ファイル ⑥")
    work = "    特定個人情報ファイルの取扱いの委託: {委託事項: [{委託事項の名称: 保守, 委託先名: 甲社}]}\n"
    systems = SYSTEMS.replace("    特定個人情報の提供", work + "    特定個人情報の提供", 1)
    write(tmp_path, {"x.yaml": RECORD.format(form="全項目評価書") + systems + "変更箇所:\n" + "".join(row("令和5年1月1日", one) for one in items)})
    found, problems = content.read_folder(tmp_path)
    assert found, problems
    seen = [[(place.mark, place.note) for place in view.places][:1] for view in views(history(found), addresses(found), {})]
    assert seen == [
        [("ファイルの記載なし", "ファイルの記載がないため、どれかは分かりません")],
        [("番号の記載なし", "番号の記載がないため、どれかは分かりません")],
        [("ファイルと番号の記載なし", "ファイルや番号の記載がないため、どれかは分かりません")],
        [("", "")],
    ]


def test_folders_that_are_no_assessment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A municipality, the whole of content/ and versions/ are told apart from an assessment; what lies there is named."""
    monkeypatch.chdir(ROOT)
    for command in (("changes", "content/mihon"), ("diff", "content/mihon", "content/mihon/juminzei"), ("changes", "content")):
        said = run(*command)
        assert (said.exit_code, said.stdout) == (2, ""), said.stderr
        assert "content/mihon/juminzei" in said.stderr and "content/mihon/juki" in said.stderr
        assert "様式: 全項目評価書" not in said.stderr
    said = run("changes", "content/mihon/juminzei/versions")
    assert said.exit_code == 2 and "content/mihon/juminzei/versions/2024-08-30" in said.stderr


# -- diff -----------------------------------------------------------------------------------------------------------


def test_diff_the_wrong_way_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """The later text before the earlier one is refused, with the order that is right."""
    monkeypatch.chdir(ROOT)
    old, new = "content/mihon/juminzei/versions/2024-08-30", "content/mihon/juminzei"
    said = run("diff", new, old)
    assert (said.exit_code, said.stdout) == (2, "")
    assert f"site-gen diff {old} {new}" in said.stderr
    assert "令和7年6月20日" in said.stderr and "令和6年8月30日" in said.stderr


def test_diff_of_an_earlier_text_without_its_day(tmp_path: Path) -> None:
    """Where nobody wrote 公表日, a version before the text it lies in is the wrong way round too; others are compared."""
    text = RECORD.format(form="全項目評価書") + "表紙:\n  特記事項: {}\n"
    write(tmp_path, {"x.yaml": text.format("今"), "versions/2024-01-01/x.yaml": text.format("前"), "other/x.yaml": text.format("他")})
    assert run("diff", str(tmp_path), str(tmp_path / "versions/2024-01-01")).exit_code == 2
    assert run("diff", str(tmp_path / "versions/2024-01-01"), str(tmp_path)).exit_code == 0
