"""The rows of docs/benchmarks.md: each a scenario with its targets, and a function that measures it."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench import made, programs, results
from tests.bench.inputs import LARGEST, count, item, largest, ours, rows_of_changes, two_texts
from tests.bench.live import Edited, edited
from tests.bench.race import Runner, packed, raced
from tests.bench.results import Goal, Row, Side, goal
from tests.bench.work import Work, hugo_command, limit

OURS, HUGO, ELEVENTY = "site-gen", "Hugo", "Eleventy"
_COLD = 1_100  # assessments
_SMALL = 20  # of what --small leaves, one in so many


@dataclass(frozen=True, slots=True)
class Scenario:
    """A row: its key, what is done, the target in the issue's words, roughly how long it takes, and how it is measured.

    `nation`: takes an hour, and is done only when it is asked for by name or with --nation. `alone`: without Hugo and Eleventy, always.
    """

    key: str
    title: str
    target: str
    takes: str
    measure: Callable[[Work, Size], Row]
    nation: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """How large scenarios are: as they are written here, or a twentieth (`small`), to see that all works."""

    small: bool = False

    def of(self, assessments: int) -> made.Size:
        """A size of content."""
        if self.small:
            assessments = max(11, assessments // _SMALL)
        return made.size(assessments)


def cold(work: Work, size: Size) -> Row:
    """The whole site from nothing, without an index."""
    return _compared("cold", work, size.of(_COLD), wall=0.7, memory=0.3)


def template(work: Work, size: Size) -> Row:
    """The whole site again after its template for parts was edited."""
    wanted = size.of(1_100)
    pages = work.prepared(wanted) if work.compared else None
    sources = work.content(wanted)
    part = work.program / "templates/part.html"
    good = part.read_text(encoding="utf-8")
    output = work.fresh("ours") / "output"
    runners = [Runner(OURS, _edit(part, good, "{% block content %}"), lambda: work.build(sources, output, "--no-search"), output)]
    if pages:
        layout, hugo_output = pages / "layouts/bench/part.html", work.fresh("hugo") / "output"
        body = layout.read_text(encoding="utf-8")
        runners.append(Runner(HUGO, _edit(layout, body, '{{ define "main" }}'), lambda: work.run_hugo(pages, hugo_output), hugo_output))
    sides = raced(runners, work.times, work.tell)
    part.write_text(good, encoding="utf-8")
    if pages:
        layout.write_text(body, encoding="utf-8")
    return Row("template", sides, _against(sides, 0.7, 0))


def city(work: Work, size: Size) -> Row:
    """One city: with its index from nothing, again with nothing changed, and beside the others without an index."""
    sources = work.content(made.CITY)
    pages = work.prepared(made.CITY) if work.compared else None
    found, again, plain = (work.fresh(name) / "output" for name in ("city", "again", "ours"))
    work.build(sources, again)
    runners = [
        Runner(f"{OURS}, with search", lambda: work.fresh("city"), lambda: work.build(sources, found), found),
        Runner(f"{OURS}, nothing changed", lambda: None, lambda: work.build(sources, again), again),
        Runner(f"{OURS}, without search", lambda: work.fresh("ours"), lambda: work.build(sources, plain, "--no-search"), plain),
        *(_others(work, pages) if pages else ()),
    ]
    sides = raced(runners, work.times, work.tell)
    return Row("city", sides, (
        goal("cold", "cold, with search: ≤ 2 s", sides[0].median, 2, "{:.2f} s"),
        goal("unchanged", "nothing changed: ≤ 0.2 s", sides[1].median, 0.2, "{:.2f} s"),
    ))


def preview(assessments: int, limit_of_hugo: float) -> Callable[[Work, Size], Row]:
    """One item of the largest form, edited while its page is open."""

    def measure(work: Work, size: Size) -> Row:
        wanted = made.CITY if assessments == made.CITY.assessments else size.of(assessments)
        key = f"preview-{assessments}"
        sources = work.content(wanted)
        pages = work.prepared(wanted) if work.compared else None
        rounds = {OURS: [_preview(work, sources)], **({HUGO: [_hugo_server(work, pages)]} if pages else {})}
        rounds[OURS].append(_preview(work, sources))
        if pages:
            rounds[HUGO].append(_hugo_server(work, pages))
        sides = tuple(_edits(name, found) for name, found in rounds.items())
        goals = [goal("p50", "seen in ≤ 50 ms (p50)", sides[0].median * 1000, 50, "{:.0f} ms")]
        if pages and limit_of_hugo:
            goals.append(goal("hugo", f"≤ {limit_of_hugo} × Hugo", sides[0].median / sides[1].median, limit_of_hugo))
        if pages:
            sides = (replace(sides[0], pages=work.pages(wanted)), replace(sides[1], pages=sum(1 for _ in (pages / "content").rglob("*.md"))))
        notes = [f"{name}: the server was there after {statistics.median(one.started for one in found):.1f} s" for name, found in rounds.items()]
        return Row(key, sides, tuple(goals), tuple(notes))

    return measure


def scale(work: Work, size: Size) -> Row:
    """1,000 and 10,000 assessments; with the row `nation` of 36,000 this tells whether a page costs the same in all."""
    found: list[Side] = []
    for number in (1_000, 10_000):
        wanted = size.of(number)
        sources, output = work.content(wanted), work.fresh("ours") / "output"
        runner = Runner(f"{OURS}, {wanted.assessments:,} assessments", lambda: work.fresh("ours"),
                        lambda sources=sources, output=output: work.build(sources, output, "--no-search"), output)  # type: ignore[misc]  # bound now
        found += raced([runner], 3 if number < 10_000 else 1, work.tell, warm=number < 10_000)
    first, second = found
    ratio = (second.work / second.pages) / (first.work / first.pages)
    return Row("scale", tuple(found), (
        goal("page", "CPU per page within 10 % of the smallest", ratio, 1.1, "{:.2f} ×"),
        goal("worker", "each worker ≤ 64 MB", max(one.worker or one.main for one in found) / 1e6, 64, "{:.0f} MB"),
    ))


def nation(work: Work, size: Size) -> Row:
    """36,000 assessments without an index, once, after 1,000 in the same hours, as machines are not equally fast every day. Hugo holds a whole
    site, and has more to hold here than a machine of this size can: it is put in by what it takes for 1,100 (`cold`)."""
    small, wanted = size.of(1_000), size.of(36_000)
    few, sources = work.content(small), work.content(wanted)
    output = work.fresh("ours") / "output"
    runner = Runner(f"{OURS}, {small.assessments:,} assessments", lambda: work.fresh("ours"), lambda: work.build(few, output, "--no-search"), output)
    first, = raced([runner], 3, work.tell)
    work.fresh("ours")
    runner = Runner(f"{OURS}, {wanted.assessments:,} assessments", lambda: None, lambda: work.build(sources, output, "--no-search"), output)
    found, = raced([runner], 1, work.tell, warm=False)
    return nation_row(first, found, wanted.assessments / small.assessments)


def nation_row(first: Side, found: Side, times: float) -> Row:
    """The row of so many times as much in `found` as in `first`."""
    ratio = (found.work / found.pages) / (first.work / first.pages)
    goals = [
        goal("memory", "all processes together ≤ 300 MB", found.together / 1e6, 300, "{:.0f} MB"),
        goal("wall", "< 90 s", found.median, 90, "{:.0f} s"),
        goal("worker", "each worker ≤ 64 MB", (found.worker or found.main) / 1e6, 64, "{:.0f} MB"),
        goal("page", f"CPU per page within 10 % of that of {first.name}", ratio, 1.1, "{:.2f} ×"),
    ]
    kept = results.read()
    sides = {one.name: one for one in kept["cold"].sides} if "cold" in kept else {}
    notes: list[str] = []
    if HUGO in sides:
        grown, then = found.median / first.median / times, sides[OURS].median / sides[HUGO].median
        goals.insert(0, goal("hugo", "wall ≤ 0.6 × Hugo, if Hugo takes as much for each assessment as in `cold`", then * grown, 0.6, "{:.2f} ×"))
        notes.append(f"Hugo was not started: {times / _COLD * 1_000:.1f} times its memory in `cold` are "
                     f"{sides[HUGO].together * times / _COLD * 1_000 / 1e9:.0f} GB. In `cold` ours took {then:.2f} times as long; here an "
                     f"assessment took {grown:.2f} times as long as one of {first.name.removeprefix(f'{OURS}, ')}")
    return Row("nation", (first, found), tuple(goals), tuple(notes))


def nation_search(work: Work, size: Size) -> Row:
    """10,000 assessments with their index, then with one document of one city edited; of 36,000 the two would take most of a day."""
    sources = work.content(size.of(10_000))
    output = work.fresh("ours") / "output"
    first = raced([Runner(f"{OURS}, cold", lambda: None, lambda: work.build(sources, output), output)], 1, work.tell, warm=False)
    file, put = item(sources / LARGEST / "2-gaiyo.yaml", "事務担当部署: ")
    before = file.read_text(encoding="utf-8")
    try:
        runner = Runner(f"{OURS}, one document changed", _numbered(file, put), lambda: work.build(sources, output), output)
        second = raced([runner], 3, work.tell, warm=False)
    finally:
        file.write_text(before, encoding="utf-8")
    return Row("nation-search", (*first, *second), (
        goal("indexer", "each indexing process ≤ 1.2 GB", first[0].indexer / 1e9, 1.2, "{:.2f} GB"),
        goal("changed", "one city changed: ≤ 10 s", second[0].median, 10, "{:.1f} s"),
    ))


def whole_page(work: Work, size: Size) -> Row:
    """The page that holds everything, of the largest generated document and of さいたま市's."""
    goals, notes = [], []
    for name, sources in largest(work):
        output = work.fresh("ours") / "output"
        work.build(sources, output, "--no-search")
        page = max(output.glob("*/*/all/index.html"), key=lambda one: one.stat().st_size)
        size_of, gz = page.stat().st_size, packed(page)
        goals += [goal(f"html-{name}", f"{name}: ≤ 1.5 MB of HTML", size_of / 1e6, 1.5, "{:.2f} MB"),
                  goal(f"gzip-{name}", f"{name}: ≤ 250 KB with gzip", gz / 1e3, 250, "{:.0f} KB")]
        notes.append(f"{name}: {size_of:,} bytes, {gz:,} with gzip -6")
    return Row("all-page", (), tuple(goals), tuple(notes))


