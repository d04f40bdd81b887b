"""An address in, what a preview answers out: a page with what is added to it, or a file; edits in, open pages told of them."""

import asyncio
import contextlib
import hashlib
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from site_gen import own, theme
from site_gen.brought import data_folder
from site_gen.pages.page import DATA, SEARCH
from site_gen.preview import files
from site_gen.preview.overlay import key, overlay
from site_gen.preview.rest import Rest
from site_gen.preview.shown import Shown
from site_gen.preview.watch import Watch
from site_gen.problem import Problem

OWN = "~preview"  # the folder of what a preview adds; no municipality can be called so
PROBLEMS = f"{OWN}/problems"
_OWN_FILES = ("preview.js", "preview.css")
_SEARCH_SAYS = {
    "making": "検索の索引を作っています。できると、このページを読み込み直します。",
    "old": "検索の索引は、少し前の原稿のものです。作り直しています。",
    "failed": "検索の索引を作れませんでした。「site-gen build」で理由を確かめてください。",
    "off": "「--no-search」で始めたため、検索の索引はありません。",
}

# Seconds in which nothing more must be saved before an edit is taken in: few, but more where edits follow each other within `_BURST`.
_QUIET, _QUIET_IN_BURST, _BURST = 0.012, 0.08, 0.4
_CHECKED_AFTER = 0.15  # seconds after an edit is shown, in which open pages ask for it


@dataclass(frozen=True, slots=True)
class News:
    """What the person at the terminal is told: what is wrong now, and whether there are pages to show all the same;
    how many `warnings` there are, which the panel does not show.

    `gone` are the folders of assessments (mihon/boshi) that an edit took away, `saved` is what was edited
    and `seconds` how long it took to take it in; nothing at the start, and where a page was asked for.
    """

    wrong: tuple[Problem, ...]
    pages: bool
    warnings: int = 0
    gone: tuple[str, ...] = ()
    saved: Collection[Path] = ()
    seconds: float = 0.0


