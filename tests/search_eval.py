"""The site of content/ in, how well its search finds what stands on its pages out; `python -m tests.search_eval --write` puts the
figures into docs/search.md. Ends with 1 when a page is missing, when more than 0.5 % are wrong, or an excerpt, anchor or count is;
with --small, when a first query loads more than 200 kB. `search_ask` asks, `search_judge` judges, `search_figures` counts.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from site_gen import build, content
from site_gen.model import Site
from site_gen.search.engine import program
from tests.browser import driven_by, open_browser, serve
from tests.search_ask import ALL, SITE, STOCK, ask_ours, ask_stock, first_bytes, first_page, warm
from tests.search_figures import First, Run, Side, figures, first_figures, mistakes, order
from tests.search_files import search_files
from tests.search_queries import queries
from tests.search_sites import copies, imported, small
from tests.search_truth import Truth, truths
from tests.test_browser_changes import POLICY

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/search.md"
BEGIN, END = "<!-- made by make search-eval: {} -->", "<!-- end -->"
COLD = 20  # every so many queries one is asked in a new browser, for what is loaded then
COLD_ALONE = 8  # where nothing else is asked
NAMED = ("さーばー", "児童手当", "第１９条第８号", "静脈認証", "番号法", "行政手続における特定の個人を識別するための番号の利用等に関する法律")


def evaluated(source: Path, folder: Path, looked: int = ALL, every: int = 1) -> Run:
    """Builds the site of `source` below `folder`, and asks both searches one of `every` so many queries."""
    seconds = _built(source, folder)
    site = content.read(source).site
    assert site is not None
    index_seconds, size = _shortest(lambda: _index(site))
    known = truths(folder / SITE)
    asked = queries({text for one in known.values() for text in one.raw})[::every]
    stock_seconds, stock_size = _stock(folder, known)
    with serve(folder, POLICY) as address, open_browser() as (browser, loop), driven_by(loop):
        verdicts = ask_ours(browser, f"{address}{SITE}/", asked, known, looked)
        stock_verdicts = ask_stock(browser, address, asked, known)
        ours_warm, stock_warm = warm(browser, address, asked)
        cold, stock_cold = (
            [first_bytes(browser, folder, address, one, stock) for one in asked[::COLD]] for stock in (False, True))
    return Run(len(known), sum(len(one.must) for one in known.values()), looked, seconds, Side(verdicts, ours_warm, cold, size, index_seconds),
               Side(stock_verdicts, stock_warm, stock_cold, stock_size, stock_seconds))


def first_queries(source: Path, folder: Path) -> First:
    """What first queries load on the site of `source`, asked on the page of the search."""
    _built(source, folder)
    known = truths(folder / SITE)
    asked = [*NAMED, *(one.text for one in queries({text for one in known.values() for text in one.raw})[::COLD_ALONE])]
    with serve(folder, POLICY) as address, open_browser() as (browser, loop), driven_by(loop):
        return First(len(known), {text: first_page(browser, folder, address, text) for text in asked})


def _built(source: Path, folder: Path) -> float:
    """Seconds in which the site of `source` is read and published."""
    start = time.perf_counter()
    site = content.read(source).site
    assert site is not None
    build.build(site, source, folder / SITE)
    return time.perf_counter() - start


def _index(site: Site) -> int:
    """Makes the index of `site`, from its pages on; gives its bytes."""
    with tempfile.TemporaryDirectory(prefix="search-eval-") as prepared:
        return sum(map(len, search_files(site, Path(prepared)).values()))


def _stock(folder: Path, known: Mapping[str, Truth]) -> tuple[float, int]:
    """Puts the pages that can be found aside and has the program make its own index of them; gives the seconds it takes, and its
    bytes."""
    for path in known:
        target = folder / STOCK / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / SITE / path, target)
    shutil.copytree(folder / SITE / "assets", folder / STOCK / "assets")

    def index() -> int:
        shutil.rmtree(folder / STOCK / "pagefind", ignore_errors=True)
        subprocess.run([str(program()), "--site", str(folder / STOCK), "--root-selector", "main", "--silent"], cwd=folder, check=True)
        return sum(file.stat().st_size for file in (folder / STOCK / "pagefind").rglob("*")
                   if file.is_file() and file.suffix != ".css" and "ui" not in file.name and "highlight" not in file.name)

    return _shortest(index)


def _shortest(make: Callable[[], int]) -> tuple[float, int]:
    """The seconds that `make` takes, the shortest of three unless that takes long, as other programs disturb it; and what it gives."""
    seconds: list[float] = []
    while len(seconds) < 3 and sum(seconds) < 30:
        start = time.perf_counter()
        made = make()
        seconds.append(time.perf_counter() - start)
    return min(seconds), made


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
    options.add_argument("--small", action="store_true", help="only what first queries load on a site of 250 pages")
    options.add_argument("--looked", type=int, default=ALL, help="look at excerpts and anchors of so many results of a query only")
    options.add_argument("--every", type=int, default=1, help="ask only one of so many queries")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="search-eval-") as temporary:
        folder = Path(temporary)
        name, source = "content", ROOT / "content"
        if given.small:
            name, source = "250", small(source, folder / "content")
        elif given.seeds:
            name, source = "import", imported(given.seeds, folder / "content")
        elif given.times > 1:
            name, source = "times", copies(source, folder / "content", given.times)
        if given.small:
            first = first_queries(source, folder)
            table, good, rest = first_figures(first, NAMED), first.good, []
        else:
            run = evaluated(source, folder, given.looked, given.every)
            table, good, rest = figures(run), run.good, [*mistakes(run), *order(run)]
    print("\n".join(rest), file=sys.stderr)
    print(table, end="")
    if given.write:
        written(table, name)
    sys.exit(not good)


if __name__ == "__main__":
    main()
