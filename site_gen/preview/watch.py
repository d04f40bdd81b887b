"""Folders in, the files saved, added or removed in them since the last look out.

By looking again and again: it is the same on every system and on network drives, where nobody tells of changes. A look at 200
files takes 2 ms; the pause between two looks grows with what a look takes.
"""

import re
import time
from collections.abc import Sequence
from pathlib import Path

from site_gen.kept import Stamp, stamps

_PAUSE = 0.03  # seconds between two looks, where looking is quick
_SHARE = 10  # a look may take one of this many parts of the time
# What editors and systems write beside a file: .name.swp, name~, #name#, .#name, 4913 (vim), ~$name, name.tmp, .name-x1y2 …
_PASSING = re.compile(r"\..*|~\$.*|#.*#|.*~|.*\.(?:swp|swo|swx|tmp|temp|bak|part|crdownload)|4913|.*___jb_\w+___|thumbs\.db", re.I)


def is_passing(name: str) -> bool:
    """Whether a file of this name is no source, but what an editor or the system leaves beside one."""
    return bool(_PASSING.fullmatch(name))


class Watch:
    """Looks at `folders`, of which any may go and come back."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self.pause = _PAUSE
        self._seen = self._look()

    def changed(self) -> frozenset[Path]:
        """The files that are not what they were when it was last asked."""
        now = self._look()
        before, self._seen = self._seen, now
        return frozenset(path for path in before.keys() | now.keys() if before.get(path, ()) != now.get(path, ()))

    def _look(self) -> dict[Path, Stamp]:
        begun = time.perf_counter()
        found = {folder / name: one for folder in self._folders for name, one in stamps(folder, is_passing)}
        self.pause = max(_PAUSE, _SHARE * (time.perf_counter() - begun))
        return found
