"""What documents define themselves is found in every spelling that the published ones have, and what only looks so is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_gen.definitions import definitions, in_text
from site_gen.model import Entry
from tests.whole import whole_site

SITE = whole_site()
ENTRY: Entry = SITE.municipalities[0].assessments[0].parts[0]  # of which nothing is read but that it is handed on

SPELLINGS: tuple[tuple[str, str, str, str, bool], ...] = (
    ("住民基本台帳法（以下「住基法」という。）に基づく", "住基法", "住民基本台帳法", "", False),
    ("住民基本台帳法(以下「住基法」という。)に基づく", "住基法", "住民基本台帳法", "", False),
    ("甲は、住民基本台帳法（昭和42年法律第81号。以下「住基法」という。）による", "住基法", "住民基本台帳法", "昭和42年法律第81号", True),
    ("全国サーバ（以下、単に「サーバ」という。）", "サーバ", "全国サーバ", "", False),
    ("全国サーバ（以下単に『サーバ』と称する。）", "サーバ", "全国サーバ", "", False),
    ("転出した者（以下、消除者という。）を含む", "消除者", "転出した者", "", False),
    ("個人番号カード交付申請書（以下\n「交付申請書」という。）等", "交付申請書", "個人番号カード交付申請書", "", False),
    ("地方公共団体情報システム機構（以下「機\n構」という。）への", "機構", "地方公共団体情報システム機構", "", False),
    ("市町村（特別区を含む。）（以下「市町村という。」）が", "市町村", "市町村（特別区を含む。）", "", False),
    ("番号通知書類（個人番号通知書、交付申請書（以下「申請書」という。）等）", "申請書", "交付申請書", "", True),
    ("平成八年の改正法（平成八年法律第八十二号。以下この条において「平成八年法律第八十二号」という。）", "平成八年法律第八十二号",
     "平成八年の改正法", "平成八年法律第八十二号", False),
    ("全国共通のシステム（住民基本台帳ネットワークシステム。以下「住基ネット」という。）", "住基ネット",
     "住民基本台帳ネットワークシステム", "", True),
    ("前の文。⑦地方公共団体情報システム機構（以下「機構」という。）", "機構", "地方公共団体情報システム機構", "", False),
    ("住基法及び行政手続における特定の個人を識別するための番号の利用等に関す\nる法律（以下「番号法」という。）の", "番号法",
     "行政手続における特定の個人を識別するための番号の利用等に関する法律", "", True),
    ("照会：個人番号、又は氏名・住所（以下「2情報」という。）", "2情報", "氏名・住所", "", True),
    ("市内に住所を有し、台帳に記録された人（以下「住民」という。）", "住民", "台帳に記録された人", "", True),
    ("「クラウドの利用に関\nする基準」（デジタル庁。以下「利用基準」という。）に", "利用基準", "「クラウドの利用に関する基準」", "デジタル庁", False),
)  # fmt: skip


@pytest.mark.parametrize(("text", "word", "stands_for", "beside", "cut"), SPELLINGS, ids=[one[1] + one[0][:6] for one in SPELLINGS])
def test_spellings(text: str, word: str, stands_for: str, beside: str, cut: bool) -> None:
    """The word, what it stands for, what else the bracket says, and whether a sentence was cut; the place is the word's."""
    (found,) = in_text(ENTRY, text)
    assert (found.word, found.stands_for, found.beside, found.cut) == (word, stands_for, beside, cut)
    assert re.sub(r"\s|という。", "", text[found.start : found.end]) == word


@pytest.mark.parametrize("text", [
    "11、16、18の項 以下略）", "（以下略）", "児童手当（同法に規定する給付をいう。以下同じ。）", "≪※について（以下、評価書中同じ。）≫",
    "以下「住基法」という。", "以下の「事務」で取り扱う。（詳しくは別紙）", "10人以下（「少人数」という。）", "（以下「」という。）",
])  # fmt: skip
def test_no_definition(text: str) -> None:
    """Where nothing is defined, or nothing says what stands before the word, nothing is found."""
    assert list(in_text(ENTRY, text)) == []


def test_of_the_published_documents(seeds: Path) -> None:
    """In the source documents each （以下「…」という。） is found, with words before it that stand there."""
    for file in sorted(seeds.glob("*.txt")):
        text = re.sub(r"</?\w+[^>]*>", "\n", file.read_text(encoding="utf-8"))
        found = list(in_text(ENTRY, text))
        assert len(found) >= len(re.findall(r"以下[、\s]*「[^」]*」という。", text))
        plain = re.sub(r"\s", "", text)
        assert all(re.sub(r"\s", "", one.stands_for) in plain and one.word in plain for one in found)


def test_of_an_assessment() -> None:
    """All texts are read but those of 変更箇所, in the order of the form."""
    assert SITE is not None
    juki = next(a for m in SITE.municipalities if m.slug == "mihon" for a in m.assessments if a.slug == "juki")
    found = definitions(juki)
    assert [one.word for one in found][:4] == ["住基法", "住基ネット", "番号法", "機構"]
    assert {one.entry.anchor.partition("-")[0] for one in found} == {"i", "ii"}
    assert all(one.entry.text[one.start : one.end] == one.word for one in found)
