"""The stream in which every source format ends: rows of cells, each with its place in the source.

A cell's text is clean: fragments of HTML are gone, line ends inside it are kept, and the marks of boxes, in whatever
shape the source prints them, are one of three characters. Nothing else is changed. What was taken away is counted, so
that every character of a source can be accounted for.
"""

import html
import re
from dataclasses import dataclass

# Boxes as single characters of Unicode's private use area, so that no text of a source can be taken for one.
TICKED, EMPTY, UNSURE = "\ue001", "\ue002", "\ue003"
# So are the marks of a line that is the heading of a group of recorded items, and of a text that is a summary.
HEADING, SUMMARY = "\ue004", "\ue005"
ABSENT = "\ue006"  # a cell of a table that says that its source does not hold it
PICTURE = "［画像］"  # stands for what a page without characters shows
_READABLE = str.maketrans({TICKED: "[○]", EMPTY: "[ ]", UNSURE: "[?]", HEADING: "", SUMMARY: "要約 ", ABSENT: "未収録"})

_TAG = re.compile(
    r"</?(?:p|ul|ol|li|div|span|table|thead|tbody|tr|td|th|br|small|u|b|i|strong|em|sub|sup|h[1-6])\b[^<>]*>", re.I
)
_BREAK = re.compile(r"</?(?:p|li|tr|div|ul|ol|table|h[1-6])\b[^<>]*>|<br\s*/?>", re.I)
_INPUT = re.compile(r"<input\b[^<>]*>", re.I)
# [○] 〔〇〕 [ ] Γ ] [O] and a bracket around an <input>; the square may have lost its left side in a scan.
_BOX = re.compile(r"[\[［〔Γ]\s*([○〇◯OoＯ0✓✔☑レ●×]?|[\ue001-\ue003])\s*[\]］〕]")
_SPACES = re.compile(r"[ \t\u00a0]+")


class NotReadable(Exception):
    """A source that cannot be imported; the message is one sentence in Japanese."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a row of a workbook of ours says of itself, unchanged: its address (empty: a person put the row in), label
    and depth, value, state, mark and list of choices; `cells` are those of a table with columns of the author's own."""

    address: str
    label: str = ""
    indent: int = 0
    text: str = ""
    state: str = ""
    mark: str = ""
    choices: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loose:
    """That a row stands nowhere in the order of the document, and why: a person must say where its text belongs."""

    reason: str


@dataclass(frozen=True, slots=True)
class Exact:
    """The value of one item, not to be read or guessed any more: which slot in which repeat, the value as YAML holds
    it, how many characters of the row are the value's, how many the form's, and what of it was guessed: the words, why,
    and where they stand."""

    slot: int
    file: int
    number: int
    row: int
    value: object
    written: int
    form: int
    guessed: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the source's name, the line (or page and row) it stands on, its cells, and how many characters of
    markup were taken out of it; `doubt` says why the borders of its cells are not certain, `ends` that its line ends
    are the writer's own, so that none became a blank; `given` is what the row says of itself."""

    source: str
    line: str
    cells: tuple[str, ...]
    markup: int = 0
    doubt: str = ""
    ends: bool = False
    given: Addressed | Exact | Loose | None = None

    @property
    def place(self) -> str:
        """`000_….txt:123`."""
        return f"{self.source}:{self.line}"

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells)


def row(source: str, line: str | int, raw: list[str], doubt: str = "") -> Row:
    """A row of raw cells, cleaned."""
    cells = tuple(clean(cell) for cell in raw)
    return Row(source, str(line), cells, visible("".join(raw)) - visible("".join(cells)), doubt)


def clean(raw: str) -> str:
    """`raw` without fragments of HTML, boxes as one character each, no white space at the ends of lines."""
    text = _INPUT.sub(_input, raw)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = html.unescape(text)
    text = _BOX.sub(_box, text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def readable(text: str) -> str:
    """`text` with its boxes as a person writes them."""
    return text.translate(_READABLE)


def visible(text: str) -> int:
    """How many characters of `text` are not white space."""
    return sum(not character.isspace() for character in text)


def _input(found: re.Match[str]) -> str:
    """A box of HTML: a checked one and a radio button stand for ○; an unchecked box cannot be trusted (forms.md 6.3)."""
    tag = found.group().lower()
    return TICKED if "checked" in tag or "radio" in tag else UNSURE


def _box(found: re.Match[str]) -> str:
    mark = found[1]
    if mark in (TICKED, EMPTY, UNSURE):
        return mark
    if found.group().startswith("Γ"):
        return UNSURE  # the left side of the bracket was misread; so may the mark be
    return TICKED if mark else EMPTY
