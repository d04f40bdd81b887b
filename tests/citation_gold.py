"""The gold file of statute citations in, how the parser fares on it out; `python -m tests.citation_gold` prints the figures."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_gen.citations import Citation, Known, Laws, citations
from tests.whole import whole_site

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests/gold/citations.jsonl"
SEEDS = ROOT.parent / "shared/seeds"
BEGIN, END = "<!-- made by make citation-figures -->", "<!-- end -->"

Fact = tuple[int, int, str, str]  # place in the text, law, provision


@dataclass(frozen=True, slots=True)
class Judged:
    """An excerpt of the gold file: what stands in it, what the parser found."""

    src: str
    text: str
    gold: frozenset[Fact]
    found: frozenset[Fact]

    @property
    def right(self) -> int:
        """How many citations agree in place, law and provision."""
        return len(self.gold & self.found)

    def __str__(self) -> str:
        missed, wrong = sorted(self.gold - self.found), sorted(self.found - self.gold)
        told = [f"{mark} {self.text[a:b]!r} {law} {provision}" for mark, facts in (("missed", missed), ("wrong", wrong))
                for a, b, law, provision in facts]
        return f"{self.src}: " + "; ".join(told)


def laws() -> Laws:
    """The table of content/laws.yaml."""
    site = whole_site()
    return site.laws


def judged(table: Laws) -> list[Judged]:
    """Every excerpt of the gold file, read with that table of statutes."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    return [Judged(row["src"], row["text"], frozenset(_facts(row, table)),
                   frozenset(fact(one) for one in citations(row["text"], Known(table)))) for row in rows]


def fact(one: Citation) -> Fact:
    """A citation as the gold file writes it."""
    until = f"から{one.until.label_after(one.provision)}まで" if one.until else ""
    return one.start, one.end, one.law, one.provision.label + until


def _facts(row: dict[str, Any], table: Laws) -> list[Fact]:
    return [(one["at"][0], one["at"][1], table.named(one["law"]) if one["law"] else "", one["provision"]) for one in row["cites"]]


def all_texts() -> list[str]:
    """The lines of the source documents, the paragraphs of the one with narrow columns; nothing where they are not at hand."""
    found: list[str] = []
    for path in sorted(SEEDS.glob("00*.txt")) if SEEDS.is_dir() else []:
        found += path.read_text(encoding="utf-8").split("\n\n" if path.name.startswith("001") else "\n")
    return [text for text in found if text.strip()]


def figures() -> str:
    """The figures as a table in Markdown."""
    table = laws()
    lines = ["| table of statutes | citations | found | right | precision | recall |", "| --- | --- | --- | --- | --- | --- |"]
    known = judged(table)
    for name, rows in (("content/laws.yaml", known), ("none: place and provision only", _places(judged(Laws())))):
        gold, found = sum(len(one.gold) for one in rows), sum(len(one.found) for one in rows)
        right = sum(one.right for one in rows)
        lines.append(f"| {name} | {gold} | {found} | {right} | {right / found:.1%} | {right / gold:.1%} |")
    source = [one for one in known if not one.src.startswith("made")]
    lines += ["", f"Excerpts: {len(known)}, {len(source)} of them from the source documents with "
              f"{sum(len(one.gold) for one in source)} citations."]
    texts = all_texts()
    if texts:
        start = time.perf_counter()
        found_in = [one for text in texts for one in citations(text, Known(table))]
        seconds = time.perf_counter() - start
        count = Counter("in the table" if table.get(one.law) else "not in the table" if one.law else "not told" for one in found_in)
        lines.append(f"In the {len(texts):,} lines and paragraphs of the sources: {len(found_in):,} citations (the law is " + ", ".join(
            f"{name}: {number:,}" for name, number in count.most_common()) + f"), {sum(map(len, texts)):,} characters in {seconds:.1f} s.")
    return "\n".join((*lines, *(f"- {one}" for one in known if one.gold != one.found))) + "\n"


def _places(rows: list[Judged]) -> list[Judged]:
    """`rows` without the laws: which name means which law cannot be known without a table."""
    def bare(facts: frozenset[Fact]) -> frozenset[Fact]:
        return frozenset((start, end, "", provision) for start, end, _, provision in facts)
    return [Judged(one.src, one.text, bare(one.gold), bare(one.found)) for one in rows]


def main() -> None:
    """Puts the figures into docs/citations.md; its text above and below them stays."""
    page = ROOT / "docs/citations.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{figures()}{END}{rest.partition(END)[2]}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main() if "--write" in sys.argv else print(figures(), end="")
