"""Pages of a whole site in, the files out by which they are searched: a Pagefind index of each pack of them, the one engine that
reads them all; which packs there are; which words mean the same.

The map is `prepared`, of one page, in any process; the reduce is `packs` and `files`, which are given of each page a small value
only and hold the texts of no more than the packs that are being indexed.

The rest of the package, in the order in which a text goes through it: `texts` (an entry → its texts), `items` (what stands
under one anchor), `documents` (a page → its items by 種類), `normal` (a text → as it is searched), `tokens` (→ ASCII), `shadow` (a
document → HTML of tokens, and what is shown), `prepared` (a page → a file of these), `packs` (what is indexed together),
`bundle` (a pack → Pagefind's files, rewritten; `engine` runs it), `bundles` (those of all packs, side by side), `reuse` (a bundle
as one file, kept for the next build).
"""

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from site_gen.model import Term
from site_gen.problem import Problem
from site_gen.search import reuse
from site_gen.search.bundle import FACETS, is_engine
from site_gen.search.bundles import JOBS, Run, bundles
from site_gen.search.documents import Document, documents
from site_gen.search.engine import SearchError, Unprepared
from site_gen.search.packs import Pack, packs
from site_gen.search.prepared import Prepared, prepared
from site_gen.search.reuse import keys

__all__ = [
    "JOBS", "Document", "Pack", "Prepared", "SearchError", "Unprepared",
    "documents", "facets_in", "files", "keys", "pack_of", "packs", "prepared", "tidy",
]

FOLDER = "search"
_PACKS = f"{FOLDER}/index"
_STEM = FACETS.removesuffix(".json")


def files(
    packed: Sequence[Pack], glossary: Iterable[Term], folder: Path, tell: Callable[[Problem], None] = lambda _: None, *,
    there: Mapping[str, str] = {}, cache: Path | None = None, jobs: int = JOBS, run: Run | None = None, workspace: Path | None = None,
) -> Generator[tuple[str, bytes], None, None]:
    """Path in the site and content of each file of the search: the index of `packed`, whose pages were `prepared` in `folder`, and what
    means the same by the `glossary`. Of packs that lie in the site already `there` is what their facets are called (`facets_in`), by their
    keys; none of the last, with which goes what is of all.

    `jobs` packs are indexed at a time, or as many as `run` has workers for, who see the same folders. What is thrown away lies in
    `workspace`, or where the system keeps what is temporary. Of a pack that is as it was the index is taken from the folder `cache`,
    where those made now are kept; `tell` is told when something there is not what was kept. Raises SearchError (Unprepared where what
    a page was prepared to is not there as it was) and OSError; whoever leaves off closes the iterator, which ends what is running.

    All names but those of the lists and of Pagefind's own small entries change with their content, so that a visitor during
    a publication meets the index of before or that of after, or lists that do not fit, upon which the search begins anew.
    """
    engine: dict[str, bytes] = {}
    listed: list[dict[str, object]] = []
    rest = [pack for pack in packed if pack.key not in there]
    assert rest[-1:] == list(packed[-1:])
    with closing(bundles(rest, folder, tell, cache=cache, jobs=jobs, run=run, workspace=workspace)) as found:
        for pack in packed:
            place, facets = f"{_PACKS}/{pack.key}", there.get(pack.key, "")
            for path, content in next(found)[1].items() if pack.key not in there else ():
                if is_engine(path):
                    engine[path] = content  # the same for all packs
                    continue
                if path == FACETS:
                    path = facets = f"{_STEM}.{hashlib.sha1(content).hexdigest()[:10]}.json"
                yield f"{place}/{path}", content
            listed.append({
                "key": pack.key, "name": pack.name, "homes": pack.homes, "folder": place, "facets": facets, "pages": len(pack.pages),
            })
    for path, content in engine.items():
        yield f"{_PACKS}/{path}", content
    yield f"{FOLDER}/bundles.json", _json(listed)
    yield f"{FOLDER}/synonyms.json", _json([[term.name, *term.synonyms] for term in glossary if term.synonyms])


def pack_of(path: str) -> str:
    """The key of the pack whose index a file of the search is of; empty for what is of all."""
    names = path.removeprefix(f"{_PACKS}/").split("/")
    return names[0] if path.startswith(f"{_PACKS}/") and len(names) > 1 else ""


def facets_in(paths: Iterable[str]) -> str:
    """What the facets are called among the files of a pack's index."""
    return next(name for name in (path.removeprefix(f"{_PACKS}/{pack_of(path)}/") for path in paths) if name.startswith(f"{_STEM}."))


def tidy(packed: Sequence[Pack], *folders: Path) -> None:
    """Remove from `folders`, where pages were `prepared` or indexes kept, what the build of `packed` that is now done made no use of.
    Nothing else is touched, and what cannot be removed stays. Raises SearchError."""
    used = frozenset((*reuse.keys(packed), *(page.digest for pack in packed for page in pack.pages)))
    for folder in folders:
        reuse.forget(folder, used)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
