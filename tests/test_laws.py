"""laws.yaml: what it says of statutes, where a citation is shown, what became of an old number; texts of an assessment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_gen import cited, content, laws
from site_gen.citations import Known, Provision, citations
from tests.citation_gold import laws as table
from tests.test_bad import BAD, MUNICIPALITY, RECORD, SITE, write
from tests.whole import whole_site

TABLE = table()


def at(text: str) -> Provision:
    """The provision in words."""
    found = laws.provision(text)
    assert found is not None
    return found


def test_the_table_of_this_site() -> None:
    """It has the IDs that issue 5 gives, and names every law by one key."""
    known = {law.title: law.id for law in TABLE if law.id}
    assert known["行政手続における特定の個人を識別するための番号の利用等に関する法律"] == "425AC0000000027"
    assert known["住民基本台帳法"] == "342AC0000000081"
    assert len(known) == 9
    assert {TABLE.named(name) for name in ("番号法", "番号利用法", "平成25年法律第27号", "平成二十五年法律第二十七号")} == {"bangoho"}
    assert TABLE.under("bangoho", at("第19条第8号")) == "renkei-meirei"
    assert all(re.fullmatch("[a-z][a-z0-9]*(?:-[a-z0-9]+)*", law.key) for law in TABLE)
    assert TABLE.named("母子及び寡婦福祉法") == "boshi-fushi-kafu-fukushiho"
    assert laws.shown(TABLE, "boshi-fushi-kafu-fukushiho") == "母子及び父子並びに寡婦福祉法"


def test_where_a_citation_is_shown() -> None:
    assert laws.address("bangoho") == "statutes/bangoho"
    assert laws.address("bangoho", at("第19条第8号")) == "statutes/bangoho/a19-8"
    assert laws.address("bangoho", at("第9条第1項")) == "statutes/bangoho/a9-i1"
    assert laws.address("jukiho", at("第30条の6")) == "statutes/jukiho/a30no6"
    assert laws.address("renkei-meirei", at("第二条の表 第九十七項")) == "statutes/renkei-meirei/a2-t97"
    assert laws.address("bangoho", at("別表第二の16の項")) == "statutes/bangoho/beppyo2-16"
    own = laws.address("見本市印鑑条例", at("第3条"))
    assert re.fullmatch("statutes/h[0-9a-f]{8}/a3", own)
    assert own == laws.address("見本市 印鑑条例", at("第三条"))


def test_how_a_citation_is_called() -> None:
    assert laws.shown(TABLE, "bangoho", at("第十九条第八号")) == "番号法 第19条第8号"
    assert laws.shown(TABLE, "jukiho", at("第12条"), at("第15条")) == "住基法 第12条から第15条まで"
    assert laws.shown(TABLE, "見本市印鑑条例") == "見本市印鑑条例"


def test_a_law_is_not_called_by_what_it_was_called(tmp_path: Path) -> None:
    """A former title (旧題名) leads to the law and is not the name of it, beside short names or without any."""
    text = ("法令:\n  - id: boshi\n    題名: 母子及び父子並びに寡婦福祉法\n    旧題名: [母子及び寡婦福祉法, 母子福祉法]\n"
            "  - id: kaku\n    題名: 覚せい剤取締法\n    略称: [覚取法]\n    旧題名: [母子福祉法]\n")
    write(tmp_path, {"site.yaml": SITE, "laws.yaml": text})
    result = content.read(tmp_path)
    assert [problem.code for problem in result.problems] == ["law-name-twice"]
    write(tmp_path, {"laws.yaml": text.replace("旧題名: [母子福祉法]", "旧題名: [覚醒剤法]")})
    site = content.read(tmp_path).site
    assert site is not None
    assert [one.law for one in citations("母子福祉法第3条、母子及び寡婦福祉法、覚醒剤法", Known(site.laws))] == ["boshi", "boshi", "kaku"]
    assert [laws.shown(site.laws, key) for key in ("boshi", "kaku")] == ["母子及び父子並びに寡婦福祉法", "覚取法"]


@pytest.mark.parametrize(("text", "law"), [
    ("総務省告示第334号（第6-7）", "juki-gijutsu-kijun"),
    ("平成14年総務省告示第334号", "juki-gijutsu-kijun"),
    ("平成十四年総務省告示第三百三十四号", "juki-gijutsu-kijun"),
    ("総務省告示第335号", "総務省告示第335号"),
    ("中国残留邦人等の円滑な帰国の促進等に関する法律による支援給付", "chugoku-zanryuho"),
    ("情報公開条例に基づく開示", "見本市情報公開条例"),
    ("本市の情報公開条例", "見本市情報公開条例"),
    ("市税条例第5条", "見本市市税条例"),
    ("都市公園条例及び下水道条例", "見本市都市公園条例"),
    ("見本県情報公開条例", "見本県情報公開条例"),
    ("さいたま市地区計画条例", "さいたま市地区計画条例"),
    ("見本県後期高齢者医療広域連合情報公開条例", "見本県後期高齢者医療広域連合情報公開条例"),
    ("東京都市計画税条例", "東京都市計画税条例"),
])
def test_one_statute_under_its_names(text: str, law: str) -> None:
    """A notice with or without its year; an ordinance that does not say whose it is is that of the municipality."""
    assert citations(text, Known(TABLE, here="見本市"))[0].law == law


def test_where_a_law_is_published(tmp_path: Path) -> None:
    """A fragment only where the table has one; nothing where the id is not known."""
    assert laws.link(TABLE, "bangoho", at("第19条第8号")) == "https://laws.e-gov.go.jp/law/425AC0000000027"
    assert laws.link(TABLE, "renkei-meirei") == laws.link(TABLE, "見本市印鑑条例") == ""
    text = ("法令:\n  - id: jukiho\n    題名: 住民基本台帳法\n    法令ID: 342AC0000000081\n    条の位置:\n"
            "      - 条: 第七条\n        位置: '#Mp-Ch_2-At_7'\n")
    write(tmp_path, {"site.yaml": SITE, "laws.yaml": text})
    site = content.read(tmp_path).site
    assert site is not None
    assert laws.link(site.laws, "jukiho", at("第7条第4号")) == "https://laws.e-gov.go.jp/law/342AC0000000081#Mp-Ch_2-At_7"
    assert laws.link(site.laws, "jukiho", at("第70条")) == "https://laws.e-gov.go.jp/law/342AC0000000081"


@pytest.mark.parametrize(("law", "old", "day", "new_law", "new"), [
    ("bangoho", "第19条第7号", "2021-08-13", "bangoho", "第19条第8号"),
    ("bangoho", "第19条第8号", "2021-08-13", "bangoho", "第19条第9号"),
    ("bangoho", "第19条第7号", "2021-09-01", "bangoho", "第19条第7号"),
    ("bangoho", "第19条第8号", "2025-02-07", "bangoho", "第19条第8号"),
    ("bangoho", "第19条第7号", "", "bangoho", "第19条第7号"),
    ("bangoho", "別表第二", "2020-01-01", "renkei-meirei", "第2条の表"),
    ("bangoho", "別表第二の97の項", "2025-01-01", "renkei-meirei", "第2条の表"),
    ("bangoho", "別表第一の16の項", "2017-03-31", "bangoho", "別表の24の項"),
    ("bangoho", "別表第一の17の項", "", "bangoho", "別表"),
    ("jukiho", "第7条第4号", "2000-01-01", "jukiho", "第7条第4号"),
])
def test_what_became_of_a_number(law: str, old: str, day: str, new_law: str, new: str) -> None:
    """Renumberings after the day of the text; without a doubt also those before it."""
    assert laws.successor(TABLE, law, at(old), day) == (new_law, at(new))


def test_files_without_a_table(tmp_path: Path) -> None:
    """laws.yaml may be missing or empty."""
    write(tmp_path, {"site.yaml": SITE})
    assert content.read(tmp_path).problems == ()
    write(tmp_path, {"laws.yaml": "法令:\n"})
    result = content.read(tmp_path)
    assert result.problems == () and result.site is not None and list(result.site.laws) == []


def _problems(folder: Path, basis: str, published: str) -> list[str]:
    text = (f"表紙:\n  評価書番号: 1\n  公表日: {published}\n関連情報:\n  個人番号の利用:\n    法令上の根拠: |\n      {basis}\n")
    record = RECORD.format(form="基礎項目評価書")
    write(folder, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": record + text,
                   "laws.yaml": (BAD / "laws/statute-renumbered.yaml").read_text(encoding="utf-8")})
    return [one.code for one in content.read(folder).problems]


@pytest.mark.parametrize(("basis", "published", "told"), [
    ("番号法別表第一16の項", "令和6年5月24日", 0),  # before the day
    ("番号法別表第一16の項", "令和6年5月27日", 1),
    ("番号法別表24の項", "令和6年5月28日", 0),
    ("改正前の番号法別表第一16の項", "令和7年1月10日", 0),
    ("住基法別表第一の1の項", "令和7年1月10日", 0),  # of another law
    ("番号法第19条第7号", "令和7年1月10日", 0),  # today's 第7号, for all that is known
    ("番号法第19条第7号（情報提供ネットワークシステムによる提供）", "令和7年1月10日", 1),
    ("番号法第19条第7号（情報提供ネットワークシステムによる提供）", "令和3年8月13日", 0),
    ("番号法第19条第8号", "令和7年1月10日", 0),
])
def test_old_numbers_in_texts_published_later(basis: str, published: str, told: int, tmp_path: Path) -> None:
    assert _problems(tmp_path, basis, published) == ["statute-renumbered"] * told


def test_citations_of_an_assessment() -> None:
    """同命令 in one cell of a provision means the order that its basis, in another cell, cites."""
    site = whole_site()
    city = next(one for one in site.municipalities if one.slug == "mihon")
    juki = next(one for one in city.assessments if one.slug == "juki")
    names = cited.known(juki, site.laws, city.name)
    found = list(cited.cited(juki, names))
    assert {one.entry.item.name for one in found} > {"法令上の根拠", "提供先における用途", "提供する情報"}
    orders = [one.citation for one in found if one.entry.item.name == "提供先における用途" and one.citation.name == "同命令"]
    assert len(orders) > 10 and {one.law for one in orders} == {"renkei-meirei"}
    assert all(one.text.text[one.citation.start : one.citation.end].strip() for one in found)
    assert citations("番号法", Known(site.laws)) == citations("番号法", Known(TABLE))
