"""What a diagram is made of: nodes and edges as told, boxes and paths as placed. Lengths are CSS px at full size."""

from dataclasses import dataclass

CORNER = 5  # px, how round the bends of a line are
_LOW = 900  # px; on 16 cm a text of 14 px is 7 pt
_ARROW = 5  # px, half of an arrowhead's base


@dataclass(frozen=True, slots=True)
class Node:
    """A box: `head` is its small first line (システム5), `labels` its names, each beginning on a line of its own.

    `kind` is the class that gives it its shape; `address` and `anchor` are the page and place it leads to, inside the same
    assessment (empty: no link), `context` the words that tell its link from that of a like box. `layer` puts it into the nth
    step of a flow.
    """

    id: str
    labels: tuple[str, ...]
    kind: str
    head: str = ""
    address: str = ""
    anchor: str = ""
    context: str = ""
    layer: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between the nodes with these ids; in a flow it leads from `source` to `target`."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, its left end and baseline."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """A placed node: its upper left corner, its size, and its texts, each in lines."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    head: Line | None
    labels: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A placed edge: corners from the border of one box to that of the other, upright and level pieces."""

    edge: Edge
    points: tuple[tuple[int, int], ...]
    directed: bool

    @property
    def d(self) -> str:
        """The line as SVG path data, corners rounded."""
        first, *rest = self.points
        found = [f"M{first[0]} {first[1]}"]
        for before, at, after in zip(self.points, rest, rest[1:], strict=False):
            (ax, ay), (bx, by) = _towards(at, before), _towards(at, after)
            found.append(f"L{ax} {ay}Q{at[0]} {at[1]} {bx} {by}")
        return "".join([*found, f"L{rest[-1][0]} {rest[-1][1]}"])

    @property
    def arrow(self) -> str:
        """The arrowhead as SVG path data; empty for a line that goes both ways."""
        if not self.directed:
            return ""
        (x, y), (dx, dy) = self.points[-1], _step(self.points[-1], self.points[-2])
        ax, ay = x + 2 * _ARROW * dx, y + 2 * _ARROW * dy
        return f"M{x} {y}L{ax + _ARROW * dy} {ay + _ARROW * dx}L{ax - _ARROW * dy} {ay - _ARROW * dx}Z"


@dataclass(frozen=True, slots=True)
class Drawing:
    """All boxes and lines of a graph on a sheet of this size, and on how many stretches two lines run in one; a drawing that
    does not fit where it is due scrolls sideways."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]
    overlaps: int
    fits: bool = True

    @property
    def low(self) -> bool:
        """Whether it can be read on two thirds of a sheet of paper (A4), beside the text above it."""
        return self.height <= _LOW


@dataclass(frozen=True, slots=True)
class Diagram:
    """One graph drawn twice: `wide` for screens and paper, `narrow` for telephones."""

    wide: Drawing
    narrow: Drawing


def _step(start: tuple[int, int], end: tuple[int, int]) -> tuple[int, int]:
    """The direction of a level or upright piece as a step of 1."""
    (x, y), (u, v) = start, end
    return (u > x) - (u < x), (v > y) - (v < y)


def _towards(start: tuple[int, int], end: tuple[int, int]) -> tuple[int, int]:
    """The place on the way from `start` to `end` where the bend at `start` begins; no further than half way."""
    far = min(CORNER, (abs(end[0] - start[0]) + abs(end[1] - start[1])) // 2)
    dx, dy = _step(start, end)
    return start[0] + far * dx, start[1] + far * dy
