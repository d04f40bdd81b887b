"""A text in, pieces out that fit into cells: Excel shows no more than 409 points of a row, and keeps 32,767 characters."""

import unicodedata
from collections.abc import Iterator

LINES = 24  # of text in a cell, in the font of the workbook


def cut(text: str, width: int, rows: int = LINES) -> Iterator[tuple[str, bool]]:
    """`text` in pieces of at most `rows` lines of `width`, each with whether it goes on in the middle of a line.

    Pieces joined by line ends, or by nothing where a line was cut, are the text again; no piece but the first is empty
    (unless the text ends with a line end, which no value does).
    """
    piece: list[str] = []
    used, inside = 0, False
    for line in text.split("\n"):
        for number, segment in enumerate(_segments(line, width * rows)):
            height = max(1, -(-width_of(segment) // width))
            if piece != [] and (used + height > rows or number) and "\n".join(piece):
                yield "\n".join(piece), inside
                piece, used, inside = [], 0, number > 0
            piece.append(segment)
            used += height
    yield "\n".join(piece), inside


def _segments(line: str, width: int) -> Iterator[str]:
    """`line` in pieces that are at most `width` wide."""
    start = taken = 0
    for at, character in enumerate(line):
        wide = width_of(character)
        if taken + wide > width:
            yield line[start:at]
            start, taken = at, 0
        taken += wide
    yield line[start:]


def width_of(text: str) -> int:
    """How wide `text` is in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def one_line(text: str) -> str:
    """`text` as a title: on one line, and not without end."""
    return " ".join(text.split())[:120]
