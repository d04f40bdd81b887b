"""The texts of an assessment in, the words that they define themselves out: …（以下「…」という。）.

The usual ways of saying it: 以下「…」という。 以下、「…」という。 以下単に「…」という。 以下『…』と称する。 （…。以下「…」という。）
以下、…という。 What the word stands for is what stands before the bracket: the name that the word shortens where the
letters tell, otherwise the clause up to the bracket. 「…をいう。以下同じ。」 defines the word before the bracket; where
that word begins cannot be told, so it is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.form import Part
from site_gen.model import Assessment, Entry, Words
from site_gen.wording import same

_SHORT = re.compile(
    r"以下[、,]?\s*(?:単に|総称して|併せて|この[^「『（）()]{1,20}において)?\s*"
    r"(?:[「『](?P<quoted>[^「」『』（）()]{1,60})[」』]\s*(?:という|と称する|と総称する|といいます|と略す|とする)?"
    r"|(?P<bare>[^「」『』（）()。、同略]{2,30})という)。?\s*[」』]?\s*[）)]"
)
_TAIL = re.compile(r"(?:という|と称する)。?$")  # 「市町村という。」: the quotation mark in the wrong place
_OPEN, _CLOSE = "（(", "）)"
_BEHIND = 300  # characters; no name before a bracket is longer
_LONGEST = 120
_TITLE = "行政手続における特定の個人を識別するための番号の利用等に関する法律"
_ENDS = ("法律", "命令", "省令", "号)", "号）")
_NAME = re.compile(r"[^\s①-⑳、。，．,「」『』（）()：:ぁ-ん※]+$")
_WRAPPED = re.compile(r"\n[ぁ-ん]")  # a line that was broken for want of room
_MARK = re.compile(r"(?:[①-⑳※・●○]|[(（]?[0-9０-９]{1,2}[)）.．])\s*")
_CLAUSE = re.compile(r"(?<=[ぁ-ん])、|、(?:又は|及び|並びに)")
_AMENDMENT = re.compile(r"(?:又は|若しくは)(?=[^又若]*改正する法律$)")


@dataclass(frozen=True, slots=True)
class Definition:
    """A word that a text defines: from `start` up to `end` of the text of `entry` stands the word; `stands_for` is what
    it is short for, `beside` what else the bracket says (昭和42年法律第81号); `cut`: `stands_for` begins within a sentence."""

    word: str
    stands_for: str
    beside: str
    cut: bool
    entry: Entry
    start: int
    end: int


def definitions(a: Assessment) -> tuple[Definition, ...]:
    """What the texts of `a` define, in the order of the form; not what stood in a text before a change or after it."""
    return tuple(
        one
        for part in a.parts
        if not (isinstance(part.item, Part) and part.item.each == "change")
        for entry in part.walk()
        if isinstance(entry.value, Words)
        for one in in_text(entry, entry.value.text)
    )


def in_text(entry: Entry, text: str) -> Iterator[Definition]:
    """What `text`, that of `entry`, defines."""
    for found in _SHORT.finditer(text):
        group = "quoted" if found["quoted"] else "bare"
        word = _TAIL.sub("", re.sub(r"\s", "", found[group]))
        bracket = _bracket(text, found.start())
        if not word or bracket is None:
            continue
        before, cut = _stands_for(text[max(0, bracket - _BEHIND) : bracket], word)
        beside = re.sub(r"[。、\s]+$|\s*\n\s*", "", text[bracket + 1 : found.start()])
        if not beside.endswith("号") and _shortens(word, beside):  # …システム（住民基本台帳ネットワークシステム。以下「住基ネット」…）
            before, beside, cut = beside, "", True
        if before:
            yield Definition(word, before, beside, cut, entry, found.start(group), found.end(group))


def _bracket(text: str, at: int) -> int | None:
    """Where the bracket opens that `at` stands in."""
    depth = 0
    for place in range(at - 1, max(-1, at - _BEHIND), -1):
        if text[place] in _CLOSE:
            depth += 1
        elif text[place] in _OPEN:
            if not depth:
                return place
            depth -= 1
    return None


def _stands_for(before: str, word: str) -> tuple[str, bool]:
    """What `word` is short for, taken from the end of the text before the bracket, and whether a sentence was cut."""
    clause = re.sub(r"\s*\n\s*", "", before[_clause_start(before) :]).strip()
    clause = clause[mark.end() :] if (mark := _MARK.match(clause)) else clause
    if _TITLE in clause and clause.endswith(_ENDS):
        return clause[clause.rindex(_TITLE) :], not clause.startswith(_TITLE)
    outside = _blanked(clause)
    name = _NAME.search(outside)
    if name and _shortens(word, name.group()):
        start = name.start()
    else:
        start = max((one.end() for way in (_CLAUSE, _AMENDMENT) for one in way.finditer(outside)), default=0)
    start = max(start, len(clause) - _LONGEST)
    return clause[start:].strip(), start > 0


def _clause_start(before: str) -> int:
    """Where the sentence, the line or the bracket begins that `before` ends in."""
    depth = 0
    for place in range(len(before) - 1, -1, -1):
        character = before[place]
        if character in _CLOSE + "」":
            depth += 1
        elif character in _OPEN + "「":
            if not depth:
                return place + 1
            depth -= 1
        elif not depth and (character in "。：:\t" or (character == "\n" and not _WRAPPED.match(before, place))):
            return place + 1
    return 0


def _blanked(text: str) -> str:
    """`text` with what stands in brackets made invisible to patterns, as long as before."""
    return re.sub(r"[（(][^（）()]*[）)]|「[^「」]*」", lambda found: "〓" * len(found.group()), text)


def _shortens(word: str, name: str) -> bool:
    """Whether `word` is `name` with letters left out, or both begin with the same three."""
    short, long = same(word), iter(same(name))
    return len(short) < len(same(name)) and (all(letter in long for letter in short) or same(name).startswith(short[:3]))
