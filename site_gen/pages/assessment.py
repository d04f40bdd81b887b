"""An assessment in, its pages out: overview, parts, pages of blocks, change history, and the whole on one page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from site_gen import duties, facts, versions
from site_gen.changes import ChangeView
from site_gen.data import OF_ROWS, Table
from site_gen.form import Part
from site_gen.index import Facts
from site_gen.model import Assessment, Entry, Municipality, Site
from site_gen.pages.feed import assessment_feed
from site_gen.pages.flow_map import FLOW_MAP, FLOW_TITLE, flow_map
from site_gen.pages.glance import Glance, glance
from site_gen.pages.history import BY_ITEM, TIMELINE, Histories, histories
from site_gen.pages.jimu import comparison_link
from site_gen.pages.page import CONTACT_ANCHOR, GLOSSARY, Link, Page
from site_gen.pages.parts import COVER, BlocksView, PartView, addresses, block_views, part_views
from site_gen.pages.pictures import MAP_TITLE, SYSTEM_MAP, system_map
from site_gen.pages.pointing import pointing
from site_gen.pages.text_links import Explained, explained, text_links
from site_gen.pages.told import called_for, facts_of, links_of, statute_links
from site_gen.pages.versions import as_of_then, earlier_texts, version_pages
from site_gen.pages.ways import ways


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page of an assessment shows."""

    cover: Entry
    figures: facts.Figures
    glance: Glance
    parts: tuple[PartView, ...]
    missing: tuple[str, ...]
    recent: tuple[ChangeView, ...]
    partners: Link | None  # where it is compared with those of other municipalities
    tables: tuple[Table, ...] = OF_ROWS  # what can be downloaded of it


def assessment_pages(site: Site, m: Municipality, a: Assessment) -> Iterator[Page]:
    """The pages of one assessment: overview, parts, pages of blocks and of days of change, and the whole on one page; the
    same for each earlier text, and the comparisons."""
    today: list[Page] = []
    for page in _text_pages(site, m, a):  # each when it is asked for: a preview shows one of them
        today.append(page)
        yield page
    for earlier in a.versions:
        yield from as_of_then(earlier, a, today, _text_pages(site, m, earlier))
    if a.versions:
        yield from version_pages(today[0], a)


def _text_pages(site: Site, m: Municipality, a: Assessment) -> Iterator[Page]:
    """The pages of one text."""
    base = f"{m.slug}/{a.slug}"
    views = tuple(part_views(a))
    order: list[PartView | BlocksView] = []
    for view in views:
        order += [view, *block_views(view)]
    told, key = facts_of(site, m, a), facts.figures(a)
    pictures = tuple(
        (Link(title, f"{base}/{address}"), template, own)
        for title, address, template, own in (
            (FLOW_TITLE, FLOW_MAP, "flow_map.html", flow_map([one.flow for one in told.flows], key.files, addresses(a))),
            (MAP_TITLE, SYSTEM_MAP, "system_map.html", system_map(a)),
        )
        if own
    )
    nav = (
        Link("概要", base),
        *(Link(one.title, f"{base}/{one.address}") for one in order),
        *(Link(f"図：{link.text}", link.path) for link, _, _ in pictures),
        Link("全体を1ページで読む（印刷用）", f"{base}/all"),
        *([Link(f"過去の評価書と比較（{len(a.versions)}件）", f"{base}/{versions.FOLDER}")] if a.versions else []),
    )
    there, back = pointing(a, base)
    common = Page(
        path=base, template="assessment.html", title=a.name, site=site, municipality=m, assessment=a, nav=nav,
        crumbs=(Link("ホーム", ""), Link(m.name, m.slug)), inquiries=inquiries(m, a),
        ended=duties.ended_on(a.part("表紙").child("評価書名").text), histories=histories(a),
        feed=assessment_feed(m, a), earlier=earlier_texts(a, base),
        pointers=there, pointed=back, acts={} if a.version else called_for(site, told),
        parties={} if a.version else links_of(told), ways={} if a.version else ways(a, (one.flow for one in told.flows), base),
    )
    overview = Overview(a.part("表紙"), key, glance(a, key), views, _missing(a), _recent(common.histories, key),
                        None if a.version else comparison_link(a))
    cites = None if a.version else told
    words, home = explained(site.glossary, a), addresses(a)
    yield _linked(replace(common, own=overview, following=nav[1], contents=()), overview.cover.children, words, home, cites)
    inner = replace(common, crumbs=(*common.crumbs, Link(a.name, base)))
    for position, one in enumerate(order, 1):
        page = replace(
            inner,
            path=f"{base}/{one.address}",
            template=_template(one),
            title=one.title,
            contents=_contents(one, f"{base}/{one.address}", common.histories),
            previous=nav[position - 1],
            following=nav[position + 1] if position < len(order) else None,
            own=one,
        )
        yield _linked(page, _entries(one), words, home, cites)
    for link, template, own in pictures:
        yield replace(inner, path=link.path, template=template, title=link.text, own=own)
    if common.histories:
        yield from _history_pages(inner, common.histories, base)
    everything = replace(inner, path=f"{base}/all", template="all.html", title="全体", own=overview, whole=True,
                         contents=tuple(Link(view.title, f"{base}/all", view.address) for view in views))
    yield _linked(everything, a.parts, words, home, cites)


