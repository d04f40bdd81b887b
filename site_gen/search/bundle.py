"""Prepared pages in, a folder that Pagefind's script reads out: its index of tokens, fragments that hold the text people see, and
facets.json. Pagefind is run on a folder of shadow pages, which is thrown away.

Everything it wrote is read again, as a truncated file or one of another build would show wrong results and nobody would
notice; the same pages give the same bytes.
"""

import gzip
import json
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from site_gen.forms.jimu import 事務
from site_gen.search.documents import NAMES
from site_gen.search.engine import SearchError, Unprepared, program, run
from site_gen.search.items import KINDS
from site_gen.search.prepared import Prepared, pairs

VERSION = "1.5."  # whose format of fragments is known
FACETS = "facets.json"
_PREFIX = b"pagefind_dcd"
_SCRIPT, _ENTRY = "pagefind.js", "pagefind-entry.json"  # of the scripts it writes; no user interface, no worker
_ENGINE = "wasm.unknown.pagefind"  # for a language without a stemmer
# The script asks for `wasm.NAME.pagefind` in the folder of the index; this name leads to the folder above, so that a site
# of many indexes has one engine.
_ABOVE = "/../../wasm.unknown"
_PACKED = ("*.pf_meta", _ENGINE, "index/*.pf_index", "fragment/*.pf_fragment")
_NAME = re.compile(rb"und_[0-9a-f]+")  # of a fragment or a part of the index, in the list of all
# Pagefind goes on without a part of the index that it could not load, as if no page held the words. Here it says so.
_SILENT = (
    ("async _loadGenericChunk(url,method){try{let compressed_resp=await this.throttledFetch(url);",
     "if(!compressed_resp.ok)throw new Error(`${compressed_resp.status} ${url}`);"),
    ("console.error(`Failed to load the index chunk ${url}:\n${e?.toString()}`);", "throw e;"),
)
_AGAIN, _PINNED = "空き容量を確かめて、もう一度作ってください", "requirements.lock のとおりの pagefind を入れてください"
_PARTS = "表ⅠⅡⅢⅣⅤⅥ（別変"  # how the titles of parts begin, in the order of the forms


def index_files(
    pages: Sequence[Prepared], prepared: Path, workspace: Path | None = None, stop: Callable[[], bool] = lambda: False
) -> Iterator[tuple[str, bytes]]:
    """Path in the bundle and content of each file, in order of paths; the files of `pages` lie in the folder `prepared`, what Pagefind
    reads and writes in `workspace`, or where the system keeps what is temporary. Raises SearchError, also once `stop` says so."""
    with tempfile.TemporaryDirectory(prefix="site-gen-search-", dir=workspace) as temporary:
        source, target = Path(temporary) / "shadow", Path(temporary) / "bundle"
        source.mkdir()
        seen: list[bytes] = []
        for page in pages:
            found = pairs(page, prepared)
            if found is None:
                raise Unprepared(f"検索の索引の材料（{page.path or 'トップページ'} の分）が読めません", _AGAIN)
            for shadow, shown in found:
                (source / f"{len(seen)}.html").write_bytes(shadow)
                seen.append(shown)
        run(program(), source, target, stop)
        yield from finished(target, seen)


def is_engine(path: str) -> bool:
    """Whether a file of an index is the same in all of them, and stands in the folder above them."""
    return path in (_SCRIPT, _ENGINE)


