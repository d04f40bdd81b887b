"""A content folder in, what no person waits for out: feeds, data files, tables and the index of the search, in a folder.

Run as a process of its own (`python -m site_gen.preview.rest CONTENT FOLDER [--no-search]`), so that an edit does not wait for it;
`Rest` starts it, and again when the site has changed.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from site_gen import build

_QUIET = 2.0  # seconds without an edit before it begins


class Rest:
    """The files of the last site that was whole, in a temporary folder that `close` removes.

    `state` is making, ready, old (made of an earlier site) or failed; `told` is called when it changes.
    """

    def __init__(self, folder: Path, searchable: bool, told: Callable[[], None]) -> None:
        self.state = "making"
        self.searchable = searchable
        self.files: Path | None = None
        self._content = folder
        self._told = told
        self._home = Path(tempfile.mkdtemp(prefix="site-gen-preview-"))
        self._run = 0
        self._task: asyncio.Task[None] | None = None

    def begin(self, pause: float = _QUIET) -> None:
        """Make everything anew, leaving off what is being made."""
        if self._task:
            self._task.cancel()
        self.state = "old" if self.files else "making"
        self._task = asyncio.create_task(self._make(pause))

    async def close(self) -> None:
        """End what is being made and remove every file."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        shutil.rmtree(self._home, ignore_errors=True)

    async def _make(self, pause: float) -> None:
        await asyncio.sleep(pause)
        self._run += 1
        target = self._home / str(self._run)
        options = [] if self.searchable else ["--no-search"]
        process = subprocess.Popen(  # not asyncio's, which the loop that tornado needs on Windows does not have
            [sys.executable, "-m", "site_gen.preview.rest", str(self._content), str(target), *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},  # the same program as this one
            start_new_session=True,  # Ctrl+C is for the one who asked for the preview
        )
        try:
            while process.poll() is None:
                await asyncio.sleep(0.1)
        finally:
            if process.returncode is None:
                _kill(process)
                self._remove(target)
        if process.returncode == 0:
            before, self.files, self.state = self.files, target, "ready"
            if before:
                shutil.rmtree(before, ignore_errors=True)
        else:
            self._remove(target)
            self.state = "failed"
        self._told()

    def _remove(self, target: Path) -> None:
        for one in (target, *self._home.glob(f".{target.name}.*")):
            shutil.rmtree(one, ignore_errors=True)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End the process and, but on Windows, Pagefind, which it may have begun, with it: they are a session of their own."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def main(folder: str, target: str, *options: str) -> int:
    """Write the site of `folder`, drafts included, to `target`; 1 when it has errors."""
    if hasattr(os, "nice"):
        os.nice(10)
    written = build.make(Path(folder), Path(target), build.Wanted(drafts=True, searchable="--no-search" not in options), read=lambda _: None)
    return 0 if written else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
