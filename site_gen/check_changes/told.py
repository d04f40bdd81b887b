"""Differences between two texts and the rows of 変更箇所 since in, which difference no row tells out.

A row tells a difference of its item. Where it names less than an item (a heading, a block, 委託事項 without a number), it
tells what its own words agree with, or what is left: one difference, or as many as there are such rows without words.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from site_gen.changes import compared
from site_gen.check_changes.plain import bare, flat
from site_gen.compare import Difference
from site_gen.difference import runs
from site_gen.history import ChangedRow, Target
from site_gen.model import Entry, Named
from site_gen.wording import same

_STEP = re.compile(r"/(?![^\[]*\])")


def untold(differences: Sequence[Difference], rows: Sequence[ChangedRow]) -> Iterator[tuple[Difference, ChangedRow | None]]:
    """Those of `differences` that none of `rows` tells, each with the row that may tell it but does not say which one."""
    told: set[int] = set()
    left: list[tuple[ChangedRow, tuple[int, ...], bool]] = []
    for row in rows:
        near = tuple(at for at, one in enumerate(differences) if is_about(row, one))
        own = {at for at in near if _is_item(row, differences[at])}
        within = [at for at in near if at not in own]
        words = _said(row)
        if words is None:
            placed = own | {at for at in within if not _is_open(row, differences[at])}
        else:
            placed = own | {at for at in within if _agree(words, differences[at])}
        told |= placed
        if near and not placed:
            left.append((row, near, words is None))
    such = Counter(near for _, near, wordless in left if wordless)
    for _, near, _ in left:
        remaining = [at for at in near if at not in told]
        if len(remaining) <= max(such[near], 1):
            told.update(remaining)
    for at, one in enumerate(differences):
        if at not in told:
            yield one, next((row for row, near, _ in left if at in near), None)


def is_about(row: ChangedRow, one: Difference) -> bool:
    """Whether the row may tell that difference: of its item, of a heading or block above it, or of an item in it."""
    if _renumbers(row, one):
        return True
    return one.kind != "moved" and any(True for _ in _meeting(row, one))


def is_in_words(row: ChangedRow, one: Difference) -> bool:
    """Whether words that came with the difference stand in 変更後の記載 of the row."""
    after = bare(row.row.child("変更後の記載").text)
    return any(bare(word) and bare(word) in after for word in _changed(one.before, one.after)[1])


def _renumbers(row: ChangedRow, one: Difference) -> bool:
    names = row.row.child("番号の変更").value
    said = {same(name.text) for name in names.names} if isinstance(names, Named) else set()
    return one.kind in ("removed", "moved") and same(one.renumbering) in said


def _is_item(row: ChangedRow, one: Difference) -> bool:
    """Whether the row names what differs, or an item in what came or went, and not only something above it."""
    return _renumbers(row, one) or any(
        not target.open and "?" not in locator and len(_steps(locator)) >= len(_steps(one.locator))
        for target, locator in _meeting(row, one)
    )


def _is_open(row: ChangedRow, one: Difference) -> bool:
    return all(target.open or "?" in locator for target, locator in _meeting(row, one))


def _meeting(row: ChangedRow, one: Difference) -> Iterator[tuple[Target, str]]:
    """The items of the row that lie on one way with the difference; `?` is any number."""
    for target in row.targets:
        for locator in dict.fromkeys((target.now, target.locator) if one.kind == "removed" else (target.now,)):
            if locator and all(_is_step(*pair) for pair in zip(_steps(locator), _steps(one.locator), strict=False)):
                yield target, locator


@lru_cache(maxsize=10_000)
def _steps(locator: str) -> tuple[str, ...]:
    return tuple(_STEP.split(locator))


@lru_cache(maxsize=10_000)
def _is_step(named: str, own: str) -> bool:
    """Whether a piece of a locator that a row names is the piece `own`: itself, with any number for `?`, any sheet."""
    if named == own or own.startswith(f"{named}["):
        return True
    return "?" in named and bool(re.fullmatch(re.escape(named).replace(r"\?", r"[^/\[\]]+"), own))


# -- words -----------------------------------------------------------------------------------------------------------


Changed = tuple[tuple[str, ...], tuple[str, ...]]  # words that went, words that came


def _said(row: ChangedRow) -> Changed | None:
    """The words that changed as the row tells them; None where it holds only words about the change, or a summary."""
    before, after = row.row.child("変更前の記載"), row.row.child("変更後の記載")
    kinds = [cell.kind for cell in compared(before, after)]
    if "text" not in kinds:
        return None
    if kinds == ["text", "text"]:
        return _changed(before.text, after.text)
    return _whole(before, kinds[0]), _whole(after, kinds[1])


def _whole(entry: Entry, kind: str) -> tuple[str, ...]:
    return (_key(entry.text),) if kind == "text" else ()


@lru_cache(maxsize=1_000)
def _changed(before: str, after: str) -> Changed:
    found = runs(before, after)
    return tuple(_key(run.text) for run in found if run.kind == "gone"), tuple(_key(run.text) for run in found if run.kind == "new")


def _key(text: str) -> str:
    return bare(text) or flat(text)


def _agree(said: Changed, one: Difference) -> bool:
    """Whether the row shares a word with the difference, on each side where both have some."""
    sides = [_share(*pair) for pair in zip(said, _changed(one.before, one.after), strict=True) if all(pair)]
    return bool(sides) and all(sides)


def _share(said: Sequence[str], changed: Sequence[str]) -> bool:
    return any(
        word == other or (min(len(word), len(other)) > 1 and (word in other or other in word))
        for word in said for other in changed
    )
