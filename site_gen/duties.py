"""Figures and dates of an assessment in, what the law asks for out: which assessment is due, until when to do what.

No function here knows today's date: what is due is computed from the dates of the document alone. Sources:
特定個人情報保護評価に関する規則, 特定個人情報保護評価指針 and the 記載要領 of 様式4.
"""

import calendar
import re

from site_gen import dates
from site_gen.dates import Moment

REASSESS_YEARS = 5  # 規則第15条, 指針第6の2(4): 直近の評価書の公表から5年を経過する前に再実施するよう努める
KEEP_YEARS = 3  # 記載要領（表紙「評価書名」）: 事務をやめるなどした日から少なくとも3年間は公表しておく

# What a しきい値判断 can end in, the least first; the choices of all three forms begin with these words.
KINDS = (
    "特定個人情報保護評価の実施が義務付けられない",
    "基礎項目評価の実施が義務付けられる",
    "基礎項目評価及び重点項目評価の実施が義務付けられる",
    "基礎項目評価及び全項目評価の実施が義務付けられる",
)
ENDED = re.compile(r"【([^【】]{0,100})終了】")  # bounded: a name can be 【 and spaces without end
# The same in other brackets: （令和7年3月31日終了）, which nobody reads as an ending; not 【】, nor what is said in a bracket.
_ENDED_OTHERWISE = re.compile(r"[（(［\[〔〈《＜<「『]([^（）()［］\[\]〔〕〈〉《》＜＞<>「」『』]{0,100})終了[）)］\]〕〉》＞>」』]")


def due_kinds(people: int, many_handlers: bool | None, accident: bool | None) -> tuple[int, ...]:
    """Which of `KINDS` can be due, by their index; one where it is certain (指針第5の2 しきい値判断).

    `people` is the place of 対象人数 in the form's list (0: 1,000人未満 … 4: 30万人以上); `many_handlers`: 取扱者数,
    contractors included, is 500 or more; `accident`: 重大事故 with 特定個人情報 within a year (None: not known).
    """
    certain = {0: 0, 1: 1, 4: 3}
    if people in certain:
        return (certain[people],)
    low, high = people - 1, people  # 1万人以上10万人未満: 基礎 or 重点; 10万人以上30万人未満: 重点 or 全項目
    if many_handlers or accident:
        return (high,)
    return (low,) if many_handlers is False and accident is False else (low, high)


def reassess_by(published: Moment) -> Moment:
    """The last day before five years after publication are over, whichever way the first day is counted; of a month or
    a year, counted from its first day."""
    year, month = published.year + REASSESS_YEARS, published.month or 1
    if published.day > 1:
        return Moment(year, month, published.day - 1)  # of 29 February the 28th
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return Moment(year, month, calendar.monthrange(year, month)[1])


def years_after(moment: Moment, years: int) -> Moment:
    """The day on which `years` after `moment` are over for certain: a month or a year counts from its last day."""
    month = moment.month or 12
    day = moment.day or calendar.monthrange(moment.year, month)[1]
    return Moment(moment.year + years, month, min(day, calendar.monthrange(moment.year + years, month)[1]))


def ended_on(name: str) -> str:
    """The day in 【…終了】 of a 評価書名 as written, or an empty text."""
    found = ENDED.search(name)
    return found[1].strip() if found else ""


def ended_otherwise(name: str) -> str:
    """The bracket of a 評価書名 that says like 【…終了】, with a day or nothing before it, that it has ended; or empty."""
    found = None if ENDED.search(name) else _ENDED_OTHERWISE.search(name)
    return found[0] if found and (not found[1].strip() or re.search(r"\d|元年", found[1])) else ""


def keep_until(name: str) -> Moment | None:
    """Until when an assessment of that 評価書名 has to stay published; None when it has not ended on a day."""
    day = dates.moment(ended_on(name))
    return years_after(day, KEEP_YEARS) if isinstance(day, Moment) else None
