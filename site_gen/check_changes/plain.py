"""A text in, what decides whether one text holds another out: its characters alone, and where words and lines end in them."""

import re
import unicodedata
from dataclasses import dataclass

from site_gen import dates
from site_gen.wording import same

_POINTS = re.compile(r"[・○●※、。,.()（）\[\]]")
_CHUNK = 2000  # NFKC takes minutes for long runs of combining marks
_TRIVIAL = re.compile(r".{0,2}|[ぁ-ん]+")  # too little to be found in a text by more than chance


def flat(text: str) -> str:
    """`text` without white space and differences of width, at any length."""
    return "".join(same(text[at : at + _CHUNK]) for at in range(0, len(text), _CHUNK))


def bare(text: str) -> str:
    """`text` without white space, marks, points and brackets as well."""
    return _POINTS.sub("", flat(text))


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as `plain` reduces it: its characters, and between which of them words and lines begin and end."""

    text: str
    words: frozenset[int]
    lines: frozenset[int]

    def holds(self, part: str) -> bool:
        """Whether `part`, reduced likewise, stands here from the beginning of a word to the end of one; a trivial one
        has to be a whole line."""
        ends = self.lines if _TRIVIAL.fullmatch(part) else self.words
        return not part or any(at + len(part) in ends and self.text.startswith(part, at) for at in ends)


def plain(text: str) -> Plain:
    """`text` without white space, marks, points and brackets; a date whatever the reckoning is the same."""
    kept: list[str] = []
    words: set[int] = set()
    lines: set[int] = set()
    size = 0
    for line in text.split("\n"):
        lines.add(size)
        for piece in re.split(r"[\s:]+", _unified(line)):
            words.add(size)
            for run in _POINTS.split(piece):
                own = run.casefold()
                words.add(size)
                words.update(size + at for at in range(1, len(own)) if _kind(own[at - 1]) != _kind(own[at]))
                kept.append(own)
                size += len(own)
        lines.add(size)
    whole = "".join(kept)
    inside = {at for at in words if 0 < at < size and whole[at - 1].isdigit() and whole[at].isdigit()}  # 1,000
    return Plain(whole, frozenset((words - inside) | lines), frozenset(lines))


def _unified(line: str) -> str:
    return dates.unified("".join(unicodedata.normalize("NFKC", line[at : at + _CHUNK]) for at in range(0, len(line), _CHUNK)))


def _kind(character: str) -> str:
    """Kanji, hiragana, katakana, letters, figures: a word rarely goes on where this changes."""
    if character.isdigit():
        return "0"
    if "ぁ" <= character <= "ん":
        return "あ"
    if "ァ" <= character <= "ヶ" or character == "ー":
        return "ア"
    if character.isascii():
        return "a" if character.isalpha() else "-"
    return "字" if character.isalpha() else "-"
