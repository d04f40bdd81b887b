"""Import: items whose place and text a person decided from the sources (tests/import_sample.tsv) are where that person put them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from site_gen import content, importers
from site_gen.forms import form_named
from site_gen.model import Checked, Flagged, Named, RecordedItems, Value
from tests.test_bad import MUNICIPALITY, SITE

LIST = Path(__file__).with_name("import_sample.tsv")
MISPLACED = 0  # of the hundred that were drawn


@dataclass(frozen=True, slots=True)
class Judged:
    """One line of the list."""

    source: str
    lines: str
    locator: str
    characters: int
    sha256: str
    verdict: str


def judged() -> list[Judged]:
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    cells = [line.split("\t") for line in lines[1:]]
    return [Judged(source, place, locator, int(length), sha, verdict) for source, place, locator, length, sha, verdict, *_ in cells]


def test_the_list_is_what_it_says() -> None:
    """100 items that were drawn, at least five of each document, none twice."""
    drawn = [one for one in judged() if one.verdict == "right"]
    assert len({(one.source, one.locator) for one in drawn}) == len(drawn) == 100
    assert min(sum(one.source == source for one in drawn) for source in ("000", "001", "002", "003", "004")) == 5


def test_the_sample(seeds: Path) -> None:
    """None of the hundred items is elsewhere or has another text."""
    wrong = [one for one in judged() if one.verdict == "right" and not _holds(one, _imported(seeds, one.source))]
    assert len(wrong) <= MISPLACED, wrong


def test_what_was_mended(seeds: Path) -> None:
    """Every item that reading found in a wrong place, and what stood in its stead, has its text now."""
    assert [one for one in judged() if one.verdict == "mended" and not _holds(one, _imported(seeds, one.source))] == []


def test_the_list_is_broken_by_a_change(seeds: Path) -> None:
    """The comparison is not blind: one character more in a text, or a text at its neighbour, is noticed."""
    one = next(one for one in judged() if one.source == "000")
    items = _imported(seeds, one.source)
    assert _holds(one, items)
    assert not _holds(one, {**items, one.locator: items[one.locator] + "。"})
    assert not _holds(one, {key: text for key, text in items.items() if key != one.locator})


def _holds(one: Judged, items: dict[str, str]) -> bool:
    text = items.get(one.locator, "")
    return len(text) == one.characters and hashlib.sha256(text.encode()).hexdigest()[: len(one.sha256)] == one.sha256


@cache
def _imported(seeds: Path, source: str) -> dict[str, str]:
    """The text of each item with a value, by locator, as the site would have it."""
    (path,) = seeds.glob(f"{source}_*")
    done = importers.run([path], form_named("zenkomoku") if source == "003" else None)  # 川口市's list names no form
    with TemporaryDirectory() as folder:
        root = Path(folder)
        importers.save(done, root / "m/a", overwrite=False)
        (root / "site.yaml").write_text(SITE, encoding="utf-8")
        (root / "m/municipality.yaml").write_text(MUNICIPALITY, encoding="utf-8")
        site = content.read(root).site
    assert site is not None
    parts = site.municipalities[0].assessments[0].parts
    return {
        entry.locator: _flat(_text(entry.value))
        for part in parts for entry in part.walk() if entry.state == "given" and entry.value is not None
    }


def _text(value: Value) -> str:
    if isinstance(value, Checked):
        return "".join(
            ("不明" if mark.state == "unknown" else "") + mark.option.label + (mark.detail if mark.count is None else f"{mark.count}件")
            for mark in value.marks if mark.state != "no"
        )
    if isinstance(value, Named):
        return "".join(name.text for name in value.names)
    if isinstance(value, RecordedItems):
        return "".join(item.text for group in value.groups for item in group.items)
    if isinstance(value, Flagged):
        return value.state
    return getattr(value, "text", "")


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
