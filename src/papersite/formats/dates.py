"""Dates as people write them in notes: `2025-11-18`, `2025/11/18`, `2025年11月18日`, `Nov 18, 2025`, `18 November 2025`.

Year, month and day must all be there; what is no day of the calendar is none. Day-first and month-first numbers are not read,
for nobody can tell them apart.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from papersite.regex import lazy_regex

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
# `\d` takes full-width digits too, and so does int().
_NUMBERS = r"(?P<y1>\d{4})\s?[-‐－/／.．年]\s?(?P<m1>\d{1,2})\s?[-‐－/／.．月]\s?(?P<d1>\d{1,2})(?!\d)(?:\s?日)?"
_MONTH_FIRST = _MONTH.format("m2") + r"\.?\s?(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s?(?P<y2>\d{4})(?!\d)"
_DAY_FIRST = r"(?P<d3>\d{1,2})(?:st|nd|rd|th)?\s?" + _MONTH.format("m3") + r"\.?,?\s?(?P<y3>\d{4})(?!\d)"
_WEEKDAY = r"(?:\s?[(（](?:[月火水木金土日](?:曜日?)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)[)）])?"
_DATE = lazy_regex(rf"(?<![\dA-Za-z])(?:{_NUMBERS}|{_MONTH_FIRST}|{_DAY_FIRST}){_WEEKDAY}", re.IGNORECASE)
# A time of day after a date, as in ISO 8601 and RFC 3339.
_TIME = lazy_regex(r"[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|JST|[+-]\d{1,2}:?\d{2})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """Something written like a date: the day, or None if there is no such day, and where it stands in its text."""

    date: dt.date | None
    start: int
    end: int


def find_date(text: str) -> WrittenDate | None:
    """The first thing in a text that is written like a date."""
    match = _DATE.search(text)
    return WrittenDate(_day(match), match.start(), match.end()) if match else None


def parse_date(text: str) -> dt.date | None:
    """The day that a text names, if it is nothing but a date, perhaps with a time of day; None otherwise."""
    text = text.strip()
    match = _DATE.match(text)
    if match is None or (match.end() < len(text) and not _TIME.fullmatch(text, match.end())):
        return None
    return _day(match)


def _day(match: re.Match[str]) -> dt.date | None:
    groups = match.groupdict()
    form = next(n for n in "123" if groups[f"y{n}"])
    month = groups[f"m{form}"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return dt.date(int(groups[f"y{form}"]), number, int(groups[f"d{form}"]))
    except ValueError:
        return None
