"""The address of a dask scheduler in, its workers out, as a crew: the same work by the same code, on other machines.

They read the sources and write the new site where this process has them, so that both folders have to be shared, under one path.
"""

import asyncio
import contextlib
import hashlib
import logging
import os
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, NoReturn, TypeVar
from urllib.parse import urlsplit

from site_gen import orders, unchanged
from site_gen.crew import AHEAD, Crew, streamed
from site_gen.problem import Problem, Refusal, Span, error
from site_gen.spent import Work

A = TypeVar("A")
R = TypeVar("R")

_SCHEME = "dask"
_ANSWER = 5  # seconds for the scheduler to answer
_MEETING = 30  # seconds for a worker to answer
_ALONE = 30.0  # seconds without any worker after which nobody is awaited any more
_NAMED = 3  # workers that are told by name
# The libraries that decide what a page says: the others may differ.
LIBRARIES = tuple("graphlay jinja2 lxml markdown-it-py markupsafe pyyaml rapidfuzz".split())
_SHARED = "原稿のフォルダーと書き込むフォルダーを、すべてのワーカーから同じパスで読み書きできる共有フォルダーに置いてください"
_SAME = "すべてのワーカーに、ここと同じ版の site-gen と部品（requirements.lock）を入れて、起動し直してください"

_one_at_a_time = threading.Lock()  # what a worker does here knows nothing of threads


def wrong(address: str) -> str:
    """Why `address` is none of a scheduler, as a sentence; empty when it is one."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme == _SCHEME and parts.hostname and parts.port and parts.netloc == address.removeprefix(f"{_SCHEME}://"):
            return ""
    return f"「{address}」は実行先の書き方ではありません（例: {_SCHEME}://192.0.2.1:8786）"


class Cluster(Crew):
    """The workers of the scheduler at `address`, which is not `wrong`. All its methods raise Refusal, which says what does not work."""

    def __init__(self, address: str, worked: Callable[[Work], None] | None = None) -> None:
        super().__init__(1, worked)
        self.address = address
        self._client: Any = None  # dask's, which has no types
        self._dask: Any = None  # the module: who has no cluster need not have it

    def __enter__(self) -> "Cluster":
        try:
            import distributed
        except ModuleNotFoundError:
            self._refuse("cluster-missing", "ほかのコンピューターで作る部品（distributed）がありません",
                         "site-gen のフォルダーで「.venv/bin/pip install '.[cluster]'」を実行してください")
        self._dask = distributed
        for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what matters of it, we say ourselves
        self._connect()
        self.jobs = sum(self._threads().values())
        if not self.jobs:
            self._close()
            self._refuse("cluster-empty", "ワーカーが1つもつながっていません", "ワーカー（dask worker）を起動してください")
        self._executor = self._new_executor()
        return self

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None) -> None:
        if failure is not None:
            self._end_all()
        self._close()

    def _connect(self) -> None:
        """Dask waits for who takes the call and keeps silent for as long as that one likes: so we do not wait for dask."""
        failed: list[Exception] = []

        def call() -> None:
            try:
                self._client = self._dask.Client(f"tcp://{urlsplit(self.address).netloc}", timeout=_ANSWER, set_as_default=False)
            except Exception as reason:  # whatever else answers there, and other versions of dask
                failed.append(reason)

        caller = threading.Thread(target=call, daemon=True)
        caller.start()
        caller.join(2 * _ANSWER)
        if failed and not isinstance(failed[0], OSError | TimeoutError):
            self._refuse("cluster-silent", f"答えたのは、使えるスケジューラーではありません（{type(failed[0]).__name__}）",
                         "アドレスと、dask の版がここと同じことを確かめてください")
        if self._client is None:
            self._refuse("cluster-silent", "スケジューラーが答えません",
                         "アドレスと、スケジューラー（dask scheduler）が動いていることを確かめてください")

    def meet(self, sources: Path, target: Path) -> None:
        """See that every worker has the same program, sees the same sources, and writes to the same folder."""
        token = secrets.token_hex(8)
        asked, folder = _digest(sources), target / f"meeting-{token}"
        folder.mkdir()
        (folder / "asked").write_text(token, encoding="utf-8")
        answers = {
            worker: (name, self._new_executor(workers=[worker], allow_other_workers=False).submit(_met, sources, folder, name))
            for name, worker in enumerate(self._threads())
        }
        others: dict[str, list[str]] = {}
        silent, blind, unable = list[str](), list[str](), list[str]()
        for worker, (name, answer) in answers.items():
            try:
                if (seen := self._answer(worker, answer)) is None:
                    continue
            except (TimeoutError, CancelledError):
                silent.append(worker)
                continue
            except Exception as reason:  # however dask says that a worker does not have what it is to do
                if "No module named" not in f"{reason} {reason.__cause__}":
                    raise
                others.setdefault("site-gen", []).append(worker)
                continue
            for library in _different(seen.who, _who()):
                others.setdefault(library, []).append(worker)
            if seen.digest != asked:
                blind.append(worker)
            written = folder / str(name)
            if seen.read != token or not written.is_file() or written.read_text(encoding="utf-8") != token:
                unable.append(worker)
        for one in folder.iterdir():
            one.unlink()
        folder.rmdir()
        problems = [self._foreign(library, workers) for library, workers in others.items()]
        if silent:
            problems.append(self._problem("cluster-lost", f"{_named(silent)}が{_MEETING}秒のうちに答えません", "そのワーカーを起動し直してください"))
        if blind:
            problems.append(self._problem(
                "cluster-folder", f"{_named(blind)}から、原稿のフォルダー「{sources}」が見えないか、中身がここと違います", _SHARED))
        if unable:
            problems.append(self._problem(
                "cluster-folder", f"{_named(unable)}から、書き込むフォルダーのある「{target.parent}」に書けないか、ここと同じ場所ではありません",
                _SHARED))
        if problems:
            raise Refusal(tuple(problems))

    def _answer(self, worker: str, answer: "Future[_Seen]") -> "_Seen | None":
        """What a worker says; None where it has gone meanwhile. Raises TimeoutError."""
        end = time.monotonic() + _MEETING

        def look() -> None:
            if time.monotonic() > end:
                raise TimeoutError
            if worker not in self._threads():
                raise _Gone

        with contextlib.suppress(_Gone):
            return orders.result(answer, look)
        return None

    def _streamed(self, function: Callable[[A], R], given: Iterable[A]) -> Iterator[R]:
        assert self._executor is not None
        try:
            yield from streamed(self._executor, _Piece(function, _who()), given, AHEAD * self.jobs, self._awaited)
        except CancelledError:
            self._refuse("cluster-lost", "途中でスケジューラーとの接続が切れました", "スケジューラーを確かめて、もう一度実行してください")
        except _Foreign as reason:
            raise Refusal((self._foreign(str(reason), []),)) from None
        except self._dask.KilledWorker:
            self._refuse("cluster-lost", "同じ仕事の途中でワーカーが続けて止まりました", "ワーカーのメモリが足りているかを確かめてください")

    def _awaited(self, future: "Future[R]") -> R:
        """What `future` gives; who waits for workers that are all gone is told so."""
        alone_since = None

        def look() -> None:
            nonlocal alone_since
            try:
                workers = self._threads()
            except Exception:  # however dask says that nobody is there any more
                workers = {}
            now = time.monotonic()
            alone_since = None if workers else alone_since or now
            if alone_since and now - alone_since > _ALONE:
                self._refuse("cluster-lost", "途中でワーカーが1つもなくなりました", "ワーカーを起動し直して、もう一度実行してください")

        return orders.result(future, look)

    def _end_all(self) -> None:
        """Nothing more is begun; what is under way is waited for, so that nobody writes any more where this process tidies up."""
        if self._executor is None:
            return
        executor, self._executor = self._executor, None
        with contextlib.suppress(Exception):  # of a cluster that is gone
            executor.shutdown(wait=False)
            for idle in [self._new_executor(workers=[worker]).submit(_idle) for worker in self._threads()]:
                idle.result(_MEETING)

    def _new_executor(self, **options: object) -> Executor:
        executor: Executor = self._client.get_executor(pure=False, **options)
        return executor

    def _threads(self) -> dict[str, int]:
        """How many threads each worker has, by its address."""
        asked = asyncio.run_coroutine_threadsafe(self._client.scheduler.ncores(), self._client.loop.asyncio_loop)
        return dict(orders.result(asked))  # `Client.nthreads` waits in a way that Ctrl-C can break

    def _close(self) -> None:
        if self._client is not None:
            with contextlib.suppress(Exception):  # of a cluster that is gone
                self._client.close(timeout=_ANSWER)

    def _problem(self, code: str, message: str, hint: str) -> Problem:
        return error(Span(self.address), code, message, hint)

    def _refuse(self, code: str, message: str, hint: str) -> NoReturn:
        raise Refusal((self._problem(code, message, hint),)) from None

    def _foreign(self, library: str, workers: list[str]) -> Problem:
        return self._problem("cluster-version", f"{_named(workers)}の {library} が、ここのものと違います", _SAME)


class _Piece(Generic[A, R]):
    """A function, done on a worker whose program is that of who asks; also on one that came after the others were met."""

    def __init__(self, function: Callable[[A], R], who: dict[str, str]) -> None:
        self._function, self._who = function, who

    def __call__(self, given: A) -> R:
        if different := _different(_who(), self._who):
            raise _Foreign("、".join(different))
        with _one_at_a_time:
            return self._function(given)


class _Foreign(Exception):
    """A worker's program is another one; the message names what differs."""


