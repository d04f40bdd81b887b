"""Orders to end (Ctrl-C, SIGTERM, SIGHUP) and other threads: where an order that comes at any instant leaves nothing half done.

What a handler of Python's raises comes between any two steps of the main thread: also after `Condition.__enter__` has taken a lock and
before anybody would free it again, so that the thread that is to say "done" waits for ever, and who tidies up waits for that thread; or
while a thread begins, of which its pool then knows nothing.
"""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future  # which takes as long to import as the rest of this

R = TypeVar("R")

POLITE = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_ALL = (*POLITE, signal.SIGINT)  # in the order in which they are heard again: Ctrl-C, the likeliest, when all is as it was
_MASKED = hasattr(signal, "pthread_sigmask")
_LOOK = 0.5  # seconds; on Windows nothing is heard while one waits


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """A short block in which orders to end wait until it is over. Threads and processes that begin in it hear none, nor does what they
    begin, until they `hear`."""
    if threading.current_thread() is not threading.main_thread():
        yield  # orders are heard in the main thread only
        return
    heard: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        heard.append(number)

    before: dict[signal.Signals, Callable[[int, FrameType | None], object]] = {}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ()) if _MASKED else None
    try:
        # The mask is for who begins here. It does not keep away what another thread is sent: Python hears that in the main thread.
        if _MASKED:
            signal.pthread_sigmask(signal.SIG_BLOCK, _ALL)
        for one in _ALL:
            handler = signal.getsignal(one)
            if callable(handler):
                before[one] = handler
                signal.signal(one, note)
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for one, handler in before.items():
            if signal.getsignal(one) is note:
                signal.signal(one, handler)
        if heard:
            signal.raise_signal(heard[0])


def hear() -> None:
    """From now on this thread, or this process, hears orders to end, and what it begins does."""
    if _MASKED:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ALL)


def result(future: "Future[R]", meanwhile: Callable[[], None] = lambda: None) -> R:
    """What `future` gives once it is there, or raises; while it is not, `meanwhile` is called twice a second, and may raise. Unlike
    `Future.result`, an order to end that comes here leaves nothing locked that whoever works on it needs."""
    done: SimpleQueue[object] = SimpleQueue()
    with undisturbed():
        future.add_done_callback(done.put)
    while True:
        with contextlib.suppress(Empty):
            done.get(timeout=_LOOK)
            break
        meanwhile()
    with undisturbed():
        return future.result()
