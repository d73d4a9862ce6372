"""What changed and when, as the notes themselves say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from papersite.assets import Assets
from papersite.config import Config
from papersite.model import Library, Note, Record
from papersite.plan import plan_site
from papersite.plan.changes import changes_view
from papersite.plan.history import count_changes, events_of
from papersite.plan.shelf import shelve
from papersite.plan.timeline import timeline_view
from tests.small_library import LIBRARY, RLHF

JANUARY, MARCH, MAY = (dt.date(2024, month, 1) for month in (1, 3, 5))


def dated(*days: tuple[dt.date | None, dt.date | None]) -> Record:
    """A paper with notes of such days: of writing, of an update."""
    note: Note = RLHF.notes[0]
    return replace(RLHF, notes=tuple(replace(note, date=date, updated=updated) for date, updated in days))


@pytest.mark.parametrize(
    ("record", "told"),
    [
        pytest.param(dated((MARCH, None)), [(MARCH, "new", 0)], id="a note brings its paper"),
        pytest.param(dated((MARCH, None), (JANUARY, None)), [(MARCH, "note", 0), (JANUARY, "new", 1)], id="the earliest does"),
        pytest.param(dated((MARCH, None), (MARCH, None)), [(MARCH, "new", 0), (MARCH, "note", 1)], id="or the first of a day"),
        pytest.param(dated((JANUARY, MAY)), [(JANUARY, "new", 0), (MAY, "updated", 0)], id="an update is told by itself"),
        pytest.param(dated((MARCH, MARCH)), [(MARCH, "new", 0)], id="none on the day of writing"),
        pytest.param(dated((MARCH, JANUARY)), [(MARCH, "new", 0)], id="nor before it"),
        pytest.param(dated((None, MAY)), [(MAY, "updated", 0)], id="an update of a note that tells no other day"),
        pytest.param(dated((None, None)), [], id="a note without a day changed at none"),
    ],
)
def test_changes_are_what_the_notes_say(record: Record, told: list[tuple[dt.date, str, int]]) -> None:
    assert [(event.day, event.kind, event.number) for event in events_of(record)] == told
    assert count_changes(record) == len(told)


def test_changes_stand_latest_first_by_month_and_day_and_lead_to_the_note() -> None:
    view = changes_view(shelve(LIBRARY, Config(), ()))
    told = [(d.day.isoformat(), [(c.kind, c.url) for c in d.changes]) for month in view.months for d in month.days]
    assert told == [
        ("2024-03-19", [("note", "papers/rlhf/#note-1")]),
        ("2024-03-01", [("new", "papers/transformer/#note-1")]),
        ("2024-02-01", [("new", "papers/rlhf/#note-2")]),
        ("2023-12-31", [("new", "papers/alignment-notes/#note-1")]),
    ]
    assert [month.first for month in view.months] == [MARCH, dt.date(2024, 2, 1), dt.date(2023, 12, 1)]
    assert view.undated == 1


def test_changes_take_as_many_pages_as_they_need() -> None:
    records = tuple(
        replace(dated((JANUARY, MAY if n % 2 else None)), slug=f"paper-{n}", aliases=(), ids=()) for n in range(100)
    )
    library = Library(records, (((),),) * 100, (), (), (), LIBRARY.terms, ((),) * 100, ())
    pages = [page.url for page in plan_site(library, Config(), Assets()).pages if page.template == "changes.html"]
    assert pages == ["/changes/", "/changes/page/2/"]
    parts = [changes_view(shelve(library, Config(), ()), number) for number in (1, 2)]
    assert [sum(len(day.changes) for month in part.months for day in month.days) for part in parts] == [100, 50]


def test_the_timeline_counts_the_months_and_leads_to_them() -> None:
    view = timeline_view(shelve(LIBRARY, Config(language="en"), ()))
    assert [(year.year, year.count) for year in view.years] == [(2024, 2), (2023, 1)]
    (march,) = view.years[0].months
    assert (march.first, march.count, march.share, march.url) == (MARCH, 2, 100, "papers/#2024-03")
    assert [chip.label for chip in march.tags] == ["Alignment", "Attention", "Reinforcement learning"]
    assert view.years[1].months[0].share == 50
    assert view.undated == 1


def test_a_library_without_days_has_neither_page() -> None:
    library = replace(LIBRARY, records=tuple(replace(r, date=None) for r in LIBRARY.records))
    urls = {page.url for page in plan_site(library, Config(), Assets()).pages}
    assert not {"/timeline/", "/changes/"} & urls
