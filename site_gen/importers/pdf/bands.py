"""A page in, its rows out from the top: cells of rules that begin at one height, paragraphs outside of all boxes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from site_gen.importers.pdf.furniture import spot
from site_gen.importers.pdf.glyphs import Glyph, Page
from site_gen.importers.pdf.grid import Cell
from site_gen.importers.pdf.line import Line, ink, pieces
from site_gen.importers.pdf.lines import cut, joined, lines

_APART = 3.0  # of a character's size: free text that is further apart stands in cells of its own


@dataclass(slots=True)
class Box:
    """Lines between two edges."""

    x0: float
    x1: float
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Band:
    """A row as it stands on a page: its boxes, and whether a page's end cut it above or below."""

    page: int
    top: float
    boxes: list[Box]
    ruled: bool
    open_top: bool = False
    open_bottom: bool = False
    line: int = 0
    reaches: int = 0  # the page that it ends on

    @property
    def texts(self) -> list[str]:
        return [joined(box.lines, box.x0, box.x1) for box in self.boxes]

    def __post_init__(self) -> None:
        self.reaches = self.page

    def same_columns(self, other: "Band") -> bool:
        return self.ruled and other.ruled and len(self.boxes) == len(other.boxes) and all(
            abs(a.x0 - b.x0) < 3 and abs(a.x1 - b.x1) < 3 for a, b in zip(self.boxes, other.boxes, strict=True)
        )


def edges(pages: Sequence[Page]) -> tuple[float, float]:
    """How far the document's text reaches to the left and to the right."""
    drawn = [glyph for one in pages for glyph in one.glyphs if not glyph.text.isspace()]
    return min((glyph.x0 for glyph in drawn), default=0), max((ink(glyph) for glyph in drawn), default=0)


def bands(page: Page, edges: tuple[float, float], furniture: frozenset[tuple[int, int]]) -> list[Band]:
    """The rows of a page from the top, without furniture; `edges` are those of the document's text."""
    held = _by_cell(page, [glyph for glyph in page.glyphs if spot(page, glyph) not in furniture])
    found = [*_ruled(page, held), *_free(page, edges, lines(held.get(None, [])))]
    found.sort(key=lambda band: (round(band.top), band.boxes[0].x0))
    count = 0
    for band in found:
        band.line = count + 1
        count += max((len(box.lines) for box in band.boxes), default=0)
    return found


_Held = dict[int | None, list[Glyph]]


def _by_cell(page: Page, glyphs: Sequence[Glyph]) -> _Held:
    """The characters by the place of the smallest cell around them in `page.cells`, None outside of all."""
    by_size = sorted(enumerate(page.cells), key=lambda one: (one[1].x1 - one[1].x0) * (one[1].bottom - one[1].top))
    held: _Held = {}
    last: tuple[int, Cell] | None = None
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.3 * glyph.size
        if last is None or last[1].holds or not last[1].around(x, y):
            last = next((one for one in by_size if one[1].around(x, y)), None)
        held.setdefault(last[0] if last else None, []).append(glyph)
    return held


def _ruled(page: Page, held: _Held) -> Iterator[Band]:
    """Rows of cells: those that begin at one height, and an empty one where a cell of a row above reaches down."""
    cells = page.cells
    text = {id(cell): lines(held.get(place, [])) for place, cell in enumerate(cells)}
    holders = {id(cell): _holder(cell, cells) for cell in cells}
    done: set[int] = set()
    for cell in cells:
        if id(cell) in done:
            continue
        beside = [other for other in cells if other.top <= cell.top + 2 < other.bottom and holders[id(other)] is holders[id(cell)]]
        level = sorted((other for other in beside if _touch(other, cell, cells)), key=lambda other: other.x0)
        own = [other for other in level if abs(other.top - cell.top) < 2]
        done |= {id(other) for other in own}
        boxes = [Box(other.x0, other.x1, text[id(other)] if other in own else []) for other in level]
        below = [_below(other, box, cells) for other, box in zip(level, boxes, strict=True)]
        yield Band(
            page.number, cell.top, boxes, True,
            any(other.open_top for other in own), any(other.open_bottom for other in own),
        )
        if any(box.lines for box in below):
            top = min(line.base - line.size for box in below for line in box.lines)
            yield Band(page.number, top, below, True)


def _below(cell: Cell, box: Box, cells: Sequence[Cell]) -> Box:
    """The lines of a box that stand below the cells inside it, which come between, as a box of its own."""
    inner = max((other.bottom for other in cells if other.inside(cell)), default=cell.bottom)
    below = [line for line in box.lines if line.base > inner]
    box.lines = [line for line in box.lines if line.base <= inner]
    return Box(box.x0, box.x1, below)


def _holder(cell: Cell, cells: Sequence[Cell]) -> Cell | None:
    around = [other for other in cells if other.holds and cell.inside(other)]
    return min(around, key=lambda other: (other.x1 - other.x0) * (other.bottom - other.top), default=None)


def _touch(one: Cell, other: Cell, cells: Sequence[Cell]) -> bool:
    """Whether two cells of a height belong to one table: nothing but cells lies between them."""
    left, right = (one, other) if one.x0 <= other.x0 else (other, one)
    while left.x1 < right.x0 - 3:
        following = [c for c in cells if abs(c.x0 - left.x1) < 3 and c.top <= right.top + 2 < c.bottom]
        if not following:
            return False
        left = following[0]
    return True


def _free(page: Page, edges: tuple[float, float], found: Sequence[Line]) -> Iterator[Band]:
    """Paragraphs outside of boxes; lines whose pieces stand far apart are rows of several cells."""
    x0, x1 = edges
    band: Band | None = None
    for line in found:
        parts = pieces(line, _APART)
        box = band.boxes[0] if band and len(band.boxes) == 1 else None
        if box and len(parts) == 1:
            last = box.lines[-1]
            between = any(last.base < cell.top < line.base for cell in page.cells)
            edge = x1 - min(box.lines[0].x0 - x0, 1.5 * line.size)  # as far from the right as from the left
            if not between and line.base - last.base < 2.2 * line.size and cut(box.lines[0], last, line, edge):
                box.lines.append(line)
                continue
        if band:
            yield band
        boxes = [Box(part.x0 if n else x0, x1, [part]) for n, part in enumerate(parts)]
        band = Band(page.number, line.base - line.size, boxes, False)
    if band:
        yield band
