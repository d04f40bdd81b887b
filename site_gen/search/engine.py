"""A folder of pages in, Pagefind's index of them out. Pagefind is run as a program: its own interface for Python answers ten calls a
second."""

import contextlib
import os
import platform
import subprocess
from collections.abc import Callable
from pathlib import Path

CHUNK = "500"  # bytes of an index file before compression, unless one word has more; a query loads those of its words only
_POLL = 0.2  # seconds after which it is asked again whether to stop
_WITHOUT = "検索なしで作るには、--no-search を付けてください"


class SearchError(Exception):
    """The index cannot be made; the message is a sentence for whoever builds the site, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)  # both, so that one that was raised in another process is the same here
        self.hint = hint

    def __str__(self) -> str:
        return str(self.args[0])


class Unprepared(SearchError):
    """What a page was prepared to is not there, or not as it was."""


def program() -> Path:
    """The program of Pagefind that is installed; raises SearchError where there is none."""
    try:
        from pagefind_bin import get_executable
    except ImportError:
        raise SearchError(
            f"この環境（{platform.system()} {platform.machine()}）で動く pagefind が入っていないため、検索の索引を作れません", _WITHOUT
        ) from None
    try:
        return Path(get_executable())
    except FileNotFoundError:
        raise SearchError(
            "pagefind のプログラムがないため、検索の索引を作れません", f"「pip install --force-reinstall pagefind_bin」で入れ直すか、{_WITHOUT}"
        ) from None


def version(executable: Path) -> str:
    """What the program calls itself and its version; raises SearchError where it does not run."""
    return _said([str(executable), "--version"], Path.cwd(), lambda: False)


def run(executable: Path, source: Path, target: Path, stop: Callable[[], bool] = lambda: False) -> None:
    """Index the pages in `source` into the empty folder `target`; once `stop` says so the program is ended. Raises SearchError."""
    command = [str(executable), "--site", str(source), "--output-path", str(target), "--keep-index-url", "--silent"]
    _said(command, source.parent, stop)  # in its own folder, as it reads settings from the one it is started in


def _said(command: list[str], folder: Path, stop: Callable[[], bool]) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        process = subprocess.Popen(
            command, cwd=folder, env={**kept, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": CHUNK}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
        )
    except OSError:
        raise SearchError(
            f"pagefind のプログラムがこの環境（{platform.system()} {platform.machine()}）では動かないため、検索の索引を作れません", _WITHOUT
        ) from None
    with process:
        try:
            out, wrong = _ended(process, stop)
        finally:
            process.kill()  # what has ended does not mind
    if process.returncode:
        said = " ".join((wrong or out).split())[:200]
        raise SearchError(f"pagefind が終了コード {process.returncode} で止まったため、検索の索引を作れません（{said}）", _WITHOUT)
    return out.strip()


def _ended(process: "subprocess.Popen[str]", stop: Callable[[], bool]) -> tuple[str, str]:
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=_POLL)
        if stop():
            process.kill()
