"""Every page of content/ before the judges that need no person: axe-core, IBM's engine, the browser itself, Nu for HTML and CSS.

`make a11y` runs it and writes docs/accessibility-results.json (its shape: site_gen/accessibility), which /accessibility/ shows.
Started again it looks only at what changed since: what each page gave is kept in dist/a11y.jsonl, under a hash of the page, of
assets/ and of what looks at it. The page /accessibility/ itself is looked at as it was before the run. With `--imports FOLDER`
(../shared/seeds) it looks at the pages of an imported document as well, of which it writes down how many there were and how
much was found, no words.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from site_gen import accessibility, build, content, importers, theme
from site_gen.accessibility import Check, Finding, Imported, Judged, Results, Tool
from site_gen.accessibility.judged import JUDGEMENTS, judgement_of
from site_gen.headers.rules import POLICY
from tests import looks, whole
from tests.browser import css_errors, driven_by, nu_errors, open_browser, serve
from tests.conftest import ROOT
from tests.kinds import KINDS
from tests.looks import IN_BROWSER, look
from tests.prepare import TESTS
from tests.test_bad import MUNICIPALITY, SITE
from tests.test_real_saitama import SEED

RESULTS = ROOT / "docs" / accessibility.NAME
KEPT = ROOT / "dist/a11y.jsonl"
BROWSERS = 2  # at a time
NU = (
    ("nu", "HTML の文法の検査", "Nu Html Checker", ()),
    ("css", "CSS の文法の検査（すべてのページが使うものと、発行者の色の指定）", "Nu Html Checker", ()),
)
COLOURS = ("#00118f", "#7a1f3d", "#006b3c")  # of which style sheets are made as for a city

Looked = dict[str, dict[str, Any]]  # by path of a page, its day and what was said of it


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose path holds this text; nothing is written then")
    parser.add_argument("--kinds", action="store_true", help="one page of each kind; nothing is written then")
    parser.add_argument("--fresh", action="store_true", help="look at pages again that did not change")
    parser.add_argument("--imports", type=Path, help="folder of the texts of real documents, one of which is imported and looked at")
    given = parser.parse_args()
    if given.fresh:
        KEPT.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as home:
        site = Path(home) / "output"
        build.build(whole.whole_site(), whole.CONTENT, site)
        tools = tuple(_tools())
        files = [file for file in sorted(site.rglob("*.html")) if given.only in file.relative_to(site).as_posix()]
        if given.kinds:
            files = [site / path / "index.html" for path in KINDS.values()]
        looked = dict(looked_at(files, site, tools, KEPT))
        if given.only or given.kinds:
            found = _results(looked, (), tools)
            print(json.dumps({"findings": [asdict(one) for one in found.findings], "judged": [asdict(one) for one in found.judged]},
                             ensure_ascii=False, indent=1))
            return
        written = (*_by_nu(site), *_by_nu_of_css(site, Path(home)))
    found = _results(looked, written, tools)
    found = replace(found, imported=imported(given.imports, tools) if given.imports else _carried(found))
    RESULTS.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{RESULTS}: {found.pages} pages, {len(found.findings)} findings")


def _carried(found: Results) -> Imported | None:
    """What the look at imported pages gave in the last run, if that looked in the same way."""
    last = accessibility.results()
    same = last.tools == found.tools and [one.id for one in last.checks] == [one.id for one in found.checks]
    return last.imported if same else None


def imported(seeds: Path, tools: tuple[Tool, ...]) -> Imported:
    """What the pages of さいたま市's document gave, as the import reads it and the program shows it. Findings are printed, not
    kept: they hold words of the document."""
    with tempfile.TemporaryDirectory() as home:
        folder, site = Path(home) / "content", Path(home) / "output"
        importers.save(importers.run([seeds / SEED], None), folder / "m/a", overwrite=False)
        (folder / "site.yaml").write_text(SITE, encoding="utf-8")
        (folder / "m/municipality.yaml").write_text(MUNICIPALITY, encoding="utf-8")
        read = content.read(folder).site
        assert read is not None
        build.build(read, folder, site)
        files = sorted(site.rglob("*.html"))
        found = _results(dict(looked_at(files, site, tools, KEPT)), tuple(_by_nu(site)), tools)
    for one in found.findings:
        print(f"import: {one}")
    return Imported(found.ended, found.pages, len(found.findings))


def looked_at(files: Sequence[Path], site: Path, tools: Iterable[Tool], kept: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """By path of a page, the day on which it was looked at and what was said: as the file `kept` has it of a page that is the
    same, else seen now, and written there at once."""
    known, keys = dict(_known(kept)), _keys(files, site, tools)
    new = [file for file in files if keys[file] not in known]
    for file in files:
        if keys[file] in known:
            yield file.relative_to(site).as_posix(), known[keys[file]]
    kept.parent.mkdir(exist_ok=True)
    start = time.monotonic()
    with kept.open("a", encoding="utf-8") as log:
        for at, (file, said) in enumerate(_seen(sorted(new, key=_size, reverse=True), site), 1):
            one = {"key": keys[file], "day": datetime.date.today().isoformat(), "said": said}
            log.write(json.dumps(one, ensure_ascii=False) + "\n")
            log.flush()
            yield file.relative_to(site).as_posix(), one
            if at % 50 == 0 or at == len(new):
                print(f"{at}/{len(new)} pages, {time.monotonic() - start:.0f} s", flush=True)


def left(files: Sequence[Path], site: Path, tools: Iterable[Tool], kept: Path) -> list[Path]:
    """Those of the files that `looked_at` would have to look at."""
    known, keys = dict(_known(kept)), _keys(files, site, tools)
    return [file for file in files if keys[file] not in known]


def _keys(files: Sequence[Path], site: Path, tools: Iterable[Tool]) -> dict[Path, str]:
    """A hash of each file and of all that decides what is said of it."""
    base = _hash(*(file.read_bytes() for file in sorted((site / "assets").rglob("*")) if file.is_file()),
                 Path(looks.__file__).read_bytes(), (TESTS / "browser.py").read_bytes(), repr(sorted(map(repr, tools))).encode())
    return {file: _hash(str(file.relative_to(site)).encode(), base.encode(), file.read_bytes()) for file in files}


def _seen(files: Sequence[Path], site: Path) -> Iterator[tuple[Path, looks.Said]]:
    """What there is to say of each file, as it comes from browsers that look side by side; what goes wrong in one stops all."""
    todo: SimpleQueue[Path] = SimpleQueue()
    done: SimpleQueue[tuple[Path, looks.Said] | BaseException] = SimpleQueue()
    for file in files:
        todo.put(file)

    def work(address: str) -> None:
        try:
            with open_browser() as (browser, loop), driven_by(loop):
                page = browser.new_page()
                while True:
                    file = todo.get_nowait()
                    done.put((file, look(page, address + file.relative_to(site).as_posix())))
        except Empty:
            return
        except BaseException as wrong:  # told by the one who waits
            done.put(wrong)

    with serve(site, POLICY) as address, ThreadPoolExecutor(BROWSERS) as pool:
        for _ in range(min(BROWSERS, len(files))):
            pool.submit(work, address)
        try:
            for _ in files:
                one = done.get()
                if isinstance(one, BaseException):
                    raise one
                yield one
        finally:
            with suppress(Empty):
                while True:
                    todo.get_nowait()


def _size(file: Path) -> int:
    return file.stat().st_size


def _known(kept: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was kept of earlier runs, by hash; a line that was cut off is none."""
    for line in kept.read_text(encoding="utf-8").splitlines() if kept.exists() else ():
        with suppress(ValueError):
            one = json.loads(line)
            yield one["key"], one


