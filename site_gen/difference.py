"""Two texts in, what a reader sees changed out: runs that stayed, went and came, which put both texts together again.

Words and figures are compared whole (第十九条, 1,000, 11月, サーバー, Web), kanji and kana one by one. Then what stayed
between two changes only because some letters are the same becomes part of them, so that a reader reads words and not
confetti: the semantic cleanup of diff-match-patch (what stayed is no longer than the changes on both sides), but never
over a figure, a whole item of a list or the end of a sentence, and more careful where nothing was replaced.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import Indel

Kind = Literal["same", "gone", "new"]

_KANJI_NUMBER = "一二三四五六七八九十百千〇"
_DIGIT = "0-9０-９"
_NUMBER = f"{_DIGIT}{_KANJI_NUMBER}"
_TOKEN = re.compile(
    rf"(?:第[{_NUMBER}]+(?:条|項|号|表|編|章|節|欄)|[{_DIGIT}]+(?:条|項(?!目)|号))(?:の[{_NUMBER}]+(?![{_NUMBER}]*(?:項|号|件|人)))*"
    rf"|[{_DIGIT}]+(?:年|月|日)|元年"
    rf"|[{_DIGIT}]{{1,3}}(?:[,，][{_DIGIT}]{{3}}(?![{_DIGIT}]))+(?:[.．][{_DIGIT}]+)?"  # 1,000, but 8,9,20 are three numbers
    rf"|[{_DIGIT}]+(?:[.．][{_DIGIT}]+)*"
    rf"|[{_KANJI_NUMBER}]{{2,}}(?=の?(?:項|号|条|件|人|年|月|日))"
    r"|[ァ-ヺー]+|[A-Za-zＡ-Ｚａ-ｚ]+|[①-⑳]|[^\S\n]+|\n|.",
    re.S,
)
# A figure in what stayed, which is never a crumb; and a change of nothing but figures, as in a list of numbers.
_FIGURE = re.compile(rf"[{_DIGIT}①-⑳]|[{_KANJI_NUMBER}]{{2}}|第[{_KANJI_NUMBER}]")
_FIGURES = re.compile(rf"[{_NUMBER}①-⑳第条項号の、，,・\s]+")
_MARKS = " \u3000\t\n、。，．,.・：:；;（）()「」『』【】［］[]＜＞<>／/～→-"
_BREAKS = frozenset(_MARKS)
_BREAK = re.escape(_MARKS)
# Letters of a word, then marks with what stands between them, then letters of another word.
_FRAGMENTS = re.compile(rf"([^{_BREAK}]*)([{_BREAK}](?:.*[{_BREAK}])?)([^{_BREAK}]*)", re.S)
_SENTENCE_END = re.compile(r"[。\n]")
_SLIDE = 40  # characters that a change moves at most to stand between words
_WELL = 4  # of _edge, between two ends of words
_WORD = 2  # letters of a short word
_PHRASE = 6  # letters of a phrase that a reader knows again, whatever changed around it
_MOST = 2 * 10**9  # words of one text times those of the other; comparing them takes a bit of memory for each pair
_SHOWN = 30  # characters of a text, or of a change in it, in a message
_BESIDE = 8  # characters around a change


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text that stayed (in both texts), went (only before) or came (only after)."""

    kind: Kind
    text: str


