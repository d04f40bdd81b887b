"""The vocabulary in which the statutory forms are written down: a form is parts, a part is items, an item has a kind.

The tables themselves are in `forms/`. Everything else (loading, pages, anchors, schema, skeleton, dictionary) walks
these values and knows no form by name. Source of the structure: 特定個人情報保護評価に関する規則 様式2, 様式3, 様式4.
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, TypeVar

from site_gen.kept import remembered
from site_gen.wording import ascii_number

Recalled = Literal["", "high", "med", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a form.

    `number` and `label` are as printed (`"②"`, `"事務の内容"`); `key` is what an author writes in YAML where that is
    not the label. `important` is the ※ of the form: a change of this item is a 重要な変更 (特定個人情報保護評価指針
    別表; None: as the heading it stands under). `recalled` says that the row was not seen in a published document and
    how sure its recollection is (None: as the row above it). `only_if=(key, value)` and `unless=key` name a sibling
    that decides whether the row is to be filled in (an `only_if` with no key means the row above, of which this one is
    a part). `aliases` are other wordings of the label in published documents. `items` are the rows under it.
    `anchor` is its piece of the address; where it is not given it comes from the number, or a letter by position.
    `plain` says in plain words what the item is: the site's own explanation, which belongs to no record.
    """

    kind: ClassVar[str] = ""
    is_heading: ClassVar[bool] = False  # whether it only gathers rows and has no value of its own

    number: str = field(kw_only=False)
    label: str = field(kw_only=False)
    items: tuple["Item", ...] = ()
    key: str = ""
    anchor: str = ""
    important: bool | None = None
    recalled: Recalled | None = None
    optional: bool = False
    only_if: tuple[str, str] | None = None
    unless: str = ""
    aliases: tuple[str, ...] = ()
    plain: str = ""

    @property
    def name(self) -> str:
        """The key under which an author writes this item."""
        return self.key or self.label

    @property
    def title(self) -> str:
        """Number and label as one reads them: `② 事務の内容`, `2. 基本情報`, `リスク1： …`."""
        if not self.number:
            return self.label
        if self.number.isdecimal():  # ① is a digit, but not decimal
            return f"{self.number}. {self.label}"
        if self.number.startswith("別添"):
            return f"（{self.number}） {self.label}"
        return f"{self.number}： {self.label}" if self.number.startswith("リスク") else f"{self.number} {self.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Item):
    """A short text: a name, a place, a number as text. `above`: in a table, a blank cell repeats the cell above."""

    kind = "text"
    above: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose(Item):
    """A long text with the conventions of these documents (lists, ＜…＞ headings, ※ notes, tables)."""

    kind = "prose"
    above: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Item):
    """One of a list printed as 1) 2) 3); written as the text or the number."""

    kind = "choice"
    choices: tuple[str, ...] = field(kw_only=False)


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a check list; `detail` is what its bracket takes: nothing, a text, or a number of 件."""

    label: str
    detail: Literal["", "text", "count"] = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks(Item):
    """Boxes to tick: written as the list of the ticked labels, with `不明: […]` for boxes a scan cannot tell."""

    kind = "checks"
    options: tuple[Option, ...] = field(kw_only=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Item):
    """A single box in a heading row: [ ]委託しない."""

    kind = "flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Item):
    """A number of things: 5件."""

    kind = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Item):
    """A day or a month in Japanese or Western reckoning; `period`: or a stretch from one to another."""

    kind = "date"
    period: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Names(Item):
    """A numbered list of names; Ⅰ 3 特定個人情報ファイル名 defines with it the files of Ⅱ and Ⅲ."""

    kind = "names"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Item):
    """The recorded items of a file: a numbered list, in groups or not, or a text."""

    kind = "recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed(Item):
    """A row whose text the form itself prints (`text`); `part` is the anchor of the part it points at."""

    kind = "fixed"
    text: str = field(kw_only=False)
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed(Item):
    """Words that the form prints and nobody fills in."""

    kind = "printed"
    texts: tuple[str, ...] = field(kw_only=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Item):
    """A picture file beside the YAML; its text alternative is a sibling item."""

    kind = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTable(Item):
    """A table with columns of the author's own: `欄: […]` and `行: [[…], …]`."""

    kind = "free_table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Item):
    """Rows under one unfilled label: ⑦使用の主体, 再委託."""

    kind = "group"
    is_heading = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Item):
    """A numbered heading of a part with the rows under it."""

    kind = "section"
    is_heading = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Item):
    """A リスクn heading inside a section."""

    kind = "risk"
    is_heading = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Item):
    """Rows that repeat, numbered (システムn); the first row names the block. `page`: it has a page of its own. `with_id`: in a
    record, where blocks have no number, each carries an id."""

    kind = "block"
    is_heading = True
    page: str = ""
    with_id: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Item):
    """Rows that repeat with one column an item; `numbered_by` is the column whose number addresses a row."""

    kind = "table"
    is_heading = True
    numbered_by: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Item):
    """A part of the form, a page of its own.

    `each` says what repeats it: nothing, each 特定個人情報ファイル (`file`), each figure or annex (`sheet`), or each
    change (`change`). The first item names a repeat. `appended` marks parts outside the form (別紙). `exception` is
    what the form prints beside the ※ of a whole part.
    """

    kind = "part"
    is_heading = True
    each: Literal["", "file", "sheet", "change"] = ""
    appended: bool = False
    exception: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory form in one edition.

    `code` names it in commands (`zenkomoku`), `style` in the rule (`様式4`); `files` and `contact` are locators: of
    the list that defines the files, and of the parts a reader needs to ask for disclosure.
    """

    code: str
    name: str
    style: str
    edition: str
    parts: tuple[Part, ...]
    files: str
    contact: tuple[str, ...]

    @property
    def has_important(self) -> bool:
        """Whether the form marks any item with ※ (様式2 marks none)."""
        return _has_important(self)

    def part(self, key: str) -> Part | None:
        """The part with that YAML key, or None."""
        return next((part for part in self.parts if part.name == key), None)


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a form where it stands: its locator (`Ⅱ[f]/4/委託事項n/⑥`), depth, ※ and recalled mark inherited."""

    locator: str
    depth: int
    item: Item
    part: Part
    important: bool
    recalled: Recalled


