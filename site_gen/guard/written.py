"""The folder of a finished site in, what must not go out found in its files: before it is published, whoever changed it.

The sources were looked at before. What the form asks for, and what was allowed, stands in `public` and passes here too.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from site_gen import guard
from site_gen.guard import markup
from site_gen.guard.finding import Text
from site_gen.guard.plain import key, plain
from site_gen.problem import Problem, Span, error

_MARKUP = frozenset({".html", ".htm", ".xhtml", ".xml", ".svg"})
_TEXTS = _MARKUP | {".json", ".jsonld", ".csv", ".tsv", ".txt", ".md", ".css", ".js", ".mjs", ".map", ".webmanifest"}
_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
# The index of the search is packed, and made from the pages, which are read.
_INDEX, _INDEXED = "search/index/", frozenset({".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".wasm"})
_OWN = frozenset({".site-gen"})  # at the top, which is not published


def problems(folder: Path, public: frozenset[str], earlier: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """What is found in the files of `folder`, by their names; paths in problems are relative to it.

    In the folders `earlier` (versions/ and compare/ of an assessment) stand texts that are published already, as they were.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            yield from (one.problem for one in guard.name(name) if one.value not in public)
        elif path.is_file() and name not in _OWN:
            final = any(name.startswith(one) for one in earlier)
            yield from (one for one in _in_file(path, name, public) if not (final and one.code in guard.LATER))


def _in_file(path: Path, name: str, public: frozenset[str]) -> Iterator[Problem]:
    kind = PurePosixPath(name).suffix.lower()
    if name.startswith(_INDEX) and kind in _INDEXED:
        return
    yield from (one.problem for one in guard.name(name) if one.value not in public)
    if kind in _TEXTS:
        yield from in_text(path.read_text(encoding="utf-8-sig", errors="replace"), name, public)
    if kind in _IMAGES or kind == ".svg":
        yield from (one.problem for one in guard.image(path.read_bytes(), name) if one.value not in public)
    elif kind not in _TEXTS:
        yield error(Span(name), "unread-file", f"「{kind or PurePosixPath(name).name}」のファイルは、中に何があるか確かめられません",
                    "サイトに要らなければ消してください。画像は PNG、JPEG、WebP、GIF、SVG に、表は CSV にして置き直してください")


def in_text(written: str, name: str, public: frozenset[str]) -> Iterator[Problem]:
    """What is found in one file of the name `name`; markup is none of its text, but what its attributes say is."""
    read = markup.said(written) if PurePosixPath(name).suffix.lower() in _MARKUP else markup.Said(written, (0,), (0,))
    text = Text(read.text, plain(read.text.replace("\n", markup.WALL)))
    told: Counter[tuple[str, str]] = Counter()
    for hit in guard.hits(text):
        if key(hit.value) not in public:
            at = read.place(hit.start)
            span = Span(name, written.count("\n", 0, at) + 1, at - written.rfind("\n", 0, at))
            problem = guard.finding(hit, text, span).problem
            if guard.is_told(problem, told):
                yield replace(problem, hint=f"{problem.hint}。原稿から作り直しても出るときは、templates と assets も確かめてください")
