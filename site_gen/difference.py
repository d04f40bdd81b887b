"""Two texts in, what a reader sees changed out: runs that stayed, went and came, which put both texts together again.

Words and figures are compared whole (第十九条, 1,000, サーバー, Web), kanji and kana one by one; then crumbs that only
happen to be the same between two changes become part of the change, so that a reader reads words and not confetti.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

Kind = Literal["same", "gone", "new"]

_KANJI_NUMBER = "一二三四五六七八九十百千〇"
_TOKEN = re.compile(
    rf"第[0-9０-９{_KANJI_NUMBER}]+(?:条|項|号|表|編|章|節|欄)(?:の[0-9０-９{_KANJI_NUMBER}]+(?![0-9０-９{_KANJI_NUMBER}]*(?:項|号|件|人)))*"
    r"|[0-9０-９]+(?:[,，.．][0-9０-９]+)*"
    rf"|[{_KANJI_NUMBER}]{{2,}}(?=の?(?:項|号|条|件|人|年|月|日))"
    r"|[ァ-ヺー]+|[A-Za-zＡ-Ｚａ-ｚ]+|[①-⑳]|[^\S\n]+|\n|.",
    re.S,
)
# A letter or two between two changes that are the same by chance; never a figure, a mark or a line end.
_CRUMB = re.compile(r"[ぁ-ん一-龠々]{1,2}")


_BREAKS = frozenset(" \u3000\n、。，．,.・：:；;（）()「」『』【】［］[]＜＞<>／/～-")
_SLIDE = 40


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text that stayed (in both texts), went (only before) or came (only after)."""

    kind: Kind
    text: str


def runs(before: str, after: str) -> tuple[Run, ...]:
    """What changed from `before` to `after`, in reading order; what went stands before what came in its place.

    The runs that are not new make up `before`, those that are not gone make up `after`, both to the character.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    changes: list[_Change] = []
    for code in Indel.opcodes(old, new):
        went, came = "".join(old[code.src_start : code.src_end]), "".join(new[code.dest_start : code.dest_end])
        if code.tag == "equal":
            changes.append(_Change(went, "", ""))
        else:
            last = changes.pop() if changes else _Change("", "", "")
            changes.append(_Change(last.kept, last.gone + went, last.new + came))
    return tuple(_runs(_slid(_without_crumbs(changes))))


@dataclass(frozen=True, slots=True)
class _Change:
    """What stayed, then what went and what came behind it."""

    kept: str
    gone: str
    new: str

    @property
    def size(self) -> int:
        return max(len(self.gone), len(self.new))


def _without_crumbs(changes: list[_Change]) -> list[_Change]:
    """`changes` where a crumb between two of them is part of one change: 室の長 → 部の次長 is one."""
    found: list[_Change] = []
    for change in changes:
        before = found[-1] if found else None
        crumb = _CRUMB.fullmatch(change.kept) and before and change.size
        if crumb and before and before.gone and before.new and len(change.kept) <= min(before.size, change.size):
            found[-1] = _Change(before.kept, before.gone + change.kept + change.gone, before.new + change.kept + change.new)
        else:
            found.append(change)
    return found


def _slid(changes: list[_Change]) -> list[_Change]:
    """`changes` where words that came or went begin and end where words do: 株式会社[ 関越支社], not 株式会[社 関越支]社."""
    found = list(changes)
    for at, change in enumerate(found[:-1]):
        text = change.gone or change.new
        behind = found[at + 1].kept
        if (change.gone and change.new) or not text or not behind:
            continue
        best = (_edge(change.kept, text, behind), 0)
        width = len(text)
        whole = text + behind
        for step in range(1, min(len(behind), _SLIDE) + 1):
            if whole[step - 1] != whole[width + step - 1]:
                break
            best = max(best, (_edge(change.kept + whole[:step], whole[step : step + width], whole[step + width :]), step))
        for step in range(1, min(len(change.kept), _SLIDE) + 1):
            shifted = change.kept[len(change.kept) - step :] + text
            if shifted[0] != shifted[width]:
                break
            best = max(best, (_edge(change.kept[: len(change.kept) - step], shifted[:width], shifted[width:] + behind), -step))
        _slide(found, at, best[1])
    return found


def _edge(before: str, text: str, behind: str) -> int:
    """How well `text` stands between its neighbours: white space and marks at its ends make a word of it."""
    starts = not before or before[-1] in _BREAKS or text[:1] in _BREAKS
    ends = not behind or behind[0] in _BREAKS or text[-1:] in _BREAKS
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


def _runs(changes: list[_Change]) -> Iterator[Run]:
    for change in changes:
        if change.kept:
            yield Run("same", change.kept)
        if change.gone:
            yield Run("gone", change.gone)
        if change.new:
            yield Run("new", change.new)
