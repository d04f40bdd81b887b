"""Documents of a whole site in, the files out by which its pages are searched: one Pagefind bundle, or on a large site one a
municipality; which bundles there are; which words mean the same.

The rest of the package, in the order in which a text goes through it: `texts` (an entry → its texts), `items` (what stands
under one anchor), `documents` (a page → its items by 種類), `normal` (a text → as it is searched), `tokens` (→ ASCII),
`shadow` (a document → HTML of tokens, and what is shown), `bundle` (→ Pagefind's files, rewritten).
"""

import json
from collections.abc import Iterator, Sequence

from site_gen.model import Site
from site_gen.search.bundle import SearchError, index_files
from site_gen.search.documents import Document, documents

__all__ = ["Document", "SearchError", "documents", "files"]

FOLDER = "search"
ALL = "all"  # the bundle of everything; where there are many, of what belongs to no municipality (none can be called so)
MOST = 2_500  # pages in one bundle; Pagefind compares pages with each other, and every query loads a list of all


def files(site: Site, found: Sequence[Document], most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """Path in the site and content of each file of the index of `found`; raises SearchError."""
    pages = len({document.path for document in found})
    split = pages > most
    names = {ALL: "自治体に共通の用語集と索引" if split else "全体", **{m.slug: m.name for m in site.municipalities}}
    listed: list[dict[str, object]] = []
    for key, name in sorted(names.items(), key=lambda one: one[0] == ALL):
        own = [one for one in found if not split or (one.home or ALL) == key] if split or key == ALL else []
        if own:
            folder = f"{FOLDER}/index/{key}"
            for path, content in index_files(own):
                yield f"{folder}/{path}", content
            listed.append({"key": key, "name": name, "folder": folder, "pages": len({one.path for one in own})})
    yield f"{FOLDER}/bundles.json", _json(listed)
    yield f"{FOLDER}/synonyms.json", _json([[term.name, *term.synonyms] for term in site.glossary if term.synonyms])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
