"""Long tables can be filtered and put in order with a script; without it they are as the form has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from site_gen.citations.canonical import number as kanji_number
from tests.browser import WCAG_AA, axe_violations, serve
from tests.long import more
from tests.thin import thin

pytestmark = pytest.mark.browser

LIST = "saitama/juki/ii-f1-iten"  # 移転先一覧 of 59 rows, in which a blank cell repeats the one above
KANJI = re.compile(r"[〇一二三四五六七八九十百千]+(?=[条項号の])|(?<=第)[〇一二三四五六七八九十百千]+")
PAGES = [LIST, "saitama/juki/ii-f1-teikyo", "recipients", "recipients/kosei-rodo-daijin", "statutes", "statutes/bangoho", "systems/mihon"]


@pytest.fixture(scope="module")
def address(whole_output: Path) -> Iterator[str]:
    with serve(whole_output) as found:
        yield found


@pytest.fixture(scope="module")
def without_script(one_page: Callable[..., Page]) -> Page:
    """For tests that ask for `browser` too."""
    return one_page(java_script_enabled=False)


def column(page: Page, at: int) -> list[str]:
    """The visible cells of one column of the last table with tools."""
    found: list[str] = page.locator("main .table-tools + .scroll table").last.evaluate(
        """(table, at) => [...table.tBodies[0].rows].filter(row => !row.hidden).map(row => {
            const cell = row.cells[at].cloneNode(true)
            cell.querySelectorAll('.vh').forEach(one => one.remove())
            return cell.textContent.trim()
        })""", at)
    return found


def test_without_script_nothing_is_missing(address: str, quiet: Page, without_script: Page) -> None:
    with_script, without = quiet, without_script
    for path in PAGES:
        for page in (with_script, without):
            page.goto(f"{address}{path}/index.html")
        assert without.locator(".table-tools *").count() == 0
        assert without.locator("main tbody tr").all_inner_texts() == with_script.locator("main tbody tr").all_inner_texts()
        assert with_script.locator(".table-tools input").count() > 0, path


def test_words_leave_the_rows_that_have_them_all(address: str, quiet: Page) -> None:
    """Width, case and order of the words do not matter; the count is said, and the button brings everything back."""
    page = quiet
    page.goto(f"{address}{LIST}/index.html")
    everything = column(page, 0)
    texts = [row.inner_text() for row in page.locator("main .table-tools + .scroll table").last.locator("tbody tr").all()]
    tools = page.locator(".table-tools").last
    tools.get_by_label("語（表の中から）").fill("課　年金")
    wanted = [name for name, text in zip(everything, texts, strict=True) if "課" in text and "年金" in text]
    said = tools.get_by_role("status")
    page.wait_for_function("() => [...document.querySelectorAll('.table-tools [role=status]')].at(-1).textContent.includes('うち')")
    assert 0 < len(wanted) < len(everything) == 59
    assert column(page, 0) == wanted
    assert said.inner_text() == f"59行のうち{len(wanted)}行"
    tools.get_by_label("語（表の中から）").fill("どこにもない語")
    page.wait_for_function("() => [...document.querySelectorAll('.table-tools [role=status]')].at(-1).textContent.includes('ありません')")
    assert column(page, 0) == []
    tools.get_by_role("button", name="条件を消す").click()
    assert column(page, 0) == everything and said.inner_text() == "59行すべて"


def test_each_order_is_that_of_its_column(address: str, quiet: Page) -> None:
    """Words by the reading order of Japanese, numbers by their value, counts from the largest; the head says which."""
    page = quiet
    for path in PAGES:
        page.goto(f"{address}{path}/index.html")
        tools = page.locator(".table-tools").last
        first = column(page, 0)
        options = tools.locator("option").all_inner_texts()
        assert options[0] == "表のとおり"
        for at in range(len(options) - 1):
            tools.get_by_label("並べ方").select_option(str(at))
            found = column(page, at)
            if options[at + 1].endswith("の多い順"):
                counts = [int(text.replace("－", "0")) for text in found]
                assert counts == sorted(counts, reverse=True), (path, at)
            else:
                arabic = [KANJI.sub(lambda numeral: str(kanji_number(numeral[0])), text) for text in found]
                assert arabic == page.evaluate("all => [...all].sort(new Intl.Collator('ja', { numeric: true }).compare)", arabic)
            assert sorted(column(page, 0)) == sorted(first)
            sort = page.locator("main .table-tools + .scroll table").last.locator("th[aria-sort]")
            assert sort.count() == 1 and options[at + 1].startswith(sort.inner_text())
        tools.get_by_label("並べ方").select_option("")
        assert column(page, 0) == first and page.locator("th[aria-sort]").count() == 0


@pytest.mark.parametrize(("path", "words", "name"), [
    ("statutes", "行政手続における特定の個人を識別するための番号", "番号法"),
    ("statutes", "番号利用法", "番号法"),
    ("recipients", "J-LIS", "地方公共団体情報システム機構"),
    ("saitama/juki/ii-f1-teikyo", "国民年金", "提供先22"),
    ("saitama/juki/ii-f1-teikyo", "第73項", "提供先22"),
])
def test_a_row_is_found_by_what_it_stands_for(address: str, quiet: Page, path: str, words: str, name: str) -> None:
    """By another name, by the text of the block that it leads to, by a number in either kind of numerals."""
    page = quiet
    page.goto(f"{address}{path}/index.html")
    page.locator(".table-tools").first.get_by_label("語（表の中から）").fill(words)
    page.wait_for_function("() => document.querySelector('.table-tools [role=status]').textContent.includes('うち')")
    rows = page.locator("main .table-tools + .scroll table").first.locator("tbody tr:not([hidden]) th")
    assert any(name in text for text in rows.all_inner_texts())


def test_who_comes_back_finds_the_conditions(address: str, quiet: Page) -> None:
    page = quiet
    page.goto(f"{address}recipients/index.html")
    page.get_by_label("語（表の中から）").fill("厚生労働大臣")
    page.wait_for_function("() => document.querySelector('.table-tools [role=status]').textContent.includes('うち')")
    shown = column(page, 0)
    page.get_by_role("link", name="厚生労働大臣", exact=True).click()
    page.wait_for_url("**/recipients/kosei-rodo-daijin/index.html")
    page.go_back()
    page.wait_for_function("() => document.querySelector('.table-tools [role=status]').textContent.includes('うち')")
    assert page.get_by_label("語（表の中から）").input_value() == "厚生労働大臣" and column(page, 0) == shown


def test_what_is_above_is_said_in_the_order_of_the_form_only(address: str, quiet: Page) -> None:
    page = quiet
    page.goto(f"{address}{LIST}/index.html")
    marks = page.locator(".above small")
    assert marks.count() > 10 and marks.first.is_visible()
    page.locator(".table-tools").last.get_by_label("並べ方").select_option("1")
    assert not any(mark.is_visible() for mark in marks.all())


def test_a_link_to_a_hidden_row_shows_it(address: str, quiet: Page) -> None:
    page = quiet
    page.goto(f"{address}{LIST}/index.html")
    last = page.locator("main .table-tools + .scroll table").last.locator("tbody tr").last
    page.locator(".table-tools").last.get_by_label("語（表の中から）").fill("どこにもない語")
    page.wait_for_function("() => [...document.querySelectorAll('.table-tools [role=status]')].at(-1).textContent.includes('ありません')")
    page.evaluate("id => { location.hash = id }", last.get_attribute("id"))
    last.wait_for(state="visible")


@pytest.mark.parametrize("width", [320, *more(1280)])
def test_tools_are_accessible_and_hold_their_place(address: str, strict: Callable[..., Page], new_page: Callable[..., Page], width: int) -> None:
    """No violation with conditions set, targets of 44 px, and nothing moves when the script comes."""
    page, plain = strict(viewport={"width": width, "height": 900}), new_page(viewport={"width": width, "height": 900})
    plain.route("**/tables.js", lambda route: route.abort())
    for path in PAGES[:3]:
        for one in (page, plain):
            one.goto(f"{address}{path}/index.html")
        tops = "() => [...document.querySelectorAll('main table')].map(e => Math.round(e.getBoundingClientRect().top + scrollY))"
        late, early = page.evaluate(tops), plain.evaluate(tops)
        assert all(abs(one - other) <= 8 * (at + 1) for at, (one, other) in enumerate(zip(late, early, strict=True))), (path, late, early)
        page.locator(".table-tools select").last.select_option("1")
        boxes = [box for one in page.locator(".table-tools :is(input, select, button)").all() if (box := one.bounding_box())]
        assert boxes and all(box["height"] >= 44 for box in boxes)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        thin(page)
        assert axe_violations(page, (*WCAG_AA, "best-practice")) == []


def test_tab_stops_at_tables_that_scroll_only(address: str, strict: Callable[..., Page], without_script: Page) -> None:
    """Each table stands in a region that scrolls where it must; the Tab key stops there as long as it does. Without a script at
    all of them."""
    stops = "() => [...document.querySelectorAll('.scroll')].map(one => [one.tabIndex === 0, one.scrollWidth > one.clientWidth])"
    page, without = strict(viewport={"width": 1280, "height": 800}), without_script
    page.goto(f"{address}compare/juki/index.html")
    page.wait_for_function("() => !document.querySelector('.scroll[tabindex]')")
    page.set_viewport_size({"width": 800, "height": 800})
    page.wait_for_function("() => document.querySelectorAll('.scroll[tabindex]').length > 3")
    assert all(stop == scrolls for stop, scrolls in page.evaluate(stops))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function("() => !document.querySelector('.scroll[tabindex]')")
    without.goto(f"{address}compare/juki/index.html")
    assert without.locator(".scroll").count() == without.locator(".scroll[tabindex='0']").count() > 3
