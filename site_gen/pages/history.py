"""The change history of an assessment in, what its pages show of it out: the timeline, a page a day, a list by item."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from site_gen.changes import ChangeDay, ChangeView, ItemHistory, by_day, by_item, newest_first, views
from site_gen.history import history
from site_gen.model import Assessment
from site_gen.pages.parts import addresses
from site_gen.resolve.words import in_words

TIMELINE = "henko"
BY_ITEM = "henko-koumoku"
_WITH_BRIEF = 150  # rows; a longer timeline names the items only, and stays under 200 KB


@dataclass(frozen=True, slots=True)
class Histories:
    """The rows of 変更箇所 by day and by item, for every page of the assessment; `days` are in the order written; `brief`
    says whether the timeline shows the changed words, `parts` are those that changes concern, in the order of the form."""

    rows: tuple[ChangeView, ...]
    days: tuple[ChangeDay, ...]
    items: tuple[ItemHistory, ...]
    of_item: Mapping[str, ItemHistory]
    day_of: Mapping[str, str]
    brief: bool
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


@lru_cache(maxsize=256)  # asked for by the pages of an assessment, those of the site and the feeds
def histories(a: Assessment) -> Histories | None:
    """What the pages of `a` show of its changes; None when it has none."""
    found = history(a)
    if not found.rows:
        return None
    places = addresses(a)
    items = [entry for part in a.parts for entry in part.walk()]
    titles = {one.anchor: in_words(a.form, one.locator) for one in items}  # with the number of the file, which `place` lacks
    titles |= {one.anchor: in_words(a.form, one.locator) for entry in items for one in entry.instances}
    parts = {part.locator: part.item.title for part in a.parts}
    rows = views(found, places, parts)
    days = by_day(rows)
    changed = by_item(rows, found, places, {anchor: titles.get(anchor, anchor) for anchor in places})
    return Histories(
        rows, days, changed, {one.anchor: one for one in changed},
        {view.anchor: day.key for day in days for view in day.rows}, len(rows) <= _WITH_BRIEF,
        tuple(title for title in parts.values() if any(title in view.parts for view in rows)),
    )
