"""The pages of changes in a real browser: whole without script, filtered and copied with it, the same to every sense."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
import yaml
from lxml import html
from playwright.sync_api import Locator, Page, Route

from site_gen.history import ChangedRow, history
from tests.browser import WCAG_AA, axe_violations, serve
from tests.conftest import ROOT
from tests.long import more
from tests.published import squeeze
from tests.test_render import published
from tests.thin import thin
from tests.whole import whole_site

pytestmark = pytest.mark.browser

CONTENT = ROOT / "content"
LARGE = ("mihon/juki", "saitama/juki")
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
ALL_SCRIPT = 30_000  # bytes of JavaScript that the whole site may have (accessibility.md)


@dataclass(frozen=True, slots=True)
class Written:
    """A row of 変更箇所 as its author wrote it, and as the resolver understood it."""

    anchor: str
    item: str
    before: str
    after: str
    timing: str
    part: str
    important: bool


@pytest.fixture(scope="module")
def site(whole_output: Path) -> Path:
    """content/ as a published folder."""
    return whole_output


@pytest.fixture(scope="module")
def written() -> dict[str, list[Written]]:
    """The rows of each large assessment in the order of its timeline: texts straight from the YAML, items from the history."""
    found = {}
    for m in whole_site().municipalities:
        for a in m.assessments:
            if f"{m.slug}/{a.slug}" in LARGE:
                rows = yaml.load((CONTENT / m.slug / a.slug / "9-henko.yaml").read_text("utf-8"), yaml.CBaseLoader)["変更箇所"]
                found[f"{m.slug}/{a.slug}"] = _newest_first([_written(*pair) for pair in zip(rows, history(a).rows, strict=True)])
    return found


def _newest_first(rows: list[Written]) -> list[Written]:
    """Days from the newest, the rows of a day as written."""
    return sorted(rows, key=lambda row: _day(row.anchor), reverse=True)


def _day(anchor: str) -> str:
    return anchor.split("-")[1]


def _written(row: dict[str, Any], changed: ChangedRow) -> Written:
    part = re.match(r"[Ⅰ-Ⅵ]|別添\d", changed.targets[0].locator) if changed.targets else None
    item, before, after, timing = (_text(row.get(key)) for key in ("項目", "変更前の記載", "変更後の記載", "提出時期"))
    return Written(changed.row.anchor, item, before, after, timing, part[0] if part else "", changed.important)


def _text(value: object) -> str:
    return _text(value["要約"]) if isinstance(value, dict) else str(value or "").strip()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served under the policy of accessibility.md."""
    with serve(site, POLICY) as found:
        yield found


@pytest.fixture(scope="module")
def without_script(one_page: Callable[..., Page]) -> Page:
    """For tests that ask for `browser` too."""
    return one_page(java_script_enabled=False)


def rows_shown(page: Page) -> list[str]:
    """The ids of the rows that a reader sees, in their order."""
    found: list[str] = page.locator(".timeline > li").evaluate_all("rows => rows.filter(r => r.checkVisibility()).map(r => r.id)")
    return found


def said(page: Page) -> str:
    return page.locator("#henko-shiborikomi [role=status]").inner_text()


