"""The 項目 of a change row in, the names and numbers it consists of out, in their order.

`II-4. 特定個人情報ファイルの取扱いの委託 (1)…ファイル 委託事項3 ⑥委託先名` is a numeral, a number, a label, a file, a block
and a circled number with its label. What is none of these stays as `rest`: names of systems, words of the author's own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from site_gen.resolve.lexicon import Lexicon, lexicon_of, reduced

Kind = Literal["part", "number", "circled", "risk", "label", "block", "list", "rows", "annex", "attached", "file", "rest"]

_PAGES = re.compile(r"^P[0-9]+(?:[・,~-]*P?[0-9]+)*[(.]?")
_FILE_NAME = "特定個人情報ファイル名"
_ROW_NUMBER = re.compile(r"(?<![A-Za-z])N[Oo][.]?(?=[0-9])")  # № too: NFKC makes it No
# 提供先1から60まで, システム2~システム4
_THROUGH = re.compile(r"(?P<block>システム|委託事項|提供先|移転先|項番)(?P<first>[0-9]{1,3})(?:から|~)(?:(?P=block))?(?P<last>[0-9]{1,3})(?:まで)?")
_CIRCLED_THROUGH = re.compile(r"([①-⑳])から([①-⑳])(?:まで)?")
_RISKS = re.compile(r"リスク([0-9])((?:[・、,~](?:リスク)?[0-9](?![0-9]))+)")
_NUMERAL = re.compile(r"^(III|II|IV|VI|V|I)(?![A-Z])[-.,]?")
_NUMBERS = r"[0-9]{1,3}(?:[・、,~-][0-9]{1,3})*"
_NUMBER = re.compile(r"([0-9]{1,2})(?![0-9,年月日件%/)])[.]?[-~]?")


@dataclass(frozen=True, slots=True)
class Name:
    """One piece of a 項目 string: what kind of name, its text (reduced), the rows of the form it can mean (a set), the
    numbers it carries (of a block, of rows of a list, of files); `votes` are the rows it agrees with."""

    kind: Kind
    text: str
    rows: int = 0
    numbers: tuple[int, ...] = ()
    votes: int = 0


def read(known: Lexicon, item: str, files: tuple[str, ...] = ()) -> tuple[tuple[Name, ...], ...]:
    """The pieces of `item`, a 項目 string, in their order, for each path in it (Ⅰ-1 ③、Ⅰ-7 ①); `files` are the names of the
    files of Ⅱ and Ⅲ. A path without a file is of those of the path before it, where the part is the same."""
    text = _ROW_NUMBER.sub("項番", _PAGES.sub("", reduced(item)))
    text = _THROUGH.sub(r"\g<block>\g<first>~\g<last>", text)
    text = _RISKS.sub(_each_risk, _CIRCLED_THROUGH.sub(r"\1~\2", text))
    starts = [0, *(match.start() for match in _path_start(known.form.code).finditer(text) if match.start())]
    found: list[tuple[Name, ...]] = []
    before: tuple[Name, ...] = ()
    for start, end in zip(starts, (*starts[1:], len(text)), strict=True):
        names = _path(known, text[start:end], files)
        last = end == len(text)
        if not last and _says_files(names) and all(map(_only_introduces, names)):
            before = names
            continue
        names, before = _with_what_stood_before(names, before, last)
        above = found[-1] if found else ()
        if above and above[0] == names[0] and not any(name.kind == "file" for name in names):
            names = (*names, *(name for name in above if name.kind == "file"))
        found.append(names)
    return tuple(found)


def _only_introduces(name: Name) -> bool:
    """Whether a piece before the numeral of the part says nothing but of which files, or of which 別紙."""
    return name.kind in ("file", "attached") or (name.kind == "rest" and name.text == "~") or name.text == _FILE_NAME


def _says_files(names: Sequence[Name]) -> bool:
    return any(name.kind in ("file", "attached") for name in names)


def _with_what_stood_before(names: tuple[Name, ...], before: tuple[Name, ...], last: bool) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """`names`, a path, with the files (and 別紙) named `before` its part, behind its numeral; and what at its end names
    those of the path behind it, where this string names them before."""
    end = len(names)
    while before and not last and end > 1 and _only_introduces(names[end - 1]):
        end -= 1
    return (*names[:1], *(name for name in before if name.text != _FILE_NAME), *names[1:end]), names[end:]


def _each_risk(found: re.Match[str]) -> str:
    """リスク1・2 and リスク1～3 with the word before each number."""
    return "".join(f"リスク{number}" for number in _numbers((found[1] + found[2]).replace("リスク", "")))


def _path(known: Lexicon, text: str, files: tuple[str, ...]) -> tuple[Name, ...]:
    found: list[Name] = []
    numeral = _NUMERAL.match(text)
    if numeral and numeral[1] in known.parts:
        found.append(_named(known, "part", numeral[1], known.parts[numeral[1]]))
        text = text[numeral.end() :]
    pattern = _pattern(known.form.code, files)
    at = 0
    clear = True  # whether the piece before ended right here, so that a figure can be the number of a section
    while at < len(text):
        match = pattern.match(text, at)
        name = _name(known, match, files) if match else None
        if name and name.kind == "label" and not clear and name.text in known.endings:
            name = None  # 方法 is a label where it stands alone, not at the end of other words
        if match and name:
            found.append(name)
            at, clear = match.end(), True
            continue
        number = _NUMBER.match(text, at)
        if number and (clear or number.group()[-1] in ".-"):
            found.append(_named(known, "number", number[1], known.numbers.get(number[1], 0)))
            at, clear = number.end(), True
            continue
        clear = text[at] in "-~.,・、"
        if found and found[-1].kind == "rest":
            found[-1] = Name("rest", found[-1].text + text[at])
        elif not clear or text[at] == "~":
            found.append(Name("rest", text[at]))
        at += 1
    return _listed(known, _without_paragraphs(known, _with_all_between(known, _without_introduction(found))))


def _with_all_between(known: Lexicon, names: list[Name]) -> list[Name]:
    """`names` with the circled numbers that ①～④ leaves out, which stand with the label of ① before ～ or without."""
    if not any(name.kind == "rest" and name.text in ("~", "から") for name in names):
        return names
    found: list[Name] = []
    last = ""
    for at, name in enumerate(names):
        through = last and name.kind == "rest" and name.text in ("~", "から") and at + 1 < len(names) and names[at + 1].kind == "circled"
        if through:
            found += [_named(known, "circled", one, known.numbers.get(one, 0)) for one in map(chr, range(ord(last) + 1, ord(names[at + 1].text)))]
        else:
            found.append(name)
        last = name.text if name.kind == "circled" else last
    return found


def _without_introduction(names: list[Name]) -> list[Name]:
    """`names` without 「Ⅲ-1. 特定個人情報ファイル名」 where that only introduces the files and an item follows."""
    for at, name in enumerate(names):
        if name.kind == "label" and name.text == _FILE_NAME and any(n.kind in ("label", "circled", "annex") for n in names[at + 1 :]):
            numbered = at > 0 and names[at - 1].kind == "number"
            return [*names[: at - numbered], *names[at + 1 :]]
    return names


def _without_paragraphs(known: Lexicon, names: list[Name]) -> list[Name]:
    """`names` without numbers behind an item: 備考3. and 「② システムの機能 7. 送付先情報通知」 count paragraphs of the
    text, not sections of the form."""
    found: list[Name] = []
    item = False
    for name in names:
        if name.kind == "number" and item:
            found.append(Name("rest", name.text))
            continue
        item = item or name.kind == "circled" or (
            name.kind == "label" and not any(place.item.is_heading or place.above == () for place in known.rows(name.rows))
        )
        found.append(name)
    return found


def _listed(known: Lexicon, names: list[Name]) -> tuple[Name, ...]:
    """`names` with 移転先 項番8, and the 移転先19 of a list of 別紙, as rows of that list.

    Blocks of 提供先 stand on pages that cities call 別紙 too, so a 提供先 without 項番 or 一覧 stays a block.
    """
    attached = any(name.kind == "attached" for name in names)
    detailed = any(name.kind == "circled" for name in names)
    found: list[Name] = []
    for at, name in enumerate(names):
        behind = names[at + 1] if at + 1 < len(names) else None
        if name.kind == "rows" and found and found[-1].kind == "list":
            found[-1] = replace(found[-1], numbers=name.numbers)
        elif name.kind == "block" and name.text in known.lists and not detailed and (
            (found and found[-1].kind == "list")
            or (behind is not None and behind.kind == "rows")
            or (attached and name.text == "移転先")
        ):
            if found and found[-1].kind == "list":
                found.pop()
            found.append(_named(known, "list", name.text, known.lists[name.text], name.numbers))
        else:
            found.append(name)
    return tuple(found)


@lru_cache(maxsize=8)
def _path_start(code: str) -> re.Pattern[str]:
    """The numeral of a part where a path begins: before the number of a section (or its file), or the title of a part."""
    titles = "|".join(re.escape(name) for place in lexicon_of(code).places if not place.above for name in place.names if name)
    number = r"(?:\([0-9]\)(?:[^()0-9①-⑳]{0,24}?ファイル)?)?[-.]?[0-9]{1,2}(?![0-9])"
    return re.compile(rf"(?<![A-Z])(?:III|II|IV|VI|V|I)(?={number}|[-.]?(?:{titles}))")


@lru_cache(maxsize=32)
def _pattern(code: str, files: tuple[str, ...]) -> re.Pattern[str]:
    """What a piece looks like; longer labels first."""
    known = lexicon_of(code)
    blocks = "|".join(known.blocks) or "(?!)"
    labels = "|".join(map(re.escape, sorted(known.labels, key=len, reverse=True)))
    names = "|".join(re.escape(name) for name in sorted(filter(None, files), key=len, reverse=True)) or "(?!)"
    return re.compile(
        r"(?P<page>\(?[0-9]/[0-9]\)?)"
        r"|(?P<annex>別添[0-9])\)?"
        rf"|(?:庁内|市内)?(?P<list>提供先|移転先)一覧(?P<list_rows>{_NUMBERS})?"
        rf"|項番(?P<rows>{_NUMBERS})"
        rf"|(?P<block>{blocks})(?P<block_numbers>(?!0){_NUMBERS})"
        r"|(?P<risk>リスク[0-9])"
        rf"|\((?P<file>[0-9])\)(?P<file_name>{names}|[^()0-9①-⑳]{{0,24}}?ファイル)?"
        rf"|(?P<known_file>{names})"
        r"|(?P<circled>[①-⑳])"
        rf"|(?P<label>{labels})"
        rf"|(?P<bare>{blocks})(?=[①-⑳0]|$|項番)"
        r"|(?P<attached>別紙|別表|添付資料)(?:[0-9]{1,2}(?![0-9.,・~-])|I{0,3}V?I?)"
    )


def _name(known: Lexicon, match: re.Match[str], files: tuple[str, ...]) -> Name | None:
    text = match.group()
    kind = match.lastgroup
    if match["page"]:
        return Name("rest", "")
    if match["annex"]:
        return _named(known, "annex", match["annex"], known.numbers.get(match["annex"], 0))
    if match["list"]:
        return _named(known, "list", text, known.lists.get(match["list"], 0), _numbers(match["list_rows"]))
    if match["rows"]:
        return Name("rows", text, 0, _numbers(match["rows"]))
    if match["block"]:
        return _named(known, "block", match["block"], known.blocks[match["block"]], _numbers(match["block_numbers"]))
    if match["bare"]:
        return _named(known, "block", match["bare"], known.blocks[match["bare"]])
    if match["risk"]:
        return _named(known, "risk", match["risk"], known.numbers.get(match["risk"], 0))
    if match["file"]:
        named = _file_named(match["file_name"] or "", files)
        return Name("file", text, 0, (named or int(match["file"]),))
    if match["known_file"]:
        return Name("file", text, 0, (_file_named(text, files),))
    if match["circled"]:
        return _named(known, "circled", text, known.numbers.get(text, 0))
    if match["label"]:
        return _named(known, "label", text, known.labels[text])
    return Name("attached", text) if kind else None


def _named(known: Lexicon, kind: Kind, text: str, rows: int, numbers: tuple[int, ...] = ()) -> Name:
    return Name(kind, text, rows, numbers, known.votes(rows))


def _file_named(name: str, files: tuple[str, ...]) -> int:
    """The number of the file of that name (reduced), 0 when there is none."""
    return next((number for number, one in enumerate(files, 1) if one == name), 0)


def _numbers(text: str | None) -> tuple[int, ...]:
    """4・7 is 4 and 7, 4~7 is 4, 5, 6 and 7."""
    found: list[int] = []
    for piece in re.split(r"[・、,]", text or ""):
        first, _, last = piece.replace("-", "~").partition("~")
        if first:
            found += range(int(first), int(last) + 1) if last and int(first) <= int(last) <= int(first) + 200 else [int(first)]
    return tuple(dict.fromkeys(found))
