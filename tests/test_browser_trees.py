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
from tests.judges.heard import WORDS, heard
from tests.kinds import FIRST, KINDS
from tests.long import LONG

pytestmark = pytest.mark.browser

MOST = 450_000  # bytes that all kept trees may have: they are read by people


@pytest.fixture(scope="module")
def address(whole_output: Path) -> Iterator[str]:
    with serve(whole_output) as found:
        yield found


@pytest.fixture(scope="module")
def read_out(one_page: Callable[..., Page]) -> Page:
    return one_page(viewport=spoken.VIEWPORT)


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_heard_is_as_reviewed(kind: str, address: str, read_out: Page) -> None:
    """One kind of each template on a phone too, the others there in long runs."""
    page = read_out
    page.set_viewport_size(spoken.VIEWPORT)  # type: ignore[arg-type]  # a mapping with its two keys
    spoken.opened(page, address, KINDS[kind])
    kept = spoken.file_of(kind).read_text("utf-8").splitlines()
    assert heard(page, kept, phone=LONG or kind in FIRST) == [], "make trees writes it anew, for review"


def test_the_kept_trees_hold_every_word_and_no_more_than_people_read() -> None:
    kept = {kind: spoken.file_of(kind).read_text("utf-8") for kind in KINDS}
    assert sorted(spoken.TREES.iterdir()) == sorted(spoken.file_of(kind) for kind in KINDS)
    assert sum(len(text.encode()) for text in kept.values()) <= MOST
    assert [word for word in WORDS.values() if not any(word in text for text in kept.values())] == []
    assert all(text.count("\n  main\n") == 1 and text.count("heading 1") == 1 for text in kept.values())


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
