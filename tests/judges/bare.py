"""A page in the browser and its file in, out what is lost, out of order or out of reach where scripts or the style sheet are missing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page

from tests.published import runs, squeeze

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


def left_bare(page: Page, file: Path) -> list[str]:
    """What goes wrong on the open page of this file without script, and then without style sheet too; the style sheet is gone
    from the page afterwards. The page has no script; it is 1280 px wide."""
    found = []
    for styled in (True, False):
        if not styled:
            page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(one => one.remove())")
            if page.evaluate("getComputedStyle(document.body).margin") != "8px":
                found.append("it keeps a style sheet")
        texts = page.evaluate(TEXTS)
        passed = (SHOWN_WITH_STYLE_ONLY,) if styled else ()
        found += [f"lost: {text[:60]}" for text in lost(file, texts, passed, styled or None)]
        if squeeze("".join(text for text, *_ in texts)) != "".join(run for run in runs(file, styled or None) if run not in passed):
            found.append("what is shown is not what is written")
        found += backwards(texts) + [f"out of reach: {link}" for link in page.evaluate(UNREACHED)]
    return found


def unexplained(page: Page) -> list[str]:
    """Whether the open page of the search, in a browser without script, says why it finds nothing and leads on."""
    found = []
    said = page.locator("noscript")
    if not (said.count() and said.first.is_visible() and "JavaScript の動くブラウザー" in said.first.inner_text()):
        found.append("it does not say why nothing is found")
    if page.locator("[data-when]:visible").count():
        found.append("it says what only a script knows")
    if not page.locator("#ichiran a").count():
        found.append("it leads nowhere")
    return found
