"""What was measured, as it is kept in results.json: a row a scenario, each with its own day, command and machine."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.measure import Measured

STORE = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Side:
    """One program in one scenario: seconds of each run, peak bytes of the largest run, what it wrote. `failed`: why there is nothing.

    `together` is the peak of all its processes, `main` and `worker` of the one that was started and the largest that it started,
    `alone` of the largest worker without what it shares.
    """

    name: str
    wall: tuple[float, ...] = ()
    cpu: tuple[float, ...] = ()
    together: int = 0
    main: int = 0
    worker: int = 0
    alone: int = 0
    indexer: int = 0
    pages: int = 0
    html: int = 0
    files: int = 0
    bytes: int = 0
    failed: str = ""

    @property
    def median(self) -> float:
        """Median of wall time."""
        return statistics.median(self.wall)

    @property
    def work(self) -> float:
        """Median of processor time."""
        return statistics.median(self.cpu)


@dataclass(frozen=True, slots=True)
class Goal:
    """One target of a scenario: its name, what it says, the figure, whether it holds (None: could not be measured)."""

    name: str
    says: str
    figure: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """A scenario as it was measured. `notes` are further figures, a line each; `load` the machine's when it began."""

    key: str
    sides: tuple[Side, ...]
    goals: tuple[Goal, ...]
    notes: tuple[str, ...] = ()
    command: str = ""
    date: str = ""
    machine: str = ""
    load: float = 0.0
    versions: Mapping[str, str] = field(default_factory=dict)


def side(name: str, runs: Sequence[Measured], wrote: tuple[int, int, int, int] = (0, 0, 0, 0), indexer: str = "pagefind") -> Side:
    """The runs of one program as one side; `wrote` as `work.sizes` says."""
    return Side(
        name, tuple(one.wall for one in runs), tuple(one.cpu for one in runs), max(one.together for one in runs),
        max(one.main for one in runs), max(one.worker for one in runs), max(one.alone for one in runs),
        max(one.named(indexer) for one in runs), *wrote,
    )


def goal(name: str, says: str, value: float, limit: float, form: str = "{:.2f}") -> Goal:
    """A target that holds when `value` is at most `limit`."""
    return Goal(name, says, form.format(value), value <= limit)


def read(store: Path = STORE) -> dict[str, Row]:
    """The rows that were kept, by their scenarios."""
    if not store.exists():
        return {}
    return {key: _row(key, kept) for key, kept in json.loads(store.read_text(encoding="utf-8")).items()}


def write(rows: Iterable[Row], store: Path = STORE) -> None:
    """Put `rows` in the place of those of the same scenarios; all others stay as they are."""
    kept = read(store) | {row.key: row for row in rows}
    text = json.dumps({key: _plain(kept[key]) for key in sorted(kept)}, ensure_ascii=False, indent=1)
    store.write_text(f"{text}\n", encoding="utf-8")


def _plain(row: Row) -> dict[str, Any]:
    plain = asdict(row)
    del plain["key"]
    for one in plain["sides"]:
        one.update({"wall": [round(value, 4) for value in one["wall"]], "cpu": [round(value, 3) for value in one["cpu"]]})
    plain["sides"] = [{name: value for name, value in one.items() if value} for one in plain["sides"]]
    return plain


def _row(key: str, kept: dict[str, Any]) -> Row:
    sides = tuple(Side(**(one | {name: tuple(one.get(name, ())) for name in ("wall", "cpu")})) for one in kept["sides"])
    return Row(**{**kept, "key": key, "sides": sides, "goals": tuple(Goal(**one) for one in kept["goals"]), "notes": tuple(kept["notes"])})