# -- without script --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("which", LARGE)
def test_everything_is_there_without_script(
    which: str, site: Path, address: str, without_script: Page, written: dict[str, list[Written]]
) -> None:
    """Every row stands on the timeline; it leads to its texts before and after; every link to an item finds its id."""
    page = without_script
    page.goto(f"{address}{which}/henko/index.html")
    assert rows_shown(page) == [row.anchor for row in written[which]]
    assert page.locator("#henko-shiborikomi").evaluate("e => [e.childElementCount, e.offsetHeight]") == [0, 0]
    ids: dict[str, set[str]] = {}
    links_of: list[tuple[str, list[str]]] = page.locator(".timeline > li").evaluate_all(
        "rows => rows.map(row => [row.id, [...row.querySelectorAll('a')].map(a => a.getAttribute('href'))])")
    for row_id, links in links_of:
        ids |= {link.partition("#")[0]: set() for link in links}
        assert links[0].endswith(f"#{row_id}")
    wanted = [link for link in page.locator(".timeline a").evaluate_all("all => all.map(a => a.getAttribute('href'))") if "#" in link]
    texts: set[str] = set()
    for target in ids:
        path = posixpath.normpath(f"{which}/henko/{target}")
        ids[target] = set(html.parse(site / path).xpath("//@id"))
        if not re.search(r"/henko-[^/]*/index.html$", path):  # what is no page of a day is looked at by its file alone
            continue
        page.goto(f"{address}{path}")
        for section_id, names, sides in page.locator("section.change").evaluate_all(_NAMES_AND_SIDES):
            assert names[:2] == ["変更前の記載", "変更後の記載"]
            assert len(sides[:2]) == 2 and all(side.strip() for side in sides[:2])
            texts.add(section_id)
    assert texts == {row.anchor for row in written[which]}
    assert len(wanted) > len(written[which])
    assert [link for link in wanted if link.partition("#")[2] not in ids[link.partition("#")[0]]] == []


_NAMES_AND_SIDES = """all => all.map(section =>
    [section.id, ...["dt", "dd"].map(tag => [...section.querySelectorAll(tag)].map(one => one.innerText))])"""


@pytest.mark.usefixtures("browser")
def test_items_lead_to_their_history_and_back(address: str, without_script: Page) -> None:
    page = without_script
    page.goto(f"{address}mihon/juki/i/index.html")
    link = page.locator("#i-7").get_by_role("link", name=re.compile("この項目の変更履歴")).first
    assert re.fullmatch(r"この項目の変更履歴（.+） \d+件（最後は.+日）", link.text_content() or "")
    link.click()
    section = page.locator(":target")
    assert section.locator("h2 a").get_attribute("href") == "../i/index.html#" + (section.get_attribute("id") or "").removesuffix("-h")
    section.locator("li a").first.click()
    assert page.locator("section.change:target").count() == 1


@pytest.mark.parametrize("which", LARGE)
def test_marked_texts_are_the_texts_as_written(which: str, address: str, quiet: Page, written: dict[str, list[Written]]) -> None:
    """Each side of every row, with the words for screen readers taken away, is the text of the YAML: to the character
    where words are marked, to the letter where it is set as lists and paragraphs."""
    page = quiet
    found: dict[str, list[tuple[bool, str]]] = {}
    page.goto(f"{address}{which}/henko/index.html")
    days = page.locator(".whole-day a").evaluate_all("all => all.map(a => a.href)")
    for day in days:
        page.goto(day)
        found |= page.evaluate(_SIDES)
    assert list(found) == [row.anchor for row in written[which]]
    marked = 0
    for row in written[which]:
        for (exact, text), source in zip(found[row.anchor], (row.before, row.after), strict=True):
            marked += exact
            if exact:
                assert text == source, row.anchor
            else:
                assert _letters(text) == (_letters(source) if source else "空欄"), row.anchor
    assert marked > len(written[which]) / 3


_SIDES = """() => Object.fromEntries([...document.querySelectorAll("section.change")].map(section =>
  [section.id, [...section.querySelectorAll(".change-rows > div")].slice(0, 2).map(side => {
    const copy = side.querySelector("dd").cloneNode(true);
    copy.querySelectorAll(".vh, .badge, summary").forEach(one => one.remove());
    copy.querySelectorAll("br").forEach(one => one.replaceWith("\\n"));
    return [copy.querySelector(".marked-text") !== null, copy.textContent];
  })]))"""


def _letters(text: str) -> str:
    return re.sub(r"[・･|*]|(?m:^\s*[-－–]\s)|:?-{3,}:?", "", squeeze(text.replace("\n", "")))


