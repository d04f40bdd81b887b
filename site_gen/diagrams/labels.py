"""A node and a width in, its box with every line of text in its place out: widths are estimated, nothing is measured.

A full-width character is one em wide, any other 0.62. Room is kept for a reader's own spacing of letters (WCAG 1.4.12: 0.12 em).
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from site_gen.diagrams.graph import Box, Line, Node

FONT, HEAD = 14, 12  # px, also in assets/site.css
_LEADING, _PADDING, _GAP = 19, 8, 5
_SPACING = 1.12
_NARROW_EM = 0.62
_WORDS = re.compile(r"[0-9A-Za-z.,/-]+|\s+|[ァ-ヺー]+?(?=システム|サーバ)|システム|サーバー?|[ァ-ヺー]+|.")
_ANY = re.compile(r".", re.DOTALL)
_NOT_FIRST = frozenset("、。，．・ー）」』】〕〉》］｝!！?？ゃゅょっャュョッァィゥェォぁぃぅぇぉ々)]}")
_NOT_LAST = frozenset("（「『【〔〈《［｛([{")


def box(node: Node, width: int) -> Box:
    """The box of `node`, `width` px wide and as high as its texts need, at the origin."""
    y = _PADDING
    head = None
    if node.head:
        head = Line(node.head, width // 2, y + HEAD)
        y += HEAD + _GAP
    labels: list[tuple[Line, ...]] = []
    for label in node.labels:
        lines = _wrapped(label, (width - 2 * _PADDING) / FONT / _SPACING)
        labels.append(tuple(Line(text, width // 2, y + FONT + _LEADING * at) for at, text in enumerate(lines)))
        y += _LEADING * len(lines) + (_GAP if len(node.labels) > 1 else 0)
    return Box(node, 0, 0, width, y + _PADDING // 2 + 2, head, tuple(labels))


def wrapped(text: str, ems: float) -> list[str]:
    """`text` in as few lines of at most `ems` as it takes, broken as Japanese is: not before ）、 or after （, words in katakana
    and in other scripts whole where they fit; if it can be, not inside a word of kanji, and into lines about equally long."""
    found = [_broken(text, ems)]
    longest = max((size for piece in _pieces(text) if (size := _ems(piece)) <= ems), default=ems)
    shorter = ems - 0.5
    while shorter >= longest and _shape(closer := _broken(text, shorter)) == _shape(found[0]):
        found.append(closer)
        shorter -= 0.5
    return min(reversed(found), key=_cuts)


@lru_cache(maxsize=4096)  # a drawing is tried with the same boxes in several ways
def _wrapped(text: str, ems: float) -> tuple[str, ...]:
    return tuple(wrapped(text, ems))


def _cuts(lines: list[str]) -> int:
    """How many line ends part two characters of one kind, and so perhaps a word."""
    return sum(_kind(one[-1]) == _kind(two[0]) for one, two in pairwise(lines))


def _kind(character: str) -> str:
    """Kanji, katakana, hiragana, or another character by itself."""
    return unicodedata.name(character, character).split(" ")[0].split("-")[0]


def _shape(lines: list[str]) -> tuple[int, int]:
    """How many lines, and how many of them begin with a bracket."""
    return len(lines), sum(line[0] in _NOT_LAST for line in lines)


def _broken(text: str, ems: float) -> list[str]:
    """`text` in lines, each as long as it can be; a bracket that does not fit on its line begins the next one."""
    lines = [""]
    pieces = [part for piece in _pieces(text) for part in ([piece] if _ems(piece) <= ems else _pieces(piece, _ANY))]
    for at, piece in enumerate(pieces):
        rest = _bracket(pieces, at)
        full = _ems(lines[-1] + piece) > ems
        pushed = rest and _ems(lines[-1] + rest) > ems and _ems(lines[-1]) >= ems / 3
        if lines[-1] and (full or pushed):
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str, words: re.Pattern[str] = _WORDS) -> list[str]:
    """What may not be parted: a character with those that must not begin or end a line beside it, or a word."""
    found: list[str] = []
    for token in words.findall(text):
        if found and (token[0] in _NOT_FIRST or found[-1][-1] in _NOT_LAST or found == ["・"]):
            found[-1] += token
        else:
            found.append(token)
    return found


def _bracket(pieces: list[str], at: int) -> str:
    """The text from an opening bracket to its end, empty when `at` opens none."""
    if pieces[at][0] not in _NOT_LAST:
        return ""
    return "".join(pieces[at:]).split("）")[0] + "）"


@lru_cache(maxsize=8192)
def _ems(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(one) in "WFA" else _NARROW_EM for one in text)