Say = Callable[[News], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: int
    kind: str
    body: bytes
    leads: str = ""  # where else to ask


class Told(Protocol):
    """An open page, which is told of edits."""

    def reload(self, path: str) -> None:
        """Have `path` loaded again."""

    def bring_up_to_date(self, *, anyway: bool = False) -> None:
        """Have the page loaded again where it is another one by now (or `anyway`), else its panel of problems."""


class Front:
    """Answers requests, and tells open pages of edits."""

    def __init__(self, folder: Path, hosts: frozenset[str], searchable: bool, say: Say) -> None:
        # Before anything is read, so that what is saved while it is read counts as an edit.
        self._watch = Watch((folder, data_folder("templates"), data_folder("assets")))
        self.shown = Shown(folder)
        self.rest = Rest(folder, searchable, self._bring_up_to_date)
        self.assets = str(time.time_ns())  # another one after each edit of them
        self.hosts = hosts  # what a browser on this machine calls the preview
        self.open: set[Told] = set()
        self._say = say
        self._said = ""  # the problems that were last told
        self._checking: asyncio.Task[None] | None = None
        self._untold: set[Path] = set()  # what was saved and is shown, but not checked yet

    def begin(self) -> None:
        """Say what is wrong from the start, or doubtful."""
        if self.shown.wrong() or self.shown.warnings:
            self._tell()

    def _tell(self, gone: Collection[str] = (), saved: Collection[Path] = (), seconds: float = 0.0) -> None:
        self._said = key(self.shown.wrong())
        self._say(News(self.shown.wrong(), self.shown.site is not None, self.shown.warnings, tuple(sorted(gone)), saved, seconds))

    async def watch(self) -> None:
        """Look for edits until cancelled; several files saved at once are one edit."""
        watch = self._watch
        done = 0.0
        while True:
            await asyncio.sleep(watch.pause)
            if self._checking and self._checking.done() and not self._checking.cancelled():
                self._checking.result()  # what it raised
            saved = set(watch.changed())
            if not saved:
                continue
            begun = time.perf_counter()
            quiet = _QUIET_IN_BURST if begun - done < _BURST else _QUIET  # a file may be half written
            more = saved
            while more and time.perf_counter() - begun < 1:
                await asyncio.sleep(quiet)
                more = set(watch.changed())
                saved |= more
            self.renew(frozenset(saved))
            done = time.perf_counter()

    def renew(self, saved: frozenset[Path]) -> None:
        """Take in an edit, and tell every open page what became of it; then, when they have it, what is wrong with it."""
        if self._checking:
            self._checking.cancel()
        begun, gone, colour = time.perf_counter(), self.shown.gone, self._colour()
        self.shown.renew(saved, check_later=True)
        assets = [path.relative_to(self.shown.assets).as_posix() for path in saved if path.is_relative_to(self.shown.assets)]
        own_ones = self.shown.folder / own.ASSETS
        assets += [f"{own.FOLDER}/{path.relative_to(own_ones).as_posix()}" for path in saved if path.is_relative_to(own_ones)]
        assets += [theme.SHEET] if self._colour() != colour else []
        if assets:
            self.assets = str(time.time_ns())
        pictures = [path for path in saved if path.suffix not in (".yaml", ".html", ".css")]
        for name in (one for one in assets if one.endswith(".css")):
            for page in self.open:
                page.reload(f"assets/{name}")
        for one in tuple(self.open):
            one.bring_up_to_date(anyway=bool(pictures))
        self._untold |= saved
        seconds = time.perf_counter() - begun
        if self.shown.unchecked:
            self._checking = asyncio.create_task(self._check(gone, seconds))
        else:
            self._told(gone, seconds)

    async def _check(self, gone: Collection[str], seconds: float) -> None:
        await asyncio.sleep(_CHECKED_AFTER)
        self.shown.check()
        self._bring_up_to_date()
        self._told(gone, seconds)

    def _told(self, gone: Collection[str], seconds: float) -> None:
        """Tell the person what became of what was saved, and have the rest made of it."""
        saved, self._untold = frozenset(self._untold), set()
        self._tell(self.shown.gone - frozenset(gone), saved, seconds)
        if not self.shown.wrong() and any(not path.is_relative_to(self.shown.assets) for path in saved):
            self.rest.begin()

    def _colour(self) -> str:
        return self.shown.site.look.colour if self.shown.site else ""

    def _bring_up_to_date(self) -> None:
        for one in tuple(self.open):
            one.bring_up_to_date()

    def answer(self, address: str) -> Answer:
        """What is at the address (a path without its first stroke)."""
        if address.startswith(f"{OWN}/"):
            return self._own(address)
        if address in ("", "index.html") or address.endswith(("/", "/index.html")):
            return self.page(address)
        if address == f"assets/{theme.SHEET}" and self._colour():
            return Answer(200, files.kind(Path(theme.SHEET)), theme.sheet(self._colour()).encode())
        file = files.find(address, self.shown.site, self.shown.folder, self.shown.assets, self.rest.files)
        if file is not None:
            with contextlib.suppress(OSError):  # gone meanwhile
                return Answer(200, files.kind(file), file.read_bytes())
        if self.shown.html(address) is not None:
            return Answer(302, "text/plain; charset=utf-8", b"", f"/{address}/")
        return self.page(address)

    def page(self, address: str) -> Answer:
        """The page at the address with what a preview adds to it."""
        status, html = self._html(address)
        wrong = self.shown.wrong()
        head = (
            f'<link rel="stylesheet" href="/{OWN}/preview.css">'
            f'<script src="/{OWN}/preview.js" data-page="{digest(html)}" data-problems="{key(wrong)}"'
            f' data-assets="{self.assets}" defer></script>'
            '<script src="/livereload.js" defer></script></head>'
        )
        if key(wrong) != self._said:  # what is wrong with a page is found when it is asked for
            self._tell()
        if b"</head>" not in html:  # of a template that is empty while it is saved: what comes of it has to hear of the next one too
            html = b'<!DOCTYPE html>\n<html lang="ja">\n<head><meta charset="utf-8"></head>\n<body>\n' + html
        html = html.replace(b"</head>", head.encode(), 1).replace(b"<body>", b"<body>" + self._panel(), 1)
        return Answer(status, "text/html; charset=utf-8", html)

    def state(self, address: str) -> tuple[str, str]:
        """What tells the page at the address, and the problems, from what they were: digests."""
        html = self._html(address)[1]
        return digest(html), key(self.shown.wrong())

    def _html(self, address: str) -> tuple[int, bytes]:
        path = address.removesuffix("index.html").strip("/")
        sized = files.find(f"{DATA}/index.html", None, self.shown.folder, self.shown.assets, self.rest.files) if path == DATA else None
        html = sized.read_bytes() if sized else self.shown.html(path)
        if html is None and self.shown.fault and self.shown.site:
            return 500, _bare("このページは、まだ作れません")
        if html is None and self.shown.site is None:
            return 503, _bare("原稿にエラーがあるため、まだ何も表示できません")
        if html is None:
            return 404, self.shown.missing(path) or _bare("このページはありません")
        if path == SEARCH:
            html = html.replace(b'<div class="search"', self._search_note() + b'<div class="search"', 1)
        return 200, html

    def _search_note(self) -> bytes:
        words = _SEARCH_SAYS.get(self.rest.state if self.rest.searchable else "off", "")
        return f'<p class="banner" role="note">{words}</p>'.encode() if words else b""

    def _own(self, address: str) -> Answer:
        if address == PROBLEMS:
            return Answer(200, "text/html; charset=utf-8", self._panel())
        name = address.removeprefix(f"{OWN}/")
        if name in _OWN_FILES:
            file = Path(__file__).with_name(name)
            return Answer(200, files.kind(file), file.read_bytes())
        return Answer(404, "text/plain; charset=utf-8", "ありません。".encode())

    def _panel(self) -> bytes:
        """The panel of problems as it is sent; the bytes of a file's name that are no UTF-8 as a `?` each, as at the terminal."""
        return overlay(self.shown.wrong(), pages=self.shown.site is not None).encode("utf-8", "replace")


def digest(html: bytes) -> str:
    return hashlib.sha256(html).hexdigest()[:16]


def _bare(title: str) -> bytes:
    """A page that is none of the site's."""
    return (
        f'<!DOCTYPE html>\n<html lang="ja">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f'<body><main><h1>{title}</h1><p><a href="/">ホームへ</a></p></main></body>\n</html>\n'
    ).encode()
