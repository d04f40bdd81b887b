"""A text in, the numbers of persons in it out: 個人番号, and 基礎年金番号 and 住民票コード where they are called so."""

import re
from collections.abc import Iterator, Sequence

from site_gen.guard.finding import Hit, Text, masked
from site_gen.guard.groups import Group, candidates

KANJI = "〇零一二三四五六七八九"
_AS_DIGITS = str.maketrans({char: str(max(0, at - 1)) for at, char in enumerate(KANJI)})

# Digits with at most blanks, hyphens and an end of line between them; whoever writes 12 of them has 12 of one kind.
_RUN = re.compile(r"[0-9](?:[ \n-]{0,4}[0-9]){11,}")
_KANJI_RUN = re.compile(rf"[{KANJI}](?:[ \n-]{{0,4}}[{KANJI}]){{11,}}")
_FOURS = re.compile(r"[0-9](?<![0-9][0-9])(?<![0-9][./_・|][0-9])[0-9]{3}([./_・|])[0-9]{4}\1[0-9]{4}(?![./_・|]?[0-9])")
_GROUP = re.compile(r"[0-9]+")
_BOXES = re.compile(r"[0-9](?<![0-9][0-9])(?<![0-9][|│/][0-9])(?<![0-9] [|│/] [0-9])(?: ?[|│/] ?[0-9]){11}(?! ?[|│/]? ?[0-9])")

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
    for pattern, of in ((_RUN, text.plain), (_KANJI_RUN, text.plain)):
        for run in pattern.finditer(of):
            digits = run.group().translate(_AS_DIGITS) if pattern is _KANJI_RUN else run.group()
            among = [Group(run.start() + one.start(), one.group()) for one in _GROUP.finditer(digits)]
            found.update(candidates(among, text.plain, _is_called(text, run), has_check_digit))
    for pattern in (_FOURS, _BOXES):
        found.update((run.start(), run.end()) for run in pattern.finditer(text.plain))
    for start, end in sorted(found):
        digits = "".join(_GROUP.findall(text.plain[start:end].translate(_AS_DIGITS)))
        if has_check_digit(digits) and len(set(digits)) > 1:
            yield Hit("my-number", start, end, digits,
                      f"個人番号（マイナンバー）の検査数字に合う12桁の数字「{masked(digits)}」があります",
                      f"個人番号なら、消してください。{_TAKE_IT_OUT}偶然に合った番号（12桁の番号の11に1つほど）で、{_ALLOW}")


def _is_called(text: Text, run: re.Match[str]) -> bool:
    """Whether 個人番号 stands over a run of digits, or shortly before it."""
    words = f"{text.labels} {text.text[max(0, run.start() - _CLOSE) : run.start()]}"
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
    """The heads of the tables (| 項番 | 番号 |) of a text, asked for from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.head = ""
        self.line = 0  # where the next line begins that was not looked at

    def over(self, at: int) -> str:
        """The first row of the table in which `at` stands; empty where it stands in none."""
        while self.line <= at:
            end = self.text.find("\n", self.line)
            line = self.text[self.line : end if end >= 0 else len(self.text)]
            self.head = (self.head or line) if line.startswith("|") else ""
            self.line = end + 1 if end >= 0 else len(self.text) + 1
        return self.head


def _digits(text: str) -> str:
    return "".join(_GROUP.findall(text))
