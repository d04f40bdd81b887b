"""さいたま市's Ⅲ to Ⅵ in content/ hold what the published document says: chosen values, boxes, dates, counts, addresses.

Two paths: the document imported, compared item by item as loaded values; and the document's printed lists and boxes
counted by a pattern, which knows nothing of the import.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen import content, importers
from site_gen.model import Assessment, Chosen, Dated, Entry, Flagged, Words
from site_gen.wording import CIRCLED, is_nothing_mark
from tests.conftest import ROOT
from tests.test_bad import MUNICIPALITY, SITE

CONTENT = ROOT / "content"
DOCUMENT = "002_e7e56950f482e94e.txt"
PARTS = ("特定個人情報ファイルの取扱いプロセスにおけるリスク対策", "その他のリスク対策", "開示請求、問合せ", "評価実施手続")

# Addresses of items that differ from the import of the document, each with its reason.
DIFFERENCES: dict[str, str] = {}

# A number that a resident counts by; a summary keeps every one of its source and makes none up.
COUNT = re.compile(r"(?:[0-9]+|一)(?:件|年間|年度|年|回|課|円|営業日|システム|Web|条|項|号|面|月|情報)")
KANJI_ONE = str.maketrans({"一": "1"})

Facts = dict[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def published(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """What the import reads in the document."""
    folder = tmp_path_factory.mktemp("published")
    importers.save(importers.run([seeds / DOCUMENT], None), folder / "saitama/juki", overwrite=False)
    (folder / "site.yaml").write_text(SITE, encoding="utf-8")
    (folder / "saitama/municipality.yaml").write_text(MUNICIPALITY, encoding="utf-8")
    return facts(assessment(folder))


def test_every_fact_is_as_published(published: Facts) -> None:
    """States, choices, boxes, dates, texts that are no summary, and the counts in those that are."""
    found = differences(published, facts(assessment(CONTENT)))
    assert {where: told for where, told in found.items() if where not in DIFFERENCES} == {}
    assert [where for where in DIFFERENCES if where not in found] == [], "reasons for differences that there are not"


def test_printed_lists_and_boxes(seeds: Path) -> None:
    """As many of each chosen value and of each ticked and empty box as the text of the document has."""
    a = assessment(CONTENT)
    text = (seeds / DOCUMENT).read_text(encoding="utf-8").split("Ⅲ 特定個人情報ファイルの取扱いプロセス", 1)[1].split("(別添3)変更箇所", 1)[0]
    printed = Counter(
        hit[1].strip() for line in text.splitlines() if "選択肢" in line
        and (hit := re.search(r'(?:\[|<input type="checkbox"/>)([^\[\]<>]*)(?:\]|<input)', line)) and hit[1].strip()
    )
    boxes = Counter((mark, squeezed(label)) for mark, label in re.findall(r"\[(○?)\] ?((?:委託|提供・移転|接続)しない(?:\(..\))?)", text))
    assert sum(printed.values()) == 120
    assert printed == Counter(entry.value.choice for entry in entries(a) if isinstance(entry.value, Chosen))
    assert boxes == Counter(
        ("○" if isinstance(entry.value, Flagged) else "", squeezed(entry.item.label))
        for entry in entries(a) if entry.item.kind == "flag" and entry.state in ("given", "blank")
    )


def test_incidents(seeds: Path) -> None:
    """The list of incidents has the rows of the document, where the document prints it: after the third file."""
    text = (seeds / DOCUMENT).read_text(encoding="utf-8").split("\nNo.\t内容\t再発防止策\n", 1)[1].split("\n\n", 1)[0]
    numbers = [line.split("\t")[0] for line in text.splitlines()]
    table = assessment(CONTENT).at("Ⅲ[3]/7/リスク1/⑨/重大事故一覧")
    assert table is not None and numbers == ["1", "2", "3", "4"]
    assert [row.child("No.").text for row in table.instances] == numbers


@pytest.mark.parametrize(
    ("file", "now", "changed", "where"),
    [
        ("3-risk.yaml", "リスクへの対策は十分か: 特に力を入れている", "リスクへの対策は十分か: 十分である", "Ⅲ[1]/2/リスク1/リスクへの対策は十分か"),
        ("3-risk.yaml", "接続しない（入手）: ○", "接続しない（入手）:", "Ⅲ[1]/6/接続しない（入手）"),
        ("3-risk.yaml", "発生あり", "不明", "Ⅲ[1]/7/リスク1/⑨"),
        ("3-risk.yaml", "99件", "98件", "Ⅲ[3]/7/リスク1/⑨/重大事故一覧[2]/内容"),
        ("4-sonota.yaml", "24課", "25課", "Ⅳ/1/②/具体的な内容"),
        ("5-kaiji.yaml", "4番4号 他", "4番3号 他", "Ⅴ/1/①"),
        ("6-tetsuzuki.yaml", "令和6年12月13日", "令和6年12月12日", "Ⅵ/2/②"),
        ("6-tetsuzuki.yaml", "    提出日:\n", "", "Ⅵ/4/①"),
    ],
)
def test_a_change_is_told(published: Facts, tmp_path: Path, file: str, now: str, changed: str, where: str) -> None:
    """The comparison can fail: one value changed in one of the sources is told at its address."""
    shutil.copytree(CONTENT / "saitama", tmp_path / "saitama")
    (tmp_path / "site.yaml").write_text(SITE, encoding="utf-8")
    source = tmp_path / "saitama/juki" / file
    held = source.read_text(encoding="utf-8")
    assert now in held
    source.write_text(held.replace(now, changed, 1), encoding="utf-8")
    assert where in differences(published, facts(assessment(tmp_path))).keys() - DIFFERENCES.keys()


def assessment(folder: Path) -> Assessment:
    """さいたま市's juki as `folder` has it."""
    site = content.read(folder).site
    assert site is not None
    return next(a for m in site.municipalities if m.slug == "saitama" for a in m.assessments if a.slug == "juki")


