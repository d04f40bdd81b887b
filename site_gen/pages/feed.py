"""A site in, its feeds out: one for the site, each municipality and each assessment with dated changes; no XML, no JSON.

An entry is a row of 変更箇所 and the same in every feed. Its id comes from the municipality's code, the folders and the
row's address, never from where the site lies or when it was made. A row without a day is no news and in no feed.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_gen.changes import Cell, Piece
from site_gen.model import Assessment, Chosen, Municipality, Site, Words
from site_gen.pages.everywhere import SiteChange, changes_everywhere
from site_gen.pages.history import TIMELINE, histories
from site_gen.pages.page import CHANGES, Link

_NAMESPACE = uuid.UUID("a96120b2-d750-4d28-ac84-028d3410db1f")  # of all ids; another one would make every entry new
_MOST = 200  # entries of the site and of a municipality
_MOST_OF_ONE = 500  # entries of an assessment
_CUT = 160  # characters of a text that is shown without marks
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
    return Link(f"{m.name}　{a.name}の変更", f"{m.slug}/{a.slug}")


def municipality_feed(m: Municipality) -> Link | None:
    """The folder and title of the feed of `m`; None when none of its assessments has a dated change."""
    return Link(f"{m.name}の評価書の変更", m.slug) if any(assessment_feed(m, a) for a in m.assessments) else None


def site_feed(site: Site) -> Link | None:
    """The folder and title of the feed of the site; None when it has no dated change."""
    return Link(f"{site.title}の変更", "") if any(municipality_feed(m) for m in site.municipalities) else None


def feeds(site: Site) -> Iterator[Feed]:
    """All feeds of the site: each municipality's assessments, the municipality, and last the site."""
    rows = [change for change in changes_everywhere(site) if change.day]
    entries = {(change.base, change.view.anchor): _entry(change) for change in rows}

    def feed(link: Link, identity: str, home: str, author: str, own: Sequence[SiteChange], most: int) -> Feed:
        shown = tuple(entries[change.base, change.view.anchor] for change in own[:most])
        return Feed(_id(identity), link.text, link.path, home, author, shown)

    for m in site.municipalities:
        for a in m.assessments:
            if link := assessment_feed(m, a):
                own = [change for change in rows if change.base == link.path]
                yield feed(link, f"{_code(m)}/{a.slug}", f"{link.path}/{TIMELINE}", m.name, own, _MOST_OF_ONE)
        if link := municipality_feed(m):
            yield feed(link, _code(m), m.slug, m.name, [change for change in rows if change.municipality is m], _MOST)
    if link := site_feed(site):
        yield feed(link, f"{site.title}\n{site.publisher}", CHANGES, site.publisher or site.title, rows, _MOST)


def _entry(change: SiteChange) -> FeedEntry:
    assert change.day
    view, m, a = change.view, change.municipality, change.assessment
    items = _items(change)
    timing = view.timing.value
    when = timing.choice or timing.text if isinstance(timing, Chosen) else view.timing.text
    return FeedEntry(
        id=_id(f"{_code(m)}/{a.slug}/{view.anchor}"),
        title=f"{m.name}　{a.name}：{items[0]}{f' ほか{len(items) - 1}件' if len(items) > 1 else ''}{'（推定）' if view.guess else ''}",
        path=change.path,
        anchor=view.anchor,
        updated=f"{change.day.year:04d}-{change.day.month or 1:02d}-{change.day.day or 1:02d}T00:00:00+09:00",
        author=m.name,
        tags=tuple(tag for tag in (when, _IMPORTANT if view.changed.important else "", _BLANKS if view.only_blanks else "") if tag),
        items=items if len(items) <= _NAMED else (*items[:_NAMED], f"ほか{len(items) - _NAMED}件"),
        pieces=view.brief,
        sides=() if view.brief else (_side("変更前の記載", view.before), _side("変更後の記載", view.after)),
    )


def _items(change: SiteChange) -> tuple[str, ...]:
    """The items in words, or 項目 as written where they are not known."""
    named = tuple(place.short + (f"（{place.mark}）" if place.mark else "") for place in change.view.places)
    if named:
        return named
    value = change.view.changed.row.child("項目").value
    summary = "（要約）" if isinstance(value, Words) and value.summary else ""
    return (summary + change.item if change.item else "項目の記載なし",)


def _side(label: str, cell: Cell) -> tuple[str, str]:
    text = cell.entry.text.strip()
    if not text:
        return label, "未収録" if cell.entry.state == "absent" else "空欄"
    return label + ("（要約）" if cell.kind == "summary" else ""), text if len(text) <= _CUT else text[:_CUT] + "…"


def _code(m: Municipality) -> str:
    """What tells municipalities apart on every site: the code, and the folder where two share one or have none."""
    return f"{m.code}/{m.slug}"


def _id(identity: str) -> str:
    return uuid.uuid5(_NAMESPACE, identity).urn
