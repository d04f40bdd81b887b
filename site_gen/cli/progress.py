"""What a terminal or a log shows of a build, or of a check, while it runs: a stage that tells how much there is to do has a bar and the time left,
the others say how long they take; and how many pages there are by now."""

import threading
import time
from collections.abc import Sequence
from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task
from rich.progress import Progress as Bars
from rich.progress_bar import ProgressBar
from rich.text import Text

from site_gen.orders import undisturbed
from site_gen.progress import Progress

_EVERY = 5.0  # seconds between two lines of a log
_SURE = 1.0  # seconds of a stage from which its rate means something


class Watched(Progress):
    """How far a build is, for whoever shows it. `_begin` is called once, when the first piece or page is done: by then the workers have
    begun, which as copies of this process must not be made beside a thread of ours."""

    def __init__(self) -> None:
        self.name = ""
        self.pieces, self.size = 0, 0  # of the stage; 0: not known
        self.pieces_done, self.size_done = 0, 0
        self.pages = 0
        self._pages_before, self._since = 0, time.monotonic()
        self._begun = False

    def stage(self, name: str, sizes: Sequence[int] = ()) -> None:
        self.name, self.pieces, self.size, self.pieces_done, self.size_done = name, len(sizes), sum(sizes), 0, 0
        self._pages_before, self._since = self.pages, time.monotonic()

    def done(self, size: int) -> None:
        self.pieces_done += 1
        self.size_done += size
        self._first()

    def page(self, path: str) -> None:
        self.pages += 1
        self._first()

    def words(self) -> str:
        """How far it is, in words: pieces of the stage, pages so far, how fast, how much longer."""
        elapsed = time.monotonic() - self._since
        said = []
        if self.pieces:
            said.append(f"{self.pieces_done:,}/{self.pieces:,} 件")
        fast = (self.pages - self._pages_before) / elapsed if elapsed > _SURE else 0
        if self.pages or not self.pieces:
            said.append(f"{self.pages:,} ページ" + (f"（毎秒 {fast:,.0f} ページ）" if fast >= 1 else ""))
        if not self.pieces:
            said.append(_time(elapsed))
        elif self.size_done and elapsed > _SURE:
            said.append(f"残り約 {_time(elapsed * (self.size - self.size_done) / self.size_done)}")
        return "、".join(said)

    def _first(self) -> None:
        if not self._begun:
            self._begun = True
            with undisturbed():
                self._begin()

    def _begin(self) -> None:
        raise NotImplementedError


class Bar(Watched):
    """Shows it on a terminal; it goes when all is done."""

    def __init__(self) -> None:
        super().__init__()
        columns = SpinnerColumn("line"), _Words(self, name=True), _Known(20), _Words(self)
        self._bars = Bars(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bars.add_task("", total=None)

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None) -> None:
        self._bars.stop()

    def stage(self, name: str, sizes: Sequence[int] = ()) -> None:
        super().stage(name, sizes)
        self._bars.reset(self._task, total=self.size or None)

    def done(self, size: int) -> None:
        super().done(size)
        self._bars.advance(self._task, size)

    def _begin(self) -> None:
        self._bars.start()


class _Known(BarColumn):
    """A bar where it is known how much there is to do."""

    def render(self, task: Task) -> ProgressBar | Text:  # type: ignore[override]  # a column may show anything
        return super().render(task) if task.total else Text("")


class _Words(ProgressColumn):
    """The name of the stage, or how far it is."""

    def __init__(self, watched: Watched, name: bool = False) -> None:
        super().__init__()
        self._watched, self._name = watched, name

    def render(self, task: Task) -> Text:
        return Text(self._watched.name if self._name else self._watched.words(), no_wrap=True)


class Lines(Watched):
    """Writes a line of it every few seconds where there is no terminal; none of a build that does not take as long."""

    def __init__(self, every: float = _EVERY) -> None:
        super().__init__()
        self._every = every
        self._over = threading.Event()
        self._writer = threading.Thread(target=self._write, daemon=True)

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        if self._writer.ident:
            self._writer.join()

    def _begin(self) -> None:
        self._writer.start()

    def _write(self) -> None:
        while not self._over.wait(self._every):
            click.echo(f"{self.name}：{self.words()}", err=True)


def _time(seconds: float) -> str:
    """As people say it: 45 秒, 3 分 5 秒, 2 時間 10 分."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
    return f"{minutes // 60} 時間 {minutes % 60} 分"
