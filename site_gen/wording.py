"""Strings of the form in, strings that can be compared out: what counts as the same words, which is nearest."""

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)}  # ① to ⑳
ROMAN = {"Ⅰ": "i", "Ⅱ": "ii", "Ⅲ": "iii", "Ⅳ": "iv", "Ⅴ": "v", "Ⅵ": "vi"}

# What the 項目 of a change row says when it repeats the row above it.
SAME_AS_ABOVE = frozenset({"同上", "〃", "同左", "上に同じ", "上記と同じ", "上記に同じ"})

_LONGEST = 2000  # no label, date or number is longer; NFKC takes minutes for long runs of combining marks
_SPACE = re.compile(r"\s+")
_TRAILING_BRACKET = re.compile(r"（[^（）]*）$")

# What published documents write into a cell that has nothing to say; kept as written, never read as a value.
NOTHING_MARKS = frozenset({"なし", "無し", "該当なし", "特になし", "-", "－", "ー", "—", "―", "–", "‐", "−"})
_ELSEWHERE = re.compile(r"一覧.{0,6}(?:参照|のとおり|掲げる)|別[紙表添].{0,30}(?:参照|のとおり|掲げる)", re.S)


def same(text: str) -> str:
    """`text` reduced to what decides whether two labels are the same: NFKC, no white space, no colons."""
    return _label(text) if len(text) <= 60 else _reduced(text)


def _reduced(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text[:_LONGEST])).replace(":", "").casefold()


_label = lru_cache(maxsize=16_384)(_reduced)  # labels come again with each file; a text does not


def name_key(name: str) -> str:
    """The piece of address of a name for which nobody wrote one: `h` and 8 hex digits, the same for the same words."""
    return f"h{hashlib.blake2b(same(name).encode(), digest_size=4).hexdigest()}"


def is_placeholder(text: str) -> bool:
    """Whether `text` is what a skeleton puts where something has to be written before long: 〔都道府県名〕."""
    return text.strip().startswith("〔") and text.strip().endswith("〕")


@lru_cache(maxsize=4096)
def digits(text: str) -> str:
    """`text` with full-width digits and letters as ASCII and no white space around it (NFKC)."""
    return unicodedata.normalize("NFKC", text[:_LONGEST]).strip()


def is_nothing_mark(text: str) -> bool:
    """Whether `text` is one of the ways to write "nothing here": なし, －, 該当なし …"""
    return text.strip() in NOTHING_MARKS


def is_elsewhere(text: str) -> bool:
    """Whether a name only points at a list that holds the names: ※（別紙）移転先一覧を参照, 別紙のとおり."""
    return bool(_ELSEWHERE.search(text))


def without_bracket(label: str) -> str:
    """`label` without the bracket at its end: 特定個人情報の入手（…を除く。） becomes 特定個人情報の入手."""
    return _TRAILING_BRACKET.sub("", label) or label


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that is most like `word` (ratio of at least 0.6), or None."""
    candidates = {same(k): k for k in known}
    found = difflib.get_close_matches(same(word), list(candidates), n=1, cutoff=0.6)
    return candidates[found[0]] if found else None


def ascii_number(number: str) -> str:
    """The number of an item as it stands in an address: ① is 1, Ⅳ is iv, リスク2 is r2, 3 is 3, nothing is nothing."""
    if number in CIRCLED:
        return str(CIRCLED[number])
    if number in ROMAN:
        return ROMAN[number]
    return number.replace("リスク", "r").replace("別添", "betten")
