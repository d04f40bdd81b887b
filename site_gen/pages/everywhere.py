"""A site in, its changes out: every row of 変更箇所 of every assessment with where it stands, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.changes import ChangeView
from site_gen.dates import Moment
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages.history import histories


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A row of 変更箇所: `day` is the day it is listed under (None: none), `path` the page of that day."""

    municipality: Municipality
    assessment: Assessment
    view: ChangeView
    day: Moment | None
    day_text: str
    path: str

    @property
    def base(self) -> str:
        """The address of the assessment."""
        return f"{self.municipality.slug}/{self.assessment.slug}"

    @property
    def item(self) -> str:
        """項目 as written; for a 同上 what stands above it."""
        return self.view.same_as or self.view.item


def changes_everywhere(site: Site) -> tuple[SiteChange, ...]:
    """All rows, the latest day first, those without a day last; within a day by municipality and assessment, as written."""
    rows = (change for m in site.municipalities for a in m.assessments for change in _changes(m, a))
    return tuple(sorted(rows, key=lambda one: one.day or Moment(0), reverse=True))


def _changes(m: Municipality, a: Assessment) -> Iterator[SiteChange]:
    found = histories(a)
    if found is None:
        return
    for day in found.days:
        first = day.rows[0].changed.day  # a row without a day of its own belongs to the one above
        for view in day.rows:
            yield SiteChange(m, a, view, first.start if first else None, day.text, f"{m.slug}/{a.slug}/{found.page_of(view)}")
