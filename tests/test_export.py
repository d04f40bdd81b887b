"""Excel: what goes out comes back equal, value by value; the same content gives the same bytes; nothing is a formula."""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import cast

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from site_gen import content, importers
from site_gen.exporters.cut import cut
from site_gen.exporters.layout import ADDRESS, HEADS, LISTS
from site_gen.exporters.sheets import sheets
from site_gen.exporters.xlsx import NotWritable, workbook
from site_gen.form import (
    Block,
    Checks,
    Choice,
    Count,
    Date,
    Flag,
    Form,
    FreeTable,
    Image,
    Item,
    Names,
    Part,
    Printed,
    Recorded,
    Table,
)
from site_gen.forms import FORMS
from site_gen.model import Assessment
from site_gen.problem import Span
from tests.conftest import ROOT, inside
from tests.test_bad import MUNICIPALITY, SITE

CONTENT = ROOT / "content"
FOLDERS = sorted(path.parent for path in CONTENT.glob("*/*/*.yaml"))
FOLDERS = list(dict.fromkeys(FOLDERS))

# openpyxl cannot keep areas of whole columns; only the tests that open a workbook themselves see it say so.
pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")

# What a cell, a workbook or YAML might take for something else than the text it is.
ODD = [
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"https://example.com\")", "010", "2024-01-31", "1e5", "TRUE", "#REF!", "12:30",
    "１２３", "①②③", "a\tb", "\t先頭のタブ", "  先頭の空白", "末尾の空白  ", "　全角の字下げ", "行1\n\n\n行4", "\n先頭の空行", "行\n   ",
    "行\n\t\n行", "\n" * 70 + "あとの行", "👩‍👩‍👧 𠮷野家 ｶﾞ か\u3099", "_x0041_ _x000D_", "<b>太字</b> <br/> &amp; <input checked>",
    "[○] 印 [ ] 〔〕", "未収録", "空欄", "要約", "前の行に続く", "変更前の記載：要約", "Ⅰ/2/システム1：続き", "'引用", '"引用"', "a: b # c",
    "- 並び", "|", "~", "null", "{要約: あ}", "なし", "－", "あ" * 40_000, "長い行\n" * 9_000 + "終わり", "\n".join(["い" * 900] * 50),
]  # fmt: skip
NOT_BLANK = [text for text in ODD if text.strip()]


def bare(value: object) -> object:
    """A value of the model without the places it was read from."""
    if isinstance(value, Span):
        return None
    if is_dataclass(value):
        return type(value).__name__, {f.name: bare(getattr(value, f.name)) for f in fields(value) if f.name not in ("body", "slug")}
    return tuple(map(bare, value)) if isinstance(value, tuple) else value


