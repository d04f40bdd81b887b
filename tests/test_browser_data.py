"""JSON-LD in pages, in a real browser: the policy of accessibility.md lets it be, as nothing runs it."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import driven_by, serve
from tests.conftest import ROOT
from tests.test_browser_changes import POLICY

pytestmark = pytest.mark.browser

CONTENT = ROOT / "content"
_LISTEN = "window.refused = []; addEventListener('securitypolicyviolation', event => window.refused.push(event.violatedDirective))"


@pytest.fixture(scope="module")
def site(whole_output: Path) -> Path:
    """content/ as it is published."""
    return whole_output


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site, POLICY) as found:
        yield found


@pytest.fixture(scope="module")
def listening(one_page: Callable[..., Page], _chromium: tuple[Browser, AbstractEventLoop]) -> Page:
    """A page that notes what the policy refuses. Who uses it asks for `browser` too."""
    page = one_page()
    with driven_by(_chromium[1]):
        page.add_init_script(_LISTEN)
    return page


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("path", ["data", "mihon", "mihon/juki", "mihon/juki/ii-f1-teikyo"])
def test_the_policy_takes_json_ld(address: str, listening: Page, path: str) -> None:
    page = listening
    page.goto(f"{address}{path}/index.html")
    assert page.locator("script[type='application/ld+json']").count() == 1
    assert page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@context']")
    assert page.evaluate("window.refused") == []


@pytest.mark.usefixtures("browser")
def test_a_script_in_its_place_would_be_refused(site: Path, tmp_path: Path, listening: Page) -> None:
    """The check above can fail: the same page with its JSON-LD as a script."""
    text = (site / "data/index.html").read_text(encoding="utf-8")
    (tmp_path / "as-script.html").write_text(text.replace('<script type="application/ld+json">', "<script>"), encoding="utf-8")
    with serve(tmp_path, POLICY) as address:
        listening.goto(f"{address}as-script.html")
        assert listening.evaluate("window.refused") == ["script-src-elem"]


def test_a_file_is_downloaded_by_its_link(site: Path, address: str, quiet: Page) -> None:
    """The bytes that a visitor gets from /data/ are those of the file, BOM and all."""
    quiet.goto(f"{address}data/index.html")
    href = quiet.get_by_role("link", name="情報の流れの Excel 用の CSV").get_attribute("href")
    answer = quiet.request.get(f"{address}data/{href}")
    assert answer.body() == (site / "data/flows-excel.csv").read_bytes()
