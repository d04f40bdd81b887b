"""content/saitama, from the cover to the recorded items, against the document it is an excerpt of.

The importer's reading of the source is loaded as content/ is, and both are compared item by item: every chosen value,
check list, number, date, list of names, recorded item and name of a block; every text that is no summary; which items
are there, blank or missing. What the source says and the importer does not read is in CORRECTED, with a reason each.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen import content, importers
from site_gen.model import (
    Assessment,
    Checked,
    Chosen,
    Counted,
    Dated,
    Entry,
    Flagged,
    Named,
    RecordedItems,
    Value,
    Words,
)
from tests.conftest import ROOT
from tests.test_bad import MUNICIPALITY, SITE

SEED = "002_e7e56950f482e94e.txt"
OURS = ROOT / "content/saitama"
PARTS = ("表紙", "基本情報", "事務の内容", "特定個人情報ファイルの概要", "特定個人情報ファイル記録項目")

# What an entry says, to be compared: a text stands as it is read, anything else as a tuple that begins with its kind.
Fact = str | tuple[object, ...]
SUMMARY: Fact = ("summary",)
BLANK: Fact = ("blank",)
MISSING: Fact = ("missing",)


def chosen(text: str) -> Fact:
    """A choice, by its words."""
    return ("choice", text)


CLAUSE = "the name is a clause of a statute, of 58 to 149 characters; summarised"

# Where content/ says what the source says and the import does not: locator -> what content/ says, reason.
CORRECTED: dict[str, tuple[Fact, str]] = {
    **{f"Ⅱ[1]/5/提供先{number}/提供先の名称": (SUMMARY, CLAUSE) for number in (39, 41, 56, 57)},
    "Ⅱ[1]/5/提供先33/①": (
        "番号法第19条第8号(特定個人情報の提供の制限)に基づく利用特定個人情報の提供に関する命令第2条の表第百六項",
        "第六六項 is no number; 106 is the 33rd of the 60 rows in Ⅰ 6 ②, and its 用途 cites 第百八条 as rows 105 to 108 do",
    ),
}

# Numbers of laws that the scan misread: row of 移転先一覧 -> as in the source, as in the statute book.
MISREAD = {
    20: ("昭和二十七年法律第二百二十七号", "昭和二十七年法律第百二十七号"),  # 戦傷病者戦没者遺族等援護法
    21: ("昭和三十二年法律第九十二号", "昭和三十三年法律第百九十二号"),  # 国民健康保険法, right in row 9 of 提供先一覧
    27: ("昭和三十八年法律第三百三十三号", "昭和三十八年法律第百三十三号"),  # 老人福祉法, right at 提供先28
    28: ("昭和三十八年法律第六十八号", "昭和三十八年法律第百六十八号"),  # 戦傷病者特別援護法
    29: ("昭和三十九年法律第二百二十九号", "昭和三十九年法律第百二十九号"),  # 母子及び父子並びに寡婦福祉法
    32: ("昭和三十九年法律第三十四号", "昭和三十九年法律第百三十四号"),  # 特別児童扶養手当等の支給に関する法律
    47: ("平成六年法律第十七号", "平成六年法律第百十七号"),  # 原子爆弾被爆者に対する援護に関する法律
    49: ("平成九年法律第二百二十三号", "平成九年法律第百二十三号"),  # 介護保険法
    50: ("平成十年法律第一百四十四号", "平成十年法律第百十四号"),  # 感染症法, right at 提供先44
    51: ("平成十四年法律第三百三十三号", "平成十四年法律第百三号"),  # 健康増進法
    52: ("平成十四年法律第九十二号", "平成十四年法律第百九十二号"),  # 独立行政法人医薬品医療機器総合機構法
    54: ("平成十六年法第百六十六号", "平成十六年法律第百六十六号"),  # 特定障害者に対する特別障害給付金の支給に関する法律
}
CITED = re.compile(r"[明大昭平令][一-龠]{2,4}法律?第[一二三四五六七八九十百]+号|第[一二三四五六七八九十百]+[条項号]|第\d+[条項号](?:の\d+)?")


def flat(text: str) -> str:
    """`text` without white space and differences of width; inner brackets and a bullet before the text do not count."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return plain.replace("〔", "(").replace("〕", ")").removeprefix("・")


def fact(value: Value) -> Fact:
    """What a value says."""
    match value:
        case Words(summary=True):
            return SUMMARY
        case Chosen():
            return chosen(value.choice)
        case Checked():
            return ("checks", *((m.option.label, m.state, flat(m.detail), m.count) for m in value.marks if m.state != "no"))
        case Flagged():
            return ("flag", value.state)
        case Counted():
            return ("count", value.number)
        case Dated():
            return ("date", value.start, value.end, flat(value.text))
        case Named():
            return ("names", *(flat(name.text) for name in value.names))
        case RecordedItems():
            return ("recorded", *(one for group in value.groups for item in group.items for one in _items(item.text)))
        case Words():
            return flat(value.text)
        case _:
            return (type(value).__name__, str(value))


