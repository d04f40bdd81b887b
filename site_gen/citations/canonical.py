"""A text in, the same text as statutes are looked for in it out: narrow, without white space, numbers in Arabic digits.

Every character of it knows where it comes from. Kanji numerals become digits only where they number something (第十九条,
昭和六十年, 十六の項), so that names keep theirs (四日市市, 一部を改正する法律).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

_KANJI = "〇零一二三四五六七八九十百千"
_NUMBER = re.compile(
    rf"(?<=第)[{_KANJI}]++|(?<=明治|大正|昭和|平成|令和)[{_KANJI}元]++(?=年)|(?<=[0-9年月])[{_KANJI}]++(?=[月日])"
    rf"|(?<=[条項号表]の)[{_KANJI}]++(?!部)|(?<=[条号]の[0-9{_KANJI}]の)[{_KANJI}]++(?!部)"
    rf"|(?<![{_KANJI}])[{_KANJI}]++(?=の項|[条号]|項(?!目)|[、,][{_KANJI}、,]{{1,200}}の項)"
)
_DIGITS = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
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
    chars: list[str] = []
    places: list[tuple[int, int]] = []
    after_space: set[int] = set()
    line_starts: set[int] = {0}
    gap = ""
    for place, char in enumerate(text):
        for one in _narrow(char):
            if one.isspace():
                gap = "\n" if "\n" in (gap, one) else one
                continue
            if gap:
                if chars and _is_digit(chars[-1]) and _is_digit(one):
                    chars.append("\n" if gap == "\n" else " ")
                    places.append((place, place))
                after_space.add(len(chars))
                if gap == "\n":
                    line_starts.add(len(chars))
                gap = ""
            chars.append(one)
            places.append((place, place + 1))
    return _with_digits("".join(chars), places, after_space, line_starts)


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


def _with_digits(
    text: str, places: list[tuple[int, int]], after_space: set[int], line_starts: set[int]
) -> Canonical:
    """The canonical text with the numerals in it as digits; each digit has the place of the whole numeral."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    moved: dict[int, int] = {}
    at = 0

    def keep(until: int) -> None:
        nonlocal at
        moved.update(zip(range(at, until), count(len(chars)), strict=False))
        chars.extend(text[at:until])
        starts.extend(start for start, _ in places[at:until])
        ends.extend(end for _, end in places[at:until])
        at = until

    for found in _NUMBER.finditer(text):
        value = number(found[0]) if len(found[0]) <= _LONGEST else None
        if value is None:
            continue
        keep(found.start())
        moved[at] = len(chars)
        first, last = places[found.start()][0], places[found.end() - 1][1]
        if chars and chars[-1].isdigit():
            chars.append(" ")
            starts.append(first)
            ends.append(first)
        for digit in str(value):
            chars.append(digit)
            starts.append(first)
            ends.append(last)
        at = found.end()
        if at < len(text) and text[at].isdigit():
            chars.append(" ")
            starts.append(last)
            ends.append(last)
    keep(len(text))
    return Canonical("".join(chars), tuple(starts), tuple(ends),
                     frozenset(moved[one] for one in after_space if one in moved),
                     frozenset(moved[one] for one in line_starts if one in moved))
