"""A page in the browser in, out what lies under a part that stays when a link leads to it."""

from __future__ import annotations

from playwright.sync_api import Page

# Where the first, a middle and the last of the places that links of the page lead to come to lie, and of the rows of tables.
UNDER = """async () => {
    const ids = [...new Set([...document.querySelectorAll('a[href^="#"]')].map(one => decodeURIComponent(one.hash.slice(1))))]
    const shown = ids.map(id => document.getElementById(id)).filter(one => one?.closest('main') && one.checkVisibility() && !one.matches('main'))
    const rows = [...document.querySelectorAll('main tbody tr[id]')].filter(one => one.checkVisibility())
    const found = []
    for (const all of [shown, rows])
        for (const one of new Set([all[0], all[Math.floor(all.length / 2)], all.at(-1)].filter(Boolean))) {
            one.scrollIntoView({block: 'start'})
            const words = document.createRange()
            words.selectNodeContents(one)
            const box = [...words.getClientRects()].find(box => box.width > 1 && box.height > 1)
            if (!box) continue
            const over = document.elementFromPoint(Math.min(Math.max(box.left + 2, 0), innerWidth - 1), box.top + 2)
            if (box.top < 0 || !(one.contains(over) || over?.contains(one))) found.push(`#${one.id} is under ${over?.outerHTML.slice(0, 80)}`)
        }
    scrollTo(0, 0)
    return found
}"""


def under_what_stays(page: Page) -> list[str]:
    """Places that a link leads to and that are then covered (WCAG 2.4.11 for who follows a link)."""
    page.set_viewport_size({"width": 1280, "height": 700})
    found: list[str] = page.evaluate(UNDER)
    return found
