"""さいたま市's 変更箇所 in `content/` against an import of the published document: 185 rows, cell by cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from site_gen import content, importers
from site_gen.model import Entry, Instance, Words
from tests.conftest import ROOT
from tests.published import squeeze
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write

SOURCE = "002_e7e56950f482e94e.txt"
ROWS = 185
FACTS = ("変更日", "項目", "提出時期")
TEXTS = ("変更前の記載", "変更後の記載", "提出時期に係る説明")

Rows = tuple[Instance, ...]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The rows of the content, read apart from the other parts of the assessment."""
    text = (ROOT / "content/saitama/juki/9-henko.yaml").read_text(encoding="utf-8")
    return _changes(text, tmp_path_factory.mktemp("written"))


@pytest.fixture(scope="module")
def imported(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The rows that the importer finds in the published document."""
    text = importers.run([seeds / SOURCE], None).files["9-henko.yaml"]
    return _changes(text, tmp_path_factory.mktemp("imported"))


def test_every_row_is_there(written: Rows, imported: Rows) -> None:
    """As many rows as the document has, each with its day, its item as published (damage and all) and 事前 or 事後."""
    assert len(written) == len(imported) == ROWS
    cells = list(_cells(written, imported, FACTS))
    assert [(place, our.text) for place, our, their in cells if _plain(our.text) != _plain(their.text)] == []
    assert [place for place, our, _ in cells if our.state != "given"] == ["139 提出時期"]


def test_blank_cells_are_blank_and_no_others(written: Rows, imported: Rows) -> None:
    cells = list(_cells(written, imported, TEXTS))
    assert [(place, our.state) for place, our, their in cells if our.state != their.state] == []
    assert {our.state for _, our, _ in cells} == {"blank", "given"}


def test_what_is_no_summary_is_as_published(written: Rows, imported: Rows) -> None:
    """No exact text differs from the import, so there is no list of differences; every reason is an exact text."""
    exact = [cell for cell in _cells(written, imported, TEXTS) if not _is_summary(cell[1])]
    assert [(place, our.text) for place, our, their in exact if _plain(our.text) != _plain(their.text)] == []
    assert {our.item.name for _, our, their in exact if our.text} == set(TEXTS)
    assert [place for place, our, _ in _cells(written, imported, TEXTS[2:]) if _is_summary(our)] == []


def test_sentences_are_not_carried_over(written: Rows, imported: Rows) -> None:
    """A cell of 60 characters or more is a summary, and no summary shares 30 in a row with its cell (an address may)."""
    for place, our, their in _cells(written, imported, TEXTS):
        published, own = _plain(their.text), _plain(re.sub(r"https://\S+", "", our.text))
        if len(published) >= 60:
            assert _is_summary(our), place
        if _is_summary(our):
            assert SequenceMatcher(None, published, own, autojunk=False).find_longest_match().size < 30, place


def test_no_name_of_a_person_is_carried_over(written: Rows, imported: Rows) -> None:
    """Until 平成31年 the head of the section stood there by name; of such a cell the content keeps the post."""
    posts = [(cell, re.search(r"(?<!副)参事\s+(\S.*)", cell[2].text)) for cell in _cells(written, imported, TEXTS)]
    named = {cell[0]: (cell[1], found[1]) for cell, found in posts if found}
    assert list(named) == [
        "1 変更前の記載", "1 変更後の記載", "12 変更前の記載", "12 変更後の記載", "22 変更前の記載",
    ]  # fmt: skip
    assert all(_is_summary(our) for our, _ in named.values())
    everything = _plain("".join(our.text for _, our, _ in _cells(written, imported, (*FACTS, *TEXTS))))
    assert [place for place, (_, person) in named.items() if _plain(person) in everything] == []


def _changes(text: str, folder: Path) -> Rows:
    record = RECORD.format(form="全項目評価書")
    write(folder, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/0.yaml": record, "m/a/9.yaml": text})
    result = content.read(folder)
    # of whom the document names, the guard tells: test_guard.py
    assert result.site is not None and {problem.code for problem in result.problems} <= {"personal-name"}
    (assessment,) = result.site.municipalities[0].assessments
    return assessment.part("変更箇所").instances


def _cells(written: Rows, imported: Rows, names: tuple[str, ...]) -> Iterator[tuple[str, Entry, Entry]]:
    """Row and column of each cell, what the content has there and what the import has."""
    for number, (ours, theirs) in enumerate(zip(written, imported, strict=True), 1):
        for name in names:
            yield f"{number} {name}", ours.child(name), theirs.child(name)


def _is_summary(entry: Entry) -> bool:
    return isinstance(entry.value, Words) and entry.value.summary


def _plain(text: str) -> str:
    """`text` with wide and narrow letters alike and without white space, of which the document has too much."""
    return squeeze(unicodedata.normalize("NFKC", text))
