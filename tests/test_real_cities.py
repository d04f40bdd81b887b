"""Excerpts of real municipalities in content/ against the import of their documents: every row, every value, every box.

What differs is listed with its reason, and nothing else may; a difference that is no longer there has to go from its list.
"""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from site_gen import content, importers
from site_gen.forms import form_named
from site_gen.model import Assessment, Checked, Entry, Instance, Named, Words
from tests.conftest import ROOT
from tests.published import squeeze
from tests.test_bad import MUNICIPALITY, SITE

SCAN, TEXT = "000_82a06dcf0b03de97.txt", "001_4065d9e9fd87d1d5.txt"  # 熊谷市: read from a picture, and taken from a PDF
KAWAGUCHI, SAPPORO = "003_5156492e78b2a90a.txt", "004_eb38df5b06157c45.txt"
COLUMNS = ("変更日", "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")

# For each row of ours the row of the import, both from 0. The scan has the rows of the first two days in their order; the
# text of the PDF has the rows of a page from its foot upwards, by ones and twos.
OF_SCAN = dict(enumerate(range(14), 3))
OF_TEXT = dict(enumerate([
    54, 53, 55,  # no day
    5, 6,
    3, 4, 1, 2, 0, 25, 23, 24, 21, 22, 19, 20,
    17, 18, 15, 16, 13, 14, 11, 12, 9, 10, 7, 8,
    42, 43, 40, 41, 38, 39, 36, 37, 34, 35, 32, 33, 30, 31, 28, 29, 26, 27, 44, 52, 50, 51, 48, 49, 45, 46, 47, 57,
]))  # fmt: skip
OF_KAWAGUCHI = {row: row for row in range(22)}

# Rows of an import that are no row of the document.
NO_ROW = {56: "◆技術的対策 of 53, a row that goes on across the end of its page"}

# (row of ours from 0, column) -> why it is not what the import says.
BY_SCAN = {
    (7, "項目"): "the scan lost a line: the PDF has システム1",
    (8, "項目"): "the scan lost a line: the PDF has システム7",
    (9, "項目"): "the scan lost a line: the PDF has システム7",
}
BY_TEXT: dict[tuple[int, str], str] = {}
BY_KAWAGUCHI = {
    (14, "変更前の記載"): "lost by the scan; the import puts the new text here, which has the service that the change begins",
    (14, "変更後の記載"): "the text that the import takes for the old one",
    (15, "変更後の記載"): "lost by the scan, which is not the same as a blank cell",
    (16, "変更後の記載"): "the － that the scan put before the old text; the row below has it in its place",
}
# Locator -> why 札幌市's part Ⅰ is not what the import says.
BY_SAPPORO = {
    "Ⅰ/2/システム1/③": "「Γ ]」 is an empty bracket, so three boxes can be told that the import calls 不明",
    "Ⅰ/2/システム2/①": "the import takes the note below the name into it",
    "Ⅰ/2/システム3/③": "two boxes of the line are lost, so the marks behind them may belong to any",
    "Ⅰ/2/システム6/③": "a bracket that the scan closed in the middle of 「庁内各業務システム」",
    "Ⅰ/2/システム7/③": "a bracket that the scan closed in the middle of 「税宛名」",
}

Read = Callable[[str], Assessment]


