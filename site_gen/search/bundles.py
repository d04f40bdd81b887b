"""Packs in, the index of each out, in their order: taken from the cache, or made some at a time."""

import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from site_gen import orders
from site_gen.crew import streamed
from site_gen.problem import Problem, Span, notice
from site_gen.search import reuse
from site_gen.search.bundle import index_files
from site_gen.search.engine import SearchError
from site_gen.search.packs import Pack
from site_gen.search.prepared import Prepared

JOBS = 2  # packs that are indexed at a time


@dataclass(frozen=True, slots=True)
class Task:
    """Pages to be indexed, the folder in which they are prepared, and the file for their index."""

    pages: tuple[Prepared, ...]
    folder: Path
    target: Path


# Does tasks, in their order and some ahead, as `Crew.results` does.
Run = Callable[[Callable[[Task], None], Iterable[Task]], Iterator[None]]


def bundles(
    packed: Sequence[Pack], folder: Path, tell: Callable[[Problem], None] = lambda _: None, *,
    cache: Path | None = None, jobs: int = JOBS, run: Run | None = None, workspace: Path | None = None,
) -> Generator[tuple[Pack, Mapping[str, bytes]], None, None]:
    """Each pack with the files of its index by their paths there; the arguments are those of `search.files`. A pack is handed over
    as a file, whoever made it and when."""
    keys = reuse.keys(packed)
    kept = _kept(keys, cache, tell) if cache else frozenset()
    with tempfile.TemporaryDirectory(prefix="site-gen-search-", dir=workspace) as temporary:
        made = Path(temporary)
        tasks = (Task(pack.pages, folder, made / key) for key, pack in zip(keys, packed, strict=True) if key not in kept)
        with closing(_done(tasks, jobs, run)) as done:
            for key, pack in zip(keys, packed, strict=True):
                if key in kept and cache:
                    yield pack, _read(cache / key, pack)
                else:
                    next(done)
                    found = _read(made / key, pack)
                    if cache:
                        reuse.keep(made / key, cache)
                    (made / key).unlink()
                    yield pack, found


def _kept(keys: Sequence[str], cache: Path, tell: Callable[[Problem], None]) -> frozenset[str]:
    """Those of `keys` of which the index lies in `cache` as it was put there."""
    there = [key for key in keys if (cache / key).exists()]
    kept = frozenset(key for key in there if reuse.unpacked(cache / key) is not None)
    if len(kept) < len(there):
        tell(notice(
            Span(cache.as_posix()), "search-cache",
            f"取ってある検索の索引{len(there)}個のうち{len(there) - len(kept)}個が、壊れているか別のものに置き換わっています。使わずに作り直しました",
        ))
    return kept


def _read(source: Path, pack: Pack) -> Mapping[str, bytes]:
    found = reuse.unpacked(source)
    if found is None:
        raise SearchError(f"検索の索引（{pack.name}）を読み戻せません", "空き容量を確かめて、もう一度作ってください")
    return found


def _done(tasks: Iterable[Task], jobs: int, run: Run | None) -> Generator[None, None, None]:
    """Does `tasks` by `run`, or `jobs` at a time by threads, which wait for Pagefind most of the time; what runs there when nobody asks
    for more is ended."""
    if run:
        yield from run(make, tasks)
        return
    left = threading.Event()
    with ThreadPoolExecutor(jobs, initializer=orders.hear) as pool:
        try:
            yield from streamed(pool, partial(make, stop=left.is_set), tasks, jobs + 1)
        finally:
            left.set()
            pool.shutdown(cancel_futures=True)


def make(task: Task, stop: Callable[[], bool] = lambda: False) -> None:
    """Do a task, on any machine that sees its folders. Raises SearchError, also once `stop` says so, and OSError."""
    reuse.pack(task.target, index_files(task.pages, task.folder, task.target.parent, stop))
