"""Proves that each tool which judges a page can fail: a fault gets found, a good page gets nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import (
    WCAG_AA,
    axe_violations,
    axe_violations_in_both_schemes,
    ibm_findings,
    serve,
)
from tests.prepare import Need, report
from tests.thin import THIN

pytestmark = pytest.mark.browser

GOOD = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>良いページ</title></head>
<body><main><h1>良いページ</h1><p>特定個人情報保護評価書</p></main></body></html>
"""
IMAGE_WITHOUT_ALT = GOOD.replace("<p>", '<p><img src="a.png">')


def test_axe_finds_a_missing_alternative_and_nothing_else(page: Page) -> None:
    """One fault gives one line that names the rule and the element; the good page gives none."""
    page.set_content(IMAGE_WITHOUT_ALT)
    assert axe_violations(page) == ['image-alt img <img src="a.png">']
    page.set_content(GOOD)
    assert axe_violations(page) == []


def test_axe_sees_colours_of_both_schemes(page: Page) -> None:
    """Pale letters of dark colours alone are found, and only there; so is what another rule finds in light ones; a scheme
    that moves anything is no matter of colours."""
    dark = "@media (prefers-color-scheme: dark) {{ p {{ color: #999; background: #888; {} }} }}"
    text = "<!doctype html><html lang=ja><title>題</title><style>{}</style><main><h1>題</h1><p>薄い字です</p><img src=a.png></main>"
    page.set_content(text.format(dark.format("")))
    assert [line.split()[:2] for line in axe_violations_in_both_schemes(page, WCAG_AA)] == [["light:", "image-alt"], ["dark:", "color-contrast"]]
    page.set_content(text.format(dark.format("margin-left: 9px")))
    with pytest.raises(AssertionError):
        axe_violations_in_both_schemes(page, WCAG_AA)


def test_axe_runs_under_a_strict_policy(page: Page, tmp_path: Path) -> None:
    """A content security policy without scripts does not silence axe."""
    policy = "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'\">"
    (tmp_path / "index.html").write_text(IMAGE_WITHOUT_ALT.replace("<title>", f"{policy}<title>"), encoding="utf-8")
    with serve(tmp_path) as url:
        page.goto(url)
        assert [line.split()[0] for line in axe_violations(page)] == ["image-alt"]


def test_ibm_finds_a_field_without_a_label_and_nothing_else(page: Page, tmp_path: Path) -> None:
    """Under a policy without scripts too; what is left to people is told as such, and a rule that is left out tells nothing."""
    policy = "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'\">"
    good = GOOD.replace("<title>", f"{policy}<title>")
    (tmp_path / "good.html").write_text(good, encoding="utf-8")
    (tmp_path / "bad.html").write_text(good.replace("<p>", '<p><input id="a" type="search">'), encoding="utf-8")
    with serve(tmp_path) as url:
        page.goto(f"{url}good.html")
        assert ibm_findings(page) == []
        page.goto(f"{url}bad.html")
        (found,) = [one for one in ibm_findings(page) if one.level == "fail"]
        assert (found.rule, found.reason) == ("input_label_exists", "Fail_1") and 'id="a"' in found.html
        assert [one for one in ibm_findings(page, {"input_label_exists"}) if one.level == "fail"] == []


def test_a_rule_of_ibm_that_breaks_is_told(page: Page) -> None:
    """The engine keeps a broken rule to the console and passes the page; we do not."""
    page.set_content(GOOD)
    ibm_findings(page)
    page.evaluate("() => { new ace.Checker().engine.ruleMap.page_title_exists.run = () => { throw new Error('broken') } }")
    with pytest.raises(RuntimeError, match="broken"):
        ibm_findings(page)


ROWS = "".join(f"<tr><th scope='row'>{n}</th><td>行</td></tr>" for n in range(40))
MUCH = f"""<!doctype html><html lang="ja"><title>題</title>
<main><h1>題</h1><p>文</p><p>文</p><p>文</p><p>とても長い文とても長い文</p><p>a long-word</p><p>文</p>
<table><caption>表</caption><tr><th scope="col">a</th><th scope="col">b</th></tr>{ROWS}</table></main></html>"""


def test_what_repeats_goes_and_what_is_otherwise_stays(page: Page) -> None:
    """Two of each sort, the last, the longest and the longest word; in the thirtieth row what no other has, inside it too."""
    page.set_content(MUCH)
    page.evaluate(THIN)
    assert page.locator("p").all_inner_texts() == ["文", "文", "とても長い文とても長い文", "a long-word"]
    assert 4 <= page.locator("tr").count() < 8 and axe_violations(page) == []
    for odd in ("<tr><th scope='row'>30</th><td>行<img src='a.png'></td></tr>", "<tr><th scope='row'>30</th><td><a href='x'></a></td></tr>",
                "<tr><th scope='row'>30</th><td style='color: #aaa'>行</td></tr>", "<tr><th scope='row'>30</th><td class='odd'>行</td></tr>",
                "<tr><th scope='row'>30</th><td><label for='a'>行</label></td></tr>"):
        page.set_content(MUCH.replace("<tr><th scope='row'>30</th><td>行</td></tr>", odd))
        whole = axe_violations(page)
        page.evaluate(THIN)
        assert page.get_by_role("rowheader", name="30").count() == 1
        assert [line.split()[0] for line in axe_violations(page)] == [line.split()[0] for line in whole]


def test_served_page_shows_japanese(page: Page, tmp_path: Path) -> None:
    """Two different characters look different, which boxes for missing glyphs would not."""
    (tmp_path / "index.html").write_text(GOOD, encoding="utf-8")
    with serve(tmp_path) as url:
        page.goto(url)
        assert page.title() == "良いページ"
        heading = page.locator("h1")
        shots = []
        for character in ("評", "価"):
            heading.evaluate("(h1, text) => h1.textContent = text", character)
            shots.append(heading.screenshot())
        assert shots[0] != shots[1]


def test_an_open_browser_leaves_asyncio_usable() -> None:
    """Between two tests with a page, a site can be built in this process although the browser waits."""
    asyncio.run(asyncio.sleep(0))


def test_the_browser_goes_on_after_asyncio(new_page: Callable[..., Page]) -> None:
    """And the browser, the same as before, opens pages again, with options of their own."""
    page = new_page(java_script_enabled=False)
    page.goto("data:text/html,<title>still</title><script>document.title = 'changed'</script>")
    assert page.title() == "still"


def test_a_missing_thing_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be installed is reported with its cure, and stops nothing."""
    report(Need("a thing", lambda: None, (), "No thing was found: install thing."), lambda: None)
    assert capsys.readouterr().out == "missing: No thing was found: install thing.\n"