def commands(work: Work, size: Size) -> Row:
    """`check`, `diff` and `resolve` on the largest there is."""
    sides: list[Side] = []
    sources = work.content(size.of(1_100))
    runners = [Runner(f"check, {size.of(1_100).assessments:,} assessments", lambda: None, lambda: ours(work, "check", str(sources)))]
    for name, one in largest(work):
        runners.append(Runner(f"check, {name}", lambda: None, lambda one=one: ours(work, "check", str(one))))  # type: ignore[misc]  # bound now
    old, new = two_texts(work)
    runners.append(Runner("diff, largest document with 15 % of its sentences changed", lambda: None, lambda: ours(work, "diff", str(old), str(new))))
    lines, files = rows_of_changes(work)
    names = [option for file in files for option in ("--file", file)]
    runners.append(Runner(f"resolve, {count(lines):,} rows of 変更箇所", lambda: None,
                          lambda: ours(work, "resolve", "--form", "zenkomoku", *names, str(lines))))
    sides += raced(runners, work.times, work.tell)
    return Row("commands", tuple(sides), ())


SCENARIOS = (
    Scenario("cold", "Cold full build, 1,100 assessments (100 全項目), no search index",
             "wall ≤ 0.7 × Hugo, peak memory ≤ 0.3 × Hugo", "40 min", cold),
    Scenario("city", "One city: 3 全項目 and 17 基礎項目", "cold with search ≤ 2 s; nothing changed ≤ 0.2 s", "6 min", city),
    Scenario("preview-20", "One edited item in preview, a city (≥ 59 pages)", "≤ 50 ms (p50)", "4 min", preview(20, 0)),
    Scenario("preview-100", "One edited item in preview, ≥ 2,300 pages", "≤ 50 ms (p50), ≤ 0.2 × Hugo", "10 min", preview(100, 0.2)),
    Scenario("preview-450", "One edited item in preview, ≥ 10,020 pages", "≤ 50 ms (p50), ≤ 0.05 × Hugo", "30 min", preview(450, 0.05)),
    Scenario("template", "A template edited, the same 1,100", "≤ 0.7 × Hugo", "40 min", template),
    Scenario("scale", "1,000 → 10,000 assessments", "CPU per page within 10 % of the smallest; worker memory ≤ 64 MB", "45 min", scale,
             nation=True, alone=True),
    Scenario("nation", "36,000 assessments", "≤ 0.6 × Hugo's time, ≤ 300 MB; < 90 s on 2 cores; CPU per page as in `scale`", "hours", nation,
             nation=True, alone=True),
    Scenario("nation-search", "10,000 assessments with search shards", "≤ 1.2 GB per indexing process; one city changed ≤ 10 s", "hours",
             nation_search, nation=True, alone=True),
    Scenario("all-page", "`all/` of the largest document", "HTML ≤ 1.5 MB, ≤ 250 KB gzip", "1 min", whole_page),
    Scenario("commands", "`check`, `diff`, `resolve` on the largest inputs", "(no target)", "10 min", commands),
)


