"""Locators with the numbers of their time in, today's locators out: blocks that were removed, added or moved since.

システム2 goes and the rest moves up: what an older row calls システム7 is システム6 today. Only what somebody wrote down
(番号の変更) is followed; for everything else the numbers stay those of the time, and whoever shows them has to say so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from site_gen.wording import same

# `Ⅰ/2/システム7` of `Ⅰ/2/システム7/②`: what stands before the number of a block, and the number.
_BLOCK = re.compile(r"^(?P<above>(?:[^/]+/)+(?P<name>システム|委託事項|提供先|移転先))(?P<number>[0-9]+)(?=/|$)")
_PARTS = re.compile(r"^(?:(?P<above>.+)/)?(?P<name>システム|委託事項|提供先|移転先)(?P<number>[0-9]{1,4})$")


@dataclass(frozen=True, slots=True)
class Renumbering:
    """One change of numbers: `kind` of the block `above` + `number` (`Ⅰ/2/システム`, 2): removed, so that those behind
    it moved up; added, so that those behind it moved down; or moved to the number `to`.

    `row` is the last row of the history (counted from 0) that uses the old numbers; -1 when none does.
    """

    kind: Literal["removed", "added", "moved"]
    above: str
    number: int
    row: int
    to: int = 0


@dataclass(frozen=True, slots=True)
class Followed:
    """Today's locator of what a row named, None when the block is gone; `steps` the numbers it had on the way, oldest
    first, when it was renumbered."""

    locator: str | None
    steps: tuple[int, ...] = ()


def follow(locator: str, row: int, renumberings: Sequence[Renumbering]) -> Followed:
    """Where `locator`, as row `row` of the history names it, stands today; `renumberings` in the order of the history."""
    found = _BLOCK.match(locator)
    if not found:
        return Followed(locator)
    number = int(found["number"])
    steps = [number]
    for change in renumberings:
        if change.above != found["above"] or change.row < row:
            continue
        new = _after(change, number)
        if new is None:
            return Followed(None, tuple(steps))
        if new != number:
            steps.append(new)
            number = new
    today = f"{found['above']}{number}{locator[found.end() :]}"
    return Followed(today, tuple(steps) if len(steps) > 1 else ())


def block_number(locator: str) -> tuple[str, int] | None:
    """The block of a locator and its number: `Ⅰ/2/システム7/②` is (`Ⅰ/2/システム`, 7); None when it is in no block."""
    found = _BLOCK.match(locator)
    return (found["above"], int(found["number"])) if found else None


def named_block(text: str, blocks: Iterable[str]) -> tuple[str, int] | str:
    """The block that an author names: `システム2`, `Ⅱ[1]/4/委託事項3`; `blocks` are those of the assessment without
    their numbers (`Ⅰ/2/システム`). Full width and white space do not matter. A text says in Japanese why it cannot be
    told."""
    found = _PARTS.match(same(text))
    if not found:
        return f"「{text.strip()[:40]}」はシステム2、Ⅱ[1]/4/委託事項3 のような番号ではありません"
    above = found["above"] or ""
    fitting = [block for block in blocks if block.rpartition("/")[2] == found["name"] and above in ("", same(block.rpartition("/")[0]))]
    if not fitting:
        return f"「{text.strip()}」はこの評価書の項目ではありません"
    if len(fitting) > 1:
        ways = "、".join(f"{block}{found['number']}" for block in fitting)
        return f"「{text.strip()}」がどのファイルのものか分かりません。{ways} のいずれかを書いてください"
    return fitting[0], int(found["number"])


def _after(change: Renumbering, number: int) -> int | None:
    """The number that `number` became; None when it went."""
    if change.kind == "removed":
        return None if number == change.number else number - (number > change.number)
    if change.kind == "added":
        return number + (number >= change.number)
    if number == change.number:
        return change.to
    without = number - (number > change.number)  # the moved one goes from its place and comes in at the other
    return without + (without >= change.to)
