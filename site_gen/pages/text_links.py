"""The items of a page and the words to explain in, the links to put into their texts out.

In each item the first mention of a word leads to where it is explained: a term of glossary.yaml to the glossary, a word
that only the document itself defines to the item that does so, from the items after that one. In a list of rows, and in
a block that fills a page of its own (提供先), the first mention in the whole list does. Names (of blocks and rows, in
lists of names and recorded items) have no links, nor have 変更箇所.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_gen.definitions import definitions
from site_gen.form import Block, Part, Table
from site_gen.glossary import by_name
from site_gen.mentions import Names, mentions
from site_gen.model import Assessment, Entry, Instance, Term, Words
from site_gen.prose import TextLink
from site_gen.wording import same

TERM = "term"  # the class of these links
_KINDS = frozenset({"text", "prose"})


@dataclass(frozen=True, slots=True)
class Explained:
    """The words that an assessment's items lead to: `names` with keys of the glossary, or `=` and the word itself; `own`
    gives by word the anchor of the item that defines it, `order` by anchor the place of each item in the document."""

    names: Names
    own: Mapping[str, str]
    order: Mapping[str, int]


def explained(glossary: Sequence[Term], a: Assessment) -> Explained:
    """The words of the glossary, and those that `a` defines; of these, what is short for a term of the glossary is that
    term, and a word of one letter is none."""
    names = [(name, term.key) for term in glossary for name in (term.name, *term.synonyms)]
    known = by_name(glossary)
    own: dict[str, str] = {}
    for one in definitions(a):
        key = known.get(same(one.word)) or known.get(same(one.stands_for))
        if len(one.word) < 2:
            continue
        if not key:
            own.setdefault(one.word, one.entry.anchor)
        names.append((one.word, key or f"={one.word}"))
    order = {entry.anchor: at for at, entry in enumerate(a.entries)}
    return Explained(tuple(names), own, order)


def text_links(
    entries: Iterable[Entry], words: Explained, to_term: Callable[[str], str], to_item: Callable[[str], str]
) -> dict[str, tuple[TextLink, ...]]:
    """By the anchor of each item of `entries` and below, the links of its text; `to_term` and `to_item` give the address of
    a term by its key and of an item by its anchor."""
    found: dict[str, tuple[TextLink, ...]] = {}
    for entry, told in _told(entries, None):
        links = []
        for one in mentions(entry.text, words.names):
            own = words.own.get(one.key[1:]) if one.key.startswith("=") else None
            early = own is not None and words.order[entry.anchor] <= words.order[own]
            if one.key not in told and not early:
                told.add(one.key)
                links.append(TextLink(one.start, one.end, to_item(own) if own else to_term(one.key), TERM))
        if links:
            found[entry.anchor] = tuple(links)
    return found


def _told(entries: Iterable[Entry], told: set[str] | None) -> Iterator[tuple[Entry, set[str]]]:
    """Each item with a text, and the set of what was explained before where it stands."""
    for entry in entries:
        if isinstance(entry.item, Part) and entry.item.each == "change":
            continue
        if isinstance(entry.value, Words) and entry.item.kind in _KINDS:
            yield entry, set() if told is None else told
        yield from _told(entry.children, told)
        listed = isinstance(entry.item, Table) or (isinstance(entry.item, Block) and bool(entry.item.page))
        inside: set[str] | None = set() if listed and told is None else told
        for one in entry.instances:
            yield from _told(_below_name(entry, one), inside)


def _below_name(entry: Entry, one: Instance) -> tuple[Entry, ...]:
    """The rows of a repeat without the one that is its name and stands in its heading."""
    first = one.children[0] if one.children else None
    named = first is not None and (isinstance(entry.item, Table) or not first.item.number)
    return one.children[1:] if named else one.children
