"""Citations of statutes: the gold list, every spelling, what 同法 means, texts that nobody would write."""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.citations import Known, Laws, Provision, citations, definitions, walk
from site_gen.citations.canonical import canonical, number
from site_gen.citations.titles import may_cite
from tests.citation_gold import BEGIN, END, figures, judged, laws
from tests.conftest import ROOT

TABLE = laws()
KNOWN = Known(TABLE)
CHARACTERS = [chr(code) for code in range(sys.maxunicode + 1)]
KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")


def cited(text: str, known: Known = KNOWN) -> list[str]:
    """What a text cites: key or title of the law and the provision."""
    return [f"{one.law} {one.provision.label}".strip() for one in citations(text, known)]


def test_gold() -> None:
    """Of at least 200 citations of the source documents, 99 % are found, and 99 % of what is found is one."""
    rows = judged(TABLE)
    gold, found, right = (sum(map(len, sets)) for sets in (
        [one.gold for one in rows], [one.found for one in rows], [one.gold & one.found for one in rows]))
    wrong = [str(one) for one in rows if one.gold != one.found]
    assert sum(len(one.gold) for one in rows if not one.src.startswith("made")) >= 200
    assert right / gold >= 0.99, wrong
    assert right / found >= 0.99, wrong
    nothing = [one for one in rows if not one.gold]
    assert len(nothing) >= 20
    assert [str(one) for one in nothing if one.found] == []


def test_figures_of_the_docs_are_true(seeds: Path) -> None:
    """docs/citations.md says what `make citation-figures` finds, times aside."""
    assert seeds.is_dir()
    told = (ROOT / "docs/citations.md").read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert re.sub(r"[0-9.]+ s\.", "", told.strip()) == re.sub(r"[0-9.]+ s\.", "", figures().strip())


@pytest.mark.parametrize(("kanji", "value"), [
    ("一", 1), ("十", 10), ("十九", 19), ("二十", 20), ("百", 100), ("百八", 108), ("百二十", 120), ("二百二十三", 223),
    ("千十", 1010), ("一〇二", 102), ("三〇", 30), ("元", 1), ("一百十四", 114), ("九九十", None), ("十百", None),
])
def test_kanji_numerals(kanji: str, value: int | None) -> None:
    assert number(kanji) == value


