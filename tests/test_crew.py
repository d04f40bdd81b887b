"""Several processes make what one makes; none outlives who asked for it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from site_gen import build, content, subjects
from site_gen.crew import Crew
from site_gen.pages import planned
from site_gen.problem import Refusal
from site_gen.render import TemplateFault, place_in_template
from tests.conftest import ROOT
from tests.long import more
from tests.test_bad import well_said

CONTENT = ROOT / "content"


def _square(number: int) -> int:
    return number * number


def _who(_: int) -> int:
    return os.getpid()


def _slowly(number: int) -> int:
    time.sleep(0.2)
    return number


def _end(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order_and_no_more_is_taken_than_needed(jobs: int) -> None:
    """However long the list is, a few pieces of it are under way."""
    taken: list[int] = []

    def numbers() -> object:
        for number in range(200):
            taken.append(number)
            yield number

    with Crew(jobs) as crew:
        found = crew.results(_square, numbers())  # type: ignore[arg-type]
        first = next(found)
        assert len(taken) <= 3 * jobs + 1
        assert [first, *found] == [number * number for number in range(200)]


def test_workers_are_other_processes_and_one_is_none() -> None:
    with Crew(2) as crew:
        assert os.getpid() not in set(crew.results(_who, range(20)))
    with Crew(1) as crew:
        assert set(crew.results(_who, range(20))) == {os.getpid()}


def test_a_worker_that_is_killed_is_told() -> None:
    """In a sentence, and not waited for in vain."""
    with pytest.raises(Refusal) as told, Crew(2) as crew:
        list(crew.results(_end, range(5)))
    (problem,) = told.value.problems
    assert problem.code == "worker-lost"
    well_said(problem)


def test_whoever_fails_between_two_results_leaves_nobody_at_work() -> None:
    """Not only where it waits for the next one: before anybody tidies up where they write."""
    with Crew(2) as crew:
        with pytest.raises(KeyboardInterrupt), crew.stopping():
            for _ in crew.results(_slowly, range(20)):
                assert len(multiprocessing.active_children()) == 2
                raise KeyboardInterrupt
        assert not multiprocessing.active_children()


def test_the_same_bytes_whatever_the_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example site of several municipalities, made by one process and by three, and subjects of which much is said in pieces."""
    said: list[content.Result] = []
    for jobs in (1, 3):
        written = build.make(CONTENT, tmp_path / str(jobs), build.Wanted(jobs=jobs, searchable=False), read=said.append)
        assert written and written.pages > 500
    one, other = (_files(tmp_path / str(jobs)) for jobs in (1, 3))
    assert one == other
    monkeypatch.setattr("site_gen.subjects._WHOLE", 20_000)
    monkeypatch.setattr("site_gen.pages.leaves.ROOM", 40_000)
    cut: list[int] = []
    monkeypatch.setattr(subjects, "planned", lambda *given: _noted(cut, planned(*given)))
    assert build.make(CONTENT, tmp_path / "pieces", build.Wanted(jobs=3, searchable=False), read=said.append)
    assert one == _files(tmp_path / "pieces")
    assert len(cut) > 10 and max(cut) > 2
    assert said[0].problems == said[1].problems == content.read(CONTENT).problems
    assert said[0].files == said[1].files == content.read(CONTENT).files


def _noted(cut: list[int], plan: Any) -> Any:
    """A plan, and in `cut` how many pieces it has."""
    if plan is None:
        return None
    briefs, pieces = plan[0], tuple(plan[1])
    cut.append(len(pieces))
    return briefs, pieces


def test_a_mistake_in_a_template_is_told_from_a_worker(tmp_path: Path) -> None:
    """With its place, as where there is one process; nothing is written."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    (folder / "templates").mkdir()
    (folder / "templates/part.html").write_text("\n{{ page.no_such_thing }}", encoding="utf-8")
    with pytest.raises(TemplateFault, match="no_such_thing") as told:
        build.make(folder, tmp_path / "output", build.Wanted(jobs=2, searchable=False), read=lambda _: None)
    assert place_in_template(told.value) == (folder / "templates/part.html", 2)
    assert [one.name for one in tmp_path.iterdir()] == ["content"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nobody_is_left_when_the_build_is_ended(order: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C, a polite order and a rude one: no process goes on, no half site is there."""
    command = [sys.executable, "-m", "site_gen", "build", str(CONTENT), "-o", str(tmp_path / "output"), "--jobs", "2", "--no-search"]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               preexec_fn=_as_a_terminal_does)
    group = process.pid
    while process.poll() is None and len(_members(group)) < 3:
        time.sleep(0.01)
    assert process.poll() is None
    (os.killpg if order == signal.SIGINT else os.kill)(process.pid, order)  # a terminal tells all of them
    process.wait(60)
    until = time.monotonic() + 30
    while (left := _members(group)) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []
    assert not (tmp_path / "output").exists()
    if order != signal.SIGKILL:
        assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are no copies")
def test_an_order_that_comes_while_workers_begin_is_heard(tmp_path: Path) -> None:
    """What a handler raises while Python prepares a copy of the process would be lost."""
    code = "import os, signal, sys; from site_gen.cli import main; os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGTERM)); main()"
    command = [sys.executable, "-c", code, "build", str(CONTENT), "-o", str(tmp_path / "output"), "--jobs", "2", "--no-search", "--quiet"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120).returncode == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("distance", [23, *more(1)])
@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_ctrl_c_at_every_instant_leaves_nobody_waiting(kind: str, distance: int) -> None:
    """Between any two lines that the main thread does while others work for it: they end, and so does who waits for them."""
    done = subprocess.run([sys.executable, "-m", "tests.instants", kind, str(distance)], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 2_000 / distance


def test_nobody_waits_for_the_rest_of_what_a_worker_was_saying() -> None:
    """One result takes a while to be read here; meanwhile another worker says more than fits between the two, and is ended."""
    code = "from tests.test_crew import end_while_one_speaks; end_while_one_speaks()"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def end_while_one_speaks() -> None:
    def work() -> Iterator[int]:
        yield from (0, 1)
        time.sleep(0.5)
        raise KeyboardInterrupt

    with Crew(2) as crew, contextlib.suppress(KeyboardInterrupt):
        list(crew.results(_said, work()))


def _said(number: int) -> object:
    return b"x" * 10_000_000 if number else _Slow()


class _Slow:
    """Takes a second to be read."""

    def __reduce__(self) -> tuple[object, ...]:
        return time.sleep, (1,)


def _as_a_terminal_does() -> None:
    """Who runs these tests in the background has Ctrl-C ignored by all that they begin."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _members(group: int) -> list[int]:
    """The processes of a group that still do something."""
    found = []
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, own = one.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(own) == group and state != "Z":
            found.append(int(one.parent.name))
    return found


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
