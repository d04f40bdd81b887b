"""JSON-LD in pages, in a real browser: the policy of accessibility.md lets it be, as nothing runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import serve
from tests.conftest import ROOT
from tests.test_browser_changes import POLICY

pytestmark = pytest.mark.browser

CONTENT = ROOT / "content"
_LISTEN = "window.refused = []; addEventListener('securitypolicyviolation', event => window.refused.push(event.violatedDirective))"


@pytest.fixture(scope="module")
def site(whole_output: Path) -> Path:
    """content/ as it is published."""
    return whole_output


@pytest.mark.parametrize("path", ["data", "mihon", "mihon/juki", "mihon/juki/ii-f1-teikyo"])
def test_the_policy_takes_json_ld(site: Path, new_page: Callable[..., Page], path: str) -> None:
    page = new_page()
    page.add_init_script(_LISTEN)
    with serve(site, POLICY) as address:
        page.goto(f"{address}{path}/index.html")
        assert page.locator("script[type='application/ld+json']").count() == 1
        assert page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@context']")
        assert page.evaluate("window.refused") == []


def test_a_script_in_its_place_would_be_refused(site: Path, tmp_path: Path, new_page: Callable[..., Page]) -> None:
    """The check above can fail: the same page with its JSON-LD as a script."""
    text = (site / "data/index.html").read_text(encoding="utf-8")
    (tmp_path / "as-script.html").write_text(text.replace('<script type="application/ld+json">', "<script>"), encoding="utf-8")
    page = new_page()
    page.add_init_script(_LISTEN)
    with serve(tmp_path, POLICY) as address:
        page.goto(f"{address}as-script.html")
        assert page.evaluate("window.refused") == ["script-src-elem"]


def test_a_file_is_downloaded_by_its_link(site: Path, new_page: Callable[..., Page]) -> None:
    """The bytes that a visitor gets from /data/ are those of the file, BOM and all."""
    page = new_page()
    with serve(site, POLICY) as address:
        page.goto(f"{address}data/index.html")
        href = page.get_by_role("link", name="情報の流れの Excel 用の CSV").get_attribute("href")
        answer = page.request.get(f"{address}data/{href}")
        assert answer.body() == (site / "data/flows-excel.csv").read_bytes()
