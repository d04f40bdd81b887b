"""A written site in, what no visitor should meet in it out: dead links, ids twice, heavy pages, names that servers refuse,
absolute links, requests to others, inline scripts and styles. Reads the files alone, and knows nothing of what made them.

The rest of the package: `page` (HTML → its ids, links and faults), `others` (style sheets, scripts, drawings, feeds and
sitemaps → links and faults), `reading` (what both give), `places` (where links
lead), `faults` (the words).
"""

import contextlib
import hashlib
import os
import posixpath
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import unquote, urlsplit
from zlib import crc32

from site_gen.problem import Problem, Span
from site_gen.verify import faults, others
from site_gen.verify.page import read_page
from site_gen.verify.places import Heaps, Places, are_heaps, heaps
from site_gen.verify.reading import Reading

PAGE_LIMIT, WHOLE_LIMIT = 200_000, 1_500_000  # bytes of a page, and of one that holds a whole document
_WHOLE = re.compile(r"(?:^|/)all/index\.html$")
_NAME = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*")
_INDEX_NAME = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*")  # Pagefind calls its files und_…
_INDEX = "search/index/"
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")  # which Windows cannot store
_OWN = frozenset({".site-gen"})  # at the top, which is not published
_LONGEST = 64
_KINDS = frozenset(
    ".html .css .js .json .jsonld .csv .tsv .xml .txt .md .map .mjs .webmanifest .svg .png .jpg .jpeg .webp .gif".split()
)
_INDEX_KINDS = frozenset(".pagefind .pf_meta .pf_index .pf_fragment .wasm".split())
_LAST = 16  # one file of so many is the last of those that are read together
_AT_ONCE = 2_000  # files
_MANY = 10  # faults of one kind that are told one by one: a mistake in a template is on every page

A = TypeVar("A")
R = TypeVar("R")


class Run(Protocol):
    """Does one thing with many, here or elsewhere, and gives the results in their order."""

    def __call__(self, function: Callable[[A], R], given: Iterable[A], /) -> Iterable[R]: ...


class Readings(Protocol):
    """What was read of portions before, by a digest of which files they are (paths, sizes, days, inodes) and of where the site will lie."""

    def known(self, key: str) -> object:
        """What was read, if anybody knows; anything but a `Seen` is taken for nothing."""

    def hold(self, key: str, seen: "Seen") -> None:
        """Keep what was read; whoever cannot says nothing."""


def problems(folder: Path, url: str = "", run: Run = map, readings: Readings | None = None) -> tuple[Problem, ...]:
    """What is wrong with the site in `folder`, in order of paths; `url` is where it will lie (公開URL), if that is known.

    Of a kind that is there often, the first are told and the number of the others. Files are read in portions, by whatever `run` has
    for it (as `map`: a function, and what it is to be done with); those that `readings` knows are not read again. Raises OSError.
    """
    found = sorted(_found(folder, url, run, readings), key=lambda problem: problem.order)
    kinds = Counter(problem.code for problem in found)
    told: Counter[str] = Counter()
    short: list[Problem] = []
    for problem in found:
        told[problem.code] += 1
        if told[problem.code] <= _MANY:
            short.append(problem)
        elif told[problem.code] == kinds[problem.code]:
            rest = kinds[problem.code] - _MANY
            short.append(Problem(Span("サイト全体"), problem.severity, problem.code, f"同じ種類の誤りが、ほかに{rest:,}か所あります", problem.hint))
    return tuple(short)


def names(folder: Path) -> tuple[Problem, ...]:
    """Of what `problems` finds, what is wrong with the names of files, and what is no file; nothing is read. Raises OSError."""
    return tuple(problem for one in _walk(folder, "") for problem in one.faults)


