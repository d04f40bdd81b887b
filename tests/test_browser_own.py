"""The site that a city has made its own (tests/own/), in a real browser: what holds for ours holds for it, light, dark and forced."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

from site_gen import build, content, contrast
from tests import whole
from tests.browser import WCAG_AA, axe_violations_in_both_schemes, serve
from tests.conftest import ROOT
from tests.judges.keys import LOOKS
from tests.kinds import KINDS
from tests.preview_server import CONNECTED, holds, running, small, until
from tests.thin import thin

pytestmark = pytest.mark.browser

# As site-gen headers has it for the server of a site.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
LOOKED_AT = ("portal.html", "assessment.html", "part.html (flow)", "blocks.html", "data.html")
BAND = """() => {
    const colour = (at, what) => getComputedStyle(document.querySelector(at))[what];
    return {band: colour('.site-head', 'backgroundColor'), words: colour('.site-name a', 'color'),
            edge: colour('.site-head [type=search]', 'borderTopColor'), field: colour('.site-head [type=search]', 'backgroundColor'),
            rule: colour('main h2', 'borderBottomColor'), page: colour('body', 'backgroundColor')};
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an assessment of 見本市 with everything that tests/own/ adds or sets, written once a run."""
    return whole.once("own", build_own, tmp_path_factory)


def build_own(output: Path) -> None:
    """Writes it. That nothing is wrong with it is what its author is told, too."""
    folder = small(output.parent / "content", "mihon/juki")
    shutil.copytree(ROOT / "tests/own", folder, dirs_exist_ok=True)
    result = content.read(folder)
    assert result.site is not None
    assert [str(one.span) for one in result.problems if "/content/m" not in one.span.path and one.severity == "error"] == []
    assert [str(one.span) for one in result.problems if re.search("templates|assets|shisho|site.yaml", one.span.path)] == []
    written = build.build(result.site, folder, output, searchable=False)
    assert [one for one in written.problems if one.code != "page-heavy"] == []


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site, POLICY) as found:
        yield found


def test_every_page_has_what_the_city_set_and_added(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 100
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for there in ('alt=""', "assets/logo/shisho.svg", "assets/theme.css", "assets/own/own.css", "見本市の公式サイト", "見本市の木：けやき",
                      '<meta name="author" content="見本市">', "このサイトについて"):
            assert there in text, (page, there)


@pytest.mark.parametrize("kind", LOOKED_AT)
def test_no_violation_and_nothing_said_in_the_console(address: str, quiet: Page, kind: str) -> None:
    """axe, all its rules, in light and dark; the policy lets the logo, the colour and the own sheet and picture through."""
    quiet.goto(f"{address}{KINDS[kind]}/index.html")
    loaded = quiet.evaluate("[...document.images].map(one => one.complete && one.naturalWidth > 0)")
    assert len(loaded) >= 2 and all(loaded)
    thin(quiet)
    assert axe_violations_in_both_schemes(quiet, (*WCAG_AA, "best-practice")) == []


@pytest.mark.parametrize("kind", LOOKED_AT)
def test_no_page_scrolls_sideways_and_the_head_is_seen(address: str, quiet: Page, kind: str) -> None:
    """The logo keeps its white ground also in forced colours, where it would else be dark on dark; nothing is cut off at 320 px."""
    quiet.goto(f"{address}{KINDS[kind]}/index.html")
    logo = quiet.locator(".logo")
    for width, look in product((320, 1280), LOOKS):
        quiet.set_viewport_size({"width": width, "height": 800})
        quiet.emulate_media(**LOOKS[look])  # type: ignore[arg-type]  # words that it takes
        assert quiet.evaluate("document.documentElement.scrollWidth") == width, look
        box = logo.bounding_box()
        assert box and box["height"] == 40 and box["x"] >= 0 and box["x"] + box["width"] <= width, look
        assert logo.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)", look


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colour_is_that_of_the_settings_and_everything_on_it_stands_out(address: str, strict: Callable[..., Page], scheme: str) -> None:
    """Measured from what the browser computed: words 4.5:1, the edge of the field on the band and rules on the page 3:1."""
    page = strict(color_scheme=scheme)
    page.goto(f"{address}mihon/juki/index.html")
    found = {name: _colour(one) for name, one in page.evaluate(BAND).items()}
    assert contrast.written(found["band"]) == "#9c2a00"
    assert contrast.ratio(found["words"], found["band"]) >= 4.5
    assert max(contrast.ratio(found[one], found["band"]) for one in ("edge", "field")) >= 3
    assert contrast.ratio(found["rule"], found["page"]) >= 3
    assert (contrast.written(found["rule"]) == "#9c2a00") == (scheme == "light")


def test_the_links_at_the_head_are_named_and_the_focus_is_seen(address: str, quiet: Page) -> None:
    """The logo's words are those of the site's name beside it, so that they are said once."""
    quiet.goto(f"{address}mihon/index.html")
    first = quiet.locator(".site-name a")
    first.focus()
    assert quiet.locator("header").get_by_role("link", name="見本市 特定個人情報保護評価書", exact=True).count() == 1
    style = first.evaluate("one => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth]")
    assert style == ["solid", "4px"]


def test_paper_stays_black_on_white(address: str, quiet: Page) -> None:
    quiet.goto(f"{address}mihon/index.html")
    quiet.emulate_media(media="print")
    found = quiet.evaluate(BAND)
    assert found["words"] == found["rule"] == "rgb(0, 0, 0)" and found["band"] == "rgba(0, 0, 0, 0)"


@pytest.mark.server
def test_a_preview_shows_a_saved_colour_and_an_own_sheet_without_loading_the_page_again(tmp_path: Path, page: Page) -> None:
    folder = small(tmp_path / "content", "mihon/boshi")
    shutil.copytree(ROOT / "tests/own", folder, dirs_exist_ok=True)
    with running(folder, "--no-search") as preview:
        page.goto(f"{preview.address}mihon/boshi/")
        until(lambda: holds(page, CONNECTED))
        page.evaluate("window.still = true")
        settings = folder / "site.yaml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("#9c2a00", "#1f5c99"), encoding="utf-8")
        until(lambda: holds(page, f"getComputedStyle({_HEAD}).backgroundColor === 'rgb(31, 92, 153)'"))
        (folder / "assets/own.css").write_text(".site-head { border-bottom: 7px solid }", encoding="utf-8")
        until(lambda: holds(page, f"getComputedStyle({_HEAD}).borderBottomWidth === '7px'"))
        assert page.evaluate("window.still")


_HEAD = "document.querySelector('.site-head')"


BRIGHT = {"#e8590c": "black", "#000": "white"}


@pytest.mark.parametrize("colour", BRIGHT)
def test_other_colours_pass_too(tmp_path: Path, quiet: Page, colour: str) -> None:
    """A logo alone on the band, words in black or white as the colour asks for: axe finds nothing in light and dark."""
    folder = small(tmp_path / "content", "mihon/boshi")
    settings = (ROOT / "tests/own/site.yaml").read_text(encoding="utf-8").replace("#9c2a00", colour)
    (folder / "site.yaml").write_text(settings.replace("代替文: 見本市", "代替文: 見本市\n  表示: ロゴだけ\n  地: 帯の色"), encoding="utf-8")
    shutil.copyfile(ROOT / "tests/own/shisho.svg", folder / "shisho.svg")
    site = content.read(folder).site
    assert site is not None
    build.build(site, folder, tmp_path / "output", searchable=False)
    with serve(tmp_path / "output", POLICY) as found:
        page = quiet
        page.goto(f"{found}mihon/boshi/index.html")
        ink = page.locator(".site-links a").first.evaluate("one => getComputedStyle(one).color")
        assert ink == {"black": "rgb(0, 0, 0)", "white": "rgb(255, 255, 255)"}[BRIGHT[colour]]
        assert page.locator("header").get_by_role("link", name="見本市", exact=True).count() == 1
        page.emulate_media(forced_colors="active")
        ground = page.locator(".logo").evaluate("one => getComputedStyle(one).backgroundColor")
        assert _colour(ground) == contrast.parse(colour)  # what was made for the band is still on it
        page.emulate_media(forced_colors="none")
        thin(page)
        assert axe_violations_in_both_schemes(page, (*WCAG_AA, "best-practice")) == []


def _colour(text: str) -> contrast.Colour:
    """The three parts of `rgb(1, 2, 3)`."""
    red, green, blue = (int(part) for part in re.findall(r"\d+", text)[:3])
    return red, green, blue
