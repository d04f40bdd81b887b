"""A form and what an edition has otherwise in, the form of that edition out; `forms/editions.py` has the tables.

Differences name rows by their locators in the current form, and anchors stay those of the current form: nothing moves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from site_gen.form import Form, Item, Recalled, rows
from site_gen.wording import same

UNKNOWN_EDITION = "不明"


@dataclass(frozen=True, slots=True)
class Drop:
    """The edition lacks the row and those under it. `recalled`: how sure that is, as in `form.Item`."""

    locator: str
    recalled: Recalled = ""


@dataclass(frozen=True, slots=True)
class Relabel:
    """The edition prints another label; `key` is what an author writes where that is not the label."""

    locator: str
    label: str
    key: str = ""
    recalled: Recalled = ""


@dataclass(frozen=True, slots=True)
class Renumber:
    """The edition prints another number."""

    locator: str
    number: str
    recalled: Recalled = ""


Difference = Drop | Relabel | Renumber


@dataclass(frozen=True, slots=True)
class Edition:
    """What an edition has otherwise than the current form; `where`: the published documents that bear its stamp."""

    differences: tuple[Difference, ...] = ()
    where: str = ""

    @property
    def seen(self) -> bool:
        """Whether the stamp of this edition was seen on this form."""
        return bool(self.where)


def as_printed(form: Form, edition: str, differences: Sequence[Difference]) -> Form:
    """`form`, whose anchors are filled in, as `edition` prints it. KeyError if a difference names no row of it."""
    return _changed_form(form, edition, differences, tolerant=False)


def tolerant(form: Form, differences: Sequence[Difference]) -> Form:
    """`form` for a document whose edition nobody knows; `differences` are those of all editions.

    What some edition lacks is optional, and the labels of all editions are accepted as keys.
    """
    return _changed_form(form, UNKNOWN_EDITION, differences, tolerant=True)


_I = TypeVar("_I", bound=Item)


def _changed_form(form: Form, edition: str, differences: Sequence[Difference], *, tolerant: bool) -> Form:
    locators = [row.locator for row in rows(form)]
    strangers = [difference for difference in differences if difference.locator not in locators]
    if strangers:
        raise KeyError(f"{form.code} has no row for {strangers}")
    walk = iter(locators)
    parts = tuple(
        changed for part in form.parts if (changed := _changed(part, walk, differences, tolerant)) is not None
    )
    return replace(form, edition=edition, parts=parts)


def _changed(item: _I, locators: Iterator[str], differences: Sequence[Difference], tolerant: bool) -> _I | None:
    """`item` otherwise, or None where it goes; takes from `locators` its own and those of all rows under it."""
    locator = next(locators)
    children = tuple(
        changed for child in item.items if (changed := _changed(child, locators, differences, tolerant)) is not None
    )
    item = replace(item, items=children)
    for difference in differences:
        if difference.locator == locator:
            if tolerant:
                item = _accepting(item, difference)
            elif isinstance(difference, Drop):
                return None
            else:
                item = _printing(item, difference)
    return item


def _printing(item: _I, difference: Relabel | Renumber) -> _I:
    recalled = difference.recalled or item.recalled
    if isinstance(difference, Renumber):
        return replace(item, number=difference.number, recalled=recalled)
    return replace(item, label=difference.label, key=difference.key, recalled=recalled)


def _accepting(item: _I, difference: Difference) -> _I:
    if isinstance(difference, Drop):
        return replace(item, optional=True)
    if isinstance(difference, Renumber):
        return item
    accepted = {same(way) for way in (item.name, item.label, *item.aliases)}
    more = [way for way in (difference.label, difference.key) if way and same(way) not in accepted]
    return replace(item, aliases=(*item.aliases, *more))
