"""The months in which notes were written: how many papers each has, what they are about, and where they stand in the list."""

from __future__ import annotations

from itertools import groupby

from papersite.model import Record
from papersite.plan.addresses import PAPERS, TIMELINE
from papersite.plan.parts import month_of, place_of_entry
from papersite.plan.shelf import Shelf
from papersite.views import TimelineMonth, TimelineView, TimelineYear

TAGS_OF_A_MONTH = 4


def timeline_view(shelf: Shelf) -> TimelineView:
    """All months, the latest first."""
    placed = list(enumerate(shelf.library.records))
    stretches = [(first, list(found)) for first, found in groupby(placed, key=lambda each: month_of(each[1].date))]
    most = max((len(found) for first, found in stretches if first), default=1)
    months = [
        TimelineMonth(
            first=first,
            count=len(found),
            share=max(1, round(100 * len(found) / most)),
            url=place_of_entry(PAPERS, found[0][0], f"{first:%Y-%m}"),
            tags=shelf.tags_beside(_records(found), most=TAGS_OF_A_MONTH),
        )
        for first, found in stretches
        if first
    ]
    years = tuple(
        TimelineYear(year, sum(month.count for month in of_year), of_year)
        for year, of_year in ((year, tuple(found)) for year, found in groupby(months, key=lambda month: month.first.year))
    )
    return TimelineView(shelf.frame(TIMELINE, "timeline"), years, sum(len(found) for first, found in stretches if not first))


def _records(found: list[tuple[int, Record]]) -> list[Record]:
    return [record for _, record in found]
