"""Queries in, what a search in a real browser answers to them out, how long it takes and what it loads; our search and stock
Pagefind are asked alike, over http, in a folder below the top of the server, under the policy of accessibility.md.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import Browser, Page

from tests.search_judge import Verdict, hits, verdict, words
from tests.search_queries import Query
from tests.search_truth import Truth

SITE, STOCK = "site", "stock"  # folders of the server
ALL = 1_000_000  # results
SHOWN = 10  # results that a reader sees first, of which a search must have the texts

# Results beyond `looked` come without their items. A browser refuses thousands of requests at once, so the limit grows.
_OURS = """async ([root, asked, limit, looked]) => {
    const { search } = await import(`${root}assets/search.js`);
    const found = [];
    for (const query of asked) {
        const start = performance.now();
        let answer = await search(query, { limit: Math.min(limit, 1000) });
        for (let more = 2000; answer.results.length < Math.min(limit, answer.total) && more < limit; more += 1000) {
            answer = await search(query, { limit: more });
        }
        const ms = performance.now() - start;
        const results = answer.results.map(({ url, title, exact, items }, at) => ({ url, title, exact, items: at < looked ? items : null }));
        found.push({ ...answer, results, ms });
    }
    return found;
}"""
_STOCK = """async ([root, asked, limit]) => {
    const pagefind = await import(`${root}pagefind/pagefind.js`);
    const found = [];
    for (const query of asked) {
        const start = performance.now();
        const { results } = await pagefind.search(query);
        const shown = [];
        for (let at = 0; at < Math.min(limit, results.length); at += 1000) {
            shown.push(...await Promise.all(results.slice(at, Math.min(limit, at + 1000)).map((one) => one.data())));
        }
        found.push({ total: results.length, urls: shown.map((one) => one.url), ms: performance.now() - start });
    }
    return found;
}"""


def ask_ours(
    browser: Browser, root: str, asked: Sequence[Query], known: Mapping[str, Truth], looked: int
) -> list[Verdict]:
    """A verdict of each query with all its results (texts of the first `looked`)."""
    page = _opened(browser, root)
    found = []
    for query in _told(asked, "this search"):
        (answer,) = page.evaluate(_OURS, [root, [query.text], ALL, looked])
        for result in answer["results"]:
            result["path"] = unquote(urlsplit(result["url"]).path).removeprefix(urlsplit(root).path)
        found.append(verdict(query, answer, known))
    page.context.close()
    return found


def ask_stock(browser: Browser, address: str, asked: Sequence[Query], known: Mapping[str, Truth]) -> list[Verdict]:
    """The same of stock Pagefind, of whose answers only the pages are judged."""
    root = f"{address}{STOCK}/"
    page = _opened(browser, f"{address}{SITE}/")
    found = []
    for query in _told(asked, "stock Pagefind"):
        (answer,) = page.evaluate(_STOCK, [root, [query.text], ALL])
        one = Verdict(query)
        one.expected, one.given = hits(one, words(query.text), {_stock_path(url) for url in answer["urls"]}, known, whole=True)
        found.append(one)
    page.context.close()
    return found


def warm(browser: Browser, address: str, asked: Sequence[Query]) -> tuple[list[float], list[float]]:
    """Milliseconds of each query for the texts of ten results, of our search and of stock Pagefind: after one round without a
    clock the shortest of three, in which the two take turns, so that what else the machine does disturbs both alike."""
    texts = [query.text for query in asked]
    sides = [(_opened(browser, f"{address}{SITE}/"), script, f"{address}{folder}/") for script, folder in ((_OURS, SITE), (_STOCK, STOCK))]
    rounds: list[list[list[float]]] = [[], []]
    for number in range(4):
        for (page, script, root), times in zip(sides, rounds, strict=True):
            found = [float(one["ms"]) for one in page.evaluate(script, [root, texts, SHOWN, 0])]
            if number:
                times.append(found)
    for page, _, _ in sides:
        page.context.close()
    ours, stock = ([min(one) for one in zip(*times, strict=True)] for times in rounds)
    return ours, stock


def first_bytes(browser: Browser, folder: Path, address: str, query: Query, stock: bool) -> int:
    """What the first query loads after a page of the site: script and index."""
    asked: set[str] = set()
    page = _opened(browser, f"{address}{SITE}/", asked)
    page.wait_for_load_state("networkidle")
    asked.clear()
    root = f"{address}{STOCK if stock else SITE}/"
    page.evaluate(_STOCK if stock else _OURS, [root, [query.text], SHOWN, SHOWN])
    page.context.close()
    return sum(_sent(folder, asked))


def first_page(browser: Browser, folder: Path, address: str, text: str) -> tuple[int, int]:
    """How many pages the page of the search gives for `text` when it is opened with it, and the bytes it loads for that beyond
    what every page loads."""
    asked: set[str] = set()
    page = _opened(browser, f"{address}{SITE}/", asked)
    page.wait_for_load_state("networkidle")
    address = f"{address}{SITE}/search/index.html?q={quote(text)}"
    own = asked | {address}
    page.goto(address)
    page.locator('#kekka[data-state="done"]').wait_for()
    page.wait_for_load_state("networkidle")
    total = int(page.locator("#kekka").get_attribute("data-total") or 0)
    page.context.close()
    return total, sum(_sent(folder, asked - own))


def _sent(folder: Path, addresses: Iterable[str]) -> Iterator[int]:
    """The bytes of each file as a server that compresses sends it; a file that is compressed already stays."""
    for file in {folder / unquote(urlsplit(url).path).removeprefix("/") for url in addresses}:
        yield min(file.stat().st_size, len(gzip.compress(file.read_bytes())))


def _stock_path(url: str) -> str:
    """Pagefind leaves the name of the file out."""
    path = unquote(urlsplit(url).path).removeprefix(f"/{STOCK}/").removeprefix("/")
    return path + "index.html" if not path or path.endswith("/") else path


def _opened(browser: Browser, root: str, asked: set[str] | None = None) -> Page:
    """A page of the site, whose console must stay silent: the policy would speak there. What it loads is added to `asked`."""
    page = browser.new_context().new_page()
    page.on("console", lambda message: print(f"console: {message.text}", file=sys.stderr))
    if asked is not None:
        page.on("request", lambda request: asked.add(request.url))
    page.goto(f"{root}glossary/index.html")
    return page


def _told(asked: Sequence[Query], who: str) -> Iterator[Query]:
    """The queries, with a word now and then of how far it is."""
    for number, query in enumerate(asked):
        if not number % 50:
            print(f"{who}: {number} of {len(asked)} queries", file=sys.stderr, flush=True)
        yield query