def _items(text: str) -> Iterator[str]:
    """A recorded item; the import leaves all items of a second page in the last one of the first."""
    yield from (flat(item) for item in re.split(r"- (?:\(\d\) \w+\(2/2\)|\d+\. )", text) if item.strip())


def _entries(assessment: Assessment) -> Iterator[Entry]:
    for name in PARTS:
        yield from assessment.part(name).walk()


def facts(assessment: Assessment) -> dict[str, Fact]:
    """What the parts say, by locator; the numbers of a block or table under its locator with a #."""
    found: dict[str, Fact] = {}
    for entry in _entries(assessment):
        if entry.instances:
            found[f"{entry.locator}#"] = ("numbers", *(instance.number for instance in entry.instances))
        if entry.value is not None:
            found[entry.locator] = fact(entry.value)
        elif entry.state == "blank":
            found[entry.locator] = BLANK
    return found


def texts(assessment: Assessment) -> dict[str, str]:
    """The texts of the parts, summaries too, by locator."""
    return {entry.locator: flat(entry.text) for entry in _entries(assessment) if isinstance(entry.value, Words)}


def differences(ours: dict[str, Fact], imported: dict[str, Fact]) -> dict[str, tuple[Fact, Fact]]:
    """Where content/ is not what the import and CORRECTED say it has to be: locator -> (content/, expected).

    A summary may stand for any text of the import, but not for a blank or a missing one.
    """
    wrong: dict[str, tuple[Fact, Fact]] = {}
    for locator in sorted({*ours, *imported}):
        have = ours.get(locator, MISSING)
        want = CORRECTED[locator][0] if locator in CORRECTED else imported.get(locator, MISSING)
        if have != want and not (have == SUMMARY and isinstance(want, str) and locator not in CORRECTED):
            wrong[locator] = (have, want)
    return wrong


def _only(folder: Path) -> Assessment:
    result = content.read(folder)
    told = [p for p in result.problems if p.severity == "error" and p.code != "personal-name"]  # the document names heads
    assert [str(p) for p in told] == []
    assert result.site is not None
    (municipality,) = result.site.municipalities
    (assessment,) = municipality.assessments
    return assessment


