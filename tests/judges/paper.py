"""A page in the browser in, out what is wrong with it on paper: parts for screens, text that is folded away or pale, rows that are cut."""

from __future__ import annotations

from playwright.sync_api import Page

PAPER = """() => {
    const found = [], name = one => one.outerHTML.slice(0, 100), style = (one, at) => getComputedStyle(one, at)
    const shown = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility())
    for (const one of shown('.skip, .crumbs, .site-links, .search-box, nav.document, .steps, .table-tools, .filter, button, .key'))
        found.push(`for screens alone: ${name(one)}`)
    for (const one of shown('main a[href^="http"]'))
        if (!style(one, '::after').content.includes(one.getAttribute('href'))) found.push(`without its address: ${name(one)}`)
    for (const one of shown('tbody tr, .change, .timeline > li, .figures div'))
        if (style(one).breakInside !== 'avoid') found.push(`may be cut: ${name(one)}`)
    for (const one of shown('thead'))
        if (style(one).display !== 'table-header-group') found.push(`heads are not repeated: ${name(one)}`)
    for (const one of shown('h1, h2, h3, h4, h5, h6, caption'))
        if (style(one).breakAfter !== 'avoid') found.push(`may stand alone: ${name(one)}`)
    for (const one of shown('ins, del'))
        if (style(one).textDecorationLine === 'none') found.push(`without a line: ${name(one)}`)
    for (const one of shown('body *'))
        if (['fixed', 'sticky'].includes(style(one).position)) found.push(`on every sheet: ${name(one)}`)
    const dark = colour => {
        const [red, green, blue] = colour.match(/[0-9.]+/g).map(Number)
            .map(part => part / 255).map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        return 1.05 / (.2126 * red + .7152 * green + .0722 * blue + .05) >= 4.5
    }
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const text = walk.currentNode, inside = text.parentElement
        if (!text.data.trim() || inside.closest('svg, script, noscript, select, [hidden]')) continue
        const folded = inside.closest('details')
        if (folded?.checkVisibility() && !inside.closest('summary') && !folded.matches('.key')) {
            const gone = [...function* () { for (let up = inside; up !== folded; up = up.parentElement) yield style(up).display }()]
            if (!inside.checkVisibility() && !gone.includes('none')) found.push(`folded away: ${text.data.trim().slice(0, 40)}`)
        }
        if (inside.checkVisibility() && !dark(style(inside).color)) found.push(`pale: ${text.data.trim().slice(0, 40)} ${style(inside).color}`)
    }
    return [...new Set(found)].slice(0, 10)
}"""


# What names a piece of the record; lists of the search page that lead on are for screens.
NAMES = """() => {
    window.named ??= [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6, caption)')]
        .filter(one => one.checkVisibility() && !one.closest('details, nav, .on-screen, .search ~ section'))
    return window.named.filter(one => !one.checkVisibility()).map(one => `gone: ${one.textContent.trim().slice(0, 40)}`)
}"""


def on_paper(page: Page) -> list[str]:
    """What is wrong when the open page is printed by who reads in dark colours; its folds are as a reader left them."""
    page.evaluate(NAMES)  # as they are on the screen
    page.emulate_media(media="print", color_scheme="dark")
    found: list[str] = page.evaluate(PAPER) + page.evaluate(NAMES)
    page.emulate_media(media="screen", color_scheme="light")
    return [f"paper: {said}" for said in found]
