"""Dates in notes: which forms are read, and what is none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersite.formats.dates import find_date, parse_date

DAY = dt.date(2025, 11, 8)


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-08",
        "2025/11/8",
        "2025.11.08",
        "2025年11月8日",
        "２０２５年１１月８日",
        "2025-11-08(土)",
        "2025/11/08（土曜日）",
        "Nov 8, 2025",
        "November 8th 2025",
        "8 Nov 2025",
        "2025-11-08 10:30",
        "2025-11-08T10:30:00+09:00",
        "  2025-11-08  ",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-11",
        "2025",
        "08/11/2025",
        "2025-13-01",
        "2025-02-30",
        "2025-11-081",
        "12025-11-08",
        "2025-11-08 の会",
        "Mayor 5 2024",
    ],
)
def test_what_is_no_single_day_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_an_impossible_day_is_still_found_as_something_written_like_a_date() -> None:
    found = find_date("第3回 2025-13-45 勉強会")
    assert found is not None
    assert found.date is None
    assert "第3回 2025-13-45 勉強会"[found.start : found.end] == "2025-13-45"


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_survives_being_written(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert parse_date(f"{day:%b} {day.day}, {day.year}") == day


@pytest.mark.parametrize("piece", ["2025-", "Nov ", "18 ", "2025年 "])
def test_a_long_text_of_halves_of_dates_has_none(piece: str) -> None:
    assert find_date(piece * 50_000) is None
