"""The tables of rows on index pages: what a row of a list has no column for, and why a cell says nothing."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from lxml import html

from site_gen import content, pages
from site_gen.render import Renderer
from tests.conftest import ROOT
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write

INDEXES = ("departments", "recipients", "contractors", "statutes")
UNREAD = "不明"


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _cells(row: html.HtmlElement) -> dict[str, str]:
    """The cells of a row by the heads that a narrow screen shows."""
    return {cell.get("data-label"): _squeezed(cell.text_content()) for cell in row.xpath("./td")}


def _rows(output: Path) -> list[tuple[str, html.HtmlElement]]:
    """Every row of every index page, with where its head leads in the site."""
    found = []
    for folder in INDEXES:
        for file in sorted((output / folder).rglob("index.html")):
            for row in html.parse(file).getroot().xpath("//table[contains(@class,'flows')]/tbody/tr"):
                there = (file.parent / row.xpath("./th/a/@href")[0].partition("#")[0]).resolve().relative_to(output.resolve())
                found.append((f"{there.parent.as_posix()}#{row.xpath('./th/a/@href')[0].partition('#')[2]}", row))
    return found


def _ticked(boxes: list[object]) -> list[str]:
    """Labels of the ticked boxes as written, those with a bracket in one."""
    labels = []
    for box in boxes:
        pairs = list(box.items()) if isinstance(box, dict) else [(box, "")]
        labels += [f"{label}（{detail}）" if detail else f"{label}" for label, detail in pairs if label != UNREAD]
    return labels


def _number(blocks: list[dict[str, object]], wanted: dict[str, object]) -> int:
    """Which number a block has: its own, else one more than the block before it."""
    number = 0
    for one in blocks:
        number = int(str(one.get("番号", number + 1)))
        if one is wanted:
            return number
    raise AssertionError(wanted)


@pytest.mark.parametrize("where", ["saitama/juki", "mihon/juki"])
def test_rows_of_a_list_say_what_the_block_says_that_points_at_it(whole_output: Path, where: str) -> None:
    """As the YAML has it: data, whose, how many and by which means stand in 移転先1, who and what for in the list."""
    text = (ROOT / "content" / where / "2-gaiyo.yaml").read_text(encoding="utf-8")
    sharing = yaml.safe_load(text)["特定個人情報ファイルの概要"][0]["特定個人情報の提供・移転"]
    seen = 0
    for address, row in _rows(whole_output):
        for name, piece, word in (("提供先", "teikyo", "提供"), ("移転先", "iten", "移転")):
            if not address.startswith(f"{where}/ii-f1-{piece}#ii-f1-5-{piece}-ichiran"):
                continue
            block = next(one for one in sharing[name] if "一覧" in one[f"{name}の名称"] and "別紙" in one[f"{name}の名称"])
            cells = _cells(row)
            assert _squeezed(block[f"{word}する情報"]) in cells["情報"], address
            assert "、".join(map(_squeezed, _ticked(block[f"{word}方法"]))) in cells["方法"]
            assert _squeezed(block[f"{word}する情報の対象となる本人の範囲"]) in cells["対象者"]
            people = block.get(f"{word}する情報の対象となる本人の数") or ""
            assert people == UNREAD or str(people) in cells["対象者"]
            back = row.xpath("./td[@data-label='情報']//a")
            assert len(back) == 1 and back[0].text_content().endswith("の記載")
            number = _number(sharing[name], block)
            assert back[0].get("href").endswith(f"/ii-f1-{piece}/index.html#ii-f1-5-{piece}{number}")
            seen += 1
    assert seen > 100


def test_no_cell_says_that_nothing_is_written_where_the_form_does_not_ask(whole_output: Path) -> None:
    """記載なし is none of the kinds of nothing."""
    rows = _rows(whole_output)
    kinds = Counter(_squeezed(mark.text_content()) for _, row in rows for mark in row.xpath(".//*[contains(@class,'nothing')]"))
    assert len(rows) > 500
    assert set(kinds) <= {"欄なし", "未収録", "空欄", "記載を要しない", "不明", "チェックなし"}


BODY = """
表紙: {評価書名: 見本に関する事務}
基本情報: {特定個人情報ファイル名: [見本ファイル]}
特定個人情報ファイルの概要:
  - 特定個人情報ファイル名: 見本ファイル
    特定個人情報の提供・移転:
      移転先:
        - 移転先の名称: 空欄課
          移転する情報:
          移転方法:
          時期・頻度:
        - 移転先の名称: 未収録課
        - 移転先の名称: 無印課
          移転する情報: なし
          移転方法: []
        - 移転先の名称: 不明課
          移転方法: [{不明: [紙]}]
      移転先一覧:
        - {項番: 1, 移転先: 一覧課, 用途の法的根拠: 条例, 用途: 調査}
"""
SAID = {  # 情報, 用途, 方法
    "空欄課": ("空欄", "未収録", "空欄"),
    "未収録課": ("未収録", "未収録", "未収録"),
    "無印課": ("なし", "未収録", "チェックなし"),
    "不明課": ("未収録", "未収録", "不明"),
    "一覧課": ("欄なし", "調査", "欄なし"),
}


def test_kinds_of_nothing_are_told_apart(tmp_path: Path) -> None:
    """Empty, not included, not asked for, nothing ticked, and the author's own なし; no block points at the list."""
    write(tmp_path, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": RECORD.format(form="全項目評価書") + BODY})
    result = content.read(tmp_path)
    assert result.site is not None, [str(one) for one in result.problems]
    found = {}
    for one in pages.pages(result.site):
        if re.fullmatch("departments/m/[^/]+", one.path):
            page = html.fromstring(Renderer().html(one))
            cells = _cells(page.xpath("//main//tbody/tr")[0])
            found[one.title] = (cells["情報"], cells["用途"], cells["方法"])
    assert found == SAID
