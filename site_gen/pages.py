"""A site in, its pages out: which pages there are, their addresses, titles and neighbours; no HTML.

An assessment's pages depend on that assessment, its municipality's and the site's settings, and nothing else.
"""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from site_gen import check, facts
from site_gen.dates import Moment
from site_gen.form import Block, Form, Part, Table
from site_gen.forms import UNKNOWN_EDITION
from site_gen.model import Assessment, Dated, Entry, Instance, Municipality, Site
from site_gen.wording import SAME_AS_ABOVE, same

CONTACT_ANCHOR = "toiawase"
IMAGES = "zu"  # folder of an assessment's pictures


@dataclass(frozen=True, slots=True)
class Link:
    """An address inside the site (a folder path, `""` for the root, and an anchor) and the words that lead there."""

    text: str
    path: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file, `<path>/index.html`, and everything its template shows.

    `template` is the file in templates/. `address` of an assessment's pages names them in one word (`ii-f1`); `whole`
    says that all parts stand on this page, so that links inside the assessment stay on it.
    """

    path: str
    template: str
    title: str
    site: Site
    municipality: Municipality | None = None
    assessment: Assessment | None = None
    crumbs: tuple[Link, ...] = ()
    contents: tuple[Link, ...] = ()
    nav: tuple[Link, ...] = ()
    previous: Link | None = None
    following: Link | None = None
    inquiries: tuple[Link, ...] = ()
    whole: bool = False
    ended: str = ""  # the day on which the 事務 ended, as written
    own: Any = None  # what only this kind of page shows; each template names its type

    @property
    def shows_nav(self) -> bool:
        """Whether the list of all pages of the assessment stands beside this one; the first page holds it already."""
        return bool(self.nav) and self.nav[0].path != self.path

    @property
    def full_title(self) -> str:
        """「ページ名 - 評価書名 - 自治体名」 (accessibility.md), on other pages 「ページ名 - サイト名」."""
        names = [self.title]
        if self.assessment and self.municipality:
            names += [self.assessment.name, self.municipality.name]
        elif self.municipality or self.path:
            names += [self.site.title]
        return " - ".join(dict.fromkeys(names))

    def to(self, path: str, anchor: str = "") -> str:
        """The relative link from this page to another page of the site; `index.html` is named so that file:// works."""
        fragment = f"#{anchor}" if anchor else ""
        if path == self.path and anchor:
            return fragment
        return posixpath.relpath(f"/{path}/index.html", f"/{self.path}") + fragment

    def asset(self, name: str) -> str:
        """The relative link from this page to a file of assets/."""
        return posixpath.relpath(f"/assets/{name}", f"/{self.path}")

    def image(self, name: str) -> str:
        """The relative link from this page to a picture of the same assessment."""
        assert self.municipality and self.assessment
        return posixpath.relpath(f"/{self.municipality.slug}/{self.assessment.slug}/{IMAGES}/{name}", f"/{self.path}")

    def beside(self, entry: Entry, name: str) -> str:
        """The text of the row called `name` that stands beside `entry`, or an empty text."""
        assert self.assessment
        found = self.assessment.at(f"{entry.locator.rsplit('/', 1)[0]}/{name}")
        return found.text if found else ""

    def within(self, address: str, anchor: str = "") -> str:
        """The link to a page of the same assessment, or to its place on this page when this page holds everything."""
        if self.whole:
            return f"#{anchor or address}"
        assert self.municipality and self.assessment
        return self.to(f"{self.municipality.slug}/{self.assessment.slug}/{address}", anchor)


