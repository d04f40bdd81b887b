"""A place in a canonical text in, what the brackets there say out: short names, numbers of laws, headings of articles."""

import re
from dataclasses import dataclass
from functools import lru_cache

_BRACKET = re.compile(r"\((?:[^()\n]|\([^()]*\)){0,240}\)+")
_NUMBERED = re.compile("[0-9]年[^()]{0,30}第[0-9]+号|第[0-9]+号[^()]{0,16}通知")
_DEFINED = re.compile("以下(?:[^「」()]{0,40})「([^「」]{1,60})」(?:と)?(?:いう|総称)")
_NAME_END = re.compile("(?:法|法律|令|規則|条例|告示|要綱|指針|第[0-9]+号)$")
_ALIAS = re.compile(r"\(([一-龠ァ-ヶー]{1,14}(?:法|令|規則|条例))\)$")
_HEADING = re.compile(r"\((?:[^()]|\([^()]*\)){0,80}\)")
_CITING = re.compile("第[0-9]+[条項号]|別表|[0-9]+条|法律?第|以下")
_TITLE = re.compile(r"\([^()]{2,80}(?:法律|法|令|条例)\)")
_ERA = re.compile(
    r"(明治|大正|昭和|平成|令和)(\d{1,2})年(?:\d{1,2}月\d{1,2}日)?(?:付け?)?"
    r"([一-龠]{0,14}(?:法律?|政令|勅令|省令|府令|規則|条例|告示))第(\d{1,4})号"
)
_PLACES = re.compile(r"の?第\d+条|附則第")
_NEAR = re.compile(r".{1,4}?(?:第\d+条|附則第|\([^()]{0,12}\d年[^()]{0,30}第\d+号)")
_MAY_DEFINE = re.compile(r"以下|[法令則例]\s*[)）]|[法令則例律]\s*[（(]")


@dataclass(frozen=True, slots=True)
class Brackets:
    """What follows a name of a law: where it ends, and the short names it defines."""

    end: int
    names: tuple[str, ...]


def after_name(text: str, at: int) -> Brackets:
    """(番号法)(平成25年法律第27号。以下「番号法」という。) after a name; brackets that say something else are left."""
    names: list[str] = []
    has_number = False
    for _ in range(3):
        match = _BRACKET.match(text, at)
        if not match:
            break
        defined, alias, numbered = _DEFINED.search(match[0]), _ALIAS.match(match[0]), _NUMBERED.search(match[0])
        if not (defined or alias or numbered) or (numbered and has_number):
            break
        name = defined[1] if defined else alias[1] if alias else ""
        if name and _NAME_END.search(name):
            names.append(name)
        elif defined:
            break
        has_number = has_number or bool(numbered)
        at = match.end()
    return Brackets(at, tuple(names))


def after_heading(text: str, at: int) -> int:
    """Behind the bracket with the heading of an article: 第5条(住民基本台帳の備付け)."""
    match = _HEADING.match(text, at)
    return match.end() if match and not _CITING.search(match[0]) else at


def after_title(text: str, at: int) -> int:
    """Behind the bracket with the title of a law that is called by its number."""
    match = _TITLE.match(text, at)
    return match.end() if match else at


def number(text: str, at: int) -> tuple[str, int]:
    """昭和60年法律第34号 at that place, without the day in it, and where it ends; nothing and `at` where there is none."""
    match = _ERA.match(text, at)
    if not match:
        return "", at
    kind = "法律" if match[3] == "法" else match[3]
    return f"{match[1]}{match[2]}年{kind}第{match[4]}号", match.end()


def number_within(text: str, at: int) -> str:
    """The number of a law in the bracket at that place, or an empty text."""
    match = _BRACKET.match(text, at)
    found = _ERA.search(match[0]) if match else None
    return number(match[0], found.start())[0] if match and found else ""


def is_numbered(text: str, at: int) -> bool:
    """Whether a provision or the number of a law stands at that place, which tells that a title ends there."""
    match = _BRACKET.match(text, at)
    return bool(match and _NUMBERED.search(match[0])) or bool(_PLACES.match(text, at))


def is_numbered_soon(text: str, at: int) -> bool:
    """Whether that may be so for a title of which the last word (規則, 要綱) begins at that place."""
    return bool(_NEAR.match(text, at, at + 64))


@lru_cache(maxsize=8192)
def may_define(text: str) -> bool:
    """Whether a text as written can define a short name at all."""
    return bool(_MAY_DEFINE.search(text))
