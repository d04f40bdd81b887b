"""Stages that follow each other in, out what each of them took: time, the processor's time, memory; of this process and of those that
work for it.

The system is asked when a stage begins and ends, and each worker by whoever sends it (`measured`), so that what nobody asks for
costs nothing.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from site_gen.progress import Progress

if sys.platform != "win32":
    import resource

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Work:
    """What a piece of work took where it was done: seconds of a processor, and the largest memory of that process so far, in bytes (0:
    the system does not tell)."""

    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What a stage took: seconds of time, of processors in this process and in others; the largest memory of this process and of
    any other one until its end, in bytes (0: there was none, or the system does not tell)."""

    stage: str
    wall: float = 0.0
    own: float = 0.0
    others: float = 0.0
    memory: int = 0
    of_others: int = 0


class Ledger(Progress):
    """Writes down what each stage took. A stage that comes again is added to what it took before."""

    def __init__(self) -> None:
        self._spent: dict[str, Spent] = {}
        self._stage = ""
        self._others = Work(0.0, 0)
        self._since = _now()

    def stage(self, name: str, sizes: Sequence[int] = ()) -> None:
        now = _now()
        before = self._spent.get(self._stage, Spent(self._stage))
        self._spent[self._stage] = replace(
            before, wall=before.wall + now.wall - self._since.wall, own=before.own + now.own - self._since.own,
            others=before.others + now.others - self._since.others + self._others.seconds,
            memory=now.memory, of_others=max(before.of_others, self._others.memory, now.of_others if now.others > self._since.others else 0),
        )
        self._stage, self._others, self._since = name, Work(0.0, 0), now

    def worked(self, work: Work) -> None:
        """A worker has done something for the stage."""
        self._others = Work(self._others.seconds + work.seconds, max(self._others.memory, work.memory))

    def rows(self) -> tuple[Spent, ...]:
        """The stages so far, the current one among them, in the order in which they began first."""
        self.stage(self._stage)
        return tuple(one for name, one in self._spent.items() if name)


class Measured(Generic[A, R]):
    """A function that gives what it took along with what it makes; whoever can be sent the one can be sent the other."""

    def __init__(self, function: Callable[[A], R]) -> None:
        self._function = function

    def __call__(self, given: A) -> tuple[R, Work]:
        start = time.thread_time()
        made = self._function(given)
        return made, Work(time.thread_time() - start, _memory())


def total(rows: Sequence[Spent], name: str) -> Spent:
    """All of `rows` in one, called `name`."""
    return Spent(
        name, sum(one.wall for one in rows), sum(one.own for one in rows), sum(one.others for one in rows),
        max((one.memory for one in rows), default=0), max((one.of_others for one in rows), default=0),
    )


def _now() -> Spent:
    """What this process has taken since it began, and those that have worked for it and ended."""
    spent = os.times()
    return Spent("", time.monotonic(), spent.user + spent.system, spent.children_user + spent.children_system, _memory(), _memory_of_ended())


if sys.platform == "win32":
    def _memory() -> int:
        return 0

    def _memory_of_ended() -> int:
        return 0
else:
    _UNIT = 1 if sys.platform == "darwin" else 1024  # in which ru_maxrss is told

    def _memory() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT

    def _memory_of_ended() -> int:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _UNIT
