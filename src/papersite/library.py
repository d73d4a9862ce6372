"""The library: all notes joined into records, links, terms and the list of papers still to read.

`read_alone` is what can be said of one source without the others, and is remembered; `join` needs all of them and runs each
time, so it stays linear in the number of notes. A preview joins the same notes again and again, but for one: what is concluded
from many notes rests on their outlines (see `outlines`), and a conclusion whose outlines are those of the last round stays
(see `last_round`). Nothing here reads the disk or renders anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from papersite.citations import links, read_references, resolve, unread
from papersite.formats import read
from papersite.former_names import former_names, name_alone
from papersite.frozen import replaced
from papersite.metadata import with_metadata
from papersite.model import (
    Library,
    Link,
    Note,
    PaperId,
    PaperMetadata,
    Parsed,
    Problem,
    Record,
    Reference,
    Severity,
    Source,
    Term,
    TitleSource,
)
from papersite.records import CitedAs, merge_into_records
from papersite.related import Profile, related
from papersite.remembering.last_round import LastRound
from papersite.remembering.outlines import outline_of, outline_of_candidates, outline_of_record, outline_of_references
from papersite.review import Override, Uncertain, apply_override, review_keys
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
    name, parsed = read(source)
    return SourceReading(name, parsed, tuple(map(_read_note, parsed.notes)))


def _read_note(note: Note) -> NoteReading:
    references = read_references(note)
    return NoteReading(note, references, () if note.title else derive_titles(note, references))


def join(readings: Sequence[SourceReading], settings: Settings, last: LastRound | None = None) -> Library:
    """The library of all notes, drafts only if the settings say so. What the last round concluded from the same stays."""
    last = last or LastRound()
    titled = _titled(readings, settings, last)
    if not settings.drafts:
        titled = tuple([each for each in titled if not each.note.draft])
    notes = tuple([each.note for each in titled])
    vocabulary = last.whole(_vocabulary_of, settings.vocabulary, tuple([note.tags for note in notes]))
    records, places, merge_problems = merge_into_records(notes, vocabulary, last.each(_cited_as, titled), last)
    members = last.each(_members, records, last.gathered("titled", titled, places))
    names_alone = last.each(_names_alone, members)
    records = last.each(_with_aliases, records, last.whole(former_names, last.each(_addresses, records), names_alone))
    references = last.each(_references, members)
    outlined = last.each(_outlined, references)
    outlines = last.each(outline_of_record, records)
    resolved = last.whole(_resolved, outlined, outlines)
    targets = last.each(_targets, outlined, given=(resolved,))
    terms = last.whole(_terms, tuple([record.tags for record in records]), vocabulary)
    names = last.whole(_names, last.each(_name, records), outlined, terms, settings.language)
    profiles = last.each(_profile, records, outlined, targets)
    return Library(
        records=records,
        references=references,
        links=last.whole(_chained, last.each(_links, outlines, references, targets)),
        resolved=last.whole(_pairs, resolved),
        unread=last.whole(unread, outlined, outlines, resolved, settings.metadata),
        terms=terms,
        related=last.whole(related, profiles, names),
        problems=(
            *chain.from_iterable(last.each(_told, readings)),
            *merge_problems,
            *chain.from_iterable(last.each(_Titled.problems, titled)),
        ),
    )


def _told(reading: SourceReading) -> tuple[Problem, ...]:
    return reading.parsed.problems


def _members(record: Record, among: Sequence[_Titled]) -> tuple[_Titled, ...]:
    """What is known of the notes of a record, which are some of those that it is made of."""
    return tuple([next(each for each in among if each.note is note or each.note == note) for note in record.notes])


def _addresses(record: Record) -> Record:
    """A record's names, which change seldom, without what it says."""
    return replaced(record, title="", notes=(), urls=(), tags=(), summary=None, facts=(), date=None, updated=None)


def _with_aliases(record: Record, names: tuple[str, ...]) -> Record:
    return replace(record, aliases=(*record.aliases, *names)) if names else record


def _vocabulary_of(vocabulary: Vocabulary, tags: Sequence[tuple[str, ...]]) -> Vocabulary:
    return vocabulary.knowing(count_tags(tags))


def _cited_as(titled: _Titled) -> CitedAs | None:
    return titled.cited_as


def _names_alone(members: Sequence[_Titled]) -> tuple[str, ...]:
    return tuple([each.name_alone for each in members])


def _references(members: Sequence[_Titled]) -> tuple[tuple[Reference, ...], ...]:
    return tuple([each.references for each in members])


def _name(record: Record) -> tuple[str, str]:
    return record.slug, record.title


def _outlined(references: Sequence[Sequence[Reference]]) -> tuple[tuple[Reference, ...], ...]:
    return tuple(map(outline_of_references, references))


def _resolved(references: Sequence[Sequence[Sequence[Reference]]], records: Sequence[Record]) -> dict[str, str]:
    """Which record each key means, in the order of the keys."""
    return dict(sorted(resolve((each for notes in references for note in notes for each in note), records).items()))


