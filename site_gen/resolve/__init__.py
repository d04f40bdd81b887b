"""The 項目 column of a change history in, the items of the form it means out, and how sure that is.

Pure: strings and a form in, locators and a status out. `read` cuts a string into names and numbers, `pairs` tells which
block has which of them, `judge` and `targets` find the rows of the form they mean, `repeats` the files and blocks. What
the numbers of blocks have become since then is the matter of `follow`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from site_gen.form import Form, Table
from site_gen.kept import remembered
from site_gen.resolve.lexicon import Lexicon, Place, lexicon, reduced
from site_gen.resolve.pairs import paired
from site_gen.resolve.read import Name, read
from site_gen.resolve.repeats import Repeats, locators
from site_gen.resolve.targets import Targets, targets
from site_gen.wording import SAME_AS_ABOVE, same

Open = Literal["file", "block"]  # what a string may leave open
Status = Literal["exact", "inherited", "several", "attachment", "ancestor", "guessed", "gone", "unresolved"]

OPEN_WORDS: dict[Open, str] = {"file": "ファイル", "block": "番号"}
_LOST = "書かれていることの一部は、どの項目か分かりません"
_SAME = frozenset(map(same, SAME_AS_ABOVE))
_NUMBERED = re.compile(r"^[(（][0-9０-９]+[)）]\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """A row of 変更箇所 as far as its 項目 needs it: the string as published, the texts before and after, the 変更日 (in
    whatever spelling, but in one; empty: that of the row above)."""

    item: str
    before: str = ""
    after: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a 項目 string means: locators of items (`Ⅱ[1]/4/委託事項3/⑥`; `?` for a number that is not given), the
    status, and in Japanese why, where that is not plain.

    exact: one item of one file and block, nothing contradicts. inherited: 同上. several: several items, files, blocks or
    rows, or one row of the form in a file or block that the string leaves open (`open`), so that it fits those of each.
    attachment: a row of a list of 別紙, a 別添. ancestor: only a heading is named. guessed: parts of the string contradict
    each other, a number is none of the form, or it fits several items. gone: the item or block existed then. unresolved:
    nothing of the form is named.
    """

    text: str
    status: Status
    targets: tuple[str, ...] = ()
    note: str = ""

    @property
    def open(self) -> tuple[Open, ...]:
        """What the string leaves open: the `?` of its targets."""
        found = {kind for target in self.targets for kind in open_in(target)}
        return tuple(kind for kind in OPEN_WORDS if kind in found)


def resolve(
    form: Form, changes: Sequence[Change], files: Sequence[str] = (), sheets: Sequence[str] = ()
) -> tuple[Resolution, ...]:
    """What the 項目 of each of `changes`, the rows of one history in their order, means on `form`.

    `files` are the names of the 特定個人情報ファイル in order, as Ⅰ 3 has them; `sheets` the titles of the sheets of
    （別添1）事務の内容. Every string gets an answer; nothing is raised. Rules: forms.md 7.
    """
    return _resolved(form, tuple(changes), tuple(files), tuple(sheets))


@remembered(1024)  # what a single text points at, and a history whose form has changed in nothing that it names
def _resolved(form: Form, changes: tuple[Change, ...], files: tuple[str, ...], sheets: tuple[str, ...]) -> tuple[Resolution, ...]:
    known = lexicon(form)
    repeats = Repeats(tuple(reduced(_NUMBERED.sub("", file)) for file in files), tuple(map(reduced, sheets)))
    readings = [_reading(known, change, repeats) for change in changes]
    days = _days(changes)
    found: list[tuple[Targets, ...]] = []
    for at, (change, reading) in enumerate(zip(changes, readings, strict=True)):
        near = _near(found[-1]) if at and _one_day(days[at - 1], days[at]) else 0
        found.append(_targets(known, reading, change, near))
    for at, targeted in enumerate(found[:-1]):
        if any(one.tied and len(one.places) > 1 for one in targeted) and _one_day(days[at], days[at + 1]):  # the row below may tell
            found[at] = _targets(known, readings[at], changes[at], _near(found[at + 1]))
    answers: list[Resolution] = []
    for at, (change, reading, targeted) in enumerate(zip(changes, readings, found, strict=True)):
        if _is_same(change):
            answers.append(_inherited(change, answers[-1] if answers else None, not at or _one_day(days[at - 1], days[at])))
        else:
            answers.append(_answer(known, change, reading, targeted, repeats))
    return tuple(answers)


