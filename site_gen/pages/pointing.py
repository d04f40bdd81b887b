"""An assessment in, where its items point out, with the addresses that a page needs to lead there and back."""

from collections.abc import Mapping

from site_gen.form import Table
from site_gen.model import Assessment, Words
from site_gen.pages.page import Link, Pointed
from site_gen.pages.parts import addresses
from site_gen.pointers import pointers
from site_gen.resolve.words import in_words

_SHOWN = 1000  # characters of a text that is shown again where another item points at it


def pointing(a: Assessment, base: str) -> tuple[Mapping[str, Pointed], Mapping[str, tuple[Link, ...]]]:
    """By the address of an item where it points, and by the address of a list the items that point at it.

    What the other item says is shown at the first item of a page that points at it with nothing but its name.
    """
    places = addresses(a)
    there: dict[str, Pointed] = {}
    back: dict[str, dict[str, Link]] = {}
    shown: set[tuple[str, str]] = set()
    for one in pointers(a):
        target, page = one.target, places[one.source.anchor]
        first = (page, target.anchor) not in shown
        text = one.whole and isinstance(target.value, Words) and len(target.text) <= _SHOWN and places[target.anchor] != page
        if text:
            shown.add((page, target.anchor))
        words = in_words(a.form, target.locator, short=True)
        there[one.source.anchor] = Pointed(words, places[target.anchor], target.anchor, target if text and first else None)
        if isinstance(target.item, Table):
            block = one.source.locator.rpartition("/")[0]
            link = Link(in_words(a.form, block, short=True), f"{base}/{page}", one.source.anchor)
            back.setdefault(target.anchor, {}).setdefault(block, link)
    return there, {anchor: tuple(links.values()) for anchor, links in back.items()}
