"""A name that may join several departments in (障害福祉課・障害者更生相談センター), the name of each out."""

import re
from collections.abc import Callable

_JOINT = re.compile(r"、?(?:及び|並びに|又は|若しくは)|[・･、，]")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_END = re.compile(r".{2,}(?:課|室|係|センター|局|部|所)")  # two characters before it at least: 東部・西部支援センター is one


def each_department(name: str, is_known: Callable[[str], bool]) -> list[str]:
    """The departments that ・ or 及び joins in `name`; `name` alone where it is one, or where a part of it is none.

    A part is a department when `is_known` says so (a list of the municipality's own) or its end does. What stands in
    brackets joins nothing: 総務課（庶務係・人事係）.
    """
    if is_known(name):
        return [name]
    pieces = _pieces(name)
    return pieces if all(is_known(one) or _END.fullmatch(_BRACKETS.sub("", one).strip()) for one in pieces) else [name]


def _pieces(name: str) -> list[str]:
    """`name` cut wherever something joins, outside brackets."""
    covered = _BRACKETS.sub(lambda found: "（" * len(found[0]), name)
    cuts = [0, *(at for joint in _JOINT.finditer(covered) for at in joint.span()), len(name)]
    return [name[cuts[at] : cuts[at + 1]].strip() for at in range(0, len(cuts), 2)]
