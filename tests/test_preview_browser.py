"""`site-gen preview` in a real browser: what is saved is seen, where the reader was; problems come and go; drafts have a banner."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from site_gen import build, content
from tests.browser import axe_violations
from tests.conftest import ROOT
from tests.preview_server import CONNECTED, Preview, asked, holds, running, small, until

pytestmark = [pytest.mark.browser, pytest.mark.server]

PANEL = "#site-gen-problems"
ITEM = "事務の名称"
_KNOWN = "performance.getEntriesByType('resource').some(one => one.initiatorType === 'fetch' && one.responseEnd)"  # what was sent


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, whose templates and assets a test may change."""
    folder = tmp_path_factory.mktemp("program")
    for name in ("site_gen", "templates", "assets", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def preview(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with running(small(tmp_path_factory.mktemp("preview") / "content", "mihon/boshi", "mihon/kokuho"), program=program) as found:
        yield found


@pytest.fixture
def source(preview: Preview) -> Iterator[Path]:
    """The file that a test edits; afterwards it is what it was, and the preview shows it as it was."""
    file = preview.content / "mihon/boshi/hyoka.yaml"
    before = file.read_bytes()
    shown = _shown(preview)
    yield file
    file.write_bytes(before)
    until(lambda: _shown(preview) == shown)


def _shown(preview: Preview) -> list[str]:
    """What the pages of the edited assessment say, without what the preview adds."""
    texts = (asked(f"{preview.address}mihon/boshi/{path}")[1] for path in ("", "i/", "all/"))
    return [text[text.index("<main") : text.index("</main>")] for text in texts]


@pytest.fixture
def at(source: Path, page: Page, preview: Preview) -> Callable[[str], Page]:
    """Opens a page of the preview and waits until it hears of edits; nothing may be said in its console. It is closed before `source` is
    put right: a page that is told of that while it is closed may never say that it is."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda mistake: said.append(str(mistake)))

    def opened(path: str) -> Page:
        page.goto(preview.address + path)
        until(lambda: holds(page, CONNECTED))
        absent = [words for words in said if path.startswith("search/") and "404" in words]  # the index, until it is made
        assert said == absent
        return page

    return opened


def edit(file: Path, old: str, new: str) -> None:
    """Saves as most editors do: another file, put in its place."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    beside = file.with_name(f".{file.name}.swp")
    beside.write_text(text.replace(old, new, 1), encoding="utf-8")
    beside.replace(file)


def test_a_saved_item_is_seen_where_the_reader_was(at: Callable[[str], Page], source: Path) -> None:
    page = at("mihon/boshi/all/")
    page.evaluate("document.querySelector('#yomikata').open = true; scrollTo(0, 1500)")
    until(lambda: holds(page, "scrollY === 1500"))
    name = _value(source, ITEM)
    edit(source, name, f"{name}（直した）")
    expect(page.locator("main")).to_contain_text(f"{name}（直した）")
    until(lambda: holds(page, "scrollY === 1500"))
    assert page.evaluate("document.querySelector('#yomikata').open")


@pytest.mark.parametrize(("path", "name"), [("all/", ITEM), ("henko-20230929/", "提出時期に係る説明")], ids=["long", "with a script"])
def test_only_what_changed_is_another_one(path: str, name: str, at: Callable[[str], Page], source: Path) -> None:
    """The page is not loaded again: what its scripts have made of it stays, and a long one takes no longer than a short one."""
    page = at(f"mihon/boshi/{path}")
    page.evaluate("window.stayed = true")
    until(lambda: holds(page, _KNOWN))
    value = _value(source, name)
    for at_last in (f"{value}（直した）", f"{value}（また直した）"):
        edit(source, f"{name}: {_value(source, name)}", f"{name}: {at_last}")
        expect(page.locator("main")).to_contain_text(at_last)
        assert page.evaluate("window.stayed")


def test_rows_that_a_script_arranges_are_loaded_again(at: Callable[[str], Page], source: Path) -> None:
    """What it knows of them would no longer be true."""
    page = at("mihon/boshi/henko/")
    page.evaluate("window.stayed = true")
    until(lambda: holds(page, _KNOWN))
    rows = page.locator(".timeline > li")
    before = rows.count()
    first = "  - 変更日: 令和7年3月28日\n"
    more = "    項目: 表紙 公表日\n    変更前の記載: 令和6年\n    変更後の記載: 令和7年\n    提出時期: 事後\n    提出時期に係る説明:\n"
    edit(source, first, first + more + first)
    expect(rows).to_have_count(before + 1)
    until(lambda: holds(page, CONNECTED))
    assert page.evaluate("window.stayed") is None


def test_rapid_saves_end_in_the_last(at: Callable[[str], Page], source: Path) -> None:
    page = at("mihon/boshi/i/")
    name = _value(source, ITEM)
    for number in range(20):
        edit(source, name if number == 0 else f"{name}-{number - 1}", f"{name}-{number}")
        page.wait_for_timeout(15)
    expect(page.locator("main")).to_contain_text(f"{name}-19")
    expect(page.locator(PANEL)).to_have_count(0)


def test_problems_come_without_a_reload_and_go(at: Callable[[str], Page], source: Path) -> None:
    """The panel has place, lines and cure; the last good page stays; it can be closed by keys and opened; it goes when mended."""
    page = at("mihon/boshi/i/")
    page.evaluate("window.stayed = true")
    text = source.read_text(encoding="utf-8")
    before = page.locator("main").inner_text()
    source.write_text(text + "\nひとりごと: <b>x</b>\n", encoding="utf-8")
    panel = page.locator(PANEL)
    expect(panel).to_be_visible()
    line = text.count("\n") + 2
    expect(panel).to_contain_text(f"{source.name}:{line}:1")
    expect(panel.locator("mark")).to_contain_text("ひとりごと: <b>x</b>")
    expect(panel.get_by_role("heading")).to_have_text("エラーが 1 件あります")
    expect(panel).to_contain_text("直し方：")
    assert page.get_by_role("alertdialog", name="エラーが 1 件あります").count() == 1
    assert page.locator("main").inner_text() == before and page.evaluate("window.stayed")
    assert axe_violations(page) == []
    panel.focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    again = page.get_by_role("button", name="エラーが 1 件あります")
    expect(again).to_be_focused()
    page.reload()
    expect(panel).to_be_hidden()  # the same problems stay closed
    again.click()
    expect(panel).to_be_visible()
    page.locator("main h1").click()
    page.keyboard.press("Escape")  # wherever the focus is
    expect(panel).to_be_hidden()
    again.click()
    field = page.get_by_role("searchbox").first
    field.focus()
    page.keyboard.press("Escape")  # there it is the field's own
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="閉じる").click()
    source.write_text(text + "\nひとりごと: x\nもう一つ: x\n", encoding="utf-8")
    expect(panel).to_be_visible()
    expect(panel.locator("li")).to_have_count(2)
    source.write_text(text, encoding="utf-8")
    expect(panel).to_have_count(0)
    expect(page.locator(".sg-open")).to_have_count(0)
    assert page.locator("main").inner_text() == before


def test_the_panel_is_there_without_a_script(preview: Preview, source: Path, new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    source.write_text(source.read_text(encoding="utf-8") + "\nひとりごと: x\n", encoding="utf-8")
    until(lambda: "alertdialog" in asked(preview.address + "glossary/")[1])
    page.goto(preview.address + "glossary/")
    expect(page.locator(PANEL)).to_be_visible()


def test_a_broken_template_is_told_and_mended(at: Callable[[str], Page], program: Path) -> None:
    template = program / "templates/part.html"
    good = template.read_text(encoding="utf-8")
    page = at("mihon/boshi/i/")
    until(lambda: holds(page, _KNOWN))  # what the page was before it was broken
    before = page.locator("main").inner_text()
    try:
        template.write_text(good + "\n{% if %}\n", encoding="utf-8")
        panel = page.locator(PANEL)
        expect(panel).to_contain_text(f"templates/part.html:{good.count(chr(10)) + 2}:1")
        expect(panel).to_contain_text("[template]")
        assert page.locator("main").inner_text() == before
        template.write_text(good.replace("{% block content %}", "{% block content %}{{ page.beside(1, 2) }}", 1), encoding="utf-8")
        expect(panel).to_contain_text("internal-error")  # what is no line of a template
        template.write_text(good.replace("{% block content %}", "{% block content %}<p>新しい行</p>", 1), encoding="utf-8")
        expect(panel).to_have_count(0)
        expect(page.locator("main")).to_contain_text("新しい行")
    finally:
        template.write_text(good, encoding="utf-8")
    expect(page.locator("main")).not_to_contain_text("新しい行")  # who comes next is not told of it


def test_a_style_sheet_is_swapped_in_place(at: Callable[[str], Page], program: Path) -> None:
    sheet = program / "assets/site.css"
    good = sheet.read_text(encoding="utf-8")
    page = at("mihon/boshi/i/")
    page.evaluate("window.stayed = true; scrollTo(0, 300)")
    try:
        sheet.write_text(good + "\nh1 { color: rgb(1, 2, 3); }\n", encoding="utf-8")
        expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
        assert page.evaluate("window.stayed") and page.evaluate("scrollY") == 300
    finally:
        sheet.write_text(good, encoding="utf-8")


def test_a_page_that_goes_is_told_and_comes_back(at: Callable[[str], Page], preview: Preview) -> None:
    page = at("mihon/kokuho/i/")
    folder = preview.content / "mihon/kokuho"
    away = preview.content.parent / "kokuho"
    folder.rename(away)
    try:
        expect(page.locator("h1")).to_have_text("ページが見つかりません")
    finally:
        away.rename(folder)
    expect(page.locator("main")).to_contain_text("国民健康保険")


def test_a_draft_has_a_banner_here_and_is_published_nowhere(at: Callable[[str], Page], preview: Preview, source: Path, tmp_path: Path) -> None:
    source.write_text("下書き: true\n" + source.read_text(encoding="utf-8"), encoding="utf-8")
    words = "下書き：公開されません"
    for path in ("mihon/boshi/", "mihon/boshi/i/", "mihon/boshi/all/"):
        page = at(path)
        expect(page.locator(".banner", has_text=words)).to_be_visible()
    expect(at("mihon/kokuho/").locator(".banner", has_text=words)).to_have_count(0)
    site = content.read(preview.content).site
    assert site is not None
    build.build(site, preview.content, tmp_path / "output", searchable=False)
    assert not (tmp_path / "output/mihon/boshi").exists()
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "output").rglob("*.*") if path.suffix in (".html", ".json", ".csv")]
    assert len(texts) > 20 and not any(words in text or "boshi" in text for text in texts)


def test_the_search_says_when_it_is_not_there_yet_and_comes(at: Callable[[str], Page], source: Path) -> None:
    """The index is made beside; until it is there, the page says so, and then it searches."""
    page = at("search/")
    expect(page.locator(".banner", has_text="検索の索引")).to_have_count(0, timeout=60_000)
    page = at("search/?q=妊婦")
    expect(page.locator("#kekka")).to_have_attribute("data-state", "done", timeout=20_000)
    assert int(page.locator("#kekka").get_attribute("data-total") or 0) > 0
    name = _value(source, ITEM)
    edit(source, name, f"{name}（直した）")
    expect(page.locator(".banner", has_text="少し前の原稿")).to_be_visible()


def _value(file: Path, item: str) -> str:
    """The value of an item that stands on its line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(line.split(":", 1)[1].strip() for line in lines if line.strip().startswith(f"{item}:"))
