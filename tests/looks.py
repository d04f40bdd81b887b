"""A page of a built site in, what no person need look for out: axe in every circumstance, IBM's engine, the console, sideways scrolling, paper.

tests/a11y.py looks at every page so. The circumstances are those of accessibility.md: 320, 768 and 1280 px; light, dark and
forced colours; print. Not every engine has to look in each of them, as only what differs can be judged otherwise:

- axe looks with all its rules at each width in light colours.
- Colours show and hide nothing, which is measured; so in dark and in forced colours axe looks with its rules about colours.
  On paper too, but for what tells links from words: there are no links.
- IBM's engine looks once, at 1280 px in light colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from playwright.sync_api import Page

from tests.browser import WCAG_AA, axe_violations, ibm_findings

WIDTHS = (320, 768, 1280)
PAPER = 680  # px across an A4 sheet inside its margins
TAGS = (*WCAG_AA, "best-practice")
SCHEMES: dict[str, dict[str, Any]] = {
    "明るい配色": {"color_scheme": "light", "forced_colors": "none"},
    "暗い配色": {"color_scheme": "dark", "forced_colors": "none"},
    "強制カラー": {"color_scheme": "light", "forced_colors": "active"},
}
LIGHT, DARK, FORCED = SCHEMES
COLOURED = ((320, DARK), (1280, DARK), (1280, FORCED))  # forced colours are the same few for every width
PRINT = "印刷"
PX = tuple(f"{width} px" for width in WIDTHS)
# id, what readers are told, by which tool, in which circumstances
IN_BROWSER = (
    ("axe", "WCAG 2.0〜2.2 の A・AA とベストプラクティスの規則による検査（明るい配色）", "axe-core", PX),
    ("colours", "同じ検査のうち、色の規則（強制カラーは幅1280ピクセルで。印刷では、リンクと文の見分けを除く）", "axe-core", (DARK, FORCED, PRINT)),
    ("ibm", "WCAG 2.2 の A・AA の規則による、もう1つの道具での検査", "IBM Equal Access", ("1280 px",)),
    ("console", "ブラウザーの警告とエラーがないこと（外部への通信とインラインのスクリプトを禁じた設定で開く）", "Chromium", ()),
    ("sideways", "ページが横にスクロールしないこと", "Chromium", (*PX, PRINT)),
    ("schemes", "暗い配色と強制カラーで、明るい配色と同じものが見えること", "Chromium", (DARK, FORCED)),
    ("print", "印刷で、記載の文がすべて出て、右端で切れないこと", "Chromium", (PRINT,)),
)

Said = dict[str, list[dict[str, str]]]  # by id of a check, look and words of what it found; of ibm, tests.browser.Said


def look(page: Page, address: str) -> Said:
    """What the browser and the engines find on the page at `address`, which is opened anew at each width."""
    found: Said = {check: [] for check, *_ in IN_BROWSER}
    with _heard(page, found["console"]):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(media="screen", **SCHEMES[LIGHT])
            _open(page, address)
            if address.endswith("/search/index.html"):
                page.locator(".search-found p:has-text('の中から探します')").wait_for()  # its script has said what there is
            _screen(page, width, found)
        _paper(page, found)
    page.set_viewport_size({"width": 1280, "height": 800})
    _open(page, address)
    found["ibm"] = [asdict(one) for one in ibm_findings(page)]
    return found


def _open(page: Page, address: str) -> None:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise RuntimeError(f"{address} was not served")


def _screen(page: Page, width: int, found: Said) -> None:
    """One width in every scheme of colours."""
    _sideways(page, width, f"{width} px", found)
    shown = page.evaluate(_SHOWN)
    found["axe"] += [{"look": f"{width} px", "said": line} for line in axe_violations(page, TAGS)]
    for name in (DARK, FORCED):
        page.emulate_media(**SCHEMES[name])
        _scheme(page, width, name, shown, found)
    page.emulate_media(**SCHEMES[LIGHT])


def _scheme(page: Page, width: int, name: str, shown: dict[str, Any], found: Said) -> None:
    """The page in other colours, at a width at which light ones show what is `shown`."""
    look = f"{width} px、{name}"
    _sideways(page, width, look, found)
    if page.evaluate(_SHOWN) != shown:
        found["schemes"].append({"look": look, "said": "shows other things than light colours do"})
    if (width, name) in COLOURED:
        found["colours"] += [{"look": look, "said": line} for line in axe_violations(page, TAGS, "cat.color")]


def _paper(page: Page, found: Said) -> None:
    """The page as it is printed."""
    page.set_viewport_size({"width": PAPER, "height": 960})
    page.emulate_media(media="print")
    _sideways(page, PAPER, PRINT, found)
    found["print"] += [{"look": PRINT, "said": line} for line in page.evaluate(_ON_PAPER, ASIDE)]
    coloured = axe_violations(page, TAGS, "cat.color")
    found["colours"] += [{"look": PRINT, "said": line} for line in coloured if not line.startswith("link-in-text-block ")]
    page.emulate_media(media="screen")


def _sideways(page: Page, width: int, name: str, found: Said) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found["sideways"].append({"look": name, "said": f"{wide} px wide"})


@contextmanager
def _heard(page: Page, into: list[dict[str, str]]) -> Iterator[None]:
    """Write down what the console says meanwhile, and errors of scripts."""

    def hear(said: Any) -> None:
        one = {"look": "", "said": getattr(said, "text", str(said))}
        if one not in into:  # the same at every width
            into.append(one)

    page.on("console", hear)
    page.on("pageerror", hear)
    yield
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", hear)


# What paper does without, by design of the print style: ways to other places, tools, what is told elsewhere on the sheet.
ASIDE = """nav, .skip, .site-links, .more, .to-contents, .index, .pointer, .key, .narrow, .search-box, .search-help, .search-about,
.search-facets, .search-key, .search-keys, .search-more, .search-ways, .search-set, .marked-note, .search ~ #ichiran,
.table-tools, .filter, .filtered-count, .sheets, .on-screen, .feeds,
.only, .copy, .whole-day, summary, .vh, script, noscript, template, option, [hidden], svg title, svg desc"""
_ON_PAPER = """aside => {
    const said = []
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
        const text = texts.currentNode.data.trim(), of = texts.currentNode.parentElement
        if (text && !of.closest(aside) && !of.checkVisibility({visibilityProperty: true, opacityProperty: true}))
            said.push(`not printed: ${of.tagName} ${text.slice(0, 60)}`)
    }
    for (const one of document.querySelectorAll('body *:not(svg, svg *)'))
        if (getComputedStyle(one).overflowX !== 'visible' && one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
            said.push(`cut off: ${one.tagName} ${one.className}, ${one.scrollWidth} px in ${one.clientWidth}`)
    if (!document.querySelector('main')?.innerText.trim()) said.push('nothing is printed')
    return said
}"""
_SHOWN = """() => {
    const all = [...document.querySelectorAll('body *')]
    return {of: all.length, at: all.flatMap((one, at) => one.checkVisibility({visibilityProperty: true}) ? [at] : [])}
}"""
