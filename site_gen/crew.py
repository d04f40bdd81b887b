"""A function and much to do in, the results out: done by worker processes, in the order given, a few ahead and never all at once.

`Crew` is what this machine has; whatever has the shape of `concurrent.futures.Executor` can stand for its processes.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from site_gen import orders
from site_gen.problem import Refusal, Span, error
from site_gen.spent import Measured, Work

A = TypeVar("A")
R = TypeVar("R")

_LOST = error(
    Span("site-gen"), "worker-lost", "仕事を分けたプロセスの1つが、途中で止められました（メモリが足りないときに起きます）",
    "ほかのプログラムを閉じるか、「--jobs 1」を付けて、もう一度実行してください",
)
AHEAD = 3  # pieces a worker has waiting for it, so that it never waits itself
_PATIENCE = 5  # seconds for a worker to end


def cores() -> int:
    """How many workers this process may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew(AbstractContextManager["Crew"]):
    """Up to `jobs` workers; with one, this process does everything itself. What each piece took a worker is told to `worked`, if
    anybody wants to know.

    Whoever leaves the block by an exception (Ctrl-C among them) leaves no worker behind; nor does who is killed.
    """

    def __init__(self, jobs: int, worked: Callable[[Work], None] | None = None) -> None:
        self.jobs = max(1, jobs)
        self._worked = worked
        self._seconds = 0.0
        self._begun = False
        self._executor: Executor | None = None

    def __enter__(self) -> "Crew":
        if self.jobs > 1:
            self._executor = ProcessPoolExecutor(self.jobs, multiprocessing.get_context(_way()), _settle_in)
        return self

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None) -> None:
        if self._executor is not None:
            if failure is not None:
                self._end_all()
            self._shut(self._executor)
            if self._worked is not None:
                self._worked(Work(-self._seconds, 0))  # from now on the system counts them with all that have ended

    def _shut(self, executor: Executor) -> None:
        """Wait until nobody works or listens any more."""
        listener, calls = getattr(executor, "_executor_manager_thread", None), getattr(executor, "_call_queue", None)
        with orders.undisturbed():
            executor.shutdown(wait=False, cancel_futures=True)
        if listener is not None:
            listener.join(_PATIENCE)
            if listener.is_alive() and calls is not None:
                calls._reader.close()  # as later versions of Python do where workers were ended that had been asked much (gh-94777)
            listener.join()

    def results(self, function: Callable[[A], R], given: Iterable[A]) -> Iterator[R]:
        """What `function`, which lies in a module, makes of each of `given`. Raises what it raises, and Refusal where somebody killed a
        worker."""
        if self._executor is None:
            yield from map(function, given)
            return
        try:
            yield from self._told(function, given)
        except GeneratorExit:
            raise  # nobody wants more of this; something else may be asked for
        except BrokenProcessPool:
            self._end_all()
            raise Refusal((_LOST,)) from None
        except BaseException:
            self._end_all()  # before anybody tidies up where they write
            raise

    @contextlib.contextmanager
    def stopping(self) -> Iterator[None]:
        """A block whose failure no worker outlasts, wherever in it that was: they are gone before anybody tidies up where they write."""
        try:
            yield
        except BaseException:
            if self._executor is not None:
                self._end_all()
            raise

    def meet(self, sources: Path, target: Path) -> None:
        """See that the workers can read `sources` and write to `target`, as those of this machine can. Raises Refusal."""

    def _told(self, function: Callable[[A], R], given: Iterable[A]) -> Iterator[R]:
        if self._worked is None:
            yield from self._streamed(function, given)
            return
        for made, work in self._streamed(Measured(function), given):
            self._seconds += work.seconds
            self._worked(work)
            yield made

    def _streamed(self, function: Callable[[A], R], given: Iterable[A]) -> Iterator[R]:
        assert self._executor is not None
        if not self._begun:
            self._begun = True
            with orders.undisturbed():
                self._executor.submit(_nothing)  # which begins them all where they are copies
        return streamed(self._executor, function, given, AHEAD * self.jobs)

    def _end_all(self) -> None:
        """End the workers: what they would still make, nobody wants."""
        workers = multiprocessing.active_children()
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.join(_PATIENCE)
            if worker.is_alive():  # it hears nothing yet, or not any more
                worker.kill()
                worker.join(_PATIENCE)
        # Of what one of them was just saying, the executor waits for the rest as long as anybody, which is we, could say it.
        results = getattr(self._executor, "_result_queue", None)
        if results is not None:
            results._writer.close()


def streamed(
    executor: Executor, function: Callable[[A], R], given: Iterable[A], ahead: int, awaited: Callable[[Future[R]], R] = orders.result
) -> Iterator[R]:
    """As `Crew.results`, of which `executor` has no more than `ahead` at once; each is waited for by `awaited`. An order to end that
    comes meanwhile leaves it so that it can be shut down."""
    waiting: deque[Future[R]] = deque()
    for one in given:
        if len(waiting) >= ahead:
            yield awaited(waiting.popleft())
        with orders.undisturbed():
            waiting.append(executor.submit(function, one))
    while waiting:
        yield awaited(waiting.popleft())


def batches(sized: Iterable[tuple[int, A]], room: int) -> Iterator[tuple[A, ...]]:
    """Pieces of work with their sizes in groups of about as much, at least `room`, so that a worker is asked for neither too much nor too
    often."""
    batch: list[A] = []
    left = room
    for size, one in sized:
        batch.append(one)
        left -= size
        if left <= 0:
            yield tuple(batch)
            batch, left = [], room
    if batch:
        yield tuple(batch)


def _way() -> str:
    """How workers begin: as copies of this process, which have everything imported, where the system does that well."""
    return "fork" if sys.platform == "linux" else "spawn"


def _nothing() -> None:
    """What a worker does first."""


def _settle_in() -> None:
    """Orders to end are for the one who was asked to build; a worker ends when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for order in orders.POLITE:
        signal.signal(order, signal.SIG_DFL)
    orders.hear()
    threading.Thread(target=_with_parent, daemon=True).start()


def _with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
