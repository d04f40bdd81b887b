"""Measures a preview for docs/preview.md: from a saved file to the new words on the page of a real browser, beside a full build.

`make preview-figures`. Each figure is the median of 20 edits, with the longest; no test asserts a time.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from site_gen import build, content
from tests.browser import driven_by, open_browser
from tests.conftest import ROOT
from tests.preview_server import CONNECTED, holds, running, until

DOCUMENT = ROOT / "docs/preview.md"
EDITS = 20
_SEEN = "!!document.body?.textContent.includes('{}')"
# What is edited: an item's line in a file of an assessment, and the page that shows it.
PAGES = (
    ("mihon/juki の1項目、Ⅱ のページ", "mihon/juki", "ii-f1", "事務担当部署"),
    ("mihon/juki の1項目、提供先のページ", "mihon/juki", "ii-f1-teikyo", "時期・頻度"),
    ("saitama/juki の1項目、Ⅱ のページ", "saitama/juki", "ii-f1", "事務担当部署"),
    ("mihon/juki の1項目、全体を1ページで読むページ", "mihon/juki", "all", "事務担当部署"),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        rows = measured(Path(home))
    lines = ["| 編集と、開いているページ | 中央値 | 最長 | そのうち原稿を読んでページを作る時間 |", "| --- | ---: | ---: | ---: |"]
    for name, times, inside in rows:
        own = f"{statistics.median(inside) * 1000:,.0f} ms" if inside else ""
        lines.append(f"| {name} | {statistics.median(times) * 1000:,.0f} ms | {max(times) * 1000:,.0f} ms | {own} |")
    table = "\n".join(lines)
    told = f"{os.cpu_count()} コア、Python {platform.python_version()}、{EDITS} 回ずつ、負荷 {os.getloadavg()[0]:.1f}"
    print(table, told, sep="\n")
    if "--write" in sys.argv:
        text = DOCUMENT.read_text(encoding="utf-8")
        begin, end = "<!-- figures -->\n", "<!-- /figures -->"
        head, rest = text.split(begin)
        DOCUMENT.write_text(f"{head}{begin}{table}\n\n{told}。\n{end}{rest.split(end)[1]}", encoding="utf-8")


def measured(home: Path) -> list[tuple[str, list[float], list[float]]]:
    """For each edit: what it is, the seconds until it is seen, the seconds of them that the program took."""
    program = home / "program"
    for name in ("site_gen", "templates", "assets", "docs"):
        shutil.copytree(ROOT / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    folder = home / "content"
    shutil.copytree(ROOT / "content", folder)
    rows: list[tuple[str, list[float], list[float]]] = []
    with running(folder, "--no-search", program=program) as preview, open_browser() as (browser, loop), driven_by(loop):
        page = browser.new_page()
        time.sleep(15)  # until the rest of the site is written
        for name, assessment, address, item in PAGES:
            file, put = _item(folder / assessment, item)
            page.goto(f"{preview.address}{assessment}/{address}/")
            rows.append((name, *_times(page, preview.process.stdout, file, put)))
        part = program / "templates/part.html"
        good = part.read_text(encoding="utf-8")
        page.goto(f"{preview.address}saitama/juki/i/")
        rows.append(("テンプレート part.html、saitama/juki の Ⅰ のページ", *_times(
            page, preview.process.stdout, part, lambda words: good.replace("{% block content %}", "{% block content %}" + words, 1))))
        frame = program / "templates/page.html"
        good_frame = frame.read_text(encoding="utf-8")
        rows.append(("テンプレート page.html、同じページ", *_times(
            page, preview.process.stdout, frame, lambda words: good_frame.replace("</main>", words + "</main>", 1))))
    begun = time.perf_counter()
    site = content.read(folder).site
    assert site is not None
    build.build(site, folder, home / "output")
    whole = time.perf_counter() - begun
    rows.append(("くらべて：全体を作り直す（site-gen build）", [whole], []))
    return rows


def _times(page: Page, said: object, file: Path, put: Callable[[str], str]) -> tuple[list[float], list[float]]:
    before = file.read_text(encoding="utf-8")
    until(lambda: holds(page, CONNECTED))
    seen, own = [], []
    for number in range(EDITS):
        words = f"試し書き{number}番"
        text = put(words)
        beside = file.with_name(f".{file.name}.swp")
        beside.write_text(text, encoding="utf-8")
        begun = time.perf_counter()
        beside.replace(file)
        while not holds(page, _SEEN.format(words)):
            time.sleep(0.01)  # playwright's own waiting asks ever more seldom; to ask all the time would take one of two cores
            assert time.perf_counter() - begun < 10, f"{words} is not seen on {page.url}"
        seen.append(time.perf_counter() - begun)
        while not (took := re.search(r"([0-9.]+) 秒", said.readline())):  # type: ignore[attr-defined]  # of this edit; more may stand before
            pass
        time.sleep(0.6)  # a person does not save at once again
        own.append(float(took[1]))
        until(lambda: holds(page, CONNECTED))
    file.write_text(before, encoding="utf-8")
    until(lambda: holds(page, f"{CONNECTED} && !{_SEEN.format(words)}"))
    said.readline()  # type: ignore[attr-defined]
    return seen, own


def _item(folder: Path, item: str) -> tuple[Path, Callable[[str], str]]:
    """A file of the assessment, and what it holds with `words` in one item that every page here shows."""
    file = folder / "2-gaiyo.yaml"
    lines = file.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if re.match(rf" *(?:- )?{item}: [^|>]", line))
    return file, lambda words: "\n".join([*lines[:at], lines[at] + words, *lines[at + 1 :]])


if __name__ == "__main__":
    main()
