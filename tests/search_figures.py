"""What a run of the evaluation found in, its figures as Markdown out, and its mistakes, a line each."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tests.search_ask import ALL, SHOWN
from tests.search_judge import Verdict

MOST = 200_000  # bytes of the first query on a site of about 250 pages


@dataclass(frozen=True, slots=True)
class Side:
    """Our search or stock Pagefind: its verdicts, milliseconds of each warm query, compressed bytes of first queries, bytes and
    seconds of its index."""

    verdicts: Sequence[Verdict]
    warm: Sequence[float]
    cold: Sequence[int]
    size: int
    seconds: float

    @property
    def recall(self) -> float:
        """Of all pages that hold the words of a query, over all queries, how many were given."""
        return 1 - sum(len(one.lost) for one in self.verdicts) / max(1, sum(one.expected for one in self.verdicts))

    @property
    def precision(self) -> float:
        """Of all pages given for a query how many hold its words."""
        return 1 - sum(len(one.wrong) for one in self.verdicts) / max(1, sum(one.given for one in self.verdicts))


@dataclass(frozen=True, slots=True)
class Run:
    """A whole evaluation: of `looked` results of a query texts and anchors were looked at; `seconds` is the time in which the
    site was built, with its index."""

    pages: int
    characters: int
    looked: int
    seconds: float
    ours: Side
    stock: Side

    @property
    def good(self) -> bool:
        """Whether nothing is missing, hardly anything wrong, and every excerpt, anchor and count right."""
        mistakes = any(one.excerpts or one.anchors or one.facets or one.wrong_variants for one in self.ours.verdicts)
        return self.ours.recall == 1 and self.ours.precision >= 0.995 and not mistakes


@dataclass(frozen=True, slots=True)
class First:
    """First queries on a small site: how many pages it has, and of each query its results and the bytes it loads."""

    pages: int
    loaded: dict[str, tuple[int, int]]

    @property
    def good(self) -> bool:
        """Whether none loads more than was promised."""
        return max(size for _, size in self.loaded.values()) <= MOST


def figures(run: Run) -> str:
    """The figures of `run` as Markdown."""
    ours, stock = run.ours, run.stock
    looked_at = {name: sum(one.looked_at[name] for one in ours.verdicts) for name in ours.verdicts[0].looked_at}
    which = "all results" if run.looked >= ALL else f"the first {run.looked} results of each query"
    lines = [
        f"{len(ours.verdicts)} queries, {run.pages:,} pages with {run.characters:,} characters; "
        f"{sum(one.expected for one in ours.verdicts):,} pages to find, {sum(not one.expected for one in ours.verdicts)} queries "
        f"without an answer. Pages and facet counts were judged of all results, excerpts and anchors of {which}. The site and its "
        f"index were built in {run.seconds:.0f} s.", "",
        "| | this search | stock Pagefind, as typed | ratio |", "| --- | --- | --- | --- |",
        _row("recall", ours.recall, stock.recall, "{:.2%}"), _row("precision", ours.precision, stock.precision, "{:.2%}"),
        _row("queries without an answer that still gave pages", _absent(ours), _absent(stock), "{}"),
        _row("warm query, median (ms)", statistics.median(ours.warm), statistics.median(stock.warm), "{:.1f}"),
        _row("warm query, p95 (ms)", _p95(ours.warm), _p95(stock.warm), "{:.1f}"),
        _row("first query, median (kB, gzip)", statistics.median(ours.cold) / 1000, statistics.median(stock.cold) / 1000, "{:.0f}"),
        _row("first query, most (kB, gzip)", max(ours.cold) / 1000, max(stock.cold) / 1000, "{:.0f}"),
        _row("index (kB)", ours.size / 1000, stock.size / 1000, "{:,.0f}"),
        _row("index, time to make (s)", ours.seconds, stock.seconds, "{:.1f}"), "",
        "| kind of query | queries | recall | precision | stock: recall | stock: precision |", "| --- | --- | --- | --- | --- | --- |",
        *(_kind(kind, ours, stock) for kind in dict.fromkeys(one.query.kind for one in ours.verdicts)), "",
        "| looked at | how many | wrong |", "| --- | --- | --- |",
        f"| excerpts, with {looked_at['marks']:,} marks | {looked_at['excerpts']:,} | {sum(len(one.excerpts) for one in ours.verdicts)} |",
        f"| anchors | {looked_at['anchors']:,} | {sum(len(one.anchors) for one in ours.verdicts)} |",
        f"| facet counts, {looked_at['certain'] / max(1, looked_at['facet counts']):.1%} of them with one right answer | "
        f"{looked_at['facet counts']:,} | {sum(len(one.facets) for one in ours.verdicts)} |",
        f"| pages in another spelling only | {sum(one.variants for one in ours.verdicts):,} | "
        f"{sum(len(one.wrong_variants) for one in ours.verdicts)} |",
    ]
    return "\n".join(lines) + "\n"


def first_figures(first: First, named: Sequence[str]) -> str:
    """The figures of first queries as Markdown; those of `named` one by one."""
    sizes = [size for _, size in first.loaded.values()]
    lines = [
        f"{first.pages} pages, {len(sizes)} queries: median {statistics.median(sizes) / 1000:.0f} kB, most {max(sizes) / 1000:.0f} kB, "
        f"{sum(size > MOST for size in sizes)} above {MOST / 1000:.0f} kB.", "",
        "| first query | pages found | kB, gzip |", "| --- | --- | --- |",
        *(f"| {text} | {first.loaded[text][0]} | {first.loaded[text][1] / 1000:.0f} |" for text in named),
        *(f"| the one that loads most, 「{text}」 | {total} | {size / 1000:.0f} |"
          for text, (total, size) in [max(first.loaded.items(), key=lambda one: one[1][1])]),
    ]
    return "\n".join(lines) + "\n"


def mistakes(run: Run) -> list[str]:
    """What was wrong, a line a query."""
    return [f"{one.query.kind} {one.query.text!r}: lost {one.lost[:3]} wrong {one.wrong[:3]} {one.wrong_variants[:3]} "
            f"{one.excerpts[:3]} {one.anchors[:3]} {one.facets[:3]}"
            for one in run.ours.verdicts if one.lost or one.wrong or one.wrong_variants or one.excerpts or one.anchors or one.facets]


def order(run: Run) -> list[str]:
    """Whether pages whose titles have all words come before the others, among those that have the words as asked for; one line
    for all of them, one for those that tell more than what was once written."""
    lines = []
    for what, past in (("all pages", True), ("without pages of changes", False)):
        ranked = [[one.titled for one in verdict.order if past or not one.past] for verdict in run.ours.verdicts]
        some = [one for one in ranked if any(one)]
        mixed = [one for one in some if not all(one)]
        lines.append(
            f"order, {what}: {len(some)} queries with all words in titles, {len(mixed)} of them in texts of other pages too; out of order "
            f"among the first {SHOWN} in {sum(bool(late(one[:SHOWN])) for one in mixed)}, anywhere in {sum(bool(late(one)) for one in mixed)}; "
            f"{sum(map(late, mixed))} of {sum(map(sum, mixed))} titled pages come after one that is not, and in "
            f"{sum(not all(one[:SHOWN]) and any(one[SHOWN:]) for one in mixed)} queries one is not among the first {SHOWN} while "
            f"another page is")
    return lines


def late(titled: Sequence[bool]) -> int:
    """How many of those that should come first come after one that should not."""
    return sum(titled[titled.index(False) :]) if False in titled else 0


def _row(name: str, ours: float, stock: float, form: str) -> str:
    return f"| {name} | {form.format(ours)} | {form.format(stock)} | {f'{ours / stock:.2f}' if stock else '–'} |"


def _kind(kind: str, ours: Side, stock: Side) -> str:
    def of(side: Side) -> Side:
        return Side([one for one in side.verdicts if one.query.kind == kind], (), (), 0, 0)
    one, other = of(ours), of(stock)
    return (f"| {kind} | {len(one.verdicts)} | {one.recall:.1%} | {one.precision:.1%} | {other.recall:.1%} | {other.precision:.1%} |")


def _absent(side: Side) -> int:
    return sum(bool(one.given) for one in side.verdicts if not one.expected)


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
