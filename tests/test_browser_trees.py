"""What a screen reader is given of each kind of page: as reviewed (tests/trees), all that is shown, marks and states in words,
every cell with its heads, the same on a phone. What Chromium tells nobody over this protocol is looked at in the page itself:
aria-current, aria-sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import spoken
from tests.browser import serve
from tests.kinds import KINDS
from tests.published import squeeze

pytestmark = pytest.mark.browser

MOST = 450_000  # bytes that all kept trees may have: they are read by people

# What stands for a mark, a state or a choice, and the word by which it is heard.
WORDS = {
    ".checks .yes": "：該当",
    ".checks .no": "：非該当",
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


@pytest.fixture(scope="module")
def address(whole_output: Path) -> Iterator[str]:
    with serve(whole_output) as found:
        yield found


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


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_heard_is_as_reviewed(kind: str, address: str, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=spoken.VIEWPORT)
    spoken.opened(page, address, KINDS[kind])
    root = spoken.tree(page)
    assert spoken.lines(root) == spoken.file_of(kind).read_text("utf-8").splitlines(), "make trees writes it anew, for review"
    assert headless(root) == []
    assert page.evaluate(WORDLESS, WORDS) == []
    assert page.evaluate(OTHERWISE_CHOSEN) == []
    assert page.locator("nav.document").count() == 0 or page.locator("nav.document [aria-current=page]").count() <= 1
    page.set_viewport_size({"width": 360, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    narrow = spoken.tree(page)
    assert cells(narrow) == cells(root)
    assert unheard(page, narrow) == []


def cells(root: spoken.Node) -> list[tuple[str, tuple[str, ...]]]:
    """Role and heads of every cell."""
    return [(cell.role, cell.heads) for table in root.all("table") for cell in table.all("cell", "rowheader", "columnheader")]


def test_the_kept_trees_hold_every_word_and_no_more_than_people_read() -> None:
    kept = {kind: spoken.file_of(kind).read_text("utf-8") for kind in KINDS}
    assert sorted(spoken.TREES.iterdir()) == sorted(spoken.file_of(kind) for kind in KINDS)
    assert sum(len(text.encode()) for text in kept.values()) <= MOST
    assert [word for word in WORDS.values() if not any(word in text for text in kept.values())] == []
    assert all(text.count("\n  main\n") == 1 and text.count("heading 1") == 1 for text in kept.values())


def test_what_is_hidden_headless_or_wordless_is_found(address: str, page: Page) -> None:
    page.goto(f"{address}{KINDS['part.html']}/index.html")
    page.evaluate("document.querySelector('.checks span').setAttribute('aria-hidden', true)")
    assert len(unheard(page, spoken.tree(page))) == 1
    page.evaluate("document.querySelector('.checks span').remove()")
    page.evaluate("document.querySelector('.chosen').textContent = 'ほかの値'")
    assert len(page.evaluate(WORDLESS, WORDS)) == 1
    assert page.evaluate(OTHERWISE_CHOSEN) == ["ほかの値"]
    kept = spoken.file_of("part.html").read_text("utf-8").splitlines()
    page.reload()
    page.evaluate("document.querySelector('main h2').setAttribute('aria-level', 3)")
    assert spoken.lines(spoken.tree(page)) != kept
    page.goto(f"{address}{KINDS['statute.html']}/index.html")
    page.evaluate("document.querySelector('thead th').removeAttribute('scope')")
    assert headless(spoken.tree(page)) == []  # the first column is that of the row heads
    page.evaluate("document.querySelectorAll('thead th')[1].removeAttribute('scope')")
    assert headless(spoken.tree(page))
    page.evaluate("document.querySelector('table caption').remove()")
    page.evaluate("document.querySelector('tbody tr').setAttribute('role', 'presentation')")
    with pytest.raises(AssertionError, match="are cells to a screen reader"):
        spoken.tree(page)


def test_the_narrowing_of_a_comparison_says_what_it_did(address: str, page: Page) -> None:
    """A checkbox that style sheets obey: what is shown changes, and the live region says so."""
    page.goto(f"{address}{KINDS['jimu.html']}/index.html")
    box = page.get_by_role("checkbox")

    def said() -> str:
        (status,) = spoken.tree(page).all("status")
        return status.text

    def rows() -> int:
        return page.locator("main tbody tr:visible").count()

    everything = rows()
    assert said() == f"{everything}項目すべてを表示しています"
    box.press("Space")
    assert 0 < rows() < everything and said() == f"異なる{rows()}項目だけを表示しています"
    box.press("Space")
    assert said() == f"{everything}項目すべてを表示しています"
