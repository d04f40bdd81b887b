"""A page in the browser in, out what goes wrong for readers who zoom, want larger letters, more room, less motion or forced colours."""

from __future__ import annotations

from playwright.sync_api import Page

SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }"""
ZOOMED = "400 %"
LARGE = "html { font-size: 200% !important }"
# By name: the width of the window, its height, the style that the reader brings along.
READERS: dict[str, tuple[int, int, str]] = {
    ZOOMED: (320, 256, ""),  # of 1280 by 1024
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
    // Text for screen readers, heads of cards.
    const clipped = one => one && (style => style.clipPath === 'inset(50%)' || style.clip === 'rect(0px, 0px, 0px, 0px)')(getComputedStyle(one))
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
# 44 CSS px for navigation and search (accessibility.md); what axe holds every target to is 24.
SMALL = """() => [...document.querySelectorAll(
    '.site-head a, nav a, .search-box :is(input, button), main :is(button, select, [type=search])')].filter(one => one.checkVisibility())
    .map(one => [one, one.getBoundingClientRect()]).filter(([one, box]) => box.height < 43.5 || box.width < 23.5)
    .map(([one, box]) => `${Math.round(box.width)} by ${Math.round(box.height)} px: ${one.outerHTML.slice(0, 100)}`)"""

# Letters that are less than twice as large where a reader wants all twice as large (WCAG 1.4.4); those of drawings are beside a table.
FIXED = """() => {
    const all = [...document.querySelectorAll('body *')].filter(one => !one.closest('svg, script, noscript, option')
        && [...one.childNodes].some(inside => inside.nodeType === Node.TEXT_NODE && inside.data.trim()))
    const sizes = () => all.map(one => parseFloat(getComputedStyle(one).fontSize)), before = sizes(), twice = new CSSStyleSheet()
    twice.replaceSync('html { font-size: 200% !important }')
    document.adoptedStyleSheets = [twice]
    const after = sizes()
    document.adoptedStyleSheets = []
    return all.filter((one, at) => after[at] < before[at] * 1.99).map(one => one.outerHTML.slice(0, 100)).slice(0, 10)
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


def amiss(page: Page, reader: str) -> list[str]:
    """What goes wrong for a reader on the page that is open."""
    width, height, style = READERS[reader]
    page.set_viewport_size({"width": width, "height": height})
    brought = page.add_style_tag(content=style) if style else None
    found = [f"{reader}: {wrong}" for wrong in page.evaluate(AMISS)]
    if brought:
        brought.evaluate("one => one.remove()")
    return found


def changed_by_readers(page: Page) -> list[str]:
    """What goes wrong on the open page, in a browser that asks for less motion, for each reader and in forced colours."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = [f"moves: {one}" for one in page.evaluate(MOTION)]
    found += [f"keeps its size: {one}" for one in page.evaluate(FIXED)]
    for reader in READERS:
        found += amiss(page, reader)
        if reader == ZOOMED:
            found += [f"on a phone {one}" for one in page.evaluate(SMALL)]
    page.set_viewport_size({"width": 1280, "height": 900})
    found += page.evaluate(SMALL)
    page.emulate_media(forced_colors="active")
    found += [f"without an edge: {one}" for one in page.evaluate(EDGELESS)]
    found += [f"without a line: {one}" for one in page.evaluate(UNMARKED)]
    page.emulate_media(forced_colors="none")
    return found
