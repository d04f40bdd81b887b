"""What `load` makes of sources: entries (a form's item with what the author wrote), assessments, municipalities, a site.

All frozen; every value knows its place. The tree of entries has the shape of the form: nothing of the form is missing
from it, an item that the sources do not hold is there with the state `absent`.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from site_gen.citations import Laws
from site_gen.dates import Moment
from site_gen.form import Form, Item, Option
from site_gen.problem import Span

# absent: key not there (未収録). blank: there and empty (空欄). given: a value. unmet: the form asks for it only under a
# condition that does not hold.
State = Literal["absent", "blank", "given", "unmet"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text as written; `summary` marks a summary in other words than the source's; `body` is its first line."""

    text: str
    span: Span
    body: int
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen one of a list: its place from 0 and its words, None and no words for 不明."""

    text: str
    span: Span
    index: int | None
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One box of a check list: ticked, not ticked, or not to be told; `detail` is what stands in its bracket."""

    option: Option
    state: Literal["yes", "no", "unknown"]
    detail: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """All boxes of a check list in the order of the form."""

    marks: tuple[Mark, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Flagged:
    """A single box: ticked or not to be told (an empty one is a blank entry)."""

    state: Literal["yes", "no", "unknown"]
    span: Span


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of things, and how it was written."""

    number: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or period, and how it was written; a single day has `end` equal to `start`."""

    text: str
    span: Span
    start: Moment
    end: Moment


@dataclass(frozen=True, slots=True)
class Named:
    """A list of names."""

    names: tuple[Words, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class RecordedGroup:
    """Recorded items under one heading (empty when there is none); `first` is the running number of the first."""

    heading: str
    items: tuple[Words, ...]
    first: int


@dataclass(frozen=True, slots=True)
class RecordedItems:
    """The recorded items of a file."""

    groups: tuple[RecordedGroup, ...]
    span: Span

    @property
    def count(self) -> int:
        """How many items there are in all groups."""
        return sum(len(group.items) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Cells:
    """A table with columns of the author's own; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AsWritten:
    """なし, － and the like where a choice, date or list was asked for: kept as written, not read."""

    text: str
    span: Span


Value = Words | Chosen | Checked | Flagged | Counted | Dated | Named | RecordedItems | Cells | AsWritten


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the form with what the author wrote.

    `locator` is its place in the form (`Ⅱ[1]/4/委託事項3/⑥`), `anchor` its address (`ii-f1-4-itaku3-6`), both known
    from the form alone; `place` names it to a person. `above` is the value that a blank table cell repeats.
    """

    item: Item
    locator: str
    anchor: str
    place: str
    important: bool
    state: State
    span: Span
    value: Value | None = None
    children: tuple["Entry", ...] = ()
    instances: tuple["Instance", ...] = ()
    above: Value | None = None

    def child(self, name: str) -> "Entry":
        """The row under this one with that YAML key; KeyError when the form has none."""
        return _child(self.children, name)

    @property
    def text(self) -> str:
        """The value as the author wrote it, or an empty text."""
        return _text(self.value)

    def walk(self) -> Iterator["Entry"]:
        """This entry and all under it, in the order of the form."""
        waiting = [self]  # not itself for each entry below, which takes three times as long and is done a hundred times
        while waiting:
            entry = waiting.pop()
            yield entry
            for instance in reversed(entry.instances):
                waiting += reversed(instance.children)
            waiting += reversed(entry.children)


@dataclass(frozen=True, slots=True)
class Instance:
    """One repeat: システム3, a 特定個人情報ファイル, a row of a table, a change; `name` is its first row's value."""

    number: int
    id: str
    name: str
    locator: str
    anchor: str
    place: str
    span: Span
    children: tuple[Entry, ...]

    def child(self, name: str) -> Entry:
        """The row of this repeat with that YAML key; KeyError when the form has none."""
        return _child(self.children, name)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an excerpt comes from."""

    name: str
    published: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One 特定個人情報保護評価書: the form in its edition and one entry a part, in the order of the form.

    `record` is what the sources say of this edition (評価書), of which form, edition, excerpt and source are taken.
    `slug` is its address in that of the municipality (`juki`); that of an earlier text is `juki/versions/v20240628`, and
    `version` its day (2024-06-28). `versions` are the earlier texts of the current one, newest first. A `draft` is not published.
    `entries` are the parts and all under them, in the order of the form.
    """

    slug: str
    form: Form
    edition: str
    excerpt: bool
    source: Source | None
    record: Entry
    parts: tuple[Entry, ...]
    files: tuple[str, ...]
    span: Span
    version: str = ""
    versions: tuple["Assessment", ...] = ()
    draft: bool = False
    entries: tuple[Entry, ...] = field(init=False, repr=False, compare=False)  # asked for by every rule and many pages

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(entry for part in self.parts for entry in part.walk()))

    def part(self, name: str) -> Entry:
        """The part with that YAML key; KeyError when the form has none."""
        return _child(self.parts, name)

    def at(self, locator: str) -> Entry | None:
        """The entry with that locator, or None."""
        return next((entry for entry in self.entries if entry.locator == locator), None)

    @property
    def folder(self) -> str:
        """Where its sources lie in the folder of the municipality: `juki`, of an earlier text `juki/versions/2024-06-28`."""
        return posixpath.join(posixpath.dirname(self.slug), self.version) if self.version else self.slug

    @property
    def name(self) -> str:
        """評価書名, or 事務の名称 where an excerpt has no cover."""
        cover = self.part("表紙").child("評価書名").text
        if cover:
            return cover
        first = self.parts[1].children[0]
        return next((c.text for c in first.children if c.item.name == "事務の名称" and c.text), self.slug)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask; each line is a label and a text."""

    lines: tuple[tuple[str, str], ...]
    url: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality and its assessments, in the order of their folders; `departments` are its 部署一覧 (empty: none kept)."""

    slug: str
    name: str
    reading: str
    prefecture: str
    code: str
    fictional: bool
    site: str
    note: str
    contact: Contact
    assessments: tuple[Assessment, ...]
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """Names that mean one recipient, contractor, department or system: the name it is shown by and the others.

    `key` is its piece of an address, empty where it comes from the name; `municipality` the folder of the one it belongs
    to, empty where it is the same everywhere.
    """

    kind: Literal["recipient", "department", "contractor", "system"]
    name: str
    key: str
    others: tuple[str, ...]
    municipality: str
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary: its address there, how it is read, what else it is called, what it means, from where."""

    key: str
    name: str
    reading: str
    synonyms: tuple[str, ...]
    explanation: str
    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture at the head of every page: its file beside site.yaml and its text alternative (empty where the name of the site
    beside it says the same).

    `alone`: it stands for the name of the site; `bare`: on the band itself, not on white. `width` and `height` in px as it is
    shown; the width is 0 where it is not known.
    """

    file: str
    words: str
    alone: bool
    bare: bool
    width: int
    height: int

    @property
    def asset(self) -> str:
        """Where it lies among the assets of the site: under its own name, as what the guard let through is known by it."""
        return f"logo/{self.file}"


@dataclass(frozen=True, slots=True)
class FooterLink:
    """A link at the foot of every page, which leads out of the site."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Look:
    """What makes a site a city's own: logo, the colour of the head (`#00118f`, empty for ours), links at the foot, and its own
    style sheets by their names in the folder of its own assets."""

    logo: Logo | None = None
    colour: str = ""
    links: tuple[FooterLink, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that one build publishes; `laws` are the statutes of laws.yaml."""

    title: str
    publisher: str
    note: str
    url: str
    contact: Contact
    licence: str
    licence_url: str
    municipalities: tuple[Municipality, ...]
    aliases: tuple[Alias, ...] = ()
    glossary: tuple[Term, ...] = ()
    laws: Laws = field(default_factory=Laws)
    look: Look = field(default_factory=Look)


def _child(entries: tuple[Entry, ...], name: str) -> Entry:
    for entry in entries:
        item = entry.item
        if (item.key or item.label) == name:  # its name, without a call for each
            return entry
    raise KeyError(name)


def _text(value: Value | None) -> str:
    return value.text if isinstance(value, Words | Chosen | Counted | Dated | AsWritten) else ""
