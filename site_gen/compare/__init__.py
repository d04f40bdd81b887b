"""Two texts of one assessment in, what differs item by item out, in the order of the form.

Blocks are matched by id, then by name, then by likeness, so that a block that only got another number differs in nothing
but that. An item that one side does not include (抄録) or that cannot be read (不明) is not compared.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from site_gen.compare.match import Pair, Step, matched, renumbered
from site_gen.compare.texts import content_of_row, is_known, key_of, of_instance, of_row, text_of
from site_gen.form import Block, Part, Printed, Table
from site_gen.model import Assessment, Entry, Instance, Words

__all__ = ["Comparison", "Difference", "compare", "is_known", "text_of"]

HISTORY = "変更箇所"  # the rows that tell the differences are none themselves

# changed: an item says something else. removed, added: a block, a row of a list, a sheet or a file went or came.
# moved: a block only stands at another number.
Kind = Literal["changed", "removed", "added", "moved"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: the item or repeat before and after (None: there was none), and what each says.

    `locator` names it in the numbers of the new text, what is removed or moved in the numbers that counted just before;
    `renumbering` says in the words of 番号の変更 what became of the numbers of blocks, where they moved. `certain` is
    whether both texts are the document's own and not a summary.
    """

    kind: Kind
    locator: str
    old: Entry | Instance | None
    new: Entry | Instance | None
    before: str
    after: str
    renumbering: str = ""
    certain: bool = True

    @property
    def place(self) -> str:
        """Its words for a person, as problems name items."""
        one = self.new or self.old
        return one.place if one else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences in the order of the form; how many items say the same, and how many could not be compared."""

    differences: tuple[Difference, ...]
    same: int
    unknown: int


def compare(old: Assessment, new: Assessment) -> Comparison:
    """What differs from `old` to `new`, two texts of one assessment on the same form, in whatever editions.

    変更箇所 are not compared. A date in another reckoning and white space at line ends are no difference.
    """
    walk = _Walk(old, new)
    found = tuple(one for before, after in _beside(old.parts, new.parts) for one in walk.part(before, after))
    return Comparison(found, walk.same, walk.unknown)


class _Walk:
    """Both trees at once, counting what is the same and what cannot be compared."""

    def __init__(self, old: Assessment, new: Assessment) -> None:
        self.old = old
        self.new = new
        self.excerpt = old.excerpt or new.excerpt
        self.same = 0
        self.unknown = 0

    def part(self, old: Entry | None, new: Entry | None) -> Iterator[Difference]:
        one = new or old
        assert one is not None and isinstance(one.item, Part)
        if one.item.name == HISTORY:
            return
        if not one.item.each:
            yield from self.entry(old, new)
            return
        for pair in matched(_instances(old), _instances(new), of_instance):
            if pair.old and pair.new:
                yield from self.children(pair)
            else:
                yield from self._alone(pair, of_instance)

    def entry(self, old: Entry | None, new: Entry | None) -> Iterator[Difference]:
        one = new or old
        assert one is not None
        if isinstance(one.item, Printed):
            return
        if isinstance(one.item, Block):
            yield from self._blocks(old, new, one)
            return
        if isinstance(one.item, Table):
            yield from self._rows(old, new, one.item)
            return
        if not one.item.is_heading:
            yield from self._value(old, new, one)
        for before, after in _beside(old.children if old else (), new.children if new else ()):
            yield from self.entry(before, after)

    def children(self, pair: Pair) -> Iterator[Difference]:
        assert pair.old and pair.new
        for before, after in _beside(pair.old.children, pair.new.children):
            yield from self.entry(before, after)

    def _value(self, old: Entry | None, new: Entry | None, one: Entry) -> Iterator[Difference]:
        before, after = text_of(old) if old else "", text_of(new) if new else ""
        if not (is_known(old, self.old.excerpt) and is_known(new, self.new.excerpt)):
            self.unknown += bool(before or after)
        elif (key_of(old) if old else "") == (key_of(new) if new else ""):
            self.same += bool(after)
        else:
            certain = not any(isinstance(side.value, Words) and side.value.summary for side in (old, new) if side)
            yield Difference("changed", one.locator, old, new, before, after, certain=certain)

    def _alone(self, pair: Pair, text: Callable[[Instance], str]) -> Iterator[Difference]:
        """A repeat that only one side has."""
        if self.excerpt:
            self.unknown += 1
        elif pair.old:
            yield Difference("removed", pair.old.locator, pair.old, None, text(pair.old), "")
        elif pair.new:
            yield Difference("added", pair.new.locator, None, pair.new, "", text(pair.new))

    def _blocks(self, old: Entry | None, new: Entry | None, one: Entry) -> Iterator[Difference]:
        pairs = matched(_instances(old), _instances(new), of_instance)
        if self.excerpt:
            self.unknown += sum(not (pair.old and pair.new) for pair in pairs)
        else:
            yield from self._steps(one, renumbered(pairs), len(_instances(new)))
        for pair in pairs:
            if pair.old and pair.new:
                yield from self.children(pair)

    def _steps(self, block: Entry, steps: Sequence[Step], last: int) -> Iterator[Difference]:
        """What went, moved and came; what comes at the end moves no other number."""
        few = "[" not in block.locator or len(self.new.files) == 1
        label = block.locator.rpartition("/")[2] if few else block.locator
        for step in steps:
            old, new = step.pair.old, step.pair.new
            here = f"{block.locator}{step.number}"
            if step.kind == "removed":
                said = f"{label}{step.number}を削除" if last else ""
                yield Difference("removed", here, old, None, of_instance(old) if old else "", "", said)
            elif step.kind == "moved":
                name = new.name if new else ""
                before, after = (f"{block.item.label}{number}　{name}".rstrip() for number in (step.number, step.to))
                yield Difference("moved", here, old, new, before, after, f"{label}{step.number}を{label}{step.to}に移動")
            else:
                said = f"{label}{step.number}を追加" if step.number < last else ""
                yield Difference("added", here, None, new, "", of_instance(new) if new else "", said)

    def _rows(self, old: Entry | None, new: Entry | None, table: Table) -> Iterator[Difference]:
        """Rows of a list: one difference a row; that only its number moved is none."""

        def content(one: Instance) -> str:
            return content_of_row(one, table)

        for pair in matched(_instances(old), _instances(new), content, names=False):
            if not (pair.old and pair.new):
                yield from self._alone(pair, of_row)
            elif content(pair.old) == content(pair.new):
                self.same += 1
            else:
                yield Difference("changed", pair.new.locator, pair.old, pair.new, of_row(pair.old), of_row(pair.new))


def _instances(entry: Entry | None) -> tuple[Instance, ...]:
    return entry.instances if entry else ()


def _beside(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[Entry | None, Entry | None]]:
    """Rows under one heading side by side, by their piece of the address, which no edition changes."""
    before = {entry.item.anchor: entry for entry in old}
    found: list[tuple[Entry | None, Entry | None]] = [(before.get(entry.item.anchor), entry) for entry in new]
    known = {entry.item.anchor for entry in new}
    for at, entry in enumerate(old):
        if entry.item.anchor not in known:
            above = old[at - 1] if at else None
            place = next((n for n, pair in enumerate(found) if pair[0] is above), -1) + 1 if above else 0
            found.insert(place, (entry, None))
    return found
