"""Lighthouse on one page of each kind of content/, for docs/weight.md: accessibility, best practices, SEO and, on a phone, performance.

`make lighthouse`. Served by nginx with the settings of `site-gen headers`; Lighthouse's own throttling (a slow 4G line, a processor 4
times as slow, simulated), its cache empty, nothing sent to its makers. A page whose performance is below the goal is run again,
up to TIMES in all, and the median counts: a busy machine takes some points away, none ever gives any. Each row is written when it is
known, so that a run can be broken off, and LIGHTHOUSE="--only part" renews the rows of some kinds. A new version of Lighthouse
begins the table anew. Ends with 1 when a page misses a goal.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_gen import build
from tests import whole
from tests.browser import place
from tests.kinds import KINDS
from tests.prepare import CHROMIUM, FONT, LIGHTHOUSE, NPM_PACKAGES
from tests.throttled import held, put
from tests.web_servers import published

GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
JUDGED = ("accessibility", "best-practices", "seo")  # what does not hang on how busy the machine is
TIMES = 3
HEAD = "| kind | performance | accessibility | best practices | SEO | first text, s | largest element, s | machine | load |"
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"


@dataclass(frozen=True, slots=True)
class Report:
    """What Lighthouse says of a page: points by category, the audits of these that failed (`id: words`), the ms until the first text
    and the largest element are there as it reckons them, and its measure of the machine (its own phone: 1,500)."""

    points: Mapping[str, int]
    failed: tuple[str, ...]
    first: float
    largest: float
    machine: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="kinds whose name holds this text")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "output"
        build.build(whole.whole_site(), whole.CONTENT, site)
        missed: list[str] = []
        with published(site) as address:
            for kind, path in KINDS.items():
                if given.only in kind:
                    found = reports(f"{address}{path + '/' if path else ''}")
                    row = _row(kind, path, found)
                    print(row, flush=True)
                    put("lighthouse", _table(held("lighthouse"), row))
                    missed += [kind] if _missed(found) else []
    if missed:
        raise SystemExit(f"Under a goal: {'; '.join(missed)}")


def _table(before: str, row: str) -> str:
    """The table with that row in its place, without rows of kinds that are no more."""
    run_by = f"Lighthouse {_version()}, {os.cpu_count()} cores."
    first = f"{run_by}\n\n{HEAD}\n| --- |" + " ---: |" * HEAD.count(" | ")
    kept = before.splitlines() if run_by in before else []
    rows = {line.split(" `/")[0]: line for line in (*kept, row) if " `/" in line}
    return "\n".join((first, *(rows[key] for kind in KINDS if (key := f"| {kind}") in rows)))


def reports(address: str) -> list[Report]:
    """Of the page there: one, or as many as it takes to know that its performance is under the goal."""
    found = [report(address)]
    while _middle(found, "performance") < GOALS["performance"] and len(found) < TIMES:
        found.append(report(address))
    return found


def report(address: str, categories: Sequence[str] = tuple(GOALS)) -> Report:
    """What Lighthouse says of the page at that address."""
    place(NPM_PACKAGES), place(FONT)
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "report.json"
        command = ["node", str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={file}", "--no-enable-error-reporting",
                   "--disable-full-page-screenshot", f"--only-categories={','.join(categories)}", f"--chrome-flags={_FLAGS}"]
        environment = os.environ | {"CHROME_PATH": place(CHROMIUM), "CI": "1", "TMPDIR": home}
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"Lighthouse failed on {address}: {done.stderr[-2000:]}")
        return _read(json.loads(file.read_text(encoding="utf-8")))


def _read(told: dict[str, object]) -> Report:
    audits, categories = told["audits"], told["categories"]
    assert isinstance(audits, dict) and isinstance(categories, dict) and isinstance(told["environment"], dict)
    counted = [audits[one["id"]] for name in JUDGED if name in categories for one in categories[name]["auditRefs"] if one["weight"]]
    return Report(
        {name: round(one["score"] * 100) for name, one in categories.items()},
        tuple(f"{one['id']}: {one['title']}" for one in counted if one["score"] is not None and one["score"] < 1),
        audits.get("first-contentful-paint", {}).get("numericValue", 0),
        audits.get("largest-contentful-paint", {}).get("numericValue", 0),
        told["environment"]["benchmarkIndex"],
    )


def _row(kind: str, path: str, found: Sequence[Report]) -> str:
    runs = f" ({', '.join(map(str, _points(found, 'performance')))})" if len(found) > 1 else ""
    last = found[-1]
    failed = f": {'; '.join(last.failed)}" if last.failed else ""
    cells = (f"{kind} `/{path}`{failed}", f"{_middle(found, 'performance'):.0f}{runs}", *(f"{_least(found, name)}" for name in JUDGED),
             f"{last.first / 1000:.1f}", f"{last.largest / 1000:.1f}", f"{last.machine:,.0f}", f"{os.getloadavg()[0]:.1f}")
    return f"| {' | '.join(cells)} |"


def _missed(found: Sequence[Report]) -> bool:
    return _middle(found, "performance") < GOALS["performance"] or any(_least(found, name) < GOALS[name] for name in JUDGED)


def _middle(found: Iterable[Report], category: str) -> float:
    return statistics.median(_points(found, category))


def _least(found: Iterable[Report], category: str) -> int:
    return min(_points(found, category))


def _points(found: Iterable[Report], category: str) -> list[int]:
    return [one.points[category] for one in found]


def _version() -> str:
    said = json.loads((LIGHTHOUSE.parents[1] / "package.json").read_text(encoding="utf-8"))
    return str(said["version"])


if __name__ == "__main__":
    main()