@pytest.fixture(scope="module")
def imported(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """The source as the importer reads it."""
    folder = tmp_path_factory.mktemp("imported")
    importers.save(importers.run([seeds / SEED], None), folder / "m/a", overwrite=False)
    (folder / "site.yaml").write_text(SITE, encoding="utf-8")
    (folder / "m/municipality.yaml").write_text(MUNICIPALITY, encoding="utf-8")
    return _only(folder)


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """content/saitama in a content folder of its own."""
    (tmp_path / "site.yaml").write_text(SITE, encoding="utf-8")
    shutil.copytree(OURS, tmp_path / "saitama")
    return tmp_path


def test_counts(alone: Path) -> None:
    """What the issue counts: 5 systems, 3 files, 51 recipients of the 60 that are numbered, two lists, recorded items."""
    a = _only(alone)
    found = {entry.locator: entry.instances for entry in _entries(a)}
    numbers = {locator: [one.number for one in instances] for locator, instances in found.items()}
    assert a.files == ("住民基本台帳ファイル", "本人確認情報ファイル", "送付先情報ファイル")
    assert numbers["Ⅰ/2/システム"] == [1, 2, 3, 6, 7]
    assert [numbers[f"Ⅱ[{file}]/4/委託事項"] for file in (1, 2, 3)] == [[2, 3, 5], [2, 4], [3]]
    assert numbers["Ⅱ[1]/5/提供先"] == [1, 4, 5, 8, 9, *range(11, 15), 18, 19, *range(21, 42), *range(43, 62)]
    assert len(numbers["Ⅱ[1]/5/提供先"]) == 51
    assert numbers["Ⅱ[1]/5/提供先一覧"] == [*range(1, 18)]
    assert numbers["Ⅱ[1]/5/移転先一覧"] == [*range(1, 60)]
    recorded = [file.child("記録項目").value for file in a.part("特定個人情報ファイル記録項目").instances]
    assert [value.count for value in recorded if isinstance(value, RecordedItems)] == [99, 40, 67]


def test_every_fact_is_the_source_s(imported: Assessment, alone: Path) -> None:
    ours, theirs = facts(_only(alone)), facts(imported)
    assert differences(ours, theirs) == {}
    compared = [locator for locator, said in ours.items() if said != SUMMARY]
    assert len(compared) > 800  # 824 when this was written, and 182 summaries


def test_every_correction_is_needed(imported: Assessment) -> None:
    """What the importer has learned to read has to go from the list."""
    theirs = facts(imported)
    assert [locator for locator, (said, _) in CORRECTED.items() if theirs.get(locator, MISSING) == said] == []


def test_statutes_of_the_first_part(imported: Assessment, alone: Path) -> None:
    """Ⅰ 5 and Ⅰ 6 ②, shortened, leave out nothing: the same statutes, articles with their titles, and rows in the same order."""
    ours, theirs = texts(_only(alone)), texts(imported)
    articles = re.compile(r"第\d+条(?:の\d+)?|\d+年\d+月\d+日法律第\d+号")
    here, there = ours["Ⅰ/5/法令上の根拠"], theirs["Ⅰ/5/法令上の根拠"]
    assert len(articles.findall(here)) == 17
    assert articles.findall(here) == articles.findall(there)
    titles = re.findall(r"(第\d+条(?:の\d+)?):(.+?)(?=・|2\.|$)", here)
    assert len(titles) == 15
    assert [title for article, title in titles if f"{article}({title})" not in there] == []
    here, there = ours["Ⅰ/6/②"], theirs["Ⅰ/6/②"]
    assert re.findall(r"\d+", here) == re.findall(r"\d+", there)
    assert len(re.findall(r"\d+", here)) == 60 + 3  # 第19条第8号, 第2条


def test_summaries_cite_what_the_source_cites(imported: Assessment, alone: Path) -> None:
    """Every number of a law, article or paragraph in a summary stands in the same place of the source."""
    ours, theirs, said = texts(_only(alone)), texts(imported), facts(_only(alone))
    corrected = {f"Ⅱ[1]/5/移転先一覧[{row}]/用途の法的根拠": pair for row, pair in MISREAD.items()}
    for locator, (misread, right) in corrected.items():
        assert misread in theirs[locator] and right not in theirs[locator]
        assert right in ours[locator] and misread not in ours[locator]
    cited = 0
    wrong: list[str] = []
    for locator, text in ours.items():
        if said[locator] != SUMMARY or locator in CORRECTED:
            continue
        source = theirs[locator].replace(*corrected.get(locator, ("", "")))
        for citation in CITED.findall(text):
            cited += 1
            wrong += [f"{locator}: {citation}"] if citation not in source else []
    assert wrong == []
    assert cited > 120


@pytest.mark.parametrize(
    ("file", "old", "new", "locator"),
    [
        ("0-hyoshi.yaml", "承認日:\n  公表日: 令和7年2月7日", "承認日:\n  公表日: 令和7年2月8日", "表紙/公表日"),
        ("1-kihon.yaml", "対象人数: 30万人以上", "対象人数: 10万人以上30万人未満", "Ⅰ/1/③"),
        ("1-kihon.yaml", "- 番号: 6", "- 番号: 5", "Ⅰ/2/システム#"),
        ("1-kihon.yaml", "- その他: 在留カード等発行システム\n", "- その他: 在留カード発行システム\n", "Ⅰ/2/システム2/③"),
        ("2-gaiyo.yaml", "提供を行っている: 77件", "提供を行っている: 78件", "Ⅱ[1]/5/提供・移転の有無"),
        ("2-gaiyo.yaml", "委託先名: 株式会社日立システムズ", "委託先名: 日立システムズ", "Ⅱ[1]/4/委託事項2/⑥"),
        ("2-gaiyo.yaml", "使用開始日: 平成27年10月5日", "使用開始日: 平成27年10月", "Ⅱ[3]/3/⑨"),
        ("2-gaiyo.yaml", "命令第2条の表 第百八項", "命令第2条の表 第百七項", "Ⅱ[1]/5/提供先34/①"),
        ("2-gaiyo.yaml", "命令第2条の表 第百六項", "命令第2条の表 第百五項", "Ⅱ[1]/5/提供先33/①"),
        ("2-gaiyo.yaml", "移転先: こころの健康センター", "移転先:", "Ⅱ[1]/5/移転先一覧[13]/移転先"),
        ("2-gaiyo.yaml", "使用者数: 500人以上1,000人未満", "使用者数: 1,000人以上", "Ⅱ[2]/3/⑦/使用者数"),
        ("2-kiroku.yaml", "      - 旧氏のフリガナ\n", "", "別添2[1]/記録項目"),
    ],
    ids=["date", "choice", "number-of-block", "detail", "count", "name", "date-without-day", "statute", "correction",
         "blank", "corrected-choice", "recorded-item"],
)
def test_one_changed_value_is_noticed(file: str, old: str, new: str, locator: str, imported: Assessment, alone: Path) -> None:
    """The comparison can fail: one changed value is found, at its place."""
    path = alone / "saitama/juki" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = differences(facts(_only(alone)), facts(imported))
    assert locator in found
    assert locator.endswith("#") or len(found) == 1  # what is numbered anew stands at other locators
