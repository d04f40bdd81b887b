"""A date as Japanese documents write it in, a day or month of the calendar out.

Read are 令和5年2月6日, 令和元年, 平成27年6月, R5.2.6, 2023年2月6日, 2023-02-06, 2023/2/6, with half- or full-width digits,
a weekday in brackets and 頃, 予定, 現在, 時点 at the end; a period is two of them joined by ～ or から, where the second may
leave out what it shares with the first (令和3年12月1日～12月31日), with （31日間） or not.
"""

import calendar
import re
from dataclasses import dataclass

from site_gen.wording import digits

# First day of each era, in their order (元号を改める政令).
ERAS = {"明治": (1868, 10, 23), "大正": (1912, 7, 30), "昭和": (1926, 12, 25), "平成": (1989, 1, 8), "令和": (2019, 5, 1)}
_SHORT = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}

_MAX = 500  # characters; no date is longer, and the patterns below would take long over spaces without end

_DAY = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\s*(?P<year>元|\d{1,2})|(?P<western>\d{4}))\s*[年./-]\s*"
    r"(?:(?P<month>\d{1,2})\s*(?:[月./-]\s*|$)(?:(?P<day>\d{1,2})\s*日?)?)?"
)
_REST = re.compile(r"(?=\d)(?:(?P<month>\d{1,2})\s*[月/]\s*)?(?:(?P<day>\d{1,2})\s*日?)?")
_AFTER = re.compile(r"\s*(?:\((?:[月火水木金土日](?:曜日?)?|祝)\))?\s*(?:頃|ごろ|(?:実施)?予定|現在|時点|から|まで)?\s*")
_JOINED = re.compile(r"\s*(?:[~〜]|から(?=.)|(?<=[日)])[-‐–—−])\s*")
_LENGTH = re.compile(r"\s*\(?\d+日間\)?$")


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A day, or a month (`day` 0), or a year (`month` 0) of the Gregorian calendar."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """`2023-02-06`, `2015-06` or `2015`, as HTML's `<time datetime>` takes it."""
        parts = [f"{self.year:04d}"] + [f"{n:02d}" for n in (self.month, self.day) if n]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text is no date: `reason` in Japanese; `impossible` when it looks like one that no calendar has."""

    reason: str
    impossible: bool


def moment(text: str) -> Moment | Unreadable:
    """The day or month that `text` names."""
    if len(text) > _MAX:
        return Unreadable("長すぎて日付として読めません", False)
    found = _read(digits(text))
    if isinstance(found, Unreadable):
        return found
    day, rest = found
    return day if not rest else Unreadable(f"「{rest}」を日付として読めません", False)


def period(text: str) -> tuple[Moment, Moment] | Unreadable:
    """First and last day of the stretch that `text` names; both are the same when it names one day."""
    if len(text) > _MAX:
        return Unreadable("長すぎて日付として読めません", False)
    pieces = _JOINED.split(_LENGTH.sub("", digits(text)), maxsplit=1)
    start = moment(pieces[0])
    if isinstance(start, Unreadable) or len(pieces) == 1 or not pieces[1]:
        return start if isinstance(start, Unreadable) else (start, start)
    end = moment(pieces[1])
    if isinstance(end, Unreadable) and not end.impossible:
        short = _REST.match(pieces[1])
        if short and not _AFTER.sub("", pieces[1][short.end() :], count=1):
            month, day = int(short["month"] or start.month), int(short["day"] or 0)
            end = _valid(start.year, month, day, has_day=bool(day))
    if isinstance(end, Unreadable):
        return end
    backwards = start > Moment(end.year, end.month or 12, end.day or 31)
    return Unreadable("期間の終わりが始まりより前です", True) if backwards else (start, end)


def unified(text: str) -> str:
    """`text`, which is NFKC, with each date in it in one spelling: d20250310 for 令和7年3月10日, R7.3.10, 2025/3/10."""
    return _DAY.sub(_in_one_spelling, text)


def _in_one_spelling(found: re.Match[str]) -> str:
    day = _read(found.group())
    return found.group() if isinstance(day, Unreadable) else f"d{day[0].iso.replace('-', '')}"


def in_japanese(day: Moment) -> str:
    """`day` in Japanese reckoning: 令和6年6月28日, 令和元年5月1日; a month or a year as far as it is known."""
    era, first = next((era, start[0]) for era, start in reversed(ERAS.items()) if (day.year, day.month or 12, day.day or 31) >= start)
    year = day.year - first + 1
    return f"{era}{'元' if year == 1 else year}年" + (f"{day.month}月" if day.month else "") + (f"{day.day}日" if day.day else "")


def era_mismatch(text: str) -> str:
    """The era that `text` names although the day lies outside it (令和1年4月1日), or an empty text."""
    day = moment(text)
    if isinstance(day, Unreadable):
        return ""
    found = _DAY.match(digits(text))
    if not found or not found["era"]:
        return ""
    era = _SHORT.get(found["era"], found["era"])
    names = list(ERAS)
    after = names[names.index(era) + 1 :]
    at = (day.year, day.month or 12, day.day or 28)
    too_late = bool(after) and (day.year, day.month or 1, day.day or 1) >= ERAS[after[0]]
    return era if at < ERAS[era] or too_late else ""


def year_in_eras(year: int) -> str:
    """`year` as Japan counts it: 令和6年, and 平成31年・令和元年 where an era began within it."""
    starts = [(name, start) for name, (start, _, _) in ERAS.items() if start <= year]
    names = starts[-1:] if starts[-1][1] < year else starts[-2:]
    return "・".join(f"{name}{'元' if year == start else year - start + 1}年" for name, start in names)


def _read(text: str) -> tuple[Moment, str] | Unreadable:
    found = _DAY.match(text)
    if not found:
        return Unreadable(f"「{text}」を日付として読めません", False)
    if found["western"]:
        year = int(found["western"])
    else:
        first = ERAS[_SHORT.get(found["era"], found["era"])][0]
        year = first + (1 if found["year"] == "元" else int(found["year"])) - 1
        if found["year"] != "元" and int(found["year"]) == 0:
            return Unreadable("0年という年はありません", True)
    day = _valid(year, int(found["month"] or 0), int(found["day"] or 0), bool(found["month"]), bool(found["day"]))
    if isinstance(day, Unreadable):
        return day
    return day, _AFTER.sub("", text[found.end() :], count=1)


def _valid(year: int, month: int, day: int, has_month: bool = True, has_day: bool = True) -> Moment | Unreadable:
    if not 1868 <= year <= 2200:
        return Unreadable(f"{year}年は扱えません（1868年から2200年まで）", True)
    if has_month and not 1 <= month <= 12:
        return Unreadable(f"{month}月という月はありません", True)
    if has_day and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return Unreadable(f"{year}年{month}月{day}日という日はありません", True)
    return Moment(year, month if has_month else 0, day if has_day else 0)
