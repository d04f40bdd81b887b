"""Drives what judges a built site from outside: a server over a folder, a real browser, axe and the Nu validator."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
from asyncio import AbstractEventLoop
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType, ConsoleMessage, Page, sync_playwright

from tests.prepare import ACE, AXE, CHROMIUM, DRIVER, FONT, JAVA, NPM_PACKAGES, VNU, Need

WCAG_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

# What the browser would load beside every page: its own pages for the list under its address bar, which take more processor time than
# most pages here. It takes the last list that it is given, so of playwright's what keeps it from calling anyone is said again.
_LEFT_OUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AimEnabled", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints",
    "PreconnectToSearch",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "LensOverlay", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
)
# As root in a container the sandbox cannot start; the rest keeps the browser from calling anyone.
_CHROMIUM_OPTIONS = [
    f"--disable-features={','.join(_LEFT_OUT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def open_browser() -> Iterator[tuple[Browser, AbstractEventLoop]]:
    """The machine's own Chromium, headless, and the event loop that drives it; playwright's download is never used."""
    place(DRIVER), place(FONT)
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        loop = asyncio.get_running_loop()
        with driven_by(None):
            yield browser, loop
        browser.close()


def launch(kind: BrowserType, *options: str) -> Browser:
    """A process of the machine's own Chromium, with more options for its command line."""
    return kind.launch(executable_path=place(CHROMIUM), args=[*_CHROMIUM_OPTIONS, *options])


