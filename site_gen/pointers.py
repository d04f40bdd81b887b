"""An assessment in, the values of it that point at another item of it out: 「Ⅱ 2. ③…と同上」, 「※（別紙）…一覧を参照」, 「(1)…ファイルを参照」.

Only what leaves no doubt: the item that is named, in the same file where none is named; the one list of that kind; the
same item of another file. What is left unsaid stays a text (forms.md 6.2).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_gen.form import Table
from site_gen.kept import remembered
from site_gen.model import Assessment, Entry, Words
from site_gen.resolve import Change, resolve
from site_gen.wording import same

_LONGEST = 200  # characters of a value; a longer one says something itself
_END = r"(?:と同上|に同じ|と同じ|と同様|を?参照|のとおり|に掲げる)(?:とおり|こと)?(?:[。．]|$|（|\()"
_POINTS = re.compile(rf"(?P<what>.{{2,120}}?){_END}")
_PATH = re.compile(r"^[「『]?(?:[ⅠⅡⅢⅣⅤⅥ]|VI|IV|V|I{1,3})(?![A-Za-z])")
_LIST = re.compile(r"[（(]?別[紙表添][）)]?")
_MARK = re.compile(r"^[※→\s　]+")
_FILE = re.compile(r"\[(\d+)\]")
_NUMBER = re.compile(r"^[(（]?([0-9０-９]+)[)）]?\s*")
_BLOCK = re.compile(r"の?(?P<name>システム|委託事項|提供先|移転先)(?P<number>[0-9０-９]+)$")
_SILENT = ("表紙", "変更箇所", "別紙")  # parts whose texts are about the others
_NAMED_LISTS = ("提供先一覧", "移転先一覧", "重大事故一覧")
_NEAR = {"提供先": "提供先一覧", "移転先": "移転先一覧", "⑨": "重大事故一覧"}  # by the item that says 別紙のとおり


@dataclass(frozen=True, slots=True)
class Pointer:
    """A value that points at `target`, an item or list of the same assessment; `words` is what it calls it.

    `whole` says that the value is nothing but the pointer, so that what `target` says is what this item says.
    """

    source: Entry
    target: Entry
    words: str
    whole: bool


@remembered(64)
def pointers(a: Assessment) -> tuple[Pointer, ...]:
    """Every value of `a` that points at an item which is there, in the order of the form; changes and titles are not asked."""
    entries = {entry.locator: entry for entry in a.entries}
    asked = (entry for part in a.parts if part.item.name not in _SILENT for entry in part.walk())
    return tuple(
        one for entry in asked
        if isinstance(entry.value, Words) and not entry.value.summary and len(entry.value.text) <= _LONGEST
        for one in _of(a, entry, entry.value.text.strip(), entries)
    )


@remembered(64)
def _filled_lists(a: Assessment) -> tuple[Entry, ...]:
    """The lists of `a` that hold any row."""
    return tuple(one for one in a.entries if isinstance(one.item, Table) and one.instances)


def _of(a: Assessment, entry: Entry, text: str, entries: Mapping[str, Entry]) -> Iterator[Pointer]:
    said = _POINTS.match(_MARK.sub("", text))
    if not said:
        return
    what = said["what"].strip()
    for locator in _meant(a, entry, what):
        target = entries.get(locator)
        if target is not None and target is not entry and (target.state == "given" or target.instances):
            rest = _MARK.sub("", text)[said.end() :].strip("。）) 　")
            yield Pointer(entry, target, what, not rest and not text[: said.start()].strip("※→ 　"))
            return


def _meant(a: Assessment, entry: Entry, what: str) -> Iterator[str]:
    """The locators that `what` may mean, the likeliest first."""
    if _PATH.match(what):
        own = _FILE.search(entry.locator)
        answer = resolve(a.form, (Change(what),), a.files)[0]
        if answer.status not in ("exact", "ancestor", "several"):
            return
        here = f"[{own[1]}]" if own else ""
        targets = [one.replace("[?]", here) for one in answer.targets]
        yield from targets if len(targets) == 1 else (one for one in targets if here and here in one)
        return
    yield from _lists(a, entry, what)
    yield from _elsewhere(a, entry, what)


def _lists(a: Assessment, entry: Entry, what: str) -> Iterator[str]:
    """The list that is meant by （別紙）…一覧, or by 別紙 at an item that has one: that of the file named, else of the own."""
    if not _LIST.search(what):
        return
    name = next((one for one in _NAMED_LISTS if one in what), "")
    if not name:
        name = next((table for sign, table in _NEAR.items() if sign in entry.locator), "") if len(_LIST.sub("", what)) <= 2 else ""
    lists = [one for one in _filled_lists(a) if one.item.name == name]
    file = next((at for at, one in enumerate(a.files, 1) if same(one) in same(what)), 0)
    own = _FILE.search(entry.locator)
    for number in (file, int(own[1]) if own else 0):
        yield from (one.locator for one in lists if number and f"[{number}]" in one.locator)
    if len(lists) == 1:
        yield lists[0].locator


def _elsewhere(a: Assessment, entry: Entry, what: str) -> Iterator[str]:
    """The same item of another file, or of another block: 本人確認情報ファイル, (1)住民基本台帳ファイル, …の委託事項1."""
    own = _FILE.search(entry.locator)
    if not own:
        return
    block = _BLOCK.search(what)
    name = what[: block.start()] if block else what
    numbered = _NUMBER.match(name)
    bare = same(_NUMBER.sub("", name).strip("「」"))
    number = next((at for at, one in enumerate(a.files, 1) if same(one) == bare), 0)
    if not number or (numbered and int(numbered[1]) != number):
        return
    there = entry.locator.replace(own[0], f"[{number}]", 1)
    if block:
        there = re.sub(rf"/{block['name']}[0-9]+", f"/{block['name']}{int(block['number'])}", there)
    yield there