@given(st.integers(1, 999), st.integers(1, 99), st.integers(1, 40))
def test_kanji_and_arabic_numerals_are_equal(article: int, branch: int, item: int) -> None:
    """第三〇条, 第三十条, 第30条 and 第３０条 are one article, with branches and items."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    arabic = f"番号法第{article}条の{branch}第1項第{item}号"
    for text in (arabic, arabic.translate(wide), arabic.translate(KANJI), _in_tens(arabic)):
        assert cited(text) == [f"bangoho 第{article}条の{branch}第1項第{item}号"], text


def _in_tens(text: str) -> str:
    """`text` with its numbers as 百二十三."""
    def kanji(value: int) -> str:
        tens = [(100, "百"), (10, "十")]
        found = ""
        for unit, sign in tens:
            count, value = divmod(value, unit)
            found += ("" if count == 1 else "〇一二三四五六七八九"[count]) + sign if count else ""
        return found + ("〇一二三四五六七八九"[value] if value else "")
    return re.sub("[0-9]+", lambda found: kanji(int(found[0])), text)


@pytest.mark.parametrize("name", ["番号法", "番号利用法", "行政手続における特定の個人を識別するための番号の利用等に関する法律"])
@pytest.mark.parametrize("spelling", [
    "{}別表第一の16の項", "{}別表第一の十六の項", "{} 別表第一 第十六項", "{}別表第１の１６の項", "{}の別表第一 16の項", "{}別表第一\n16の項",
])
def test_spellings_of_a_row(name: str, spelling: str) -> None:
    assert cited(spelling.format(name)) == ["bangoho 別表第1の16の項"]


def test_what_same_refers_to() -> None:
    """同法 is the last act, 同令 the last order, 同条 and 同号 the last provision, 同表 the last table."""
    assert cited("番号法第9条第2項、住民基本台帳法施行令第34条、同法第17条、同令第35条") == [
        "bangoho 第9条第2項", "jukiho-shikorei 第34条", "bangoho 第17条", "jukiho-shikorei 第35条"]
    assert cited("住基法第30条の45の表。同条第2項。番号法別表第一16の項、同表20の項") == [
        "jukiho 第30条の45の表", "jukiho 第30条の45第2項", "bangoho 別表第1の16の項", "bangoho 別表第1の20の項"]
    assert cited("番号法第19条第8号及び同号に基づく主務省令") == ["bangoho 第19条第8号", "bangoho 第19条第8号", "renkei-meirei"]


def test_what_stands_beside_a_text() -> None:
    """A basis in another cell tells what 同命令 and 第三条 alone mean; a law of the text itself comes first."""
    beside = citations("番号法第19条第8号に基づく利用特定個人情報の提供に関する命令第2条の表 1の項", KNOWN)
    for text, law in (("（同命令第3条に掲げるもの）", "renkei-meirei"), ("事務であって第三条で定めるもの", "renkei-meirei"),
                      ("健康保険法第5条による事務であって第三条で定めるもの", "renkei-meirei"),
                      ("児童福祉法による給付の支給（第三条で定めるもの）", "renkei-meirei"),
                      ("児童福祉法第5条、第6条の事務（船員保険法第4条。第三条で定めるもの）", "renkei-meirei")):
        assert citations(text, KNOWN, beside)[-1].law == law
        assert citations(text, KNOWN, beside)[-1].provision == Provision(article="3")
    assert citations("同命令第3条", KNOWN)[0].law == ""
    beside = citations("番号法第19条第9号", KNOWN)
    assert citations("健康保険法による事務であって第三条で定めるもの", KNOWN, beside)[-1].law == ""


def test_texts_define_short_names() -> None:
    """以下「…」という counts in the texts after it, and wins over the table; it names laws of no table too."""
    known = definitions("行政手続における特定の個人を識別するための番号の利用等に関する法律（以下「利用法」という。）", KNOWN)
    assert cited("利用法第7条", known) == ["bangoho 第7条"]
    assert cited("利用法第7条") == ["利用法 第7条"]
    known = definitions("見本市印鑑の登録に関する条例（平成3年条例第24号。以下「印鑑条例」という。）第2条", known)
    assert cited("印鑑条例第3条", known) == ["見本市印鑑の登録に関する条例 第3条"]
    assert cited("同市の「印鑑条例」による登録", known) == ["見本市印鑑の登録に関する条例"]
    known = definitions("戸籍法（以下「法」という。）", known)
    assert cited("法第120条の2、法に基づき、方法第1", known) == ["kosekiho 第120条の2"]
    known = definitions("中国残留邦人等支援法（平成六年法律第三十号）による", known)
    assert cited("中国残留邦人等支援法第14条", known) == ["chugoku-zanryuho 第14条"]
    assert definitions("市町村（以下「市町村」という。）", known) == known
    assert cited("児童手当法（以下「法」という。）第8条及び法第9条", Known()) == ["児童手当法 第8条", "児童手当法 第9条"]


def test_supplementary_provisions() -> None:
    """附則 alone is that of the last law, and what follows in the list is in it too."""
    assert cited("児童手当法：児童手当（附則第二条第一項の給付）の支給") == ["jido-teateho", "jido-teateho 附則第2条第1項"]
    assert cited("平成8年法律第82号（厚生年金保険法等の一部を改正する法律）附則第16条第3項又は第32条第2項") == [
        "h8-82 附則第16条第3項", "h8-82 附則第32条第2項"]
    assert cited("附則のとおり、附則2") == []


def test_this_city() -> None:
    """本市 is the municipality, where it is told."""
    assert cited("本市個人情報保護条例第3条", Known(TABLE, here="見本市")) == ["見本市個人情報保護条例 第3条"]


@pytest.mark.parametrize("text", [
    "法令又は条例の根拠", "などの法律や条例による", "法令の規定", "条例等", "第3次計画", "その施行法", "主務省令で定めるもの", "表計算の表",
])
def test_what_only_looks_like_a_law(text: str) -> None:
    assert cited(text) == []


def test_laws_of_no_table_are_found() -> None:
    text = "道路交通法第84条、港湾法施行令、森林環境税及び森林環境譲与税に関する法律（平成31年法律第3号）第4条、国税通則法等の一部を改正する法律"
    assert cited(text, Known()) == [
        "道路交通法 第84条", "港湾法施行令", "森林環境税及び森林環境譲与税に関する法律 第4条", "国税通則法等の一部を改正する法律"]


def test_a_range_is_one_citation() -> None:
    (one,) = citations("住基法第30条の26から第30条の28までの規定", KNOWN)
    assert (one.provision.label, one.until) == ("第30条の26", Provision(article="30の28"))
    assert one.until is not None and one.until.label_after(one.provision) == "第30条の28"


PIECES = st.sampled_from([
    "番号法", "住基法", "同法", "同条", "同号", "同表", "第19条", "第8号", "第２項", "の２", "別表第二", "別表", "の項", "及び", "、", "から", "まで",
    "（", "）", "「", "」", "以下", "という。", "(平成25年法律第27号)",
    "に基づく", "主務省令", "条例", "規則", "第2条の表", "1、2、3", "１", "十", "\n", "　", " ",
    "法", "法律", "に関する", "方法", "附則", "告示第3号", "総務省", "イ", "・", "項番", "令和", "年", "第", "条", "号", "ロ", "～", "本市", "旧",
])


def _walked(text: str) -> tuple[walk.Citation, ...]:
    """What is found in `text` beside citations of every kind, however it looks."""
    return walk._citations(text, KNOWN, citations("番号法別表第一の16の項、住民基本台帳法第5条に基づく省令第3条", KNOWN))


def test_texts_without_signs_of_a_citation_have_none() -> None:
    """Of the gold list's texts, whole and in pieces, and of every character that stands for others: what is not read cites nothing."""
    texts = [piece for one in judged(TABLE) for piece in (one.text, *re.split("[、。 \n（）]", one.text))]
    unread = [text for text in texts if not may_cite(text, KNOWN)]
    assert len(unread) > 100 and [text for text in unread if _walked(text)] == []
    wide = [one for one in CHARACTERS if set(unicodedata.normalize("NFKC", one)) & set("法律令則程綱条号項表別同")]
    assert len(wide) > 15 and [one for one in wide if one not in "律表別同" and not may_cite(one, KNOWN)] == []


