"""Pages stay light and call nobody: budgets, what a browser asks for and what it gets, Lighthouse. No time is judged."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from tests import lighthouse, weight
from tests.browser import launch, serve
from tests.kinds import FIRST, KINDS
from tests.long import LONG
from tests.throttled import HEAVIEST, opened, received, work
from tests.web_servers import published

FIRST_VIEW = 60_000  # bytes that come over the line until a part of an assessment is read, as a server sends them
HEADS = 6_000  # bytes of a page's answers that are no content, and what a server packs less well than gzip -9
SEARCH_DATA = ("bundles.json", "synonyms.json")  # what the page of the search reads at once, beside its scripts
ASKED = "予防接種"


@pytest.fixture(scope="module")
def served(whole_output: Path) -> Iterator[str]:
    """content/ as its readers get it: packed, with the headers that the program recommends."""
    with published(whole_output) as address:
        yield address


def test_every_kind_keeps_its_budget(whole_output: Path) -> None:
    """HTML, style sheets and scripts of one page of each kind, as files and packed; `make budget` writes the file anew."""
    found, allowed = weight.weights(whole_output), weight.budget()
    assert list(found) == list(allowed) == list(KINDS)
    assert weight.judged(found, allowed) == []


def test_a_heavier_page_would_be_told(whole_output: Path) -> None:
    """So would a budget that leaves room to grow, and what a page loads besides."""
    found = weight.weights(whole_output)
    allowed = json.loads(weight.written(found))
    assert weight.judged(found, allowed) == []
    portal = found["portal.html"]
    heavier = {"portal.html": {**portal, "js": (portal["js"][0] + 400, portal["js"][1] + 20)}}
    assert weight.judged(heavier, allowed) == [
        f"portal.html: js {portal['js'][0] + 400:,} bytes, over its budget of {allowed['portal.html']['js'][0]:,}"]
    lighter = {"portal.html": {**portal, "html": (portal["html"][0] // 2, portal["html"][1])}}
    assert [line.split(", ")[1].partition(" its")[0] for line in weight.judged(lighter, allowed)] == ["far under"]


@pytest.mark.browser
def test_a_browser_asks_nobody_else(whole_output: Path, browser: Browser, tmp_path: Path) -> None:
    """One page of each template (in long runs of each kind) and a search, by the browser's own log of its network: whatever a page makes
    it ask for (style, script, icon, what is fetched ahead), it asks this site, and it connects to no other place. And a page loads what
    its budget counts."""
    kinds = KINDS if LONG else {kind: KINDS[kind] for kind in FIRST}
    asked: dict[str, set[str]] = {}
    with serve(whole_output) as address:
        own = launch(browser.browser_type, *_logging(tmp_path / "log.json"))
        context = own.new_context()
        noted: dict[Page, set[str]] = {}
        pages = [context.new_page() for _ in range(8)]
        for page in pages:
            page.on("request", partial(_note, noted, page))
        for at, (kind, path) in enumerate(kinds.items()):
            page = pages[at % len(pages)]
            page.wait_for_load_state("networkidle")  # what comes late comes by now, of the page that was here before
            noted[page] = asked.setdefault(kind, set())
            page.goto(f"{address}{path + '/' if path else ''}index.html", wait_until="load")
        for page in pages:
            page.wait_for_load_state("networkidle")
        page = context.new_page()
        page.goto(f"{address}search/index.html?q={ASKED}")
        page.locator("#kekka[data-state=done]").wait_for()
        page.locator(".search-found a").first.click()
        page.locator("mark").first.wait_for()
        own.close()
    for kind, path in kinds.items():
        page_file = whole_output / path / "index.html"
        counted = {address + file.relative_to(whole_output).as_posix() for file in (page_file, *weight.loaded(page_file))}
        assert asked[kind] - ({f"{address}search/{name}" for name in SEARCH_DATA} if path == "search" else set()) == counted, kind
    urls, places = _network(tmp_path / "log.json")
    assert {url for url in urls if not url.startswith(address)} == set()
    assert {f"{address}assets/icon.svg", f"{address}search/index.html?q=%E4%BA%88%E9%98%B2%E6%8E%A5%E7%A8%AE"} <= urls
    assert len(urls) > len(kinds) + 20
    assert places == {address.removeprefix("http://").rstrip("/")}


@pytest.mark.browser
def test_another_place_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    """In the same log: a picture of another server, what is fetched ahead, and the icon that a browser looks for where none is named."""
    (tmp_path / "site").mkdir()
    with socket.socket() as one:  # nobody listens there
        one.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{one.getsockname()[1]}"
    (tmp_path / "site/index.html").write_text(
        f'<!DOCTYPE html><html lang="ja"><title>x</title><link rel="prefetch" href="http://{nobody}/">'
        '<img src="http://third-party.invalid/x.png" alt=""><p>x</p></html>', encoding="utf-8")
    with serve(tmp_path / "site") as address:
        own = launch(browser.browser_type, *_logging(tmp_path / "log.json"))
        page = own.new_page()
        page.goto(f"{address}index.html")
        page.wait_for_load_state("networkidle")
        own.close()
    urls, places = _network(tmp_path / "log.json")
    assert {"http://third-party.invalid/x.png", f"http://{nobody}/", f"{address}favicon.ico"} <= urls
    assert nobody in places


@pytest.mark.browser
def test_part_pages_come_with_little(whole_output: Path, served: str, page: Page) -> None:
    """At most 60 KB until a part is read: counted for each page of a part, and measured on the line for the heaviest,
    heads of the answers and all."""
    counted = weight.parts(whole_output)
    assert len(counted) > 80
    got = {file: received(page, f"{served}{file.parent.relative_to(whole_output).as_posix()}/") for file in list(counted)[:HEAVIEST]}
    assert {file: size for file, size in got.items() if not counted[file] < size < counted[file] + HEADS} == {}
    assert max(counted.values()) + HEADS <= FIRST_VIEW and max(got.values()) <= FIRST_VIEW


@pytest.mark.browser
def test_what_opening_takes_can_be_measured(served: str, browser: Browser) -> None:
    """`make weight` on a page of one screen's width and many of height: all of it is gone through, its last item is reached."""
    assert work(browser, f"{served}mihon/boshi/all/") > 0
    found = opened(browser, f"{served}mihon/boshi/all/")
    assert min(found.parsed, found.painted) > 0  # `idle` is 0 where no task was long
    assert len(found.frames) > 10 and min(found.frames) > 0
    assert 10 < found.memory < 2000


