"""An assessment in, its systems and what they are connected with out, as the form's ③ 他のシステムとの接続 states it.

A name in その他（ ） or on a box of the form is one of the assessment's own systems when it is that system's name, short name
or one half of `name（half）`, and no other system's. Everything else is outside. A box that cannot be read is no connection.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.model import Assessment, Checked, Entry, Instance

# Names under which published assessments list the systems that the form has a box for.
USUAL_NAMES = {
    "住民基本台帳ネットワークシステム": ("住基ネット", "住基ネットワークシステム", "住基ネットシステム"),
    "既存住民基本台帳システム": ("既存住基システム", "既存住基"),
    "宛名システム等": ("宛名システム", "団体内統合宛名システム", "団体内統合宛名システム等", "統合宛名システム"),
    "庁内連携システム": ("庁内連携基盤システム",),
}
_SHORT = re.compile(r"（以下、?[「『]([^」』]+)[」』]という。?）")
_BRACKET = re.compile(r"(.+)（([^（）]+)）")
_LISTED_TOGETHER = re.compile(r"(?:及び|並びに).*各システム$")  # 「介護保険、児童手当及び選挙の各システム」 names no single one
_AND = re.compile(r"及び|並びに")
_EACH_OF = re.compile(r"(?P<names>.+)の各(?:業務)?システム")
_NO_SINGLE = re.compile(r"(?:(?:全て|すべて|全)の?|各)(?:業務)?システム等?$")


@dataclass(frozen=True, slots=True)
class System:
    """システムn: its name without the bracket that makes it short, the short name or an empty text, and its address."""

    number: int
    name: str
    short: str
    anchor: str
    locator: str


@dataclass(frozen=True, slots=True)
class Connection:
    """A system of the assessment states a connection, in ③ at `anchor`: by the box `box`, and where that is その他, as `written`
    (a name of what stands in its bracket). `target` is the number of the system meant, None for one outside."""

    source: int
    target: int | None
    box: str
    written: str
    anchor: str

    @property
    def name(self) -> str:
        """What is connected, as the form or the author calls it."""
        return self.written or self.box


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Boxes of a system that cannot be told (不明)."""

    source: int
    boxes: tuple[str, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Systems:
    """The systems of one assessment in the order of the form, every stated connection as often as it is stated, the boxes that
    cannot be read, and the numbers of the systems whose ③ the sources do not hold (not included or empty)."""

    systems: tuple[System, ...]
    connections: tuple[Connection, ...]
    unreadable: tuple[Unreadable, ...]
    unstated: tuple[int, ...]


def systems(a: Assessment) -> Systems:
    """The systems of `a`; none for a form without blocks of systems (基礎項目評価書) or an excerpt without them."""
    instances = tuple(_instances(a))
    found = tuple(_system(one) for one in instances)
    known = _known(found)
    connections: list[Connection] = []
    unreadable: list[Unreadable] = []
    unstated: list[int] = []
    for one in instances:
        entry = one.child("他のシステムとの接続")
        if not isinstance(entry.value, Checked):
            unstated.append(one.number)
            continue
        connections += _connections(one.number, entry, entry.value, known)
        unknown = tuple(mark.option.label for mark in entry.value.marks if mark.state == "unknown")
        if unknown:
            unreadable.append(Unreadable(one.number, unknown, entry.anchor))
    return Systems(found, tuple(connections), tuple(unreadable), tuple(unstated))


def usual(name: str) -> str:
    """`name` as the form's box has it where it is a usual name of what the box means; else `name` itself."""
    return next((box for box in USUAL_NAMES if key(box) == key(name)), name)


def key(name: str) -> str:
    """`name` reduced to what does not change between two spellings of one system; usual names as the form's box."""
    reduced = re.sub(r"[\s・･]", "", unicodedata.normalize("NFKC", name)).replace("サーバー", "サーバ").casefold()
    return _BOXES.get(reduced, reduced)


def names(written: str) -> tuple[str, ...]:
    """The systems that a text such as 「戸籍システム、システム基盤（宛名、個人基本）」 lists, one by one; what stands in a bracket is
    given to each name before it. A text that counts several as one (「…の各システム」) stays whole."""
    pieces = _split(written)
    if len(pieces) > 1 and _LISTED_TOGETHER.search(pieces[-1]):
        return (written.strip(),)
    return tuple(name for piece in pieces for name in _distributed(piece))


def each(name: str) -> tuple[str, ...]:
    """The systems that `name` counts as one, each by its own name (「介護保険及び選挙の各システム」 is 介護保険システム and
    選挙システム); none where it names no single one (「連携基盤を利用する全てのシステム」)."""
    several = _EACH_OF.fullmatch(name.strip())
    pieces = [one.strip() for part in _split(several["names"]) for one in _AND.split(part)] if several else []
    if len(pieces) > 1 and all(pieces):
        return tuple(one if one.endswith("システム") else f"{one}システム" for one in pieces)
    return () if _NO_SINGLE.search(name.strip()) else (name,)


def _instances(a: Assessment) -> Iterator[Instance]:
    for part in a.parts:
        for entry in part.walk():
            if entry.item.kind == "block" and entry.item.name == "システム":
                yield from entry.instances


def _system(one: Instance) -> System:
    short = _SHORT.search(one.name)
    return System(one.number, _SHORT.sub("", one.name).strip(), short[1] if short else "", one.anchor, one.locator)


def _known(found: tuple[System, ...]) -> dict[str, int]:
    """Reduced name -> number of the one system that bears it; whole names and short names go before halves of a name."""
    whole: dict[str, set[int]] = {}
    halves: dict[str, set[int]] = {}
    for one in found:
        for name in filter(None, (one.name, one.short)):
            whole.setdefault(key(name), set()).add(one.number)
        bracket = _BRACKET.fullmatch(one.name)
        for half in bracket.groups() if bracket else ():
            halves.setdefault(key(half), set()).add(one.number)
    return {name: min(numbers) for name, numbers in (halves | whole).items() if len(numbers) == 1}


def _connections(number: int, entry: Entry, boxes: Checked, known: dict[str, int]) -> Iterator[Connection]:
    for mark in boxes.marks:
        if mark.state != "yes":
            continue
        for written in names(mark.detail) if mark.detail else ("",):
            target = known.get(key(written or mark.option.label))
            if target is None and (bracket := _BRACKET.fullmatch(written)):
                target = known.get(key(bracket[1]))  # 「申請管理システム（専用線による接続）」
            yield Connection(number, None if target == number else target, mark.option.label, written, entry.anchor)


def _split(text: str) -> list[str]:
    """`text` at its commas and line ends, those in brackets left out."""
    pieces, depth = [""], 0
    for character in text:
        depth += (character in "（(") - (character in "）)")
        if depth == 0 and character in "、，,\n":
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece.strip() for piece in pieces if piece.strip()]


def _distributed(piece: str) -> Iterator[str]:
    bracket = _BRACKET.fullmatch(piece)
    inside = _split(bracket[2]) if bracket else []
    if bracket is None or len(inside) < 2:
        yield piece
        return
    for one in inside:
        yield f"{bracket[1]}（{one}）"


_BOXES = {name: box for box, usual in USUAL_NAMES.items() for name in usual}
