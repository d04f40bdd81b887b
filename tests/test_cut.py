"""Long texts are cut where sentences, clauses and phrases end: for （略）, and for the changed words in brief."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen import content, draft
from site_gen.changes import views
from site_gen.compare import compare
from site_gen.cut import beginning, ending
from site_gen.difference import runs
from site_gen.history import history
from site_gen.pages.parts import addresses
from tests.conftest import ROOT
from tests.whole import whole_site

CASES = (
    # text, about so many, the beginning, the end
    ("申請書を受け付ける。住民基本台帳に記録する。証明書を交付する。", 12, "申請書を受け付ける。", "証明書を交付する。"),
    ("氏名、住所、生年月日、性別、個人番号を、住民基本台帳に記録する", 6, "氏名、住所、", "記録する"),
    ("住民基本台帳ネットワークシステムの管理運用", 8, "住民基本台帳", "管理運用"),
    ("番号法第9条第1項別表117の項", 6, "番号法第9条", "別表117の項"),
    ("窓口での取り扱いについて定めた規則を改める", 6, "窓口での", "規則を改める"),
    ("1,234,567人", 3, "1,234,567人", "1,234,567人"),
)


@pytest.mark.parametrize(("text", "size", "first", "last"), CASES)
def test_no_word_is_cut(text: str, size: int, first: str, last: str) -> None:
    assert (beginning(text, size, 4), ending(text, size, 4)) == (first, last)


@given(st.text(max_size=60), st.integers(-5, 70), st.integers(0, 20))
def test_any_text_can_be_cut(text: str, size: int, reach: int) -> None:
    """What comes out is the beginning and the end of the text, whatever was asked for."""
    assert text.startswith(beginning(text, size, reach)) and text.endswith(ending(text, size, reach))


def test_left_out_between_words() -> None:
    """（略） of the rows that `diff` drafts stands between sentences, clauses or phrases, in both versions of 見本市."""
    folder = ROOT / "content/mihon/juminzei"
    old, new = (content.read_folder(one)[0] for one in (folder / "versions/2024-08-30", folder))
    assert old and new
    whole = draft.drafted(compare(old, new), new)
    short = draft.drafted(compare(old, new), new, short=True)
    seen = 0
    for full, cut in zip(whole, short, strict=True):
        for text, left in ((full.before, cut.before), (full.after, cut.after)):
            at = 0
            for piece in left.split(draft.LEFT_OUT):
                begin = text.index(piece, at)
                assert begin == 0 or left.startswith(piece) or _is_border(text, begin), (left, text)
                at = begin + len(piece)
                assert at == len(text) or left.endswith(piece) or _is_border(text, at), (left, text)
                seen += 1
    assert seen > len(whole) * 2


def test_brief_is_cut_between_words() -> None:
    """What the timeline shows of a change begins and ends with whole words, in all histories of content/."""
    site = whole_site()
    seen = 0
    for a in (one for m in site.municipalities for one in m.assessments):
        for view in views(history(a), addresses(a), {}):
            sides = tuple("".join(piece.text for piece in cell.pieces) for cell in (view.before, view.after))
            for piece, run in zip(view.brief, runs(*sides), strict=False):
                if piece.text != run.text:
                    head, _, tail = piece.text.partition("…")
                    assert run.text.startswith(head) and run.text.endswith(tail)
                    assert not head or _is_border(run.text, len(head)), (piece.text, run.text)
                    assert not tail or _is_border(run.text, len(run.text) - len(tail)), (piece.text, run.text)
                    seen += 1
    assert seen >= 20


def _is_border(text: str, at: int) -> bool:
    """Whether no word is cut at `at`: marks and line ends part words, and so do particles before kanji, figures or
    katakana; kanji from kanji, or two figures, do not."""
    before, behind = text[at - 1], text[at]
    marks = "。、，．！？；\n　 )）」』】］>＞(（「『【［<＜・※:：；;／/～-－"
    return before in marks or behind in marks or ("ぁ" <= before <= "ん" and not "ぁ" <= behind <= "ん" and behind != "ー")
