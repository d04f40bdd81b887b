"""An assessment in, what its data files are made of out: its facts, the page of every anchor, its changes with their pages."""

from collections.abc import Iterator

from site_gen.changes import ChangeView
from site_gen.data import Source
from site_gen.model import Assessment, Municipality, Site
from site_gen.pages.history import histories
from site_gen.pages.parts import addresses
from site_gen.pages.told import facts_of


def source_of(site: Site, m: Municipality, a: Assessment) -> Source:
    """What data files say of `a`, one of the assessments of `m`."""
    url = f"{site.url.rstrip('/')}/" if site.url else ""
    return Source(m, a, facts_of(site, m, a), addresses(a), tuple(_changes(a)), site.laws, url)


def _changes(a: Assessment) -> Iterator[tuple[ChangeView, str, str | None]]:
    """Each row of 変更箇所 with its page and the day it is listed under; one without a day belongs to the row above."""
    found = histories(a)
    if found is None:
        return
    for day in found.days:
        first = day.rows[0].changed.day
        for view in day.rows:
            yield view, found.page_of(view), first.start.iso if first else None
