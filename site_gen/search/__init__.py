"""Documents of a whole site in, the files out by which its pages are searched: a Pagefind index of each pack of them, the one
engine that reads them all; which packs there are; which words mean the same.

The rest of the package, in the order in which a text goes through it: `texts` (an entry → its texts), `items` (what stands
under one anchor), `documents` (a page → its items by 種類), `packs` (what is indexed together), `normal` (a text → as it is
searched), `tokens` (→ ASCII), `shadow` (a document → HTML of tokens, and what is shown), `bundle` (→ Pagefind's files,
rewritten).
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_gen.model import Site
from site_gen.search.bundle import FACETS, SearchError, index_files, is_engine
from site_gen.search.documents import Document, documents
from site_gen.search.packs import FULL, MOST, packs

__all__ = ["Document", "SearchError", "documents", "files"]

FOLDER = "search"


def files(
    site: Site, found: Sequence[Document], most: int = MOST, full: int = FULL, workspace: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Path in the site and content of each file of the index of `found`; raises SearchError. `most` and `full` as for `packs`;
    what Pagefind reads and writes lies in `workspace`, or where the system keeps what is temporary.

    All names but those of the lists and of Pagefind's own small entries change with their content, so that a visitor during
    a publication meets the index of before or that of after, or lists that do not fit, upon which the search begins anew.
    """
    engine: dict[str, bytes] = {}
    listed: list[dict[str, object]] = []
    for pack in packs(site.municipalities, found, most, full):
        folder = f"{FOLDER}/index/{pack.key}"
        facets = ""
        for path, content in index_files(pack.documents, workspace):
            if is_engine(path):
                engine[path] = content  # the same for all packs
                continue
            if path == FACETS:
                path = facets = f"facets.{hashlib.sha1(content).hexdigest()[:10]}.json"
            yield f"{folder}/{path}", content
        listed.append({
            "key": pack.key, "name": pack.name, "homes": pack.homes, "folder": folder, "facets": facets, "pages": pack.pages,
        })
    for path, content in engine.items():
        yield f"{FOLDER}/index/{path}", content
    yield f"{FOLDER}/bundles.json", _json(listed)
    yield f"{FOLDER}/synonyms.json", _json([[term.name, *term.synonyms] for term in site.glossary if term.synonyms])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
