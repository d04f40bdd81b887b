"""What the law asks for: the table of しきい値判断, and days that are counted from the document's own."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen import duties
from site_gen.dates import Moment
from site_gen.form import Choice, rows
from site_gen.forms import choices, form_named

NONE, BASIC, FOCUSED, FULL = range(4)
# 対象人数 → with 500 handlers or more; with an accident; with neither (指針第5の2).
TABLE = {
    "1,000人未満": (NONE, NONE, NONE),
    "1,000人以上1万人未満": (BASIC, BASIC, BASIC),
    "1万人以上10万人未満": (FOCUSED, FOCUSED, BASIC),
    "10万人以上30万人未満": (FULL, FULL, FOCUSED),
    "30万人以上": (FULL, FULL, FULL),
}


@pytest.mark.parametrize("people", TABLE)
def test_the_table_of_the_guideline(people: str) -> None:
    """Each 対象人数 of the form with each answer to the other two questions; what is not known leaves what can be."""
    index = choices.対象人数区分.index(people)
    many, accident, neither = TABLE[people]
    for other in (True, False, None):
        assert duties.due_kinds(index, True, other) == (many,)
        assert duties.due_kinds(index, other, True) == (accident,)
    assert duties.due_kinds(index, False, False) == (neither,)
    for unknown in ((None, None), (None, False), (False, None)):
        assert set(duties.due_kinds(index, *unknown)) == {many, accident, neither}


@pytest.mark.parametrize("code", ["kiso", "juten", "zenkomoku"])
def test_every_result_of_a_form_is_known(code: str) -> None:
    """Each choice of しきい値判断結果 begins with exactly one of the four results."""
    form = form_named(code)
    assert form
    (result,) = (row.item for row in rows(form) if isinstance(row.item, Choice) and row.item.name == "しきい値判断結果")
    assert all(sum(choice.startswith(kind) for kind in duties.KINDS) == 1 for choice in result.choices)


DUE = {
    Moment(2025, 2, 7): Moment(2030, 2, 6),
    Moment(2025, 3, 1): Moment(2030, 2, 28),
    Moment(2023, 3, 1): Moment(2028, 2, 29),
    Moment(2024, 2, 29): Moment(2029, 2, 28),
    Moment(2025, 1, 1): Moment(2029, 12, 31),
    Moment(2025, 2): Moment(2030, 1, 31),
    Moment(2025): Moment(2029, 12, 31),
}


@pytest.mark.parametrize(("published", "due"), DUE.items(), ids=lambda day: day.iso)
def test_five_years(published: Moment, due: Moment) -> None:
    assert duties.reassess_by(published) == due


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2150, 1, 1)))
def test_the_last_day_is_the_day_before_the_fifth_year_is_over(day: datetime.date) -> None:
    """Against the calendar of Python, for every day but 29 February."""
    if (day.month, day.day) == (2, 29):
        return
    before = day.replace(year=day.year + 5) - datetime.timedelta(days=1)
    published = Moment(day.year, day.month, day.day)
    assert duties.reassess_by(published) == Moment(before.year, before.month, before.day)
    assert duties.years_after(published, 5) == Moment(day.year + 5, day.month, day.day)


KEPT = {
    "給付金【令和7年3月31日終了】": Moment(2028, 3, 31),
    "給付金【令和6年2月29日 終了】": Moment(2027, 2, 28),
    "給付金【令和7年2月終了】": Moment(2028, 2, 28),
    "給付金【令和7年終了】": Moment(2028, 12, 31),
    "給付金【終了】": None,
    "給付金": None,
}


@pytest.mark.parametrize(("name", "until"), KEPT.items(), ids=list(KEPT))
def test_three_years_after_the_end(name: str, until: Moment | None) -> None:
    assert duties.keep_until(name) == until
