"""The days of a paper, as its notes tell them: when it was first noted, and when its notes last changed.

The clock is never asked, so that a site is the same whenever it is built; a paper whose notes have no date has no day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from papersite.model import Record


def first_day(record: Record) -> dt.date | None:
    """The day of the oldest note."""
    return min(_days(record), default=None)


def last_day(record: Record) -> dt.date | None:
    """The day on which a note was last written or changed."""
    return max(_days(record), default=None)


def is_dated(record: Record) -> bool:
    """Whether a paper has a day."""
    return last_day(record) is not None


def newest_day(records: Iterable[Record]) -> dt.date | None:
    """The last day of several papers."""
    return max((day for record in records if (day := last_day(record))), default=None)


def _days(record: Record) -> list[dt.date]:
    days = (record.date, record.updated, *(day for note in record.notes for day in (note.date, note.updated)))
    return [day for day in days if day]
