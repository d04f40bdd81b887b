"""A page in the browser in, out where what a screen reader is given parts from what is shown, or lacks a name, a head or a word."""

from __future__ import annotations

from difflib import unified_diff

from playwright.sync_api import Page

from tests import spoken
from tests.published import squeeze

# What stands for a mark, a state or a choice, and the word by which it is heard.
WORDS = {
    ".checks .yes": "：該当",
    ".checks li:not([class])": "：非該当",
    ".checks .unknown": "：不明",
    ".flag.yes": "該当",
    ".flag.no": "非該当",
    ".kome": "※ 重要な変更の対象",
    ".nothing.blank": "空欄",
    ".nothing.absent": "未収録",
    "ins[role=none]": "［追加：",
    "del[role=none]": "［削除：",
    ".choices b": "選択",
}

# Text that is shown, in the order of the document; lists of a select are heard as options, titles of pictures as their names.
SHOWN = """() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []
    while (walk.nextNode()) {
        const inside = walk.currentNode.parentElement
        if (!inside.closest('script, noscript, select, title, desc') && inside.checkVisibility()) found.push(walk.currentNode.data)
    }
    return found.join('')
}"""
WORDLESS = """words => Object.entries(words).flatMap(([selector, word]) => [...document.querySelectorAll(selector)]
    .filter(one => !one.textContent.includes(word)).map(one => `${selector} ${one.outerHTML.slice(0, 200)}`))"""
# A chosen value that is not the one called 選択 in the list of choices below it.
OTHERWISE_CHOSEN = """() => [...document.querySelectorAll('.chosen')].filter(one => {
    const listed = [...one.parentElement.querySelectorAll(':scope > .choices li:has(b)')]
    return listed.length > 1 || listed.some(li => !li.textContent.includes(one.textContent))
}).map(one => one.textContent)"""


def unheard(page: Page, root: spoken.Node) -> list[str]:
    """Where what is heard parts from what is shown: both texts from a little before on."""
    heard, shown = squeeze(spoken.steady(root.text)), squeeze(spoken.steady(page.evaluate(SHOWN)))
    at = next((at for at, (one, other) in enumerate(zip(heard, shown, strict=False)) if one != other), min(len(heard), len(shown)))
    return [] if heard == shown else [f"heard {heard[max(0, at - 20) : at + 40]}, shown {shown[max(0, at - 20) : at + 40]}"]


def headless(root: spoken.Node) -> list[str]:
    """Tables without a caption, and cells that no column head or, where rows have heads, no row head belongs to."""
    found = [f"a table without a name: {table.text[:60]}" for table in root.all("table") if not table.name.strip()]
    for table in root.all("table"):
        columns = {squeeze(cell.text) for cell in table.all("columnheader")}
        rows = {squeeze(cell.text) for cell in table.all("rowheader")}
        for cell in table.all("cell", "gridcell"):
            heads = {squeeze(head) for head in cell.heads}
            if not heads & columns or (rows and not heads & rows):
                found.append(f"{table.name}: {cell.text[:40]} is headed by {cell.heads}")
    return found


def cells(root: spoken.Node) -> list[tuple[str, tuple[str, ...]]]:
    """Role and heads of every cell."""
    return [(cell.role, cell.heads) for table in root.all("table") for cell in table.all("cell", "rowheader", "columnheader")]


def heard(page: Page, kept: list[str], *, phone: bool = True) -> list[str]:
    """What is wrong with what a screen reader is given of the open page, of 1280 px and then, unless not of a `phone`, of 360, and
    where it is another than `kept`, the lines of its tree that were reviewed. Folds are open afterwards."""
    try:
        root = spoken.tree(page)
        found = [f"not as reviewed: {line}" for line in unified_diff(kept, spoken.lines(root), n=0, lineterm="") if line[:3] not in _MARGIN]
        found += headless(root)
        found += [f"without its word: {one}" for one in page.evaluate(WORDLESS, WORDS)]
        found += [f"otherwise chosen: {one}" for one in page.evaluate(OTHERWISE_CHOSEN)]
        if phone:
            page.set_viewport_size({"width": 360, "height": 800})
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        unfolded = spoken.tree(page) if phone or page.locator("details").count() else root
    except spoken.LostRoleError as lost:
        return [str(lost)]
    if cells(unfolded) != cells(root) and phone:
        found.append("cells have other heads on a phone")
    return found + unheard(page, unfolded)


_MARGIN = ("---", "+++", "@@ ")
