"""Lines of a cell in, the same lines in reading order out where they are a numbered list that is set in columns."""

from collections.abc import Sequence
from dataclasses import replace

from site_gen.importers.pdf.line import ENTRY, GAP, Line, pieces


def down_columns(found: list[Line]) -> list[Line]:
    """Numbered lists that are set in columns, down each column where their numbers say so."""
    starts = _starts(found)
    if len(starts) < 2:
        return found
    ordered: list[Line] = []
    at = 0
    while at < len(found):
        columns, end = _region(found, at, starts)
        down = [piece for column in columns for piece in column]
        numbers = [int(number[1]) for piece in down if (number := ENTRY.match(piece.text))]
        if numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            ordered += down
        else:
            ordered += found[at:end]
        at = end
    return ordered


def _starts(found: Sequence[Line]) -> list[float]:
    """Where columns of numbered entries begin; numbers of one and of two figures end at the same place."""
    starts: list[float] = []
    for line in found:
        for piece in pieces(line):
            if ENTRY.match(piece.text) and not any(abs(piece.x0 - start) < piece.size for start in starts):
                starts.append(piece.x0)
    return sorted(starts)


def _region(found: Sequence[Line], at: int, starts: Sequence[float]) -> tuple[list[list[Line]], int]:
    """The columns of the list that begins at line `at`, and the first line behind it."""
    columns: list[list[Line]] = [[] for _ in starts]
    end = at
    while end < len(found):
        split = _at_starts(found[end], starts)
        heads = len(split) == 1 and not ENTRY.match(split[0].text)
        if heads and (end == at or split[0].glyphs[0].bold != found[at].glyphs[0].bold):
            break
        for piece in split:
            place = max((n for n, start in enumerate(starts) if start - piece.size < piece.x0), default=0)
            hangs = columns[place] and not ENTRY.match(piece.text) and piece.x0 > columns[place][0].x0 + 0.5 * piece.size
            columns[place].append(replace(piece, goes_on=bool(hangs)))
        end += 1
    return columns, max(end, at + 1)


def _at_starts(line: Line, starts: Sequence[float]) -> list[Line]:
    """`line` cut where a column begins behind a gap."""
    cuts = [0]
    for place in range(1, len(line.glyphs)):
        glyph, last = line.glyphs[place], line.glyphs[place - 1]
        if glyph.x0 - last.x1 > GAP * glyph.size and any(-1 < (glyph.x0 - start) / glyph.size < 3 for start in starts[1:]):
            cuts.append(place)
    return [Line(line.glyphs[a:b], line.new_page) for a, b in zip(cuts, [*cuts[1:], len(line.glyphs)], strict=True)]
