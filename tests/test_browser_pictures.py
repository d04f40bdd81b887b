"""The pictures in a real browser: one drawing at a time, labels inside their boxes, links by keyboard, forced colours, paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from site_gen.diagrams.labels import FONT, HEAD
from tests.browser import serve
from tests.conftest import ROOT
from tests.long import more

pytestmark = pytest.mark.browser

CONTENT = ROOT / "content"
PICTURES = ("sapporo/juki/system-zu", "saitama/juki/system-zu", "mihon/juki/system-zu", "saitama/juki/nagare-zu", "mihon/juki/nagare-zu")
PRINTED = ("mihon/juki/system-zu", "saitama/juki/nagare-zu")  # the largest of each sort
SPACING = "* { letter-spacing: .12em !important; word-spacing: .16em !important }"
# Every text of the shown drawing that does not lie inside its box, with half a px for rounding.
OUTSIDE = """() => [...document.querySelectorAll('.diagram text')].filter(text => text.checkVisibility()).filter(text => {
    const a = text.getBoundingClientRect(), b = text.closest('g').querySelector('rect').getBoundingClientRect();
    return a.left < b.left - .5 || a.right > b.right + .5 || a.top < b.top - .5 || a.bottom > b.bottom + .5;
}).map(text => text.textContent)"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.diagram text:not(.head)')].filter(text => text.checkVisibility()).map(text =>
    parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""


@pytest.fixture(scope="module")
def site(whole_output: Path) -> Path:
    """content/ as a published folder."""
    return whole_output


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as found:
        yield found


@pytest.mark.parametrize("path", PICTURES)
def test_a_picture_fits_its_screen_and_labels_fit_their_boxes(address: str, quiet: Page, path: str) -> None:
    """One drawing is shown, whole, its text at least 12 px; also with the reader's own spacing of letters (WCAG 1.4.12)."""
    quiet.goto(f"{address}{path}/index.html")
    shown = quiet.locator(".diagram svg:visible")
    for width in (320, 360, 768, 1280):
        quiet.set_viewport_size({"width": width, "height": 800})
        assert shown.count() == 1
        assert shown.evaluate("svg => svg.parentElement.className").split()[0] == ("narrow" if width < 768 else "wide")
        box = shown.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert quiet.evaluate(SMALLEST) >= 12, width
        assert quiet.evaluate(OUTSIDE) == [], width
        spaced = quiet.add_style_tag(content=SPACING)
        assert quiet.evaluate(OUTSIDE) == [], width
        spaced.evaluate("one => one.remove()")


def test_the_sizes_that_widths_are_estimated_from_are_those_of_the_style_sheet(address: str, quiet: Page) -> None:
    quiet.goto(f"{address}{PICTURES[0]}/index.html")
    sizes = quiet.evaluate(
        "() => ['text:not(.head)', '.head'].map(at => getComputedStyle(document.querySelector('.diagram ' + at)).fontSize)"
    )
    assert sizes == [f"{FONT}px", f"{HEAD}px"]


@pytest.mark.parametrize("width", [360, 1280])
def test_systems_are_reached_by_keyboard(address: str, strict: Callable[..., Page], width: int) -> None:
    """Nine links, each visibly focused and named by number and name, in the order of their numbers or, in one column, from the
    top down; Enter opens the system's place."""
    page = strict(viewport={"width": width, "height": 800})
    page.goto(f"{address}sapporo/juki/system-zu/index.html")
    page.locator("summary").last.focus()
    border = page.locator(".diagram a rect >> visible=true").first.evaluate("rect => getComputedStyle(rect).strokeWidth")
    names, tops = [], []
    for _ in range(9):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const at = document.activeElement; return [at.closest('svg') !== null, at.textContent,"
            " getComputedStyle(at.querySelector('rect')).strokeWidth, at.getBoundingClientRect().top + scrollY] }"
        )
        assert found[0] and found[2] != border
        names.append(" ".join(found[1].split()))
        tops.append(found[3])
    numbers = [int(name.removeprefix("システム")[0]) for name in names]
    assert sorted(numbers) == list(range(1, 10))
    assert numbers == sorted(numbers) if width == 1280 else tops == sorted(tops)
    assert "住基ネット中間サーバ" in names[numbers.index(3)]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith({8: "#i-2-system--denshi-shinsei", 9: "#i-2-system--kiban-hyojun"}[numbers[-1]])


def test_forced_colours_keep_every_border_line_and_text(address: str, strict: Callable[..., Page]) -> None:
    page = strict()
    page.emulate_media(forced_colors="active", color_scheme="dark")
    for path in PICTURES:
        page.goto(f"{address}{path}/index.html")
        found = page.evaluate(
            """() => {
                const probe = document.body.appendChild(document.createElement('p'));
                const colour = name => {
                    probe.style.forcedColorAdjust = 'none'; probe.style.color = name;
                    return getComputedStyle(probe).color;
                };
                const all = (at, what) => [...new Set([...document.querySelectorAll('.diagram ' + at)].map(one => getComputedStyle(one)[what]))];
                return {rects: all('rect', 'stroke'), lines: all('.edge', 'stroke'), fills: all('rect', 'fill'),
                        texts: all('text', 'fill').sort(), canvas: colour('Canvas'), text: colour('CanvasText'), link: colour('LinkText')};
            }"""
        )
        assert found["canvas"] != found["text"]
        assert found["rects"] == found["lines"] == [found["text"]], path
        assert found["fills"] == [found["canvas"]]
        assert found["texts"] == sorted({found["text"], found["link"]})


@pytest.mark.parametrize("path", [*PRINTED, *more(*(path for path in PICTURES if path not in PRINTED))])
def test_a_picture_prints_on_one_page_with_its_table_after_it(address: str, quiet: Page, path: str) -> None:
    """On A4 each label of the wide drawing stands once in the picture, all on one page."""
    quiet.goto(f"{address}{path}/index.html")
    labels = quiet.locator(".diagram .wide text:not(.head)").all_text_contents()
    sheets = [_letters(sheet.extract_text()) for sheet in PdfReader(BytesIO(quiet.pdf(format="A4"))).pages]
    holding = [at for at, sheet in enumerate(sheets) if all(_letters(label) in sheet for label in labels)]
    assert holding and holding[0] <= 1
    assert any("接続先" in sheet or "相手" in sheet for sheet in sheets[holding[0] :])


def _letters(text: str) -> str:
    """`text` without white space and points; a PDF tells some characters as others whose glyph is the same."""
    return re.sub(r"[\s・‧]", "", unicodedata.normalize("NFKC", text).translate(str.maketrans("⺠戶", "民戸")))
