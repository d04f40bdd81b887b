"""A text in, the numbers of persons in it out: 個人番号, and 基礎年金番号 and 住民票コード where they are called so."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from site_gen.guard.finding import Hit, Text, masked
from site_gen.guard.groups import Group, candidates, is_list

KANJI = "〇零一二三四五六七八九"
_AS_DIGITS = str.maketrans({char: str(max(0, at - 1)) for at, char in enumerate(KANJI)})

# Digits with at most blanks, hyphens and an end of line between them; whoever writes 12 of them has 12 of one kind.
_RUN = re.compile(r"[0-9](?:[ \n-]{0,4}[0-9]){11,}")
_KANJI_RUN = re.compile(rf"[{KANJI}](?:[ \n-]{{0,4}}[{KANJI}]){{11,}}")
# Four and four and four with the same signs between them; signs of lists, of cells and of lines only where it is called a number.
_FOURS = re.compile(r"[0-9](?<![0-9][0-9])[0-9]{3}( ?[./_・|:~〜=#()<>\[\]]{1,3} ?)[0-9]{4}\1[0-9]{4}(?![0-9])")
_LISTED = re.compile(r"[0-9](?<![0-9][0-9])[0-9]{3}(?:[ \n\r|│、,;.・/-]{1,12}[0-9]{4}){2}(?![0-9])")
_GROUP = re.compile(r"[0-9]+")
_BOXES = re.compile(r"[0-9](?<![0-9][0-9])(?<![0-9][|│/][0-9])(?<![0-9] [|│/] [0-9])(?: ?[|│/] ?[0-9]){11}(?! ?[|│/]? ?[0-9])")

STRANGE = "⓪①②③④⑤⑥⑦⑧⑨⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_AS_PLAIN = str.maketrans(STRANGE + KANJI, "0123456789" * 3 + KANJI.translate(_AS_DIGITS))
_ANY = f"[0-9{STRANGE}{KANJI}]"
_MIXED = re.compile(rf"{_ANY}(?<!{_ANY}{_ANY}){_ANY}{{3}}(?:[ -]?{_ANY}{{4}}){{2}}(?![ -]?{_ANY})")

_STRANGER = re.compile(f"[{STRANGE}]|[{KANJI}][ -]?[0-9]|[0-9][ -]?[{KANJI}]")

_PENSION = re.compile(r"[0-9](?<![0-9A-Za-z][0-9])(?<![0-9]-[0-9])[0-9]{3} ?-? ?[0-9]{6}(?![0-9A-Za-z])(?! ?-[0-9])")
_RESIDENT = re.compile(
    r"[0-9](?<![0-9A-Za-z][0-9])(?<![0-9][ -][0-9])(?:[0-9]{3}([ -]?)[0-9]{4}\1[0-9]{3}|[0-9]{2}[ -][0-9]{4}[ -][0-9]{4}"
    r"|[0-9]{4}[ -][0-9]{6}|[0-9]{5}[ -][0-9]{5}|(?:[ -][0-9]){10})(?![0-9A-Za-z])(?![ -][0-9])")
_MOBILE = re.compile(r"0[5-9]0[ -][0-9]{4}[ -][0-9]{4}")
_BEFORE, _BEHIND = 100, 30  # how near a label stands to its number
_CALLED, _CLOSE = ("個人番号", "マイナンバー"), 20

_TAKE_IT_OUT = "原稿からも消し、すでに公表した資料にないか確かめてください。"
_ALLOW = "公開してよいものなら、municipality.yaml の「公開してよい」に値と理由を書きます"


def my_numbers(text: Text) -> Iterator[Hit]:
    """12 digits whose last one is the check digit of the others, together or in groups, of any width, or kanji."""
    found: set[tuple[int, int]] = set()
    heads = _Heads(text.text)
    for pattern, of in ((_RUN, text.plain), (_KANJI_RUN, text.plain)):
        for run in pattern.finditer(of):
            digits = run.group().translate(_AS_DIGITS) if pattern is _KANJI_RUN else run.group()
            among = [Group(run.start() + one.start(), one.group()) for one in _GROUP.finditer(digits)]
            found.update(candidates(among, text.plain, _is_called(text, run.start(), heads), has_check_digit))
    found.update(_apart(text, heads))
    for start, end in sorted(found):
        digits = "".join(_GROUP.findall(text.plain[start:end].translate(_AS_PLAIN)))
        if has_check_digit(digits) and len(set(digits)) > 1:
            yield Hit("my-number", start, end, digits,
                      f"個人番号（マイナンバー）の検査数字に合う12桁の数字「{masked(digits)}」があります",
                      f"個人番号なら、消してください。{_TAKE_IT_OUT}偶然に合った番号（12桁の番号の11に1つほど）で、{_ALLOW}")


def _apart(text: Text, heads: "_Heads") -> Iterator[tuple[int, int]]:
    """Where twelve digits stand with other signs between them than blanks and hyphens, or written in unusual digits."""
    for found in _FOURS.finditer(text.plain):
        join = found[1]
        as_one = not _goes_on(text.plain, found, join) and ("|" not in join or join == "|")
        if not is_list(_groups(found)) and (as_one or _is_called(text, found.start(), heads)):
            yield found.span()
    for found in _LISTED.finditer(text.plain):
        if not is_list(_groups(found)) and _is_called(text, found.start(), heads):
            yield found.span()
    for found in _MIXED.finditer(text.plain):
        if _STRANGER.search(found.group()):
            yield found.span()
    yield from (found.span() for found in _BOXES.finditer(text.plain))


def _goes_on(plain: str, found: re.Match[str], join: str) -> bool:
    """Whether more digits are joined to it in the same way."""
    before = plain[max(0, found.start() - len(join) - 1) : found.start()]
    behind = plain[found.end() : found.end() + len(join) + 1]
    return bool((before[:1].isdigit() and before[1:] == join) or (behind[-1:].isdigit() and behind[:-1] == join))


def _groups(found: re.Match[str]) -> list[Group]:
    return [Group(found.start() + one.start(), one.group()) for one in _GROUP.finditer(found.group())]


def _is_called(text: Text, at: int, heads: "_Heads") -> bool:
    """Whether 個人番号 stands over the digits at `at`, or shortly before them."""
    near = re.sub(r"[\r\n |]+", " ", text.text[max(0, at - 3 * _CLOSE) : at])[-_CLOSE:]
    words = f"{text.labels} {near} {heads.over(at)}"
    return any(word in words for word in _CALLED)


def has_check_digit(digits: str) -> bool:
    """Whether the last of 12 digits is the check digit of 個人番号.

    平成26年総務省令第85号 第5条: the eleven others, from the right, times 2 to 7 and 2 to 6, are added up; 11 less the
    remainder of their sum by 11 is the digit, or 0 where the remainder is 0 or 1.
    """
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def pension_numbers(text: Text) -> Iterator[Hit]:
    """基礎年金番号 (4 and 6 digits) where the word stands near or over it."""
    for found in _labelled(_PENSION, text, ("基礎年金番号", "年金番号")):
        if not (text.contact and found.group().startswith("0")):  # a telephone number of ten digits
            yield Hit("pension-number", found.start(), found.end(), found.group(),
                      f"基礎年金番号らしい数字「{masked(_digits(found.group()))}」があります",
                      f"基礎年金番号なら、消してください。{_TAKE_IT_OUT}{_ALLOW}")


def resident_codes(text: Text) -> Iterator[Hit]:
    """住民票コード (11 digits) where the word stands near or over it; it has a check digit, but the word decides."""
    for found in _labelled(_RESIDENT, text, ("住民票コード",)):
        if not _MOBILE.fullmatch(found.group()):
            yield Hit("juminhyo-code", found.start(), found.end(), found.group(),
                      f"住民票コードらしい数字「{masked(_digits(found.group()))}」があります",
                      f"住民票コードなら、消してください。{_TAKE_IT_OUT}{_ALLOW}")


def _labelled(pattern: re.Pattern[str], text: Text, words: Sequence[str]) -> Iterator[re.Match[str]]:
    over = any(word in text.labels for word in words)
    if not over and not any(word in text.text for word in words):
        return
    heads = _Heads(text.text)
    for found in pattern.finditer(text.plain):
        near = text.text[max(0, found.start() - _BEFORE) : found.end() + _BEHIND]
        if over or any(word in near for word in words) or any(word in heads.over(found.start()) for word in words):
            yield found


class _Heads:
    """The heads of the tables (| 項番 | 番号 |) of a text; its lines are looked at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.heads: list[str] = []

    def over(self, at: int) -> str:
        """The first row of the table in which `at` stands; empty where it stands in none."""
        if not self.starts:
            start, head = 0, ""
            for line in self.text.split("\n"):
                head = (head or line) if line.startswith("|") else ""
                self.starts.append(start)
                self.heads.append(head)
                start += len(line) + 1
        return self.heads[bisect_right(self.starts, at) - 1]


def _digits(text: str) -> str:
    return "".join(_GROUP.findall(text))
