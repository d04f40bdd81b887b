"""Runs some work again and again and has Ctrl-C come at each instant of it: before every line that the main thread does, in whatever
module, and before every return, but where Python itself ignores it. Called as `python -m tests.instants threads` (or `processes`), with
the distance of instants; says how many it tried. Who is left waiting for ever is told with where it waits, and the exit code 1.
"""

from __future__ import annotations

import _thread
import faulthandler
import linecache
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children
from types import FrameType
from typing import Any

from site_gen.crew import Crew, streamed

_FOREVER = 20  # seconds


def main() -> None:
    kind, distance = sys.argv[1], int(sys.argv[2])
    work = {"threads": _by_threads, "processes": _by_processes}[kind]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs this in the background may have it ignored
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    ignored: list[object] = []  # what comes while Python itself calls something, as where an object goes, it ignores
    sys.unraisablehook = ignored.append
    work(_Instant(1_000_000))  # imports what is needed: a module of which half was imported would stay so
    tried = 0
    while True:
        faulthandler.dump_traceback_later(_FOREVER, exit=True)
        instant = _Instant(1 + tried * distance)
        interrupted = work(instant)
        while threading.active_count() > 1 or active_children():
            time.sleep(0.001)
        faulthandler.cancel_dump_traceback_later()
        assert interrupted == (instant.came and not ignored), "it was not heard"
        assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == mask and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if not instant.came:
            break
        ignored.clear()
        tried += 1
    print(tried)


class _Instant:
    """Traces what the main thread does; at the event of this number Ctrl-C comes, as it does where another thread is sent the signal: no
    mask of the main thread keeps it away."""

    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, frame: FrameType, event: str, _: object) -> Any:
        if event != "call" and not self._is_with(frame):
            self._left -= 1
            if not self._left:
                _thread.interrupt_main()
        return self

    @staticmethod
    def _is_with(frame: FrameType) -> bool:
        """Of such a line tracing tells once more where its block ends; between the two and what ends it Python hears nothing."""
        return linecache.getline(frame.f_code.co_filename, frame.f_lineno).lstrip().startswith("with ")

    @property
    def came(self) -> bool:
        return self._left <= 0

    def disturbs(self, work: Callable[[], None]) -> bool:
        """Whether `work` was ended by it."""
        try:
            sys.settrace(self)
            work()
            sys.settrace(None)
        except KeyboardInterrupt:
            return True
        finally:
            sys.settrace(None)
        return False


def _by_threads(instant: _Instant) -> bool:
    under_way: list[int] = []

    def task(number: int) -> int:
        under_way.append(number)
        time.sleep(0.001)
        under_way.remove(number)
        return number

    with ThreadPoolExecutor(2) as pool:
        interrupted = instant.disturbs(lambda: _taken(list(streamed(pool, task, range(4), 3))))
        pool.shutdown(cancel_futures=True)
        assert not under_way
    return interrupted


def _by_processes(instant: _Instant) -> bool:
    def work() -> None:
        with Crew(2) as crew, crew.stopping():
            _taken(list(crew.results(abs, range(4))))

    return instant.disturbs(work)


def _taken(results: list[int]) -> None:
    assert results == list(range(4))


if __name__ == "__main__":
    main()
