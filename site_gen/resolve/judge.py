"""The pieces of a 項目 string in, the row of the form that they name best out, with what contradicts it.

Every piece votes for the rows it can mean and for all rows under them; titles, circled numbers and blocks count more than
the numeral of the part and the number of the section, because these are what real histories get wrong (forms.md 7).
"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from site_gen.resolve.lexicon import Lexicon, Place
from site_gen.resolve.read import Kind, Name

_WEIGHT: dict[Kind, float] = {
    "part": 1.0, "number": 2.0, "circled": 2.5, "risk": 2.0, "label": 4.0, "block": 3.0, "list": 5.0, "annex": 5.0,
}  # fmt: skip
_ALIKE = 0.5  # a label that a slip or a scan has damaged is still half the label


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rows that the pieces name: one, or several when nothing tells which (`tied`); `against` the pieces that name
    something else, `alone` whether a number stands with words that are not its label's."""

    places: tuple[Place, ...]
    against: tuple[Name, ...]
    tied: bool = False
    alone: bool = False


def judge(known: Lexicon, names: Sequence[Name], near: int = 0) -> Verdict:
    """The row that `names` name; `near` is the path to the row that the change before named, which breaks ties."""
    voting = [name for name in names if name.rows and name.kind in _WEIGHT]
    words = [name for name in voting if name.kind not in ("part", "number")]
    named = 0
    for name in words or voting:  # Ⅰ-7 has no words: numeral and number name its section
        named |= name.rows & -name.rows if name.kind == "part" else name.rows  # Ⅰ alone is no annex behind it
    best: list[Place] = []
    most = 0.0
    alike = _alike(known, names)
    for place in known.rows(named | alike[0]):
        score = alike[1] if alike[0] & place.bit else 0.0
        for name in voting:
            if name.votes & place.path:
                score += _WEIGHT[name.kind]
        if score > most + 1e-9:
            best, most = [place], score
        elif best and abs(score - most) < 1e-9:
            best.append(place)
    best = _deepest(_without_namesakes(best, voting))
    if not best:
        return Verdict((), ())
    tied = len(best) > 1 and not _each_named(best, voting)
    if tied and near:
        shared = max((place.path & near).bit_count() for place in best)
        best = [place for place in best if (place.path & near).bit_count() == shared]
    path = 0
    for place in best:
        path |= place.path
    against = tuple(name for name in voting if not name.votes & path)
    return Verdict(tuple(best), against, tied, _alone(best[0], names))


def _without_namesakes(places: list[Place], names: Sequence[Name]) -> list[Place]:
    """`places` without a row that bears the name of its heading, where the heading's number stands before the name and
    the name stands once: 10. 従業者に対する教育・啓発."""
    labels = [name for name in names if name.kind == "label"]
    numbers = [name for name in names if name.kind in ("number", "part")]
    headings = [
        place for place in places
        if any(name.rows & place.bit for name in numbers) and sum(bool(name.rows & place.bit) for name in labels) == 1
    ]
    return [
        place for place in places
        if not any(
            over is not place and place.path & over.bit and _one_label(over, place, labels) for over in headings
        ) or any(name.rows & place.bit for name in numbers)
    ]


def _one_label(over: Place, place: Place, labels: Sequence[Name]) -> bool:
    """Whether one and the same label names both rows."""
    own = [name for name in labels if name.rows & place.bit]
    return len(own) == 1 and bool(own[0].rows & over.bit)


def _each_named(places: list[Place], names: Sequence[Name]) -> bool:
    """Whether each of `places` has a label of its own among `names`, as 個人情報ファイル名 公表場所 have."""
    own = [{name.text for name in names if name.kind == "label" and name.rows & place.bit} for place in places]
    return all(own) and len(set.union(*own)) == sum(map(len, own))


def _deepest(places: list[Place]) -> list[Place]:
    """`places` without those that another of them stands under: the section that only repeats the name of its item."""
    return [place for place in places if not any(other is not place and place.bit & other.path for other in places)]


def _alike(known: Lexicon, names: Sequence[Name]) -> tuple[int, float]:
    """The section that numeral and number name, where the words are like its title without being it, and what that is
    worth: V-2 with the title of another part's section, or with a title that a slip has damaged."""
    numeral = next((name.rows for name in names if name.kind == "part"), 0)
    number = next((name.rows for name in names if name.kind == "number"), 0)
    if not numeral or not number:
        return 0, 0.0
    best: tuple[float, int] = (0.0, 0)
    for place in known.rows(number):
        if place.path & numeral and place.item.number.isdecimal() and not any(n.kind == "label" and n.rows & place.bit for n in names):
            words = [n.text for n in names if (n.kind == "rest" and len(n.text) >= 6) or (n.kind == "label" and not n.votes & place.path)]
            likeness = max((_likeness(word, one) for word in words for one in place.names), default=0.0)
            best = max(best, (likeness, place.bit))
    return (best[1], 4.0 * best[0]) if best[0] >= _ALIKE else (0, 0.0)


def _alone(place: Place, names: Sequence[Name]) -> bool:
    """Whether the only thing that names `place` itself is a number, and the words behind it are not its label."""
    own = [at for at, name in enumerate(names) if name.rows & place.bit]
    if not own or any(names[at].kind not in ("circled", "number") for at in own):
        return False
    behind = names[own[-1] + 1] if own[-1] + 1 < len(names) else None
    if behind is None or behind.kind != "rest" or len(behind.text) < 4:
        return False
    return max(_likeness(behind.text[: len(one) + 4], one) for one in place.names) < _ALIKE


@lru_cache(maxsize=65536)
def _likeness(one: str, other: str) -> float:
    """How alike two reduced texts are, 0 to 1; the beginning of a label is alike."""
    if other.startswith(one) or one.startswith(other):
        return 0.9
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
