"""A content folder of any size, made from the example's own documents: the same seed gives the same bytes.

What real sites of many municipalities have is kept: most of the text is boilerplate that all share, in which names, departments
and figures differ and some sentences are a municipality's own; 全項目評価書 of about 375 KB (150 rows of 変更箇所, 60 提供先),
重点項目評価書 of 140 KB, 基礎項目評価書 of 15 KB.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

EXAMPLE = ROOT / "content/mihon"
FULL, MIDDLE, BASIC = "juki", "juminzei", "boshi"  # the example's documents of the three forms
_OWN = 0.15  # of the sentences that are a municipality's own
_ROWS = 150  # of 変更箇所

# 事務 that the comparison knows by the words in their titles, for documents of 様式2
_JIMU = (
    "母子保健", "国民健康保険", "介護保険", "後期高齢者医療", "児童手当", "児童扶養手当", "障害者福祉", "生活保護", "国民年金",
    "予防接種", "健康増進", "市営住宅", "保育所等の利用", "子ども・子育て支援", "固定資産税", "軽自動車税", "収納管理",
    "就学援助", "災害救助", "ひとり親家庭等医療費助成", "特別児童扶養手当", "養育医療", "自立支援医療", "精神保健福祉",
    "中国残留邦人等支援", "奨学金の貸付け", "私立高等学校等授業料助成", "老人福祉", "公営墓地",
)
_WHO = (
    "担当課の職員", "情報政策課", "所属長", "受託者の責任者", "システムの管理者", "窓口の職員", "監査の担当者", "支所の職員",
)
_WHEN = (
    "毎月", "年に1回", "四半期ごとに", "作業の都度", "異動のあった日に", "人事異動の時期に", "契約を更新するときに",
    "障害の後に",
)
_WHAT = (
    "操作の記録", "利用者の一覧", "権限の割当て", "媒体の保管簿", "入退室の記録", "作業の報告書", "点検表", "持出しの記録",
    "消去の証明書", "研修の受講記録",
)
_HOW = (
    "突き合わせて確かめる", "出力して所属長に報告する", "鍵のかかる書庫に保管する", "見直し、要らないものを消す",
    "別の職員が照合する", "点検し、結果を記録する",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many municipalities, and how many documents of the three forms they have in all."""

    municipalities: int
    full: int
    middle: int
    basic: int

    @property
    def assessments(self) -> int:
        """All documents."""
        return self.full + self.middle + self.basic


CITY = Size(1, 3, 0, 17)


def size(assessments: int) -> Size:
    """As in the whole country: twenty documents a municipality, of eleven one on 様式4, and one on 様式3 for each of these."""
    full = max(1, assessments // 11)
    return Size(max(1, assessments // 20), full, full, assessments - 2 * full)


def make(folder: Path, wanted: Size, seed: int = 1) -> None:
    """Write a content folder of that size to `folder`, which must not be there."""
    folder.mkdir(parents=True)
    for name in ("aliases.yaml", "glossary.yaml", "laws.yaml", "site.yaml"):
        text = (EXAMPLE.parent / name).read_text(encoding="utf-8")
        (folder / name).write_text(_without_homes(text) if name == "aliases.yaml" else text, encoding="utf-8")
    settings = (EXAMPLE / "municipality.yaml").read_text(encoding="utf-8")
    texts = {name: _texts(EXAMPLE / name) for name in (FULL, MIDDLE, BASIC)}
    texts[FULL]["9-henko.yaml"] = _lengthened(texts[FULL]["9-henko.yaml"])
    for number in range(wanted.municipalities):
        home = folder / f"m{number:04d}"
        home.mkdir()
        name = f"第{number:04d}市"
        (home / "municipality.yaml").write_text(
            settings.replace("見本市", name).replace("992011", _code(number)), encoding="utf-8")
        for kind, count in ((FULL, wanted.full), (MIDDLE, wanted.middle), (BASIC, wanted.basic)):
            for at in range(number, count, wanted.municipalities):
                _document(home, texts[kind], kind, at // wanted.municipalities, name, random.Random(f"{seed} {kind} {at}"))


def _document(home: Path, texts: dict[str, str], kind: str, nth: int, name: str, chance: random.Random) -> None:
    """The `nth` document of that kind of one municipality."""
    target = home / f"{kind}-{nth}"
    target.mkdir()
    title = _JIMU[nth % len(_JIMU)]
    for file, text in texts.items():
        own = text.replace("見本市", name)
        if kind == BASIC:
            own = own.replace("母子保健に関する事務", f"{title}に関する事務").replace("母子保健情報ファイル", f"{title}情報ファイル")
        (target / file).write_text("\n".join(_varied(own.split("\n"), chance)), encoding="utf-8")


def _varied(lines: list[str], chance: random.Random) -> Iterator[str]:
    """`lines` of YAML, some of whose sentences are the municipality's own: as many lines, each still of the same value."""
    for line in lines:
        if line.endswith("。") and chance.random() < _OWN:
            head, start = re.match(r"(\s*(?:- )?(?:[^\s:]+: )?)(.*)", line, re.S).groups()  # type: ignore[union-attr]  # matches everything
            line = head + (start if chance.random() < 0.5 else "") + _sentence(chance)
        yield line


def _sentence(chance: random.Random) -> str:
    pieces = (chance.choice(_WHO), chance.choice(_WHEN), chance.choice(_WHAT), chance.choice(_HOW))
    return f"{pieces[0]}が、{pieces[1]}{pieces[2]}（{chance.randint(2, 900)}件）を{pieces[3]}。"


def _lengthened(text: str) -> str:
    """変更箇所 with as many rows as a document of ten years has: the rows of its longest texts once more, of earlier days."""
    head, *rows = re.split(r"(?m)^(?=  - )", text)
    longest = sorted(rows, key=len)[-(_ROWS - len(rows)) :]
    again = [re.sub(r"変更日: .*", f"変更日: 平成27年{at % 12 + 1}月{at % 28 + 1}日", row) for at, row in enumerate(longest)]
    return head + "".join(again) + "".join(rows)


def _texts(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.yaml"))}


def _without_homes(text: str) -> str:
    """aliases.yaml without what it says of single municipalities of the example."""
    return "\n".join(line for line in text.split("\n") if not line.lstrip(" -").startswith("自治体:"))


def _code(number: int) -> str:
    """A code outside the real range, with its check digit (総務省「全国地方公共団体コード仕様」)."""
    digits = f"{48_000 + number:05d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, (6, 5, 4, 3, 2), strict=True))
    return f"{digits}{((11 - total % 11) % 10 if total >= 11 else 11 - total) % 10}"
