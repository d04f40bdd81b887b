"""Prepared pages of a whole site in, the packs out that are indexed one by one: everything in one, or on a large site municipalities
side by side in packs of up to a thousand pages, so that whoever asks for one municipality loads one pack.

What one search costs grows with the square of the pages of a pack, and every search loads a list of them all. Where packs begin
is decided by names alone, never by how many pages the packs before hold: when a municipality gains or loses pages, its own pack
may be cut in two or join the one beside it, and all others stay as they were.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_gen.search.prepared import Prepared

ALL = "all"  # the pack of everything; where there are many, of what is of no municipality (none can be called so)
MOST = 2_500  # pages of a site that is one pack
FULL = 1_000  # pages of a pack of a larger site
_NAMED = 3  # municipalities that a pack is called by; of more, the first


@dataclass(frozen=True, slots=True)
class Pack:
    """Pages that are indexed together: `key` is the name of their folder, `homes` are the names of their municipalities (none: they
    are of no one), `name` says what is in it."""

    key: str
    name: str
    homes: tuple[str, ...]
    pages: tuple[Prepared, ...]


def packs(names: Mapping[str, str], pages: Sequence[Prepared], most: int = MOST, full: int = FULL) -> tuple[Pack, ...]:
    """The packs of a site whose municipalities have these `names` by their folders, in the order of the site, what is of no
    municipality last. A site of up to `most` pages is one; else none has more than `full`, and a municipality is cut only if it
    alone has more."""
    if len(pages) > most:
        return tuple(_packs(names, pages, full))
    return (Pack(ALL, "全体", tuple(names.values()), tuple(pages)),) if pages else ()


def _packs(names: Mapping[str, str], pages: Sequence[Prepared], full: int) -> Iterator[Pack]:
    by_home: dict[str, list[Prepared]] = {slug: [] for slug in (*names, "")}
    for page in pages:
        by_home[page.home].append(page)
    common = by_home.pop("")
    slugs = tuple(by_home)
    for run in _runs(slugs, [len(own) for own in by_home.values()], full):
        some = [slug for slug in slugs[run] if by_home[slug]]
        if some:
            yield from _cut(some[0], tuple(names[slug] for slug in some), [page for slug in some for page in by_home[slug]], full)
    yield from _cut(ALL, (), common, full)


def _cut(key: str, homes: tuple[str, ...], pages: Sequence[Prepared], full: int) -> Iterator[Pack]:
    """`pages` as one pack, or as several; the further ones are called by their first page, so that they keep their names when another
    one comes to stand before them."""
    runs = list(_runs([page.path for page in pages], [1] * len(pages), full))
    for number, run in enumerate(runs):
        name = _name(homes) + (f"（{number + 1}／{len(runs)}）" if len(runs) > 1 else "")
        # No folder of a municipality has a full stop in its name.
        yield Pack(f"{key}.{_digest(pages[run][0].path)[:8]}" if number else key, name, homes, tuple(pages[run]))


def _runs(names: Sequence[str], counts: Sequence[int], full: int, begin: int = 0, end: int | None = None) -> Iterator[slice]:
    """Runs of `names` of up to `full` pages, or of one name; `counts` are the pages of each. A run that has more is cut at one of the places
    in its middle half, before the name with the smallest digest: which one depends on the names that there are, not on their pages."""
    end = len(names) if end is None else end
    edge = max(1, (end - begin) // 4)
    if begin < end and (end - begin == 1 or sum(counts[begin:end]) <= full):
        yield slice(begin, end)
    elif begin < end:
        at = min(range(begin + edge, end - edge + 1), key=lambda place: _digest(names[place]))
        yield from _runs(names, counts, full, begin, at)
        yield from _runs(names, counts, full, at, end)


def _digest(name: str) -> str:
    return hashlib.blake2b(name.encode("utf-8"), digest_size=8).hexdigest()


def _name(homes: Sequence[str]) -> str:
    if not homes:
        return "共通の索引と用語集"
    return "、".join(homes) if len(homes) <= _NAMED else f"{homes[0]}など{len(homes)}の自治体"
