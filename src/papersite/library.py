"""The library: all notes joined into records, links, terms and the list of papers still to read.

`read_alone` is what can be said of one source without the others, and is remembered; `join` needs all of them and runs each
time, so it stays linear in the number of notes. Nothing here reads the disk or renders anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from papersite.citations import links, read_references, resolve, unread
from papersite.formats import choose
from papersite.model import Library, Note, Parsed, Problem, Record, Reference, Severity, Source, Term, TitleSource
from papersite.records import CitedAs, merge_into_records
from papersite.related import Profile, related
from papersite.review import Uncertain, apply_overrides
from papersite.settings import Settings
from papersite.tags import Vocabulary, count_tags
from papersite.titles import Candidate, CitedTitle, cited_titles, derive_titles
from papersite.titles.choosing import proposals, with_title


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
    references = read_references(note)
    return NoteReading(note, references, () if note.title else derive_titles(note, references))


def join(readings: Sequence[SourceReading], settings: Settings) -> Library:
    """The library of all notes, drafts only if the settings say so."""
    titled = [each for each in _titled(readings, settings) if settings.drafts or not each.note.draft]
    by_note = {each.note: each for each in titled}
    vocabulary = settings.vocabulary.knowing(count_tags(note.tags for note in by_note))
    records, merge_problems = merge_into_records(tuple(by_note), vocabulary, lambda note: by_note[note].cited_as)
    references = tuple(tuple(by_note[note].references for note in record.notes) for record in records)
    resolved = resolve((each for notes in references for note in notes for each in note), records)
    terms = _terms(records, vocabulary)
    return Library(
        records=records,
        references=references,
        links=links(references, records, resolved),
        resolved=tuple(sorted(resolved.items())),
        unread=unread(references, records, resolved),
        terms=terms,
        related=related(_profiles(records, references, resolved), _names(records, references, terms, settings.language)),
        problems=(
            *(problem for reading in readings for problem in reading.parsed.problems),
            *merge_problems,
            *(problem for each in titled for problem in each.problems()),
        ),
    )


def notes_of(readings: Iterable[SourceReading]) -> tuple[Note, ...]:
    """All notes as read, in the order of where they were first written."""
    return tuple(each.note for each in _in_order(readings))


def _in_order(readings: Iterable[SourceReading]) -> list[NoteReading]:
    """The notes of all sources in an order that importing a dump into files of its own does not change."""
    return sorted((each for reading in readings for each in reading.notes), key=lambda each: each.note.place)


def uncertain_notes(readings: Sequence[SourceReading], settings: Settings) -> tuple[Uncertain, ...]:
    """The notes whose title is not sure, with what it may be: what a person is asked in `review.toml`."""
    return tuple(
        Uncertain(each.read, proposals(each.cited, each.candidates), each.doubt)
        for each in _titled(readings, settings)
        if each.doubt
    )


# ── titles ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Titled:
    """A note as read, and with its title; what it refers to, and what others call its paper."""

    read: Note
    note: Note
    references: tuple[Reference, ...]
    candidates: tuple[Candidate, ...]
    cited: tuple[CitedTitle, ...]

    @property
    def cited_as(self) -> CitedAs | None:
        """What the one citation of this very paper adds; nothing where citations compete."""
        if len(self.cited) != 1:
            return None
        (title,) = self.cited
        return CitedAs((title.author,) if title.author else (), title.venue, title.year)

    @property
    def doubt(self) -> str:
        """Why a person should look at the title; empty if there is no reason."""
        if self.note.title_source not in {TitleSource.DERIVED, TitleSource.PLACEHOLDER}:
            return ""
        if len(self.cited) > 1:
            return f"{len(self.cited)} papers are cited by this name"
        derived = self.note.title_source is TitleSource.DERIVED
        return "the title is taken from the text" if derived else "nothing says what the paper is called"

    def problems(self) -> tuple[Problem, ...]:
        """The doubt as a problem; a derived title is a fact, for it is shown as such."""
        if not self.doubt:
            return ()
        fighting = len(self.cited) > 1
        kind = "title-conflict" if fighting else "uncertain-title"
        message = f'shown as "{self.note.title}": {self.doubt}; papersite review asks for the right one'
        return (Problem(kind, message, self.note.origin, Severity.WARNING if fighting else Severity.INFO),)


def _titled(readings: Sequence[SourceReading], settings: Settings) -> list[_Titled]:
    """All notes with titles, what the user decided applied before anything is concluded from it."""
    alone = _in_order(readings)
    notes = apply_overrides(tuple(each.note for each in alone), settings.overrides)
    # Whether a reference is to the note's own paper depends on its identifiers, so an override reads them again.
    current = [each if each.note is note else _read_note(note) for each, note in zip(alone, notes, strict=True)]
    cited = cited_titles(notes, tuple(each.references for each in current), tuple(each.candidates for each in current))
    return [
        _Titled(
            read=first.note,
            note=with_title(each.note, titles, each.candidates),
            references=each.references,
            candidates=each.candidates,
            cited=titles,
        )
        for first, each, titles in zip(alone, current, cited, strict=True)
    ]


# ── what is near ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _profiles(
    records: Sequence[Record], references: Sequence[Sequence[Sequence[Reference]]], resolved: Mapping[str, str]
) -> list[Profile]:
    """What each record cites, is tagged with and speaks of."""
    return [
        Profile(
            slug=record.slug,
            cites=frozenset(resolved.get(each.key, each.key) for found in notes for each in found) - {record.slug},
            tags=record.tags,
            text=f"{record.title} {record.summary or ''}",
        )
        for record, notes in zip(records, references, strict=True)
    ]


def _names(
    records: Sequence[Record], references: Sequence[Sequence[Sequence[Reference]]], terms: Iterable[Term], language: str
) -> dict[str, str]:
    """How the reasons for being near are shown: papers by title, noted or only cited, and tags in the site's language."""
    names: dict[str, str] = {}
    written = [each for notes in references for found in notes for each in found]
    for each in written:
        if each.title:
            names.setdefault(each.key, each.title)
    for each in written:
        names.setdefault(each.key, each.id.value if each.id else each.text)
    names |= {term.slug: term.ja if language == "ja" else term.en for term in terms}
    return names | {record.slug: record.title for record in records}


# ── terms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _terms(records: Iterable[Record], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """The terms that records carry, and those above them, by slug."""
    used = {slug for record in records for slug in record.tags}
    above = {ancestor for slug in used for ancestor in vocabulary.ancestors(slug)}
    return tuple(term for slug in sorted(used | above) if (term := vocabulary.by_slug(slug)))