def _reading(known: Lexicon, change: Change, repeats: Repeats) -> tuple[tuple[Name, ...], ...]:
    if _is_same(change):
        return ((),)
    return tuple(names for path in read(known, change.item, repeats.files) for names in paired(known, path))


def _days(changes: Sequence[Change]) -> list[str]:
    """The day of each row; a row without one is of the day of the row above, as in the table of a form."""
    found: list[str] = []
    for change in changes:
        found.append(change.day or (found[-1] if found else ""))
    return found


def _one_day(one: str, other: str) -> bool:
    return one == other or not one or not other


def _targets(known: Lexicon, reading: Sequence[tuple[Name, ...]], change: Change, near: int) -> tuple[Targets, ...]:
    return tuple(targets(known, names, (change.before, change.after), near) for names in reading)


def _is_same(change: Change) -> bool:
    return same(change.item).strip("()「」.。") in _SAME


def open_in(locator: str) -> tuple[Open, ...]:
    """What `locator` leaves open (`?`): the file (or its sheet of 別添1), the number of a block."""
    part, _, rest = locator.partition("/")
    found: list[Open] = ["file"] if "?" in part else []
    return (*found, "block") if "?" in rest else tuple(found)


def _near(neighbour: Sequence[Targets]) -> int:
    path = 0
    for one in neighbour:
        for place in one.places:
            path |= place.path
    return path


def _inherited(change: Change, above: Resolution | None, one_day: bool) -> Resolution:
    if above is None or not above.targets:
        return Resolution(change.item, "unresolved", (), "上の行の項目が分かりません")
    if not one_day:  # a table that was put together anew: the row above may be another's
        return Resolution(change.item, "guessed", above.targets, "上の行と変更日が違います。上の行と同じ項目と見ました")
    return Resolution(change.item, "inherited", above.targets, "。".join(("上の行と同じ項目です", *_left_open(above.targets))))


def _answer(
    known: Lexicon, change: Change, reading: Sequence[tuple[Name, ...]], found: Sequence[Targets], repeats: Repeats
) -> Resolution:
    texts = (change.before, change.after)
    every = tuple(dict.fromkeys(
        one for names, meant in zip(reading, found, strict=True)
        for place in meant.places for one in locators(known, place, names, texts, repeats)
    ))
    if not every:
        return Resolution(change.item, "unresolved", (), "様式の項目の名前も番号も見つかりません")
    doubts = [doubt for meant in found for doubt in (meant.doubts if meant.places else (_LOST,))]
    reasons = [reason for meant in found for reason in meant.reasons]
    note = "。".join(dict.fromkeys((*doubts, *reasons, *_left_open(every))))
    first = next(place for meant in found for place in meant.places)
    return Resolution(change.item, "guessed" if doubts else _status(known, first, every), every, note)


def _status(known: Lexicon, first: Place, every: Sequence[str]) -> Status:
    """The status of a string without contradictions that means `every`, the first of them on the row `first`."""
    if len(every) > 1:
        return "several"
    if _is_attachment(known, first):
        return "attachment"
    if first.item.is_heading:
        return "ancestor"
    return "several" if open_in(every[0]) else "exact"


def _left_open(every: Sequence[str]) -> tuple[str, ...]:
    """In words, what a string does not tell."""
    words = [OPEN_WORDS[kind] for kind in OPEN_WORDS if any(kind in open_in(locator) for locator in every)]
    return (f"{'と'.join(words)}の記載がありません",) if words else ()


def _is_attachment(known: Lexicon, place: Place) -> bool:
    return isinstance(place.item, Table) or known.part(place).item.number.startswith("別添")
