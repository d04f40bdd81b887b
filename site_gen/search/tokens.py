"""A text as it is searched in, the words out that Pagefind indexes and the search asks for: one for each two neighbours.

They are small letters and digits of ASCII, which no segmenter, stemmer or folding touches. Those of a label are other words
than those of a text, so that what is called so can be told from what says so. The twin is assets/search/search.js.
"""

import string
from collections.abc import Iterable
from operator import add

_DIGITS = string.digits + string.ascii_lowercase
_MOST = 36**3 - 1  # the last code point that three digits hold is one less; it marks those that take four more
_SINGLE = "zzzz"  # begins no token of two characters: the four digits behind `zzz` never begin with z
_END = "\n"
_LABEL = "l"  # no token is another one with a letter more: they have 6, 10 or 14, those of one character 7 or 11 and begin with zzzz


def encoded(char: str) -> str:
    """The code point of `char` to the base of 36, in three digits; from 46655 on `zzz` and four."""
    return _ENCODED[char]


def tokens(text: str) -> list[str]:
    """The tokens of a run of text (as `normal` has it): at each place the character there with the one behind it, at the
    last one with the end of the run, so that no phrase runs over it."""
    codes = [_ENCODED[char] for char in text]
    return list(map(add, codes, [*codes[1:], _ENCODED[_END]])) if codes else []


def singles(texts: Iterable[str]) -> list[str]:
    """A token for each character that occurs in `texts`, for words of one character."""
    return [_SINGLE + _ENCODED[char] for char in sorted(set().union(*texts))]


def of_label(words: Iterable[str]) -> list[str]:
    """The tokens of a label, from those of its text, beside which they stand in the index: asking for both often loads no more."""
    return [word + _LABEL for word in words]


class _Encoded(dict[str, str]):
    def __missing__(self, char: str) -> str:
        code = ord(char)
        digits = _base36(code, 3) if code < _MOST else "zzz" + _base36(code, 4)
        self[char] = digits
        return digits


def _base36(number: int, places: int) -> str:
    digits = ""
    for _ in range(places):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


_ENCODED = _Encoded()
