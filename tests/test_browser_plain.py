"""Without script, without style sheet, without both: one page of each kind still has all its text, in reading order, and links
that are seen; the search says why it finds nothing."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import driven_by, serve
from tests.judges.bare import TEXTS, UNREACHED, backwards, left_bare, lost, unexplained
from tests.kinds import EACH_KIND, KINDS

pytestmark = pytest.mark.browser

@pytest.fixture(scope="module")
def address(whole_output: Path) -> Iterator[str]:
    with serve(whole_output) as found:
        yield found


@pytest.fixture(scope="module")
def without_script(one_page: Callable[..., Page]) -> Page:
    return one_page(java_script_enabled=False, viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="module")
def without_style(one_page: Callable[..., Page], _chromium: tuple[Browser, AbstractEventLoop]) -> Page:
    page = one_page(viewport={"width": 1280, "height": 900})
    with driven_by(_chromium[1]):
        page.route("**/site.css", lambda route: route.abort())
    return page


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("kind", EACH_KIND)
def test_without_script_and_then_without_style(kind: str, address: str, whole_output: Path, without_script: Page) -> None:
    page = without_script
    page.goto(f"{address}{KINDS[kind]}/index.html")
    assert left_bare(page, whole_output / KINDS[kind] / "index.html") == []


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("kind", EACH_KIND)
def test_without_style(kind: str, address: str, whole_output: Path, without_style: Page) -> None:
    """The script still runs; what it adds has its place too. Where a citation lies it knows better than the file."""
    page = without_style
    page.goto(f"{address}{KINDS[kind]}/index.html")
    texts = page.evaluate(TEXTS)
    file = whole_output / KINDS[kind] / "index.html"
    not_there = ("検索は、JavaScriptの動く", "（サイトの中の位置）", f"{KINDS[kind]}/index.html#")
    assert lost(file, texts, not_there) == []
    assert backwards(texts) == []
    assert page.evaluate(UNREACHED) == []


def test_the_search_explains_itself(address: str, new_page: Callable[..., Page]) -> None:
    """From the box of any page: without script the page says why nothing is found, and its lists lead on."""
    page = new_page(java_script_enabled=False)
    page.route("**/site.css", lambda route: route.abort())
    page.goto(f"{address}{KINDS['part.html']}/index.html")
    page.get_by_role("searchbox").fill("委託先")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**q=*")
    assert unexplained(page) == []
    assert page.locator("[data-when]").count() == 2
    page.locator("#ichiran a").first.click()
    page.wait_for_url("**/recipients/**")
