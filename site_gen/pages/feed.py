"""A site in, its feeds out: one for the site, each municipality and each assessment with dated changes; no XML, no JSON.

An entry is a row of 変更箇所 and the same in every feed. Its id comes from the municipality's code, the folders and the
row's address, never from where the site lies or when it was made. A row without a day is no news and in no feed.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from site_gen.changes import Piece
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages.everywhere import Home, SiteChange, home_of
from site_gen.pages.history import TIMELINE, histories
from site_gen.pages.page import CHANGES, Link

_NAMESPACE = uuid.UUID("a96120b2-d750-4d28-ac84-028d3410db1f")  # of all ids; another one would make every entry new
_MOST = 200  # entries of the site and of a municipality
_MOST_OF_ONE = 500  # entries of an assessment
_NAMED = 3  # items named in an entry
_IMPORTANT = "※ 重要な変更の対象"
_BLANKS = "空白の違いだけ"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A row of 変更箇所 in a feed reader: `pieces` are its changed words, `sides` (label, text) stand where those cannot be
    told; `updated` is 変更日 (RFC 3339, midnight in Japan)."""

    id: str
    title: str
    path: str
    anchor: str
    updated: str
    author: str
    tags: tuple[str, ...]
    items: tuple[str, ...]
    pieces: tuple[Piece, ...]
    sides: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> str:
        """The change as plain text in one line; white space that went or came is no word."""
        words = {"gone": "［削除：{}］", "new": "［追加：{}］"}
        text = "".join((words.get(piece.kind, "{}") if piece.text.strip() else "{}").format(piece.text) for piece in self.pieces)
        return " ".join((text or "　".join(f"{label}：{side}" for label, side in self.sides)).split("\n"))


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in the folder `path`; `home` is the page that shows the same changes."""

    id: str
    title: str
    path: str
    home: str
    author: str
    entries: tuple[FeedEntry, ...]

    @property
    def updated(self) -> str:
        """When its newest entry changed."""
        return max(entry.updated for entry in self.entries)


def assessment_feed(m: Municipality, a: Assessment) -> Link | None:
    """The folder and title of the feed of `a`; None when it has no dated change."""
    found = histories(a)
    if found is None or not any(day.rows[0].changed.day for day in found.days):
        return None
    return _feed_of(home_of(m, a))


def _feed_of(home: Home) -> Link:
    return Link(f"{home.municipality_name}　{home.name}の変更", home.base)


def municipality_feed(m: Municipality, changes: Iterable[SiteChange]) -> Link | None:
    """The folder and title of the feed of `m`; None when none of the `changes` of the site is a dated one of its own."""
    return Link(f"{m.name}の評価書の変更", m.slug) if any(one.day and one.home.municipality == m.slug for one in changes) else None


def site_feed(site: Site, changes: Iterable[SiteChange]) -> Link | None:
    """The folder and title of the feed of the site; None when none of its `changes` is dated."""
    return Link(f"{site.title}の変更", "") if any(one.day for one in changes) else None


def feeds(site: Site, changes: Iterable[SiteChange]) -> Iterator[Feed]:
    """All feeds of the site, of whose `changes` the latest come first: each municipality's assessments, the municipality, and
    last the site."""
    rows = [change for change in changes if change.day]
    homes = {m.slug: m for m in site.municipalities}
    entries = {(change.home.base, change.anchor): _entry(change, homes[change.home.municipality]) for change in rows}

    def feed(link: Link, identity: str, home: str, author: str, own: Sequence[SiteChange], most: int) -> Feed:
        shown = tuple(entries[change.home.base, change.anchor] for change in own[:most])
        return Feed(_id(identity), link.text, link.path, home, author, shown)

    for m in site.municipalities:
        of_city = [change for change in rows if change.home.municipality == m.slug]
        of_one: dict[Home, list[SiteChange]] = {}
        for change in of_city:
            of_one.setdefault(change.home, []).append(change)
        for home, own in of_one.items():
            yield feed(_feed_of(home), f"{_code(m)}/{home.slug}", f"{home.base}/{TIMELINE}", m.name, own, _MOST_OF_ONE)
        if link := municipality_feed(m, of_city):
            yield feed(link, _code(m), m.slug, m.name, of_city, _MOST)
    if link := site_feed(site, rows):
        yield feed(link, f"{site.title}\n{site.publisher}", CHANGES, site.publisher or site.title, rows, _MOST)


def _entry(change: SiteChange, m: Municipality) -> FeedEntry:
    assert change.day
    items = _items(change)
    home = change.home
    return FeedEntry(
        id=_id(f"{_code(m)}/{home.slug}/{change.anchor}"),
        title=f"{m.name}　{home.name}：{items[0]}{f' ほか{len(items) - 1}件' if len(items) > 1 else ''}{'（推定）' if change.guess else ''}",
        path=change.path,
        anchor=change.anchor,
        updated=f"{change.day.year:04d}-{change.day.month or 1:02d}-{change.day.day or 1:02d}T00:00:00+09:00",
        author=m.name,
        tags=tuple(tag for tag in (change.when, _IMPORTANT if change.important else "", _BLANKS if change.only_blanks else "") if tag),
        items=items if len(items) <= _NAMED else (*items[:_NAMED], f"ほか{len(items) - _NAMED}件"),
        pieces=change.brief,
        sides=change.sides,
    )


def _items(change: SiteChange) -> tuple[str, ...]:
    """The items in words, or 項目 as written where they are not known."""
    named = tuple(place.short + (f"（{place.mark}）" if place.mark else "") for place in change.places)
    if named:
        return named
    return (("（要約）" if change.summary else "") + change.words if change.words else "項目の記載なし",)


def _code(m: Municipality) -> str:
    """What tells municipalities apart on every site: the code, and the folder where two share one or have none."""
    return f"{m.code}/{m.slug}"


def _id(identity: str) -> str:
    return uuid.uuid5(_NAMESPACE, identity).urn