def _compared(key: str, work: Work, wanted: made.Size, *, wall: float, memory: float) -> Row:
    pages = work.prepared(wanted) if work.compared else None
    sources, output = work.content(wanted), work.fresh("ours") / "output"
    runners = [
        Runner(OURS, lambda: work.fresh("ours"), lambda: work.build(sources, output, "--no-search"), output),
        *(_others(work, pages) if pages else ()),
    ]
    sides = raced(runners, work.times, work.tell)
    return Row(key, sides, _against(sides, wall, memory))


def _against(sides: tuple[Side, ...], wall: float, memory: float) -> tuple[Goal, ...]:
    """Our side, the first, against Hugo's, if it took part."""
    hugo = next((one for one in sides if one.name == HUGO), None)
    if hugo is None:
        return ()
    if hugo.failed:
        return (Goal("hugo", f"wall ≤ {wall} × Hugo", f"Hugo: {hugo.failed}", None),)
    goals = [goal("hugo", f"wall ≤ {wall} × Hugo", sides[0].median / hugo.median, wall, "{:.2f} ×")]
    if memory:
        goals.append(goal("hugo-memory", f"peak memory ≤ {memory} × Hugo", sides[0].together / hugo.together, memory, "{:.2f} ×"))
    return tuple(goals)


def _others(work: Work, pages: Path) -> list[Runner]:
    hugo, eleventy = work.folder / "hugo/output", work.folder / "eleventy/output"
    return [
        Runner(HUGO, lambda: work.fresh("hugo"), lambda: work.run_hugo(pages, hugo, limit()), hugo),
        Runner(ELEVENTY, lambda: work.fresh("eleventy"), lambda: work.run_eleventy(pages, eleventy, limit()), eleventy),
    ]


