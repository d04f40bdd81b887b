"""A text in, the text as it is searched out, with the place in the original of each of its characters. The twin of
assets/search/normal.js: a test holds the two together over all of Unicode and the corpus, in a browser."""

import re
import unicodedata
from itertools import accumulate
from typing import NamedTuple

_MARKS = r"\u0300-\u036f\u3099\u309a\uff9e\uff9f"  # what follows a character and belongs to it: accents, voicing marks
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
# Spelled out, as \s is not the same in Python and JavaScript.
_BLANK = r"\t\n\v\f\r\x1c-\x1f \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CLUSTER = re.compile(rf".[{_MARKS}{_INVISIBLE}]*", re.DOTALL)
_UNSEEN = re.compile(rf"[{_INVISIBLE}]")
_BLANKS = re.compile(rf"[{_BLANK}]+")
_SHAPES = str.maketrans("‐‑‒–—―−﹣〜∼⁓", "--------~~~")
_LATIN = re.compile(r"[a-z0-9]")


class Normal(NamedTuple):
    """A text as it is searched; `starts` are the places in the original of its characters (those of the cluster)."""

    text: str
    starts: tuple[int, ...]


def normal(text: str) -> Normal:
    """`text` in one width, small letters and one shape of dash, with a blank only between Latin letters or digits.

    What belongs together (a character with its accents, voicing marks and what nobody sees) is folded together, so that
    a place of the original can be told for each character.
    """
    clusters = _CLUSTER.findall(text)
    folded = [_FOLDED[cluster] for cluster in clusters]
    raw = "".join(folded)
    places = list(range(len(text)))
    if len(clusters) != len(text) or any(len(one) != 1 for one in folded):
        begins = accumulate(map(len, clusters), initial=0)
        places = [begin for begin, cluster in zip(begins, folded, strict=False) for _ in cluster]
    pieces: list[str] = []
    starts: list[int] = []
    done = 0
    for run in _BLANKS.finditer(raw):
        pieces.append(raw[done : run.start()])
        starts += places[done : run.start()]
        if _LATIN.match(raw, run.end()) and run.start() and _LATIN.match(raw, run.start() - 1):
            pieces.append(" ")
            starts.append(places[run.start()])
        done = run.end()
    return Normal("".join([*pieces, raw[done:]]), (*starts, *places[done:]))


class _Folded(dict[str, str]):
    """A cluster as it is searched; the same few thousand come again and again."""

    def __missing__(self, cluster: str) -> str:
        folded = unicodedata.normalize("NFKC", _UNSEEN.sub("", cluster)).lower().translate(_SHAPES)
        self[cluster] = folded
        return folded


_FOLDED = _Folded()
