"""Fixtures that several test files use: one browser a session, pages of it, and the seeds beside the repository."""

from __future__ import annotations

import os
import shutil
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from site_gen import build
from site_gen.model import Site
from tests import whole
from tests.browser import driven_by, open_browser
from tests.long import LONG

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "https://www.city.mihon.example/pia/"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SEEDS = folder if (folder := ROOT.parent / "shared/seeds").is_dir() else None

expect.set_options(timeout=20_000)  # the machine may be busy; what comes is not waited for any longer


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `-m browser` leaves out the files of no such test: to import them all takes each worker a quarter of a minute."""
    if config.getoption("markexpr") != "browser" or collection_path.suffix != ".py":
        return None
    return "mark.browser" not in collection_path.read_text(encoding="utf-8") or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is for long runs only, unless this is one or its mark is asked for (`-m long`)."""
    if LONG or "long" in config.getoption("markexpr"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    items[:] = [item for item in items if not item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def _chromium() -> Iterator[tuple[Browser, AbstractEventLoop]]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def browser(_chromium: tuple[Browser, AbstractEventLoop]) -> Iterator[Browser]:
    """The one browser of the session, for as long as a test uses it.

    Until the test ends, nothing else in it can call asyncio.run(): what a site is built with comes before the page,
    in a fixture of a wider scope, in a thread or in a process of its own.
    """
    opened, loop = _chromium
    with driven_by(loop):
        yield opened


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own, with playwright's options for it: new_page(java_script_enabled=False)."""
    with ExitStack() as contexts:
        yield lambda **options: contexts.enter_context(browser.new_context(**options)).new_page()


@pytest.fixture(scope="module")
def one_page(_chromium: tuple[Browser, AbstractEventLoop]) -> Iterator[Callable[..., Page]]:
    """Opens a page, as `new_page` does, that all tests of a file use one after the other: to open one takes as much time as to look
    at a small page. Whoever uses it asks for `browser` too, and sets what the test before may have left."""
    opened, loop = _chromium
    with ExitStack() as contexts:
        def make(**options: object) -> Page:
            with driven_by(loop):
                return contexts.enter_context(opened.new_context(**options)).new_page()  # type: ignore[arg-type]  # playwright's

        yield make
        with driven_by(loop):
            contexts.close()


@pytest.fixture(scope="module")
def _desktops(one_page: Callable[..., Page]) -> tuple[list[Page], Callable[[], None], list[str]]:
    """Pages that are open, what opens one more, and what their consoles said."""
    pages: list[Page] = []
    heard: list[str] = []

    def more() -> None:
        page = one_page()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        pages.append(page)

    return pages, more, heard


@pytest.fixture
def strict(browser: Browser, _desktops: tuple[list[Page], Callable[[], None], list[str]]) -> Iterator[Callable[..., Page]]:
    """Gives pages on a desktop, or in another viewport or scheme of colours, each call another one; the tests of a file share them one
    after the other, as `one_page`. Nothing may be said in their consoles, such as what a policy refused."""
    pages, more, heard = _desktops
    for page in pages:
        page.goto("about:blank")
    heard.clear()
    given: list[Page] = []

    def opened(viewport: ViewportSize = DESKTOP, color_scheme: Literal["light", "dark"] = "light") -> Page:
        if len(given) == len(pages):
            more()
        page = pages[len(given)]
        page.set_viewport_size(viewport)
        page.emulate_media(media="screen", color_scheme=color_scheme, forced_colors="none")
        given.append(page)
        return page

    yield opened
    assert heard == []


@pytest.fixture
def quiet(strict: Callable[..., Page]) -> Page:
    """One page of `strict`."""
    return strict()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of a desktop browser with playwright's defaults."""
    return new_page()


@pytest.fixture(scope="session")
def whole_site() -> Site:
    """The site of content/."""
    return whole.whole_site()


@pytest.fixture(scope="session")
def whole_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """content/ as a published folder, written once a run for all tests that only read it."""
    wanted = build.Wanted(jobs=os.cpu_count() or 1)
    return whole.once("whole", lambda folder: _published(build.make(whole.CONTENT, folder, wanted, read=lambda _: None)), tmp_path_factory)


@pytest.fixture(scope="session")
def addressed_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of a site whose 公開URL is ADDRESS."""
    return whole.once("addressed", lambda folder: _build(replace(whole.whole_site(), url=ADDRESS), folder), tmp_path_factory)


def _published(written: build.Written | None) -> None:
    assert written


def _build(site: Site, folder: Path) -> None:
    build.build(site, whole.CONTENT, folder)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real assessments' texts, which is not part of the repository."""
    if SEEDS is None:
        pytest.skip("The folder ../shared/seeds, with the texts of real assessments, is not beside the repository.")
    return SEEDS


def copy_boshi(folder: Path) -> Path:
    """Make the content folder `folder` with one short assessment, 母子保健 of 見本市; returns it."""
    (folder / "mihon").mkdir(parents=True)
    shutil.copy(ROOT / "content/site.yaml", folder)
    shutil.copy(ROOT / "content/mihon/municipality.yaml", folder / "mihon")
    shutil.copytree(ROOT / "content/mihon/boshi", folder / "mihon/boshi")
    return folder


def inside(value: object, *path: str | int) -> object:
    """What stands in mappings and lists at the end of `path`."""
    for step in path:
        value = cast("dict[str | int, object]", value)[step]
    return value
