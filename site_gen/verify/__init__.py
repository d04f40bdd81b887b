"""A written site in, what no visitor should meet in it out: dead links, ids twice, heavy pages, names that servers refuse,
absolute links, requests to others, inline scripts and styles. Reads the files alone, and knows nothing of what made them.

The rest of the package: `page` (HTML → its ids, links and faults), `others` (style sheets, scripts, drawings, feeds and
sitemaps → links and faults), `reading` (what both give), `faults` (the words).
"""

import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
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
_MANY = 10  # faults of one kind that are told one by one: a mistake in a template is on every page


def problems(folder: Path, url: str = "") -> tuple[Problem, ...]:
    """What is wrong with the site in `folder`, in order of paths; `url` is where it will lie (公開URL), if that is known.

    Of a kind that is there often, the first are told and the number of the others. Raises OSError.
    """
    found = sorted(_found(folder, url), key=lambda problem: problem.order)
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


def _found(folder: Path, url: str) -> Iterator[Problem]:
    files: dict[str, int] = {}
    yield from _walk(folder, "", files)
    base = f"{url.rstrip('/')}/" if url else ""
    ids: dict[str, frozenset[str]] = {}
    links: list[tuple[str, tuple[str, ...]]] = []
    for path, size in files.items():
        kind = posixpath.splitext(path)[1].lower()
        if kind not in _KINDS and not (path.startswith(_INDEX) and kind in _INDEX_KINDS):
            yield faults.unread(path, kind)
        if not size:
            yield faults.empty(path)
        elif reading := _read(folder, path, base):
            yield from reading.faults
            yield from _absolute(path, reading.own, files, base)
            ids[path] = frozenset(reading.ids)
            links.append((path, tuple(reading.links)))
        if path.endswith(".html"):
            limit = WHOLE_LIMIT if _WHOLE.search(path) else PAGE_LIMIT
            if size > limit:
                yield faults.heavy(path, size, limit)
    for path, written in links:
        yield from _dead(path, written, files, ids, base)


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


def _read(folder: Path, path: str, base: str) -> Reading | None:
    """What `path` holds; None for a file that leads nowhere, as a table or a picture of points."""
    reader = read_page if path.endswith(".html") else others.READERS.get(posixpath.splitext(path)[1])
    if reader is None or path.startswith(_INDEX):
        return None
    return reader(path, (folder / path).read_bytes(), base)


def _dead(path: str, written: Iterable[str], files: dict[str, int], ids: dict[str, frozenset[str]], base: str) -> Iterator[Problem]:
    """The links of `path` that lead to no file, or to no such anchor in it."""
    here = posixpath.dirname(path)
    for link in written:
        address, _, fragment = link.partition("#")
        address = address.partition("?")[0]
        if not address:
            target = path
        elif base and address.startswith(base):
            target = unquote(address.removeprefix(base))
        else:
            target = posixpath.normpath(posixpath.join(here, unquote(address)))
        if target not in files:
            yield faults.dead_link(path, link, any(one.startswith(f"{target}/") for one in files) or target in (".", ""))
        elif fragment and target in ids and fragment not in ids[target] and unquote(fragment) not in ids[target]:
            yield faults.dead_anchor(path, link, target, unquote(fragment))