def _edit(file: Path, good: str, after: str) -> Callable[[], object]:
    """Saves a template, each time with another word at the head of what it shows."""
    number = iter(range(10_000))
    return lambda: file.write_text(good.replace(after, f"{after}<!-- {next(number)} -->", 1), encoding="utf-8")


def _numbered(file: Path, put: Callable[[str], str]) -> Callable[[], object]:
    number = iter(range(10_000))
    return lambda: file.write_text(put(f"試し書き{next(number)}番"), encoding="utf-8")


def _preview(work: Work, sources: Path) -> Edited:
    file, put = item(sources / LARGEST / "2-gaiyo.yaml", "事務担当部署: ")
    command = [*programs.ours(work.program, "preview", str(sources), "--port", "0", "--no-search")]
    command.insert(1, "-u")
    found = edited(command, work.fresh("live"), work.environment, f"{LARGEST}/ii-f1/", file, put, work.times * 2, 5)
    work.tell(f"{OURS}: {statistics.median(found.seconds) * 1000:.0f} ms")
    return found


def _hugo_server(work: Work, pages: Path) -> Edited:
    assert work.hugo
    value = re.search("事務担当部署: (.*)", (work.content(made.CITY) / LARGEST / "2-gaiyo.yaml").read_text(encoding="utf-8"))
    assert value
    file, put = item(pages / f"content/{LARGEST}/ii-f1.md", f'v: "{value[1]}"')
    command = hugo_command(work.hugo, "server", pages, "--port", "13137", "--bind", "127.0.0.1")
    found = edited(command, work.fresh("live"), work.environment, f"{LARGEST}/ii-f1/", file, put, work.times * 2, 1)
    work.tell(f"{HUGO} server: {statistics.median(found.seconds) * 1000:.0f} ms")
    return found


def _edits(name: str, rounds: list[Edited]) -> Side:
    processes = [one for found in rounds for one in found.processes]
    return Side(
        name, tuple(seconds for found in rounds for seconds in found.seconds), together=max(found.together for found in rounds),
        main=max(one.rss for one in processes if one.main), worker=max((one.rss for one in processes if not one.main), default=0),
    )
