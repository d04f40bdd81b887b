"""An assessment with earlier texts in, what they add to its pages out: the way from then to today, the list of texts, and
a page for each two of them, item by item."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from site_gen import dates, versions
from site_gen.changes import Piece, marked
from site_gen.compare import Comparison, Difference, compare
from site_gen.difference import only_blanks
from site_gen.form import Form, Part
from site_gen.model import Assessment, Chosen, Counted, Dated, Entry, Instance
from site_gen.pages.page import Link, Page, Then
from site_gen.pages.parts import COVER, addresses
from site_gen.resolve.words import in_words

_LIST = "過去の評価書"
_FULL = 140_000  # bytes of items on a page, by _weight; more are split by part
_KINDS = {"changed": "変更", "added": "追加", "removed": "削除", "moved": "番号の変更"}


@dataclass(frozen=True, slots=True)
class ItemView:
    """A difference as shown: what kind it is in a word, its title with the number of its file, the item then and now, both sides with their changed
    words (no pieces: the texts as they are)."""

    id: str
    word: str
    title: str
    difference: Difference
    old: Link | None
    new: Link | None
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def only_blanks(self) -> bool:
        """Whether both sides are the same text but for white space."""
        return bool(self.before) and only_blanks(self.difference.before, self.difference.after)


@dataclass(frozen=True, slots=True)
class Group:
    """The differences of one part, or of one file's repeat of it; `address` names it in one word."""

    title: str
    address: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class Comparing:
    """What a page of a comparison shows: both texts, how many items are the same, the groups on this page, and where
    the others stand when they do not fit on it."""

    old: str
    new: str
    found: Comparison
    groups: tuple[Group, ...]
    elsewhere: tuple[tuple[Link, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the list: its day, where it begins, whether it is today's, and with what it can be compared."""

    day: str
    page: Link
    current: bool
    compared: tuple[tuple[Link, int], ...]


def day_of(a: Assessment) -> str:
    """The day of a text as its cover has it, or the day of its folder in the Japanese calendar."""
    written = a.part("表紙").child("公表日").text
    if written or not a.version:
        return written or "今の評価書"
    day = dates.moment(a.version)
    return dates.in_japanese(day) if isinstance(day, dates.Moment) else a.version


def earlier_texts(a: Assessment, base: str) -> dict[str, tuple[Link, ...]]:
    """By the anchor of each item of today, where earlier texts say something else, newest first; a text that says the same
    as the one before it is left out."""
    found: dict[str, list[tuple[Link, str]]] = {}
    for earlier in a.versions:
        pages = addresses(earlier)
        for one in compare(earlier, a).differences:
            link = _link(one.old, pages, f"{base}/{versions.FOLDER}/{versions.stamp(earlier.version)}")
            known = found.setdefault(one.new.anchor, []) if one.new else []
            if link and not (known and known[-1][1] == one.before):
                known.append((replace(link, text=f"{day_of(earlier)}時点"), one.before))
    return {anchor: tuple(link for link, _ in known) for anchor, known in found.items() if known}


def as_of_then(earlier: Assessment, current: Assessment, today: Sequence[Page], pages: Iterable[Page]) -> Iterator[Page]:
    """`pages`, those of `earlier`, each with the way to the same page and items of `current`, whose pages are `today`."""
    home = today[0]
    known = {page.path: page.title for page in today}
    then_base = f"{home.path}/{versions.FOLDER}/{versions.stamp(earlier.version)}"
    day = day_of(earlier)
    changed = _today_by_anchor(earlier, current, home.path)
    over = (*home.crumbs, Link(current.name, home.path), Link(_LIST, f"{home.path}/{versions.FOLDER}"))
    for page in pages:
        same_page = home.path + page.path.removeprefix(then_base)
        path = same_page if same_page in known else home.path
        inner = () if page.path == then_base else (Link(f"{day}時点", then_base), *page.crumbs[3:])
        yield replace(
            page, then=Then(day, Link(known[path], path), changed), crumbs=(*over, *inner), inquiries=home.inquiries,
            feed=home.feed,
        )


def version_pages(home: Page, a: Assessment) -> Iterator[Page]:
    """The list of the texts of `a`, whose first page is `home`, and a comparison of each two."""
    inner = replace(home, crumbs=(*home.crumbs, Link(a.name, home.path)), previous=None, following=None)
    above = Link(_LIST, f"{home.path}/{versions.FOLDER}")
    texts = (a, *a.versions)
    found = {(old.version, new.version): compare(old, new) for new, old in combinations(texts, 2)}
    links = {
        pair: Link(f"{day_of(old)}と{day_of(new)}の比較", f"{home.path}/{versions.COMPARED}/{_stamp(old)}-{_stamp(new)}")
        for new, old in combinations(texts, 2) for pair in [(old.version, new.version)]
    }
    yield replace(
        inner, path=above.path, template="versions.html", title=above.text,
        own=tuple(_text(one, a, home.path, texts, links, found) for one in texts),
    )
    for new, old in combinations(texts, 2):
        pair = (old.version, new.version)
        common = replace(inner, crumbs=(*inner.crumbs, above), template="compare.html", previous=above)
        yield from _compare_pages(common, links[pair], old, new, found[pair])


def _text(
    one: Assessment, a: Assessment, base: str, texts: Sequence[Assessment], links: Mapping[tuple[str, str], Link],
    found: Mapping[tuple[str, str], Comparison],
) -> Text:
    """`one` in the list, with the newer texts it can be compared with, the next first."""
    newer = [(one.version, other.version) for other in reversed(texts[: texts.index(one)])]
    page = Link(one.name, f"{base}/{versions.FOLDER}/{versions.stamp(one.version)}" if one.version else base)
    return Text(day_of(one), page, one is a, tuple((links[pair], len(found[pair].differences)) for pair in newer))


def _compare_pages(common: Page, link: Link, old: Assessment, new: Assessment, found: Comparison) -> Iterator[Page]:
    """One page, or where that would be too long, one that leads to a page for each part, or for as much of it as fits."""
    groups = tuple(_groups(old, new, found, common.path))
    days = day_of(old), day_of(new)
    if sum(map(_weight, (item for group in groups for item in group.items))) <= _FULL:
        yield replace(common, path=link.path, title=link.text, own=Comparing(*days, found, groups))
        return
    cut = [piece for group in groups for piece in _cut(group)]
    parts = [(Link(piece.title, f"{link.path}/{piece.address}"), piece) for piece in cut]
    elsewhere = tuple((one, len(piece.items)) for one, piece in parts)
    yield replace(common, path=link.path, title=link.text, own=Comparing(*days, found, (), elsewhere))
    inner = replace(common, crumbs=(*common.crumbs, link))
    for at, (one, piece) in enumerate(parts):
        yield replace(
            inner, path=one.path, title=f"{link.text}　{one.text}", own=Comparing(*days, found, (piece,)),
            previous=parts[at - 1][0] if at else link, following=parts[at + 1][0] if at + 1 < len(parts) else None,
        )


def _groups(old: Assessment, new: Assessment, found: Comparison, base: str) -> Iterator[Group]:
    then, now = addresses(old), addresses(new)
    bases = tuple(f"{base}/{versions.FOLDER}/{versions.stamp(one.version)}" if one.version else base for one in (old, new))
    groups: dict[str, list[Difference]] = {}
    for one in found.differences:
        groups.setdefault(one.locator.partition("/")[0], []).append(one)
    parts = {part.locator: part for part in (*old.parts, *new.parts)}
    for head, differences in groups.items():
        part = parts[head.partition("[")[0]]
        assert isinstance(part.item, Part)
        number = head.partition("[")[2].rstrip("]") if part.item.each == "file" else ""
        name = new.files[int(number) - 1] if number and int(number) <= len(new.files) else ""
        yield Group(
            f"{part.item.title}　({number}) {name}" if number else part.item.title,
            f"{part.anchor}-f{number}" if number else part.anchor,
            tuple(_view(one, new.form, _link(one.old, then, bases[0]), _link(one.new, now, bases[1])) for one in differences),
        )


def _view(one: Difference, form: Form, old: Link | None, new: Link | None) -> ItemView:
    shown = one.new or one.old
    before, after = _sides(one)
    words = in_words(form, one.locator)
    title = one.place if words == one.locator else words
    return ItemView(f"{one.kind}-{shown.anchor if shown else ''}", _KINDS[one.kind], title, one, old, new, before, after)


def _sides(one: Difference) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both sides with the changed words; a date, a number or a choice is replaced as a whole."""
    if one.kind != "changed" or not one.before or not one.after:
        return (), ()
    if isinstance(one.new, Entry) and isinstance(one.new.value, Dated | Counted | Chosen):
        return (Piece("gone", one.before),), (Piece("new", one.after),)
    return marked(one.before, one.after)


def _link(one: Entry | Instance | None, pages: Mapping[str, str], base: str) -> Link | None:
    """Where an item stands; a file's repeat of a part is a page."""
    if one is None:
        return None
    page = pages.get(one.anchor, COVER)
    path = base if page == COVER else f"{base}/{page}"
    return Link(one.place, path, one.anchor if one.anchor in pages and one.anchor != page else "")


def _cut(group: Group) -> Iterator[Group]:
    """`group` in pieces that fit on a page."""
    pieces: list[list[ItemView]] = [[]]
    weight = 0
    for item in group.items:
        if pieces[-1] and weight + _weight(item) > _FULL:
            pieces.append([])
            weight = 0
        pieces[-1].append(item)
        weight += _weight(item)
    for at, items in enumerate(pieces, 1):
        more = f"（{at}/{len(pieces)}）" if len(pieces) > 1 else ""
        yield Group(f"{group.title}{more}", group.address if at == 1 else f"{group.address}-{at}", tuple(items))


def _weight(item: ItemView) -> int:
    """About how many bytes an item takes on the page."""
    texts = item.difference.before + item.difference.after
    return 1_600 + 3 * len(texts) + 4 * texts.count("\n") + 110 * (len(item.before) + len(item.after))


def _today_by_anchor(earlier: Assessment, current: Assessment, base: str) -> dict[str, Link | None]:
    """Where the items of `earlier` stand in `current` that say something else there; None for what is gone."""
    pages = addresses(current)
    return {one.old.anchor: _link(one.new, pages, base) for one in compare(earlier, current).differences if one.old}


def _stamp(a: Assessment) -> str:
    """The day of a text as it stands in addresses: that of its folder, which today's text will have when it is replaced."""
    published = a.part("表紙").child("公表日").value
    if a.version:
        return versions.stamp(a.version)
    return versions.stamp(published.start.iso) if isinstance(published, Dated) and published.start.day else "today"
