"""A page in the browser in, out what a person with a keyboard alone meets: stops out of their order, hidden, not left or not seen.

A page of `desktop()` is judged; the looks press keys, so that what comes after them is a page with the focus somewhere.
"""

from __future__ import annotations

from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import compress
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import CDPSession, Page

from tests.spoken import settle

FIRST, LAST, BACK = 50, 10, 20  # stops from the top, up to the end, and back again; the same things repeat between them
CHANGE = 3.0  # contrast between a pixel with the focus and without it (WCAG 2.4.13)
THICKNESS = 2  # px of a line around what has the focus, which as many pixels would make (the same)
LOOKS: dict[str, dict[str, str]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}

# Everything that Tab should stop at, in the order of the document; of buttons of one choice the chosen one.
STOPS = """window.stops = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(one =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true})
    && !(one.type === 'radio' && !one.checked && document.querySelector(`[name=${one.name}]:checked`)))"""
# Before every key: which of the stops has the focus (-1: none), and what is wrong with where it is seen.
WATCH = """() => {
    const all = window.stops()
    window.met = []
    const covered = one => {
        const box = [...one.getClientRects()].find(box => box.width && box.height)
        if (!box) return 'has no box'
        const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth)
        const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight)
        if (right - left < 2 || bottom - top < 2) return 'is out of sight'
        const points = [.15, .5, .85].map(part => [left + (right - left) * part, (top + bottom) / 2])
        const over = points.map(([x, y]) => document.elementFromPoint(x, y)).filter(found => !one.contains(found) && !found?.contains(one))
        return over.length ? `is under ${over[0]?.outerHTML.slice(0, 80)}` : ''
    }
    addEventListener('keydown', () => {
        const one = document.activeElement
        if (one !== document.body) window.met.push([all.indexOf(one), covered(one), one.outerHTML.slice(0, 120)])
        else window.met.push([-1, '', ''])
    }, true)
    return all.length
}"""
# What of the page can have the focus, by what it is and by the colour behind it: [key, number among the stops].
SORTS = """() => window.stops().map((one, at) => {
    let behind = one.parentElement
    while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement
    const region = one.closest('header.site-head, nav, footer, svg, table, .filter, main, body')
    return [[one.localName, one.className.baseVal ?? one.className, one.getAttribute('role'), one.localName === 'a' ? '' : one.type,
        one.parentElement.localName,
        region.className.baseVal ?? region.className ?? region.localName, behind ? getComputedStyle(behind).backgroundColor : ''].join(' | '), at]
})"""
# The box in the window around one stop that has the focus, and the size of what is seen of it.
FOCUS = """at => {
    const one = window.stops()[at]
    one.closest('.scroll')?.scrollTo(0, 0)
    one.style.caretColor = 'transparent'
    one.focus()
    const box = [...one.getClientRects()].find(box => box.width && box.height)
    if (box.top < 20 || box.bottom > innerHeight - 20) one.scrollIntoView({block: box.height > innerHeight - 100 ? 'start' : 'center'})
    if (box.height > innerHeight - 100) scrollBy(0, -40)
    const {left, top, right, bottom} = [...one.getClientRects()].find(box => box.width && box.height)
    const near = 12, x = Math.max(0, left - near), y = Math.max(0, top - near)
    const width = Math.min(innerWidth, right + near) - x, height = Math.min(innerHeight, bottom + near) - y
    return [{x, y, width, height}, Math.min(right, innerWidth) - Math.max(left, 0), Math.min(bottom, innerHeight) - Math.max(top, 0)]
}"""


def desktop(new_page: Callable[..., Page], script: str = STOPS) -> Page:
    """A page on a desktop in which `window.stops()` is known on every page."""
    page = new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(script)
    return page


