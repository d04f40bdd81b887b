"""A text and the words to look for in, where each is first said in it out, as a reader would take it for that word.

The longest word wins. A word counts where nothing that makes it part of another word stands beside it: 個人番号 is not
said in 個人番号利用事務, 中間サーバ not in 住基ネット中間サーバ, GW not in GWAN; in 当該個人番号 and 個人番号等 it is. Letters and
digits are the same in half and full width. What stands in a sub-heading, in the head of a table or in a link is not said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from site_gen import prose

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ！ to ～, one character for one
_WORD = "0-9A-Za-zァ-ヺー々〆一-鿿"
_BEFORE = f"(?<![{_WORD}])|(?<=[該各])"
_AFTER = f"(?![{_WORD}])|(?=[等及又並若以上内側間外])"


@dataclass(frozen=True, slots=True)
class Mention:
    """From `start` up to `end` of a text stands the word of `key`."""

    start: int
    end: int
    key: str


Names = tuple[tuple[str, str], ...]  # a word, and the key it stands for; the first of two that are the same counts


@lru_cache(maxsize=4096)
def mentions(text: str, names: Names) -> tuple[Mention, ...]:
    """The first mention of each key in `text`, in its order."""
    pattern, keys = _pattern(names)
    if pattern is None or not pattern.search(text.translate(_WIDE)):
        return ()
    found: dict[str, Mention] = {}
    for stretch in prose.stretches(text):
        if stretch.heading:
            continue
        for one in pattern.finditer(text.translate(_WIDE), stretch.start, stretch.end):
            key = keys[one.group()]
            found.setdefault(key, Mention(one.start(), one.end(), key))
    return tuple(found.values())


@lru_cache(maxsize=64)
def _pattern(names: Names) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    keys: dict[str, str] = {}
    for name, key in names:
        keys.setdefault(name.translate(_WIDE), key)
    return (re.compile(f"(?:{_BEFORE})(?:{_any(keys)})(?:{_AFTER})") if keys else None), keys


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
