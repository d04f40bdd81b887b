"""Lines of a source and what is wrong in them in, the same lines out with the numbers of persons covered.

What lies over a page is seen by whoever stands behind its author, and is sent on as a picture.
"""

from collections.abc import Iterable, Iterator, Sequence

from site_gen.guard import numbers
from site_gen.guard.finding import Text
from site_gen.guard.plain import plain
from site_gen.problem import Problem

# How many digits the number has that such a problem begins at.
DIGITS = {"my-number": 12, "juminhyo-code": 11, "pension-number": 10}
_FINDERS = (numbers.my_numbers, numbers.resident_codes, numbers.pension_numbers)
_SEEN = 2  # digits that stay, as in the message
_COVER = "*"
_LONGEST = 100_000  # characters; nobody finds a place in longer ones


def masked(lines: Sequence[str], first: int, problems: Iterable[Problem]) -> tuple[list[str], dict[tuple[int, int], int]]:
    """`lines`, of which one has the number `first`, character for character; where each number ends that begins at (line, column).

    Covered is what `problems` (of the same file) tell, and what looks like it where nobody could tell it because of other errors.
    """
    text = "\n".join(lines)
    if len(text) > _LONGEST:
        return [], {}
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found: list[tuple[int, int]] = [(hit.start, hit.end) for finder in _FINDERS for hit in finder(Text(text, plain(text)))]
    ends: dict[tuple[int, int], int] = {}
    for one in problems:
        row = one.span.line - first
        if one.code in DIGITS and 0 <= row < len(lines):
            start = starts[row] + one.span.column - 1
            end = _end(text, start, DIGITS[one.code])
            found.append((start, end))
            ends[one.span.line, one.span.column] = min(end - starts[row], len(lines[row])) + 1
    covered = list(text)
    for start, end in found:
        for at in list(_digits(text, start, end))[_SEEN:]:
            covered[at] = _COVER
    return "".join(covered).split("\n"), ends


def _end(text: str, start: int, count: int) -> int:
    """Behind the last of the `count` digits that begin at `start`."""
    for at in _digits(text, start, len(text)):
        count -= 1
        if not count:
            return at + 1
    return len(text)


def _digits(text: str, start: int, end: int) -> Iterator[int]:
    """Where digits of any kind stand."""
    return (at for at, char in enumerate(plain(text[start:end]), start) if char in numbers.KANJI or "0" <= char <= "9")
