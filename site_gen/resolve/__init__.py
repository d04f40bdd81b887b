"""The 項目 column of a change history in, the items of the form it means out, and how sure that is.

Pure: strings and a form in, locators and a status out. `read` cuts a string into names and numbers, `judge` and
`targets` find the rows of the form they mean, `repeats` the files and blocks. What the numbers of blocks have become
since then is the matter of `follow`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from site_gen.form import Form, Table
from site_gen.resolve.lexicon import Lexicon, Place, lexicon, reduced
from site_gen.resolve.read import Name, read
from site_gen.resolve.repeats import Repeats, locators
from site_gen.resolve.targets import Targets, targets
from site_gen.wording import SAME_AS_ABOVE, same

Status = Literal["exact", "inherited", "several", "attachment", "ancestor", "guessed", "gone", "unresolved"]

_SAME = frozenset(map(same, SAME_AS_ABOVE))
_NUMBERED = re.compile(r"^[(（][0-9０-９]+[)）]\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """A row of 変更箇所 as far as its 項目 needs it: the string as published, the texts before and after."""

    item: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a 項目 string means: locators of items (`Ⅱ[1]/4/委託事項3/⑥`; `?` for a number that is not given), the
    status, and in Japanese why, where that is not plain.

    exact: one item, nothing contradicts. inherited: 同上. several: several items, files, blocks or rows. attachment: a
    row of a list of 別紙, a 別添. ancestor: only a heading is named. guessed: parts of the string contradict each other,
    or it fits several items. gone: the item or block existed then. unresolved: nothing of the form is named.
    """

    text: str
    status: Status
    targets: tuple[str, ...] = ()
    note: str = ""


def resolve(
    form: Form, changes: Sequence[Change], files: Sequence[str] = (), sheets: Sequence[str] = ()
) -> tuple[Resolution, ...]:
    """What the 項目 of each of `changes`, the rows of one history in their order, means on `form`.

    `files` are the names of the 特定個人情報ファイル in order, as Ⅰ 3 has them; `sheets` the titles of the sheets of
    （別添1）事務の内容. Every string gets an answer; nothing is raised. Rules: forms.md 7.
    """
    known = lexicon(form)
    repeats = Repeats(tuple(reduced(_NUMBERED.sub("", file)) for file in files), tuple(map(reduced, sheets)))
    readings = [() if _is_same(change) else read(known, change.item, repeats.files) for change in changes]
    found: list[Targets] = []
    for change, names in zip(changes, readings, strict=True):
        found.append(targets(known, names, (change.before, change.after), _near(found[-1:])))
    for at, one in enumerate(found[:-1]):
        if one.tied and len(one.places) > 1:  # the row below may tell
            change = changes[at]
            found[at] = targets(known, readings[at], (change.before, change.after), _near(found[at + 1 : at + 2]))
    answers: list[Resolution] = []
    for change, names, one in zip(changes, readings, found, strict=True):
        above = answers[-1] if answers else None
        answers.append(_inherited(change, above) if _is_same(change) else _answer(known, change, names, one, repeats))
    return tuple(answers)


def _is_same(change: Change) -> bool:
    return same(change.item).strip("()「」.。") in _SAME


def _near(neighbour: Sequence[Targets]) -> int:
    path = 0
    for one in neighbour:
        for place in one.places:
            path |= place.path
    return path


def _inherited(change: Change, above: Resolution | None) -> Resolution:
    if above is None or not above.targets:
        return Resolution(change.item, "unresolved", (), "上の行の項目が分かりません")
    return Resolution(change.item, "inherited", above.targets, "上の行と同じ項目です")


def _answer(known: Lexicon, change: Change, names: Sequence[Name], found: Targets, repeats: Repeats) -> Resolution:
    texts = (change.before, change.after)
    every = dict.fromkeys(one for place in found.places for one in locators(known, place, names, texts, repeats))
    if not every:
        return Resolution(change.item, "unresolved", (), "様式の項目の名前も番号も見つかりません")
    note = "。".join((*found.doubts, *found.reasons))
    return Resolution(change.item, _status(known, found, len(every)), tuple(every), note)


def _status(known: Lexicon, found: Targets, count: int) -> Status:
    first = found.places[0]
    if found.doubts:
        return "guessed"
    if count > 1:
        return "several"
    if _is_attachment(known, first):
        return "attachment"
    return "ancestor" if first.item.is_heading else "exact"


def _is_attachment(known: Lexicon, place: Place) -> bool:
    return isinstance(place.item, Table) or known.part(place).item.number.startswith("別添")
