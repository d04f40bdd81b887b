"""Two texts and what a reader sees changed: reconstruction, whole words and figures, no confetti."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen import importers
from site_gen.difference import Run, only_blanks, runs
from site_gen.forms import form_named
from tests.whole import whole_site


def shown(before: str, after: str) -> str:
    """The runs as one string: [gone] {new}."""
    marks = {"same": "{}", "gone": "[{}]", "new": "{{{}}}"}
    return "".join(marks[run.kind].format(run.text) for run in runs(before, after))


def both(before: str, after: str) -> tuple[str, str]:
    """The two texts put together again from their runs."""
    found = runs(before, after)
    return "".join(r.text for r in found if r.kind != "new"), "".join(r.text for r in found if r.kind != "gone")


CASES = (
    # A word that came in, a word for another, a word that went.
    ("子育て支援課", "子育て支援政策課", "子育て支援{政策}課"),
    ("法務省通知情報", "出入国在留管理庁通知情報", "[法務省]{出入国在留管理庁}通知情報"),
    ("収納対策課・収納調査課", "収納対策課", "収納対策課[・収納調査課]"),
    # Figures, articles and words of katakana or Latin letters are whole.
    ("60件", "159件", "[60]{159}件"),
    ("1,000人", "10,000人", "[1,000]{10,000}人"),
    ("番号法第19条第7号", "番号法第19条第8号", "番号法第19条[第7号]{第8号}"),
    ("第十九条第七号", "第十九条第八号", "第十九条[第七号]{第八号}"),
    ("別表第二の二十一の項", "別表第二の二十二の項", "別表第二の[二十一]{二十二}の項"),
    ("サーバへ送る", "サーバーへ送る", "[サーバ]{サーバー}へ送る"),
    ("CSから", "GWから", "[CS]{GW}から"),
    ("②事務", "③事務", "[②]{③}事務"),
    # What came in stands between words.
    ("富士通株式会社", "富士通株式会社 関越支社", "富士通株式会社{ 関越支社}"),
    ("ア、イ、ウ", "ア、イ、エ、ウ", "ア、イ、{エ、}ウ"),
    # A letter between two changes that is the same by chance is no island; figures and line ends are.
    ("市民局の長", "区政部の次官", "[市民局の長]{区政部の次官}"),
    ("3、4", "5、6", "[3]{5}、[4]{6}"),
    ("一行目\n二行目", "三行目\n四行目", "[一]{三}行目\n[二]{四}行目"),
    # Where little of a name stayed it is replaced as a whole; the next name by itself, however many came for it.
    ("総務部 税務課", "財政部 市民税課、財政部 納税課", "[総務部]{財政部} [税務課]{市民税課、財政部 納税課}"),
    ("税務課長", "市民税課長、納税課長", "[税務課長]{市民税課長、納税課長}"),
    ("税総合システム", "個人住民税システム", "[税総合]{個人住民税}システム"),
    ("通知カードを送る", "個人番号通知書を送る", "[通知カード]{個人番号通知書}を送る"),
    ("市町村は", "熊谷市は", "[市町村]{熊谷市}は"),
    ("番号法第19条第8号別表第二", "番号法第19条第8号に基づく主務省令第2条の表", "番号法第19条第8号[別表第二]{に基づく主務省令第2条の表}"),
    ("発生なし", "発生あり\n許諾を得ることなく再委託したもの", "発生[なし]{あり\n許諾を得ることなく再委託したもの}"),
    ("関連事務の委任", "に関し機構が処理する事務", "[関連事務の委任]{に関し機構が処理する事務}"),
    # But a small change in a long name, a whole item between two that went, and figures stay as fine as they are.
    ("市民局 区政推進室 参事", "市民局 区政推進部 参事", "市民局 区政推進[室]{部} 参事"),
    ("庶務課、住宅課", "総務課、住宅政策課", "[庶]{総}務課、住宅{政策}課"),
    ("自動交付機、住基ネットCS、自動交付機、宛名", "住基ネットCS、宛名", "[自動交付機、]住基ネットCS、[自動交付機、]宛名"),
    ("第1条別表第一の16の項", "第1条別表の24の項", "第1条別表[第一]の[16]{24}の項"),
    ("500人以上1,000人未満", "1,000人以上", "[500]{1,000}人以上[1,000人未満]"),
    ("（1、2、4、8の項）（別表第二における根拠）", "（1、3、5、8の項）（根拠）", "（1、[2]{3}、[4]{5}、8の項）（[別表第二における]根拠）"),
    # Days, months and years are whole, and so are 条 and 号 without 第.
    ("令和1年11月7日", "令和4年1月13日", "令和[1年11月7日]{4年1月13日}"),
    ("令和4年3月7日", "令和7年3月10日", "令和[4年]{7年}3月[7日]{10日}"),
    ("8条1号ホ・2号ハ", "15条1号ホ・2号ニ", "[8条]{15条}1号ホ・2号[ハ]{ニ}"),
    # A comma parts the numbers of a list; only between groups of three figures it is inside a number.
    ("8,9,20,53の項", "8,9,20,54の項", "8,9,20,[53]{54}の項"),
    ("1，2，4，8の項", "1，2，5，8，9の項", "1，2，[4]{5}，8{，9}の項"),
    ("1,234,567円、12.5％", "1,234,568円、12.6％", "[1,234,567]{1,234,568}円、[12.5]{12.6}％"),
    # Nothing, everything.
    ("", "", ""),
    ("同じ", "同じ", "同じ"),
    ("", "新しい", "{新しい}"),
    ("古い", "", "[古い]"),
)


@pytest.mark.parametrize(("before", "after", "marked"), CASES)
def test_cases(before: str, after: str, marked: str) -> None:
    assert shown(before, after) == marked


def test_list_of_sixty_numbers() -> None:
    """Of a long list of numbers, exactly those that changed are marked, whole."""
    before = [str(n) for n in range(1, 121, 2)]
    after = [n for n in before if n not in ("21", "119")] + ["108", "120"]
    after.sort(key=int)
    found = runs(f"別表第二（{'、'.join(before)}の項）", f"別表第二（{'、'.join(after)}の項）")
    gone = {n for run in found if run.kind == "gone" for n in re.findall(r"\d+", run.text)}
    new = {n for run in found if run.kind == "new" for n in re.findall(r"\d+", run.text)}
    assert gone == {"21", "119"} and new == set(after) - set(before)
    assert new == {"108", "120"}


def test_all_rows_of_content() -> None:
    """Before and after of every change there is come back to the character."""
    site = whole_site()
    pairs = [
        (row.child("変更前の記載").text, row.child("変更後の記載").text)
        for m in site.municipalities for a in m.assessments for row in a.part("変更箇所").instances
    ]
    assert len(pairs) > 350
    assert [pair for pair in pairs if both(*pair) != pair] == []


def test_all_rows_of_real_histories(seeds: Path) -> None:
    """The same for the published texts; the longest list of numbers (Ⅰ 6 ②) marks just the numbers that changed."""
    pairs: list[tuple[str, str]] = []
    for name, form in (("000", "juten"), ("001", "juten"), ("002", "zenkomoku"), ("003", "zenkomoku")):
        (path,) = seeds.glob(f"{name}_*.txt")
        rows = importers.run([path], form_named(form)).result.parts["変更箇所"]
        assert isinstance(rows, list)
        pairs += [(str(row.entries.get("変更前の記載") or ""), str(row.entries.get("変更後の記載") or "")) for row in rows]
    assert len(pairs) >= 275
    assert [pair for pair in pairs if both(*pair) != pair] == []
    lists = [
        (before, after) for before, after in pairs
        if len(re.findall(r"\d+", before)) >= 50 and "の項" in before and "、" in before
    ]
    assert len(lists) >= 3
    plain = 0
    for before, after in lists:
        whole = [set(re.findall(r"[0-9０-９]+", text)) for text in (before, after)]
        found = runs(before, after)
        gone = {n for run in found if run.kind == "gone" for n in re.findall(r"[0-9０-９]+", run.text)}
        new = {n for run in found if run.kind == "new" for n in re.findall(r"[0-9０-９]+", run.text)}
        assert whole[0] - whole[1] <= gone and whole[1] - whole[0] <= new
        if "条" not in before.partition("の項")[0][-200:]:  # a plain list: no number is marked that stayed
            plain += 1
            assert gone & new == set(), (gone & new)
            assert (gone, new) == (whole[0] - whole[1], whole[1] - whole[0])
    assert plain >= 2


TEXT = st.text(alphabet="あいの市区課第十九条号19、。\n 　サーバーabAB①②(・)", max_size=60)


@settings(max_examples=400, deadline=None)
@given(TEXT, TEXT)
def test_any_two_texts_come_back(before: str, after: str) -> None:
    found = runs(before, after)
    assert both(before, after) == (before, after)
    assert all(run.text for run in found)
    assert all(one.kind != other.kind for one, other in pairwise(found))
    if before == after:
        assert all(run.kind == "same" for run in found)


@settings(max_examples=400, deadline=None)
@given(TEXT, TEXT)
def test_no_run_ends_inside_a_figure_or_a_word(before: str, after: str) -> None:
    """On neither side is a number or a word of katakana or Latin letters cut."""
    found = runs(before, after)
    for skipped in ("new", "gone"):
        for one, other in pairwise(run.text for run in found if run.kind != skipped):
            assert not re.fullmatch(r"\d\d|[ァ-ヺー]{2}|[A-Za-z]{2}", one[-1] + other[0]), (one, other)


def test_a_small_change_of_a_long_text_is_small() -> None:
    """Among forty sentences one word is marked, wherever it stands."""
    lines = [f"{n} 市民課は、届出を受けた日に住民票へ記載し、次の担当へ通知する。" for n in range(1, 41)]
    for at in (0, 17, 39):
        changed = [*lines[:at], lines[at].replace("届出", "申請"), *lines[at + 1 :]]
        marked = [run for run in runs("\n".join(lines), "\n".join(changed)) if run.kind != "same"]
        assert [(run.kind, run.text) for run in marked] == [("gone", "届出"), ("new", "申請")]


def test_only_blanks() -> None:
    assert only_blanks("二 要素\n認証", "二要素認証") and only_blanks("", "　")
    assert not only_blanks("同じ", "同じ") and not only_blanks("二 要素", "二要件")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_characters_come_back(before: str, after: str) -> None:
    assert both(before, after) == (before, after)


def test_texts_too_long_to_compare_are_one_change() -> None:
    """Memory for a comparison grows with both texts: from 40,000 words on they are told apart as a whole."""
    before, after = "市民。" * 20_000, "課民。" * 20_000
    assert runs(before, after) == (Run("gone", before), Run("new", after))
    assert runs(before, before) == (Run("same", before),)