@contextmanager
def driven_by(loop: AbstractEventLoop | None) -> Iterator[None]:
    """Mark a loop as the running one: playwright needs its own so marked, asyncio.run() needs none."""
    before = asyncio._get_running_loop()
    asyncio._set_running_loop(loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(before)


@contextmanager
def serve(folder: Path, policy: str = "") -> Iterator[str]:
    """Serve a folder on this machine, under a content security policy; the value is its address, ending in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder), policy=policy))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def axe_violations(page: Page, tags: tuple[str, ...] = WCAG_AA, within: str = "") -> list[str]:
    """What axe finds on the page under its rules with any of these tags, or those of them with the tag `within`: one line an
    element, `rule target html`."""
    place(NPM_PACKAGES)
    if not page.evaluate("typeof window.axe?.run === 'function'"):  # of an earlier look at the same page
        page.evaluate(_source(AXE))  # not a script tag, which the site's content security policy would refuse
    found = page.evaluate(_AXE, [list(tags), within])
    return [
        f"{violation['id']} {_target(node['target'])} {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


_AXE = """([tags, within]) => axe.run(document, {
    runOnly: within ? {type: 'rule', values: axe.getRules(tags).filter(rule => rule.tags.includes(within)).map(rule => rule.ruleId)}
        : {type: 'tag', values: tags},
    resultTypes: ['violations'],
})"""


def axe_violations_in_both_schemes(page: Page, tags: tuple[str, ...]) -> list[str]:
    """The same of the page in light colours, and what its rules about colours find in dark ones; the other rules need not
    look again, as nothing has another box than before."""
    found = {}
    boxes = []
    for scheme, within in (("light", ""), ("dark", "cat.color")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words that it takes
        boxes.append(page.evaluate(_BOXES))
        found[scheme] = axe_violations(page, tags, within)
    assert boxes[0] == boxes[1]
    return [f"{scheme}: {line}" for scheme, lines in found.items() for line in lines]


_BOXES = """() => JSON.stringify([...document.querySelectorAll('*')].map(one => {
    const {x, y, width, height} = one.getBoundingClientRect();
    return [x + scrollX, y + scrollY, width, height, one.checkVisibility({visibilityProperty: true, opacityProperty: true})];
}))"""


IBM_SLOW = frozenset({"element_tabbable_unobscured", "element_tabbable_visible"})  # which compare every element with every other


def ibm_findings(page: Page, without: Collection[str] = ()) -> list[Said]:
    """What IBM's engine does not pass on the page under its rules for WCAG 2.2 A and AA but those `without`: faults
    (`fail`) and what it leaves to people (`potential`, `manual`). RuntimeError where one of its rules broke, which it keeps to
    the console. The page is looked at when its scripts have seen how wide it is: tables that fit are no stop for Tab then."""
    place(NPM_PACKAGES)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    broke: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            broke.append(message.text)

    page.on("console", hear)
    if not page.evaluate("typeof window.ace?.Checker === 'function'"):
        page.evaluate(_source(ACE))
    found = page.evaluate(_IBM, list(without))
    page.remove_listener("console", hear)
    if broke:
        raise RuntimeError(f"IBM's engine on {page.url}: {broke}")
    return [Said(**one) for one in found]


@dataclass(frozen=True, slots=True)
class Said:
    """What IBM's engine says of an element: its rule and the reason inside it, how sure it is, its words, the element's tag."""

    rule: str
    reason: str
    level: str
    words: str
    html: str


_IBM = """async without => {
    const checker = new ace.Checker()
    checker.rulesetRules.WCAG_2_2 = checker.rulesetRules.WCAG_2_2.filter(rule => !without.includes(rule))
    const report = await checker.check(document, ['WCAG_2_2'])
    if (!report.results.some(one => one.value[1] === 'PASS')) throw new Error('no rule ran')
    return report.results.filter(one => one.value[1] !== 'PASS').map(one => ({
        rule: one.ruleId, reason: one.reasonId, level: one.value[1].toLowerCase(), words: one.message, html: one.snippet.slice(0, 400),
    }))
}"""


def nu_errors(folder: Path) -> list[tuple[str, int, str]]:
    """What the Nu validator finds in every HTML file under a folder: (path inside it, line, message)."""
    return _by_nu(folder, "html")


def css_errors(folder: Path) -> list[tuple[str, int, str]]:
    """The same of every style sheet under a folder."""
    return _by_nu(folder, "css")


def _by_nu(folder: Path, kind: str) -> list[tuple[str, int, str]]:
    java, _ = place(JAVA), place(NPM_PACKAGES)
    options = ["--stdout", "--format", "json", "--errors-only", "--exit-zero-always", "--verbose"]
    found = list(folder.rglob(f"*.{kind}"))
    if not found:
        raise RuntimeError(f"the Nu validator read 0 of 0 {kind} files in {folder}")
    asked = ["--skip-non-html", folder] if kind == "html" else ["--css", *found]  # style sheets of a folder have wrong lines
    done = subprocess.run(
        [java, "-jar", str(VNU), *options, *map(str, asked)],
        env=os.environ | {"LC_ALL": "C.UTF-8"},  # else Java passes over files with Japanese names, without a word
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    files, read = len(found), len(re.findall(rf"\.{kind}$", done.stderr, re.MULTILINE))
    if done.returncode or files != read:
        raise RuntimeError(f"the Nu validator read {read} of {files} {kind} files in {folder}: {done.stderr}")
    return [
        (_path_inside(folder, message.get("url", "")), message.get("lastLine", 0), message["message"])
        for message in json.loads(done.stdout)["messages"]
    ]


def place(need: Need) -> str:
    """Where a needed thing is; without it the test fails, with the sentence that says what to install."""
    found = need.find()
    if found is None:
        pytest.fail(need.cure, pytrace=False)
    return found


class _QuietHandler(SimpleHTTPRequestHandler):
    def __init__(self, *given: Any, policy: str = "", **options: Any) -> None:
        self._policy = policy
        super().__init__(*given, **options)  # answers the request at once

    def end_headers(self) -> None:
        """Send the policy with every answer."""
        if self._policy:
            self.send_header("Content-Security-Policy", self._policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test reads pages, not the server's log."""


@cache
def _source(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _target(target: list[str | list[str]]) -> str:
    return " ".join(part if isinstance(part, str) else " >>> ".join(part) for part in target)


def _path_inside(folder: Path, url: str) -> str:
    path = Path(unquote(urlsplit(url).path))
    return path.relative_to(folder.resolve()).as_posix() if path.is_relative_to(folder.resolve()) else str(path)
