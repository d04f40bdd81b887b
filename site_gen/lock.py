"""A folder's name in, the right to write it out, for one process at a time: a lock file beside the folder, which the system
frees by itself when its process dies."""

import contextlib
import datetime
import getpass
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from site_gen.problem import Problem, Refusal, Span, error

_FAR = 1 << 30  # the byte that Windows locks: one that nobody reads, as a locked one cannot be read


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`, whose parent exists. Raises Refusal, which says who holds it, and OSError."""
    path = folder.parent / f".{folder.name}.site-gen-lock"
    handle = _taken(path)
    if handle is None:
        raise Refusal((_busy(folder, path),))
    try:
        with contextlib.suppress(OSError):  # on a full disk the lock holds without its words
            os.ftruncate(handle, 0)
            os.write(handle, _words().encode("utf-8"))
        yield
    finally:
        if sys.platform == "win32":
            os.close(handle)  # an open file cannot be removed there; nor can one that the next process has opened by now
            with contextlib.suppress(OSError):
                path.unlink()
        else:
            with contextlib.suppress(OSError):
                path.unlink()
            os.close(handle)


def _taken(path: Path) -> int | None:
    """The open and locked file; None where another process has it."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        if not _locked(handle):
            os.close(handle)
            return None
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        os.close(handle)  # who had it has removed it meanwhile: a lock on a file without a name keeps nobody away


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # of a file that could be opened, both say that it is locked
        return False
    return True


def _words() -> str:
    """Who holds the lock since when, for whoever is refused it."""
    with contextlib.suppress(Exception):  # whatever a system without such a name raises
        return f"{getpass.getuser()}、プロセス {os.getpid()}、{_now()} から"
    return f"プロセス {os.getpid()}、{_now()} から"


def _now() -> str:
    return f"{datetime.datetime.now():%Y-%m-%d %H:%M:%S}"


def _busy(folder: Path, path: Path) -> Problem:
    who = ""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        who = path.read_text(encoding="utf-8")[:200]
    said = f"（{who}）" if who else ""
    return error(Span(folder.as_posix()), "build-running", f"ほかの site-gen が、いまこのフォルダーに作っています{said}",
                 "それが終わってから、もう一度実行してください。--output で別のフォルダーに作ることもできます")
