"""A function and much to do in, the results out: done by worker processes, in the order given, a few ahead and never all at once.

`Crew` is what this machine has; whatever has the shape of `concurrent.futures.Executor` can stand for its processes.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")

_AHEAD = 3  # pieces a worker has waiting for it, so that it never waits itself


def cores() -> int:
    """How many workers this process may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew(AbstractContextManager["Crew"]):
    """Up to `jobs` workers; with one, this process does everything itself.

    Whoever leaves the block by an exception (Ctrl-C among them) leaves no worker behind; nor does who is killed.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = max(1, jobs)
        self._executor: Executor | None = None

    def __enter__(self) -> "Crew":
        if self.jobs > 1:
            self._executor = ProcessPoolExecutor(self.jobs, multiprocessing.get_context(_way()), _settle_in)
        return self

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None) -> None:
        if self._executor is not None:
            if failure is not None:
                for worker in multiprocessing.active_children():
                    worker.terminate()  # what it would still make, nobody wants
            self._executor.shutdown(cancel_futures=True)

    def results(self, function: Callable[[A], R], given: Iterable[A]) -> Iterator[R]:
        """What `function`, which lies in a module, makes of each of `given`. Raises what it raises."""
        if self._executor is None:
            yield from map(function, given)
        else:
            yield from streamed(self._executor, function, given, _AHEAD * self.jobs)


def streamed(executor: Executor, function: Callable[[A], R], given: Iterable[A], ahead: int) -> Iterator[R]:
    """As `Crew.results`, of which `executor` has no more than `ahead` at once."""
    waiting: deque[Future[R]] = deque()
    for one in given:
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
        waiting.append(executor.submit(function, one))
    while waiting:
        yield waiting.popleft().result()


def _way() -> str:
    """How workers begin: as copies of this process, which have everything imported, where the system does that well."""
    return "fork" if sys.platform == "linux" else "spawn"


def _settle_in() -> None:
    """Orders to end are for the one who was asked to build; a worker ends when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    threading.Thread(target=_with_parent, daemon=True).start()


def _with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
