"""A site in, the pages that explain its words out: `glossary/` with the terms of glossary.yaml by their reading, and beside
it the words that documents define themselves.

A term shows where documents say what they mean by it: the first places on `glossary/`, all of them on `glossary/<key>`
where these are more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from site_gen.definitions import definitions
from site_gen.form import Table
from site_gen.glossary import DOCUMENTS, by_name
from site_gen.model import Assessment, Municipality, Site, Term
from site_gen.pages.page import CONTACT_ANCHOR, GLOSSARY, Link, Page
from site_gen.pages.parts import COVER, addresses
from site_gen.wording import name_key, same

_ROWS = (
    ("あ行", "a", "あいうえおぁぃぅぇぉゔ"), ("か行", "ka", "かきくけこがぎぐげごゕゖ"), ("さ行", "sa", "さしすせそざじずぜぞ"),
    ("た行", "ta", "たちつてとだぢづでどっ"), ("な行", "na", "なにぬねの"), ("は行", "ha", "はひふへほばびぶべぼぱぴぷぺぽ"),
    ("ま行", "ma", "まみむめも"), ("や行", "ya", "やゆよゃゅょ"), ("ら行", "ra", "らりるれろ"), ("わ行", "wa", "わゐゑをんゎ"),
)
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOICED = str.maketrans("がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゔ", "かきくけこさしすせそたちつてとはひふへほはひふへほう")
_FIRST = 3  # places of a term on `glossary/`; 60 terms with as many are half of the 200 KB
_ON_A_PAGE = 200  # places


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document defines a word: what it says it stands for (`beside`, `cut` as a Definition has them), and the item."""

    word: str
    stands_for: str
    beside: str
    cut: bool
    link: Link


@dataclass(frozen=True, slots=True)
class Word:
    """A word with where documents define it; `term` is its entry in glossary.yaml, `more` leads to all places where only
    the first are here."""

    name: str
    key: str
    places: tuple[Place, ...]
    term: Term | None = None
    count: int = 0
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class KanaRow:
    """The terms whose reading begins in one row of the kana table."""

    name: str
    anchor: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """What `glossary/` shows; `others` leads to the words that documents define and the glossary does not explain."""

    rows: tuple[KanaRow, ...]
    count: int
    others: Link | None
    other_count: int


@dataclass(frozen=True, slots=True)
class SomeWords:
    """What a page of words that documents define shows: `total` of them in all; or that of one term, with its places."""

    words: tuple[Word, ...]
    total: int


def glossary_pages(site: Site, places: Iterable[Place]) -> Iterator[Page]:
    """`glossary/` with the `places` that define its terms, the pages of terms that are defined in many places, and those of the words
    that documents define."""
    home = Page(
        path=GLOSSARY, template="glossary.html", title="用語集", site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),),
    )
    inner = replace(home, crumbs=(*home.crumbs, Link(home.title, home.path)))
    found = _by_word(site, places)
    words = [_word(term, found) for term in sorted(site.glossary, key=lambda term: _order(term.reading))]
    others = [Word(group[0].word, name_key(word), group) for word, group in sorted(found.items()) if word[0] == "="]
    start = Link("評価書が自ら定めている言葉", f"{GLOSSARY}/{DOCUMENTS}")
    pages = list(_paged(replace(inner, template="glossary_documents.html"), start, others))
    rows = tuple(
        KanaRow(name, f"row-{key}", inside)
        for name, key, letters in _ROWS
        if (inside := tuple(word for word in words if word.term and word.term.reading[0] in letters))
    )
    yield replace(home, own=Glossary(rows, len(words), start if others else None, len(others)))
    for word in words:
        if word.more:
            start = Link(f"{word.name}（評価書での定め方）", word.more.path)
            yield from _paged(replace(inner, template="glossary_term.html"), start, [replace(word, places=found[word.key])])
    yield from pages


def _word(term: Term, found: dict[str, tuple[Place, ...]]) -> Word:
    places = found.get(term.key, ())
    more = Link(f"「{term.name}」を定めている評価書をすべて見る（{len(places)}件）", f"{GLOSSARY}/{term.key}")
    return Word(term.name, term.key, places[:_FIRST], term, len(places), more if len(places) > _FIRST else None)


def _paged(common: Page, start: Link, words: Sequence[Word]) -> Iterator[Page]:
    """As many pages as the places of `words` need, each leading to the one before and after it."""
    pieces = list(_cut(words))
    links = [start, *(Link(f"{start.text}（{at}ページ目）", f"{start.path}/p{at}") for at in range(2, len(pieces) + 1))]
    for at, piece in enumerate(pieces):
        yield replace(
            common, path=links[at].path, title=links[at].text, own=SomeWords(piece, len(words)),
            previous=links[at - 1] if at else Link("用語集", GLOSSARY),
            following=links[at + 1] if at + 1 < len(pieces) else None,
        )


def _cut(words: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    """`words` in pieces that fit on a page; a word with many places goes on on the next one."""
    piece: list[Word] = []
    room = _ON_A_PAGE
    for word in words:
        left = word.places
        while left:
            piece.append(replace(word, places=left[:room]))
            left, room = left[room:], room - len(piece[-1].places)
            if not room:
                yield tuple(piece)
                piece, room = [], _ON_A_PAGE
    if piece:
        yield tuple(piece)


def _by_word(site: Site, places: Iterable[Place]) -> dict[str, tuple[Place, ...]]:
    """`places` by the key of the term, or by `=` and the word where it is none."""
    found: dict[str, list[Place]] = {}
    known = by_name(site.glossary)
    for place in places:
        word = same(place.word)
        found.setdefault(known.get(word) or known.get(same(place.stands_for)) or f"={word}", []).append(place)
    return {word: tuple(some) for word, some in found.items()}


def defined_in(m: Municipality, a: Assessment) -> Iterator[Place]:
    """The places of one assessment; what it says twice is once."""
    base, home = f"{m.slug}/{a.slug}", addresses(a)
    rows = {cell.anchor: row.anchor for table in a.entries if isinstance(table.item, Table)
            for row in table.instances for cell in row.children}  # a cell of a table has no place of its own
    said: set[tuple[str, str]] = set()
    for one in definitions(a):
        key = same(one.word), same(one.stands_for)
        if key in said:
            continue
        said.add(key)
        address = home.get(one.entry.anchor, COVER)
        path = base if address == COVER else f"{base}/{address}"
        anchor = "" if one.entry.anchor == address else rows.get(one.entry.anchor, one.entry.anchor)
        link = Link(f"{m.name}　{a.name}　{one.entry.place}", path, anchor)
        yield Place(one.word, one.stands_for, one.beside, one.cut, link)


def _order(reading: str) -> tuple[str, str]:
    """Dictionaries' order: voiced and small letters as the plain ones, the long vowel mark as nothing."""
    plain = reading.translate(_SMALL).translate(_VOICED).replace("ー", "").replace("・", "")
    return plain, reading
