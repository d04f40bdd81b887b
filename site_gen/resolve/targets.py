"""The pieces of a 項目 string and the texts beside it in, the rows of the form it means out, with every doubt in words.

A string may name several rows: ①…②…, two labels under one number, an item before its blocks (提供・移転の有無 提供先 ①).
What the texts before and after can be of decides between a choice and the text under it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_gen.form import Checks, Choice, Image, Part, Prose
from site_gen.resolve.judge import Verdict, judge
from site_gen.resolve.lexicon import Lexicon, Place, reduced
from site_gen.resolve.pairs import shares_unclearly
from site_gen.resolve.read import Name

_WORDS = re.compile(r"新規|追加|削除|省略|中略|略|なし|[①-⑳0-9・~-]")
_NUMBERED = re.compile(r"[(]?[0-9]\)")


@dataclass(frozen=True, slots=True)
class Targets:
    """The rows a string means, in printed order of the string; `doubts` say why that is a guess, `reasons` what else
    decided; `tied` when nothing in the string tells which of several rows is meant."""

    places: tuple[Place, ...]
    doubts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    tied: bool = False


def targets(known: Lexicon, names: Sequence[Name], texts: Sequence[str], near: int = 0) -> Targets:
    """The rows that `names` mean; `texts` are 変更前 and 変更後, `near` the path to the rows of a neighbour, which
    breaks ties."""
    head, groups = _groups(tuple(names))
    found = [_named_together(judge(known, (*head, *group), near), known, group or head) for group in groups or [()]]
    path = _path(place for verdict in found for place in verdict.places)
    own = list(_on_their_own(known, head, path, near)) if groups else []
    path |= _path(place for verdict in own for place in verdict.places)
    places: list[Place] = []
    doubts: list[str] = []
    reasons: list[str] = []
    for verdict in (*own, *found):
        doubts += _doubts(verdict, path)
        for place in verdict.places:
            place = place if len(verdict.places) > 1 else _cut_label(known, place, names)
            meant = place if len(verdict.places) > 1 else _by_text(known, place, texts)
            if meant is not place and not isinstance(place.item, Part):
                reasons.append("変更前後の文から、選択肢ではなくその下の欄と見ました")
            if meant not in places:
                places.append(meant)
    doubts += [f"「{name.text}」は様式にない番号です" for name in names if name.kind in ("circled", "number", "risk") and not name.rows]
    if shares_unclearly(known, names):
        doubts.append("番号やファイルと項目の組が2つ以上あり、どの番号のどの項目かは確かめられません")
    tied = any(verdict.tied for verdict in found)
    return Targets(tuple(places), tuple(dict.fromkeys(doubts)), tuple(dict.fromkeys(reasons)), tied)


def is_word(text: str) -> bool:
    """Whether a cell of 変更前 or 変更後 holds no text of the item: （新規）, 省略, 追加, a dash, nothing."""
    return len(text) <= 60 and not _WORDS.sub("", reduced(text)).strip("-")


def _groups(names: tuple[Name, ...]) -> tuple[tuple[Name, ...], list[tuple[Name, ...]]]:
    """What stands before the first circled number, and each circled number with what follows it."""
    first = next((at for at, name in enumerate(names) if name.kind == "circled"), len(names))
    groups: list[tuple[Name, ...]] = []
    for name in names[first:]:
        if name.kind == "circled":
            groups.append((name,))
        else:
            groups[-1] = (*groups[-1], name)
    return names[:first], groups


def _on_their_own(known: Lexicon, head: tuple[Name, ...], path: int, near: int) -> Iterator[Verdict]:
    """Items that are named before the first circled number and do not lie on the way to it: 提供・移転の有無 提供先 ①."""
    for at, name in enumerate(head):
        items = name.kind == "label" and not all(place.item.is_heading for place in known.rows(name.rows))
        if items and not name.votes & path:
            verdict = judge(known, (*head[:at], name), near)
            if verdict.places and not verdict.against and not verdict.tied:
                yield verdict


def _named_together(verdict: Verdict, known: Lexicon, group: Sequence[Name]) -> Verdict:
    """`verdict` with the rows beside its own that are named too, and the row they stand under when that has a value."""
    if not verdict.places or verdict.tied:
        return verdict
    first = verdict.places[0]
    beside = {
        place for name in verdict.against if name.kind == "label"
        for place in known.rows(name.rows) if first.above and place.above == first.above
    }
    if len(verdict.places) == 1 and not beside:
        return verdict
    over = known.places[first.above[-1]]
    named = {over} if not over.item.is_heading and any(name.rows & over.bit for name in group) else set()
    everything = sorted({*named, *beside, *verdict.places}, key=lambda place: place.index)
    against = tuple(name for name in verdict.against if not any(name.rows & place.bit for place in beside))
    return replace(verdict, places=tuple(everything), against=against)


def _doubts(verdict: Verdict, path: int) -> Iterator[str]:
    """What speaks against a verdict, in words; `path` are the rows of the whole string."""
    won = "、".join(f"「{place.item.title}」" for place in verdict.places)
    against = [name for name in verdict.against if not name.votes & path]
    if against:
        lost = "、".join(f"「{name.text}」" for name in against)
        yield f"{lost}は{won}と食い違います。番号・項目名・丸数字のうち、合うものが多い方を採りました"
    if verdict.tied:
        yield "当てはまる項目が2つ以上あり、どれかは書かれていません"
    if verdict.alone:
        yield f"番号の後の言葉が{won}と異なります。番号によりました"


def _cut_label(known: Lexicon, place: Place, names: Sequence[Name]) -> Place:
    """The row under `place` whose label begins with the last words: ⑦使用の主体 使用者."""
    last = names[-1] if names else None
    if last is None or last.kind != "rest" or len(last.text) < 2:
        return place
    below = [one for one in known.below(place) if any(name.startswith(last.text) for name in one.names)]
    return below[0] if len(below) == 1 else place


def _by_text(known: Lexicon, place: Place, texts: Sequence[str]) -> Place:
    """The row that the texts can be of: a sentence is no chosen value but belongs to the row under it; a picture and
    the 備考 of a sheet show by how they begin."""
    item = place.item
    if not isinstance(item, Choice) and not item.is_heading:
        return place
    texts = [text for text in texts if not is_word(text)]
    if isinstance(item, Part) and item.each == "sheet":
        return _of_sheet(known, place, texts)
    if item.is_heading:
        below = [one for one in known.below(place) if isinstance(one.item, Choice) and set(one.names) & set(place.names)]
        chosen = [one for one in below if isinstance(one.item, Choice) and any(_chosen(one.item, text) for text in texts)]
        return chosen[0] if chosen else place
    if not isinstance(item, Choice) or not texts or any(_chosen(item, text) for text in texts):
        return place
    below = [one for one in known.below(place) if isinstance(one.item, Checks) and _boxes(one.item, texts)]
    below = below or [one for one in known.below(place) if isinstance(one.item, Prose)]
    return below[0] if len(below) == 1 else place


def _of_sheet(known: Lexicon, place: Place, texts: Sequence[str]) -> Place:
    below = {"図" if isinstance(one.item, Image) else one.item.name: one for one in known.below(place)}
    for name in ("備考", "図"):
        if any(re.match(rf"\s*[(（]?{name}", text) for text in texts):
            return below.get(name, place)
    return place


def _boxes(item: Checks, texts: Sequence[str]) -> bool:
    """Whether one of `texts` lists at least two of the boxes."""
    return any(sum(reduced(option.label) in reduced(text) for option in item.options) > 1 for text in texts)


def _chosen(item: Choice, text: str) -> bool:
    """Whether `text` says which of the choices was chosen, alone or before what is said about it."""
    flat = reduced(text[:120])
    return bool(_NUMBERED.match(flat)) or any(0 <= flat.find(reduced(one)) < 40 for one in item.choices)


def _path(places: Iterator[Place]) -> int:
    path = 0
    for place in places:
        path |= place.path
    return path