def entries(a: Assessment) -> Iterator[Entry]:
    """Every item of Ⅲ to Ⅵ."""
    return (entry for name in PARTS for entry in a.part(name).walk())


def facts(a: Assessment) -> Facts:
    """By address: the state, and the value as what it means; of a text, itself after the counts in it.

    A row that the form does not ask for (unmet, left out of our YAML) is an empty one on paper.
    """
    return {
        entry.locator: ("blank" if entry.state == "unmet" else entry.state, *_value(entry))
        for entry in entries(a) if not entry.item.is_heading
    }


def differences(published: Facts, ours: Facts) -> dict[str, str]:
    """What differs, by address; of a summary (its last piece is 要約) only the counts are held to the source."""
    found: dict[str, str] = {}
    for where in {**published, **ours}:
        theirs, own = published.get(where, ("absent",)), ours.get(where, ("absent",))
        if own[-1:] == ("要約",):
            theirs, own = theirs[:-1], own[:-1]
        if theirs != own:
            found[where] = f"{theirs} != {own}"
    return found


def _value(entry: Entry) -> tuple[str, ...]:
    value = entry.value
    if isinstance(value, Chosen):
        return (value.choice or "不明",)
    if isinstance(value, Flagged):
        return (value.state,)
    if isinstance(value, Dated):
        return (f"{value.start}", f"{value.end}")
    if isinstance(value, Words) and not is_nothing_mark(value.text):
        return (" ".join(counts(value.text)), "要約" if value.summary else squeezed(value.text))
    return (entry.text,)


def counts(text: str) -> list[str]:
    """The numbers with their units in a text, each once; 年一回 and 年1回 are alike."""
    plain = unicodedata.normalize("NFKC", "".join(" " if one in CIRCLED else one for one in text))
    return sorted({hit.translate(KANJI_ONE) for hit in COUNT.findall(plain.replace("に一度", "1回"))})


def squeezed(text: str) -> str:
    """A text without what layout adds to it: white space, brackets, full-width forms."""
    return re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text))
