"""The repeats of two texts in, which of them are the same one out, and by which steps their numbers moved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from site_gen.model import Instance
from site_gen.wording import same

_ALIKE = 60.0  # of 100: two blocks with nothing else in common
_ALIKE_IN_PLACE = 35.0  # two that stand at the same number


@dataclass(frozen=True, slots=True)
class Pair:
    """A repeat before and after; None where there is none."""

    old: Instance | None
    new: Instance | None


@dataclass(frozen=True, slots=True)
class Step:
    """One change of numbers, in those that count when it happens: the block `number` goes, moves to `to`, or comes."""

    kind: Literal["removed", "moved", "added"]
    pair: Pair
    number: int
    to: int = 0


def matched(
    old: Sequence[Instance], new: Sequence[Instance], text: Callable[[Instance], str], names: bool = True
) -> tuple[Pair, ...]:
    """Each of `new` in order with the one of `old` that it was, then those of `old` that are gone.

    `text` is what likeness is judged by; `names` says whether the first item of a repeat names it.
    """
    left = dict(enumerate(old))
    found: dict[int, Instance] = {}

    def take(key: Callable[[Instance], str]) -> None:
        by_key: dict[str, list[int]] = {}
        for at, one in left.items():
            by_key.setdefault(key(one), []).append(at)
        for at, one in enumerate(new):
            own = key(one)
            fitting = by_key.get(own, []) if own and at not in found else []
            if fitting:
                best = next((other for other in fitting if old[other].number == one.number), fitting[0])
                fitting.remove(best)
                found[at] = left.pop(best)

    take(lambda one: one.id)
    take((lambda one: same(one.name)) if names else text)
    before = {at: text(one) for at, one in left.items()}
    after = {at: text(one) for at, one in enumerate(new) if at not in found}
    scores = sorted(
        (-fuzz.ratio(before[other], after[at]), abs(old[other].number - new[at].number), at, other)
        for at in after for other in before if not (new[at].id and old[other].id)
    )
    for score, apart, at, other in scores:
        if at not in found and other in left and -score >= (_ALIKE if apart else _ALIKE_IN_PLACE):
            found[at] = left.pop(other)
    return (*(Pair(found.get(at), one) for at, one in enumerate(new)), *(Pair(one, None) for one in left.values()))


def renumbered(pairs: Sequence[Pair]) -> tuple[Step, ...]:
    """How the numbers of `pairs` moved: what went (the last first), what moved, what came (the first first).

    Only where both sides are numbered 1, 2, 3 …; elsewhere what went and what came.
    """
    gone = [pair for pair in pairs if pair.new is None]
    came = [pair for pair in pairs if pair.new is not None and pair.old is None]
    steps = [Step("removed", pair, _old_number(pair)) for pair in sorted(gone, key=_old_number, reverse=True)]
    if _is_numbered([p.old for p in pairs if p.old]) and _is_numbered([p.new for p in pairs if p.new]):
        kept = [pair for pair in pairs if pair.old is not None and pair.new is not None]
        steps += _moves(sorted(kept, key=_old_number), sorted(kept, key=_new_number))
    steps += [Step("added", pair, _new_number(pair)) for pair in sorted(came, key=_new_number)]
    return tuple(steps)


def _moves(before: list[Pair], after: list[Pair]) -> list[Step]:
    """The moves that make `after` of `before`: from the front or from the back, whichever takes fewer."""
    ways = []
    for places in (range(len(after)), range(len(after) - 1, -1, -1)):
        order = list(before)
        steps = []
        for at in places:
            if order[at] is not after[at]:
                number = next(n for n, one in enumerate(order) if one is after[at])
                steps.append(Step("moved", after[at], number + 1, at + 1))
                order.insert(at, order.pop(number))
        ways.append(steps)
    return min(ways, key=len)


def _is_numbered(repeats: Sequence[Instance]) -> bool:
    return sorted(one.number for one in repeats) == list(range(1, len(repeats) + 1))


def _old_number(pair: Pair) -> int:
    return pair.old.number if pair.old else 0


def _new_number(pair: Pair) -> int:
    return pair.new.number if pair.new else 0
