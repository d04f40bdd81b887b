"""The change history of an assessment in, what its pages show of it out: the timeline, a page a day, a list by item."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_gen.changes import ChangeDay, ChangeView, ItemHistory, Piece, by_day, by_item, newest_first, views
from site_gen.history import history
from site_gen.kept import remembered
from site_gen.model import Assessment
from site_gen.pages.parts import addresses
from site_gen.resolve.words import in_words

TIMELINE = "henko"
BY_ITEM = "henko-koumoku"
_ROOM = 182_000  # bytes of the days and rows of the timeline, which may have 200 KB with the frame around them
_MOST = (100_000, *range(2_000, 150, -50))  # bytes that the changed words of a row may take, the first that fits
_MARK = 84  # bytes around a marked word
_LEAST = 4  # characters; fewer are no excerpt
_CONTEXT = 6  # characters of what stayed that stand beside a changed word where there is little room


@dataclass(frozen=True, slots=True)
class Histories:
    """The rows of 変更箇所 by day and by item, for every page of the assessment; `days` are in the order written;
    `briefs` are the changed words that the timeline shows, by row, `cut` whether some are left out, `parts` those that
    changes concern, in the order of the form."""

    rows: tuple[ChangeView, ...]
    days: tuple[ChangeDay, ...]
    items: tuple[ItemHistory, ...]
    of_item: Mapping[str, ItemHistory]
    day_of: Mapping[str, str]
    briefs: Mapping[str, tuple[Piece, ...]]
    cut: bool
    parts: tuple[str, ...]

    @property
    def timeline(self) -> tuple[ChangeDay, ...]:
        """The days in the order in which they are read: the newest first."""
        return newest_first(self.days)

    @property
    def timings(self) -> tuple[str, ...]:
        """The timings that occur, 事前 before 事後."""
        return tuple(sorted(dict.fromkeys(view.timing.text for view in self.rows if view.timing.text)))

    @property
    def important(self) -> bool:
        """Whether any row changed an item marked ※."""
        return any(view.changed.important for view in self.rows)

    def page_of(self, view: ChangeView) -> str:
        """The address of the page on which a row stands in full."""
        return f"{TIMELINE}-{self.day_of[view.anchor]}"


@remembered(256)  # asked for by the pages of an assessment, those of the site and the feeds
def histories(a: Assessment) -> Histories | None:
    """What the pages of `a` show of its changes; None when it has none."""
    found = history(a)
    if not found.rows:
        return None
    places = addresses(a)
    items = a.entries
    titles = {one.anchor: in_words(a.form, one.locator) for one in items}  # with the number of the file, which `place` lacks
    titles |= {one.anchor: in_words(a.form, one.locator) for entry in items for one in entry.instances}
    parts = {part.locator: part.item.title for part in a.parts}
    rows = views(found, places, parts)
    days = by_day(rows)
    changed = by_item(rows, found, places, {anchor: titles.get(anchor, anchor) for anchor in places})
    briefs, cut = _briefs(rows, len(days))
    return Histories(
        rows, days, changed, {one.anchor: one for one in changed},
        {view.anchor: day.key for day in days for view in day.rows}, briefs, cut,
        tuple(title for title in parts.values() if any(title in view.parts for view in rows)),
    )


def _briefs(rows: Sequence[ChangeView], days: int) -> tuple[dict[str, tuple[Piece, ...]], bool]:
    """The changed words of each row, as much of them as the timeline has room for, and whether that is less than all."""
    found = {view.anchor: brief for view in rows if (brief := view.brief)}
    room = _ROOM - 450 * days - sum(map(_weight_of_row, rows))
    for most in _MOST:
        shown = {anchor: tuple(_shortened(brief, most)) for anchor, brief in found.items()}
        if sum(30 + sum(map(_weight, brief)) for brief in shown.values()) <= room:
            return shown, shown != found
    return {}, False


def _shortened(pieces: Sequence[Piece], most: int) -> Iterator[Piece]:
    """`pieces` as far as they take `most` bytes, with less of what stayed between them."""
    if sum(map(_weight, pieces)) <= most:
        yield from pieces
        return
    left = most
    for at, piece in enumerate(pieces):
        one = piece
        if piece.kind == "same" and len(piece.text) > 2 * _CONTEXT:
            one = Piece("same", ("" if at == 0 else piece.text[:_CONTEXT]) + "…" + piece.text[-_CONTEXT:])
        if _weight(one) > left:
            letters = (left - (_MARK if one.kind != "same" else 0) - 3) // 3
            yield Piece(one.kind, one.text[:letters] + "…") if letters >= _LEAST else Piece("same", "…")
            return
        left -= _weight(one)
        yield one


def _weight(piece: Piece) -> int:
    """About how many bytes a run of changed words takes on the page."""
    return 3 * len(piece.text) + piece.text.count("\n") + (_MARK if piece.kind != "same" else 0)


def _weight_of_row(view: ChangeView) -> int:
    """About how many bytes a row takes on the timeline without its changed words."""
    places = sum(115 + 3 * len(place.short) + len(place.address + place.anchor) for place in view.places)
    return 240 + 3 * len(view.same_as + view.item) + places