def _pairs(resolved: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(resolved.items())


def _targets(references: Sequence[Sequence[Reference]], resolved: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the keys of one record's references mean, of those that mean a record."""
    return tuple([(each.key, resolved[each.key]) for found in references for each in found if each.key in resolved])


def _links(record: Record, references: Sequence[Sequence[Reference]], targets: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    return links((references,), (record,), dict(targets))


def _chained(links: Iterable[tuple[Link, ...]]) -> tuple[Link, ...]:
    return tuple(chain.from_iterable(links))


def notes_of(readings: Iterable[SourceReading]) -> tuple[Note, ...]:
    """All notes as read, in the order of where they were first written."""
    return tuple(each.note for each in _in_order(tuple(readings), LastRound()))


_Place = tuple[tuple[str, ...], int, int]


def _in_order(readings: Sequence[SourceReading], last: LastRound) -> tuple[NoteReading, ...]:
    """The notes of all sources in an order that importing a dump into files of its own does not change.

    What is read twice, from two files of one name (as with NFC beside NFD), is one note.
    """
    order, twins = last.whole(_order, last.each(_places, readings))
    found = tuple(chain.from_iterable([reading.notes for reading in readings]))
    again = {at for at in twins if found[order[at]] == found[order[at - 1]]}
    if not again:
        return tuple(map(found.__getitem__, order))
    return tuple([found[place] for at, place in enumerate(order) if at not in again])


def _places(reading: SourceReading) -> tuple[_Place, ...]:
    places = [each.note.place for each in reading.notes]
    return tuple([(place.path.parts, place.first_line, place.last_line) for place in places])


def _order(places: Sequence[tuple[_Place, ...]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The notes of all sources, by number, in the order of their places; and where in it one stands where the last did."""
    flat = tuple(chain.from_iterable(places))
    order = sorted(range(len(flat)), key=flat.__getitem__)
    return tuple(order), tuple([at for at in range(1, len(order)) if flat[order[at]] == flat[order[at - 1]]])


def uncertain_notes(readings: Sequence[SourceReading], settings: Settings) -> tuple[Uncertain, ...]:
    """The notes whose title is not sure, with what it may be: what a person is asked in `review.toml`."""
    alone, current = _overridden(readings, settings, LastRound())
    cited = _cited(current)
    return tuple(
        Uncertain(each.read, proposals(titles, each.candidates), each.doubt)
        for each, titles in zip(map(_with_its_title, alone, current, cited), cited, strict=True)
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
    name_alone: str  # the slug of a page of this note, were there no others and no corrections

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


def _titled(readings: Sequence[SourceReading], settings: Settings, last: LastRound) -> tuple[_Titled, ...]:
    """All notes with titles, what the user decided applied before anything is concluded from it."""
    alone, current = _overridden(readings, settings, last)
    cited = last.whole(_cited, last.each(_outline, current))
    return last.each(_with_its_title, alone, current, cited)


def _overridden(
    readings: Sequence[SourceReading], settings: Settings, last: LastRound
) -> tuple[tuple[NoteReading, ...], tuple[NoteReading, ...]]:
    """All notes as read, and as the user says that they are."""
    alone = _in_order(readings, last)
    overrides: tuple[Override | None, ...] = (None,) * len(alone)
    if settings.overrides:
        overrides = tuple([settings.overrides.get(key) for key in review_keys([each.note for each in alone], last)])
    return alone, last.each(_current, alone, overrides, given=(settings.metadata,))


def _current(alone: NoteReading, override: Override | None, metadata: Mapping[PaperId, PaperMetadata]) -> NoteReading:
    """A note as the user says that it is, with what registries add to that.

    Whether a reference is to the note's own paper depends on what the user says, so it is read again.
    """
    note = apply_override(alone.note, override)
    current = alone if note is alone.note else _read_note(note)
    known = with_metadata(current.note, metadata)
    return (
        current if known is current.note else replace(current, note=known, candidates=() if known.title else current.candidates)
    )


def _outline(each: NoteReading) -> NoteReading:
    return NoteReading(outline_of(each.note), outline_of_references(each.references), outline_of_candidates(each.candidates))


_Columns = tuple[tuple[Note, ...], tuple[tuple[Reference, ...], ...], tuple[tuple[Candidate, ...], ...]]


def _columns(readings: Sequence[NoteReading]) -> _Columns:
    return (
        tuple([each.note for each in readings]),
        tuple([each.references for each in readings]),
        tuple([each.candidates for each in readings]),
    )


def _cited(readings: Sequence[NoteReading]) -> tuple[tuple[CitedTitle, ...], ...]:
    return cited_titles(*_columns(readings))


def _with_its_title(alone: NoteReading, current: NoteReading, cited: tuple[CitedTitle, ...]) -> _Titled:
    return _Titled(
        read=alone.note,
        note=with_title(current.note, cited, current.candidates),
        references=current.references,
        candidates=current.candidates,
        cited=cited,
        name_alone=name_alone(alone.note, alone.candidates),
    )


# ── what is near ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _profile(record: Record, references: Sequence[Sequence[Reference]], targets: Sequence[tuple[str, str]]) -> Profile:
    """What a record cites, is tagged with and speaks of."""
    meant = dict(targets)
    return Profile(
        slug=record.slug,
        cites=frozenset(meant.get(each.key, each.key) for found in references for each in found) - {record.slug},
        tags=record.tags,
        text=f"{record.title} {record.summary or ''}",
    )


def _names(
    titles: Sequence[tuple[str, str]], references: Sequence[Sequence[Sequence[Reference]]], terms: Iterable[Term], language: str
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
    return names | dict(titles)


# ── terms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _terms(tags: Iterable[Sequence[str]], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """The terms that records carry, and those above them, by slug."""
    used = {slug for of_record in tags for slug in of_record}
    above = {ancestor for slug in used for ancestor in vocabulary.ancestors(slug)}
    return tuple(term for slug in sorted(used | above) if (term := vocabulary.by_slug(slug)))
