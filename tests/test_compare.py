"""What differs between two texts: found item by item, blocks matched whatever their numbers, drafted as rows that lead back."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen import content, draft
from site_gen.cli import cli
from site_gen.compare import Comparison, compare
from site_gen.form import Form, FreeTable, Printed, rows
from site_gen.forms import FORMS
from site_gen.history import history
from site_gen.model import Assessment
from site_gen.resolve import Change, resolve
from site_gen.resolve.words import as_written
from tests.conftest import ROOT
from tests.test_bad import RECORD, write
from tests.whole import whole_site

JUMINZEI = ROOT / "content/mihon/juminzei"
WHOLE = RECORD.format(form="全項目評価書").replace("抄録", "全部")
FEW = RECORD.format(form="全項目評価書")


def read(folder: Path, text: str, record: str = WHOLE) -> Assessment:
    write(folder, {"x.yaml": record + text})
    found, _ = content.read_folder(folder)  # what a whole document lacks is told, and does not matter here
    assert found is not None
    return found


def differences(tmp_path: Path, old: str, new: str, record: str = WHOLE) -> list[tuple[str, str, str, str, str]]:
    found = compare(read(tmp_path / "old", old, record), read(tmp_path / "new", new, record))
    return [(one.kind, one.locator, one.before, one.after, one.renumbering) for one in found.differences]


def systems(*names: str) -> str:
    """Blocks by name; `name=id` gives one an id, `name:text` another text for ②."""
    blocks = []
    for name in names:
        own, _, text = name.partition(":")
        title, _, id_ = own.partition("=")
        blocks.append(f"      - システムの名称: {title}\n" + (f"        id: {id_}\n" if id_ else "")
                      + f"        システムの機能: {text or '機能は' + title * 5}\n        他のシステムとの接続: [税務システム]\n")
    return "基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム:\n" + "".join(blocks)


# -- items ----------------------------------------------------------------------------------------------------------


def item(text: str) -> str:
    return f"基本情報:\n  特定個人情報ファイルを取り扱う事務:\n{text}"


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("    事務の名称: 甲\n", "    事務の名称: 乙\n", [("changed", "Ⅰ/1/①", "甲", "乙", "")]),
    ("    事務の名称: 甲\n", "    事務の名称: 甲  # 覚え書き\n", []),
    ("    対象人数: 30万人以上\n", "    対象人数: 5\n", []),
    ("    対象人数: 30万人以上\n", "    対象人数: 4\n", [("changed", "Ⅰ/1/③", "30万人以上", "10万人以上30万人未満", "")]),
    ("    対象人数: 30万人以上\n", "    対象人数: 不明\n", []),
    ("    対象人数:\n", "    対象人数: 5\n", [("changed", "Ⅰ/1/③", "", "30万人以上", "")]),
    ("    対象人数: 5\n", "    対象人数:\n", [("changed", "Ⅰ/1/③", "30万人以上", "", "")]),
    ("    対象人数: 5\n", "    事務の名称:\n", [("changed", "Ⅰ/1/③", "30万人以上", "", "")]),
], ids=["text", "comment", "same choice", "choice", "unsure", "came", "emptied", "went"])  # fmt: skip
def test_one_item(old: str, new: str, expected: list[tuple[str, str, str, str, str]], tmp_path: Path) -> None:
    assert differences(tmp_path, item(old), item(new)) == expected


def test_other_kinds(tmp_path: Path) -> None:
    """Ticks, numbers, dates, recorded items, rows of lists: each told as a person would write it."""
    part = ("特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: 甲\n    基本情報:\n      保有開始日: {day}\n"
            "    特定個人情報の提供・移転:\n      提供・移転の有無:\n        - 移転を行っている: {count}\n      移転先一覧:\n{rows}"
            "特定個人情報ファイル記録項目:\n  - 特定個人情報ファイル名: 甲\n    記録項目: [氏名{more}]\n")
    line = "        - {{項番: {n}, 移転先: {to}, 用途: {use}, 用途の法的根拠: 別表1, 時期・頻度: 都度}}\n"
    head = "基本情報:\n  特定個人情報ファイル名: [甲]\n"
    a, b, c = (("市民課", "調査"), ("税務課", "賦課のための所得の把握"), ("防災課", "避難の支援に使う名簿の作成"))

    def listed(*pairs: tuple[str, str]) -> str:
        return "".join(line.format(n=n, to=to, use=use) for n, (to, use) in enumerate(pairs, 1))

    old = head + part.format(day="平成27年6月", count="2件", rows=listed(a, b), more="")
    new = head + part.format(day="2015-06", count="2 件", rows=listed(c, a, (b[0], b[1] + "等")), more=", 住所")
    found = differences(tmp_path, old, new)
    assert [(kind, locator) for kind, locator, *_ in found] == [
        ("added", "Ⅱ[1]/5/移転先一覧[1]"), ("changed", "Ⅱ[1]/5/移転先一覧[3]"), ("changed", "別添2[1]/記録項目"),
    ]
    assert found[-1][2:4] == ("氏名", "氏名\n住所")


def test_an_excerpt_says_nothing_of_what_it_leaves_out(tmp_path: Path) -> None:
    old, new = read(tmp_path / "old", systems("甲", "乙"), FEW), read(tmp_path / "new", systems("甲"), FEW)
    assert compare(old, new) == Comparison((), 3, 1)


def test_a_summary_is_no_text_of_the_document(tmp_path: Path) -> None:
    old = read(tmp_path / "old", item("    事務の内容: {要約: 甲}\n"), FEW)
    new = read(tmp_path / "new", item("    事務の内容: 乙\n"), FEW)
    assert [one.certain for one in compare(old, new).differences] == [False]


# -- blocks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new", "expected"), [
    (("甲", "乙", "丙"), ("甲", "丙"), [("removed", "Ⅰ/2/システム2", "システム2を削除")]),
    (("甲", "乙", "丙"), ("乙", "丙"), [("removed", "Ⅰ/2/システム1", "システム1を削除")]),
    (("甲", "乙", "丙", "丁"), ("乙", "丁"),
     [("removed", "Ⅰ/2/システム3", "システム3を削除"), ("removed", "Ⅰ/2/システム1", "システム1を削除")]),
    (("甲", "丙"), ("甲", "乙", "丙"), [("added", "Ⅰ/2/システム2", "システム2を追加")]),
    (("甲",), ("甲", "乙"), [("added", "Ⅰ/2/システム2", "")]),
    (("甲", "乙", "丙", "丁"), ("丁", "甲", "乙", "丙"), [("moved", "Ⅰ/2/システム4", "システム4をシステム1に移動")]),
    (("甲", "乙", "丙", "丁"), ("乙", "丙", "丁", "甲"), [("moved", "Ⅰ/2/システム1", "システム1をシステム4に移動")]),
    (("甲=a", "乙=b"), ("甲の新しいもの=a", "乙=b"), [("changed", "Ⅰ/2/システム1/①", ""), ("changed", "Ⅰ/2/システム1/②", "")]),
    (("甲", "住民の記録を管理する"), ("住民の記録を管理するもの",),
     [("removed", "Ⅰ/2/システム1", "システム1を削除"), ("changed", "Ⅰ/2/システム1/①", ""), ("changed", "Ⅰ/2/システム1/②", "")]),
], ids=["middle", "first", "two", "inserted", "at the end", "last to first", "first to last", "by id", "by likeness"])  # fmt: skip
def test_blocks(old: tuple[str, ...], new: tuple[str, ...], expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    """A renumbering is one difference, whatever stands behind it."""
    found = differences(tmp_path, systems(*old), systems(*new))
    assert [(kind, locator, moved) for kind, locator, _, _, moved in found] == expected


def test_sixty_blocks_that_move_up_are_one_row(tmp_path: Path) -> None:
    names = [f"{chr(0x4E00 + n)}の処理" for n in range(61)]
    assert len(differences(tmp_path, systems(*names), systems(*names[1:]))) == 1


@settings(deadline=None, max_examples=50)
@given(st.permutations("甲乙丙丁戊己"), st.integers(0, 6), st.permutations("甲乙丙丁戊己"), st.integers(1, 6))
def test_old_numbers_lead_to_todays_blocks(first: list[str], some: int, second: list[str], others: int) -> None:
    """Whatever went, came and moved: with the drafted 番号の変更, each old number is followed to the block it was."""
    before, after = first[:some], second[:others]
    ids = dict(zip("甲乙丙丁戊己", "abcdef", strict=True))  # without, two blocks that say much the same are one renamed
    texts = [systems(*(f"{name}={ids[name]}" for name in names)) for names in (before, after)]
    row = "  - {{変更日: 令和5年1月1日, 項目: Ⅰ 2 システム{} ②, 変更前の記載: x, 変更後の記載: y, 提出時期: 事後}}\n"
    with tempfile.TemporaryDirectory() as name:  # hypothesis runs this many times in one tmp_path
        folder = Path(name)
        old, new = read(folder / "old", texts[0]), read(folder / "new", texts[1])
        drafted = draft.drafted(compare(old, new), new)
        told = "".join(row.format(n) for n in range(1, some + 1)) + draft.as_yaml(drafted)
        again = read(folder / "again", texts[1] + ("変更箇所:\n" + told if told else ""))
    found = history(again)
    assert found.problems == ()
    block = again.at("Ⅰ/2/システム")
    today = {one.locator: one.name for one in block.instances} if block else {}
    if any(one.renumbering for one in drafted):
        for changed, was in zip(found.rows[:some], before, strict=True):
            (target,) = changed.targets
            assert (target.when == "gone") == (was not in after)
            assert was not in after or today[target.now.rpartition("/")[0]] == was
    else:
        assert [one for one in after if one in before] == before  # no number moved


# -- what is drafted ------------------------------------------------------------------------------------------------


def own_items(form: Form) -> list[str]:
    """A locator of each item that rows of a history name; lists are told by the row, sheets are settled by 対象."""
    found, skipped = [], ("変更箇所", "別紙", "別添1[n]", "別添2[n]", "別添3[n]", "Ⅳ/1/注")
    for row in rows(form):
        inside = re.search(r"一覧\[n\]/", row.locator)
        if not row.locator.startswith(skipped) and not inside and not isinstance(row.item, FreeTable | Printed):
            locator = row.locator.replace("[f]", "[2]").replace("[n]", "[3]")
            found.append(re.sub(r"(システム|委託事項|提供先|移転先)n", r"\g<1>3", locator))
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_the_words_of_an_item_lead_back_to_it(form: Form) -> None:
    """項目 as drafted names its item and nothing else, for every item of the form."""
    files = ("甲ファイル", "乙ファイル")
    wrong = []
    locators = own_items(form)
    for locator in locators:
        text = as_written(form, locator, files)
        (answer,) = resolve(form, [Change(text)], files)
        if answer.targets != (locator,):
            wrong.append((locator, text, answer))
    assert len(locators) > 60
    assert wrong == []


def test_the_example_reproduces_its_newest_rows() -> None:
    """見本市: the rows drafted from both texts are those of its 変更箇所, word for word and item for item."""
    old, new = content.read_folder(JUMINZEI / "versions/2024-08-30")[0], content.read_folder(JUMINZEI)[0]
    assert old and new
    drafted = draft.drafted(compare(old, new), new)
    assert len(drafted) == 21
    newest = [row for row in history(new).rows if row.day_text == "令和7年6月20日"]
    names = ("変更日", "項目", "変更前の記載", "変更後の記載")
    assert [tuple(row.row.child(name).text for name in names) for row in newest] == [
        (row.day, row.item, row.before, row.after) for row in drafted
    ]
    assert [tuple(target.locator for target in row.targets) for row in newest] == [
        (one.locator,) for one in compare(old, new).differences if one.locator != "表紙/公表日"
    ]
    kinds = {one.kind for one in compare(old, new).differences}
    assert kinds == {"changed", "added", "removed"}


def test_a_row_that_is_missing_is_named(tmp_path: Path) -> None:
    """Each row that the difference of both texts calls for, taken away, makes `check` name its item; each row that was
    published before, taken away, is named itself; with all of them it says nothing."""
    shutil.copytree(JUMINZEI, tmp_path / "juminzei")
    file = tmp_path / "juminzei/9-henko.yaml"
    head, *rows_ = re.split(r"(?m)^(?=  - 変更日: )", file.read_text(encoding="utf-8"))
    old, new = content.read_folder(JUMINZEI / "versions/2024-08-30")[0], content.read_folder(JUMINZEI)[0]
    assert old and new
    called_for = [one for one in compare(old, new).differences if one.locator != "表紙/公表日"]
    published = len(old.part("変更箇所").instances)
    assert (published, len(called_for), len(rows_)) == (8, 21, 29)

    def told(without: set[int]) -> list[tuple[str, str]]:
        file.write_text(head + "".join(row for at, row in enumerate(rows_) if at not in without), encoding="utf-8")
        return [(p.code, p.message) for p in content.read_folder(tmp_path / "juminzei")[1]]

    assert told(set()) == []
    for n in range(published):
        ((code, message),) = told({n})
        assert code == "published-row-missing" and old.part("変更箇所").instances[n].child("項目").text[:40] in message
    for n, one in enumerate(called_for):
        found = told({published + n})
        assert len(found) == 1, rows_[published + n]
        assert found[0][0] == "change-not-listed" and found[0][1].startswith(f"{one.place}が"), rows_[published + n]
    for n, pair in enumerate(itertools.pairwise(called_for)):  # no row stands in for its neighbour
        found = told({published + n, published + n + 1})
        assert sorted(message.partition("が2024-08-30の版")[0] for _, message in found) == sorted(one.place for one in pair)
    everything = told(set(range(published, len(rows_))))
    assert len([message for code, message in everything if code == "change-not-listed"]) == 21


# -- the commands ---------------------------------------------------------------------------------------------------


def run(*args: str, given: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(cli, args, prog_name="site-gen", input=given)
    return result.exit_code, result.stdout


def test_diff_prints_rows_to_paste() -> None:
    code, said = run("diff", str(JUMINZEI / "versions/2024-08-30"), str(JUMINZEI))
    assert code == 0
    found = yaml.safe_load("変更箇所:\n" + said)["変更箇所"]
    assert len(found) == 21
    assert all(row["提出時期"] is None and row["提出時期に係る説明"] is None for row in found)
    assert [row["番号の変更"] for row in found if "番号の変更" in row] == [["システム2を削除"]]
    assert "（略）" not in said
    short = run("diff", "--ryaku", str(JUMINZEI / "versions/2024-08-30"), str(JUMINZEI))[1]
    assert "（略）" in short and len(short) < len(said)


def test_diff_of_one_text_with_itself_is_nothing() -> None:
    assert run("diff", str(JUMINZEI), str(JUMINZEI)) == (0, "")


def test_diff_refuses_other_forms_and_errors(tmp_path: Path) -> None:
    assert run("diff", str(ROOT / "content/mihon/kokuho"), str(JUMINZEI))[0] == 2
    assert run("diff", "nowhere", str(JUMINZEI))[0] == 2
    write(tmp_path, {"x.yaml": "表紙: ["})
    assert run("diff", str(tmp_path), str(JUMINZEI)) == (1, "")


def test_changes_are_lines_of_json() -> None:
    code, said = run("changes", str(JUMINZEI), "--format", "json")
    lines = [json.loads(line) for line in said.splitlines()]
    assert code == 0 and len(lines) == 29
    assert list(lines[0]) == ["date", "item", "status", "targets", "timing", "note"]
    assert lines[0]["date"] == "2023-03-17" and lines[0]["timing"] == "事後"
    assert lines[0]["targets"] == [{"locator": "Ⅰ/6/①", "page": "i#i-6-1", "today": "Ⅰ/6/①", "when": "now", "open": []}]


def test_resolve_refuses_other_encodings(tmp_path: Path) -> None:
    """What Excel and PowerShell write is no UTF-8: it is refused, and nothing is taken for a 項目."""
    for encoding in ("cp932", "utf-16"):
        (tmp_path / "lines.txt").write_bytes("Ⅰ-1 ②事務の内容".encode(encoding))
        code, said = run("resolve", "--form", "zenkomoku", str(tmp_path / "lines.txt"))
        assert (code, said) == (2, "")


def test_resolve_reads_lines_and_json(tmp_path: Path) -> None:
    given_ = "Ⅰ－2 システム7 ②\n同上\n\n" + json.dumps({"item": "Ⅱ 4 委託事項3 ⑥ (1)乙", "before": "x", "after": "", "date": "2024-01-01"})
    code, said = run("resolve", "--form", "zenkomoku", "--file", "甲", "--file", "乙", given=given_)
    lines = [json.loads(line) for line in said.splitlines()]
    assert code == 0
    assert [list(line) for line in lines] == [["text", "status", "targets", "note", "open", "date"]] * 3
    assert [line["status"] for line in lines] == ["exact", "inherited", "exact"]
    assert lines[0]["targets"] == lines[1]["targets"] == ["Ⅰ/2/システム7/②"]
    (tmp_path / "lines.txt").write_text("\ufeffⅠ 1 ③\n", encoding="utf-8")
    assert json.loads(run("resolve", "--form", "kiso", str(tmp_path / "lines.txt"))[1])["text"] == "Ⅰ 1 ③"


@pytest.mark.parametrize("line", ["{", '{"item": 1}', '{"before": "x"}'])
def test_resolve_refuses_other_json(line: str) -> None:
    assert run("resolve", "--form", "kiso", given=line)[0] == 2


def test_an_excerpt_can_say_what_became_of_numbers_it_does_not_hold(tmp_path: Path) -> None:
    row = "変更箇所:\n  - {変更日: 令和5年1月1日, 項目: Ⅰ 2 システム3 ②, 変更前の記載: x, 変更後の記載: y, 番号の変更: [システム2を削除]}\n"
    found = history(read(tmp_path, row, FEW))
    assert found.problems == ()
    assert [target.when for target in found.rows[0].targets] == ["absent"]


# -- all of content/ ------------------------------------------------------------------------------------------------


def test_any_two_texts_can_be_compared() -> None:
    """A text and itself differ in nothing; two that have nothing but their form in common are told apart without a hitch,
    and every row drafted of that is YAML that holds what was told."""
    site = whole_site()
    every = [a for m in site.municipalities for a in m.assessments]
    assert [a.slug for a in every if compare(a, a).differences] == []
    count = 0
    for old in every:
        for new in every:
            if old.form.code == new.form.code and old is not new:
                found = compare(old, new)
                drafted = draft.drafted(found, new)
                read_back = yaml.safe_load("変更箇所:\n" + draft.as_yaml(drafted))["変更箇所"] or []
                assert [(row["項目"], str(row["変更前の記載"]).rstrip("\n")) for row in read_back] == [
                    (row.item, row.before.rstrip("\n")) for row in drafted
                ]
                count += len(drafted)
    assert count > 100