@pytest.mark.long
@pytest.mark.browser
def test_lighthouse(served: str) -> None:
    """Accessibility, best practices and SEO of a page full of items; `make lighthouse` runs one of each kind."""
    found = lighthouse.report(f"{served}mihon/juki/i/", lighthouse.JUDGED)
    assert found.failed == ()
    assert found.points == dict.fromkeys(lighthouse.JUDGED, 100)


def _note(noted: dict[Page, set[str]], page: Page, request: Request) -> None:
    noted[page].add(request.url)


def _logging(log: Path) -> tuple[str, str]:
    """Options for a browser that writes down what goes over the network, and finds nobody outside of this machine."""
    return f"--log-net-log={log}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def _network(log: Path) -> tuple[set[str], set[str]]:
    """From the browser's log: addresses that a page asked for, and places that were connected to. What Chromium asks its makers by
    itself, whatever it shows (its version, forms it could fill in), has no page as its initiator and is no frame."""
    told: dict[str, Any] = json.loads(log.read_text(encoding="utf-8"))
    kinds = {number: name for name, number in told["constants"]["logEventTypes"].items()}
    urls: set[str] = set()
    places: set[str] = set()
    for event in told["events"]:
        said = event.get("params", {})
        match kinds[event["type"]]:
            case "URL_REQUEST_START_JOB" if "url" in said and (said["initiator"] != "not an origin" or said["request_type"] != "other"):
                urls.add(said["url"])
            case "TCP_CONNECT_ATTEMPT" if "address" in said:
                places.add(said["address"])
    return urls, places
