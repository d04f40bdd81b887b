"""One line of text: characters on one baseline, with blanks for gaps, and the marks that lines of lists begin with."""

import re
import unicodedata
from dataclasses import dataclass

from site_gen.importers.pdf.glyphs import Glyph
from site_gen.importers.rows import EMPTY, TICKED, UNSURE

MARK = re.compile(rf"[・･•●○■□◆◇▪※＜<【{TICKED}{EMPTY}{UNSURE}]|[0-9０-９]{{1,2}}[-－][①-⑳]")
# Marks with numbers are those of a list where the number before or after them begins a line too.
_NUMBERS = tuple(re.compile(kind) for kind in (
    r"([①-⑳])", r"([0-9０-９]{1,3})[.．](?![0-9０-９])", r"[(（]([0-9０-９]{1,3})[)）]", r"([0-9０-９]{1,3})[)）]",
))
ENTRY = re.compile(r"\s*([0-9０-９]{1,3})[.．)）]")
_CLOSING = "、。，．）」』】〕］"
_BOXES = str.maketrans({"☐": EMPTY, "☑": TICKED, "☒": TICKED})  # not □ and ■, which also begin lines of lists
GAP = 0.45  # of a character's size: what is wider is a blank
_COLUMN = 1.5  # and what is wider than this may part columns


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one baseline, from the left; `new_page` when it is the first below the end of a page, `goes_on`
    when it hangs below an entry of a column that is narrower than its cell."""

    glyphs: tuple[Glyph, ...]
    new_page: bool = False
    goes_on: bool = False

    @property
    def x0(self) -> float:
        """Where the line begins."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Where the line ends."""
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def ink(self) -> float:
        """Where the line ends to the eye."""
        return ink(self.glyphs[-1]) if self.glyphs[-1].text in _CLOSING else self.x1

    @property
    def base(self) -> float:
        """The baseline."""
        return self.glyphs[0].base

    @property
    def size(self) -> float:
        """The size of the largest character."""
        return max(glyph.size for glyph in self.glyphs)

    @property
    def text(self) -> str:
        """The characters with blanks for gaps, links as `[text](address)`."""
        parts: list[str] = []
        last: Glyph | None = None
        for glyph in self.glyphs:
            if last and last.link and glyph.link != last.link:
                parts.append(f"]({last.link})")
            gap = last and glyph.x0 - last.x1 > GAP * glyph.size
            if last and gap and not last.text.isspace() and not glyph.text.isspace() and not _is_mark("".join(parts)):
                parts.append(" ")  # a mark of a list stands in a column of its own
            if glyph.link and (last is None or glyph.link != last.link):
                parts.append("[")
            parts.append(glyph.text)
            last = glyph
        if last and last.link:
            parts.append(f"]({last.link})")
        return _marked("".join(parts).strip())


def ink(glyph: Glyph) -> float:
    """Where a character ends to the eye: a mark at the end of a line may stand over the edge with its empty half."""
    return glyph.x0 + 0.5 * glyph.size if glyph.text in _CLOSING else glyph.x1


def _is_mark(text: str) -> bool:
    return any(kind.fullmatch(text) for kind in (MARK, *_NUMBERS))


def number(text: str) -> tuple[int, int] | None:
    """The kind of mark that a line begins with, and its number."""
    for kind, pattern in enumerate(_NUMBERS):
        found = pattern.match(text)
        if found:
            return kind, int(unicodedata.normalize("NFKC", found[1]))
    return None


def _marked(text: str) -> str:
    """A box at the beginning of a line as the mark it is."""
    return text[:1].translate(_BOXES) + text[1:]


def pieces(line: Line, width: float = _COLUMN) -> list[Line]:
    """`line` in the pieces that wide gaps make."""
    cut: list[list[Glyph]] = []
    for glyph in line.glyphs:
        apart = not cut or glyph.x0 - cut[-1][-1].x1 > width * glyph.size
        if not apart:
            cut[-1].append(glyph)
        elif not glyph.text.isspace():
            cut.append([glyph])
    return [Line(tuple(piece), line.new_page) for piece in cut]