@lru_cache(maxsize=1)
def _who() -> dict[str, str]:
    """What decides what this process makes of something: what it is called, and its version or digest."""
    libraries = {name: metadata.version(name) for name in LIBRARIES}
    return {"site-gen": unchanged.program(), "Python": ".".join(map(str, sys.version_info[:2])), **libraries}


def _different(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [name for name in one if other.get(name) != one[name]]


class _Gone(Exception):
    """A worker that is asked has gone."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Who a worker is, the digest of the sources that it sees, and what it read in the folder and has written there once more."""

    who: dict[str, str]
    digest: str
    read: str


def _met(sources: Path, folder: Path, name: int) -> _Seen:
    """What a worker says, on it."""
    read = ""
    with contextlib.suppress(OSError):
        read = (folder / "asked").read_text(encoding="utf-8")
        (folder / str(name)).write_text(read, encoding="utf-8")
    return _Seen(_who(), _digest(sources), read)


def _digest(sources: Path) -> str:
    """What tells a folder of sources from another one, at a glance."""
    try:
        names = "\n".join(sorted(os.listdir(sources)))
        return hashlib.blake2b(names.encode() + (sources / "site.yaml").read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def _idle() -> None:
    """On a worker: nothing, once all that was under way there is done."""
    with _one_at_a_time:
        pass


def _named(workers: list[str]) -> str:
    if not workers:
        return "途中で加わったワーカー"
    more = f" ほか{len(workers) - _NAMED:,}台" if len(workers) > _NAMED else ""
    return f"ワーカー（{'、'.join(workers[:_NAMED])}{more}）"