# -- filter and order ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", [LARGE[0], *more(LARGE[1])])
def test_each_condition_and_all_together(
    which: str, address: str, strict: Callable[..., Page], written: dict[str, list[Written]]
) -> None:
    rows = written[which]
    page = strict()
    page.goto(f"{address}{which}/henko/index.html")
    assert said(page) == f"{len(rows)}件すべて"

    def shows(*conditions: Callable[[Written], bool]) -> None:
        wanted = [row.anchor for row in rows if all(condition(row) for condition in conditions)]
        assert 0 < len(wanted) < len(rows)
        page.locator("[role=status]").get_by_text(f"のうち{len(wanted)}件").wait_for()
        assert rows_shown(page) == wanted
        assert said(page) == f"{len(rows)}件のうち{len(wanted)}件"
        days = [day.locator("li:visible").count() for day in page.locator("section.day:visible").all()]
        assert 0 not in days and sum(days) == len(wanted)
        assert page.locator(".inside li:visible").count() == len(days)

    page.get_by_label("事前").check()
    shows(lambda row: row.timing == "事前")
    page.get_by_label("事後").check()
    shows(lambda row: row.timing == "事後")
    page.get_by_label("※ 重要な変更の対象だけ").check()
    shows(lambda row: row.timing == "事後", lambda row: row.important)
    page.get_by_label("部", exact=True).select_option(label="Ⅱ 特定個人情報ファイルの概要")
    shows(lambda row: row.timing == "事後", lambda row: row.important, lambda row: row.part == "Ⅱ")
    page.get_by_label("すべて", exact=True).check()
    page.get_by_label("※ 重要な変更の対象だけ").uncheck()
    shows(lambda row: row.part == "Ⅱ")
    page.get_by_role("button", name="条件を消す").click()
    assert rows_shown(page) == [row.anchor for row in rows]
    assert said(page) == f"{len(rows)}件すべて"
    assert page.url == f"{address}{which}/henko/index.html"
    page.get_by_label("語（").fill("そんな語はない")
    page.get_by_text(f"{len(rows)}件のうち0件。条件に合う変更はありません").wait_for()
    assert rows_shown(page) == []
    thin(page)
    assert axe_violations(page, (*WCAG_AA, "best-practice")) == []


def test_words_are_found_in_items_and_changed_texts(address: str, strict: Callable[..., Page]) -> None:
    """Width, case and marks inside a word do not matter; several words must all be there."""
    page = strict()
    page.goto(f"{address}mihon/juki/henko/index.html")
    field = page.get_by_label("語（項目の名前と変わった語から）")
    for words in ("危機管理課", "防災課", "防災課 移転先一覧", "ＶＩ", "vi", "市民生活部"):
        field.fill(words)
        page.wait_for_url(f"**/*go={quote_plus(words)}*")
        found = rows_shown(page)
        assert 0 < len(found) < 120, words
        if words.startswith(("危機", "防災")):
            assert "henko-20160520-5" in found  # 防災課 became 危機管理課: the last letter is not marked


def test_a_row_of_several_parts_is_found_under_each(tmp_path: Path, strict: Callable[..., Page]) -> None:
    rows = "  - 変更日: 令和6年4月1日\n    項目: 担当課\n    対象: [Ⅰ/1/①, Ⅴ/1/①]\n  - 変更日: 令和6年4月1日\n    項目: Ⅰ-7\n"
    published(f"基本情報:\n  特定個人情報ファイルを取り扱う事務:\n    事務の名称: 名\n変更箇所:\n{rows}", tmp_path)
    with serve(tmp_path / "out", POLICY) as found:
        page = strict()
        page.goto(f"{found}m/a/henko/index.html")
        for part, shown in (("Ⅰ 基本情報", 2), ("Ⅴ 開示請求、問合せ", 1), ("すべての部", 2)):
            page.get_by_label("部", exact=True).select_option(label=part)
            assert len(rows_shown(page)) == shown, part


