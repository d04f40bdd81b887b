"""Each planted fault (tests/barriers.py) is found by the judge that is asked of every page or of every kind of page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.barriers import BARRIERS, DOCS, JUDGES, TABLE_OF, UNSEEN, Barrier, Bench, ask, kept, row
from tests.browser import serve

BROWSERLESS = ("written", "titles", "nu", "style", "script")


@pytest.fixture(scope="module")
def bench(whole_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with serve(whole_output) as address:
        yield Bench(whole_output, tmp_path_factory.mktemp("faulty"), address)


@pytest.fixture(scope="module")
def judged(one_page: Callable[..., Page]) -> Callable[..., Page]:
    return kept(one_page)


def test_there_are_many_and_each_judge_has_some() -> None:
    ids = [barrier.id for barrier in BARRIERS]
    assert len(set(ids)) == len(ids) >= 80
    assert {barrier.judge for barrier in BARRIERS} == JUDGES.keys()


def test_the_table_names_each_and_who_finds_it() -> None:
    """docs/barriers.md was written of these faults; where it says that nobody finds one, people look."""
    table = TABLE_OF.search(DOCS.read_text(encoding="utf-8"))
    assert table is not None
    rows = [line.split(" | ") for line in table[0].splitlines()[2:]]
    assert [cells[:4] for cells in rows] == [row(barrier, ()).split(" | ")[:4] for barrier in (*BARRIERS, *UNSEEN)]
    for barrier, cells in zip((*BARRIERS, *UNSEEN), rows, strict=True):
        assert (barrier.judge or "－") in cells[4].removesuffix(" |").split(", "), barrier.id


def test_what_people_look_for_can_be_planted(bench: Bench) -> None:
    """The faults that no judge finds are faults of the pages as they are."""
    assert all(bench.patched(barrier)[0].is_file() for barrier in UNSEEN)


def _of(browser: bool) -> list[Barrier]:
    return [barrier for barrier in BARRIERS if (barrier.judge not in BROWSERLESS) is browser]


def _missed(barrier: Barrier, said: object) -> str:
    return f"{barrier.judge} does not find {barrier.name} ({barrier.says}): {said}"


@pytest.mark.parametrize("barrier", _of(browser=False), ids=lambda barrier: barrier.id)
def test_what_can_be_read_is_found(barrier: Barrier, bench: Bench) -> None:
    said = ask(bench, barrier, barrier.judge, _no_page)
    assert any(barrier.found_in(one) for one in said), _missed(barrier, said)


def _no_page(**_: object) -> Page:
    raise AssertionError("a judge of texts wants no browser")


@pytest.mark.browser
@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("barrier", _of(browser=True), ids=lambda barrier: barrier.id)
def test_what_is_seen_is_found(barrier: Barrier, bench: Bench, judged: Callable[..., Page]) -> None:
    said = ask(bench, barrier, barrier.judge, judged)
    assert any(barrier.found_in(one) for one in said), _missed(barrier, said)
