"""A written site in, what no visitor should meet in it out: dead links, ids twice, heavy pages, names that servers refuse,
absolute links, requests to others, inline scripts and styles. Reads the files alone, and knows nothing of what made them.

The rest of the package: `page` (HTML → its ids, links and faults), `others` (style sheets, scripts, drawings, feeds and
sitemaps → links and faults), `reading` (what both give), `faults` (the words).
"""

import os
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from site_gen.problem import Problem, Span
from site_gen.verify import faults, others
from site_gen.verify.page import read_page
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
_PORTION = 2_000_000  # bytes that are read together
_MANY = 10  # faults of one kind that are told one by one: a mistake in a template is on every page

A = TypeVar("A")
R = TypeVar("R")


class Run(Protocol):
    """Does one thing with many, here or elsewhere, and gives the results in their order."""

    def __call__(self, function: Callable[[A], R], given: Iterable[A], /) -> Iterable[R]: ...


def problems(folder: Path, url: str = "", run: Run = map) -> tuple[Problem, ...]:
    """What is wrong with the site in `folder`, in order of paths; `url` is where it will lie (公開URL), if that is known.

    Of a kind that is there often, the first are told and the number of the others. Files are read in portions, by whatever `run` has
    for it (as `map`: a function, and what it is to be done with). Raises OSError.
    """
    found = sorted(_found(folder, url, run), key=lambda problem: problem.order)
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
    return tuple(_walk(folder, "", {}))


@dataclass(frozen=True, slots=True)
class _Portion:
    """Files of a site that are read together, and where the site will lie (empty: not known)."""

    folder: Path
    paths: tuple[str, ...]
    base: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a portion holds: faults, the absolute links to the site with the names of their places, the ids of each file (each between
    two NUL characters, in one text, as there are many), and where its links lead: to which files, and to which places in them."""

    faults: tuple[Problem, ...]
    own: tuple[tuple[str, dict[str, str]], ...]
    ids: dict[str, str]
    files: frozenset[str]
    places: frozenset[tuple[str, str]]


def _found(folder: Path, url: str, run: Run) -> Iterator[Problem]:
    files: dict[str, int] = {}
    yield from _walk(folder, "", files)
    base = f"{url.rstrip('/')}/" if url else ""
    for path, size in files.items():
        yield from _of_file(path, size)
    portions = list(_portions(folder, files, base))
    ids: dict[str, str] = {}
    led: list[tuple[frozenset[str], frozenset[tuple[str, str]]]] = []
    for seen in run(_see, portions):
        yield from seen.faults
        for path, own in seen.own:
            yield from _absolute(path, own, files, base)
        ids |= seen.ids
        led.append((seen.files, seen.places))
    for portion, (targets, places) in zip(portions, led, strict=True):
        if not (targets <= files.keys() and all(_is_there(ids, target, place) for target, place in places)):
            for path, reading in _readings(portion):
                yield from _dead(path, reading.links, files, ids, base)


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


def _portions(folder: Path, files: Mapping[str, int], base: str) -> Iterator[_Portion]:
    """What is to be read of `files`, neighbours together, as most links lead to them."""
    paths: list[str] = []
    room = _PORTION
    for path, size in files.items():
        if size and _reader(path):
            paths.append(path)
            room -= size
            if room <= 0:
                yield _Portion(folder, tuple(paths), base)
                paths, room = [], _PORTION
    if paths:
        yield _Portion(folder, tuple(paths), base)


def _see(portion: _Portion) -> _Seen:
    found: list[Problem] = []
    own: list[tuple[str, dict[str, str]]] = []
    ids: dict[str, str] = {}
    files: set[str] = set()
    places: set[tuple[str, str]] = set()
    for path, reading in _readings(portion):
        found += reading.faults
        if reading.own:
            own.append((path, reading.own))
        ids[path] = "\0".join(("", *sorted(reading.ids), ""))
        for link in reading.links:
            target, fragment = _target(path, link, portion.base)
            files.add(target)
            if fragment and not (target == path and fragment in reading.ids):
                places.add((target, fragment))
    inside = {(target, place) for target, place in places if target in ids and _is_there(ids, target, place)}
    return _Seen(tuple(found), tuple(own), ids, frozenset(files), frozenset(places - inside))


def _readings(portion: _Portion) -> Iterator[tuple[str, Reading]]:
    for path in portion.paths:
        reader = _reader(path)
        assert reader
        yield path, reader(path, (portion.folder / path).read_bytes(), portion.base)


def _walk(folder: Path, inside: str, files: dict[str, int]) -> Iterator[Problem]:
    """Put the size of each file below `folder` into `files`, by path; what is wrong with the names."""
    with os.scandir(folder / inside) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = f"{inside}{entry.name}"
            if path in _OWN:
                continue
            rule = _INDEX_NAME if path.startswith(_INDEX) else _NAME
            if entry.name.startswith("."):
                yield faults.hidden(path, entry.name)
            elif len(entry.name) > _LONGEST or not rule.fullmatch(entry.name) or _DEVICE.fullmatch(entry.name):
                yield faults.name(path, entry.name, _LONGEST)
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(folder, f"{path}/", files)
            elif entry.is_file(follow_symlinks=False):
                files[path] = entry.stat(follow_symlinks=False).st_size
            else:
                yield faults.no_file(path)


def _absolute(path: str, own: Mapping[str, str], files: Mapping[str, int], base: str) -> Iterator[Problem]:
    """Absolute links to pages of the site. Beside a site at the top of a host there can be other pages of the city."""
    for link, where in own.items():
        inside = unquote(urlsplit(link.strip()).path).removeprefix(urlsplit(base).path).strip("/")
        if {inside, posixpath.join(inside, "index.html")} & files.keys():
            yield faults.absolute(path, where, link)


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


def _is_there(ids: Mapping[str, str], target: str, fragment: str) -> bool:
    """Whether a place is in a file; of files in which nobody looked for ids, it is not asked."""
    known = ids.get(target)
    return known is None or f"\0{fragment}\0" in known or f"\0{unquote(fragment)}\0" in known


def _dead(path: str, written: Iterable[str], files: Mapping[str, int], ids: Mapping[str, str], base: str) -> Iterator[Problem]:
    """The links of `path` that lead to no file, or to no such anchor in it."""
    for link in written:
        target, fragment = _target(path, link, base)
        if target not in files:
            yield faults.dead_link(path, link, any(one.startswith(f"{target}/") for one in files) or target in (".", ""))
        elif fragment and not _is_there(ids, target, fragment):
            yield faults.dead_anchor(path, link, target, unquote(fragment))
