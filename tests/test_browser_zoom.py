"""What readers change: 400 % zoom, letters twice as large, the spacing of WCAG 1.4.12, less motion, forced colours, paper. On one
page of each kind, without what repeats on it (tests/thin.py), nothing is cut off, laid over another text, pushed out to the side or too
small to be hit, and states keep an edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import serve
from tests.judges.edges import hardly_seen
from tests.judges.paper import on_paper
from tests.judges.places import under_what_stays
from tests.judges.sizes import changed_by_readers
from tests.kinds import EACH_KIND, KINDS
from tests.thin import thin

pytestmark = pytest.mark.browser

@pytest.fixture(scope="module")
def address(whole_output: Path) -> Iterator[str]:
    with serve(whole_output) as found:
        yield found


@pytest.fixture(scope="module")
def calm(one_page: Callable[..., Page]) -> Page:
    return one_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("kind", EACH_KIND)
def test_nothing_is_lost_for_a_reader_who_changes_the_page(kind: str, address: str, calm: Page) -> None:
    page = calm
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    page.goto(f"{address}{KINDS[kind]}/index.html")
    thin(page)
    assert on_paper(page) + changed_by_readers(page) + under_what_stays(page) + hardly_seen(page) == []  # paper first: the next opens folds
