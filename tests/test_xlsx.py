"""Excel workbooks as cities have them: labels left, values right, merged cells; and files that are none of that."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from site_gen import importers
from site_gen.cli import cli
from site_gen.importers import sources, workbooks
from tests.conftest import inside

PEOPLE = ["1) 1,000人未満", "2) 1,000人以上1万人未満", "3) 1万人以上10万人未満", "4) 10万人以上30万人未満", "5) 30万人以上"]


def put(ws: Worksheet, area: str, text: str | int | datetime | None) -> None:
    """`text` in the first cell of `area`, which is merged."""
    first = area.split(":")[0]
    ws[first] = text
    if ":" in area:
        ws.merge_cells(area)


def imported(book: openpyxl.Workbook, folder: Path) -> tuple[importers.Import, dict[str, object]]:
    book.save(folder / "x.xlsx")
    done = importers.run([folder / "x.xlsx"], None)
    found: dict[str, object] = {}
    for text in done.files.values():
        found |= yaml.load(text, Loader=yaml.BaseLoader)
    return done, found


def zenkomoku() -> openpyxl.Workbook:
    """全項目評価書 in the official layout: a margin, several label columns, boxes and brackets in cells of their own."""
    book = openpyxl.Workbook()
    ws = book.active
    assert isinstance(ws, Worksheet)
    ws.title = "表紙"
    put(ws, "B2:K2", "特定個人情報保護評価書（全項目評価書）")
    put(ws, "B4:D4", "評価書番号")
    put(ws, "E4:K4", "評価書名")
    put(ws, "B5:D5", 1)
    put(ws, "E5:K5", "住民基本台帳に関する事務")
    ws = book.create_sheet("Ⅰ")
    put(ws, "B1:N1", "Ⅰ 基本情報")
    put(ws, "B2:N2", "１．特定個人情報ファイルを取り扱う事務")
    put(ws, "B3:E3", "①事務の名称")
    put(ws, "F3:N3", "住民基本台帳に関する事務")
    put(ws, "B4", "②")  # the number in a column of its own
    put(ws, "C4:E4", "事務の内容　※")
    put(ws, "F4:N4", "① 住民票の編成\n② 届出の受付")
    put(ws, "B5:E7", "③対象人数")  # one label beside three rows
    put(ws, "F5", "[")
    put(ws, "G5:I5", "10万人以上30万人未満")
    put(ws, "J5", "]")
    put(ws, "K5:N5", "＜選択肢＞")
    for row, (left, right) in enumerate([(PEOPLE[0], PEOPLE[1]), (PEOPLE[2], PEOPLE[3])], 6):
        put(ws, f"F{row}:I{row}", left)
        put(ws, f"J{row}:N{row}", right)
    put(ws, "F8:I8", PEOPLE[4])
    put(ws, "B9:N9", "２．特定個人情報ファイルを取り扱う事務において使用するシステム")
    put(ws, "B10:N10", "システム１")
    put(ws, "B11:E11", "①システムの名称")
    put(ws, "F11:N11", "既存住民基本台帳システム")
    put(ws, "B12:E12", "②システムの機能")
    put(ws, "F12:N12", "1. 異動の入力\n2. 照会")
    put(ws, "B13:E16", "③他のシステムとの接続")
    boxes = [("情報提供ネットワークシステム", "[  ]"), ("庁内連携システム", "[○]"), ("住民基本台帳ネットワークシステム", "[○]"),
             ("既存住民基本台帳システム", "[  ]"), ("宛名システム等", "[○]"), ("税務システム", "[  ]")]
    for number, (label, mark) in enumerate(boxes):
        row, column = 13 + number // 2, "FJ"[number % 2]
        ws[f"{column}{row}"] = mark
        ws[f"{chr(ord(column) + 1)}{row}"] = label
    ws["F16"], ws["G16"] = "[○]", "その他　（戸籍システム　）"
    put(ws, "B17:N17", "３．特定個人情報ファイル名")
    put(ws, "B18:N18", "(1) 住民基本台帳ファイル\n(2) 送付先情報ファイル")
    put(ws, "B19:N19", "６．情報提供ネットワークシステムによる情報連携　※")
    put(ws, "B20:E20", "①実施の有無")
    put(ws, "F20:N20", "[　実施する　]　＜選択肢＞\n1) 実施する\n2) 実施しない\n3) 未定")
    put(ws, "B21:E21", "②法令上の根拠")
    put(ws, "F21:N21", "番号法第19条第8号")
    ws = book.create_sheet("Ⅱ")
    put(ws, "B1:N1", "Ⅱ 特定個人情報ファイルの概要")
    put(ws, "B2:N2", "１．特定個人情報ファイル名")
    put(ws, "B3:N3", "(1) 住民基本台帳ファイル")
    put(ws, "B4:N4", "２．基本情報")
    put(ws, "B5:E5", "⑤保有開始日")
    ws["F5"] = datetime(2015, 7, 21)
    ws["F5"].number_format = '[$-411]ggge"年"m"月"d"日";@'
    put(ws, "B6:E6", "⑥事務担当部署")
    put(ws, "F6:N6", "市民課")
    put(ws, "B7:H7", "４．特定個人情報ファイルの取扱いの委託　※")
    put(ws, "B8:E8", "委託の有無")
    ws["F8"], ws["G8"], ws["I8"], ws["J8"] = "[", "委託する", "]", "＜選択肢＞"
    ws["F9"], ws["H9"], ws["J9"], ws["L9"] = "（", "） 件", "1) 委託する", "2) 委託しない"
    ws["G9"].value = 2
    put(ws, "B10:N10", "委託事項１")
    put(ws, "B11:E11", "①委託内容")
    put(ws, "F11:N11", "システムの運用")
    put(ws, "B12:B14", "再委託")  # a label over three rows, with labels beside it
    put(ws, "C12:E12", "⑦再委託の有無　※")
    put(ws, "F12:N12", "[再委託しない] ＜選択肢＞ 1) 再委託する 2) 再委託しない")
    put(ws, "C13:E13", "⑧再委託の許諾方法")
    put(ws, "C14:E14", "⑨再委託事項")
    ws = book.create_sheet("別添3")
    put(ws, "A1:F1", "(別添3)変更箇所")
    for number, head in enumerate(["変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"], 1):
        ws.cell(2, number, head)
    put(ws, "A3:A4", "令和5年2月6日")  # one day beside two rows
    for at, (item, after) in enumerate([("Ⅰ 7.①部署", "市民課"), ("Ⅰ 7.②所属長の役職名", "課長")], 3):
        ws.cell(at, 2, item)
        ws.cell(at, 3, "（新規）")
        ws.cell(at, 4, after)
        ws.cell(at, 5, "事後")
    hidden = book.create_sheet("リスト")
    hidden["A1"] = "提出時期に係る選択肢の一覧で、文書の一部ではない"
    hidden.sheet_state = "hidden"
    return book


def test_a_form_as_cities_have_it(tmp_path: Path) -> None:
    done, found = imported(zenkomoku(), tmp_path)
    assert done.form.code == "zenkomoku"
    assert [(piece.text, piece.row.place) for piece in done.result.left] == []
    assert done.placed + done.form_text + done.left == done.characters
    kihon = found["基本情報"]
    assert inside(kihon, "特定個人情報ファイルを取り扱う事務") == {
        "事務の名称": "住民基本台帳に関する事務", "事務の内容": "① 住民票の編成\n② 届出の受付\n", "対象人数": "10万人以上30万人未満",
    }
    assert inside(kihon, "特定個人情報ファイルを取り扱う事務において使用するシステム", "システム") == [{
        "システムの名称": "既存住民基本台帳システム", "システムの機能": "1. 異動の入力\n2. 照会\n",
        "他のシステムとの接続": ["庁内連携システム", "住民基本台帳ネットワークシステム", "宛名システム等", {"その他": "戸籍システム"}],
    }]
    assert inside(kihon, "特定個人情報ファイル名") == ["住民基本台帳ファイル", "送付先情報ファイル"]
    assert inside(kihon, "情報提供ネットワークシステムによる情報連携") == {"実施の有無": "実施する", "法令上の根拠": "番号法第19条第8号"}
    (gaiyo,) = cast(list[object], found["特定個人情報ファイルの概要"])
    assert inside(gaiyo, "基本情報") == {"保有開始日": "平成27年7月21日", "事務担当部署": "市民課"}
    itaku = inside(gaiyo, "特定個人情報ファイルの取扱いの委託")
    assert inside(itaku, "委託の有無") == {"記載": "委託する", "件数": "2件"}
    assert inside(itaku, "委託事項", 0, "再委託") == {"再委託の有無": "再委託しない", "再委託の許諾方法": "", "再委託事項": ""}
    changes = cast(list[dict[str, str]], found["変更箇所"])
    assert [(one["変更日"], one["変更後の記載"]) for one in changes] == [("令和5年2月6日", "市民課"), ("令和5年2月6日", "課長")]
    assert all(one["提出時期に係る説明"] == "" for one in changes)
    assert found["表紙"] == {"評価書番号": "1", "評価書名": "住民基本台帳に関する事務"}
    assert "文書の一部ではない" not in "".join(done.files.values())


def juten() -> openpyxl.Workbook:
    """重点項目評価書, of which only the list of changes is there: days as numbers, texts that look like formulas."""
    book = openpyxl.Workbook()
    ws = book.active
    assert isinstance(ws, Worksheet)
    ws["A1"] = "（別添２）変更箇所"
    for column, head in zip("ACEGIK", ["変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明"], strict=True):
        put(ws, f"{column}2:{chr(ord(column) + 1)}2", head)
    for row, text in enumerate(["=1+1", "-", "+81"], 3):
        put(ws, f"A{row}:B{row}", datetime(2024, 4, row))
        for column, cell in zip("CEGI", ["Ⅰ 基本情報", text, f"[○] {text}", "事前"], strict=True):
            put(ws, f"{column}{row}:{chr(ord(column) + 1)}{row}", cell)
            ws[f"{column}{row}"].data_type = "s"
    return book


def test_a_table_of_changes(tmp_path: Path) -> None:
    done, found = imported(juten(), tmp_path)
    assert done.form.code == "juten" and not done.left
    changes = cast(list[dict[str, str]], found["変更箇所"])
    assert [one["変更日"] for one in changes] == ["2024-04-03", "2024-04-04", "2024-04-05"]
    assert [one["変更前の記載"] for one in changes] == ["=1+1", "-", "+81"]
    assert changes[0]["変更後の記載"] == "[○] =1+1"
    assert "# 原文 x.xlsx:Sheet!A3" in done.files["9-henko.yaml"]


def kiso() -> openpyxl.Workbook:
    """基礎項目評価書 on one sheet: boxes in heading rows, questions with their answers on the next row, a threshold."""
    book = openpyxl.Workbook()
    ws = book.active
    assert isinstance(ws, Worksheet)
    rows: list[list[str | int | None]] = [
        ["特定個人情報保護評価書（基礎項目評価書）"], [],
        ["評価書番号", None, "評価書名"], [3, None, "母子保健に関する事務"], [],
        ["Ⅰ　関連情報"],
        ["１．特定個人情報ファイルを取り扱う事務"],
        [None, "①", "事務の名称", None, "母子保健に関する事務"],
        [None, "②", "事務の概要", None, "母子健康手帳の交付"],
        [None, "③", "システムの名称", None, "健康管理システム"],
        ["２．特定個人情報ファイル名"], [None, "母子保健情報ファイル"],
        ["４．情報提供ネットワークシステムによる情報連携"],
        [None, "①", "実施の有無", None, "[", "実施する", "]", "<選択肢>"],
        [None, None, None, None, None, None, None, "1) 実施する"], [None, None, None, None, None, None, None, "2) 実施しない"],
        [None, None, None, None, None, None, None, "3) 未定"],
        ["Ⅱ　しきい値判断項目"],
        ["１．対象人数"],
        [None, "評価対象の事務の対象人数は何人か", None, None, "[1,000人以上1万人未満]", None, None, "<選択肢>"],
        [None, None, None, None, None, None, None, "1) 1,000人未満（任意実施）"],
        [None, None, None, None, None, None, None, "2) 1,000人以上1万人未満"],
        [None, "いつ時点の計数か", None, None, "令和7年1月1日 時点"],
        ["Ⅳ　リスク対策"],
        ["４．特定個人情報ファイルの取扱いの委託", None, None, None, "[　　]", "委託しない"],
        [None, "委託先における不正な使用等のリスクへの対策は十分か", None, None, "[", "十分である", "]",
         "<選択肢> 1) 特に力を入れている 2) 十分である 3) 課題が残されている"],
        ["５．特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じた提供を除く。）", None, None, None, "[○]", "提供・移転しない"],
    ]
    for row in rows:
        ws.append(row)
    return book


def test_a_form_on_one_sheet(tmp_path: Path) -> None:
    done, found = imported(kiso(), tmp_path)
    assert done.form.code == "kiso"
    assert [(piece.text, piece.row.place) for piece in done.result.left] == []
    assert found["表紙"] == {"評価書番号": "3", "評価書名": "母子保健に関する事務"}
    assert found["関連情報"] == {
        "特定個人情報ファイルを取り扱う事務": {
            "事務の名称": "母子保健に関する事務", "事務の概要": "母子健康手帳の交付", "システムの名称": "健康管理システム"},
        "特定個人情報ファイル名": ["母子保健情報ファイル"],
        "情報提供ネットワークシステムによる情報連携": {"実施の有無": "実施する"},
    }
    assert found["しきい値判断項目"] == {"対象人数": {
        "評価対象の事務の対象人数は何人か": "1,000人以上1万人未満", "いつ時点の計数か": "令和7年1月1日 時点"}}
    assert found["リスク対策"] == {
        "特定個人情報ファイルの取扱いの委託": {"委託しない": "", "委託先における不正な使用等のリスクへの対策は十分か": "十分である"},
        "特定個人情報の提供・移転": {"提供・移転しない": "○"},
    }


def test_a_formula_is_the_value_it_had(tmp_path: Path) -> None:
    """openpyxl writes no values of formulas: the file is made as Excel makes it."""
    book = openpyxl.Workbook()
    ws = book.active
    assert isinstance(ws, Worksheet)
    ws["A1"] = "特定個人情報保護評価書（基礎項目評価書）"
    ws["A2"] = "Ⅰ 関連情報"
    ws["A3"] = "１．特定個人情報ファイルを取り扱う事務"
    ws["A4"], ws["B4"] = "①事務の名称", "=CONCATENATE(\"住民\",\"税\")"
    ws["A5"], ws["B5"] = "②事務の概要", "概要"
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for one in old.infolist():
            body = old.read(one)
            if one.filename == "xl/worksheets/sheet1.xml":
                assert b"</f><v" in body
                body = body.replace(b'<c r="B4">', b'<c r="B4" t="str">').replace(b"</f><v />", "</f><v>住民税</v>".encode())
                body = body.replace(b"</f><v></v>", "</f><v>住民税</v>".encode())
            new.writestr(one.filename, body)
    done = importers.run([tmp_path / "x.xlsx"], None)
    assert "事務の名称: 住民税" in done.files["hyoka.yaml"]


def test_texts_of_shapes_wait_for_a_person(tmp_path: Path) -> None:
    """Shapes as Excel writes them, of which openpyxl knows nothing: kept, in no item."""
    held = io.BytesIO()
    zenkomoku().save(held)
    shape = ('<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="ja-JP"/><a:t>住民</a:t></a:r>'
             '</a:p><a:p algn="ctr"><a:r><a:t>窓口&amp;</a:t></a:r><a:r><a:t>届出</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>')
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", shape)
    (tmp_path / "x.xlsx").write_bytes(held.getvalue())
    done = importers.run([tmp_path / "x.xlsx"], None)
    assert [(piece.text, piece.row.place, piece.guessed) for piece in done.result.left] == [
        ("住民\n窓口&届出", "x.xlsx:図形1", "図形の中の文です")]
    assert "窓口&届出" in done.files["未配置.yaml"]


# -- files that are no document ----------------------------------------------------------------------------------------


def ole(*streams: str) -> bytes:
    """The beginning of an OLE container with the names of its streams, as Excel 97 and encrypted files have it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le") for name in streams)


