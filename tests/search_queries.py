"""The texts of a published site in, queries of eleven kinds out, the same for the same texts and seed."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

SEED = 20261121
HOW_MANY = {"noun": 80, "rare": 40, "mid": 40, "frequent": 40, "cut": 100, "words": 45, "width": 40, "numeral": 30,
            "punctuation": 25, "latin": 20, "quoted": 15, "single": 10, "absent": 30}
_NARROW = {unicodedata.normalize("NFKC", char): char for char in map(chr, range(0xFF61, 0xFFA0))}

_NUMERALS = ("第?[0-9０-９]+[条項号年月日件回人]", "[一二三四五六七八九十百]+[条項号年月日件回人]", "令和[0-9]+年[0-9]+月", "[0-9,]{2,}")


@dataclass(frozen=True, slots=True)
class Query:
    """What someone types, and which kind of query it is."""

    kind: str
    text: str


def queries(texts: Iterable[str], seed: int = SEED) -> list[Query]:
    """No query twice; a short site gives fewer than `HOW_MANY`."""
    chance = random.Random(seed)
    values = sorted({text for text in texts if text})
    long = [text for text in values if len(text) > 12] or values
    nouns = Counter(run for text in values for run in set(re.findall("[一-龠]{2,6}|[ァ-ヺー]{3,9}", text)))
    compounds = sorted(Counter(run for text in values for run in set(re.findall("[一-龠ァ-ヺー]{5,14}", text))).items(),
                       key=lambda one: (one[1], one[0]))
    third = max(1, len(compounds) // 3)
    parts = {"rare": compounds[:third], "mid": compounds[third:-third], "frequent": compounds[-third // 4 :]}
    names = sorted(nouns)
    whole = "\n".join(values)
    chars, latin = sorted(set(re.sub(r'[\s"]', "", whole))), _latin(whole)
    numerals = [sorted({found[0] for found in re.finditer(pattern, whole)}) or ["第19条"] for pattern in _NUMERALS]

    def cut(pattern: str = "") -> str:
        for _ in range(400):
            text = chance.choice(long)
            start = chance.randrange(max(1, len(text) - 2))
            found = text[start : start + chance.randrange(2, 15)].strip()
            if len(found) > 1 and re.search(pattern, found) and not re.search('["“”„‟〝〞〟]', found):
                return found
        return ""

    makers: dict[str, Callable[[], str]] = {
        "noun": lambda: chance.choice(names),
        **{name: lambda some=some: chance.choice(some)[0] for name, some in parts.items()},  # type: ignore[misc]
        "cut": cut,
        "words": lambda: chance.choice(" 　").join(_words(chance, chance.choice(long), names)),
        "width": lambda: other_width(cut("[0-9A-Za-zァ-ヺ]")),
        "numeral": lambda: chance.choice(chance.choice(numerals)),
        "punctuation": lambda: cut("[、。「」（）()・，．／/～〜：:－-]"),
        "latin": lambda: chance.choice(latin),
        "quoted": lambda: f'"{cut()}"',
        "single": lambda: chance.choice(chars),
        "absent": lambda: _absent(chance, names),
    }
    found: dict[str, Query] = {}
    for kind, number in HOW_MANY.items():
        made = list(_distinct(makers[kind], number, found))
        found |= {text: Query(kind, text) for text in made}
    return list(found.values())


def _distinct(make: Callable[[], str], number: int, have: dict[str, Query]) -> Iterator[str]:
    seen: set[str] = set()
    for _ in range(number * 30):
        text = make()
        if len(seen) < number and text.strip('" 　') and text not in have and text not in seen:
            seen.add(text)
            yield text


def _words(chance: random.Random, text: str, names: list[str]) -> list[str]:
    """Two or three words of one text, or one of them of anywhere."""
    own = re.findall("[一-龠]{2,6}|[ァ-ヺー]{3,9}|[A-Za-z]{2,}", text) or names
    return [chance.choice(own), *(chance.choice([chance.choice(own), chance.choice(names)]) for _ in range(chance.randrange(1, 3)))]


def other_width(text: str) -> str:
    """Latin full-width, katakana half-width."""
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in unicodedata.normalize("NFKC", text))
    return "".join(
        "".join(_NARROW.get(part, {"\u3099": "ﾞ", "\u309a": "ﾟ"}.get(part, part)) for part in unicodedata.normalize("NFD", char))
        if "ァ" <= char <= "ー" else char for char in wide)


def _latin(whole: str) -> list[str]:
    return sorted({found[0] for found in re.finditer("[A-Za-zＡ-Ｚａ-ｚ][A-Za-z0-9Ａ-Ｚａ-ｚ.-]+", whole)}) or ["LGWAN"]


def _absent(chance: random.Random, names: list[str]) -> str:
    """Two halves of words that hardly ever stand together, or what nobody writes."""
    one, other = chance.choice(names), chance.choice(names)
    return chance.choice([one[-2:] + other[-2:] + one[:1], other[::-1] + "ゑ", one + "zq", f"{one}大阪湾"])
