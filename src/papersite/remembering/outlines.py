"""What of a note can matter to other notes: all that it says of its paper, without its text and the lines it stands on.

Most of what a person does to notes is writing on. Then the outlines stay equal, and with them everything that is concluded from
all notes together: which records they make, what a reference means, which title a citation gives. An outline is a value of the
same type as what it outlines, so that the functions which conclude need not know of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from papersite.frozen import replaced
from papersite.model import Body, Library, Note, Origin, Record, Reference
from papersite.titles.candidates import Candidate

_NO_TEXT = Body()


def outline_of(note: Note) -> Note:
    """A note without its text, its summary and its lines."""
    imported = note.imported_from and Origin(note.imported_from.path)
    return replaced(
        note, origin=Origin(note.origin.path), body=_NO_TEXT, summary=None, listed=(), field_lines=(), imported_from=imported
    )


def outline_of_references(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """A note's references in their order, without the places where they stand.

    Two that began at one place still do: their places become 0, 1, 2 ….
    """
    ranks: dict[int, int] = {}
    return tuple(
        replaced(each, start=(rank := ranks.setdefault(each.start, len(ranks))), end=rank, line=0) for each in references
    )


def outline_of_candidates(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Titles that a note's text suggests, without the words that they were found in."""
    return tuple(replaced(each, evidence="", origin=None) for each in candidates)


def outline_of_record(record: Record) -> Record:
    """A record of outlines, without its summary and its facts."""
    return replaced(record, notes=tuple(map(outline_of, record.notes)), summary=None, facts=())


def library_without_texts(library: Library) -> tuple[object, ...]:
    """All of a library that its pages can show, but for the texts of notes and the lines on which anything stands.

    Links and related papers are left out, for they are concluded from what is here.
    """
    return (
        tuple(map(_without_texts, library.records)),
        tuple([tuple(map(outline_of_references, references)) for references in library.references]),
        library.resolved,
        library.unread,
        library.terms,
    )


def _without_texts(record: Record) -> tuple[object, ...]:
    notes = tuple([replaced(outline_of(note), summary=note.summary) for note in record.notes])
    # Ten a record, and the fifth of a second at 10,000 notes if each were a copy.
    facts = tuple([(fact.field, fact.value, fact.source) for fact in record.facts])
    return replaced(record, notes=notes, facts=()), facts
