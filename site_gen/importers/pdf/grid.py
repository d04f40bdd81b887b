"""The rules of a page in, its cells out: the smallest boxes that rules close on all sides.

A box that goes on over the end of a page lacks a rule there: its sides simply end. Such ends are closed, and the cell
knows that it is open on that side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_NEAR = 2.6  # rules that are nearer are one; corners may miss by as much

_RAGGED = 8.0  # sides of one box may end as far apart at the end of a page

_MOST = 5_000  # a page with more rules is a drawing, not a table


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line of the page: `at` on its own axis, from `start` to `end` on the other."""

    across: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Cell:
    """A box; `open_top` and `open_bottom` when no rule closes it there."""

    x0: float
    top: float
    x1: float
    bottom: float
    open_top: bool = False
    open_bottom: bool = False
    holds: bool = False  # other cells inside it

    def around(self, x: float, y: float) -> bool:
        """Whether the point is inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def inside(self, other: "Cell") -> bool:
        """Whether this cell is part of the area of another, larger one."""
        return (
            self is not other
            and other.x0 - _NEAR <= self.x0 and self.x1 <= other.x1 + _NEAR
            and other.top - _NEAR <= self.top and self.bottom <= other.bottom + _NEAR
            and (other.x1 - other.x0) * (other.bottom - other.top) > (self.x1 - self.x0) * (self.bottom - self.top) + 1
        )


def cells(rules: Sequence[Rule]) -> list[Cell]:
    """The cells that `rules` make, from the top, then from the left."""
    if len(rules) > _MOST:
        return []
    drawn = _merged([rule for rule in rules if rule.across])
    down = _merged([rule for rule in rules if not rule.across])
    closing, down = _closed(drawn, down)
    crossings = _crossings(_merged([*drawn, *closing]), down)
    found = list(_cells(crossings))
    for cell in found:
        cell.open_top = not any(_along(rule, cell.top, cell) for rule in drawn)
        cell.open_bottom = not any(_along(rule, cell.bottom, cell) for rule in drawn)
        cell.holds = any(other.inside(cell) for other in found)
    return sorted(found, key=lambda cell: (cell.top, cell.x0))


def _along(rule: Rule, at: float, cell: Cell) -> bool:
    return abs(rule.at - at) <= _NEAR and rule.start <= cell.x0 + _NEAR and rule.end >= cell.x1 - _NEAR


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on the same line as one where they touch; rules that are a hair apart are on the same line."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][0].at < _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged: list[Rule] = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        start, end = float("nan"), float("nan")
        for rule in sorted(line, key=lambda rule: rule.start):
            if rule.start <= end + _NEAR:
                end = max(end, rule.end)
                continue
            if end == end:
                merged.append(Rule(rule.across, at, start, end))
            start, end = rule.start, rule.end
        merged.append(Rule(line[0].across, at, start, end))
    return merged


def _closed(across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Rules that would close boxes at the ends of sides that end together without one, and the sides made to meet them."""
    closing: list[Rule] = []
    sides = list(down)
    for top in (True, False):
        loose = [rule for rule in sides if not _met(rule, rule.start if top else rule.end, across)]
        while len(loose) > 1:
            ends = [rule.start if top else rule.end for rule in loose]
            level = min(ends) if top else max(ends)
            together = [rule for rule, end in zip(loose, ends, strict=True) if abs(end - level) <= _RAGGED]
            loose = [rule for rule in loose if rule not in together]
            if len(together) > 1:
                closing.append(Rule(True, level, min(rule.at for rule in together), max(rule.at for rule in together)))
                sides = [rule for rule in sides if rule not in together] + [
                    replace(rule, start=level) if top else replace(rule, end=level) for rule in together
                ]
    return closing, sides


def _met(side: Rule, end: float, across: Sequence[Rule]) -> bool:
    return any(abs(one.at - end) <= _NEAR and one.start - _NEAR <= side.at <= one.end + _NEAR for one in across)


_Corner = tuple[float, float]
_Crossings = dict[_Corner, tuple[Rule, Rule]]


def _crossings(across: Sequence[Rule], down: Sequence[Rule]) -> _Crossings:
    return {
        (y.at, x.at): (y, x)
        for y in across
        for x in down
        if y.start - _NEAR <= x.at <= y.end + _NEAR and x.start - _NEAR <= y.at <= x.end + _NEAR
    }


def _cells(crossings: _Crossings) -> Iterator[Cell]:
    """For each top left corner the smallest box below and beside it."""
    on_side: dict[Rule, list[float]] = {}
    on_top: dict[Rule, list[float]] = {}
    for (y, x), (over, side) in sorted(crossings.items(), key=lambda one: one[0]):
        on_side.setdefault(side, []).append(y)
        on_top.setdefault(over, []).append(x)
    for (top, left), (over, side) in crossings.items():
        below = (y for y in on_side[side] if y > top + _NEAR)
        beside = [x for x in on_top[over] if x > left + _NEAR]
        corners = ((bottom, right) for bottom in below for right in beside)
        for bottom, right in corners:
            other = crossings.get((bottom, right))
            if other and other[0] is crossings[bottom, left][0] and other[1] is crossings[top, right][1]:
                yield Cell(left, top, right, bottom)
                break
