"""A page in the browser in, out the controls and drawings whose edges or letters can hardly be seen.

WCAG 1.4.11: 3 to 1 beside what is around; 1.4.3: 4.5 to 1 for letters, also of drawings, of which axe says that it cannot tell.
"""

from __future__ import annotations

from playwright.sync_api import Page

PALE = """() => {
    const parts = colour => colour.match(/[0-9.]+/g).map(Number), clear = colour => parts(colour)[3] === 0
    const luminance = colour => {
        const [red, green, blue] = parts(colour).map(part => part / 255)
            .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        return .2126 * red + .7152 * green + .0722 * blue
    }
    const ratio = (one, other) => {
        const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
        return (high + .05) / (low + .05)
    }
    const ground = one => {
        for (let up = one; up; up = up.parentElement) if (!clear(getComputedStyle(up).backgroundColor)) return getComputedStyle(up).backgroundColor
        return getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)'
    }
    const found = []
    for (const one of document.querySelectorAll('button, select, input[type=search]')) {
        if (!one.checkVisibility()) continue
        const style = getComputedStyle(one), around = ground(one.parentElement)
        const edged = parseFloat(style.borderTopWidth) && style.borderTopStyle !== 'none' && !clear(style.borderTopColor)
        const edge = edged ? ratio(style.borderTopColor, around) : 1
        const face = clear(style.backgroundColor) ? 1 : ratio(style.backgroundColor, around)
        if (Math.max(edge, face) < 3) found.push(`${Math.max(edge, face).toFixed(1)} to 1: ${one.outerHTML.slice(0, 80)}`)
    }
    for (const one of document.querySelectorAll('.diagram :is(rect, .edge, .arrow)')) {
        if (!one.checkVisibility()) continue
        const style = getComputedStyle(one), line = one.matches('.arrow') ? style.fill : style.stroke, around = ground(one.closest('svg'))
        if (line === 'none' || ratio(line, around) < 3) found.push(`hardly seen: ${one.outerHTML.slice(0, 80)}`)
    }
    for (const one of document.querySelectorAll('.diagram text')) {
        if (!one.checkVisibility()) continue
        const box = one.parentElement.closest('g')?.querySelector('rect'), behind = box && getComputedStyle(box).fill
        const around = !behind || behind === 'none' ? ground(one.closest('svg')) : behind
        if (ratio(getComputedStyle(one).fill, around) < 4.5) found.push(`pale letters: ${one.textContent.trim().slice(0, 40)}`)
    }
    return [...new Set(found)].slice(0, 10)
}"""


def hardly_seen(page: Page) -> list[str]:
    """Edges of the open page in light and in dark colours."""
    found: list[str] = []
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {said}" for said in page.evaluate(PALE)]
    page.emulate_media(color_scheme="light")
    found += [f"light: {said}" for said in page.evaluate(PALE)]
    return found
