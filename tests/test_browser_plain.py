"""Without script, without style sheet, without both: one page of each kind still has all its text, in reading order, and links
that are seen; the search says why it finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import serve
from tests.kinds import KINDS
from tests.published import runs, squeeze

pytestmark = pytest.mark.browser

# What is seen after every fold was opened: each text, its first and its last box, in the order of the document. Text for
# screen readers alone has no place, and the links over the page get theirs when they have the focus.
TEXTS = """() => {
    document.querySelectorAll('details').forEach(one => { one.open = true })
    const styled = document.styleSheets.length > 0, found = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const text = walk.currentNode, inside = text.parentElement, range = document.createRange()
        if (!text.data.trim() || inside.closest('script, select, svg')) continue
        if (!inside.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue
        range.selectNodeContents(text)
        const boxes = [...range.getClientRects()].filter(box => box.width && box.height)
        const edges = box => [box.left, box.top + scrollY, box.right, box.bottom + scrollY]
        if (boxes.length) found.push([text.data, edges(boxes[0]), edges(boxes.at(-1)), !(styled && inside.closest('.vh, .skip'))])
    }
    return found
}"""
# Links without a place on the page, and links that Tab passes by; permalinks of rows are passed by on purpose, as their text is
# the name of the row and is read without them.
UNREACHED = """() => [...document.querySelectorAll('a[href]')].filter(link => {
    const styled = document.styleSheets.length, over = styled && link.matches('.skip')
    if (styled && link.closest('.wide, .narrow, .to-contents, .with-nav nav.contents, .inside')?.checkVisibility() === false) return false
    const seen = [...link.getClientRects()].some(box => box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0
        && (box.left < innerWidth || link.closest('.scroll')))
    return !(seen || over) || (link.tabIndex < 0 && !link.matches('.self')) || !link.checkVisibility({opacityProperty: true})
}).map(link => link.outerHTML.slice(0, 200))"""
SHOWN_WITH_STYLE_ONLY = "この評価書の目次へ"  # the way to the list that stands beside the page when there is room

Box = tuple[float, float, float, float]  # left, top, right, bottom
Text = tuple[str, Box, Box, bool]  # the last: whether it has a place of its own to be seen at


@pytest.fixture(scope="module")
def address(whole_output: Path) -> Iterator[str]:
    with serve(whole_output) as found:
        yield found


def backwards(texts: list[Text]) -> list[str]:
    """Texts that the eye meets before the one that the document has before them: above it and not to the right of its start, or
    in its line and to the left of it."""
    found = []
    placed = [text for text in texts if text[3]]
    for (before, _, last, _), (text, first, _, _) in pairwise(placed):
        above = first[3] <= last[1] + 1 and first[0] <= last[0]
        left = abs(first[1] - last[1]) < 2 and first[2] <= last[0] + 1
        if above or left:
            found.append(f"{text.strip()[:30]} stands before {before.strip()[:30]}")
    return found


def lost(file: Path, texts: list[Text], passed: tuple[str, ...] = (), wide: bool | None = None) -> list[str]:
    """Texts of the file that are not seen, or not after those before them."""
    shown, at, found = squeeze("".join(text for text, *_ in texts)), 0, []
    for run in runs(file, wide):
        if (place := shown.find(run, at)) >= 0:
            at = place + len(run)
        elif not any(one in run for one in passed):
            found.append(run)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_without_script_and_then_without_style(kind: str, address: str, whole_output: Path, new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page.goto(f"{address}{KINDS[kind]}/index.html")
    file = whole_output / KINDS[kind] / "index.html"
    for styled in (True, False):
        if not styled:
            page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(one => one.remove())")
            assert page.evaluate("getComputedStyle(document.body).margin") == "8px"
        texts = page.evaluate(TEXTS)
        assert lost(file, texts, (SHOWN_WITH_STYLE_ONLY,) if styled else (), styled or None) == []
        assert squeeze("".join(text for text, *_ in texts)) == "".join(
            run for run in runs(file, styled or None) if not (styled and run == SHOWN_WITH_STYLE_ONLY))
        assert backwards(texts) == []
        assert page.evaluate(UNREACHED) == []


@pytest.mark.parametrize("kind", KINDS)
def test_without_style(kind: str, address: str, whole_output: Path, new_page: Callable[..., Page]) -> None:
    """The script still runs; what it adds has its place too. Where a citation lies it knows better than the file."""
    page = new_page(viewport={"width": 1280, "height": 900})
    page.route("**/site.css", lambda route: route.abort())
    page.goto(f"{address}{KINDS[kind]}/index.html")
    texts = page.evaluate(TEXTS)
    file = whole_output / KINDS[kind] / "index.html"
    without_script = ("検索は、JavaScriptの動く", "（サイトの中の位置）", f"{KINDS[kind]}/index.html#")
    assert lost(file, texts, without_script) == []
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
    assert page.locator("noscript").is_visible() and "JavaScript の動くブラウザー" in page.locator("noscript").inner_text()
    assert page.locator("[data-when]").count() == 2 and page.locator("[data-when]:visible").count() == 0
    page.locator("#ichiran a").first.click()
    page.wait_for_url("**/recipients/**")


def test_what_is_lost_turned_round_or_out_of_reach_is_found(address: str, whole_output: Path, page: Page) -> None:
    file = whole_output / KINDS["part.html"] / "index.html"

    def found() -> tuple[int, int, int]:
        texts = page.evaluate(TEXTS)
        return len(lost(file, texts, wide=False)), len(backwards(texts)), len(page.evaluate(UNREACHED))

    page.set_viewport_size({"width": 1000, "height": 900})
    page.goto(f"{address}{KINDS['part.html']}/index.html")
    assert found() == (0, 0, 0)
    for rule, (gone, turned, unreached) in {
        ".chosen { display: none }": (True, False, False),
        ".chosen { visibility: hidden }": (True, False, False),
        "main { display: flex; flex-direction: column-reverse }": (False, True, False),
        ".site-head { flex-direction: row-reverse }": (False, True, False),
        "nav.document { position: absolute; left: -9999px }": (False, False, True),
        ".index a { opacity: 0 }": (True, False, True),
    }.items():
        style = page.add_style_tag(content=rule)
        assert tuple(map(bool, found())) == (gone, turned, unreached), rule
        style.evaluate("one => one.remove()")
    page.evaluate("document.querySelector('main').prepend(document.querySelector('.site-foot'))")
    assert found()[0] > 0