def _results(looked: Looked, written: Sequence[Finding], tools: tuple[Tool, ...]) -> Results:
    findings = (*(one for path in sorted(looked) for one in _of_page(path, looked[path]["said"])), *written)
    checks = tuple(
        Check(check, title, tool, circumstances, len(looked), sum(one.check == check for one in findings))
        for check, title, tool, circumstances in (*IN_BROWSER, *NU)
    )
    days = [one["day"] for one in looked.values()]
    return Results(min(days), max(days), len(looked), tools, checks, findings, tuple(judged(one["said"] for one in looked.values())))


def _of_page(path: str, said: looks.Said) -> Iterator[Finding]:
    """What was found on a page, but for what is judged to be no barrier."""
    for check, *_ in IN_BROWSER:
        for one in said[check]:
            if check != "ibm":
                yield Finding(check, path, one["look"], one["said"])
            elif not judgement_of(one["rule"], one["reason"], one["html"]):
                yield Finding(check, path, "", f"{one['level']} {one['rule']} {one['reason']}: {one['words']} {one['html'][:200]}")


def judged(pages: Iterable[looks.Said]) -> Iterator[Judged]:
    """How often each judgement was needed, in their order; those that were not needed too."""
    times: Counter[str] = Counter()
    on: Counter[str] = Counter()
    for said in pages:
        ids = [judgement.id for one in said["ibm"] if (judgement := judgement_of(one["rule"], one["reason"], one["html"]))]
        times.update(ids)
        on.update(set(ids))
    return (Judged(one.id, on[one.id], times[one.id]) for one in JUDGEMENTS)


def _by_nu(site: Path) -> Iterator[Finding]:
    return (Finding("nu", path, "", f"{line}: {said}") for path, line, said in nu_errors(site))


def _by_nu_of_css(site: Path, home: Path) -> Iterator[Finding]:
    """What Nu says of the style sheets of a site, and of those that colours of a city give."""
    (own := home / "themes").mkdir()
    for colour in COLOURS:
        (own / f"{colour[1:]}.css").write_text(theme.sheet(colour), encoding="utf-8")
    for folder in (site, own):
        yield from (Finding("css", path, "", f"{line}: {said}") for path, line, said in css_errors(folder))


def _tools() -> Iterator[Tool]:
    with open_browser() as (browser, _):
        yield Tool("Chromium", browser.version)
    locked = json.loads((TESTS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in (("axe-core", "axe-core"), ("IBM Equal Access", "accessibility-checker-engine"), ("Nu Html Checker", "vnu-jar")):
        yield Tool(name, locked[f"node_modules/{package}"]["version"])


def _hash(*pieces: bytes) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(hashlib.sha256(piece).digest())
    return found.hexdigest()


if __name__ == "__main__":
    main()