def rows(form: Form) -> Iterator[Row]:
    """Every row of `form` in its order, parts included, each with the locator that repeats are written into as n."""
    for part in form.parts:
        yield from _rows(part, part, "", 0, False, "")


@remembered(64)  # a form is asked for each of its pages
def _has_important(form: Form) -> bool:
    return any(row.important for row in rows(form))


def with_anchors(form: Form) -> Form:
    """`form` with the piece of address of every item filled in, so that editions can drop rows and move nothing."""
    return replace(form, parts=tuple(_with_anchor(part, "") for part in form.parts))


def step(item: Item, number: int | str | None = None) -> str:
    """The piece that `item` adds to a locator; `number` is that of the block or row, or `n` where it stands for any."""
    if isinstance(item, Part):
        own = item.number or item.label
        if item.each and number is not None:
            return f"{own}[{'f' if number == 'n' and item.each == 'file' else number}]"
        return own
    if isinstance(item, Block):
        return item.name if number is None else f"{item.name}{number}"
    if isinstance(item, Table):
        return item.name if number is None else f"{item.name}[{number}]"
    return item.number or item.name


def is_important(item: Item, above: bool) -> bool:
    """Whether `item` is ※, itself or by the heading it stands under (`above`)."""
    return above if item.important is None else item.important


def important_below(item: Item, above: bool) -> bool:
    """Whether the rows under `item` are ※ by it: a heading hands its ※ on, a filled-in row does not."""
    return is_important(item, above) if item.is_heading or item.important is False else above


def _rows(item: Item, part: Part, above: str, depth: int, important: bool, recalled: Recalled) -> Iterator[Row]:
    repeats = isinstance(item, Block | Table) or (isinstance(item, Part) and item.each)
    own = step(item, "n" if repeats else None)
    locator = f"{above}/{own}" if above else own
    recalled = recalled if item.recalled is None else item.recalled
    yield Row(locator, depth, item, part, is_important(item, important), recalled)
    for child in item.items:
        yield from _rows(child, part, locator, depth + 1, important_below(item, important), recalled)


_I = TypeVar("_I", bound=Item)


def _with_anchor(item: _I, letter: str) -> _I:
    letters = iter(string.ascii_lowercase)
    children = tuple(
        _with_anchor(child, "" if child.number or child.anchor else next(letters)) for child in item.items
    )
    return replace(item, anchor=item.anchor or ascii_number(item.number) or letter, items=children)
