"""Several programs in, the runs of each out: one after the other, again and again, so that what the machine does meanwhile meets all."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Failed, Measured
from tests.bench.results import Side, side
from tests.bench.work import failed, sizes


@dataclass(frozen=True, slots=True)
class Runner:
    """A program as it takes part: `before` what is put in order before each run and not timed, `go` a run, `wrote` the folder that
    it writes."""

    name: str
    before: Callable[[], object]
    go: Callable[[], Measured]
    wrote: Path | None = None


def raced(runners: Sequence[Runner], times: int, tell: Callable[[str], None], warm: bool = True) -> tuple[Side, ...]:
    """Every runner `times` times in turns, after one turn that does not count (`warm`: files are in memory, Python has compiled).

    One that fails takes part no more, and its side says why.
    """
    runs: dict[str, list[Measured]] = {one.name: [] for one in runners}
    wrote: dict[str, tuple[int, int, int, int]] = {}
    gone: dict[str, str] = {}
    for turn in range(times + warm):
        for one in runners:
            if one.name in gone:
                continue
            one.before()
            os.sync()  # what is still to be written of the run before is not left to this one
            try:
                done = one.go()
            except Failed as reason:
                gone[one.name] = failed(reason)
                tell(f"{one.name}: {gone[one.name]}")
                continue
            counts = turn >= warm
            tell(f"{one.name}: {done.wall:.2f} s, {done.cpu:.2f} s of processor time, {done.together / 1e6:.0f} MB"
                 + ("" if counts else " (not counted)"))
            if counts:
                runs[one.name].append(done)
            if one.wrote and one.name not in wrote:
                wrote[one.name] = sizes(one.wrote)
    return tuple(
        Side(one.name, failed=gone[one.name]) if one.name in gone else side(one.name, runs[one.name], wrote.get(one.name, (0, 0, 0, 0)))
        for one in runners
    )


def packed(page: Path) -> int:
    """Bytes of a page as a server sends it (gzip at level 6)."""
    return len(gzip.compress(page.read_bytes(), 6))
