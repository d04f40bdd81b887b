"""A long text and a length in, its beginning or its end of about that length out, cut where a sentence or a word ends.

Japanese puts no space between words; a particle or an ending before a kanji, a figure or katakana is where a phrase ends
(規則を｜定める, 行う｜事務). り, し, き and the like are no such place: they stand inside words (取り扱う).
"""

import re

_SENTENCE = "。．！？\n"
_CLAUSE = "、，；;　 )）」』】］>＞"
_OPENING = "(（「『【［<＜・※\n"
_PHRASE = re.compile(r"[をはがにでとのもやへてたるうくなすむずばら](?=[^ぁ-んー、。，．)）」』】］・\s])")
_WORDS = re.compile(r"第?[0-9０-９]+(?:[,，.．][0-9０-９]+)*[条項号表年月日件人]?|[ァ-ヺー]+|[A-Za-zＡ-Ｚａ-ｚ]+|[一-龠々]+|.", re.S)
_LETTERS = re.compile(_WORDS.pattern.replace("[一-龠々]+|", ""), re.S)


def beginning(text: str, size: int, reach: int) -> str:
    """The first `size` characters of `text`, `reach` more or less."""
    return text[: _border(text, size, reach, len(text))]


def ending(text: str, size: int, reach: int) -> str:
    """The last `size` characters of `text`, `reach` more or less."""
    return text[_border(text, len(text) - size, reach, 0) :]


def _border(text: str, at: int, reach: int, none: int) -> int:
    """The best place to cut `text` near `at`: the end of a sentence or line, else of a clause, else of a phrase; where
    there is none, between two words, or two kanji; `none` where the text is a single word."""
    if not 0 < at < len(text):
        return max(0, min(at, len(text)))
    near = range(max(1, at - reach), min(len(text) - 1, at + reach) + 1)
    best = max(near, key=lambda place: (_rank(text, place), -abs(place - at)))
    if _rank(text, best):
        return best
    for pattern in (_WORDS, _LETTERS):
        ends = [match.end() for match in pattern.finditer(text) if match.end() < len(text)]
        nearest = min(ends, key=lambda end: abs(end - at), default=none)
        if ends and abs(nearest - at) <= 2 * reach:
            return nearest
    return nearest


def _rank(text: str, at: int) -> int:
    """How well `text` is cut before its character `at`."""
    before, behind = text[at - 1], text[at]
    if before in _SENTENCE and behind not in _CLAUSE:
        return 3
    if (before in _CLAUSE or behind in _OPENING) and before not in _OPENING and behind not in _CLAUSE + _SENTENCE[:-1]:
        return 2
    return 1 if _PHRASE.match(text, at - 1) else 0
