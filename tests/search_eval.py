"""The site of content/ in, how well its search finds what stands on its pages out; `python -m tests.search_eval --write` puts the
figures into docs/search.md. Ends with 1 when a page is missing, when more than 0.5 % are wrong, or an excerpt, anchor or count is.

A real browser asks over http, in a folder below the top, under the policy of accessibility.md; beside it stock Pagefind, its
plain program over the same pages.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page

from site_gen import build, content, search
from site_gen.pages import pages
from site_gen.search.bundle import program
from tests.browser import driven_by, open_browser, serve
from tests.search_judge import Verdict, hits, verdict, words
from tests.search_queries import Query, queries
from tests.search_sites import copies, imported
from tests.search_truth import Truth, truths
from tests.test_browser_changes import POLICY

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/search.md"
BEGIN, END = "<!-- made by make search-eval: {} -->", "<!-- end -->"
COLD = 20  # every so many queries one is asked in a new browser, for what is loaded then
SITE, STOCK = "site", "stock"

_OURS = """async ([root, asked, limit]) => {
    const { search } = await import(`${root}assets/search.js`);
    const found = [];
    for (const query of asked) {
        const start = performance.now();
        const answer = await search(query, { limit });
        found.push({ ...answer, ms: performance.now() - start });
    }
    return found;
}"""
_STOCK = """async ([root, asked, limit]) => {
    const pagefind = await import(`${root}pagefind/pagefind.js`);
    const found = [];
    for (const query of asked) {
        const start = performance.now();
        const { results } = await pagefind.search(query);
        const shown = await Promise.all(results.slice(0, limit).map((one) => one.data()));
        found.push({ total: results.length, urls: shown.map((one) => one.url), ms: performance.now() - start });
    }
    return found;
}"""


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
    """A whole evaluation."""

    pages: int
    characters: int
    ours: Side
    stock: Side

    @property
    def good(self) -> bool:
        """Whether nothing is missing, hardly anything wrong, and every excerpt, anchor and count right."""
        mistakes = any(one.excerpts or one.anchors or one.facets or one.wrong_variants for one in self.ours.verdicts)
        return self.ours.recall == 1 and self.ours.precision >= 0.995 and not mistakes


def evaluated(source: Path, folder: Path) -> Run:
    """Builds the site of `source` below `folder`, and asks both searches."""
    site = content.read(source).site
    assert site is not None
    build.build(site, source, folder / SITE)
    start = time.perf_counter()
    documents = [one for page in pages(site) for one in search.documents(page)]
    size = sum(len(data) for _, data in search.files(site, documents))
    seconds = time.perf_counter() - start
    known = truths(folder / SITE)
    asked = queries({text for one in known.values() for text in one.raw})
    stock_seconds = _stock(folder, known)
    with serve(folder, POLICY) as address, open_browser() as (browser, loop), driven_by(loop):
        verdicts, warm = _ask_ours(browser, f"{address}{SITE}/", asked, known)
        stock_verdicts, stock_warm = _ask_stock(browser, address, asked, known)
        some = asked[::COLD]
        cold = [_bytes(browser, folder, address, _OURS, f"{address}{SITE}/", one) for one in some]
        stock_cold = [_bytes(browser, folder, address, _STOCK, f"{address}{STOCK}/", one) for one in some]
    stock_size = sum(file.stat().st_size for file in (folder / STOCK / "pagefind").rglob("*")
                     if file.is_file() and file.suffix != ".css" and "ui" not in file.name and "highlight" not in file.name)
    return Run(len(known), sum(len(one.must) for one in known.values()), Side(verdicts, warm, cold, size, seconds),
               Side(stock_verdicts, stock_warm, stock_cold, stock_size, stock_seconds))


def _stock(folder: Path, known: Mapping[str, Truth]) -> float:
    """Puts the pages that can be found aside and has the program make its own index of them; gives the seconds it takes."""
    for path in known:
        target = folder / STOCK / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / SITE / path, target)
    shutil.copytree(folder / SITE / "assets", folder / STOCK / "assets")
    start = time.perf_counter()
    subprocess.run([str(program()), "--site", str(folder / STOCK), "--root-selector", "main", "--silent"], cwd=folder, check=True)
    return time.perf_counter() - start


def _ask_ours(browser: Browser, root: str, asked: list[Query], known: Mapping[str, Truth]) -> tuple[list[Verdict], list[float]]:
    page = _opened(browser, root)
    found = []
    for query in asked:
        (answer,) = page.evaluate(_OURS, [root, [query.text], 100_000])
        for result in answer["results"]:
            result["path"] = unquote(urlsplit(result["url"]).path).removeprefix(urlsplit(root).path)
        found.append(verdict(query, answer, known))
    texts = [query.text for query in asked]
    page.evaluate(_OURS, [root, texts, 10])
    warm = [float(one["ms"]) for one in page.evaluate(_OURS, [root, texts, 10])]
    page.context.close()
    return found, warm


def _ask_stock(browser: Browser, address: str, asked: list[Query], known: Mapping[str, Truth]) -> tuple[list[Verdict], list[float]]:
    root = f"{address}{STOCK}/"
    page = _opened(browser, f"{address}{SITE}/")
    found = []
    texts = [query.text for query in asked]
    for query, answer in zip(asked, page.evaluate(_STOCK, [root, texts, 100_000]), strict=True):
        one = Verdict(query)
        given = {_stock_path(url) for url in answer["urls"]}
        one.expected, one.given = hits(one, words(query.text), given, known, whole=True)
        found.append(one)
    page.evaluate(_STOCK, [root, texts, 10])
    warm = [float(one["ms"]) for one in page.evaluate(_STOCK, [root, texts, 10])]
    page.context.close()
    return found, warm


def _stock_path(url: str) -> str:
    """Pagefind leaves the name of the file out."""
    path = unquote(urlsplit(url).path).removeprefix(f"/{STOCK}/").removeprefix("/")
    return path + "index.html" if not path or path.endswith("/") else path


def _opened(browser: Browser, root: str) -> Page:
    """A page of the site, whose console must stay silent: the policy would speak there."""
    page = browser.new_context().new_page()
    page.on("console", lambda message: print(f"console: {message.text}", file=sys.stderr))
    page.goto(f"{root}glossary/index.html")
    return page


def _bytes(browser: Browser, folder: Path, address: str, script: str, root: str, query: Query) -> int:
    """What the first query loads, as a server that compresses sends it; a file that is compressed already stays."""
    page = _opened(browser, f"{address}{SITE}/")
    page.wait_for_load_state("networkidle")
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.evaluate(script, [root, [query.text], 10])
    page.context.close()
    files = (folder / unquote(urlsplit(url).path).removeprefix("/") for url in asked)
    return sum(min(file.stat().st_size, len(gzip.compress(file.read_bytes()))) for file in files)


# -- the figures ---------------------------------------------------------------------------------------------------------


def figures(run: Run) -> str:
    """The figures of `run` as Markdown."""
    ours, stock = run.ours, run.stock
    looked_at = {name: sum(one.looked_at[name] for one in ours.verdicts) for name in ours.verdicts[0].looked_at}
    lines = [
        f"{len(ours.verdicts)} queries, {run.pages} pages with {run.characters:,} characters; {sum(one.expected for one in ours.verdicts):,} "
        f"pages to find, {sum(not one.expected for one in ours.verdicts)} queries without an answer.", "",
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


def mistakes(run: Run) -> list[str]:
    """What was wrong, a line a query."""
    return [f"{one.query.kind} {one.query.text!r}: lost {one.lost[:3]} wrong {one.wrong[:3]} {one.wrong_variants[:3]} "
            f"{one.excerpts[:3]} {one.anchors[:3]} {one.facets[:3]}"
            for one in run.ours.verdicts if one.lost or one.wrong or one.wrong_variants or one.excerpts or one.anchors or one.facets]


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


def written(table: str, name: str) -> None:
    """Puts the figures of a site into docs/search.md, in their place; the text around them stays."""
    begin = BEGIN.format(name)
    before, found, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    if not found:
        raise ValueError(f"{PAGE} has no place for {name}")
    PAGE.write_text(f"{before}{begin}\n{table}{END}{rest.partition(END)[2]}", encoding="utf-8", newline="\n")


def main() -> None:
    """Prints the figures and every mistake, or puts the figures into docs/search.md."""
    options = argparse.ArgumentParser()
    options.add_argument("--write", action="store_true", help="put the figures into docs/search.md")
    options.add_argument("--seeds", type=Path, help="measure what `import` makes of the .txt in this folder instead of content/")
    options.add_argument("--times", type=int, default=1, help="with each municipality of content/ so many times")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="search-eval-") as temporary:
        folder = Path(temporary)
        name, source = "content", ROOT / "content"
        if given.seeds:
            name, source = "import", imported(given.seeds, folder / "content")
        elif given.times > 1:
            name, source = "times", copies(source, folder / "content", given.times)
        run = evaluated(source, folder)
    print("\n".join(mistakes(run)), file=sys.stderr)
    print(figures(run), end="")
    if given.write:
        written(figures(run), name)
    sys.exit(not run.good)


if __name__ == "__main__":
    main()
