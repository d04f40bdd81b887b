"""Every page of content/ before the judges that need no person: axe-core, the browser's console, sideways scrolling, Nu.

`make a11y` runs it and writes docs/accessibility-results.json (its shape: site_gen/accessibility), which /accessibility/ shows.
Started again it looks only at what changed since: what each page gave is kept in dist/a11y.jsonl, under a hash of the page, of
assets/ and of what looks at it. The page /accessibility/ itself is looked at as it was before the run.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from site_gen import accessibility, build
from site_gen.accessibility import Check, Finding, Results, Tool
from site_gen.headers.rules import POLICY
from tests import whole
from tests.browser import WCAG_AA, axe_violations, driven_by, nu_errors, open_browser, serve
from tests.conftest import ROOT
from tests.prepare import TESTS

RESULTS = ROOT / "docs" / accessibility.NAME
KEPT = ROOT / "dist/a11y.jsonl"
WIDTHS = (320, 1280)
LOOKS = tuple(f"{width} px" for width in WIDTHS)
TAGS = (*WCAG_AA, "best-practice")
# id, what readers are told, by which tool
IN_BROWSER = (
    ("axe", "WCAG 2.0〜2.2 の A・AA とベストプラクティスの規則による検査（明るい配色）", "axe-core"),
    ("console", "ブラウザーの警告とエラーがないこと（外部への通信とインラインのスクリプトを禁じた設定で開く）", "Chromium"),
    ("sideways", "ページが横にスクロールしないこと", "Chromium"),
)
NU = ("nu", "HTML の文法の検査", "Nu Html Checker")

Said = dict[str, list[dict[str, str]]]  # by id of a check, look and words of what it found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose path holds this text; nothing is written then")
    parser.add_argument("--fresh", action="store_true", help="look at pages again that did not change")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        site = Path(home) / "output"
        build.build(whole.whole_site(), whole.CONTENT, site)
        files = [file for file in sorted(site.rglob("*.html")) if given.only in file.relative_to(site).as_posix()]
        if given.fresh:
            KEPT.unlink(missing_ok=True)
        with open_browser() as (browser, loop), driven_by(loop):
            tools = tuple(_tools(browser.version))
            looked = dict(looked_at(files, site, browser, tools, KEPT))
        if given.only:
            print(json.dumps({path: one["said"] for path, one in looked.items()}, ensure_ascii=False, indent=1))
            return
        invalid = [Finding("nu", path, "", f"{line}: {said}") for path, line, said in nu_errors(site)]
    found = _results(looked, invalid, tools)
    RESULTS.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{RESULTS}: {found.pages} pages, {len(found.findings)} findings")


def look(page: Page, address: str) -> Said:
    """What the browser and axe find on the page at `address` at each width; one load for all."""
    heard: list[str] = []

    def hear(said: Any) -> None:  # a message of the console, or an error of a script
        heard.append(getattr(said, "text", str(said)))

    page.on("console", hear)
    page.on("pageerror", hear)
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.goto(address)
    if address.endswith("/search/index.html"):
        page.locator(".search-found p:has-text('の中から探します')").wait_for()  # its script has said what there is
    found: Said = {check: [] for check, _, _ in IN_BROWSER}
    for width, name in zip(WIDTHS, LOOKS, strict=True):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found["sideways"].append({"look": name, "said": f"{wide} px wide"})
        found["axe"] += [{"look": name, "said": line} for line in axe_violations(page, TAGS)]
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", hear)
    found["console"] = [{"look": "", "said": said} for said in heard]
    return found


def looked_at(
    files: Sequence[Path], site: Path, browser: Browser, tools: Iterable[Tool], kept: Path,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """By path of a page, the day on which it was looked at and what was said: as the file `kept` has it of a page that is the
    same, else seen now, and written there at once."""
    known = dict(_known(kept))
    base = _hash(*(file.read_bytes() for file in sorted((site / "assets").rglob("*")) if file.is_file()),
                 repr((TAGS, LOOKS, sorted(map(repr, tools)))).encode())
    kept.parent.mkdir(exist_ok=True)
    start = time.monotonic()
    with serve(site, POLICY) as address, kept.open("a", encoding="utf-8") as log:
        page = browser.new_page(color_scheme="light")
        for at, file in enumerate(files, 1):
            path = file.relative_to(site).as_posix()
            key = _hash(path.encode(), base.encode(), file.read_bytes())
            one = known.get(key)
            if one is None:
                one = {"key": key, "day": datetime.date.today().isoformat(), "said": look(page, address + path)}
                log.write(json.dumps(one, ensure_ascii=False) + "\n")
                log.flush()
            yield path, one
            if at % 50 == 0 or at == len(files):
                print(f"{at}/{len(files)} pages, {time.monotonic() - start:.0f} s", flush=True)
        page.close()


def _known(kept: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was kept of earlier runs, by hash; a line that was cut off is none."""
    for line in kept.read_text(encoding="utf-8").splitlines() if kept.exists() else ():
        with suppress(ValueError):
            one = json.loads(line)
            yield one["key"], one


def _results(looked: dict[str, dict[str, Any]], invalid: Sequence[Finding], tools: tuple[Tool, ...]) -> Results:
    findings = (
        *(Finding(check, path, said["look"], said["said"])
          for check, _, _ in IN_BROWSER for path, one in looked.items() for said in one["said"][check]),
        *invalid,
    )
    checks = tuple(
        Check(check, title, tool, LOOKS if check in ("axe", "sideways") else (), len(looked), sum(f.check == check for f in findings))
        for check, title, tool in (*IN_BROWSER, NU)
    )
    days = [one["day"] for one in looked.values()]
    return Results(min(days), datetime.date.today().isoformat(), len(looked), tools, checks, findings)


def _tools(chromium: str) -> Iterator[Tool]:
    yield Tool("Chromium", chromium)
    locked = json.loads((TESTS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    yield Tool("axe-core", locked["node_modules/axe-core"]["version"])
    yield Tool("Nu Html Checker", locked["node_modules/vnu-jar"]["version"])


def _hash(*pieces: bytes) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(hashlib.sha256(piece).digest())
    return found.hexdigest()


if __name__ == "__main__":
    main()
