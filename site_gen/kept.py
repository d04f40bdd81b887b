"""What was made of what before in, the same again out: a reading leaves behind what the next one of the same folder need not redo."""

import os
import stat as kinds
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Stamp = tuple[int, int, int] | None
Stamps = tuple[tuple[str, Stamp], ...]

_REMEMBERED: list[dict[Any, Any]] = []
_DEEPEST = 8  # folders in folders that are looked into; an assessment's lie three deep


@dataclass(slots=True)
class Kept:
    """Remembers of each name what was made last and of what; `again` says that there will be another reading."""

    again: bool = False
    _made: dict[str, tuple[tuple[object, ...], Any]] = field(default_factory=dict)
    _touched: frozenset[Path] | None = None

    def only(self, changed: Iterable[Path] | None) -> None:
        """Take every file but these, and what lies in them, for the same as at the last reading, without a look (None: look at all)."""
        self._touched = None if changed is None else frozenset(one for path in changed for one in (path, *path.parents))

    def once(self, name: str, given: tuple[object, ...], make: Callable[[], T], files: Path | None = None) -> T:
        """What `make` made last for `name` where it was `given` the same and `files`, the file or folder that it reads, are the same,
        else what it makes now. That is not kept where they were others when it had been made: it would be taken for what belongs to the
        first ones when these come back as they were.

        Names are the same when they are equal; everything else has to be the very same object.
        """
        if not self.again:
            return make()
        known = self._made.get(name)
        trusted = known is not None and self._touched is not None and files not in self._touched
        before = known[0][0] if known and trusted else files and _state(files)
        given = (before, *given)
        if known is None or len(known[0]) != len(given) or not all(map(_same, known[0], given)):
            self._made.pop(name, None)
            known = given, make()
            if not files or _state(files) == before:
                self._made[name] = known
        made: T = known[1]
        return made


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """For functions of a large frozen value and small ones: what they gave of the last `most` of them, the large one being the
    very same object. To compare or hash an assessment takes as long as many of the things that are asked of it."""

    def wrap(function: Callable[P, T]) -> Callable[P, T]:
        known: dict[tuple[object, ...], tuple[object, T]] = {}
        _REMEMBERED.append(known)

        @wraps(function)
        def again(*given: P.args, **named: P.kwargs) -> T:
            key = (id(given[0]), *given[1:], *named.items())
            found = known.get(key)
            if found is None:
                found = known[key] = (given[0], function(*given, **named))  # the large one is held, so that its id stays its own
                if len(known) > most:
                    del known[next(iter(known))]
            return found[1]

        return again

    return wrap


def forget() -> None:
    """Let go of everything that is `remembered`: who is done with an assessment, and goes on to others, has no room for all of them."""
    for known in _REMEMBERED:
        known.clear()


def _same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, tuple) and one == other)


def stamp(path: Path) -> Stamp:
    """What changes when the file at `path` does: when it was written, its size, which file it is; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def stamps(folder: Path, skip: Callable[[str], bool] = lambda _: False, *, deep: bool = True) -> Stamps:
    """The stamp of every file in `folder` and (`deep`) the folders in it by its path there, but of names to `skip`; sorted."""
    found: list[tuple[str, Stamp]] = []
    _gather(folder, "", skip, found, 0 if deep else _DEEPEST)
    return tuple(sorted(found))


def _state(path: Path) -> Stamp | Stamps:
    return stamps(path) if path.is_dir() else stamp(path)


def _gather(folder: Path, above: str, skip: Callable[[str], bool], found: list[tuple[str, Stamp]], depth: int) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # gone or closed meanwhile
        found.append((above, None))
        return
    for entry in entries:
        if skip(entry.name):
            continue
        try:
            status = entry.stat()
        except OSError:  # a link to nothing
            found.append((above + entry.name, None))
            continue
        if kinds.S_ISDIR(status.st_mode):
            if depth < _DEEPEST:
                _gather(Path(entry.path), f"{above}{entry.name}/", skip, found, depth + 1)
        else:
            found.append((above + entry.name, (status.st_mtime_ns, status.st_size, status.st_ino)))
