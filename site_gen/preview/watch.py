"""Folders in, the files saved, added or removed in them since the last look out.

By looking again and again: it is the same on every system and on network drives, where nobody tells of changes. A look at 200
files takes 2 ms; the pause between two looks at everything grows with what a look takes. Between them only the folders in which
something was saved lately are looked at: who edits a document of a large site saves it again and again.
"""

import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from site_gen.kept import Stamp, stamps

_PAUSE = 0.03  # seconds between two looks, where looking is quick
_REST = 10  # times as long as a look at everything took, until the next one
_LATELY = 3  # folders in which something was saved
# What editors and systems write beside a file: .name.swp, name~, #name#, .#name, 4913 (vim), ~$name, name.tmp, .name-x1y2 …
_PASSING = re.compile(r"\..*|~\$.*|#.*#|.*~|.*\.(?:swp|swo|swx|tmp|temp|bak|part|crdownload)|4913|.*___jb_\w+___|thumbs\.db", re.I)


def is_passing(name: str) -> bool:
    """Whether a file of this name is no source, but what an editor or the system leaves beside one."""
    return bool(_PASSING.fullmatch(name))


class Watch:
    """Looks at `folders`, of which any may go and come back; at everything again after `rest` times as long as it took, or each time
    it is asked where that is nothing or hardly anything."""

    def __init__(self, folders: Sequence[Path], rest: float = _REST) -> None:
        self._folders = tuple(folders)
        self._rest = rest
        self.pause = _PAUSE
        self._near: dict[Path, dict[Path, Stamp]] = {}  # what lies in the folders in which something was saved lately
        self._next = 0.0  # when everything is looked at again
        self._seen = self._look()

    def changed(self) -> frozenset[Path]:
        """The files that are not what they were when it was last asked, as far as that was looked at."""
        if time.perf_counter() >= self._next:
            before, self._seen = self._seen, self._look()
            self._near = {folder: self._flatly(folder) for folder in self._near}
            found = _differing(before, self._seen)
        else:
            found = frozenset(path for folder in tuple(self._near) for path in self._changed_in(folder))
        for folder in {path.parent for path in found if path not in self._folders}:
            near = self._near.pop(folder, None)
            self._near[folder] = self._flatly(folder) if near is None else near
        self._near = dict([*self._near.items()][-_LATELY:])
        return found

    def _changed_in(self, folder: Path) -> frozenset[Path]:
        now = _flat(folder)
        found = _differing(self._near[folder], now)
        self._near[folder] = now
        for path in found:
            if path in now:
                self._seen[path] = now[path]
            else:
                self._seen.pop(path, None)
        return found

    def _look(self) -> dict[Path, Stamp]:
        begun = time.perf_counter()
        found = {folder / name: one for folder in self._folders for name, one in stamps(folder, is_passing)}
        ended = time.perf_counter()
        rest = self._rest * (ended - begun)
        self._next = ended + rest if rest > _PAUSE else 0.0
        return found

    def _flatly(self, folder: Path) -> dict[Path, Stamp]:
        """What was seen in `folder` when everything was looked at, as `_flat`."""
        return {path: one for path, one in self._seen.items() if one is not None and path.parent == folder}


def _flat(folder: Path) -> dict[Path, Stamp]:
    """The files in `folder`, without those in folders in it, and without links to nothing."""
    return {folder / name: one for name, one in stamps(folder, is_passing, deep=False) if one is not None}


def _differing(before: Mapping[Path, Stamp], now: Mapping[Path, Stamp]) -> frozenset[Path]:
    return frozenset(path for path in before.keys() | now.keys() if before.get(path, ()) != now.get(path, ()))
