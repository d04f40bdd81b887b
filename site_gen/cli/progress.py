"""What a terminal shows of a build while it runs."""

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task
from rich.text import Text


@contextlib.contextmanager
def counting() -> Iterator[Callable[[str], None]]:
    """Shows how many pages were told so far; it goes when they are all there."""
    with Progress(SpinnerColumn("line"), _Pages(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda _: progress.advance(task)


class _Pages(ProgressColumn):
    """How many pages are written, and how fast."""

    def render(self, task: Task) -> Text:
        rate = f"（毎秒 {task.speed:,.0f} ページ）" if task.speed else ""
        return Text(f"ページを書いています：{task.completed:,.0f} ページ{rate}")
