"""Two texts and what a reader sees changed: reconstruction, whole words and figures, no confetti."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen import content, importers
from site_gen.difference import runs
from site_gen.forms import form_named
from tests.conftest import ROOT


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
    site = content.read(ROOT / "content").site
    assert site is not None
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


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_characters_come_back(before: str, after: str) -> None:
    assert both(before, after) == (before, after)
