"""Import: every character of a document is in the YAML, left over, or the form's own; counted without the importer's help.

A source is read here anew, cell by cell. What the form prints is taken away by the tables of the form, from the cells and
from the values alike; what a document prints besides is listed below. The characters that remain of the source must be
those of the values: none lost, none made up, however short and however often.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from site_gen import content, importers
from site_gen.form import Checks, Choice, Fixed, Printed, rows
from site_gen.forms import FORMS, form_named
from site_gen.forms.choices import 使用者数, 本人の数
from site_gen.model import Assessment, Checked, Chosen, Flagged, Named, RecordedItems
from site_gen.wording import CIRCLED
from tests.test_bad import MUNICIPALITY, SITE

_CHANGES = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
_KAWAGUCHI = (
    "住民基本台帳に関する事務における変更箇所一覧", "項目番号", "ページ数・位置", "変更前公表済み評価書", "変更後", "概要", "摘要",
    "I基本情報", "II特定個人情報ファイルの概要", "III特定個人情報ファイルの取扱いプロセスにおけるリスク対策", "VI評価実施手続",
)
_FILES = ("住民基本台帳ファイル", "本人確認情報ファイル", "送付先情報ファイル")
_NAMES = {"".join(f"{number}{name}" for number, name in enumerate(_FILES, 1)): "".join(_FILES)}
_SAITAMA = (
    "特定個人情報保護評価書全項目評価書", "項目一覧", "さいたま市事務", "用途の法的根拠",
    "過去3年以内に…重大事故の内容及び再発防止策の内容", "内容", "別紙住民基本台帳ファイル提供先", "別紙住民基本台帳ファイル市内提供先一覧",
    "別紙住民基本台帳ファイル移転先一覧",
    "特定個人情報ファイルの全体特定個人情報ファイルの一部",  # boxes alike: 不明
    "リスク1:目的を超えた紐付け、事務に必要な情報との紐付けが行われるリスク", "リスク3:入手した特定個人情報that不正確であるリスク",
    "リスク3:入手した特定個人情報ที่ไม่正確であるリスク", "リスク4:入手の際に特定個人情報漏えい・紛失するリスク",
    "5.特定個人情報の提供・移転委託や情報提供ネットワークシステムを通じた提供を除く。提供・移転しない",
)
_SAPPORO = (
    "2.特定個人情報ファイル", "レを取り扱う事務において使用するシステム", "\ue102性のシステノしの技体", "3.特定個人情報ファイル", "名",
    "4.特定個人情報ファイル", "ンを取り扱う理由1997年", "プシステムによる情報連携※", "7.評価実施機関におけ", "る担当部署",
)
# Cells that a document prints besides the form and its texts (white space, brackets and boxes aside), and what of them
# is a text (… stands for any words): titles, heads of tables, running numbers, names with numbers, labels and lists that
# a scan has damaged.
BESIDES: dict[str, dict[str, str]] = {
    "000": dict.fromkeys(("別添2変更箇所", *_CHANGES), ""),
    "001": {"別添2変更箇所": "", "".join(_CHANGES): ""},
    "002": {
        **dict.fromkeys(_SAITAMA, ""), **_NAMES,
        **{f"{number}{name}": name for number, name in enumerate(_FILES, 1)},
        **{f"{number}{name}1/2": name for number, name in enumerate(_FILES, 1)},
        "".join((本人の数[3], *本人の数)): 本人の数[3],
        "".join((使用者数[3], *使用者数[1:])): 使用者数[3],
        "再委託しない再委託する再委託しない": "再委託しない", "市内連携システム画面閲覧": "画面閲覧",
    },
    "003": dict.fromkeys((*_KAWAGUCHI, *map(str, range(1, 23))), ""),
    "004": {**dict.fromkeys(_SAPPORO, ""), **_NAMES},
}
_GIVEN = {"000": "juten", "003": "zenkomoku"}  # 川口市's list names no form
# Words of the form inside a text, where a scan ran cells together, and what it printed once more (画面閲覧).
INSIDE: dict[str, tuple[str, ...]] = {
    "002": ("手数料額、納付方法:", "画面閲覧", "画面閲覧"),
    "004": ("システム2", "情報提供ネットワークシステム", "住民基本台帳ネットワークシステム", "税務システム", "Γ"),
}

# Ticks in the values less those in the source: nine boxes that look empty have a text in their bracket, and a list with
# four ticks is printed three times.
TICKS = {"002": 9 - 8}


@pytest.mark.parametrize("name", BESIDES)
def test_every_tick_is_kept(name: str, seeds: Path, tmp_path: Path) -> None:
    """○, 〇, O in a bracket, a checked box and a radio button of HTML; each is a box that is ticked, or stands in a text."""
    (path,) = seeds.glob(f"{name}_*")
    values = [entry.value for part in _assessment(path, tmp_path).parts for entry in part.walk()]
    marks = [mark.state for value in values if isinstance(value, Checked) for mark in value.marks]
    kept = [*marks, *(value.state for value in values if isinstance(value, Flagged))].count("yes")
    kept += sum(getattr(value, "text", "").count("[○]") for value in values)
    assert kept == len(_TICK.findall(path.read_text(encoding="utf-8"))) + TICKS.get(name, 0)


@pytest.mark.parametrize("name", BESIDES)
def test_every_character_is_accounted_for(name: str, seeds: Path, tmp_path: Path) -> None:
    (path,) = seeds.glob(f"{name}_*")
    assert _account(path, tmp_path) == (Counter(), Counter())


def test_the_account_notices_a_single_character(tmp_path: Path) -> None:
    """A dash that is not in the values is found missing, a text that stands twice and is kept once too."""
    source = tmp_path / "000_x.txt"
    source.write_text("変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明\n"
                      "令和5年2月6日\tⅠ－7\t—\t部の新設\t事後\t\n令和5年2月6日\tⅠ－8\t—\t部の新設\t事後\t\n", encoding="utf-8")
    kept = _texts(source, tmp_path / "content")
    assert _differences(source, kept) == (Counter(), Counter())
    assert _differences(source, [text for text in kept if text != "—"])[0] == Counter("——")
    kept.remove("部の新設")
    assert _differences(source, [*kept, "余"]) == (Counter("部の新設"), Counter("余"))


_BOX = "□"
_ITEMS = [row.item for form in FORMS for row in rows(form)]


def _flat(text: str) -> str:
    """NFKC but for ①, no white space."""
    circled = {ord(mark): chr(0xE100 + number) for mark, number in CIRCLED.items()}
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text.translate(circled)))


def _bare(text: str) -> str:
    return re.sub(r"[()\[\]〔〕]", "", text)


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted({word for word in words if word}, key=len, reverse=True))


_LABELS = [(_flat(item.number), _bare(_flat(label))) for item in _ITEMS for label in (item.label, *item.aliases)]
_NUMBERED = "|".join(f"{re.escape(number)}[.:]?{re.escape(label)}" for number, label in _LABELS if number)
_LABEL = re.compile(f"(?:別添[0-9])?(?:{_NUMBERED}|{_either(label for _, label in _LABELS)})(?:※(?:7[.]リスク1.を除く。)?)?")
_LEADING = re.compile(rf"\A\s*(?:{_either(label for _, label in _LABELS if len(label) > 3)})(?:\s*※)?\s+(?=\S)")  # before its value
_CIRCLED = re.compile(f"(?:{_either(number + label for number, label in _LABELS if number[:1] >= chr(0xE100))})※?")
_BLOCK = re.compile(r"(?:システム|委託事項|提供先|移転先)[0-9]+(?:[~-][0-9]+)?")
_LIST = re.compile("[<〈《]?選択肢[>〉》]?|" + _either(
    f"{number}){_flat(one)}" for item in _ITEMS if isinstance(item, Choice) for number, one in enumerate(item.choices, 1)))
_BOXES = re.compile(f"{_BOX}(?:" + _either(
    _flat(option.label) for item in _ITEMS if isinstance(item, Checks) for option in item.options) + ")?")
_GROUPS = re.compile(_either(
    "・" + _flat(option.group).strip("・") for item in _ITEMS if isinstance(item, Checks) for option in item.options if option.group))
_PRINTED = re.compile(_either(
    _flat(text) for item in _ITEMS
    for text in (item.texts if isinstance(item, Printed) else (item.text,) if isinstance(item, Fixed) else ())))
_NOTE = re.compile("≪左欄にある※について.*?こととされている。")  # the form explains ※ once
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_TICK = re.compile(r"[\[［〔]\s*[○〇◯OoＯ✓]\s*[\]］〕]|<input\b[^<>]*(?:checked=|radio)[^<>]*>")
_MARK = re.compile(r"<input\b[^<>]*>|[\[［〔Γ]\s*(?:[○〇◯OoＯ✓]|<input\b[^<>]*>)?\s*[\]］〕]")


def _own(raw: str, labels: bool) -> str:
    """What of a cell, or of a value, the form does not print; nothing when the cell is a label."""
    text = _flat(html.unescape(_TAG.sub("", _MARK.sub(_BOX, raw))))
    boxed = _BOX in text
    for words in (_NOTE, _LIST, _BOXES, _PRINTED, _CIRCLED):
        text = words.sub("", text)
    text = _bare(_GROUPS.sub("", text) if boxed else text)
    return "" if labels and (_LABEL.fullmatch(text) or _BLOCK.fullmatch(text) or text == "※") else text


def _cells(path: Path) -> Iterator[str]:
    """The cells of a document, their line ends aside; a running number of 記録項目 is the form's."""
    recorded = False
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        short = _bare(_flat(line))
        begins = "記録項目" in short and short.startswith("別添")
        recorded = begins or (recorded and re.match("[IV]", short) is None)
        for cell in line.split("\t"):
            yield re.sub(r"^\s*[0-9]{1,3}[.．]\s*", "", cell) if recorded else cell