def press(page: Page, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def met(page: Page) -> list[tuple[int, str, str]]:
    """The stops met since the last time: their number, what is wrong with their place, their HTML."""
    page.keyboard.press("Shift")  # the last one is noted before a key
    found: list[tuple[int, str, str]] = page.evaluate("window.met.splice(0)")
    return found


def wrong_on_the_way(page: Page) -> list[str]:
    """Walk through the page with Tab and back: what came out of its order, hidden, or could not be left."""
    settle(page)
    count: int = page.evaluate(WATCH)
    first = FIRST if count > FIRST + LAST else count
    press(page, "Tab", first)
    ways = [(met(page)[1:], list(range(first)))]
    if count > FIRST + LAST:
        page.evaluate("at => window.stops()[at].focus()", count - LAST)
        press(page, "Tab", LAST - 1)
        ways.append((met(page), list(range(count - LAST, count))))
    press(page, "Shift+Tab", min(BACK, count - 1))
    back = [one for one in met(page) if one[0] >= 0]
    ways.append((back, list(range(count - 1, -1, -1))[: min(BACK, count - 1) + 1]))
    wrong = [f"{html} {hidden}" for found, _ in ways for _, hidden, html in found if hidden]
    for found, expected in ways:
        numbers = _once(at for at, _, _ in found)
        if numbers != expected:
            at = next((at for at, (one, other) in enumerate(zip(numbers, expected, strict=False)) if one != other), -1)
            wrong.append(f"stops {numbers[at : at + 3]} instead of {expected[at : at + 3]}: {found[min(at, len(found) - 1)][2]}")
    page.evaluate("at => window.stops()[at].focus()", count - 1)
    for key, edge in (("Tab", count - 1), ("Shift+Tab", 0)):
        page.evaluate("at => window.stops()[at].focus()", edge)
        press(page, key)
        if page.evaluate("window.stops().indexOf(document.activeElement)") not in (-1, count - 1 - edge):
            wrong.append(f"{key} does not lead out of the page")
    return wrong


def _once(numbers: Iterator[int] | Any) -> list[int]:
    """Without what is noted again because a key other than Tab came."""
    found: list[int] = []
    for number in numbers:
        if not found or number != found[-1]:
            found.append(number)
    return found


def changed(page: Page, at: int, screen: CDPSession) -> tuple[float, float]:
    """Of the stop of this number: how many px change by CHANGE when the focus comes, and how many a line around it has. Its `screen`
    gives pictures in half the time of playwright's, which also hide the cursor of fields: FOCUS does."""
    clip, width, height = page.evaluate(FOCUS, at)
    focused = _image(screen, clip)
    page.evaluate("document.activeElement.blur()")
    other = _image(screen, clip)
    differs = ImageChops.difference(focused, other).convert("L").point(lambda value: value and 255)
    pairs = Counter(zip(_pixels(focused, differs), _pixels(other, differs), strict=True))
    seen = sum(count for pair, count in pairs.items() if _contrast(*pair) >= CHANGE)
    return seen, THICKNESS * 2 * (width + height)


Colour = tuple[int, int, int]


def _image(screen: CDPSession, clip: dict[str, float]) -> Image.Image:
    """What is seen of the box `clip` of the window (x, y, width, height in px)."""
    top = screen.send("Page.getLayoutMetrics")["cssVisualViewport"]
    place = {**clip, "x": clip["x"] + top["pageX"], "y": clip["y"] + top["pageY"], "scale": 1}
    png = screen.send("Page.captureScreenshot", {"format": "png", "clip": place, "optimizeForSpeed": True})["data"]
    return Image.open(BytesIO(b64decode(png))).convert("RGB")


def _pixels(image: Image.Image, chosen: Image.Image) -> Iterator[Colour]:
    data = image.tobytes()
    return compress(zip(data[::3], data[1::3], data[2::3], strict=True), chosen.tobytes())


def _contrast(one: Colour, other: Colour) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance of WCAG."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (one / 255 for one in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def sorts(page: Page, known: set[str]) -> dict[str, int]:
    """What can have the focus, by sorts that are not `known`, where each is met first: its number among the stops."""
    return {key: at for key, at in reversed(page.evaluate(SORTS)) if key not in known}


def faint(page: Page, stops: dict[str, int]) -> list[str]:
    """Of these stops those whose focus changes less than a line of THICKNESS around them, in light, dark and forced colours; in these
    one of each element and its parent, as there all have one ground and one colour of the focus."""
    found = []
    elements = {tuple(key.split(" | ")[:5:4]): key for key in stops}
    screen = page.context.new_cdp_session(page)
    press(page, "Tab")  # so that the browser shows the focus that the script sets
    for look, emulated in LOOKS.items():
        page.emulate_media(**emulated)  # type: ignore[arg-type]  # words that it takes
        for key in elements.values() if look == "forced" else stops:
            seen, line = changed(page, stops[key], screen)
            if seen < line:
                found.append(f"{look} {key}: the focus changes {seen} of {line:.0f} px")
    screen.detach()
    page.emulate_media(**LOOKS["light"])  # type: ignore[arg-type]  # the same
    return found
