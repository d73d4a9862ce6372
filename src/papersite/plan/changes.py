"""The page of what changed, the latest first: papers that came, further notes about known ones, and notes that were updated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from papersite.plan.addresses import CHANGES
from papersite.plan.history import Event, events_of
from papersite.plan.paper import note_anchor
from papersite.plan.parts import month_of, nth_part
from papersite.plan.shelf import Shelf
from papersite.views import Change, ChangeDay, ChangeMonth, ChangesView


def all_events(shelf: Shelf) -> tuple[Event, ...]:
    """All changes, the latest first; those of one day stand as in the library."""
    found = [event for record in shelf.library.records for event in events_of(record)]
    return tuple(sorted(found, key=lambda event: event.day, reverse=True))


def changes_view(shelf: Shelf, number: int = 1) -> ChangesView:
    """All changes: the page of a number."""
    part, found = nth_part(CHANGES, shelf.shared(all_events), number)
    months = (
        ChangeMonth(first, tuple(_days(shelf, list(events)))) for first, events in groupby(found, key=lambda e: month_of(e.day))
    )
    return ChangesView(shelf.frame(part.url, "changes"), part, tuple(months), shelf.shared(_undated))


def _undated(shelf: Shelf) -> int:
    """How many papers changed at no time."""
    return sum(next(events_of(record), None) is None for record in shelf.library.records)


def _days(shelf: Shelf, events: list[Event]) -> Iterator[ChangeDay]:
    for day, of_day in groupby(events, key=lambda event: event.day):
        yield ChangeDay(day, tuple(_change(shelf, event) for event in of_day))


def _change(shelf: Shelf, event: Event) -> Change:
    paper, note = shelf.cards[event.record.slug].paper, event.record.notes[event.number]
    return Change(event.kind, paper, f"{paper.url}#{note_anchor(event.number)}", note.format, note.writer or "")