@pytest.fixture(scope="module")
def imported(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The assessment that the import makes of a document, read back by the loader."""

    def read(name: str) -> Assessment:
        folder = tmp_path_factory.mktemp("import")
        form = form_named("zenkomoku") if name == KAWAGUCHI else None  # 川口市's list names no form
        importers.save(importers.run([seeds / name], form), folder / "m/a", overwrite=False)
        (folder / "site.yaml").write_text(SITE, encoding="utf-8")
        (folder / "m/municipality.yaml").write_text(MUNICIPALITY, encoding="utf-8")
        return _one(folder, "m")

    return read


def _one(folder: Path, municipality: str) -> Assessment:
    site = content.read(folder).site
    assert site is not None
    return next(m for m in site.municipalities if m.slug == municipality).assessments[0]


def _ours(city: str) -> Assessment:
    return _one(ROOT / "content", city)


CHANGES = [
    pytest.param("kumagaya", SCAN, OF_SCAN, BY_SCAN, id="kumagaya-scan"),
    pytest.param("kumagaya", TEXT, OF_TEXT, BY_TEXT, id="kumagaya-text"),
    pytest.param("kawaguchi", KAWAGUCHI, OF_KAWAGUCHI, BY_KAWAGUCHI, id="kawaguchi"),
]


@pytest.mark.parametrize(("city", "seed", "pairs", "listed"), CHANGES)
def test_changes_are_the_document_s(
    city: str, seed: str, pairs: dict[int, int], listed: dict[tuple[int, str], str], imported: Read
) -> None:
    ours, theirs = _changes(_ours(city)), _changes(imported(seed))
    left = set(range(len(theirs))) - set(pairs.values())
    assert len(set(pairs.values())) == len(pairs), "a row of the document stands twice"
    assert left == (set(NO_ROW) if seed == TEXT else set())
    assert seed == SCAN or set(pairs) == set(range(len(ours))), "a row of ours is in no document"
    assert set(_differing(ours, theirs, pairs)) == set(listed)


def test_numbers_of_rows() -> None:
    assert [len(_changes(_ours(city))) for city in ("kumagaya", "kawaguchi")] == [57, 22]


@pytest.mark.parametrize(("city", "seed", "pairs"), [case.values[:3] for case in CHANGES], ids=[str(case.id) for case in CHANGES])
def test_only_long_texts_are_summed_up(city: str, seed: str, pairs: dict[int, int], imported: Read) -> None:
    """A name, a value or a short remark is given in the document's own words."""
    ours, theirs = _changes(_ours(city)), _changes(imported(seed))
    summed_up = [
        (row, column, _bare(theirs[at].child(column).text))
        for row, at in pairs.items()
        for column in COLUMNS
        if _is_summary(ours[row].child(column)) and theirs[at].child(column).text
    ]
    assert summed_up
    assert [one for one in summed_up if len(one[2]) <= 20] == []


def test_sapporo_is_the_document_s(imported: Read) -> None:
    ours, theirs = _ours("sapporo"), imported(SAPPORO)
    assert ours.files == theirs.files
    systems = ours.at("Ⅰ/2/システム")
    assert systems is not None and len(systems.instances) == 9
    assert set(_unlike(ours, theirs)) == set(BY_SAPPORO)


@pytest.mark.parametrize(
    ("city", "seed", "old", "new", "found"),
    [
        ("kumagaya", TEXT, "別表の85の項", "別表の86の項", (45, "変更後の記載")),
        ("kumagaya", TEXT, "システム8 ①システムの名称", "システム9 ①システムの名称", (11, "項目")),
        ("kumagaya", TEXT, "変更日: 令和6年5月27日", "変更日: 令和6年5月28日", (17, "変更日")),
        ("kawaguchi", KAWAGUCHI, "変更後の記載: 5件", "変更後の記載: 6件", (5, "変更後の記載")),
        ("kawaguchi", KAWAGUCHI, "提出時期: 事前", "提出時期: 事後", (0, "提出時期")),
        ("kawaguchi", KAWAGUCHI, "変更前の記載: 発生あり", "変更前の記載:", (15, "変更前の記載")),
    ],
    ids=["citation", "item", "day", "number", "timing", "blank"],
)
def test_a_changed_change_is_noticed(
    city: str, seed: str, old: str, new: str, found: tuple[int, str], imported: Read, tmp_path: Path
) -> None:
    """The comparison can fail: one value changed in a copy of the sources is found, and nothing else."""
    pairs, listed = {TEXT: (OF_TEXT, BY_TEXT), KAWAGUCHI: (OF_KAWAGUCHI, BY_KAWAGUCHI)}[seed]
    changed = _changed(city, old, new, tmp_path)
    assert set(_differing(_changes(changed), _changes(imported(seed)), pairs)) == {*listed, found}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("対象人数: 30万人以上", "対象人数: 10万人以上30万人未満", "Ⅰ/1/③"),
        ("システムの名称: サービス検索・電子申請機能", "システムの名称: サービス検索・申請機能", "Ⅰ/2/システム8/①"),
        ("          - その他: 中間サーバ・プ", "          - 税務システム\n          - その他: 中間サーバ・プ", "Ⅰ/2/システム5/③"),
        ("    - 送付先情報ファイル\n", "", "Ⅰ/3"),
        ("実施の有無: 不明", "実施の有無: 実施しない", "Ⅰ/6/①"),
        ("所属長の役職名: 住民情報課長", "所属長の役職名:", "Ⅰ/7/②"),
    ],
    ids=["choice", "name", "box", "file", "choice-not-told", "blank"],
)
def test_a_changed_value_is_noticed(old: str, new: str, found: str, imported: Read, tmp_path: Path) -> None:
    differing = set(_unlike(_changed("sapporo", old, new, tmp_path), imported(SAPPORO))) - set(BY_SAPPORO)
    assert found in differing
    assert {locator for locator in differing if not locator.startswith("Ⅰ/6")} <= {found}  # ② is asked for by ①


def _changed(city: str, old: str, new: str, folder: Path) -> Assessment:
    """The assessment of `city` in a copy of content/ where the first `old` is `new`."""
    shutil.copytree(ROOT / "content" / city, folder / city)
    shutil.copy(ROOT / "content/site.yaml", folder)
    file = next(file for file in sorted((folder / city / "juki").glob("*.yaml")) if old in file.read_text(encoding="utf-8"))
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return _one(folder, city)


def _changes(a: Assessment) -> tuple[Instance, ...]:
    return a.part("変更箇所").instances


def _differing(
    ours: Sequence[Instance], theirs: Sequence[Instance], pairs: dict[int, int]
) -> Iterator[tuple[int, str]]:
    for row, at in pairs.items():
        for column in COLUMNS:
            if not _same(ours[row].child(column), theirs[at].child(column)):
                yield row, column


def _unlike(ours: Assessment, theirs: Assessment) -> Iterator[str]:
    """Locators of part Ⅰ that one of the two has and the other has not, or has with another value."""
    one, other = ({entry.locator: entry for entry in a.part("基本情報").walk()} for a in (ours, theirs))
    yield from one.keys() ^ other.keys()
    yield from (locator for locator in one.keys() & other.keys() if not _same(one[locator], other[locator]))


def _same(ours: Entry, theirs: Entry) -> bool:
    """Whether both are given, blank or absent alike and, unless ours is a summary, say the same."""
    if ours.state != theirs.state:
        return False
    return _is_summary(ours) or _said(ours) == _said(theirs)


def _said(entry: Entry) -> object:
    value = entry.value
    if isinstance(value, Checked):
        return [(mark.option.label, mark.state, _bare(mark.detail), mark.count) for mark in value.marks]
    if isinstance(value, Named):
        return [_bare(name.text) for name in value.names]
    return _bare(entry.text)


def _is_summary(entry: Entry) -> bool:
    return isinstance(entry.value, Words) and entry.value.summary


def _bare(text: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", text))
