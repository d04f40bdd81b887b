"""A text in, the same text as statutes are looked for in it out: narrow, without white space, numbers in Arabic digits.

Every character of it knows where it comes from. Kanji numerals become digits only where they number something (第十九条,
昭和六十年, 十六の項), so that names keep theirs (四日市市, 一部を改正する法律).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

_KANJI = "〇零一二三四五六七八九十百千"
_NUMBER = re.compile(
    rf"(?<=第)[{_KANJI}]++|(?<=明治|大正|昭和|平成|令和)[{_KANJI}元]++(?=年)|(?<=[0-9年月])[{_KANJI}]++(?=[月日])"
    rf"|(?<=[条項号表]の)[{_KANJI}]++(?!部)|(?<=[条号]の[0-9{_KANJI}]の)[{_KANJI}]++(?!部)"
    rf"|(?<![{_KANJI}])[{_KANJI}]++(?=の項|[条号]|項(?!目)|[、,][{_KANJI}、,]{{1,200}}の項)"
)
_DIGITS = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
# What is narrow already and no white space, in one piece; any other character by itself.
_RUN = re.compile(r"([!-~、-〃々-〇「-】ぁ-ゖァ-ー一-鿿]+)|.", re.DOTALL)
_LONGEST = 16  # no number of an article is written with more characters


@dataclass(frozen=True, slots=True)
class Canonical:
    """`text` with the place of each of its characters in the original: from `starts[i]` up to, not including, `ends[i]`.

    White space is gone but between two numbers, where one space stands for it and one line feed for the end of a line.
    `after_space` are the characters before which there was white space, `line_starts` those that begin a line.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    after_space: frozenset[int]
    line_starts: frozenset[int]


def canonical(text: str) -> Canonical:
    """`text` as it is searched; never longer than a few times the original, in time that grows with its length."""
    runs: list[str] = []
    length = 0
    starts: list[int] = []
    ends: list[int] = []
    after_space: set[int] = set()
    line_starts: set[int] = {0}
    gap = ""
    for found in _RUN.finditer(text):
        place, run = found.start(), found[0]
        is_plain = found.lastindex == 1
        for one in (run,) if is_plain else _narrow(run):
            if not is_plain and one.isspace():
                gap = "\n" if "\n" in (gap, one) else one
                continue
            if gap:
                if runs and _is_digit(runs[-1][-1]) and _is_digit(one[0]):
                    runs.append("\n" if gap == "\n" else " ")
                    starts.append(place)
                    ends.append(place)
                    length += 1
                after_space.add(length)
                if gap == "\n":
                    line_starts.add(length)
                gap = ""
            runs.append(one)
            length += len(one)
            starts.extend(range(place, place + len(one)))
            ends.extend(range(place + 1, place + 1 + len(one)))
    return _with_digits("".join(runs), starts, ends, after_space, line_starts)


@lru_cache(maxsize=4096)
def squeezed(name: str) -> str:
    """`name` as it stands in a canonical text."""
    return canonical(name).text


def number(kanji: str) -> int | None:
    """The value of kanji numerals: 百二十 is 120, 一〇二 is 102; None for what is no number."""
    if not any(one in _UNITS for one in kanji):
        return int("".join(str(_DIGITS[one]) for one in kanji))
    total, digit = 0, 0
    last = 10_000
    for one in kanji:
        if one in _UNITS:
            if _UNITS[one] >= last:
                return None
            last = _UNITS[one]
            total += (digit or 1) * last
            digit = 0
        elif digit:
            return None
        else:
            digit = _DIGITS[one]
    return total + digit


def _is_digit(char: str) -> bool:
    return char.isdigit() or char in _KANJI


@lru_cache(maxsize=8192)
def _narrow(char: str) -> str:
    return unicodedata.normalize("NFKC", char).translate(_DASHES)


def _with_digits(text: str, starts: list[int], ends: list[int], after_space: set[int], line_starts: set[int]) -> Canonical:
    """The canonical text with the numerals in it as digits; each digit has the place of the whole numeral."""
    numerals = [(found, value) for found in _NUMBER.finditer(text) if len(found[0]) <= _LONGEST and (value := number(found[0])) is not None]
    if not numerals:
        return Canonical(text, tuple(starts), tuple(ends), frozenset(after_space), frozenset(line_starts) if text else frozenset())
    runs: list[str] = []
    length = 0
    new_starts: list[int] = []
    new_ends: list[int] = []
    kept: list[tuple[int, int, int]] = []  # from where up to where in `text`, and where in what becomes of it
    at = 0

    def put(run: str, begins: Iterable[int], stops: Iterable[int]) -> None:
        nonlocal length
        runs.append(run)
        new_starts.extend(begins)
        new_ends.extend(stops)
        length += len(run)

    def keep(until: int) -> None:
        nonlocal at
        if until > at:
            kept.append((at, until, length))
            put(text[at:until], starts[at:until], ends[at:until])
        at = until

    for found, value in numerals:
        keep(found.start())
        kept.append((at, at + 1, length))
        first, last = starts[found.start()], ends[found.end() - 1]
        if runs and runs[-1][-1].isdigit():
            put(" ", (first,), (first,))
        digits = str(value)
        put(digits, repeat(first, len(digits)), repeat(last, len(digits)))
        at = found.end()
        if at < len(text) and text[at].isdigit():
            put(" ", (last,), (last,))
    keep(len(text))

    def moved(places: set[int]) -> frozenset[int]:
        """Where the characters at `places` are now; those inside of a numeral are nowhere."""
        found = ((place, kept[bisect_right(kept, (place, len(text), length)) - 1]) for place in places)
        return frozenset(new + place - begin for place, (begin, end, new) in found if begin <= place < end)

    return Canonical("".join(runs), tuple(new_starts), tuple(new_ends), moved(after_space), moved(line_starts))
