"""Dates as documents write them: a table of shapes, and every day of two centuries there and back."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen import dates
from site_gen.dates import Moment, Unreadable

DAYS = {
    "令和5年2月6日": "2023-02-06",
    "令和５年２月６日": "2023-02-06",
    "令和 5 年 2 月 6 日": "2023-02-06",
    " 令和5年2月6日　": "2023-02-06",
    "令和5年2月6日（月）": "2023-02-06",
    "令和5年2月6日(月曜日)": "2023-02-06",
    "令和5年2月6日（祝）": "2023-02-06",
    "令和5年2月6日頃": "2023-02-06",
    "令和5年2月6日予定": "2023-02-06",
    "令和5年2月6日実施予定": "2023-02-06",
    "令和5年2月6日現在": "2023-02-06",
    "令和5年2月6日時点": "2023-02-06",
    "令和5年2月6日から": "2023-02-06",
    "令和元年5月1日": "2019-05-01",
    "令和1年5月1日": "2019-05-01",
    "令和元年": "2019",
    "令和元年5月": "2019-05",
    "平成27年6月": "2015-06",
    "平成２７年６月頃": "2015-06",
    "平成31年4月30日": "2019-04-30",
    "昭和64年1月7日": "1989-01-07",
    "昭和元年12月25日": "1926-12-25",
    "大正元年7月30日": "1912-07-30",
    "明治元年10月23日": "1868-10-23",
    "令和6年2月29日": "2024-02-29",
    "R5.2.6": "2023-02-06",
    "Ｒ５．２．６": "2023-02-06",
    "H27.6": "2015-06",
    "S39/10/10": "1964-10-10",
    "2023年2月6日": "2023-02-06",
    "2023年2月": "2023-02",
    "2023年": "2023",
    "2023-02-06": "2023-02-06",
    "2023-2-6": "2023-02-06",
    "2023/2/6": "2023-02-06",
    "2023/02": "2023-02",
    "2023.2.6": "2023-02-06",
}

NO_DATES = (
    "", "未定", "令和", "令和5", "5年2月6日", "2月6日", "20230206", "2023", "令和7年度", "令和5年2月上旬", "令和5年2月6日以降",
    "令和五年二月六日", "令和5年2月6日、令和6年2月6日", "令和5年2月6日～令和5年2月7日", "令和5年2月6日 午前9時", "（令和5年2月6日）",
)  # fmt: skip

IMPOSSIBLE = (
    "令和5年2月29日", "令和5年13月1日", "令和5年0月1日", "令和5年2月0日", "令和0年1月1日", "2023-00-01", "2023-02-30", "1867-01-01",
    "2201-01-01", "昭和5年4月31日",
)  # fmt: skip

PERIODS = {
    "令和3年12月1日～12月31日": ("2021-12-01", "2021-12-31"),
    "令和3年12月1日〜31日": ("2021-12-01", "2021-12-31"),
    "令和3年12月1日~令和4年1月4日": ("2021-12-01", "2022-01-04"),
    "令和3年12月1日（水）　～　令和4年1月4日（火）": ("2021-12-01", "2022-01-04"),
    "令和3年12月1日から令和4年1月4日まで": ("2021-12-01", "2022-01-04"),
    "令和3年12月1日から12月31日まで（31日間）": ("2021-12-01", "2021-12-31"),
    "令和3年12月1日～12月31日 31日間": ("2021-12-01", "2021-12-31"),
    "令和3年12月1日－12月31日": ("2021-12-01", "2021-12-31"),
    "令和3年12月1日（水）-12月31日（金）": ("2021-12-01", "2021-12-31"),
    "2021-12-01～2021-12-31": ("2021-12-01", "2021-12-31"),
    "2021/12/1～12/31": ("2021-12-01", "2021-12-31"),
    "平成27年6月～7月": ("2015-06", "2015-07"),
    "平成27年6月～平成27年7月": ("2015-06", "2015-07"),
    "平成27年6月5日～平成27年6月": ("2015-06-05", "2015-06"),
    "平成31年4月1日～令和元年5月31日": ("2019-04-01", "2019-05-31"),
    "令和3年12月1日": ("2021-12-01", "2021-12-01"),
    "令和3年12月1日～": ("2021-12-01", "2021-12-01"),
    "令和3年12月1日から": ("2021-12-01", "2021-12-01"),
}

NO_PERIODS = {
    "令和3年12月31日～12月1日": True,
    "令和4年1月4日から令和3年12月1日まで": True,
    "令和3年12月1日～12月32日": True,
    "令和3年12月1日～13月1日": True,
    "令和3年12月1日～年末": False,
    "年末～令和3年12月1日": False,
    "～令和3年12月1日": False,
    "": False,
}

ERAS = {
    "令和元年5月1日": "", "令和元年4月30日": "令和", "令和元年4月": "令和", "令和元年5月": "", "令和元年": "", "令和6年": "",
    "平成31年4月30日": "", "平成31年5月1日": "平成", "平成31年5月": "平成", "平成31年4月": "", "平成31年": "", "平成32年": "平成",
    "平成元年1月8日": "", "平成元年1月7日": "平成", "平成元年1月": "", "昭和64年1月7日": "", "昭和64年1月8日": "昭和", "昭和64年": "",
    "昭和65年": "昭和", "R1.4.1": "令和", "H31.5.1": "平成", "2019-05-01": "", "未定": "", "令和5年2月30日": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "iso"), DAYS.items(), ids=list(DAYS))
def test_moment(text: str, iso: str) -> None:
    """A day, month or year is read from each way to write it."""
    found = dates.moment(text)
    assert isinstance(found, Moment), found
    assert found.iso == iso


@pytest.mark.parametrize(
    ("text", "impossible"), [*((text, False) for text in NO_DATES), *((text, True) for text in IMPOSSIBLE)]
)
def test_no_moment(text: str, impossible: bool) -> None:
    """What names no day is refused, and it is told apart from what names a day that no calendar has."""
    found = dates.moment(text)
    assert isinstance(found, Unreadable)
    assert found.impossible == impossible
    assert found.reason


@pytest.mark.parametrize(("text", "ends"), PERIODS.items(), ids=list(PERIODS))
def test_period(text: str, ends: tuple[str, str]) -> None:
    """A period has two ends; the second takes from the first what it leaves out."""
    found = dates.period(text)
    assert not isinstance(found, Unreadable), found
    assert tuple(end.iso for end in found) == ends


@pytest.mark.parametrize(("text", "impossible"), NO_PERIODS.items(), ids=list(NO_PERIODS))
def test_no_period(text: str, impossible: bool) -> None:
    """A period that runs backwards, or of which one end is no day."""
    found = dates.period(text)
    assert isinstance(found, Unreadable)
    assert found.impossible == impossible


@pytest.mark.parametrize(("text", "era"), ERAS.items(), ids=list(ERAS))
def test_era_mismatch(text: str, era: str) -> None:
    """A day outside the era it is counted in is noticed, to the day; a month or year only when all of it is outside."""
    assert dates.era_mismatch(text) == era


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ERA_STARTS = (("令和", 2019, (2019, 5, 1)), ("平成", 1989, (1989, 1, 8)), ("昭和", 1926, (1926, 12, 25)))


def in_japanese(day: datetime.date) -> str:
    """`day` as an official writes it."""
    era, first = next((era, first) for era, first, start in ERA_STARTS if (day.year, day.month, day.day) >= start)
    year = "元" if day.year == first else str(day.year - first + 1)
    return f"{era}{year}年{day.month}月{day.day}日"


@settings(deadline=None, database=None)
@given(st.dates(datetime.date(1926, 12, 25), datetime.date(2100, 12, 31)))
def test_any_day_there_and_back(day: datetime.date) -> None:
    """A day written in six ways reads back as that day, and lies in its era."""
    text = in_japanese(day)
    for written in (
        text, text.translate(FULL_WIDTH), day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}",
        f"{text}（{'月火水木金土日'[day.weekday()]}）予定",
    ):  # fmt: skip
        assert dates.moment(written) == Moment(day.year, day.month, day.day)
    assert dates.era_mismatch(text) == ""
    assert dates.period(f"{text}～{text}") == (Moment(day.year, day.month, day.day),) * 2


@settings(deadline=None, database=None)
@given(st.text(alphabet="令和元平成昭年月日RH0123456789５.-/～から()（月）頃 　½፩", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing makes the readers fall over."""
    assert dates.moment(text)
    assert dates.period(text)
    assert dates.era_mismatch(text) in ("", "令和", "平成", "昭和")
