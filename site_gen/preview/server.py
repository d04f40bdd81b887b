"""A content folder in, its preview served on this machine until it is told to stop.

Who may ask: a browser on this machine, which says so in Host (a page elsewhere whose name was made to lead here does not) and,
where a script opens the connection that tells of changes, in Origin. Only GET and HEAD; no folder is listed.
"""

import asyncio
import contextlib
import errno
import gc
import json
import logging
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import livereload
from livereload.handlers import LiveReloadHandler
from tornado import httpserver, netutil, web

from site_gen.preview.front import PROBLEMS, Front, Say

ADDRESS = "127.0.0.1"
FIRST_PORT, _TRIED = 8000, 20
# That of a published site (its headers), and the connection that tells of changes.
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'{}; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class NoPort(Exception):
    """No port to serve on: a sentence."""


async def serve(folder: Path, port: int, ready: Callable[[str, int], None], say: Say, *, searchable: bool = True, show: bool = False) -> None:
    """Serve the preview of `folder` on `port`, or the next one that is free, until cancelled; raises NoPort.

    `ready` is given the address and the port that was asked for; `show` opens a browser. Port 0 is any that is free.
    """
    sockets, port_found = _bound(port)
    front = Front(folder, frozenset(f"{name}:{port_found}" for name in (ADDRESS, "localhost", "[::1]")), searchable, say)
    logging.getLogger("tornado").setLevel(logging.CRITICAL)  # what a browser asks for amiss is no news
    server = httpserver.HTTPServer(_application(front), max_body_size=1_000)
    server.add_sockets(sockets)
    for one in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, one) and (task := asyncio.current_task()):
            with contextlib.suppress(NotImplementedError):  # Windows
                asyncio.get_running_loop().add_signal_handler(getattr(signal, one), task.cancel)
    address = f"http://{ADDRESS}:{port_found}/"
    try:
        ready(address, port)
        front.begin()
        if show:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        if not front.shown.wrong():
            front.rest.begin(0.5)
        gc.freeze()  # what was read stays; to look through it at each edit for what can go takes time that a person waits
        gc.set_threshold(300_000)
        await front.watch()
    finally:
        server.stop()
        await front.rest.close()


def _application(front: Front) -> web.Application:
    given = {"front": front}
    return web.Application(
        [(r"/livereload", _Live, given), (r"/livereload\.js", _LiveScript, given), (r"/.*", _Page, given)],
        log_function=lambda _: None, websocket_ping_interval=20,
    )


def _bound(port: int) -> tuple[list[socket.socket], int]:
    for one in range(port, port + _TRIED if port else 1):
        try:
            sockets = netutil.bind_sockets(one, ADDRESS, family=socket.AF_INET)
        except OverflowError:
            break
        except OSError as reason:
            if reason.errno not in (errno.EADDRINUSE, errno.EACCES) and getattr(reason, "winerror", 0) not in (10013, 10048):
                raise
            continue
        return sockets, sockets[0].getsockname()[1]
    raise NoPort(f"{port} 番から {port + _TRIED - 1} 番までのポートは、ほかのプログラムが使っているか、使う権限がありません。"
                 "「--port 9000」のように、別の番号を書いてください。")


class _Guarded(web.RequestHandler):
    """Answers nobody but a browser on this machine."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, front: Front) -> None:
        self.front = front

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Content-Security-Policy", _POLICY.format(""))

    def prepare(self) -> None:
        if self.request.host not in self.front.hosts:
            self.set_status(421)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(f"このプレビューは、このパソコンの http://{min(self.front.hosts)}/ でだけ見られます。\n")
            return
        self.set_header("Content-Security-Policy", _POLICY.format(f" ws://{self.request.host}"))

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}: この求めには応じられません。\n")


class _Page(_Guarded):
    """Everything but livereload's own."""

    def get(self) -> None:
        try:
            address = unquote(self.request.path.removeprefix("/"), errors="strict")
        except UnicodeDecodeError:
            address = "\0"
        found = self.front.answer(address)
        if found.leads:
            self.redirect(found.leads)
            return
        self.set_status(found.status)
        self.set_header("Content-Type", found.kind)
        self.write(found.body)

    head = get


class _LiveScript(_Guarded):
    """livereload's script."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write(_live_script())

    head = get


@cache
def _live_script() -> bytes:
    return (Path(livereload.__file__).parent / "vendors/livereload.js").read_bytes()


class _Live(_Guarded, LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """The connection of one open page, which says what it shows and is told when that is no longer so."""

    address: str | None = None  # what is open; None until it is told
    page = problems = ""

    def check_origin(self, origin: str) -> bool:
        return urlsplit(origin).netloc in self.front.hosts

    def on_message(self, message: str | bytes) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):  # whatever else somebody says
            self._heard(message)

    def _heard(self, message: str | bytes) -> None:
        said = json.loads(message)
        if said["command"] == "hello":
            super().on_message(message)
        elif said["command"] == "info":
            own = said["plugins"]["site-gen"]
            self.page, self.problems, assets = str(own["page"]), str(own["problems"]), str(own["assets"])
            self.address = unquote(urlsplit(said["url"]).path.removeprefix("/"))
            self.front.open.add(self)
            self.bring_up_to_date(anyway=assets != self.front.assets)  # it may have been edited since the page was made

    def on_close(self) -> None:
        self.front.open.discard(self)

    def bring_up_to_date(self, *, anyway: bool = False) -> None:
        """Have the page reloaded where it is another one by now (or `anyway`), else its panel of problems."""
        assert self.address is not None
        page, problems = self.front.state(self.address)
        if anyway or page != self.page:
            self.page, self.problems = page, problems
            self.reload("*" if anyway else self.address or "/")
        elif problems != self.problems:
            self.problems = problems
            self.reload(PROBLEMS)

    def reload(self, path: str) -> None:
        """Tell livereload's script that `path` is new."""
        self.send_message({"command": "reload", "path": path, "liveCSS": True, "liveImg": False})