@dataclass(frozen=True, slots=True)
class _File:
    """A file or folder by its path, its size in bytes (None: it is no file), what is wrong with its name, and a stamp,
    which no other file at that path has had (size, day, inode)."""

    path: str
    size: int | None
    faults: tuple[Problem, ...]
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class _Portion:
    """Files of a site that are read together, where the site will lie (empty: not known), and what stands for all of this."""

    folder: Path
    paths: tuple[str, ...]
    base: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a portion holds: faults, the absolute links to the site with the names of their places, the ids of its files, and where its links
    lead; `odd` says that one has to be looked at in other ways too."""

    faults: tuple[Problem, ...]
    own: tuple[tuple[str, dict[str, str]], ...]
    ids: Heaps
    led: Heaps
    odd: bool


def _found(folder: Path, url: str, run: Run, readings: Readings | None) -> Iterator[Problem]:
    base = f"{url.rstrip('/')}/" if url else ""
    site = _Site(folder, base)
    wrong: list[Problem] = []
    odd: set[int] = set()
    asked: deque[tuple[int, str]] = deque()  # portions that are being read, and their keys
    with Places() as places:

        def files() -> Iterator[_File]:
            paths: list[str] = []
            for one in _walk(folder, ""):
                wrong.extend(one.faults)
                if one.size is not None:
                    wrong.extend(_of_file(one.path, one.size))
                    paths.append(one.path)
                    yield one
                if len(paths) >= _AT_ONCE:
                    places.are(heaps((path, "") for path in paths))
                    paths.clear()
            places.are(heaps((path, "") for path in paths))

        def take(number: int, seen: Seen) -> None:
            wrong.extend(seen.faults)
            wrong.extend(problem for path, own in seen.own for problem in site.absolute(path, own))
            places.are(seen.ids)
            places.led_to(number, seen.led)
            odd.update([number] if seen.odd else [])

        def unread() -> Iterator[_Portion]:
            for number, portion in enumerate(_portions(folder, files(), base)):
                seen = readings.known(portion.key) if readings else None
                if not (isinstance(seen, Seen) and are_heaps(seen.ids) and are_heaps(seen.led)):
                    asked.append((number, portion.key))
                    yield portion
                else:
                    take(number, seen)

        for seen in run(_see, unread()):
            number, key = asked.popleft()
            take(number, seen)
            if readings:
                readings.hold(key, seen)
        lost = places.lost() | odd
    yield from wrong
    every = (one for one in _walk(folder, "") if one.size is not None)
    for number, portion in enumerate(_portions(folder, every, base) if lost else ()):
        if number in lost:
            for path, reading in _readings(portion):
                yield from site.dead(path, reading.links)


def _of_file(path: str, size: int) -> Iterator[Problem]:
    """What is wrong with a file whatever it holds."""
    kind = posixpath.splitext(path)[1].lower()
    if kind not in _KINDS and not (path.startswith(_INDEX) and kind in _INDEX_KINDS):
        yield faults.unread(path, kind)
    if not size:
        yield faults.empty(path)
    if path.endswith(".html"):
        limit = WHOLE_LIMIT if _WHOLE.search(path) else PAGE_LIMIT
        if size > limit:
            yield faults.heavy(path, size, limit)


def _portions(folder: Path, files: Iterable[_File], base: str) -> Iterator[_Portion]:
    """What is to be read of `files`, neighbours together, as most links lead to them. A portion ends where a path says so, whatever the
    files hold, so that a changed file changes one portion, and one that comes or goes two or three."""
    paths: list[str] = []
    stamps = hashlib.blake2b(base.encode(), digest_size=16)
    for one in files:
        if one.size and _reader(one.path):
            paths.append(one.path)
            stamps.update(f"\n{one.path} {one.stamp}".encode("utf-8", "surrogateescape"))
            if crc32(one.path.encode("utf-8", "surrogateescape")) % _LAST == 0:
                yield _Portion(folder, tuple(paths), base, stamps.hexdigest())
                paths, stamps = [], hashlib.blake2b(base.encode(), digest_size=16)
    if paths:
        yield _Portion(folder, tuple(paths), base, stamps.hexdigest())


def _see(portion: _Portion) -> Seen:
    found: list[Problem] = []
    own: list[tuple[str, dict[str, str]]] = []
    ids: set[tuple[str, str]] = set()
    led: set[tuple[str, str]] = set()
    for path, reading in _readings(portion):
        found += reading.faults
        if reading.own:
            own.append((path, reading.own))
        ids |= {(path, name) for name in reading.ids}
        for link in reading.links:
            target, fragment = _target(path, link, portion.base)
            led |= {(target, "")} | ({(target, fragment)} if fragment and _reader(target) else set())
    led -= ids | {(path, "") for path in portion.paths}
    return Seen(tuple(found), tuple(own), heaps(ids), heaps(led), any("%" in name for _, name in led))


def _readings(portion: _Portion) -> Iterator[tuple[str, Reading]]:
    for path in portion.paths:
        reader = _reader(path)
        assert reader
        yield path, reader(path, (portion.folder / path).read_bytes(), portion.base)


def _walk(folder: Path, inside: str) -> Iterator[_File]:
    """What lies below `folder`, in order of paths."""
    with os.scandir(folder / inside) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = f"{inside}{entry.name}"
            if path in _OWN:
                continue
            rule = _INDEX_NAME if path.startswith(_INDEX) else _NAME
            wrong: list[Problem] = []
            if entry.name.startswith("."):
                wrong.append(faults.hidden(path, entry.name))
            elif len(entry.name) > _LONGEST or not rule.fullmatch(entry.name) or _DEVICE.fullmatch(entry.name):
                wrong.append(faults.name(path, entry.name, _LONGEST))
            if entry.is_dir(follow_symlinks=False):
                yield _File(path, None, tuple(wrong))
                yield from _walk(folder, f"{path}/")
            elif entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                yield _File(path, status.st_size, tuple(wrong), f"{status.st_size} {status.st_mtime_ns} {status.st_ino}")
            else:
                yield _File(path, None, (*wrong, faults.no_file(path)))


def _reader(path: str) -> Callable[[str, bytes, str], Reading] | None:
    """Who reads `path`; nobody a file that leads nowhere, as a table or a picture of points."""
    if path.startswith(_INDEX):
        return None
    return read_page if path.endswith(".html") else others.READERS.get(posixpath.splitext(path)[1])


def _target(path: str, link: str, base: str) -> tuple[str, str]:
    """The file that a link of `path` leads to, and the place in it (empty: none)."""
    address, _, fragment = link.partition("#")
    address = address.partition("?")[0]
    if not address:
        return path, fragment
    if base and address.startswith(base):
        return unquote(address.removeprefix(base)), fragment
    return _beside(posixpath.dirname(path), address), fragment


@lru_cache(maxsize=4096)  # many pages of a folder lead to the same ones
def _beside(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address)))


class _Site:
    """Where things are in a site, looked up on the disk: for the few links of which it is not known already."""

    def __init__(self, folder: Path, base: str) -> None:
        self._folder = folder
        self._base = base
        self._names: dict[str, frozenset[str]] = {}
        self._ids: dict[str, frozenset[str]] = {}

    def absolute(self, path: str, own: Mapping[str, str]) -> Iterator[Problem]:
        """Absolute links to pages of the site. Beside a site at the top of a host there can be other pages of the city."""
        for link, where in own.items():
            inside = unquote(urlsplit(link.strip()).path).removeprefix(urlsplit(self._base).path).strip("/")
            if self._lies(inside) or self._lies(posixpath.join(inside, "index.html")):
                yield faults.absolute(path, where, link)

    def dead(self, path: str, written: Iterable[str]) -> Iterator[Problem]:
        """The links of `path` that lead to no file, or to no such anchor in it; of files in which nobody looks for ids, that is not asked."""
        for link in written:
            target, fragment = _target(path, link, self._base)
            if not self._lies(target):
                yield faults.dead_link(path, link, target in (".", "") or bool(self._listed(target)))
            elif fragment and _reader(target) and not {fragment, unquote(fragment)} & self._ids_of(target):
                yield faults.dead_anchor(path, link, target, unquote(fragment))

    def _lies(self, path: str) -> bool:
        """Whether there is such a file, its name in the same letters."""
        above, _, name = path.rpartition("/")
        whole = self._folder / path
        return path not in _OWN and name in self._listed(above) and whole.is_file() and not whole.is_symlink()

    def _listed(self, inside: str) -> frozenset[str]:
        """The names in a folder; none where there is no folder of that name."""
        if inside not in self._names:
            above, _, name = inside.rpartition("/")
            is_there = not inside or (name not in ("", ".", "..") and name in self._listed(above))
            with contextlib.suppress(OSError):
                self._names[inside] = frozenset(os.listdir(self._folder / inside)) if is_there else frozenset()
        return self._names.get(inside, frozenset())

    def _ids_of(self, path: str) -> frozenset[str]:
        if path not in self._ids:
            self._ids |= {one: frozenset(reading.ids) for one, reading in _readings(_Portion(self._folder, (path,), self._base))}
        return self._ids[path]
