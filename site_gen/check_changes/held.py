"""An item and 変更後の記載 of a row in, whether the item says so today out; where not, the words that differ."""

import re
from collections.abc import Iterator

from site_gen import dates
from site_gen.check_changes.plain import bare, plain
from site_gen.compare import is_known, text_of
from site_gen.difference import likeness
from site_gen.form import Checks, Choice
from site_gen.model import Checked, Chosen, Dated, Entry, Mark, Words

_BOX = re.compile(r"(?:[^\s、・（(]|[（(](?:[^（）()]|[（(][^（）()]*[)）])*[)）])+")  # words, a bracket belongs to its word
_BEFORE_BRACKET = re.compile(r"\s+(?=[（(])")
_DETAIL = re.compile(r"等?(?:[（(](?P<detail>.*?)[)）]?)?$", re.S)  # what a box has beside its name, how its name is cut
_COUNT = re.compile(r"([0-9]+)件")
_JOINED = 40  # lines of a row that can be one line of the item


def is_comparable(entry: Entry) -> bool:
    """Whether the item holds a text of the document, and not a summary; rows under it may hold the text as well."""
    value = entry.value
    return bool(text_of(entry)) and is_known(entry, False) and not (isinstance(value, Words) and value.summary)


def differing(entry: Entry, after: str) -> tuple[str, str] | None:
    """The words of `after` that neither `entry` nor a row under it says, and what it says instead; None where it says
    them all. White space, marks, points and the reckoning of dates aside; whole lines, sentences or words of the text
    are enough."""
    today = text_of(entry)
    if isinstance(entry.value, Dated):
        return None if _same_day(entry.value, after) else (after, today)
    if isinstance(entry.item, Choice) and isinstance(entry.value, Chosen):
        return None if _chosen(entry.item, entry.value, after) else (after, today)
    if isinstance(entry.item, Checks) and isinstance(entry.value, Checked):
        return None if _ticked(entry.value, after) else (after, today)
    own = re.compile(rf"^(?:{re.escape(entry.item.number)})?{re.escape(entry.item.label)}")
    lines = [own.sub("", line.strip(), count=1) for line in after.split("\n")]
    wrong = next(_not_held("\n".join(text_of(one) for one in entry.walk()), lines), None)
    if wrong is None:
        return None
    standing = [line for one in entry.walk() for line in text_of(one).split("\n")]
    nearest = max(standing, key=lambda line: likeness(line, wrong))
    return wrong, nearest if likeness(nearest, wrong) else today


def mentions(entry: Entry, after: str) -> bool:
    """Whether the characters of `after` stand anywhere in `entry` or a row under it."""
    return bare(after) in bare("\n".join(text_of(one) for one in entry.walk()))


def _not_held(whole: str, lines: list[str]) -> Iterator[str]:
    """The first of `lines` with which nothing begins that `whole` holds; a line may be broken otherwise than there."""
    known = plain(whole)
    at = 0
    while at < len(lines):
        ends = range(at + 1, min(at + _JOINED, len(lines)) + 1)
        end = next((end for end in ends if known.holds(plain("".join(lines[at:end])).text)), None)
        if end is None:
            yield lines[at]
            return
        at = end


def _same_day(value: Dated, after: str) -> bool:
    """Whether `after` is that day or period, or names it among other words."""
    said = dates.period(after.strip())
    if not isinstance(said, dates.Unreadable):
        return said == (value.start, value.end)
    return plain(after).holds(plain(value.text).text)


def _chosen(item: Choice, value: Chosen, after: str) -> bool:
    """Whether `after` names the chosen one; words of no choice are those of a row beside it."""
    said = bare(after)
    if said.isdigit() and int(said) <= len(item.choices):
        return value.index == int(said) - 1
    names = {bare(choice) for choice in item.choices}
    named: set[str] = set()
    rest = said
    for name in sorted(names, key=len, reverse=True):  # 1,000人以上1万人未満 holds 1万人未満
        if name in rest:
            named.add(name)
            rest = rest.replace(name, "\n")
    near = named or {name for name in names if said in name}
    return not near or (bare(value.choice) in near and (bool(named) or len(near) == 1))


def _ticked(value: Checked, after: str) -> bool:
    """Whether the boxes that `after` names are ticked, with the numbers and words that it has for them."""
    boxes = {_name(mark.option.label): mark for mark in value.marks}
    for word in _BOX.findall(_BEFORE_BRACKET.sub("", after)):
        mark = boxes.get(_name(word))
        if mark is not None and not (mark.state == "yes" and _same_detail(mark, word)):
            return False
    return True


def _name(label: str) -> str:
    return bare(_DETAIL.sub("", label))


def _same_detail(mark: Mark, word: str) -> bool:
    found = _DETAIL.search(word)
    said = (found["detail"] if found else "") or ""
    if mark.count is not None:
        number = _COUNT.search(bare(said))
        return number is None or int(number[1]) == mark.count
    words = {bare(one) for one in re.split(r"[、,，\s]+", said)}
    return not (mark.detail and words - {bare(one) for one in re.split(r"[、,，\s]+", mark.detail)} - {""})
