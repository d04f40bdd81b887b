"""The gold file of 項目 strings in, how the resolver fares on it out; `python -m tests.resolver_gold` prints the figures.

The gold file keeps short strings; longer ones are looked up in content/ by their hash. The texts before and after come
from the sources beside the repository; where those are missing, the `value` that the gold file keeps stands for them.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_gen import importers
from site_gen.forms import form_named
from site_gen.resolve import Change, Resolution, resolve
from tests.whole import whole_site

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests/gold/koumoku.jsonl"
SEEDS = ROOT.parent / "shared/seeds"
BEGIN, END = "<!-- made by make resolver-figures -->", "<!-- end -->"
SURE = ("exact", "inherited", "several", "attachment")

# The files and the sheets of 別添1 of the two 全項目評価書 (さいたま市, 川口市) and of the shapes of forms.md.
_FILES = ("住民基本台帳ファイル", "本人確認情報ファイル", "送付先情報ファイル")
_SHEETS = ("(1)住民基本台帳ファイル", "(2)本人確認情報ファイル (3)送付先情報ファイル")


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of the gold file and what the resolver made of it."""

    gold: dict[str, Any]  # JSON: its fields are described in gold/README.md
    answer: Resolution

    @property
    def right(self) -> bool:
        """Whether targets and status are those of the gold file, or those of an alternative it allows."""
        ways = (self.gold, *self.gold.get("or", ()))
        return any((set(self.answer.targets), self.answer.status) == (set(way["targets"]), way["status"]) for way in ways)

    def __str__(self) -> str:
        place = self.gold.get("line", self.gold.get("row"))
        return f"{self.gold['src']}:{place} {self.answer.status} {self.answer.targets}, gold {self.gold['status']} {self.gold['targets']}"


def judged() -> list[Judged]:
    """Every row of the gold file, resolved among the rows of its history."""
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    strings, texts = _strings(), _texts()
    found: list[Judged] = []
    for source in ("000", "001", "002", "003"):
        rows = [one for one in gold if one["src"] == source]
        changes: list[Change] = []
        for one in rows:
            item = one.get("item") or strings[one["sha"]]
            changes.append(Change(item, *texts.get((source, one["line"]), (one.get("value", ""), ""))))
        found += _judge(rows, changes)
    for one in gold:
        if one["src"] == "forms.md":
            above = [Change(one["above"])] if "above" in one else []
            found += _judge([one], [*above, Change(one["item"], one.get("before", ""), one.get("after", ""))])
    return found


def _judge(rows: list[dict[str, Any]], changes: list[Change]) -> list[Judged]:
    form = form_named(rows[0]["form"])
    assert form is not None
    whole = form.code == "zenkomoku"
    answers = resolve(form, changes, _FILES if whole else (), _SHEETS if whole else ())
    return [Judged(one, answer) for one, answer in zip(rows, answers[-len(rows) :], strict=True)]


def hashed(item: str) -> str:
    """The hash by which the gold file names a string."""
    return hashlib.sha256("".join(unicodedata.normalize("NFKC", item).split()).encode()).hexdigest()[:12]


def _strings() -> dict[str, str]:
    """Every 項目 string of content/ by its hash."""
    site = whole_site()
    return {
        hashed(text): text
        for municipality in site.municipalities for assessment in municipality.assessments
        for row in assessment.part("変更箇所").instances if (text := row.child("項目").text)
    }


def _texts() -> dict[tuple[str, int], tuple[str, str]]:
    """変更前 and 変更後 of every row of the sources by source and line; nothing where the sources are not at hand."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for path in sorted(SEEDS.glob("00[0-3]_*.txt")) if SEEDS.is_dir() else ():
        form = form_named("zenkomoku" if path.name[:3] in ("002", "003") else "juten")
        rows = importers.run([path], form).result.parts["変更箇所"]
        assert isinstance(rows, list)
        for row in rows:
            line = int(row.place.rpartition(":")[2])
            found[path.name[:3], line] = (str(row.entries.get("変更前の記載") or ""), str(row.entries.get("変更後の記載") or ""))
    return found


def figures() -> str:
    """The figures as a table in Markdown."""
    rows = judged()
    lines = ["| status | rows | of these open | right | wrong |", "| --- | --- | --- | --- | --- |"]
    count = Counter((one.answer.status, one.right) for one in rows)
    left_open = Counter(one.answer.status for one in rows if one.answer.open)
    for status in dict.fromkeys(one.answer.status for one in sorted(rows, key=lambda one: one.answer.status)):
        right, wrong = count[status, True], count[status, False]
        lines.append(f"| {status} | {right + wrong} | {left_open[status]} | {right} | {wrong} |")
    sure = [one for one in rows if one.answer.status in SURE]
    closed = [one for one in sure if not one.answer.open]
    start = time.process_time()
    history = [Change(one.answer.text + " " * (n % 50), str(n)) for n, one in enumerate((rows * 40)[:10_000])]
    form = form_named("zenkomoku")
    assert form is not None
    resolve(form, history, _FILES)
    seconds = time.process_time() - start
    unresolved = sum(one.answer.status == "unresolved" for one in rows)
    return "\n".join((
        *lines, "",
        f"Rows: {len(rows)}. Precision of {', '.join(SURE)}: {precision(sure):.1%}; "
        f"of the {len(closed)} among them with nothing open: {precision(closed):.1%}. "
        f"Unresolved: {unresolved / len(rows):.1%}. {len(history):,} rows in one history: {seconds:.1f} s of processor time.",
        *(f"- wrong: {one}" for one in rows if not one.right),
    )) + "\n"


def precision(rows: Sequence[Judged]) -> float:
    """The share of `rows` that is right."""
    return sum(one.right for one in rows) / len(rows)


def main() -> None:
    """Puts the figures into docs/resolve.md; its text above and below them stays."""
    page = ROOT / "docs/resolve.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{figures()}{END}{rest.partition(END)[2]}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main() if "--write" in sys.argv else print(figures(), end="")
