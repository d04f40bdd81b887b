"""Groups of digits of one run in, where among them there can be a number of twelve digits out."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_TOKEN = re.compile(r"[0-9A-Za-z]+")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LATELY = re.compile(r"199[0-9]|20[0-4][0-9]")


@dataclass(frozen=True, slots=True)
class Group:
    """Digits with nothing between them, and where they begin in the text."""

    start: int
    digits: str

    @property
    def end(self) -> int:
        """Where they end in the text."""
        return self.start + len(self.digits)


def candidates(groups: Sequence[Group], text: str, called: bool, fits: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where among the groups of a run there can be a number: one group, groups of one size, or the whole run.

    Groups of one size in a longer row of such groups are none, unless the number is `called` so, or the whole row falls into
    numbers of which each `fits`.
    """
    for group in groups:
        if len(group.digits) == 12 and (called or _stands_alone(group, text)):
            yield group.start, group.end
    total = "".join(group.digits for group in groups)
    abroad = len(groups[0].digits) <= 3 and text[groups[0].start - 1 : groups[0].start] == "+"  # +81 48 …
    if len(groups) == 1 or (len(total) == 13 and is_corporate(total)) or abroad:
        return
    run = _Run(groups, text)
    for size in (1, 2, 3, 4, 6):
        for first in range(len(groups) - 12 // size + 1):
            after = first + 12 // size
            if run.is_number(first, after, size) and ((called and size > 2) or not run.goes_on(first, after) or run.is_row(first, after, fits)):
                yield groups[first].start, groups[after - 1].end
    alike = len({join for join in run.joins if join != "\n"}) <= 1
    if len(total) == 12 and alike and _is_one_line(run.between) and not is_list(groups) and not _is_date(groups):
        yield groups[0].start, groups[-1].end


def is_corporate(digits: str) -> bool:
    """Whether 13 digits are a 法人番号, which is public: the first is 9 less the remainder by 9 of the others' sum.

    平成26年財務省令第70号 第2条: from the right, every second digit counts twice.
    """
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits[1:])))
    return int(digits[0]) == 9 - total % 9


class _Run:
    """The groups of a run, and what joins them."""

    def __init__(self, groups: Sequence[Group], text: str) -> None:
        self.groups = groups
        self.text = text
        self.between = [text[one.end : other.start] for one, other in pairwise(groups)]
        self.joins = ["-" if "-" in one else "\n" if "\n" in one else " " for one in self.between]

    def is_number(self, first: int, after: int, size: int) -> bool:
        """Whether these groups are all of `size`, in no more than two lines, and no list."""
        window = self.groups[first:after]
        return {len(group.digits) for group in window} == {size} and _is_one_line(self.between[first : after - 1]) and not is_list(window)

    def goes_on(self, first: int, after: int) -> bool:
        """Whether a group of the same size, joined in the same way, makes it a longer number."""
        inner = set(self.joins[first : after - 1])
        before = self._is_like(first - 1, first) and self.joins[first - 1] in inner and not self._ends_another(first - 1)
        behind = self._is_like(after, first) and self.joins[after - 1] in inner and not self._begins_another(after)
        return before or behind

    def is_row(self, first: int, after: int, fits: Callable[[str], bool]) -> bool:
        """Whether the longer row in which these groups stand falls into numbers that all fit, these among them."""
        count, begin, end = after - first, first, after
        while self._is_like(begin - 1, first) and not self._ends_another(begin - 1):
            begin -= 1
        while self._is_like(end, first) and not self._begins_another(end):
            end += 1
        numbers = ["".join(group.digits for group in self.groups[at : at + count]) for at in range(begin, end, count)]
        return count < 6 and (first - begin) % count == 0 and (end - begin) % count == 0 and all(map(fits, numbers))

    def _is_like(self, at: int, other: int) -> bool:
        return 0 <= at < len(self.groups) and len(self.groups[at].digits) == len(self.groups[other].digits)

    def _ends_another(self, at: int) -> bool:
        """Whether the group ends a postal code or a telephone number: a hyphen before it, a blank behind it."""
        return at > 0 and self.joins[at - 1] == "-" and self.joins[at] != "-"

    def _begins_another(self, at: int) -> bool:
        """Whether the group begins another number or a day, or is the year behind a number."""
        group = self.groups[at]
        if _YEAR.fullmatch(group.digits) and self.text[group.end : group.end + 2].strip().startswith("年"):
            return True
        if at + 1 < len(self.groups):
            return self.joins[at] == "-" and self.joins[at - 1] != "-"
        return bool(_LATELY.fullmatch(group.digits))


def _is_one_line(between: Sequence[str]) -> bool:
    """Whether a number is not broken more than once, as it is where a line was full."""
    return "".join(between).count("\n") <= 1


def is_list(groups: Sequence[Group]) -> bool:
    """Numbers of rows (8 10 14 15 16): short and rising in small steps; years (2024 2025 2026)."""
    numbers = [int(group.digits) for group in groups]
    steps = [after - before for before, after in pairwise(numbers)]
    if all(_YEAR.fullmatch(group.digits) for group in groups):
        return all(0 < step <= 30 for step in steps) or all(-30 <= step < 0 for step in steps)
    longest = max(len(group.digits) for group in groups)
    return longest <= 3 and len(groups) < 12 and all(0 < step <= (9 if longest == 3 else 30) for step in steps)


def _is_date(groups: Sequence[Group]) -> bool:
    """2024-06-28 1530, 20240628-0001."""
    day = "".join(group.digits.zfill(2) for group in groups)[:8]
    begins = len(groups[0].digits) == 8 or (len(groups[0].digits) == 4 and max(len(group.digits) for group in groups[1:3]) <= 2)
    return begins and bool(re.match(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])", day))


def _stands_alone(group: Group, text: str) -> bool:
    """Whether 12 digits are no piece of a code with letters and more digits: not those of 426M60000008085, of a UUID."""
    left = max(0, group.start - 36)
    for token in _TOKEN.finditer(text, left, group.end + 36):
        if token.start() <= group.start < token.end():
            rest = text[token.start() : group.start] + text[group.end : token.end()]
            if re.search("[0-9]", rest):
                return False
    return not any(one.start() <= group.start < one.end() for one in _UUID.finditer(text, left, group.end + 36))
