"""What the dates of a paper's notes tell of it: when it came, when another note followed, when one was updated.

All of it is what the notes themselves say: no clock and no file's time has a part. A note without a date changed at no time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from papersite.model import Note, Record


@dataclass(frozen=True, slots=True)
class Event:
    """A change of a note: its day, and whether the paper is `new`, the `note` is, or it was `updated`."""

    day: dt.date
    kind: str
    record: Record
    number: int  # of the note, from 0


def events_of(record: Record) -> Iterator[Event]:
    """What the dates of a record's notes tell. The earliest dated note is what brought the paper."""
    dated = [(note.date, number) for number, note in enumerate(record.notes) if note.date]
    first = min(dated, default=None)
    for day, number in dated:
        yield Event(day, "new" if (day, number) == first else "note", record, number)
    for number, note in enumerate(record.notes):
        if updated := _updated(note):
            yield Event(updated, "updated", record, number)


def _updated(note: Note) -> dt.date | None:
    """The day of an update that is none of its writing."""
    return note.updated if note.updated and (note.date is None or note.updated > note.date) else None


def count_changes(record: Record) -> int:
    """How many changes a record's notes tell of."""
    return sum(1 for _ in events_of(record))
