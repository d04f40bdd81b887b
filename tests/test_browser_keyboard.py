"""Keyboard alone: on one page of each kind, without what repeats on it (tests/thin.py), Tab goes through everything in the order of the
document, there and back and out again; nothing that has the focus is hidden, and that it has the focus is seen, by the pixels."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import driven_by, serve
from tests.judges.keys import STOPS, WATCH, desktop, faint, met, press, sorts, wrong_on_the_way
from tests.kinds import EACH_KIND, FIRST, KINDS
from tests.long import LONG
from tests.thin import thin

pytestmark = pytest.mark.browser

WITH_OTHER_SORTS = (
    "part.html (flow)", "part.html (risks)", "part.html (excerpt)", "blocks.html (list)", "jimu.html (file)", "assessment.html (earlier text)",
)


@pytest.fixture(scope="module")
def address(whole_output: Path) -> Iterator[str]:
    with serve(whole_output) as found:
        yield found


@pytest.fixture(scope="module")
def walked(one_page: Callable[..., Page], _chromium: tuple[Browser, AbstractEventLoop]) -> Page:
    with driven_by(_chromium[1]):
        return desktop(one_page)


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("kind", EACH_KIND)
def test_tab_goes_through_the_page_in_its_order_and_out(kind: str, address: str, walked: Page) -> None:
    page = walked
    page.goto(f"{address}{KINDS[kind]}/index.html")
    if kind == "search.html":
        page.wait_for_load_state("networkidle")
        page.evaluate("document.activeElement.blur()")
    thin(page)
    assert wrong_on_the_way(page) == []


def test_the_focus_is_seen_on_every_sort_of_thing(address: str, new_page: Callable[..., Page]) -> None:
    """Each sort once, where it is met first: in light, dark and forced colours the pixels of a line of 2 px around it change. Other
    kinds of a template than the first have few sorts of their own: they wait for a long run, but for those that do."""
    page = desktop(new_page)
    known: set[str] = set()
    unseen = []
    for path in (KINDS[kind] for kind in (KINDS if LONG else (*FIRST, *WITH_OTHER_SORTS))):
        page.goto(f"{address}{path}/index.html")
        if stops := sorts(page, known):
            known |= stops.keys()
            unseen += [f"{path}: {one}" for one in faint(page, stops)]
    assert len(known) >= 60
    assert unseen == []


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_links_over_the_page_lead_past_what_repeats(address: str, new_page: Callable[..., Page]) -> None:
    page = desktop(new_page)
    for place, stops in (("#main", 1), ("#mokuji", 2)):
        page.goto(f"{address}{KINDS['part.html']}/index.html")
        press(page, "Tab", stops)
        expect(focused(page)).to_be_in_viewport()
        press(page, "Enter")
        expect(page.locator(place)).to_be_focused()
        press(page, "Tab")
        assert focused(page).evaluate("(one, place) => Boolean(one.closest(place))", place)


def test_filters_folds_and_back(address: str, new_page: Callable[..., Page]) -> None:
    """A condition, an order and a word by keys alone on the timeline; a fold opens and closes; back gives them again."""
    page = desktop(new_page)
    page.goto(f"{address}{KINDS['changes.html']}/index.html")
    status = page.locator("#henko-shiborikomi [role=status]")
    everything = status.inner_text()

    def to(place: str) -> None:
        for _ in range(60):
            press(page, "Tab")
            if focused(page).evaluate("(one, place) => one.matches(place)", place):
                return
        raise AssertionError(f"Tab does not come to {place}")

    to("details.key summary")
    for open_ in (True, False):
        press(page, "Enter" if open_ else "Space")
        assert page.locator("details.key").evaluate("one => one.open") == open_
    to("[name=jiki]")
    press(page, "ArrowDown")
    expect(page.get_by_label("事前")).to_be_focused()
    expect(page.get_by_label("事前")).to_be_checked()
    expect(status).not_to_have_text(everything)
    some = status.inner_text()
    to("#jun")
    press(page, "ArrowDown")
    expect(page.locator("#jun")).to_have_value("old")
    to("#go")
    page.keyboard.type("システム")
    page.wait_for_url("**go=*")
    fewer = status.inner_text()
    assert fewer != some
    to("section.day:not([hidden]) .timeline a")
    press(page, "Enter")
    page.wait_for_url("**/henko-*/**")
    page.go_back()
    expect(page.locator("#go")).to_have_value("システム")
    expect(page.locator("#henko-shiborikomi [role=status]")).to_have_text(fewer)
    page.locator("#go").focus()
    to("#henko-shiborikomi button")
    press(page, "Enter")
    expect(status).to_have_text(everything)
    assert focused(page).evaluate("one => one.localName") == "button"


def test_a_table_is_searched_and_put_in_order(address: str, new_page: Callable[..., Page]) -> None:
    page = desktop(new_page)
    page.goto(f"{address}{KINDS['statutes.html']}/index.html")
    page.locator(".table-tools input").first.focus()
    before = page.locator("main table").first.locator("tbody tr:visible").count()
    page.keyboard.type("番号法")
    expect(page.locator(".table-tools [role=status]").first).to_contain_text("うち")
    assert 0 < page.locator("main table").first.locator("tbody tr:visible").count() < before
    press(page, "Tab")
    press(page, "ArrowDown")
    assert page.locator("main table").first.locator("th[aria-sort]").count() == 1
    press(page, "Tab")
    press(page, "Space")
    assert page.locator("main table").first.locator("tbody tr:visible").count() == before
    press(page, "Tab")
    assert focused(page).evaluate("one => one.closest('main table').rows[1].contains(one)")  # the first link of a table that fits


def test_a_wide_table_moves_by_keys_and_hides_no_link_under_its_first_column(address: str, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 800, "height": 700})
    page.add_init_script(STOPS)
    page.goto(f"{address}{KINDS['jimu.html']}/index.html")
    page.evaluate(WATCH)
    wide = page.locator(".scroll").evaluate_all("all => all.findIndex(one => one.scrollWidth > one.clientWidth)")
    place = page.locator(".scroll").nth(wide)
    place.focus()
    press(page, "ArrowRight", 3)
    page.wait_for_function("at => document.querySelectorAll('.scroll')[at].scrollLeft > 20", arg=wide)
    place.locator("td a").last.focus()
    press(page, "Shift+Tab", place.locator("td a").count())
    assert [one for one in met(page) if one[1]] == []
