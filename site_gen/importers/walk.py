"""Where in the form a reading of a document stands, and what it has found so far: the state that the placing stages share."""

from dataclasses import dataclass, field

from site_gen.form import Block, Checks, Choice, Part, Prose
from site_gen.importers.labels import Index, Slot
from site_gen.importers.rows import ABSENT, EMPTY, TICKED, UNSURE, Exact, Row, visible

MARKS = (TICKED, EMPTY, UNSURE)


@dataclass(frozen=True, slots=True)
class Address:
    """A slot in its repeats: file number, block or sheet number, row of a table (0 where it does not repeat)."""

    slot: int
    file: int = 0
    number: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of one item with the row it came from; `guessed` says why its place is not certain."""

    text: str
    row: Row
    guessed: str = ""


@dataclass(slots=True)
class Placed:
    """What was found: pieces by address, the form's own words and what is left over, in characters and rows."""

    index: Index
    pieces: dict[Address, list[Piece]] = field(default_factory=dict)
    seen: set[Address] = field(default_factory=set)  # items whose label was met, with a text or without
    exact: dict[Address, Row] = field(default_factory=dict)  # rows that say themselves where they belong
    left: list[Piece] = field(default_factory=list)
    form: int = 0
    markup: int = 0
    variants: list[tuple[str, str, Row]] = field(default_factory=list)

    def put(self, address: Address, piece: Piece) -> None:
        """Add a piece to the item at `address`."""
        self.pieces.setdefault(address, []).append(piece)


@dataclass(frozen=True, slots=True)
class Match:
    """A label that was recognised: its slot, the words, what follows them in the cell, the number of a block."""

    slot: Slot
    label: str
    rest: str
    number: int = 0
    variant: str = ""


@dataclass(slots=True)
class OpenTable:
    """A table whose rows are being read: its slot, which column goes where, rows so far; `numbered` when it is a list of
    changes whose rows have running numbers and no days: its columns do not keep to its head."""

    slot: Slot
    columns: dict[int, str]
    numbered: bool = False
    rows: int = 0


@dataclass(slots=True)
class Walk:
    """Where in the form the reading stands, and the texts that wait for the label after them."""

    index: Index
    found: Placed = field(init=False)
    part: Slot | None = None
    at: Slot | None = None  # the slot that the next text belongs to
    file: int = 0
    number: int = 0
    sheet: int = 0
    table: OpenTable | None = None
    below: dict[int, Slot] = field(default_factory=dict)  # by column: labels of the row above whose values stand below them (the cover)
    contents: int = 0  # how many parts of 項目一覧 were met; 0 outside of it
    waiting: list[Piece] = field(default_factory=list)
    rows: dict[tuple[int, int, int], int] = field(default_factory=dict)  # rows so far of each table, file, sheet

    def __post_init__(self) -> None:
        self.found = Placed(self.index)
        self.enter(self.index.slots[0])

    def enter(self, part: Slot) -> None:
        """A part begins: its heading was met."""
        self.give_back()
        self.table = None
        if self.part is None or part.index != self.part.index:
            self.file = 0
        self.part, self.number = part, 0
        item = part.item
        assert isinstance(item, Part)
        self.at = None
        if item.each == "sheet":
            self.sheet += 1
            self.at = self.child(part, item.items[0].name)

    def move(self, slot: Slot, row: Row, match: Match) -> None:
        """The walk goes on at `slot`; texts that waited for a label belong to it when it takes long texts."""
        if match.variant:
            self.found.variants.append((match.variant, slot.item.title, row))
        waiting, self.waiting = self.waiting, []
        before = self.address(self.at) if self.at and self.at.takes_text else None
        block = self.index.repeat(slot)
        old = self.index.repeat(self.at) if self.at else None
        if isinstance(slot.item, Block) and match.number:
            self.number = match.number
        elif isinstance(block.item if block else None, Block):
            if old is None or block is None or old.index != block.index or self.number == 0:
                self.number = self.number or 1
        else:
            self.number = 0
        self.at = slot
        if slot.takes_text:
            self.found.seen.add(self.address(slot))
        for piece in waiting:
            takes = isinstance(slot.item, Prose | Checks | Choice)
            self.found.put(self.address(slot) if takes or before is None else before, piece)

    def exact(self, row: Row, given: Exact) -> None:
        """The walk goes on at the item that `row` says it is; rows after it that say nothing are found from there."""
        self.give_back()
        slot = self.index.slots[given.slot]
        self.part, self.table, self.below = self.index.part(slot), None, {}
        self.at = None if given.row else slot
        self.file, self.number = given.file, given.number
        if isinstance(self.part.item, Part) and self.part.item.each == "sheet":
            self.sheet, self.number = given.number, 0
        address = Address(given.slot, given.file, given.number, given.row)
        self.found.exact[address] = row
        if slot.takes_text or given.value is None:
            self.found.seen.add(address)
        self.found.form += given.form

    def absent(self) -> None:
        """The source says that it does not hold the item whose label came last: it is no empty one."""
        self.form(ABSENT)
        if self.at is not None:
            self.found.seen.discard(self.address(self.at))

    def give_back(self) -> None:
        """Texts that waited for a label belong to the item before them after all."""
        waiting, self.waiting = self.waiting, []
        for piece in waiting:
            if self.at is not None and self.at.takes_text:
                self.found.put(self.address(self.at), piece)
            else:
                self.leave(piece)

    def address(self, slot: Slot) -> Address:
        """`slot` in the file, block or sheet that the walk stands in."""
        part = self.index.part(slot).item
        assert isinstance(part, Part)
        file = (self.file or 1) if part.each == "file" else 0
        if part.each == "sheet":
            return Address(slot.index, 0, self.sheet)
        block = self.index.repeat(slot)
        number = self.number if block is not None and isinstance(block.item, Block) else 0
        return Address(slot.index, file, number)

    def child(self, slot: Slot, name: str) -> Slot:
        """The row directly under `slot` with that YAML key."""
        return next(s for s in self.index.slots if s.above and s.above[-1] == slot.index and s.item.name == name)

    def form(self, text: str) -> None:
        """Counts `text` as the form's own."""
        self.found.form += visible(text)

    def leave(self, piece: Piece) -> None:
        """Keeps a text that belongs to no item."""
        self.found.left.append(piece)

    def ahead(self, width: int = 10**6) -> list[Slot]:
        """The next `width` slots of this part after the present one, nearest first."""
        assert self.part is not None
        here = self.at.index if self.at else self.part.index
        return [slot for slot in self.own() if slot.index > here][:width]

    def own(self) -> list[Slot]:
        """All slots of this part but the part itself."""
        assert self.part is not None
        return [slot for slot in self.index.slots if slot.above and slot.above[0] == self.part.index]
