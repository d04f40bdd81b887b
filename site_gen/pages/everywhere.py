"""An assessment in, its changes out: every row of 変更箇所 with where it stands; those of a site newest first.

What is kept of a row is small: what lists and feeds show of it, not the texts before and after.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_gen.changes import Cell, ChangeView, Piece, Place
from site_gen.dates import Moment
from site_gen.model import Assessment, Municipality
from site_gen.pages.history import histories

_CUT = 160  # characters of a text that is shown without marks


@dataclass(frozen=True, slots=True)
class Home:
    """The assessment that a row is of: its municipality, the address and the name of both."""

    municipality: str
    municipality_name: str
    base: str
    name: str

    @property
    def slug(self) -> str:
        """The name of its folder in that of the municipality."""
        return self.base.removeprefix(f"{self.municipality}/")


def home_of(m: Municipality, a: Assessment) -> Home:
    """The home of the rows of `a`."""
    return Home(m.slug, m.name, f"{m.slug}/{a.slug}", a.name)


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A row of 変更箇所: `day` is the day it is listed under (None: none), `path` the page of that day, `anchor` and `count` the
    row there.

    `item` is 項目 as written (`summary`: in other words than the source's), `same_as` what a 同上 stands for; `places`, `guess`,
    `when`, `important`, `only_blanks` and `brief` are those of its view; `sides` (label, text) stand where the changed words
    cannot be told.
    """

    home: Home
    day: Moment | None
    day_text: str
    path: str
    anchor: str
    count: str
    item: str
    same_as: str
    summary: bool
    places: tuple[Place, ...]
    guess: str
    when: str
    important: bool
    only_blanks: bool
    brief: tuple[Piece, ...]
    sides: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """項目 as written; for a 同上 what stands above it."""
        return self.same_as or self.item


def day_of(row: SiteChange) -> Moment:
    """The day by which rows are put in order; without a day, before all others."""
    return row.day or Moment(0)


def in_order(rows: Iterable[SiteChange]) -> tuple[SiteChange, ...]:
    """`rows`, the latest day first, those without a day last; within a day as they were."""
    return tuple(sorted(rows, key=day_of, reverse=True))


def changes_of(m: Municipality, a: Assessment) -> Iterator[SiteChange]:
    """The rows of one assessment, as written."""
    found = histories(a)
    if found is None:
        return
    home = home_of(m, a)
    for day in found.days:
        first = day.rows[0].changed.day  # a row without a day of its own belongs to the one above
        for view in day.rows:
            yield _change(home, view, first.start if first else None, day.text, f"{home.base}/{found.page_of(view)}")


def _change(home: Home, view: ChangeView, day: Moment | None, day_text: str, path: str) -> SiteChange:
    brief = view.brief
    return SiteChange(
        home, day, day_text, path, view.anchor, view.count, view.item, view.same_as, view.summary, view.places, view.guess, view.when,
        view.important, view.only_blanks, brief,
        () if brief else (_side("変更前の記載", view.before), _side("変更後の記載", view.after)),
    )


def _side(label: str, cell: Cell) -> tuple[str, str]:
    text = cell.entry.text.strip()
    if not text:
        return label, "未収録" if cell.entry.state == "absent" else "空欄"
    return label + ("（要約）" if cell.kind == "summary" else ""), text if len(text) <= _CUT else text[:_CUT] + "…"