def _entries(view: PartView | BlocksView) -> tuple[Entry, ...]:
    """The items that stand on a page (and those of its blocks that have a page of their own)."""
    if isinstance(view, BlocksView):
        return (view.block, *([view.table] if view.table else ()))
    assert isinstance(view.part.item, Part)
    if view.part.item.each == "change":
        return ()
    return (*view.entries, *(entry for sheet in view.sheets for entry in sheet.children))


def _linked(page: Page, entries: tuple[Entry, ...], words: Explained, home: Mapping[str, str], told: Facts | None) -> Page:
    """`page` with the links to put into the texts of `entries`; `home` gives the page of every anchor. Where a link to a
    provision and one to a word overlap, the provision is what is meant."""

    def to_item(anchor: str) -> str:
        address = home.get(anchor, COVER)
        return page.within(address, anchor) if address != COVER else page.to(page.nav[0].path, anchor)

    found = text_links(entries, words, lambda key: page.to(GLOSSARY, key), to_item)
    if told:
        anchors = {one.anchor for entry in entries for one in entry.walk()}
        for anchor, links in statute_links(told, page, anchors, isinstance(page.own, BlocksView)).items():
            found[anchor] = (*links, *found.get(anchor, ()))
    return replace(page, links=found)


def _history_pages(common: Page, found: Histories, base: str) -> Iterator[Page]:
    """A page for each day of change from the newest, and the list of changes by item."""
    timeline = Link("変更箇所", f"{base}/{TIMELINE}")
    links = [Link(f"{day.text or '日付なし'}の変更", f"{base}/{TIMELINE}-{day.key}") for day in found.timeline]
    for at, day in enumerate(found.timeline):
        yield replace(
            common, path=links[at].path, template="change_day.html", title=links[at].text, own=day,
            crumbs=(*common.crumbs, timeline), previous=links[at - 1] if at else timeline,
            following=links[at + 1] if at + 1 < len(links) else None,
        )
    if found.items:
        yield replace(
            common, path=f"{base}/{BY_ITEM}", template="changes_by_item.html", title="項目ごとの変更履歴", own=found.items,
            crumbs=(*common.crumbs, timeline), previous=timeline,
        )


def _missing(a: Assessment) -> tuple[str, ...]:
    return tuple(part.item.title for part in a.parts[1:] if part.state == "absent" and not part.item.optional)


def _recent(found: Histories | None, figures: facts.Figures) -> tuple[ChangeView, ...]:
    """The first ten rows of the latest day."""
    last = figures.last_change
    on_day = {change.row.anchor for change in figures.changes if last and change.day == last.day}
    return tuple(view for view in (found.rows if found else ()) if view.anchor in on_day)[:10]


def _contents(view: PartView | BlocksView, path: str, found: Histories | None) -> tuple[Link, ...]:
    if isinstance(view, BlocksView):
        return ()
    if isinstance(view.part.item, Part) and view.part.item.each == "change":
        return tuple(
            Link(f"{day.text or '日付なし'}（{len(day.rows)}件）", path, day.rows[0].anchor + "-d")
            for day in (found.timeline if found else ())
        )
    if view.sheets:
        return tuple(Link(sheet.name or f"({sheet.number})", path, sheet.anchor) for sheet in view.sheets)
    return tuple(Link(entry.item.title, path, entry.anchor) for entry in view.entries if entry.item.number)


def _template(view: PartView | BlocksView) -> str:
    if isinstance(view, BlocksView):
        return "blocks.html"
    assert isinstance(view.part.item, Part)
    return "changes.html" if view.part.item.each == "change" else "part.html"


def inquiries(m: Municipality, a: Assessment) -> tuple[Link, ...]:
    """Where a reader finds how to ask for disclosure: the form's own items, or the municipality's contact."""
    found = [entry for locator in a.form.contact if (entry := a.at(locator)) is not None and entry.state == "given"]
    base = f"{m.slug}/{a.slug}"
    if not found:
        return (Link("開示請求・問合せ", m.slug, CONTACT_ANCHOR),)
    first = found[0]
    page = first.anchor.split("-")[0]
    return (Link("開示請求・問合せ", f"{base}/{page}", "" if page == first.anchor else first.anchor),)
