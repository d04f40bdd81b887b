"""A page in, what its part of the index is made of out: a file with its shadow pages and what is shown instead of them, and a small
value that says which page it is of and what is in it.

All that takes time for a page is done here, in any process. The file is called by a digest of what it holds: whoever reads it
knows that it is whole and of that page, wherever and when it was made.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_gen.pages.page import Page
from site_gen.search.documents import Document, documents
from site_gen.search.shadow import shadow, shown

_LEVEL = 1  # of compression: 29 % of the bytes remain (26 % at 6), in half the time


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page that can be found: its address, the folder of its municipality (empty for pages of the whole site), and a digest of
    everything that its part of the index is made of."""

    path: str
    home: str
    digest: str


def prepared(page: Page, folder: Path) -> tuple[Prepared, ...]:
    """What of `page` can be found, once its file is written to the existing `folder`; nothing of a page that has no documents.

    Raises OSError.
    """
    found = tuple(documents(page))
    return (of_documents(found, folder),) if found else ()


def of_documents(found: Sequence[Document], folder: Path) -> Prepared:
    """The same of a page by its documents, of which there is at least one."""
    data = b"\n".join(line for one in found for line in _lines(one))
    done = Prepared(found[0].path, found[0].home, _digest(data))
    if pairs(done, folder) is None:
        written = folder / f"{done.digest}.{os.getpid()}"
        written.write_bytes(zlib.compress(data, _LEVEL))
        written.replace(folder / done.digest)
    return done


def pairs(one: Prepared, folder: Path) -> tuple[tuple[bytes, bytes], ...] | None:
    """By document of the page, its shadow page and, as JSON, what is shown instead (as `Shown`, with `version` and `facets`); None
    where the file in `folder` is not there or not what it was."""
    try:
        data = zlib.decompress((folder / one.digest).read_bytes())
    except (OSError, zlib.error):
        return None
    if _digest(data) != one.digest:
        return None
    lines = data.split(b"\n")
    return tuple(zip(lines[::2], lines[1::2], strict=True))


def _lines(document: Document) -> Iterator[bytes]:
    """Its shadow page and what is shown, neither of which has an end of line in it."""
    seen = shown(document)
    yield shadow(document, seen.version).encode("utf-8")
    yield json.dumps({
        "version": seen.version, "url": seen.url, "content": seen.content, "meta": seen.meta, "anchors": seen.anchors,
        "facets": document.facets,
    }, ensure_ascii=False).encode("utf-8")


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