def _values(assessment: Assessment) -> Iterator[str]:
    """Every text that the site would show of an assessment, the form's own choices where they are chosen."""
    for value in (entry.value for part in assessment.parts for entry in part.walk() if entry.state == "given"):
        if isinstance(value, Checked):
            yield from (mark.detail if mark.count is None else f"{mark.count}件" for mark in value.marks if mark.state != "no")
        elif isinstance(value, Chosen):
            yield value.choice
        elif isinstance(value, Named):
            yield from (name.text for name in value.names)
        elif isinstance(value, RecordedItems):
            yield from (item.text for group in value.groups for item in group.items)
        elif value is not None and not isinstance(value, Flagged):
            yield getattr(value, "text", "")


def _text(cell: str, besides: dict[str, str]) -> str:
    """What of a cell of a document is a text."""
    long = [re.escape(words).replace("…", ".*") for words in besides if "…" in words]
    return "" if any(re.fullmatch(words, cell) for words in long) else besides.get(cell, cell)


def _account(path: Path, folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Characters of the source that are nowhere in the values, and characters of the values that are not in the source."""
    return _differences(path, _texts(path, folder))


def _differences(path: Path, texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    name = path.name[:3]
    labels = name in ("002", "004")  # the others are tables of changes
    cells = [_own(_LEADING.sub("", cell, count=1) if labels else cell, labels) for cell in _cells(path)]
    source = Counter("".join(_text(cell, BESIDES[name]) for cell in cells)) - Counter("".join(INSIDE.get(name, ())))
    kept = Counter("".join(_own(text, labels) for text in texts))
    return source - kept, kept - source


def _texts(path: Path, folder: Path) -> list[str]:
    """What the import makes of a document: the values that the site would show, and what waits in 未配置."""
    left = importers.run([path], form_named(_GIVEN.get(path.name[:3], ""))).result.left
    return [*_values(_assessment(path, folder)), *(piece.text for piece in left)]


def _assessment(path: Path, folder: Path) -> Assessment:
    """The import of a document as the site has it."""
    done = importers.run([path], form_named(_GIVEN.get(path.name[:3], "")))
    importers.save(done, folder / "m/a", overwrite=False)
    (folder / "site.yaml").write_text(SITE, encoding="utf-8")
    (folder / "m/municipality.yaml").write_text(MUNICIPALITY, encoding="utf-8")
    site = content.read(folder).site
    assert site is not None
    return site.municipalities[0].assessments[0]
