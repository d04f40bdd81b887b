"""Changes in, a feed of them out: of the site, of a municipality, of an assessment with dated changes; no XML, no JSON.

An entry is a row of 変更箇所 and the same in every feed. Its id comes from the municipality's code, the folders and the
row's address, never from where the site lies or when it was made. A row without a day is no news and in no feed.
"""

import heapq
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_gen.changes import Piece
from site_gen.dates import Moment
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages.everywhere import Home, SiteChange, home_of
from site_gen.pages.history import TIMELINE, histories
from site_gen.pages.page import CHANGES, Link

_NAMESPACE = uuid.UUID("a96120b2-d750-4d28-ac84-028d3410db1f")  # of all ids; another one would make every entry new
MOST = 200  # entries of the site and of a municipality
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


def feed_link(site: Site) -> Link:
    """The folder and title of the feed of the site, which is there when any of its changes is dated."""
    return Link(f"{site.title}の変更", "")


def feed_of_one(m: Municipality, changes: Iterable[SiteChange]) -> Feed | None:
    """The feed of one assessment of `m`, whose `changes` these are; None when none is dated."""
    rows = _newest(changes, _MOST_OF_ONE)
    if not rows:
        return None
    home = rows[0].home
    return _feed(_feed_of(home), f"{_code(m)}/{home.slug}", f"{home.base}/{TIMELINE}", m.name, rows, {m.slug: m})


def feed_of_municipality(m: Municipality, changes: Iterable[SiteChange]) -> Feed | None:
    """The feed of `m`, of whose assessments these are the `changes`; None when none is dated."""
    rows = _newest(changes, MOST)
    link = municipality_feed(m, rows)
    return _feed(link, _code(m), m.slug, m.name, rows, {m.slug: m}) if link else None


def feed_of_site(site: Site, changes: Iterable[SiteChange]) -> Feed | None:
    """The feed of the site, whose `changes` these are; None when none is dated."""
    rows = _newest(changes, MOST)
    homes = {m.slug: m for m in site.municipalities}
    return _feed(feed_link(site), f"{site.title}\n{site.publisher}", CHANGES, site.publisher or site.title, rows, homes) if rows else None


def _newest(changes: Iterable[SiteChange], most: int) -> tuple[SiteChange, ...]:
    """The latest dated ones first, within a day as they were."""
    return tuple(heapq.nlargest(most, (one for one in changes if one.day), key=lambda one: one.day or Moment(0)))


def _feed(link: Link, identity: str, home: str, author: str, rows: Iterable[SiteChange], homes: Mapping[str, Municipality]) -> Feed:
    return Feed(_id(identity), link.text, link.path, home, author, tuple(_entry(one, homes[one.home.municipality]) for one in rows))


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
