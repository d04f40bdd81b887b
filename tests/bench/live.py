"""A server that shows edits in, how long an edit takes out: from the moment a file is put in its place until a page that is open has
been told, has asked for itself again and has got the new words.

Both `site-gen preview` and `hugo server` speak livereload's protocol, so one client asks both as a browser would.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.bench.measure import Peak, Watch

_ADDRESS = re.compile(r"http://(?:127\.0\.0\.1|localhost):\d+/")
_PATIENCE = 120  # seconds in which an edit must be seen
_REST = 0.6  # a person does not save at once again


@dataclass(frozen=True, slots=True)
class Edited:
    """Seconds of each edit, seconds until the server was there, peak bytes of its processes together and of each."""

    seconds: tuple[float, ...]
    started: float
    together: int
    processes: tuple[Peak, ...]


def edited(
    command: Sequence[str], folder: Path, env: Mapping[str, str], page: str, file: Path, put: Callable[[str], str], times: int,
    settle: float,
) -> Edited:
    """Start `command` in `folder`, open `page`, and save `file` `times` times, each time with what `put` makes of new words.

    `settle` seconds after the first answer, what the server does by itself at its start is taken for done.
    """
    before = file.read_text(encoding="utf-8")
    with _running(command, folder, env) as (process, lines):
        watch, begun = Watch(process.pid), time.perf_counter()
        try:
            address = lines.address()
            started = time.perf_counter() - begun
            seconds = asyncio.run(_edits(address, page, file, put, times, settle))
        finally:
            file.write_text(before, encoding="utf-8")
            together, processes = watch.ended()
    return Edited(seconds, started, together, processes)


async def _edits(address: str, page: str, file: Path, put: Callable[[str], str], times: int, settle: float) -> tuple[float, ...]:
    html = _get(address + page)
    await asyncio.sleep(settle)
    html = _get(address + page)
    live = await websocket_connect(f"{address.replace('http', 'ws', 1)}livereload", max_message_size=1 << 20)
    await live.write_message(json.dumps({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}))
    await _open(live, address + page, html)
    found = []
    for number in range(times):
        words = f"試し書き{number}番"
        text = put(words)
        beside = file.with_name(f".{file.name}.swp")
        beside.write_text(text, encoding="utf-8")
        begun = time.perf_counter()
        beside.replace(file)
        while words not in (html := await _told(live, address + page)):
            assert time.perf_counter() - begun < _PATIENCE, f"{words} is not seen on {page}"
        found.append(time.perf_counter() - begun)
        await _open(live, address + page, html)
        await asyncio.sleep(_REST)
    live.close()
    return tuple(found)


async def _told(live: WebSocketClientConnection, page: str) -> str:
    """The page as it is after the next word that something is new."""
    while True:
        message = await asyncio.wait_for(live.read_message(), _PATIENCE)
        assert message is not None, "the server has closed the connection"
        if json.loads(message)["command"] == "reload":
            return _get(page)


async def _open(live: WebSocketClientConnection, page: str, html: str) -> None:
    """Say which page is open, and of ours which state of it."""
    stamp = dict(re.findall(r'data-(page|problems|assets)="([^"]*)"', html.split("</head>")[0]))
    await live.write_message(json.dumps({"command": "info", "url": page, "plugins": {"site-gen": stamp}}))


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
        return str(answer.read().decode("utf-8"))


class _Lines:
    """What a server says, read as it comes: a pipe that nobody reads would stop it."""

    def __init__(self, said: IO[str]) -> None:
        self._said: list[str] = []
        self._found: str | None = None
        self._there = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(said,), daemon=True)
        self._thread.start()

    def address(self) -> str:
        """Where the server answers, as soon as it says so."""
        assert self._there.wait(3600)
        assert self._found is not None, "the server ended: " + "".join(self._said[-20:])
        return self._found.replace("localhost", "127.0.0.1")

    def _read(self, said: IO[str]) -> None:
        for line in said:
            self._said.append(line)
            if self._found is None and (found := _ADDRESS.search(line)):
                self._found = found[0]
                self._there.set()
        self._there.set()


@contextlib.contextmanager
def _running(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> Iterator[tuple[subprocess.Popen[str], _Lines]]:
    process = subprocess.Popen(command, cwd=folder, env=dict(env), text=True, encoding="utf-8", errors="replace",
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        assert process.stdout
        yield process, _Lines(process.stdout)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