def written(folder: Path) -> object:
    """All YAML of an assessment as one value; `{記載: x}` alone and `x` are two ways to write the same."""
    found: dict[str, object] = {}
    for path in sorted(folder.glob("*.yaml")):
        found |= yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return _plain(found)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return _plain(value["記載"]) if list(value) == ["記載"] else {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else str(value).rstrip("\n")


def read(folder: Path) -> Assessment:
    """The one assessment of a content folder, in which nothing is wrong."""
    result = content.read(folder)
    assert [f"{p.span} {p.message}" for p in result.problems if p.severity == "error"] == []
    assert result.site is not None
    ((found,),) = [one.assessments for one in result.site.municipalities]
    return found


def back(data: bytes, folder: Path) -> tuple[importers.Import, Path]:
    """The workbook imported into an empty content folder."""
    (folder / "x.xlsx").write_bytes(data)
    done = importers.run([folder / "x.xlsx"], None)
    importers.save(done, folder / "content/m/a", overwrite=False)
    settings(folder / "content")
    return done, folder / "content"


def settings(folder: Path) -> None:
    (folder / "m").mkdir(parents=True, exist_ok=True)
    (folder / "site.yaml").write_text(SITE, encoding="utf-8")
    (folder / "m/municipality.yaml").write_text(MUNICIPALITY, encoding="utf-8")


def copied(source: Path, folder: Path) -> Path:
    """A content folder with nothing but the assessment in `source`."""
    settings(folder)
    (folder / "m/a").mkdir()
    for path in (path for path in source.iterdir() if path.is_file()):  # earlier texts go out by themselves
        (folder / "m/a" / path.name).write_bytes(path.read_bytes())
    return folder


def texts(data: bytes) -> dict[str, list[list[str]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {ws.title: [[str(cell.value or "") for cell in row] for row in ws.iter_rows()] for ws in book.worksheets}


@pytest.mark.parametrize("source", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_goes_out_comes_back_equal(source: Path, tmp_path: Path) -> None:
    """Every assessment of content/: the YAML values, the model, and the account of every character."""
    before = read(copied(source, tmp_path / "before"))
    data = workbook(sheets(before), "見本")
    done, folder = back(data, tmp_path)
    assert written(folder / "m/a") == written(source)
    assert bare(read(folder)) == bare(before)
    assert not done.left and not done.result.guessed and not done.strange
    assert done.placed + done.form_text == done.characters


def odd_assessment(folder: Path) -> Path:
    """Odd texts wherever a person can write a text."""
    quoted = [json.dumps(text, ensure_ascii=False) for text in NOT_BLANK]
    changes = "".join(
        f"  - 変更日: 令和5年2月{n % 28 + 1}日\n    項目: {text}\n    変更前の記載: {{要約: {text}}}\n    変更後の記載: {text}\n"
        f"    提出時期:{' なし' if n % 3 else ''}\n" + ("    提出時期に係る説明:\n" if n % 2 else "")
        for n, text in enumerate(quoted))
    short = [json.dumps(text.strip(), ensure_ascii=False) for text in NOT_BLANK if len(text) < 40_000]
    boxes = "".join(
        f"      - システムの名称: {text}\n        システムの機能:\n        他のシステムとの接続:\n          - その他: {text}\n"
        "          - 不明: [税務システム]\n"
        for text in short)
    settings(folder)
    (folder / "m/a").mkdir()
    (folder / "m/a/x.yaml").write_text(
        "評価書: {様式: 全項目評価書, 版: 不明, 収録: 抄録, 出典: {名称: '=1+1', 備考: {要約: '-1'}, 公表日: }}\n"
        f"表紙:\n  評価書名: '=CMD()'\n  特記事項: {quoted[-1]}\n"
        "基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム:\n"
        f"      - 番号: 8\n        id: eight\n        システムの名称: 8番\n        他のシステムとの接続: []\n{boxes}"
        "  個人番号の利用: {}\n  評価実施機関における担当部署:\n"
        "  特定個人情報ファイル名: ['=A1', {要約: '010'}]\n"
        "特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: '=A1'\n    特定個人情報ファイルの取扱いの委託:\n      委託の有無: 2\n"
        "      委託事項:\n    基本情報:\n      対象となる本人の範囲:\n        その必要性: なし\n"
        "    特定個人情報の提供・移転:\n      移転先一覧:\n        - 項番: 1\n          移転先: '=1'\n        - 移転先:\n          用途: a\n"
        f"特定個人情報ファイル記録項目:\n  - 特定個人情報ファイル名: '=A1'\n    記録項目: [{', '.join(quoted)}, "
        "{見出し: '=組', 項目: [a, 2]}, b, {見出し: 組2, 項目: [{要約: c}]}, '4']\n"
        "特定個人情報ファイルの取扱いプロセスにおけるリスク対策:\n  - 特定個人情報ファイル名: '=A1'\n"
        "    特定個人情報ファイルの取扱いの委託: {委託しない: いいえ}\n    特定個人情報の提供・移転: {提供・移転しない: 不明}\n"
        "評価実施手続:\n"
        f"変更箇所:\n{changes}"
        f"別紙:\n  - 表題: '=1'\n    id: besshi-hyo\n    表:\n      欄: ['=1', '=1', 番地, 状態]\n"
        f"      行: [['', '010', a, b], [{short[0]}, {short[-1]}, '', c]]\n"
        "  - 表題: 空の表\n    表: {欄: [あ], 行: []}\n"
        "  - 表題: 見出しが同じ表\n    表: {欄: [項目, 印, 記載, 状態, 選択肢, 番地], 行: [[a, b, c, d, e, f]]}\n",
        encoding="utf-8")
    return folder


def test_odd_texts_come_back_equal(tmp_path: Path) -> None:
    folder = odd_assessment(tmp_path / "before")
    before = read(folder)
    done, after = back(workbook(sheets(before), "=1+1"), tmp_path)
    expected = cast(dict[str, object], written(folder / "m/a"))
    found = cast(dict[str, object], written(after / "m/a"))
    assert list(found) == list(expected)
    for part in expected:
        assert _flags(found[part]) == _flags(expected[part]), part
    assert bare(read(after)) == bare(before)
    assert not done.left


def _flags(value: object) -> object:
    """いいえ and 非該当 are one mark; the workbook has one sign for both."""
    return json.loads(json.dumps(value, ensure_ascii=False).replace('"いいえ"', '"非該当"'))


class Made:
    """An assessment on `form` as YAML values, every item absent, blank or with a value of its kind by chance."""

    def __init__(self, form: Form, seed: int) -> None:
        self.by = random.Random(f"{form.code} {seed}")
        self.files = ["住民ファイル", "=ファイル"]
        self.ids = 0
        self.values: dict[str, object] = {
            "評価書": {"様式": form.name, "版": self.by.choice(["不明", "令和6年10月"]), "収録": "抄録", "出典": {"名称": "a"}}}
        for part in form.parts:
            if self.by.random() < 0.85:
                self.values[part.name] = self.part(part)

    def part(self, part: Part) -> object:
        if self.by.random() < 0.1:
            return None
        if part.each == "file":
            names = self.files[: self.by.randint(1, 2)]
            return [{"特定個人情報ファイル名": name, **{k: v for k, v in self.rows(part).items() if k != "特定個人情報ファイル名"}}
                    for name in names]
        if part.each:
            return [self.rows(part) | self.id() for _ in range(self.by.randint(1, 4))]
        return self.rows(part)

    def rows(self, item: Item, share: float = 0.8) -> dict[str, object]:
        asked = [one for one in item.items if not isinstance(one, Printed)]
        return {one.name: self.item(one) for one in asked if self.by.random() < share}

    def id(self) -> dict[str, object]:
        self.ids += 1
        return {"id": f"n{self.ids}"} if self.by.random() < 0.3 else {}

    def item(self, item: Item) -> object:
        if isinstance(item, Names):
            return [*self.files]
        if self.by.random() < 0.15:
            return None
        if isinstance(item, Block):
            number = 0
            blocks: list[object] = []
            for _ in range(self.by.randint(1, 3)):
                number += self.by.choice([1, 1, 3])
                blocks.append({"番号": str(number), **self.id(), **self.rows(item)})
            return blocks
        if isinstance(item, Table):
            return [self.rows(item) for _ in range(self.by.randint(1, 4))]
        if item.is_heading:
            return self.rows(item)
        value = self.value(item)
        if item.items and self.by.random() < 0.8:
            below = self.rows(item, 0.6)
            return {**({"記載": value} if self.by.random() < 0.8 else {}), **below} if below else value
        return value

    def value(self, item: Item) -> object:
        text = self.by.choice([one for one in NOT_BLANK if len(one) < 2_000])
        if isinstance(item, Choice):
            return self.by.choice([*item.choices, "不明", "1", "－"])
        if isinstance(item, Checks):
            return self.by.choice([[], "なし", self.boxes(item, text), self.boxes(item, text), self.boxes(item, text)])
        if isinstance(item, Flag):
            return self.by.choice(["○", "不明", "非該当", "－"])
        if isinstance(item, Count):
            return self.by.choice(["5件", "1,200件", "なし"])
        if isinstance(item, Date):
            return self.by.choice(["令和5年2月6日", "2024-01-31", "該当なし", "令和元年5月"])
        if isinstance(item, Recorded):
            return self.by.choice([text, ["a", text], [{"見出し": text, "項目": ["b", text]}, "c", {"見出し": "d", "項目": [{"要約": "e"}]}]])
        if isinstance(item, FreeTable):
            return {"欄": ["a", text.strip()], "行": [[text.strip(), ""], ["", "010"]]}
        if isinstance(item, Image):
            return self.by.choice(["zu-1.png", "zu-2.png"])
        return self.by.choice([text, {"要約": text}])

    def boxes(self, item: Checks, text: str) -> object:
        ticked: list[object] = []
        unsure: list[str] = []
        for option in item.options:
            chance = self.by.random()
            detail = {"text": text.strip(), "count": "3件", "": ""}[option.detail]
            if chance < 0.4:
                ticked.append({option.label: detail} if detail and self.by.random() < 0.7 else option.label)
            elif chance < 0.5:
                unsure.append(option.label)
        return [*ticked, {"不明": unsure}] if unsure else ticked


def blank(value: object) -> object:
    """None as the empty text that YAML has for it."""
    if isinstance(value, dict):
        return {key: blank(one) for key, one in value.items()}
    return [blank(one) for one in value] if isinstance(value, list) else "" if value is None else value


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_whatever_a_form_can_hold_comes_back_equal(form: Form, seed: int, tmp_path: Path) -> None:
    settings(tmp_path / "before")
    (tmp_path / "before/m/a").mkdir()
    made = Made(form, seed)
    (tmp_path / "before/m/a/x.yaml").write_text(json.dumps(blank(made.values), ensure_ascii=False), encoding="utf-8")
    result = content.read(tmp_path / "before")
    assert result.site is not None
    ((before,),) = [one.assessments for one in result.site.municipalities]
    done, folder = back(workbook(sheets(before), ""), tmp_path)
    site = content.read(folder).site
    assert site is not None
    assert bare(site.municipalities[0].assessments[0]) == bare(before)
    assert not done.left and done.placed + done.form_text == done.characters


@given(st.text(st.sampled_from("あa \n\t、"), max_size=400), st.integers(1, 9), st.integers(1, 5))
def test_texts_are_cut_so_that_they_can_be_joined(text: str, width: int, rows: int) -> None:
    text = text.rstrip("\n")
    pieces = list(cut(text, width * 2, rows))
    joined = pieces[0][0]
    for piece, in_line in pieces[1:]:
        assert piece
        joined += piece if in_line else f"\n{piece}"
    assert joined == text


def test_same_content_same_bytes(tmp_path: Path) -> None:
    """In two processes, with other seeds of hashes, at other times; no time of writing is in the file."""
    found = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.xlsx"
        subprocess.run(
            [sys.executable, "-m", "site_gen", "export", "mihon", "juminzei", "--content", str(CONTENT), "--to", str(target)],
            check=True, capture_output=True, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed})
        found.append(target.read_bytes())
        os.utime(target)
    assert found[0] == found[1]
    with zipfile.ZipFile(io.BytesIO(found[0])) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_no_text_is_a_formula(tmp_path: Path) -> None:
    data = workbook(sheets(read(odd_assessment(tmp_path))), "=1+1")
    book = openpyxl.load_workbook(io.BytesIO(data))
    kinds = {cell.data_type for ws in book.worksheets for row in ws.iter_rows() for cell in row}
    assert kinds == {"s", "n"}  # n: empty cells
    assert not any(isinstance(cell.value, int | float) for ws in book.worksheets for row in ws.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)


def test_what_no_workbook_holds_is_refused(tmp_path: Path) -> None:
    """One sentence for a table with more columns than Excel has; long titles are cut, for they are no value."""
    settings(tmp_path)
    (tmp_path / "m/a").mkdir()
    source = tmp_path / "m/a/x.yaml"
    head = "評価書: {様式: 基礎項目評価書, 版: 不明, 収録: 抄録, 出典: {名称: a}}\n"
    source.write_text(f"{head}別紙:\n  - 表: {{欄: [{'a, ' * 16_383}], 行: []}}\n", encoding="utf-8")
    with pytest.raises(NotWritable, match="列が多すぎる"):
        workbook(sheets(read(tmp_path)), "")
    source.write_text(f"{head}表紙: {{評価書名: {'長' * 40_000}}}\n", encoding="utf-8")
    assert texts(workbook(sheets(read(tmp_path)), "長" * 40_000))["評価書"][0][0] == "長" * 120


def test_a_workbook_reads_as_the_form(tmp_path: Path) -> None:
    """Sheets by part, labels with numbers and ※, choices beside their value and in a list, boxes one a row, addresses."""
    before = read(copied(CONTENT / "mihon/juki", tmp_path / "before"))
    data = workbook(sheets(before), "見本市 住民基本台帳に関する事務")
    book = openpyxl.load_workbook(io.BytesIO(data))
    names = book.sheetnames
    assert names[:3] == ["評価書", "表紙", "Ⅰ 基本情報"] and "Ⅱ(2) ファイルの概要" in names and names[-1] == LISTS
    assert all(len(name) <= 31 for name in names)
    ws = book["Ⅱ(1) ファイルの概要"]
    assert [cell.value for cell in ws[2]] == list(HEADS) and ws.freeze_panes == "A3"
    assert ws.page_setup.paperSize == 9 and ws.page_setup.fitToWidth == 1 and ws.print_title_rows == "$1:$2"
    by_address = {str(row[5].value): row for row in ws.iter_rows(min_row=3)}
    assert before.at("Ⅱ[1]/4/委託事項1/再委託/⑦") is not None
    choice = by_address["Ⅱ[1]/2/①"]
    assert choice[0].value == "① ファイルの種類 ※"
    assert choice[2].value == "システム用ファイル" and "1)\u00a0システム用ファイル" in str(choice[4].value)
    lists = {str(area): rule for rule in ws.data_validations.dataValidation for area in rule.sqref.ranges}
    assert any(choice[2].coordinate in area for area in lists)
    assert by_address["Ⅱ[1]/3/②：1"][0].value == "紙" and by_address["Ⅱ[1]/3/②：1"][1].value == "○"
    heights = [ws.row_dimensions[number].height for number in range(2, ws.max_row + 1)]
    assert max(height or 0 for height in heights) < 409
    assert book["別添3 変更箇所"]["A2"].value == "変更日"
    every = [str(row[-1].value) for sheet in _visible(book.worksheets) for row in sheet.iter_rows(min_row=3)]
    assert "None" not in every


def test_a_page_of_print_can_be_read(tmp_path: Path) -> None:
    """On A4 no letter of a value is smaller than 7.5 points, in a table than 7: 番地 and 選択肢 are left out; rows that are added below are not."""
    data = workbook(sheets(read(copied(CONTENT / "mihon/juki", tmp_path / "before"))), "")
    book = openpyxl.load_workbook(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        areas = dict(re.findall(r"Print_Area\" localSheetId=\"(\d+)\">[^<]*!\$A:\$([A-Z]+)<", archive.read("xl/workbook.xml").decode()))
    for number, ws in enumerate(_visible(book.worksheets)):
        last = column_index_from_string(areas[str(number)])
        heads = [cell.value for cell in ws[2]]
        assert heads[last:] in (["選択肢", ADDRESS], [ADDRESS]), ws.title
        width = sum(ws.column_dimensions[get_column_letter(at)].width for at in range(1, last + 1)) * 8 / 96  # inches, at 8 pixels
        page = (11.69 if ws.page_setup.orientation == "landscape" else 8.27) - ws.page_margins.left - ws.page_margins.right
        assert 10 * min(1, page / width) >= (7.5 if heads[0] == HEADS[0] else 7), ws.title


def test_rows_of_boxes_are_one_line_high(tmp_path: Path) -> None:
    ws = edited(CONTENT / "mihon/juki")["Ⅱ(1) ファイルの概要"]
    assert ws.row_dimensions[row_at(ws, "Ⅱ[1]/2/④/主な記録項目：1")].height < 17
    assert ws.row_dimensions[row_at(ws, "Ⅱ[1]/2/⑥")].height < 17
    assert ws.row_dimensions[row_at(ws, "Ⅱ[1]/3/④")].height > 60
    assert not any(row[-1].alignment.wrap_text for row in ws.iter_rows(min_row=3))


def _visible(found: Iterable[Worksheet]) -> list[Worksheet]:
    return [ws for ws in found if ws.sheet_state == "visible"]


def test_every_address_leads_to_its_item(tmp_path: Path) -> None:
    before = read(copied(CONTENT / "mihon/juki", tmp_path / "before"))
    known = {entry.locator for part in before.parts for entry in part.walk()}
    known |= {one.locator for part in before.parts for entry in part.walk() for one in entry.instances}
    known |= {entry.locator for entry in before.record.walk()}
    known |= {part.locator for part in before.parts} | {before.record.locator}
    for name, rows in texts(workbook(sheets(before), "")).items():
        addresses = [row[-1] for row in rows if row[-1] != ADDRESS] if name != LISTS else []
        assert name == LISTS or len(addresses) > 2, name
        assert {one.partition("：")[0].removesuffix("/id") for one in addresses} <= known, name


# -- a person edits ----------------------------------------------------------------------------------------------------


def edited(source: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(_exported(source)))


@cache
def _exported(source: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return workbook(sheets(read(copied(source, Path(folder)))), "")


def saved(book: openpyxl.Workbook, folder: Path) -> tuple[importers.Import, dict[str, object]]:
    held = io.BytesIO()
    book.save(held)
    done, after = back(held.getvalue(), folder)
    return done, cast(dict[str, object], written(after / "m/a"))


def row_at(ws: Worksheet, address: str) -> int:
    return next(row[0].row or 0 for row in ws.iter_rows() if row[-1].value == address)


def test_an_edited_value_and_a_new_change(tmp_path: Path) -> None:
    book = edited(CONTENT / "mihon/juminzei")
    expected = cast(dict[str, list[object]], written(CONTENT / "mihon/juminzei"))
    ws = book["Ⅰ 基本情報"]
    ws.cell(row_at(ws, "Ⅰ/1/①"), 3).value = "=あたらしい名称"
    ws.cell(row_at(ws, "Ⅰ/1/①"), 3).data_type = "s"
    changes = book["別添2 変更箇所"]
    changes.append(["令和8年4月1日", "Ⅰ 1.①事務の名称", "古い名称", "あたらしい名称", "事後", "名称の変更"])
    done, found = saved(book, tmp_path)
    assert inside(found, "基本情報", "特定個人情報ファイルを取り扱う事務", "事務の名称") == "=あたらしい名称"
    assert inside(found, "変更箇所") == [*expected["変更箇所"], {
        "変更日": "令和8年4月1日", "項目": "Ⅰ 1.①事務の名称", "変更前の記載": "古い名称", "変更後の記載": "あたらしい名称",
        "提出時期": "事後", "提出時期に係る説明": "名称の変更",
    }]
    assert not done.left


def test_a_row_that_was_emptied_filled_or_deleted(tmp_path: Path) -> None:
    """An emptied value is 空欄, a deleted row 未収録, a value beside 未収録 is there; a box ticked by hand is ticked."""
    book = edited(CONTENT / "kumagaya/juki")
    cover = book["表紙"]
    cover.cell(row_at(cover, "表紙/評価書番号"), 3).value = "12"
    cover.delete_rows(row_at(cover, "表紙/評価書名"))
    changes = book["別添2 変更箇所"]
    changes.cell(3, 4).value = None
    _, found = saved(book, tmp_path)
    assert found["表紙"] == {"評価書番号": "12"}
    assert inside(found, "変更箇所", 0, "変更後の記載") == ""

    (tmp_path / "2").mkdir()
    book = edited(CONTENT / "mihon/juki")
    ws = book["Ⅰ 基本情報"]
    box = next(row for row in ws.iter_rows() if row[1].value is None and row[5].value == "Ⅰ/2/システム1/③：1")
    box[1].value = "レ"
    ws.insert_rows(row_at(ws, "Ⅰ/3：1") + 1)
    ws.cell(row_at(ws, "Ⅰ/3：1") + 1, 3).value = "あとから入れた名前"
    ws.cell(row_at(ws, "Ⅰ/3：1") + 1, 1).value = "(2)"
    ws.insert_rows(2, 2)  # rows above the heads of the columns
    ws["A2"] = "総務課より 4月10日までに確認をお願いします"
    ws.insert_cols(4)  # a column between them, and one behind
    ws["D4"], ws["H4"], ws["D6"], ws["H7"] = "確認", "備考", "済", "市民課と調整中"
    done, found = saved(book, tmp_path / "2")
    assert [piece.text for piece in done.result.left] == [
        "総務課より 4月10日までに確認をお願いします", "済", "市民課と調整中"]
    systems = inside(found, "基本情報", "特定個人情報ファイルを取り扱う事務において使用するシステム", "システム")
    assert inside(systems, 0, "他のシステムとの接続", 0) == "情報提供ネットワークシステム"
    assert inside(found, "基本情報", "特定個人情報ファイル名", 1) == "あとから入れた名前"


def test_a_row_that_nobody_can_place_is_kept(tmp_path: Path) -> None:
    book = edited(CONTENT / "mihon/boshi")
    ws = book["Ⅳ リスク対策"]
    ws.cell(ws.max_row + 1, 1).value = "担当者の覚え書き"
    ws.cell(ws.max_row, 3).value = "この行はどの項目でもない"
    done, found = saved(book, tmp_path)
    expected = cast(dict[str, object], written(CONTENT / "mihon/boshi"))
    assert {key: value for key, value in found.items() if key != "未配置"} == expected
    assert "この行はどの項目でもない" in "".join(piece.text for piece in done.result.left)


@pytest.mark.parametrize("kept", [True, False], ids=["addresses copied", "addresses cleared"])
@pytest.mark.parametrize("renamed", [True, False], ids=["提供先 renamed", "提供先 not renamed"])
def test_a_block_that_was_copied(kept: bool, renamed: bool, tmp_path: Path) -> None:
    """A new 提供先 below the last one, made by copying its rows, is a block of its own; all else is as it was."""
    book = edited(CONTENT / "mihon/juki")
    ws = book["Ⅱ(1) ファイルの概要"]
    addresses = [str(row[5].value) for row in ws.iter_rows()]
    last = max(int(one.removeprefix("Ⅱ[1]/5/提供先")) for one in addresses if one.startswith("Ⅱ[1]/5/提供先") and "/" not in one[7:])
    own = [at for at, one in enumerate(addresses, 1) if (one + "/").startswith(f"Ⅱ[1]/5/提供先{last}/")]
    ws.insert_rows(own[-1] + 1, len(own))
    for offset, at in enumerate(own, 1):
        for column in range(1, 7):
            old, new = ws.cell(at, column), ws.cell(own[-1] + offset, column)
            new.value = None if column == 6 and not kept else old.value
            new.alignment = Alignment(indent=old.alignment.indent)
    if renamed:
        ws.cell(own[-1] + 1, 1).value = f"提供先{last + 1}"
    ws.cell(own[-1] + 2, 3).value = "あたらしい提供先"
    done, found = saved(book, tmp_path)
    expected = written(CONTENT / "mihon/juki")
    blocks = cast(list[dict[str, object]], inside(expected, "特定個人情報ファイルの概要", 0, "特定個人情報の提供・移転", "提供先"))
    new_block = {key: value for key, value in blocks[-1].items() if key != "id"} | {"提供先の名称": "あたらしい提供先"}
    blocks.append(new_block)
    assert found == expected
    assert not done.left


def test_what_a_person_writes_beside_a_value_is_kept(tmp_path: Path) -> None:
    """In 印, 状態, 選択肢 and 項目 of rows, of boxes and of changes: none of it is a value, none of it is lost."""
    expected = written(CONTENT / "mihon/juki")
    book = edited(CONTENT / "mihon/juki")
    ws = book["Ⅱ(1) ファイルの概要"]

    def write(address: str, column: int, text: str) -> None:
        ws.cell(row_at(ws, address), column).value = text

    write("Ⅱ[1]/2/⑥", 2, "？")
    write("Ⅱ[1]/2/⑥", 4, "課長に確認中")
    write("Ⅱ[1]/2/⑥", 1, "⑥ 事務を担当する部署では？")
    write("Ⅱ[1]/2/⑤", 5, "この日付は誤り。平成28年では？")
    write("Ⅱ[1]/2/①", 5, "1) システム用ファイル（この一覧は古い）")
    write("Ⅱ[1]/3/①：5", 1, "民間の会社")
    write("Ⅱ[1]/3/①：6", 4, "未記入")
    ws["C1"] = "題の横の覚え書き"
    changes = book["別添3 変更箇所"]
    state = next(cell.column for cell in changes[2] if cell.value == "状態")
    changes.cell(3, state).value = "この行は二重では"
    changes.cell(4, state).value = "項目：要検討"
    contents = book["評価書"]
    contents.cell(row_at(contents, "Ⅰ"), 3).value = "この部は来年度に直す"
    done, found = saved(book, tmp_path)
    assert {key: value for key, value in found.items() if key != "未配置"} == expected
    assert sorted(piece.text for piece in done.result.left) == sorted([
        "？", "課長に確認中", "⑥ 事務を担当する部署では？", "この日付は誤り。平成28年では？", "1) システム用ファイル（この一覧は古い）",
        "民間の会社", "未記入", "題の横の覚え書き", "この行は二重では", "項目：要検討", "この部は来年度に直す",
    ])
    assert not done.result.guessed
    assert done.placed + done.form_text + done.left == done.characters
    places = {piece.text: piece.row.place for piece in done.result.left}
    assert places["？"] == f"x.xlsx:Ⅱ(1) ファイルの概要!A{row_at(ws, 'Ⅱ[1]/2/⑥')}"


def test_marks_that_are_read_by_guessing_are_told(tmp_path: Path) -> None:
    """A text beside an empty 印 ticks its box, なし and × untick it, other words make it 不明; each is a guess."""
    book = edited(CONTENT / "mihon/juki")
    ws = book["Ⅱ(1) ファイルの概要"]
    for address, column, text in (
        ("Ⅱ[1]/3/①：5", 3, "民間の会社"), ("Ⅱ[1]/3/②：1", 2, "なし"), ("Ⅱ[1]/3/②：2", 2, "要確認"), ("Ⅱ[1]/3/②：5", 2, "レ"),
        ("Ⅱ[1]/3/②：3", 2, "無"),
    ):
        ws.cell(row_at(ws, address), column).value = text
    risks = book["Ⅲ(1) ファイルの取扱いプロセスにおけるリスク対策"]
    risks.cell(row_at(risks, "Ⅲ[1]/4/委託しない"), 2).value = "？"
    risks.cell(row_at(risks, "Ⅲ[1]/5/提供・移転しない"), 2).value = "×"
    done, found = saved(book, tmp_path)
    of_risks = inside(found, "特定個人情報ファイルの取扱いプロセスにおけるリスク対策", 0)
    assert inside(of_risks, "特定個人情報ファイルの取扱いの委託", "委託しない") == "不明"
    assert inside(of_risks, "特定個人情報の提供・移転", "提供・移転しない") == "非該当"
    taken = inside(found, "特定個人情報ファイルの概要", 0, "特定個人情報の入手・使用")
    assert {"民間事業者": "民間の会社"} in cast(list[object], inside(taken, "入手元"))
    ways = cast(list[object], inside(taken, "入手方法"))
    assert "紙" not in ways and "専用線" in ways and {"不明": ["電子記録媒体（フラッシュメモリを除く。）"]} in ways
    assert [(item, text) for item, text, _, _ in done.result.guessed] == [
        ("① 入手元", "民間の会社"), ("② 入手方法", "なし"), ("② 入手方法", "要確認"), ("委託しない", "？"), ("提供・移転しない", "×")]
    assert [where for _, _, _, where in done.result.guessed][2].endswith(f"!A{row_at(ws, 'Ⅱ[1]/3/②：2')}")
    assert not done.left


@pytest.mark.parametrize("sheet", ["Ⅰ 基本情報", "別添3 変更箇所", "Ⅱ(1) 移転先一覧"])
@pytest.mark.parametrize("change", ["番地", "状態", "column", "row"])
def test_heads_that_were_changed_are_one_message(change: str, sheet: str, tmp_path: Path) -> None:
    """A head retyped, its column or the row of heads deleted: the workbook is refused, in one sentence that names the sheet."""
    book = edited(CONTENT / "mihon/juki")
    ws = book[sheet]
    last = ws.max_column
    if change == "column":
        ws.delete_cols(last)
    elif change == "row":
        ws.delete_rows(2)
    else:
        ws.cell(2, last - (change == "状態")).value = "かいた"
    with pytest.raises(importers.NotReadable) as told:
        saved(book, tmp_path)
    assert f"シート「{sheet}」の見出しの行" in str(told.value) and "番地" in str(told.value) and str(told.value).count("。") == 2


@pytest.mark.parametrize("head", [head for head in HEADS if head not in ("状態", ADDRESS)])
def test_one_of_the_other_heads_that_was_changed(head: str, tmp_path: Path) -> None:
    book = edited(CONTENT / "mihon/boshi")
    book["表紙"].cell(2, HEADS.index(head) + 1).value = "かいた"
    with pytest.raises(importers.NotReadable, match="シート「表紙」の見出しの行"):
        saved(book, tmp_path)


def test_a_sheet_that_a_person_added_is_read_as_it_stands(tmp_path: Path) -> None:
    book = edited(CONTENT / "mihon/boshi")
    book.create_sheet("覚え書き")["A1"] = "係の覚え書き"
    done, _ = saved(book, tmp_path)
    assert [piece.text for piece in done.result.left] == ["係の覚え書き"]


def test_a_form_that_the_workbook_is_not_on_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(workbook(sheets(read(copied(CONTENT / "mihon/boshi", tmp_path / "before"))), ""))
    with pytest.raises(importers.NotReadable, match="基礎項目評価書です。--form を外してください"):
        importers.run([tmp_path / "x.xlsx"], FORMS[0] if FORMS[0].code != "kiso" else FORMS[1])
    kiso = next(form for form in FORMS if form.code == "kiso")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nor is an official told in English what openpyxl does not keep
        assert importers.run([tmp_path / "x.xlsx"], kiso).left == 0
