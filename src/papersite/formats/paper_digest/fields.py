"""Fields that a line in a digest's head states: `Authors: …`, `著者：…`, `Date: 2025-03-18`, `公開日：2025年3月18日`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from papersite.formats.dates import find_date
from papersite.formats.people import read_names
from papersite.regex import lazy_regex

_FIELD = lazy_regex(
    r"\s*(?:[-*+•・]\s*)?(?:\*\*|__)?(?:(?P<authors>authors?|著者名?|執筆者)"
    r"|(?:published(?: on| date)?|publication date|submitted(?: on)?|(?:submission )?date|(?:公開|投稿|発表|掲載|提出)?日付?))"
    r"(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(?P<value>\S.*?)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeadField:
    """A field that a line states. A date that names no day is None, and so is the date of a line of authors."""

    authors: tuple[str, ...] = ()
    date: dt.date | None = None


def read_head_field(line: str) -> HeadField | None:
    """The field of a line `Name: value`, or None if it states neither authors nor a date."""
    hit = _FIELD.fullmatch(line)
    if hit is None:
        return None
    if hit["authors"]:
        return HeadField(authors=read_names(hit["value"]))
    written = find_date(hit["value"])
    return HeadField(date=written.date if written else None)
