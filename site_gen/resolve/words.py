"""A locator in, the words by which a person knows the item out: `Ⅱ[1]/4/委託事項3/⑥` is Ⅱ(1) 4「…の委託」委託事項3 ⑥「委託先名」."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from site_gen.form import Block, Form, Item, Part, Table
from site_gen.forms import FORMS, UNKNOWN_EDITION, in_edition

_STEP = re.compile(r"^(?P<name>.*?)(?:\[(?P<row>[^]]*)\])?$")
_NUMBERED = re.compile(r"^(?P<name>\D+?)(?P<number>[0-9]+|\?)$")


def in_words(form: Form, locator: str, short: bool = False) -> str:
    """The words for `locator`, of an item that the form has; `short` leaves out the titles of headings above it.

    A number that is `?` is left out. A locator that the form does not have comes back as it is.
    """
    return _in_words(form.code, locator, short)


def as_written(form: Form, locator: str, files: Sequence[str] = (), sheets: Sequence[str] = ()) -> str:
    """`locator` as the 項目 column of a change history names it: Ⅱ 特定個人情報ファイルの概要（1）…ファイル 4.… 委託事項3 ⑥委託先名.

    `files` are the names of the 特定個人情報ファイル, `sheets` the titles of the sheets of 別添1 or 別紙, both in order.
    """
    return " ".join(_pieces(form, locator, files, sheets))


def _pieces(form: Form, locator: str, files: Sequence[str], sheets: Sequence[str]) -> Iterator[str]:
    items: tuple[Item, ...] = (in_edition(form, UNKNOWN_EDITION) or form).parts
    for one in re.split(r"/(?![^\[]*\])", locator):
        item, number = _step(items, one)
        if item is None:
            return
        if isinstance(item, Part):
            own = f"（{item.number}）{item.label}" if item.number.startswith("別添") else f"{item.number} {item.label}".strip()
            names = files if item.each == "file" else sheets
            name = names[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(names) else ""
            yield own + (f"（{number}）{name}" if number and item.each == "file" else f" {name}" if name else "")
        elif isinstance(item, Block):
            yield f"{item.label}{number}"
        elif isinstance(item, Table):
            yield f"{item.label}{f' 項番{number}' if number else ''}"
        else:
            point = "." if item.number.isdecimal() and item.number.isascii() else "：" if item.number.startswith("リスク") else ""
            yield f"{item.number}{point}{item.label}"
        items = item.items


@cache
def _in_words(code: str, locator: str, short: bool) -> str:
    form = next(form for form in FORMS if form.code == code)
    items: tuple[Item, ...] = (in_edition(form, UNKNOWN_EDITION) or form).parts
    words: list[str] = []
    steps = re.split(r"/(?![^\[]*\])", locator)
    for at, one in enumerate(steps):
        item, number = _step(items, one)
        if item is None:
            return locator
        words.append(_word(item, number, last=at == len(steps) - 1, short=short))
        items = item.items
    return " ".join(filter(None, words))


def _step(items: tuple[Item, ...], one: str) -> tuple[Item | None, str]:
    """The item of `items` that a piece of a locator names, and the number of its repeat."""
    found = _STEP.match(one)
    name, row = (found["name"], found["row"] or "") if found else (one, "")
    numbered = _NUMBERED.match(name)
    for item in items:
        if isinstance(item, Block) and numbered and numbered["name"] == item.name:
            return item, numbered["number"]
        if (item.number or item.name if not isinstance(item, Block | Table) else item.name) == name or (
            isinstance(item, Part) and (item.number or item.label) == name
        ):
            return item, row
    return None, ""


def _word(item: Item, number: str, last: bool, short: bool) -> str:
    given = number.replace("?", "")
    if isinstance(item, Part):
        repeat = f"({given})" if given else ""
        own = item.number or item.label
        return f"{own}{repeat}" if not last else f"{own}{repeat}「{item.label}」"
    if isinstance(item, Block):
        return f"{item.label}{given}"
    if isinstance(item, Table):
        return f"{item.label}{' 項番' + given if given else ''}"
    if item.is_heading and not last:
        if not item.number:
            return item.label
        return item.number if short else f"{item.number}「{item.label}」"
    return f"{item.number}「{item.label}」"
