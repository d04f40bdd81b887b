"""A page in, what the search knows of it out: a document for each 種類 of item on it, with the texts as the page shows them.

Texts come from the model, not from HTML. What is not filled in (未収録, 空欄) has no item; `all/`, pictures, earlier texts,
comparisons and lists of what stands elsewhere are no documents, and of a page of the indexes only its title is known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_gen.changes import ChangeDay
from site_gen.form import Part
from site_gen.jimu import jimu_of
from site_gen.model import Assessment, Entry, Municipality
from site_gen.pages.assessment import Overview
from site_gen.pages.glossary import Glossary
from site_gen.pages.page import Page
from site_gen.pages.parties import PartyList, PartyView
from site_gen.pages.parts import BlocksView, PartView
from site_gen.pages.statutes import LawView, ProvisionView
from site_gen.pages.systems_index import SystemList, SystemView
from site_gen.search.items import INDEX, KINDS, OTHER, RISK, TERM, Item, of_change, of_entry, of_term, of_view

NAMES = ("自治体", "様式", "部", "種類", "事務")
_INDEXES = (PartyList, PartyView, LawView, ProvisionView, SystemList, SystemView)


@dataclass(frozen=True, slots=True)
class Document:
    """What one page holds of one 種類: its address, title, where it stands in words, facets (name, value), items;
    `home` is the folder of its municipality, empty for pages of the whole site."""

    path: str
    title: str
    place: str
    kind: str
    home: str
    facets: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]


def documents(page: Page) -> Iterator[Document]:
    """The documents of `page` in the order of `KINDS`; none for a page that only repeats or lists others."""
    if page.then or page.whole:
        return
    if page.municipality and page.assessment:
        yield from _of_assessment(page, page.municipality, page.assessment)
    elif isinstance(page.own, Glossary):
        terms = (word.term for row in page.own.rows for word in row.words)
        yield _of_site(page, TERM, tuple(of_term(term) for term in terms if term))
    elif _is_index(page):
        yield _of_site(page, INDEX)


def _is_index(page: Page) -> bool:
    """Whether it is the page of a municipality, of a list of names, or the first one of a name in it."""
    if page.municipality and page.path == page.municipality.slug:
        return True
    own = page.own[0] if isinstance(page.own, tuple) and page.own else page.own  # the list of statutes is their views
    return isinstance(own, _INDEXES) and page.previous is None


def _of_site(page: Page, kind: str, items: tuple[Item, ...] = ()) -> Document:
    home = (("自治体", page.municipality.name),) if page.municipality else ()
    place = " › ".join(link.text for link in page.crumbs[1:])
    slug = page.municipality.slug if page.municipality else ""
    return Document(page.path, page.title, place, kind, slug, (*home, ("種類", kind)), items)


def _of_assessment(page: Page, m: Municipality, a: Assessment) -> Iterator[Document]:
    part, items = _part_and_items(page, a)
    jimu = jimu_of(a)
    place = " › ".join(dict.fromkeys((m.name, a.name, part)))
    for kind in KINDS:
        own = tuple(item for item in items if item.kind == kind)
        if own:
            values = (m.name, a.form.name, part, kind, jimu.name if jimu else "")
            facets = tuple((name, value) for name, value in zip(NAMES, values, strict=True) if value)
            yield Document(page.path, page.title, place, kind, m.slug, facets, own)


def _part_and_items(page: Page, a: Assessment) -> tuple[str, Sequence[Item]]:
    """The part that a page of an assessment shows, by its title (that of changes has another number in each form, and goes
    without), and its items; none for pictures and lists of changes."""
    own = page.own
    if isinstance(own, Overview):
        return own.cover.item.title, [item for entry in own.cover.children for item in of_entry(entry, OTHER, 2)]
    if isinstance(own, PartView) and not _is_of_changes(own.part):
        part = own.part.item
        return part.title, tuple(of_view(own, RISK if "リスク" in part.label else OTHER))
    if isinstance(own, BlocksView):
        part = next(one.item for one in a.parts if own.file in one.instances)
        entries = (own.block, *([own.table] if own.table else ()))
        return part.title, [item for entry in entries for item in of_entry(entry, OTHER, 2)]
    if isinstance(own, ChangeDay):
        return next(part.item.label for part in a.parts if _is_of_changes(part)), [of_change(row) for row in own.rows]
    return "", ()


def _is_of_changes(part: Entry) -> bool:
    return isinstance(part.item, Part) and part.item.each == "change"
