"""The pieces of a 項目 string in, one list of pieces for each block or file that has circled numbers of its own out.

「システム2③、システム3①」 are two items, not four: each block goes with the numbers and labels behind it, up to the next one.
"""

from collections.abc import Sequence

from site_gen.resolve.lexicon import Lexicon
from site_gen.resolve.read import Name


def paired(known: Lexicon, names: tuple[Name, ...]) -> tuple[tuple[Name, ...], ...]:
    """`names` cut before each block or file that follows an item of another one; what stands before the first of them is
    in every piece. Where the last of them has no item behind it, nothing tells what it shares: nothing is cut."""
    if sum(map(_opens, names)) < 2:
        return _each_risk(names)
    found: list[tuple[Name, ...]] = []
    current: list[Name] = []
    for name in names:
        first = _first(current, name) if _opens(name) else None
        if first is not None and any(_is_item(known, one) for one in current[first:]):
            found.append(tuple(current))
            current = [*current[:first], name]
        else:
            current.append(name)
    found.append(tuple(current))
    cut = found if all(_is_complete(known, one) for one in found) else [names]
    return tuple(one for names in cut for one in _each_risk(names))


def _each_risk(names: tuple[Name, ...]) -> tuple[tuple[Name, ...], ...]:
    """`names` once for each リスク where two or more stand side by side: リスク1、リスク2 …措置の内容 are two items."""
    risks = [at for at, name in enumerate(names) if name.kind == "risk"]
    if len(risks) < 2 or risks[-1] - risks[0] != len(risks) - 1:
        return (names,)
    return tuple((*names[: risks[0]], names[at], *names[risks[-1] + 1 :]) for at in risks)


def shares_unclearly(known: Lexicon, names: Sequence[Name]) -> bool:
    """Whether blocks, or files, stand on both sides of an item, or behind several: nothing tells which has which."""
    if not any(map(_opens, names)):
        return False
    items = [at for at, name in enumerate(names) if _is_item(known, name)]
    if not items:
        return False
    for kind in ("block", "file"):
        own = [at for at, name in enumerate(names) if name.kind == kind and name.numbers]
        behind = [at for at in own if at > items[0]]
        circled = sum(names[at].kind == "circled" for at in items)
        if behind and (own[0] < items[0] or (kind == "block" and circled > 1)):
            return True
    return False


def _opens(name: Name) -> bool:
    return name.kind in ("block", "file") and bool(name.numbers)


def _first(names: Sequence[Name], opening: Name) -> int | None:
    """Where the first block, or the first file, of `names` stands."""
    return next((at for at, name in enumerate(names) if name.kind == opening.kind and name.numbers), None)


def _is_item(known: Lexicon, name: Name) -> bool:
    """Whether the piece names an item: a circled number, or a label that is no heading's."""
    if name.kind == "circled":
        return True
    return name.kind == "label" and not any(place.item.is_heading for place in known.rows(name.rows))


def _is_complete(known: Lexicon, names: Sequence[Name]) -> bool:
    """Whether an item stands behind the last block or file."""
    last = max((at for at, name in enumerate(names) if _opens(name)), default=-1)
    return any(_is_item(known, name) for name in names[last + 1 :])
