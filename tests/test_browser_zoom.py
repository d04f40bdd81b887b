"""What readers change: 400 % zoom, letters twice as large, the spacing of WCAG 1.4.12, less motion, forced colours. On one page of
each kind nothing is cut off, laid over another text or pushed out to the side, and states keep an edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import serve
from tests.kinds import KINDS

pytestmark = pytest.mark.browser

SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }"""
LARGE = "html { font-size: 200% !important }"
# By name: the width of the window, its height, the style that the reader brings along.
READERS: dict[str, tuple[int, int, str]] = {
    "400 %": (320, 256, ""),  # of 1280 by 1024
    "400 % and spacing": (320, 256, SPACING),
    "spacing": (1280, 900, SPACING),
    "200 % text": (1280, 900, LARGE),
    "200 % text on a small screen": (640, 450, LARGE),
}

# What is cut off, lies over another text, or makes the page wider than the window.
AMISS = """() => {
    const found = [], wide = document.documentElement.scrollWidth
    if (wide > innerWidth) found.push(`the page is ${wide} px wide`)
    const name = one => one.outerHTML.slice(0, 100)
    const clipped = one => one && getComputedStyle(one).clipPath === 'inset(50%)'  // text for screen readers, heads of cards
    const said = one => one.closest('svg, .skip, select, script, noscript') || clipped(one.closest('.vh')) || clipped(one.closest('thead'))
    for (const one of document.querySelectorAll('body *')) {
        if (said(one)) continue
        const style = getComputedStyle(one)
        if (style.overflowX !== 'visible' && style.overflowX !== 'auto' && one.scrollWidth > one.clientWidth + 1
            || style.overflowY !== 'visible' && style.overflowY !== 'auto' && one.scrollHeight > one.clientHeight + 1)
            if (one.localName !== 'input') found.push(`cut off: ${name(one)}`)
        if (one.localName === 'button' && one.scrollWidth > one.clientWidth + 1) found.push(`too long: ${name(one)}`)
    }
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), boxes = []
    while (walk.nextNode()) {
        const text = walk.currentNode, inside = text.parentElement
        if (!text.data.trim() || said(inside) || !inside.checkVisibility({visibilityProperty: true})) continue
        const range = document.createRange(), scrolled = inside.closest('.scroll')
        range.selectNodeContents(text)
        const font = parseFloat(getComputedStyle(inside).fontSize)
        for (const box of range.getClientRects()) {
            if (!box.width || !box.height) continue
            const middle = (box.top + box.bottom) / 2
            boxes.push([middle - font * .4, middle + font * .4, box.left, box.right, text])
            const room = text.data.includes('　') ? font * 1.2 : 1  // a wide space at the end of a line hangs over it
            if (!scrolled && (box.right > innerWidth + room || box.left < -1)) found.push(`outside: ${text.data.trim().slice(0, 40)}`)
        }
    }
    boxes.sort((one, other) => one[0] - other[0])
    boxes.forEach(([top, bottom, left, right, text], at) => {
        for (let next = at + 1; next < boxes.length && boxes[next][0] < bottom - 2; next++) {
            const [, , from, to, other] = boxes[next]
            if (other !== text && Math.min(right, to) - Math.max(left, from) > 3)
                found.push(`${text.data.trim().slice(0, 30)} and ${other.data.trim().slice(0, 30)} overlap`)
        }
    })
    return found.slice(0, 10)
}"""
MOTION = """() => [...document.querySelectorAll('*')].filter(one => {
    const style = getComputedStyle(one)
    return style.animationName !== 'none' || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0)
        || style.scrollBehavior === 'smooth'
}).map(one => one.outerHTML.slice(0, 100)).concat(document.getAnimations().map(one => `${one}`))"""
# In forced colours, which take colours of the ground away: what is told by its place has an edge or another line.
EDGELESS = """() => {
    const edged = one => ['Top', 'Left', 'Bottom', 'Right'].some(side => {
        const style = getComputedStyle(one)
        return parseFloat(style[`border${side}Width`]) > 0 && !['none', 'hidden'].includes(style[`border${side}Style`])
            && style[`border${side}Color`] !== style.backgroundColor && style[`border${side}Color`] !== 'rgba(0, 0, 0, 0)'
    })
    const must = '.nothing.blank, .nothing.absent, .badge, .tag, .banner, .choices b, .filter, nav.contents, .search-facets, button,' +
        'select, [type=search], nav.document [aria-current], .sheets [aria-current], .side .differs .mark, th, td, .change, mark'
    return [...document.querySelectorAll(must)].filter(one => one.checkVisibility() && !edged(one)
        && !(one.matches('th, td') && one.closest('.stack') && innerWidth < 768)).map(one => one.outerHTML.slice(0, 100))
}"""
UNMARKED = """() => [...document.querySelectorAll('ins, del')].filter(one => getComputedStyle(one).textDecorationLine === 'none')
    .map(one => one.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def address(whole_output: Path) -> Iterator[str]:
    with serve(whole_output) as found:
        yield found


def amiss(page: Page, reader: str) -> list[str]:
    """What goes wrong for a reader on the page that is open."""
    width, height, style = READERS[reader]
    page.set_viewport_size({"width": width, "height": height})
    brought = page.add_style_tag(content=style) if style else None
    found = [f"{reader}: {wrong}" for wrong in page.evaluate(AMISS)]
    if brought:
        brought.evaluate("one => one.remove()")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_for_a_reader_who_changes_the_page(kind: str, address: str, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(f"{address}{KINDS[kind]}/index.html")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate(MOTION) == []
    assert [wrong for reader in READERS for wrong in amiss(page, reader)] == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(forced_colors="active")
    assert page.evaluate(EDGELESS) == []
    assert page.evaluate(UNMARKED) == []


@pytest.mark.parametrize(("rule", "says"), [
    (".about { height: 1rem; overflow: hidden }", "cut off"),
    ("h1 { white-space: nowrap; font-size: 9rem }", "outside"),
    ("table { min-width: 900px !important } .scroll { overflow: visible }", "px wide"),
    (".about { margin-top: -3rem !important }", "overlap"),
    (".crumbs { position: absolute; top: 0 }", "overlap"),
    ("button { width: 1.5rem; white-space: nowrap; overflow: hidden }", "too long"),
])
def test_what_is_cut_covered_or_pushed_out_is_found(rule: str, says: str, address: str, page: Page) -> None:
    page.goto(f"{address}{KINDS['statute.html']}/index.html")
    page.add_style_tag(content=rule)
    found = amiss(page, "400 % and spacing")
    assert any(says in wrong for wrong in found), found


def test_motion_and_states_without_an_edge_are_found(address: str, page: Page) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(f"{address}{KINDS['part.html (excerpt)']}/index.html")
    assert [page.evaluate(look) for look in (MOTION, EDGELESS, UNMARKED)] == [[], [], []]
    page.add_style_tag(content=".badge, .nothing, button { border: 0 !important } a { transition: color 1s }")
    assert page.evaluate(MOTION) and page.evaluate(EDGELESS)
    page.goto(f"{address}{KINDS['compare.html']}/index.html")
    page.add_style_tag(content="ins { text-decoration: none !important; }")
    assert page.evaluate(UNMARKED)