def test_every_character_is_narrow_in_the_same_way() -> None:
    """Those that are taken as they stand, in one piece, are those that stand for themselves."""
    narrow = (unicodedata.normalize("NFKC", one).translate(str.maketrans("‐‑‒–—―−", "-------")) for one in CHARACTERS)
    assert canonical("あ".join(CHARACTERS)).text == "あ".join("".join(one.split()) for one in narrow)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text(text: str) -> None:
    """Places lie in the text, in order, none inside another, and begin and end with something; names are never empty."""
    at = 0
    for one in citations(text, KNOWN):
        assert at <= one.start < one.end <= len(text)
        assert not text[one.start].isspace() and not text[one.end - 1].isspace()
        assert one.law or one.provision or one.name
        assert re.fullmatch("(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*)?", one.provision.key), one
        at = one.end
    definitions(text, KNOWN)
    assert may_cite(text, KNOWN) or not _walked(text)
    plain = canonical(text)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert list(plain.starts) == sorted(plain.starts)


@pytest.mark.parametrize("piece", [
    "1、", "第1条", "第1条、", "(", "((", "法", "番号法", "以下「", "番号法(", "番号法（以下「", "1の", "の2", "第十", "十",
    "一、", "同法", "条例及び", "に関する法律", "別表第二の1、", "番号法別表1、", "第1号から", "昭和60年法律",
    "告示第1号", "1 ", "1\n", "カ", "特別児童扶養手当等の支給に関する",
    "第1条の2の3の4", "主務省令", "第6-7-",
])
def test_time_grows_with_the_text(piece: str) -> None:
    """Ten times the text takes about ten times as long: no repetition makes the parser go back over and over."""
    def seconds(times: int) -> float:
        text = "番号法別表第二（" + piece * times
        taken: list[float] = []
        for _ in range(3):  # the best of three: the machine may be busy
            start = time.process_time()
            citations(text, KNOWN)
            taken.append(time.process_time() - start)
        return min(taken)
    seconds(100)
    assert seconds(6_000) < 30 * max(seconds(600), 0.01)  # quadratic would be 100 times


def test_keys_tell_provisions_apart() -> None:
    """第30条の6 and 第30条第6号, 別表 and 別表第二, 項 and 号 have keys of their own."""
    texts = ["第30条の6", "第30条第6号", "第30条第6項", "第30条第6項第1号", "第30条第1項第6号", "第2条の表", "第2条の表97の項", "第2条第97号", "別表",
             "別表16の項", "別表第二", "別表第二の16の項", "附則第30条", "第7条第1号イ", "第7条第1号の2", "第7条第1号の2イ", "別表第二の85の2の項"]
    keys = [citations(f"番号法{text}", KNOWN)[0].provision.key for text in texts]
    assert keys[:3] == ["a30no6", "a30-6", "a30-i6"]
    assert len(set(keys)) == len(keys)
    assert Laws().named("住　基法") == "住基法"
