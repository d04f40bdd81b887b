"""A text in, the numbers of persons in it out: 個人番号, and 基礎年金番号 and 住民票コード where they are called so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from site_gen.guard.finding import Hit, Text, masked

KANJI = "〇零一二三四五六七八九"
_AS_DIGITS = str.maketrans({char: str(max(0, at - 1)) for at, char in enumerate(KANJI)})

# Digits with at most blanks, hyphens and an end of line between them; whoever writes 12 of them has 12 of one kind.
_RUN = re.compile(r"[0-9](?:[ \n-]{0,4}[0-9]){11,}")
_KANJI_RUN = re.compile(rf"[{KANJI}](?:[ \n-]{{0,4}}[{KANJI}]){{11,}}")
_FOURS = re.compile(r"[0-9](?<![0-9][0-9])(?<![0-9][./_・|][0-9])[0-9]{3}([./_・|])[0-9]{4}\1[0-9]{4}(?![./_・|]?[0-9])")
_GROUP = re.compile(r"[0-9]+")
_TOKEN = re.compile(r"[0-9A-Za-z]+")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_BOXES = re.compile(r"[0-9](?<![0-9][0-9])(?<![0-9][|│/][0-9])(?<![0-9] [|│/] [0-9])(?: ?[|│/] ?[0-9]){11}(?! ?[|│/]? ?[0-9])")

_PENSION = re.compile(r"[0-9](?<![0-9A-Za-z][0-9])(?<![0-9]-[0-9])[0-9]{3} ?-? ?[0-9]{6}(?![0-9A-Za-z])(?! ?-[0-9])")
_RESIDENT = re.compile(
    r"[0-9](?<![0-9A-Za-z][0-9])(?<![0-9][ -][0-9])(?:[0-9]{3}([ -]?)[0-9]{4}\1[0-9]{3}|[0-9]{2}[ -][0-9]{4}[ -][0-9]{4}"
    r"|[0-9]{4}[ -][0-9]{6}|[0-9]{5}[ -][0-9]{5}|(?:[ -][0-9]){10})(?![0-9A-Za-z])(?![ -][0-9])")
_MOBILE = re.compile(r"0[5-9]0[ -][0-9]{4}[ -][0-9]{4}")
_BEFORE, _BEHIND = 100, 30  # how near a label stands to its number

_TAKE_IT_OUT = "原稿からも消し、すでに公表した資料にないか確かめてください。"
_ALLOW = "公開してよいものなら、municipality.yaml の「公開してよい」に値と理由を書きます"


def my_numbers(text: Text) -> Iterator[Hit]:
    """12 digits whose last one is the check digit of the others, together or in groups, of any width, or kanji."""
    found: set[tuple[int, int]] = set()
    for pattern, of in ((_RUN, text.plain), (_KANJI_RUN, text.plain)):
        for run in pattern.finditer(of):
            digits = run.group().translate(_AS_DIGITS) if pattern is _KANJI_RUN else run.group()
            groups = [_Group(run.start() + one.start(), one.group()) for one in _GROUP.finditer(digits)]
            found.update(_candidates(groups, text.plain))
    for pattern in (_FOURS, _BOXES):
        found.update((run.start(), run.end()) for run in pattern.finditer(text.plain))
    for start, end in sorted(found):
        digits = "".join(_GROUP.findall(text.plain[start:end].translate(_AS_DIGITS)))
        if has_check_digit(digits) and len(set(digits)) > 1:
            yield Hit("my-number", start, end, digits,
                      f"個人番号（マイナンバー）の検査数字に合う12桁の数字「{masked(digits)}」があります",
                      f"個人番号なら、消してください。{_TAKE_IT_OUT}偶然に合った番号（12桁の番号の11に1つほど）で、{_ALLOW}")


def has_check_digit(digits: str) -> bool:
    """Whether the last of 12 digits is the check digit of 個人番号.

    平成26年総務省令第85号 第5条: the eleven others, from the right, times 2 to 7 and 2 to 6, are added up; 11 less the
    remainder of their sum by 11 is the digit, or 0 where the remainder is 0 or 1.
    """
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def is_corporate(digits: str) -> bool:
    """Whether 13 digits are a 法人番号, which is public: the first is 9 less the remainder by 9 of the others' sum.

    平成26年財務省令第70号 第2条: from the right, every second digit counts twice.
    """
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits[1:])))
    return int(digits[0]) == 9 - total % 9


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


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    digits: str

    @property
    def end(self) -> int:
        return self.start + len(self.digits)


def _candidates(groups: Sequence[_Group], text: str) -> Iterator[tuple[int, int]]:
    """Where among the groups of a run there can be a number: one group, groups of one size, or the whole run."""
    for group in groups:
        if len(group.digits) == 12 and _stands_alone(group, text):
            yield group.start, group.end
    total = "".join(group.digits for group in groups)
    if len(groups) == 1 or (len(total) == 13 and is_corporate(total)) or text[groups[0].start - 1 : groups[0].start] == "+":
        return  # the last: a telephone number with the number of a country
    between = [text[one.end : other.start] for one, other in pairwise(groups)]
    joins = ["-" if "-" in one else "\n" if "\n" in one else " " for one in between]
    for size in (1, 2, 3, 4, 6):
        count = 12 // size
        for first in range(len(groups) - count + 1):
            window = groups[first : first + count]
            if {len(group.digits) for group in window} == {size} and not _goes_on(groups, joins, first, first + count) \
                    and _is_one_line(between[first : first + count - 1]) and not _is_list(window):
                yield window[0].start, window[-1].end
    alike = len({join for join in joins if join != "\n"}) <= 1
    if len(total) == 12 and alike and _is_one_line(between) and not _is_list(groups) and not _is_date(groups):
        yield groups[0].start, groups[-1].end


def _is_one_line(between: Sequence[str]) -> bool:
    """Whether a number is not broken more than once, as it is where a line was full."""
    return "".join(between).count("\n") <= 1


def _goes_on(groups: Sequence[_Group], joins: Sequence[str], first: int, after: int) -> bool:
    """Whether a group of the same size, joined in the same way, makes it a longer number."""
    size, inner = len(groups[first].digits), set(joins[first : after - 1])
    before = first > 0 and len(groups[first - 1].digits) == size and joins[first - 1] in inner
    behind = after < len(groups) and len(groups[after].digits) == size and joins[after - 1] in inner
    return before or behind


def _is_list(groups: Sequence[_Group]) -> bool:
    """Numbers of rows (8 10 14 15 16): short and rising in small steps."""
    numbers = [int(group.digits) for group in groups]
    steps = [after - before for before, after in pairwise(numbers)]
    longest = max(len(group.digits) for group in groups)
    return longest <= 3 and len(groups) < 12 and all(0 < step <= (9 if longest == 3 else 30) for step in steps)


def _is_date(groups: Sequence[_Group]) -> bool:
    """2024-06-28 1530, 20240628-0001."""
    day = "".join(group.digits.zfill(2) for group in groups)[:8]
    begins = len(groups[0].digits) == 8 or (len(groups[0].digits) == 4 and max(len(group.digits) for group in groups[1:3]) <= 2)
    return begins and bool(re.match(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])", day))


def _stands_alone(group: _Group, text: str) -> bool:
    """Whether 12 digits are no piece of a code with letters and more digits: not those of 426M60000008085, of a UUID."""
    left = max(0, group.start - 36)
    for token in _TOKEN.finditer(text, left, group.end + 36):
        if token.start() <= group.start < token.end():
            rest = text[token.start() : group.start] + text[group.end : token.end()]
            if re.search("[0-9]", rest):
                return False
    return not any(one.start() <= group.start < one.end() for one in _UUID.finditer(text, left, group.end + 36))


def _labelled(pattern: re.Pattern[str], text: Text, words: Sequence[str]) -> Iterator[re.Match[str]]:
    over = any(word in text.labels for word in words)
    if not over and not any(word in text.text for word in words):
        return
    for found in pattern.finditer(text.plain):
        near = text.text[max(0, found.start() - _BEFORE) : found.end() + _BEHIND]
        if over or any(word in near or word in _table_head(text.text, found.start()) for word in words):
            yield found


def _table_head(text: str, at: int) -> str:
    """The first row of the table (| 項番 | 番号 |) in which `at` stands; empty where it stands in none."""
    start = text.rfind("\n", 0, at) + 1
    if not text.startswith("|", start):
        return ""
    head = start
    while head > 0 and text.startswith("|", text.rfind("\n", 0, head - 1) + 1):
        head = text.rfind("\n", 0, head - 1) + 1
    return text[head:].partition("\n")[0]


def _digits(text: str) -> str:
    return "".join(_GROUP.findall(text))