def finished(folder: Path, seen: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """What the program wrote to `folder` of the documents of `seen` (as `pairs` has them), with readable fragments and the facets;
    raises SearchError where something is missing, truncated or of another build."""
    entry = _entry(folder, len(seen))
    packed = {kind: sorted(folder.glob(kind)) for kind in _PACKED}
    if missing := [kind for kind, found in packed.items() if not found]:
        raise SearchError(f"検索の索引に {missing[0]} がありません", _AGAIN)
    yield _ENTRY, entry
    yield _SCRIPT, _outspoken(_read(folder / _SCRIPT))
    told: list[_Told] = []
    listed: set[str] = set()
    for path in (path for found in packed.values() for path in found):
        name = path.relative_to(folder).as_posix()
        data = _unpacked(path)
        if path.suffix == ".pf_fragment":
            fragment = json.loads(data.removeprefix(_PREFIX))
            number, one = _shown(fragment, seen, name)
            told.append(_Told(number, path.stem, one["url"], one["meta"]["title"], tuple((facet, value) for facet, value in one["facets"])))
            yield name, _packed(_PREFIX + _json(_rewritten(fragment, one, name)))
        else:
            if path.suffix == ".pf_meta":
                listed = {one.decode("ascii") for one in _NAME.findall(data)}
            yield name, path.read_bytes()
    told.sort()
    if [one.number for one in told] != list(range(len(seen))):
        raise SearchError(f"検索の索引に、{len(seen)}件のうち{len({one.number for one in told})}件しか入っていません", _AGAIN)
    there = {path.stem for kind in ("index/*.pf_index", "fragment/*.pf_fragment") for path in packed[kind]}
    if odd := sorted(listed ^ there):
        raise SearchError(f"検索の索引のファイルが、その目録と合いません（{odd[0]} など{len(odd)}個）", _AGAIN)
    yield FACETS, _json(_facets(told))


class _Told(NamedTuple):
    """Of a document its number, fragment, the address and title of its page, its facets (name, value)."""

    number: int
    fragment: str
    url: str
    title: str
    facets: tuple[tuple[str, str], ...]


def _entry(folder: Path, pages: int) -> bytes:
    """Pagefind's entry to the index, which is of `pages` pages, with the way to the engine."""
    try:
        entry = json.loads(_read(folder / _ENTRY))
        version, languages = str(entry["version"]), entry["languages"]
        found = sum(one["page_count"] for one in languages.values())
    except (ValueError, KeyError):
        raise SearchError(f"検索の索引の目録 {_ENTRY} が読めません", _AGAIN) from None
    if not version.startswith(VERSION):
        raise SearchError(f"pagefind の版 {version} は使えません（{VERSION}x だけに対応しています）", _PINNED)
    if found != pages:
        raise SearchError(f"検索の索引に、{pages}件のうち{found}件しか入っていません", _AGAIN)
    return _json({**entry, "languages": {name: {**one, "wasm": _ABOVE} for name, one in languages.items()}})


def _outspoken(script: bytes) -> bytes:
    """Pagefind's script, which throws where it would have kept silent about a missing part of the index."""
    text = script.decode("utf-8")
    for place, more in _SILENT:
        if text.count(place) != 1:
            raise SearchError(f"{_SCRIPT} の形が、知っている版と違います", _PINNED)
        text = text.replace(place, place + more)
    return text.encode("utf-8")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise SearchError(f"検索の索引に {path.name} がありません", _AGAIN) from None


def _unpacked(path: Path) -> bytes:
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        raise SearchError(f"検索の索引のファイル {path.name} が途中で切れているか、壊れています", _AGAIN) from None
    if not data.startswith(_PREFIX):
        raise SearchError(f"検索の索引のファイル {path.name} の形が違います", _PINNED)
    return data


def _shown(fragment: Mapping[str, Any], seen: Sequence[bytes], name: str) -> tuple[int, dict[str, Any]]:
    """Which document a fragment is of, by the name of its shadow page, and what is shown of it, which must be what is shown now."""
    stem = str(fragment.get("url", "")).removeprefix("/").removesuffix(".html")
    number = int(stem) if stem.isdecimal() else len(seen)
    one = json.loads(seen[number]) if number < len(seen) else {"version": None}
    if fragment["meta"].get("title") != one["version"]:
        raise SearchError(f"検索の索引のファイル {name} は、別のときに作ったサイトのものです", _AGAIN)
    return number, one


def _rewritten(fragment: Mapping[str, Any], one: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The fragment with what people see; positions of words stay those of tokens."""
    if [anchor["id"] for anchor in fragment["anchors"]] != [anchor["id"] for anchor in one["anchors"]]:
        raise SearchError(f"検索の索引のファイル {name} の項目が、ページの項目と合いません", _PINNED)
    places = (anchor["location"] for anchor in fragment["anchors"])
    anchors = [{**anchor, "location": place} for anchor, place in zip(one["anchors"], places, strict=True)]
    return {**fragment, "url": one["url"], "content": one["content"], "meta": one["meta"], "anchors": anchors}


def _facets(documents: Sequence[_Told]) -> dict[str, Any]:
    """`names` of the facets, `values` as [number of the name, value], `titles` of the pages, and by fragment the number of its
    page (documents of one page share it) with the numbers of its values."""
    used = dict.fromkeys(facet for one in documents for facet in one.facets)
    values = sorted(used, key=_order)
    numbers = {facet: number for number, facet in enumerate(values)}
    titles = {one.url: one.title for one in documents}
    pages = {url: number for number, url in enumerate(titles)}
    by_fragment = sorted(documents, key=attrgetter("fragment"))
    return {
        "names": NAMES,
        "values": [[NAMES.index(name), value] for name, value in values],
        "titles": list(titles.values()),
        "documents": {one.fragment: [pages[one.url], *sorted(numbers[facet] for facet in one.facets)] for one in by_fragment},
    }


def _order(facet: tuple[str, str]) -> tuple[int, int]:
    """As in the form, in the list of 種類 and in that of 事務; the others stay in the order of the site."""
    name, value = facet
    if name == "部":
        return NAMES.index(name), _PARTS.find(value[0])
    listed = {"種類": KINDS, "事務": tuple(one.name for one in 事務)}.get(name, (value,))
    return NAMES.index(name), listed.index(value)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
