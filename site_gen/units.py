"""Units that have to be made, in; a crew makes them, and the manifest holds what came of it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from site_gen.crew import Crew
from site_gen.making import Made
from site_gen.manifest import Manifest
from site_gen.packed import unpack
from site_gen.progress import Progress

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Unit(Generic[A]):
    """A unit that has to be made, with its key, and what is asked of a worker for it."""

    unit: str
    key: str
    asked: A


def have_made(
    function: Callable[[tuple[bytes, Sequence[A]]], Sequence[Made]], portions: Iterable[Sequence[Unit[A]]],
    settings: bytes, crew: Crew, manifest: Manifest, progress: Progress,
) -> None:
    """Have `crew` make the units, a portion each time, by `function` with the `packed` settings. `progress` is told each page."""
    asked: deque[Sequence[Unit[A]]] = deque()

    def work() -> Iterator[tuple[bytes, Sequence[A]]]:
        for portion in portions:
            asked.append(portion)
            yield settings, tuple(one.asked for one in portion)

    for done in crew.results(function, work()):
        for each, made in zip(asked.popleft(), done, strict=True):
            manifest.put(each.unit, each.key, made)
            for path in unpack(made["output"]).pages:
                progress.page(path)
