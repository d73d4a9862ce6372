"""The library: all notes joined into records, links, terms and the list of papers still to read.

`read_alone` is what can be said of one source without the others, and is remembered; `join` needs all of them and runs each
time, so it stays linear in the number of notes. Nothing here reads the disk or renders anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from papersite.citations import links, read_references, resolve, unread
from papersite.formats import choose
from papersite.model import Library, Note, Parsed, Record, Reference, Source, Term, TitleSource
from papersite.records import merge_into_records
from papersite.settings import Settings
from papersite.tags import Vocabulary, count_tags
from papersite.titles import Candidate, derive_titles, placeholder_title


@dataclass(frozen=True, slots=True)
class NoteReading:
    """One note read alone: what its body refers to, and what it may be called if it has no title."""

    note: Note
    references: tuple[Reference, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class SourceReading:
    """One source read alone: its format, what that made of it, and its notes."""

    format: str
    parsed: Parsed
    notes: tuple[NoteReading, ...]


def read_alone(source: Source) -> SourceReading:
    """What one source says, whatever the others say."""
    fmt = choose(source)
    parsed = fmt.parse(source)
    return SourceReading(fmt.name, parsed, tuple(map(_read_note, parsed.notes)))


def _read_note(note: Note) -> NoteReading:
    return NoteReading(note, read_references(note), () if note.title else derive_titles(note))


def join(readings: Sequence[SourceReading], settings: Settings) -> Library:
    """The library of all notes, drafts only if the settings say so."""
    kept = [reading for source in readings for reading in source.notes if settings.drafts or not reading.note.draft]
    titled = {_titled(reading): reading.references for reading in kept}
    vocabulary = settings.vocabulary.knowing(count_tags(note.tags for note in titled))
    records, merge_problems = merge_into_records(tuple(titled), vocabulary)
    references = tuple(tuple(titled[note] for note in record.notes) for record in records)
    resolved = resolve((each for notes in references for note in notes for each in note), records)
    return Library(
        records=records,
        references=references,
        links=links(references, records, resolved),
        resolved=tuple(sorted(resolved.items())),
        unread=unread(references, records, resolved),
        terms=_terms(records, vocabulary),
        related=tuple(() for _ in records),
        problems=(*(problem for source in readings for problem in source.parsed.problems), *merge_problems),
    )


def _titled(reading: NoteReading) -> Note:
    """The note with a title: its own, or the best that its text suggests, or date and tags."""
    note = reading.note
    if note.title:
        return note
    if reading.candidates:
        return replace(note, title=reading.candidates[0].title, title_source=TitleSource.DERIVED)
    return replace(note, title=placeholder_title(note), title_source=TitleSource.PLACEHOLDER)


def _terms(records: Iterable[Record], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """The terms that records carry, and those above them, by slug."""
    used = {slug for record in records for slug in record.tags}
    above = {ancestor for slug in used for ancestor in vocabulary.ancestors(slug)}
    return tuple(term for slug in sorted(used | above) if (term := vocabulary.by_slug(slug)))
