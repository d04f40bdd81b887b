"""Documents of a whole site in, the packs out that are indexed one by one: everything in one, or on a large site municipalities
side by side in packs of about a thousand pages, so that whoever asks for one municipality loads one pack.

What one search costs grows with the square of the pages of a pack, and every search loads a list of them all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from site_gen.model import Municipality
from site_gen.search.documents import Document

ALL = "all"  # the pack of everything; where there are many, of what is of no municipality (none can be called so)
MOST = 2_500  # pages of a site that is one pack
FULL = 1_000  # pages of a pack of a larger site
_NAMED = 3  # municipalities that a pack is called by; of more, the first


@dataclass(frozen=True, slots=True)
class Pack:
    """Documents that are indexed together: `key` is the name of their folder, `homes` are the names of their municipalities
    (none: they are of no one), `name` says what is in it."""

    key: str
    name: str
    homes: tuple[str, ...]
    documents: tuple[Document, ...]

    @property
    def pages(self) -> int:
        """How many published pages the documents are of."""
        return len({document.path for document in self.documents})


def packs(municipalities: Sequence[Municipality], documents: Sequence[Document], most: int = MOST, full: int = FULL) -> Iterator[Pack]:
    """The packs in the order of the site, what is of no municipality last. A site of up to `most` pages is one; else none has
    more than `full`, and a municipality is cut only if it alone has more."""
    if len({document.path for document in documents}) <= most:
        if documents:
            yield Pack(ALL, "全体", tuple(one.name for one in municipalities), tuple(documents))
        return
    by_home: dict[str, list[list[Document]]] = {}
    for _, own in groupby(documents, lambda document: document.path):
        page = list(own)
        by_home.setdefault(page[0].home, []).append(page)
    waiting: list[Municipality] = []
    for m in municipalities:
        if waiting and sum(len(by_home[one.slug]) for one in (*waiting, m) if one.slug in by_home) > full:
            yield from _cut(waiting[0].slug, tuple(one.name for one in waiting), _of(waiting, by_home), full)
            waiting = []
        if m.slug in by_home:
            waiting.append(m)
    if waiting:
        yield from _cut(waiting[0].slug, tuple(one.name for one in waiting), _of(waiting, by_home), full)
    yield from _cut(ALL, (), by_home.get("", []), full)


def _of(municipalities: Sequence[Municipality], by_home: dict[str, list[list[Document]]]) -> list[list[Document]]:
    return [page for one in municipalities for page in by_home[one.slug]]


def _cut(key: str, homes: tuple[str, ...], pages: Sequence[Sequence[Document]], full: int) -> Iterator[Pack]:
    """`pages` as one pack, or as several of nearly the same size."""
    count = -(-len(pages) // full)
    for number in range(count):
        own = pages[len(pages) * number // count : len(pages) * (number + 1) // count]
        name = _name(homes) + (f"（{number + 1}／{count}）" if count > 1 else "")
        # No folder of a municipality has a full stop in its name.
        yield Pack(f"{key}.{number + 1}" if number else key, name, homes, tuple(one for page in own for one in page))


def _name(homes: Sequence[str]) -> str:
    if not homes:
        return "共通の索引と用語集"
    return "、".join(homes) if len(homes) <= _NAMED else f"{homes[0]}など{len(homes)}の自治体"