@lru_cache(maxsize=1024)  # a check asks for it, pages do, and while someone edits again each time
def runs(before: str, after: str) -> tuple[Run, ...]:
    """What changed from `before` to `after`, in reading order; what went stands before what came in its place.

    The runs that are not new make up `before`, those that are not gone make up `after`, both to the character. Two
    texts of more than 40,000 words are not compared: all of the one went, all of the other came.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) * len(new) > _MOST and old != new:
        return Run("gone", before), Run("new", after)
    changes: list[_Change] = []
    for code in Indel.opcodes(old, new):
        went, came = "".join(old[code.src_start : code.src_end]), "".join(new[code.dest_start : code.dest_end])
        if code.tag == "equal":
            changes.append(_Change(went, "", ""))
        else:
            last = changes.pop() if changes else _Change("", "", "")
            changes.append(_Change(last.kept, last.gone + went, last.new + came))
    words = _without_crumbs(_joined(_slid(changes)))
    return tuple(_runs(_joined(_slid(words))))


def only_blanks(before: str, after: str) -> bool:
    """Whether white space is all that differs."""
    return before != after and "".join(before.split()) == "".join(after.split())


def around(before: str, after: str) -> tuple[str, str]:
    """Both texts on one line each, long ones cut down to the first words that changed and a little on each side."""
    old, new = (" ".join(text.split()) for text in (before, after))
    if old == new or max(len(old), len(new)) <= _SHOWN:
        return _cut(old), _cut(new)
    found = runs(old, new)
    first = next(at for at, run in enumerate(found) if run.kind != "same")
    lead = found[0].text if first else ""
    lead = lead if len(lead) <= _BESIDE else f"…{lead[-_BESIDE:]}"
    changed = [run for run in found[first : first + 2] if run.kind != "same"]
    behind = found[first + len(changed) :]
    tail = behind[0].text[:_BESIDE] if behind else ""
    sides = []
    for own, whole in (("gone", old), ("new", new)):
        middle = _cut("".join(run.text for run in changed if run.kind == own))
        rest = "" if middle.endswith("…") else tail
        more = rest and not whole.endswith(f"{middle}{rest}")
        sides.append(f"{lead}{middle}{rest}{'…' if more else ''}")
    return sides[0], sides[1]


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """How much of two texts stands in both, from 0.0 (nothing) to 1.0 (they are the same); 0.0 where that is below
    `least`, which is found out sooner."""
    return Indel.normalized_similarity(one, other, score_cutoff=least)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


@dataclass(frozen=True, slots=True)
class _Change:
    """What stayed, then what went and what came behind it."""

    kept: str
    gone: str
    new: str

    @property
    def replaced(self) -> bool:
        return bool(self.gone and self.new)

    @property
    def size(self) -> int:
        """The characters of the longer side, without white space."""
        return max(len("".join(self.gone.split())), len("".join(self.new.split())))

    @property
    def figures(self) -> bool:
        """Whether nothing but figures of a list or a statute changed."""
        texts = [text for text in (self.gone, self.new) if text]
        return all(_FIGURES.fullmatch(text) and _FIGURE.search(text) for text in texts)


def _letters(text: str) -> int:
    return sum(char not in _BREAKS for char in text)


def _without_crumbs(changes: list[_Change]) -> list[_Change]:
    """`changes` where a crumb between two of them is part of them: 室の長 → 部の次長 is one; first within a word or name."""
    return _merged(_merged(changes, _within_word), _between_words)


def _merged(changes: list[_Change], merge: Callable[[_Change, _Change], tuple[_Change, ...]]) -> list[_Change]:
    """`changes` after `merge` made something else of two neighbours wherever it could; what became bigger looks back again."""
    found: list[_Change] = []
    for change in changes:
        found.append(change)
        while len(found) > 1:
            together = merge(found[-2], found[-1])
            if not together:
                break
            found[-2:] = together
            if len(together) > 1:
                break
    return found


def _within_word(before: _Change, change: _Change) -> tuple[_Change, ...]:
    """The two as one, where what stayed between them is letters only."""
    if _FRAGMENTS.fullmatch(change.kept) or (before.figures and change.figures) or not _crumb(before, change):
        return ()
    return (_one(before, change),)


def _between_words(before: _Change, change: _Change) -> tuple[_Change, ...]:
    """The two as one or with whole words, where what stayed has marks in it: 総[務]部 税[務] is 総務部, 税務."""
    parts = _FRAGMENTS.fullmatch(change.kept)
    if not parts or before.figures or change.figures or not _crumb(before, change):
        return ()
    head, marks, tail = parts.groups()
    if before.replaced and change.replaced:
        return (
            _Change(before.kept, before.gone + head, before.new + head),
            _Change(marks, tail + change.gone, tail + change.new),
        )
    return () if _SENTENCE_END.search(marks) else (_one(before, change),)


def _one(before: _Change, change: _Change) -> _Change:
    kept = change.kept
    return _Change(before.kept, before.gone + kept + change.gone, before.new + kept + change.new)


def _crumb(before: _Change, change: _Change) -> bool:
    """Whether what stayed between the two is little beside them, and nothing that a reader knows again by itself."""
    length = _letters(change.kept)
    if not 0 < length <= _PHRASE or _FIGURE.search(change.kept) or _whole(before, change):
        return False
    return length <= min(_strength(before, change), _strength(change, before))


def _strength(change: _Change, other: _Change) -> int:
    """How long a crumb `change` can swallow: one that only went or only came less, two such less still."""
    if change.replaced or not change.size:
        return change.size
    if other.replaced:
        return min(_WORD, (change.size + 1) // 2)
    return change.size // 4 if bool(change.gone) == bool(other.gone) else min(_WORD, (change.size + 3) // 4)


def _whole(before: _Change, change: _Change) -> bool:
    """Whether what stayed between the two is whole words, in both texts."""
    kept = change.kept
    starts = kept[0] in _BREAKS or all(_ends_word(text or before.kept) for text in (before.gone, before.new))
    ends = kept[-1] in _BREAKS or all(text[:1] in _BREAKS for text in (change.gone, change.new) if text)
    return starts and ends


def _ends_word(text: str) -> bool:
    return not text or text[-1] in _BREAKS


def _slid(changes: list[_Change]) -> list[_Change]:
    """`changes` where words that came or went begin and end where words do: 株式会社[ 関越支社], not 株式会[社 関越支]社."""
    found = list(_split(changes))
    for at, change in enumerate(found[:-1]):
        text, behind = change.gone or change.new, found[at + 1].kept
        if change.replaced or not text or not behind:
            continue
        whole, start, width = change.kept + text + behind, len(change.kept), len(text)
        best = _edge(whole, start, width), 0
        for step in _steps(whole, start, width):
            if _between_tokens(whole, start + step, width):
                best = max(best, (_edge(whole, start + step, width), step))
        _slide(found, at, best[1])
    return found


def _split(changes: list[_Change]) -> Iterator[_Change]:
    """`changes` where items that came or went behind a change stand by themselves: 税[務][課、納税]課 is 税[務]課[、納税課]."""
    kept = ""
    for at, change in enumerate(changes):
        change = _Change(change.kept[len(kept) :], change.gone, change.new)
        kept = ""
        behind = changes[at + 1].kept if at + 1 < len(changes) else ""
        longer = max(change.gone, change.new, key=len)
        whole, width = longer + behind, len(longer)
        steps = _steps(whole, 0, width) if change.replaced else ()
        step = next((n for n in steps if _edge(whole, n, width) == _WELL and _between_tokens(whole, n, width)), 0)
        if not step:
            yield change
            continue
        kept = whole[:step]
        moved = whole[step : step + width]
        came = longer == change.new
        yield _Change(change.kept, change.gone if came else "", "" if came else change.new)
        yield _Change(kept, "" if came else moved, moved if came else "")


def _steps(whole: str, start: int, width: int) -> Iterator[int]:
    """By how much the `width` characters of `whole` at `start` can move so that the others stay what they are."""
    for step in range(1, min(len(whole) - start - width, _SLIDE) + 1):
        if whole[start + step - 1] != whole[start + step - 1 + width]:
            break
        yield step
    for step in range(1, min(start, _SLIDE) + 1):
        if whole[start - step] != whole[start - step + width]:
            break
        yield -step


def _between_tokens(whole: str, start: int, width: int) -> bool:
    """Whether a cut there goes through no word and no figure, with and without what is cut out."""
    without = whole[:start] + whole[start + width :]
    edges = {found.start() for found in _TOKEN.finditer(whole)} | {len(whole)}
    return {start, start + width} <= edges and start in {found.start() for found in _TOKEN.finditer(without)} | {len(without)}


def _edge(whole: str, start: int, width: int) -> int:
    """How well a cut stands between its neighbours: white space and marks at its ends make a word of it."""
    end = start + width
    starts = start == 0 or whole[start - 1] in _BREAKS or whole[start] in _BREAKS
    ends = end == len(whole) or whole[end] in _BREAKS or whole[end - 1] in _BREAKS
    return 2 * (starts and ends) + starts + ends


def _slide(changes: list[_Change], at: int, step: int) -> None:
    """Moves change `at` by `step` characters, which its neighbours give and take."""
    if not step:
        return
    change, following = changes[at], changes[at + 1]
    whole = change.kept + (change.gone or change.new) + following.kept
    start = len(change.kept) + step
    text = whole[start : start + len(change.gone or change.new)]
    changes[at] = _Change(whole[:start], text if change.gone else "", text if change.new else "")
    changes[at + 1] = _Change(whole[start + len(text) :], following.gone, following.new)


def _joined(changes: list[_Change]) -> list[_Change]:
    """`changes` where two that nothing stands between any more are one."""
    found = changes[:1]
    for change in changes[1:]:
        if change.kept:
            found.append(change)
        else:
            last = found[-1]
            found[-1] = _Change(last.kept, last.gone + change.gone, last.new + change.new)
    return found


def _runs(changes: list[_Change]) -> Iterator[Run]:
    for change in changes:
        if change.kept:
            yield Run("same", change.kept)
        if change.gone:
            yield Run("gone", change.gone)
        if change.new:
            yield Run("new", change.new)