def test_days_in_order(address: str, strict: Callable[..., Page], written: dict[str, list[Written]]) -> None:
    """古い順 turns the days round, in the list of contents too; rows of one day keep their order, a 同上 its row above."""
    page = strict()
    page.goto(f"{address}mihon/juki/henko/index.html")
    newest_first = [row.anchor for row in written["mihon/juki"]]
    assert rows_shown(page) == newest_first and _day(newest_first[0]) > _day(newest_first[-1])
    assert page.get_by_label("並べ方").locator("option").all_inner_texts() == ["新しい順", "古い順"]
    page.get_by_label("並べ方").select_option(label="古い順")
    assert rows_shown(page) == sorted(newest_first, key=_day)
    links = page.locator(".inside a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links == page.locator("nav.contents a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert list(map(_day, links)) == sorted(set(map(_day, newest_first)))
    assert said(page) == "120件すべて（古い順）"
    page.get_by_label("並べ方").select_option(label="新しい順")
    assert (rows_shown(page), said(page)) == (newest_first, "120件すべて")


def test_rows_without_a_day_stay_last(address: str, strict: Callable[..., Page]) -> None:
    page = strict()
    page.goto(f"{address}kumagaya/juki/henko/index.html")
    for way, newest_first in (("新しい順", True), ("古い順", False)):
        page.get_by_label("並べ方").select_option(label=way)
        days = page.locator("section.day").evaluate_all("all => all.map(s => s.dataset.day)")
        assert days[-1] == "" and days[:-1] == sorted(days[:-1], reverse=newest_first)
        assert page.locator("section.day h2").last.inner_text().startswith("日付なし")


def test_the_address_keeps_the_conditions(address: str, strict: Callable[..., Page]) -> None:
    """Shared, gone back to, and come back to from another page; what an address makes up is no condition."""
    page = strict()
    start = f"{address}mihon/juki/henko/index.html"
    page.goto(start)
    everything = rows_shown(page)
    page.get_by_label("事前").check()
    before = rows_shown(page)
    page.get_by_label("部", exact=True).select_option(label="Ⅰ 基本情報")
    both, shared = rows_shown(page), page.url
    assert both != before != everything

    other = strict()
    other.goto(shared)
    assert rows_shown(other) == both
    assert other.get_by_label("事前").is_checked()

    page.locator(".timeline > li:visible a").first.click()
    page.wait_for_url("**/henko-2*/**")
    page.go_back()
    page.wait_for_url(shared)
    assert rows_shown(page) == both
    page.go_back()
    assert rows_shown(page) == before
    assert page.get_by_label("部", exact=True).input_value() == ""
    page.go_back()
    assert (rows_shown(page), page.url) == (everything, start)
    page.go_forward()
    assert rows_shown(page) == before

    page.get_by_label("語（").press_sequentially("システム", delay=400)  # slower than the pause between two looks
    page.wait_for_url(f"**/*go={quote_plus('システム')}*")
    page.go_back()
    assert rows_shown(page) == before  # the letters of one word were one step

    other.goto(f"{start}?jiki=%E5%98%98&bu=x&jun=y&kome=z&unknown=1")
    assert rows_shown(other) == everything
    other.goto(f"{start}?jiki=%E4%BA%8B%E5%89%8D&jun=new#henko-20160520-1")
    assert other.locator("#henko-20160520-1").is_visible()  # a row that was asked for is shown


def test_keyboard_alone(address: str, strict: Callable[..., Page], written: dict[str, list[Written]]) -> None:
    """From the top of the page with Tab, arrows, space and Enter; focus is always in view, and never trapped."""
    page = strict(viewport={"width": 360, "height": 800})
    page.goto(f"{address}mihon/juki/henko/index.html")
    _tab_to(page, "summary", "変更を絞り込む・並べ替える")
    page.keyboard.press("Enter")
    _tab_to(page, "input", "radio")
    page.keyboard.press("ArrowRight")
    rows = [row for row in written["mihon/juki"] if row.timing == "事前"]
    assert said(page) == f"120件のうち{len(rows)}件"
    _tab_to(page, "select", "bu")
    page.keyboard.press("ArrowDown")
    rows = [row for row in rows if row.part == "Ⅰ"]
    assert said(page) == f"120件のうち{len(rows)}件"
    _tab_to(page, "input", "search")
    page.keyboard.type("システム")
    page.wait_for_url("**/*go=*")
    _tab_to(page, "input", "checkbox")
    page.keyboard.press("Space")
    assert rows_shown(page) == [row.anchor for row in rows if row.important and "システム" in row.item]
    _tab_to(page, "button", "条件を消す")
    page.keyboard.press("Enter")
    assert len(rows_shown(page)) == 120
    assert page.evaluate("document.activeElement.textContent") == "条件を消す"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('section.day') !== null")


def _tab_to(page: Page, tag: str, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate("""() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
            return [e.localName, [e.textContent, e.type, e.id].join(" "), s.outlineStyle, parseFloat(s.outlineWidth), r.top, r.bottom] }""")
        assert found[2] == "solid" and found[3] >= 3, found
        assert found[4] > -1 and found[5] < 801, found  # the browser scrolls by whole pixels
        if found[0] == tag and name in found[1]:
            return
    pytest.fail(f"Tab does not reach {tag} {name}")


@pytest.mark.parametrize("width", [320, *more(768), 1280])
def test_nothing_moves_when_the_script_runs(width: int, address: str, new_page: Callable[..., Page]) -> None:
    """With a script that comes late, headings and rows stay where they were; controls are large enough."""
    page = new_page(viewport={"width": width, "height": 900}, bypass_csp=True)  # waiting for a function is eval
    held: list[Route] = []
    page.route("**/changes.js", lambda route: held.append(route))
    for path, mark, made in (
        ("mihon/juki/henko", "section.day h2", ".filter"),
        ("saitama/juki/henko", "section.day h2", ".filter"),
        ("mihon/juki/henko-20250207", "section.change", ".copy button"),
    ):
        page.goto(f"{address}{path}/index.html", wait_until="commit")
        page.wait_for_function("document.querySelector('footer') && getComputedStyle(document.querySelector('.site-head')).display === 'flex'")
        assert page.locator(made).count() == 0
        before = page.locator(mark).evaluate_all(_TOPS)
        held.pop().continue_()
        page.locator(made).first.wait_for()
        after = page.locator(mark).evaluate_all(_TOPS)
        assert len(before) == len(after) > 5
        assert max(abs(one - other) for one, other in zip(before, after, strict=True)) < 1, path
        if made == ".filter":
            page.locator(".filter").evaluate("e => { e.open = true }")
        controls = page.locator(".filter summary, .filter label:has(input), .filter select, .filter [type=search], main button")
        boxes = [box for one in controls.all() if (box := one.bounding_box())]
        assert len(boxes) > 8 and [box for box in boxes if box["height"] < 44 or box["width"] < 44] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


_TOPS = "all => all.map(e => e.getBoundingClientRect().top + scrollY)"


def test_nothing_is_lost_when_the_script_fails(address: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.route("**/changes.js", lambda route: route.abort())
    page.goto(f"{address}mihon/juki/henko/index.html")
    assert len(rows_shown(page)) == 120
    assert page.locator("#henko-shiborikomi *").count() == 0


def test_a_page_opened_as_a_file_filters_too(site: Path, new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto((site / "mihon/juki/henko/index.html").as_uri())
    page.get_by_label("事前").check()
    assert said(page) == f"120件のうち{len(rows_shown(page))}件"


def test_script_is_light_and_only_where_it_is_used(site: Path) -> None:
    """The search aside, which is loaded where someone searches; every page has what leads to it and follows the reader (2 KB)."""
    searching = {*(site / "assets/search").iterdir(), *(site / "search").rglob("*.js")}
    assert sum(file.stat().st_size for file in site.rglob("*.js") if file not in searching) <= ALL_SCRIPT
    assert (site / "assets/site.js").stat().st_size <= 2_800
    scripts = {file.parent.relative_to(site).as_posix(): re.findall(r'<script [^>]*src="[./]*assets/([^"]+)"', file.read_text("utf-8"))
               for file in site.rglob("*.html")}
    of_changes = {path for path in scripts if re.search(r"/henko(-\d+|-x)?(-\d+)?$", path)}
    of_tables = {path for path in scripts if re.match(r"(recipients|departments|contractors|statutes|systems)(/|$)", path)
                 or re.search(r"/ii-f\d+-(teikyo|iten)$", path)}
    for path, names in scripts.items():
        own = ["changes.js"] if path in of_changes else ["tables.js"] if path in of_tables else []
        of_search = ["search/page.js"] if path == "search" else []
        assert names == ["site.js", *of_search, *(["common.js", *own] if own else [])], path


# -- citations -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", [False, True], ids=["clipboard", "without navigator.clipboard"])
def test_a_citation_is_copied(old: bool, address: str, new_page: Callable[..., Page]) -> None:
    """The row's citation with its address, said to all; a browser without the new way gets the old one."""
    page = new_page(permissions=[] if old else ["clipboard-read", "clipboard-write"])
    if old:
        page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })")
    page.goto(f"{address}mihon/juki/henko-20250207/index.html?from=mail#henko-20250207-2")
    row = page.locator("#henko-20250207-4")
    button = row.get_by_role("button", name=re.compile("^引用をコピー ?：Ⅰ-2 システム5② ⑤、令和7年2月7日の4件目$"))
    button.focus()
    page.keyboard.press("Enter")
    row.get_by_role("status").get_by_text("コピーしました").wait_for()
    assert page.evaluate("document.activeElement.textContent").startswith("引用をコピー")
    page.goto(f"{address}mihon/juki/henko/index.html")
    page.get_by_label("語（").focus()
    page.keyboard.press("Control+V")
    citation = "見本市「住民基本台帳に関する事務」全項目評価書 変更箇所 令和7年2月7日 henko-20250207-4"
    assert page.get_by_label("語（").input_value() == f"{citation} {address}mihon/juki/henko-20250207/index.html#henko-20250207-4"


def test_a_citation_shows_where_the_page_lies(site: Path, address: str, quiet: Page) -> None:
    """Script fills in the address that it copies; that of a file on one's own computer is none to cite."""
    page = quiet
    written = "mihon/juki/henko-20250207/index.html#henko-20250207-4"
    page.goto(f"{address}mihon/juki/henko-20250207/index.html")
    cited = page.locator("#henko-20250207-4 .cite")
    assert cited.inner_text().endswith(f"henko-20250207-4\n{address}{written}")
    page.goto((site / "mihon/juki/henko-20250207/index.html").as_uri())
    assert cited.inner_text().endswith(f"henko-20250207-4\n{written}（サイトの中の位置）")


# -- what is said, folded and printed ---------------------------------------------------------------------------------


_LINES = [f"{n} 別表第{n * 3}号に定める事務の処理に必要な情報" for n in range(1, 61)]


@pytest.fixture
def long_change(tmp_path: Path) -> Iterator[str]:
    """The page of a day with one change of two figures in sixty lines."""
    after = [line.replace("第63号", "第64号").replace("第126号", "第127号") for line in _LINES]
    cells = ["\n".join(f"      {line}" for line in lines) for lines in (_LINES, after)]
    published(
        "変更箇所:\n  - 変更日: 令和7年6月20日\n    項目: Ⅰ 基本情報 1.特定個人情報ファイルを取り扱う事務 ②事務の内容\n"
        f"    変更前の記載: |\n{cells[0]}\n    変更後の記載: |\n{cells[1]}\n    提出時期: 事前\n    提出時期に係る説明:\n",
        tmp_path,
    )
    with serve(tmp_path / "out") as found:
        yield f"{found}m/a/henko-20250620/index.html"


def test_marks_are_said_once_and_folds_are_native(long_change: str, quiet: Page) -> None:
    """［削除：］ and ［追加：］ stand in the text that is read, no role says it again; what did not change is folded
    between lines, opens by keyboard, and nothing of it is lost."""
    page = quiet
    page.goto(long_change)
    row = page.locator("section.change")
    before, after = row.locator(".marked-text").all()
    read = row.aria_snapshot()
    assert "［削除：第63号］" in squeeze(read) and "［追加：第64号］" in squeeze(read)
    assert "deletion" not in read and "insertion" not in read
    assert [before.locator("del").count(), before.locator("ins").count()] == [2, 0]
    assert [after.locator("del").count(), after.locator("ins").count()] == [0, 2]
    sides = page.evaluate(_SIDES)["henko-20250620-1"]
    assert sides[0] == [True, "\n".join(_LINES)]
    folded = before.locator("details.kept")
    assert folded.count() == 3
    assert "30 別表第90号" not in before.inner_text()
    assert all(re.fullmatch(r"変わっていない\d+字", text) for text in folded.locator("summary").all_inner_texts())
    folded.nth(1).locator("summary").focus()
    page.keyboard.press("Enter")
    assert "30 別表第90号" in before.inner_text()
    cut = before.evaluate("""side => { const copy = side.cloneNode(true);
        copy.querySelectorAll(".vh, details").forEach(one => one.remove());
        copy.querySelectorAll("br").forEach(one => one.replaceWith("\\n"));
        return copy.textContent.split("\\n").filter(Boolean); }""")
    assert len(cut) > 6 and [line for line in cut if line not in _LINES] == []  # no line is cut in two


def test_paper_shows_all_and_says_nothing_aside(long_change: str, quiet: Page) -> None:
    """In print folds are open, controls and the words for screen readers are gone, marks keep their lines."""
    page = quiet
    page.goto(long_change)
    page.emulate_media(media="print")
    before = page.locator(".marked-text").first
    text = before.inner_text()
    assert [line for line in _LINES if line not in text] == []
    assert "変わっていない" not in text and "［" not in text
    assert not page.get_by_role("button", name="引用をコピー").is_visible()
    assert before.evaluate("e => getComputedStyle(e).borderTopWidth") == "0px"  # the box is that of the cell around it
    assert before.locator("del").first.evaluate("e => getComputedStyle(e).textDecorationLine") == "line-through"
    assert len(page.pdf(format="A4", prefer_css_page_size=True)) > 1000


def test_filtered_list_says_so_on_paper(address: str, quiet: Page) -> None:
    page = quiet
    page.goto(f"{address}mihon/juki/henko/index.html?kome=1")
    page.emulate_media(media="print")
    assert not page.locator(".filter").is_visible()
    assert page.get_by_text("120件のうち").is_visible()
    page.goto(f"{address}mihon/juki/henko/index.html")
    assert not page.get_by_text("120件すべて").is_visible()


def test_many_items_are_folded_and_links_stand_alone(address: str, quiet: Page) -> None:
    """More than six items: four and a native disclosure. Links of one page with the same words lead to the same place."""
    page = quiet
    page.goto(f"{address}mihon/juki/henko-20240628/index.html")
    row = page.locator("section.change:has(.more-places)").first
    rest = row.locator(".more-places li").count()
    assert row.locator(".places > ul > li").count() == 4 and rest > 2
    assert row.locator(".more-places summary").inner_text() == f"対象の項目はほかに{rest}件"
    assert not row.locator(".more-places li").first.is_visible()
    for path in ("henko-20240628", "henko-koumoku", "i"):
        page.goto(f"{address}mihon/juki/{path}/index.html")
        leads: dict[str, set[str]] = {}
        for text, href in page.locator("main a:not(.self)").evaluate_all("all => all.map(a => [a.ariaLabel || a.textContent, a.href])"):
            leads.setdefault(squeeze(text), set()).add(href)
        twice = {text: hrefs for text, hrefs in leads.items() if len(hrefs) > 1}
        assert twice == {}, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_filter_passes_axe(scheme: str, address: str, strict: Callable[..., Page]) -> None:
    page = strict(viewport={"width": 320, "height": 900}, color_scheme=scheme)
    page.goto(f"{address}saitama/juki/henko/index.html?kome=1&jun=old")
    page.locator(".filter summary").click()
    thin(page)
    assert axe_violations(page, (*WCAG_AA, "best-practice")) == []


def test_forced_colours_keep_marks_and_edges(address: str, new_page: Callable[..., Page]) -> None:
    page = new_page(forced_colors="active")
    page.goto(f"{address}mihon/juki/henko-20250207/index.html")

    def style(found: Locator, name: str) -> str:
        return str(found.first.evaluate("(e, name) => getComputedStyle(e)[name]", name))

    assert style(page.locator(".marked-text del"), "outlineStyle") == "dashed"
    assert style(page.locator(".marked-text ins"), "textDecorationStyle") == "double"
    assert style(page.locator(".copy button"), "borderTopStyle") == "solid"
    page.goto(f"{address}mihon/juki/henko/index.html")
    assert style(page.locator(".filter"), "borderTopStyle") == "solid"
