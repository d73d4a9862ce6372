"""What of a note can matter to other notes: all that it says of its paper, without its text and the lines it stands on.

Most of what a person does to notes is writing on. Then the outlines stay equal, and with them everything that is concluded from
all notes together: which records they make, what a reference means, which title a citation gives. An outline is a value of the
same type as what it outlines, so that the functions which conclude need not know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from papersite.frozen import field_names, replaced
from papersite.model import Body, Fact, Library, Note, Origin, Record, Reference
from papersite.titles.candidates import Candidate

_TEXTS: dict[str, object] = {"body": Body(), "listed": (), "field_lines": ()}  # what of a note is text, and how none looks


def outline_of(note: Note) -> Note:
    """A note without its text, its summary and its lines."""
    imported = note.imported_from and Origin(note.imported_from.path)
    return replaced(note, origin=Origin(note.origin.path), summary=None, imported_from=imported, **_TEXTS)


def outline_of_references(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """A note's references in their order, without the places where they stand."""
    return tuple(replaced(each, start=rank, end=rank, line=0) for rank, each in _ranked(references))


def _ranked(references: Iterable[Reference]) -> Iterator[tuple[int, Reference]]:
    """References with 0, 1, 2 … for their places: two that began at one place still do."""
    ranks: dict[int, int] = {}
    for each in references:
        yield ranks.setdefault(each.start, len(ranks)), each


def outline_of_candidates(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Titles that a note's text suggests, without the words that they were found in."""
    return tuple(replaced(each, evidence="", origin=None) for each in candidates)


def outline_of_record(record: Record) -> Record:
    """A record of outlines, without its summary and its facts."""
    return replaced(record, notes=tuple(map(outline_of, record.notes)), summary=None, facts=())


def library_without_texts(library: Library) -> tuple[object, ...]:
    """All of a library that its pages can show, but for the texts of notes and the lines on which anything stands.

    Links and related papers are left out, for they are concluded from what is here. Values come as tuples of their fields: it
    is a digest that is wanted, and a copy of each reference and fact took half a second at 10,000 notes.
    """
    return (
        tuple([_said_of(record) for record in library.records]),
        tuple([tuple(map(_without_places, references)) for references in library.references]),
        library.resolved,
        library.unread,
        library.terms,
    )


def _all_but(cls: type, *left_out: str) -> Callable[[Any], tuple[Any, ...]]:
    """What gives all fields of a dataclass but some."""
    return attrgetter(*(name for name in field_names(cls) if name not in left_out))


_of_record = _all_but(Record, "notes", "facts")
_of_note = _all_but(Note, "origin", "imported_from", *_TEXTS)
_of_fact = _all_but(Fact, "origin")
_of_reference = _all_but(Reference, "start", "end", "line")


def _said_of(record: Record) -> tuple[object, ...]:
    notes = [(note.origin.path, note.imported_from and note.imported_from.path, *_of_note(note)) for note in record.notes]
    return (*_of_record(record), tuple(notes), tuple(map(_of_fact, record.facts)))


def _without_places(references: Iterable[Reference]) -> tuple[object, ...]:
    return tuple([(rank, *_of_reference(each)) for rank, each in _ranked(references)])