@dataclass(frozen=True, slots=True)
class PartView:
    """One page of an assessment: a part, or one file's repeat of it; `entries` are its rows."""

    part: Entry
    address: str
    title: str
    instance: Instance | None
    entries: tuple[Entry, ...]
    sheets: tuple[Instance, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row of 変更箇所: its 項目 as published, and what 「同上」 stands for (empty when it says something else)."""

    row: Instance
    item: str
    same_as: str


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """The rows of one 変更日, as written."""

    text: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class BlocksView:
    """The page of a block that has one of its own (提供先), with the list beside it."""

    block: Entry
    table: Entry | None
    address: str
    title: str
    file: Instance


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page of an assessment shows."""

    cover: Entry
    figures: facts.Figures
    parts: tuple[PartView, ...]
    missing: tuple[str, ...]
    recent: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """An assessment in the list of its municipality."""

    assessment: Assessment
    figures: facts.Figures
    ended: str


@dataclass(frozen=True, slots=True)
class RecentChange:
    """A change on the portal: where it stands and what changed."""

    municipality: Municipality
    assessment: Assessment
    change: facts.Change


def pages(site: Site) -> Iterator[Page]:
    """All pages of the site: each municipality's assessments, the municipality, and last the portal."""
    for municipality in site.municipalities:
        for assessment in municipality.assessments:
            yield from assessment_pages(site, municipality, assessment)
        yield _municipality(site, municipality)
    yield _portal(site)


def assessment_pages(site: Site, m: Municipality, a: Assessment) -> Iterator[Page]:
    """The pages of one assessment: overview, parts, pages of blocks, and the whole on one page."""
    base = f"{m.slug}/{a.slug}"
    views = tuple(part_views(a))
    blocks = [view for part in views for view in _block_views(part)]
    order: list[PartView | BlocksView] = []
    for view in views:
        order.append(view)
        order += [block for block in blocks if block.address.startswith(f"{view.address}-")]
    nav = (
        Link("概要", base),
        *(Link(view.title, f"{base}/{view.address}") for view in order),
        Link("全体を1ページで読む（印刷用）", f"{base}/all"),
    )
    common = Page(
        path=base, template="assessment.html", title=a.name, site=site, municipality=m, assessment=a, nav=nav,
        crumbs=(_home(), Link(m.name, m.slug)), inquiries=_inquiries(m, a),
        ended=check.ended_on(a.part("表紙").child("評価書名").text),
    )
    key = facts.figures(a)
    overview = Overview(a.part("表紙"), key, views, _missing(a), _recent(a, key))
    yield replace(common, own=overview, following=nav[1], contents=())
    crumbs = (*common.crumbs, Link(a.name, base))
    for position, one in enumerate(order, 1):
        yield replace(
            common,
            path=f"{base}/{one.address}",
            template=_template(one),
            title=one.title,
            crumbs=crumbs,
            contents=_contents(one, f"{base}/{one.address}"),
            previous=nav[position - 1],
            following=nav[position + 1] if position + 1 < len(nav) - 1 else None,
            own=one,
        )
    yield replace(common, path=f"{base}/all", template="all.html", title="全体", crumbs=crumbs, own=overview, whole=True,
                  contents=tuple(Link(view.title, f"{base}/all", view.address) for view in views))


def part_views(a: Assessment) -> Iterator[PartView]:
    """One view for each part there is but the cover, or for each file of a part that repeats per file, in order."""
    for part in a.parts:
        assert isinstance(part.item, Part)
        if part.item.name == "表紙" or part.state == "absent":
            continue
        if part.item.each == "file":
            for instance in part.instances:
                title = f"{part.item.title}　({instance.number}) {_file_name(a, instance)}"
                yield PartView(part, instance.anchor, title, instance, _shown(instance.children))
            if not part.instances:
                yield PartView(part, part.anchor, part.item.title, None, ())
        elif part.item.each:
            yield PartView(part, part.anchor, part.item.title, None, (), part.instances)
        else:
            yield PartView(part, part.anchor, part.item.title, None, _shown(part.children))


def _shown(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The rows of a part without those that the form leaves to others and the sources do not hold (承認【行政機関等のみ】)."""
    return tuple(entry for entry in entries if not (entry.item.optional and entry.state in ("absent", "unmet")))


def changes_by_day(rows: Sequence[Instance]) -> tuple[ChangeDay, ...]:
    """The rows of a change history in the order written, one group for each run of one 変更日."""
    days: list[tuple[Entry, list[ChangeRow]]] = []
    for change in change_rows(rows):
        day = change.row.child("変更日")
        if days and (day.value is None or _start(day) == _start(days[-1][0]) is not None):
            days[-1][1].append(change)  # a row without a day of its own belongs to the one above
        else:
            days.append((day, [change]))
    return tuple(ChangeDay(day.text, tuple(found)) for day, found in days)


def _start(day: Entry) -> Moment | None:
    return day.value.start if isinstance(day.value, Dated) else None


def change_rows(rows: Sequence[Instance]) -> Iterator[ChangeRow]:
    """Each row with its 項目 as published, and where that says 「同上」 what the rows above call it."""
    above = ""
    for row in rows:
        item = row.child("項目").text
        if same(item) in SAME_AS_ABOVE:
            yield ChangeRow(row, item, above)
        else:
            above = item
            yield ChangeRow(row, item, "")


def _missing(a: Assessment) -> tuple[str, ...]:
    return tuple(part.item.title for part in a.parts[1:] if part.state == "absent" and not part.item.optional)


def _recent(a: Assessment, figures: facts.Figures) -> tuple[ChangeRow, ...]:
    """The first ten rows of the latest day."""
    last = figures.last_change
    on_day = {change.row.anchor for change in figures.changes if last and change.day == last.day}
    return tuple(c for c in change_rows(a.part("変更箇所").instances) if c.row.anchor in on_day)[:10]


def _block_views(view: PartView) -> Iterator[BlocksView]:
    if view.instance is None:
        return
    for section in view.entries:
        tables = {e.item.page: e for e in section.children if isinstance(e.item, Table) and e.item.page}
        for entry in section.children:
            if isinstance(entry.item, Block) and entry.item.page:
                table = tables.get(entry.item.page)
                has_rows = table is not None and bool(table.instances)
                if entry.instances or has_rows:
                    yield BlocksView(
                        entry, table if has_rows else None, f"{view.address}-{entry.item.page}",
                        f"{entry.item.label}　({view.instance.number}) {view.instance.name}", view.instance,
                    )


def _contents(view: PartView | BlocksView, path: str) -> tuple[Link, ...]:
    if isinstance(view, BlocksView):
        return ()
    if isinstance(view.part.item, Part) and view.part.item.each == "change":
        return tuple(
            Link(f"{day.text or '日付なし'}（{len(day.rows)}件）", path, day.rows[0].row.anchor + "-d")
            for day in changes_by_day(view.sheets)
        )
    if view.sheets:
        return tuple(Link(sheet.name or f"({sheet.number})", path, sheet.anchor) for sheet in view.sheets)
    return tuple(Link(entry.item.title, path, entry.anchor) for entry in view.entries if entry.item.number)


def _template(view: PartView | BlocksView) -> str:
    if isinstance(view, BlocksView):
        return "blocks.html"
    assert isinstance(view.part.item, Part)
    return "changes.html" if view.part.item.each == "change" else "part.html"


def _inquiries(m: Municipality, a: Assessment) -> tuple[Link, ...]:
    """Where a reader finds how to ask for disclosure: the form's own items, or the municipality's contact."""
    found = [entry for locator in a.form.contact if (entry := a.at(locator)) is not None and entry.state == "given"]
    base = f"{m.slug}/{a.slug}"
    if not found:
        return (Link("開示請求・問合せ", m.slug, CONTACT_ANCHOR),)
    first = found[0]
    page = first.anchor.split("-")[0]
    return (Link("開示請求・問合せ", f"{base}/{page}", "" if page == first.anchor else first.anchor),)


def _municipality(site: Site, m: Municipality) -> Page:
    summaries = tuple(
        Summary(a, facts.figures(a), check.ended_on(a.part("表紙").child("評価書名").text)) for a in m.assessments
    )
    return Page(
        path=m.slug, template="municipality.html", title=f"{m.name}の特定個人情報保護評価書", site=site, municipality=m,
        crumbs=(_home(),), inquiries=(Link("開示請求・問合せ", m.slug, CONTACT_ANCHOR),),
        own=tuple((summary, _inquiries(m, summary.assessment)[0]) for summary in summaries),
    )


def _portal(site: Site) -> Page:
    changes = [
        RecentChange(m, a, change)
        for m in site.municipalities
        for a in m.assessments
        for change in facts.figures(a).changes
        if change.day
    ]
    changes.sort(key=lambda recent: recent.change.day or Moment(0), reverse=True)
    return Page(
        path="", template="portal.html", title=site.title, site=site,
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), own=tuple(_one_a_day(changes))[:10],
    )


def _one_a_day(changes: list[RecentChange]) -> Iterator[tuple[RecentChange, int]]:
    """The first change of each assessment's day, with how many there are that day."""
    days: dict[tuple[str, str, object], list[RecentChange]] = {}
    for recent in changes:
        days.setdefault((recent.municipality.slug, recent.assessment.slug, recent.change.day), []).append(recent)
    for found in days.values():
        yield found[0], len(found)


def _home() -> Link:
    return Link("ホーム", "")


def _file_name(a: Assessment, instance: Instance) -> str:
    return a.files[instance.number - 1] if instance.number <= len(a.files) else instance.name


def form_label(form: Form) -> str:
    """`全項目評価書（様式4、令和6年10月版）`, or that the edition is not known."""
    edition = "版は不明" if form.edition == UNKNOWN_EDITION else f"{form.edition}版"
    return f"{form.name}（{form.style}、{edition}）"
