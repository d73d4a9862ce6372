"""Long lists cut into pages: which entries stand on which, and where each page is.

A list that fits one page keeps its address; what follows stands below it at `page/2/` and on. So a page stays light however
large the library is, and all of it is reached without a script.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from papersite.plan.addresses import href
from papersite.views import Card, Month, Part
from papersite.views.parts import part_url

T = TypeVar("T")

# A hundred rows are 55 KB of HTML, 7 KB as they travel, and 1,100 elements; a thousand were 545 KB and 10,700.
PAPERS_ON_A_PAGE = 100
NAMES_ON_A_PAGE = 500


def parts_needed(entries: int, most: int = PAPERS_ON_A_PAGE) -> int:
    """How many pages a list takes; an empty one takes one."""
    return max(1, -(-entries // most))


def place_of_entry(url: str, place: int, anchor: str, most: int = PAPERS_ON_A_PAGE) -> str:
    """The way from the site's root to an anchor on the page of a list that holds an entry, whose place counts from 0."""
    return f"{href(part_url(url, place // most + 1))}#{anchor}"


def nth_part(url: str, entries: Sequence[T], number: int, most: int = PAPERS_ON_A_PAGE) -> tuple[Part, Sequence[T]]:
    """A page of a list with its entries."""
    start = (number - 1) * most
    found = entries[start : start + most]
    count = parts_needed(len(entries), most)
    return Part(part_url(url, number), href(url), number, start + 1, start + len(found), len(entries), most, count), found


def month_sizes(dates: Iterable[dt.date | None]) -> Counter[dt.date | None]:
    """How many entries of a list each month has."""
    return Counter(map(month_of, dates))


def months_of(cards: Iterable[Card], sizes: Mapping[dt.date | None, int]) -> tuple[Month, ...]:
    """The cards of a page in stretches of one month. A month that is cut keeps its whole number."""
    stretches = ((first, tuple(each)) for first, each in groupby(cards, key=lambda card: month_of(card.date)))
    return tuple(Month(first, each, sizes[first]) for first, each in stretches)


def month_of(date: dt.date | None) -> dt.date | None:
    """The first day of a date's month."""
    return date.replace(day=1) if date else None
