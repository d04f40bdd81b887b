"""`make bench`: measures scenarios and writes their rows into docs/benchmarks.md; BENCH="--only city,all-page" chooses some."""

from __future__ import annotations

import argparse
import datetime
import os
import time
from dataclasses import replace
from pathlib import Path

from tests.bench import document, programs, results
from tests.bench.scenarios import SCENARIOS, Size
from tests.bench.work import Work
from tests.conftest import ROOT


def main() -> None:
    named = {one.key: one for one in SCENARIOS}
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", metavar="A,B", help=f"these scenarios: {', '.join(named)}")
    parser.add_argument("--nation", action="store_true", help="also what takes hours")
    parser.add_argument("--times", type=int, default=5, help="how often each is measured (default: 5, below which nothing is written)")
    parser.add_argument("--small", action="store_true", help="a twentieth of the size, and nothing is written: to see that all works")
    parser.add_argument("--alone", action="store_true", help="without Hugo and Eleventy")
    parser.add_argument("--work", type=Path, default=ROOT / "dist/bench", metavar="FOLDER", help="where to work (default: dist/bench)")
    parser.add_argument("--document", action="store_true", help="measure nothing, write docs/benchmarks.md from results.json again")
    given = parser.parse_args()
    if given.document:
        document.write()
        return
    wanted = given.only.split(",") if given.only else [one.key for one in SCENARIOS if given.nation or not one.nation]
    unknown = [key for key in wanted if key not in named]
    if unknown:
        parser.error(f"no such scenario: {', '.join(unknown)}")
    begun = time.perf_counter()

    def tell(line: str) -> None:
        print(f"{time.perf_counter() - begun:7.0f} s  {line}", flush=True)

    work = Work(given.work.resolve(), given.times, tell, not given.alone)
    versions = programs.versions(work.tools)  # as the program was copied: somebody may go on writing meanwhile
    for key in wanted:
        load = os.getloadavg()[0]
        tell(f"{key}: {named[key].title} (takes {named[key].takes}; load {load:.1f})")
        row = replace(
            named[key].measure(work, Size(given.small)), command=f'make bench BENCH="--only {key}"', load=round(load, 1),
            date=datetime.date.today().isoformat(), machine=programs.machine(), versions=versions,
        )
        print(document.details(row, named[key].title), flush=True)
        if not given.small and given.times >= 5 and (named[key].alone or not given.alone):
            results.write([row])
            document.write()


if __name__ == "__main__":
    main()
