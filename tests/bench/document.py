"""results.json and reasons.toml in, the tables of docs/benchmarks.md out; what a person wrote around them stays."""

from __future__ import annotations

import re
import statistics
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bench import results
from tests.bench.results import Goal, Row, Side
from tests.bench.scenarios import SCENARIOS
from tests.conftest import ROOT

DOCUMENT = ROOT / "docs/benchmarks.md"
REASONS = Path(__file__).with_name("reasons.toml")
NO_REASON = "no reason given yet"
_BUSY = 1.0  # load before a run from which its figures are said to be noisy

Reasons = Mapping[str, Mapping[str, str]]


def write(document: Path = DOCUMENT, store: Path = results.STORE) -> None:
    """Put the rows of `store` into `document`, between its marks."""
    rows, reasons = results.read(store), read_reasons()
    text = document.read_text(encoding="utf-8")
    text = filled(text, "targets", targets(rows, reasons))
    titles = {one.key: one.title for one in SCENARIOS}
    text = filled(text, "details", "\n".join(details(rows[key], title) for key, title in titles.items() if key in rows))
    document.write_text(text, encoding="utf-8")


def filled(text: str, name: str, inside: str) -> str:
    """`text` with `inside` between the marks of that name. ValueError if they are not there once each."""
    found = re.split(rf"(<!-- {name} -->\n|<!-- /{name} -->)", text)
    if len(found) != 5:
        raise ValueError(f"<!-- {name} --> and <!-- /{name} --> must be there once")
    return "".join((found[0], found[1], inside.rstrip("\n") + "\n", found[3], found[4]))


def read_reasons(file: Path = REASONS) -> Reasons:
    """By scenario and goal, why a target is missed, as a person has written it."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def targets(rows: Mapping[str, Row], reasons: Reasons) -> str:
    """The table of all scenarios: target, figure, whether it holds and if not why."""
    lines = ["| scenario | target | figure | holds / missed: reason | measured |", "| --- | --- | --- | --- | --- |"]
    for one in SCENARIOS:
        row = rows.get(one.key)
        goals = row.goals if row else ()
        cells = (
            f"`{one.key}` {one.title}", one.target, "<br>".join(f"{goal.says}: **{goal.figure}**" for goal in goals) or "–",
            "<br>".join(verdict(one.key, goal, reasons) for goal in goals) or ("–" if row else "not measured yet"),
            f"{row.date}{' (busy machine)' if row.load >= _BUSY else ''}" if row else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def verdict(key: str, goal: Goal, reasons: Reasons) -> str:
    """Whether a goal holds, in words."""
    if goal.holds:
        return "holds"
    why = reasons.get(key, {}).get(goal.name, NO_REASON)
    return f"{'missed' if goal.holds is False else 'not comparable'}: {' '.join(why.split())}"


def details(row: Row, title: str) -> str:
    """All that was measured of one scenario."""
    return "\n".join(_details(row, title)) + "\n"


def _details(row: Row, title: str) -> Iterator[str]:
    yield f"### `{row.key}` {title}\n"
    versions = ", ".join(f"{name} {version}" for name, version in row.versions.items())
    yield f"`{row.command}`, {row.date}, {row.machine}, load before {row.load}. {versions}.\n"
    if row.sides:
        yield ("| | wall: min / median / max | CPU | memory, all together | main process | largest worker | of it its own | pages | HTML | files "
               "| all bytes | CPU a page | CPU a MB of HTML |")
        yield "| --- |" + " ---: |" * 12
        yield from (_side(one) for one in row.sides)
        yield ""
    if row.notes:
        yield from (f"- {note}" for note in row.notes)
        yield ""


def _side(one: Side) -> str:
    if one.failed:
        return f"| {one.name} | {one.failed} |" + " |" * 11
    wall = " / ".join(seconds(value) for value in (min(one.wall), statistics.median(one.wall), max(one.wall)))
    cells = (
        one.name, f"{wall} (n = {len(one.wall)})", seconds(one.work) if one.cpu else "", _size(one.together), _size(one.main), _size(one.worker),
        _size(one.alone), f"{one.pages:,}" if one.pages else "", _size(one.html), f"{one.files:,}" if one.files else "", _size(one.bytes),
        f"{one.work / one.pages * 1000:.1f} ms" if one.pages and one.cpu else "", seconds(one.work / one.html * 1e6) if one.html and one.cpu else "",
    )
    return f"| {' | '.join(cells)} |"


def seconds(value: float) -> str:
    """A time as a person reads it."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s" if value < 10 else f"{value:,.0f} s"


def _size(value: int) -> str:
    if not value:
        return ""
    return f"{value / 1e9:.2f} GB" if value >= 1e9 else f"{value / 1e6:.0f} MB" if value >= 1e6 else f"{value / 1e3:.0f} KB"