def book_bytes(change: Callable[[Worksheet], None] = lambda ws: None) -> bytes:
    book = openpyxl.Workbook()
    ws = book.active
    assert isinstance(ws, Worksheet)
    change(ws)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", packed) as new:
        for one in old.infolist():
            new.writestr(one.filename, change(old.read(one)) if one.filename == name else old.read(one))
    return held.getvalue()


def zipped(*parts: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts:
            archive.writestr(name, body)
    return held.getvalue()


def menu(ws: Worksheet) -> None:
    ws["A1"], ws["B1"] = "献立", "魚"


def damaged() -> bytes:
    data = bytearray(book_bytes(menu))
    at = data.index(b"xl/workbook.xml") + 40
    data[at : at + 60] = bytes(60)
    return bytes(data)


def encrypted_entry() -> bytes:
    """A zip whose parts say that they need a password."""
    data = bytearray(zipped(("xl/workbook.xml", b"<a/>")))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
BAD: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("old Excel", "x.xls", lambda: ole("Workbook"), "古い形式の Excel（.xls）"),
    ("old Excel, renamed", "x.xlsx", lambda: ole("Workbook"), "古い形式の Excel（.xls）"),
    ("password", "x.xlsx", lambda: ole("EncryptionInfo", "EncryptedPackage"), "パスワード"),
    ("password on the zip", "x.xlsx", encrypted_entry, "壊れている"),
    ("bomb", "x.xlsx", lambda: zipped(("xl/workbook.xml", b"<a/>"), (SHEET, bytes(150_000_000))), "大きくなりすぎる"),
    ("many parts", "x.xlsx", lambda: zipped(("xl/workbook.xml", b"<a/>"), *((f"{n}", b"") for n in range(5_001))), "大きくなりすぎる"),
    ("merged without end", "x.xlsx", lambda: with_part(book_bytes(menu), SHEET, lambda xml: xml.replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')), "大きくなりすぎる"),
    ("cells without end", "x.xlsx", lambda: with_part(
        book_bytes(menu), SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b'<row><c r="A1"/></row>' * 1_000_001),
        zipfile.ZIP_STORED), "大きくなりすぎる"),
    ("half of it", "x.xlsx", lambda: book_bytes(menu)[:2_000], "壊れている"),
    ("damaged inside", "x.xlsx", damaged, "壊れている"),
    ("no XML", "x.xlsx", lambda: with_part(book_bytes(menu), SHEET, lambda _: b"<worksheet"), "壊れている"),
    ("Word", "x.xlsx", lambda: zipped(("word/document.xml", b"<a/>")), "Word の文書"),
    ("any zip", "x.xlsx", lambda: zipped(("a.txt", b"a")), "ほかの種類のファイル"),
    ("a picture", "x.xlsx", lambda: b"\x89PNG\r\n", "Excel のファイルではありません"),
    ("empty file", "x.xlsx", lambda: b"", "空です"),
    ("empty workbook", "x.xlsx", book_bytes, "空です"),
    ("no assessment", "x.xlsx", lambda: book_bytes(menu), "様式か分かりません"),
    ("external entity", "x.xlsx", lambda: with_part(book_bytes(menu), SHEET, lambda xml: DOCTYPE + xml), "DOCTYPE"),
    ("external entity in UTF-16", "x.xlsx", lambda: with_part(
        book_bytes(menu), SHEET, lambda xml: (DOCTYPE + xml).decode().encode("utf-16")), "DOCTYPE"),
    ("unknown kind", "x.xlsb", lambda: b"PK", "形式は読み込めません"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "held", "words"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_bad_input_is_one_sentence(name: str, held: Callable[[], bytes], words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(held())
    done = CliRunner().invoke(cli, [
        "import", str(tmp_path / name), "--municipality", "m", "--assessment", "a", "--to", str(tmp_path / "content")])
    assert done.exit_code == 1 and not isinstance(done.exception, Exception)
    assert words in done.output and len(done.output.strip().split("\n")) == 1
    assert not (tmp_path / "content").exists()


def test_a_cell_in_the_last_corner_takes_no_time(tmp_path: Path) -> None:
    def far(ws: Worksheet) -> None:
        menu(ws)
        ws.cell(1_048_576, 16_384, "隅")

    (tmp_path / "x.xlsx").write_bytes(book_bytes(far))
    rows = list(sources.read(tmp_path / "x.xlsx"))
    assert [[cell for cell in row.cells if cell] for row in rows] == [["献立", "魚"], ["隅"]]


def test_a_size_that_the_zip_lies_about_is_not_read_further(tmp_path: Path) -> None:
    """A part that says it is small: reading stops at what it says, and the file counts as broken."""
    data = bytearray(with_part(book_bytes(menu), SHEET, lambda _: bytes(50_000_000)))
    at = data.rindex(b"PK\1\2", 0, data.rindex(SHEET.encode()))
    struct.pack_into("<I", data, at + 24, 1_000)
    (tmp_path / "x.xlsx").write_bytes(bytes(data))
    with pytest.raises(importers.NotReadable, match="壊れている"):
        workbooks.opened(tmp_path / "x.xlsx")
