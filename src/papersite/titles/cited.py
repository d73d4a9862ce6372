"""Titles that other notes give: a citation that names the very paper of a note which lost its title.

An identifier proves it. Else the name that the note gives its paper must be the cited title or its head ("Magneto" of
"Magneto: A Foundation Transformer"), or an acronym that other notes put before the citation and that its title spells out;
and neither year nor venue may speak against it. Where two different papers are cited under one name, both are returned and
nothing is decided.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from papersite.citations.resolving import is_distinctive, names_of
from papersite.identity import fold_title, title_forms, title_head, year_of
from papersite.model import Note, Origin, PaperId, Reference, TitleSource
from papersite.regex import lazy_regex
from papersite.titles.candidates import Candidate
from papersite.titles.deriving import derive_titles

_STATED = frozenset({TitleSource.OVERRIDE, TitleSource.FRONT_MATTER, TitleSource.STATED})
# A candidate this much below the best one is a part of the method, which another paper may well be named after.
_NEAR_THE_BEST = 12
_WEAKEST = 59  # a title read from the address of some slides is this strong
# A preprint's year and that of the proceedings; people note papers from the year of the preprint on.
_YEARS_APART = 2
_LOOK_BACK = 40  # characters before a citation
_OPENING = 12  # folded characters that a title and its misspelling share
_LONG = 25  # folded characters; shorter titles differ by a letter and are two
_NEARLY = 0.95
_SAME_VENUE = {"nips": "neurips", "sigkdd": "kdd", "kdd": "kdd"}


@dataclass(frozen=True, slots=True)
class CitedTitle:
    """What other notes call the paper of a note: the fullest citation, and where it stands."""

    title: str
    rule: str  # `id` or `name`
    evidence: str  # the citation as written
    origin: Origin
    author: str | None = None
    venue: str | None = None
    year: int | None = None


def cited_titles(
    notes: Sequence[Note],
    references: Sequence[Sequence[Reference]],
    candidates: Sequence[Sequence[Candidate]] | None = None,
) -> tuple[tuple[CitedTitle, ...], ...]:
    """For each note what other notes' references call its paper: one title if that is sure, more if they compete.

    `references` are those of each note, in the same order, and so are the titles that the notes' own texts suggest, if they
    are known already (see `derive_titles`). A note that states its title gets what proves to be the same paper, for the
    author, venue and year that it may lack.
    """
    shelf = _Citations(notes, references, candidates)
    return tuple(shelf.titles_of(number) for number in range(len(notes)))


@dataclass(frozen=True, slots=True)
class _Citation:
    note: int
    reference: Reference


class _Citations:
    """All references with a title, found by identifier, by folded title and by the head of the title."""

    def __init__(
        self,
        notes: Sequence[Note],
        references: Sequence[Sequence[Reference]],
        candidates: Sequence[Sequence[Candidate]] | None,
    ) -> None:
        self._notes = notes
        self._candidates = candidates
        self._references = references
        self._by_id: dict[PaperId, list[_Citation]] = defaultdict(list)
        self._by_name: dict[str, list[_Citation]] = defaultdict(list)
        self._by_opening: dict[str, list[_Citation]] = defaultdict(list)
        self._venues: set[str] = set()
        for number, found in enumerate(references):
            for reference in found:
                if reference.title is None:
                    continue
                citation = _Citation(number, reference)
                if reference.id:
                    self._by_id[reference.id].append(citation)
                folded = fold_title(reference.title)
                for name in {folded, fold_title(title_head(reference.title) or reference.title), *_called(reference)}:
                    self._by_name[name].append(citation)
                self._by_opening[folded[:_OPENING]].append(citation)
                if reference.venue and reference.venue != "arXiv":
                    self._venues.add(_venue(reference.venue))

    def titles_of(self, number: int) -> tuple[CitedTitle, ...]:
        note = self._notes[number]
        proved = [each for paper_id in note.ids for each in self._by_id.get(paper_id, ()) if each.note != number]
        if proved:
            return self._merged(proved, "id")
        names = self._names(number)
        by_name = {
            (each.note, each.reference.start, each.reference.title): each
            for name in names
            for each in (*self._by_name.get(name, ()), *self._nearly(name))
            if each.note != number and self._fits(note, each.reference, names[name])
        }
        return self._merged(list(by_name.values()), "name")

    def _nearly(self, name: str) -> Iterator[_Citation]:
        """Citations of a long title with a slip in it, as in the address of some slides."""
        if len(name) >= _LONG:
            for citation in self._by_opening.get(name[:_OPENING], ()):
                matcher = SequenceMatcher(None, name, fold_title(citation.reference.title or ""))
                # The quick ones are upper bounds, and settle nearly all.
                if all(ratio() >= _NEARLY for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)):
                    yield citation

    def _names(self, number: int) -> Mapping[str, bool]:
        """The folded names of a note's paper, and whether each is all that is known of the title."""
        note = self._notes[number]
        if note.title and note.title_source in _STATED:
            return dict.fromkeys(title_forms(note.title), False)
        known = derive_titles(note, self._references[number]) if self._candidates is None else self._candidates[number]
        candidates = [each for each in known if each.strength >= _WEAKEST]
        best = candidates[0].strength if candidates else 0
        near = [each for each in candidates if each.strength >= best - _NEAR_THE_BEST]
        return {name: True for each in near for name, _ in names_of(each.title, short=True) if is_distinctive(name)}

    def _fits(self, note: Note, reference: Reference, alone: bool) -> bool:
        """Whether a citation that has a note's name can be of its paper."""
        same_scheme = [each for each in note.ids if reference.id and each.scheme is reference.id.scheme]
        if same_scheme and reference.id not in same_scheme:
            return False
        if not alone:
            return bool(set(title_forms(reference.title or "")) & set(title_forms(note.title or "")))
        return _year_fits(note, reference) and self._venue_fits(note, reference)

    def _venue_fits(self, note: Note, reference: Reference) -> bool:
        """A note tagged with one venue is of no paper that was published at another."""
        if reference.venue is None or reference.venue == "arXiv":
            return True
        stated = {_venue(note.venue)} if note.venue else {_venue(tag) for tag in note.tags} & self._venues
        return not stated or _venue(reference.venue) in stated

    def _merged(self, citations: Sequence[_Citation], rule: str) -> tuple[CitedTitle, ...]:
        """One title for each paper cited; a bare name says nothing that the note does not."""
        papers: dict[str, list[_Citation]] = defaultdict(list)
        for citation in citations:
            papers[fold_title(citation.reference.title or "")].append(citation)
        full = {folded: group for folded, group in papers.items() if title_head(group[0].reference.title or "")}
        known = {folded: group for folded, group in papers.items() if any(_known(each.reference) for each in group)}
        return tuple(self._fullest(group, rule) for group in (full or known).values())

    def _fullest(self, group: Sequence[_Citation], rule: str) -> CitedTitle:
        best = max(group, key=lambda each: _known(each.reference))
        spelling = Counter(each.reference.title for each in group).most_common(1)[0][0]
        origin = self._notes[best.note].origin
        line = best.reference.line or origin.first_line
        return CitedTitle(
            title=spelling or "",
            rule=rule,
            evidence=best.reference.text,
            origin=Origin(origin.path, line, line),
            author=best.reference.author,
            venue=best.reference.venue,
            year=best.reference.year,
        )


# An acronym at the end of the words before a citation: `MMR [Paper Note] …`, `… Factorization (PMF) [Paper Note] …`.
_ACRONYM_BEFORE = lazy_regex(r"(?<![A-Za-z0-9-])(?P<acronym>[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*)[)）]?\s*[(（]?\s*$")
_INITIAL = lazy_regex(r"(?<![A-Za-z])[A-Za-z]")


def _called(reference: Reference) -> Iterator[str]:
    """The acronym by which the sentence around a citation calls its paper, if the title has it or spells it out."""
    before = reference.context.partition(reference.text)[0] if reference.text in reference.context else ""
    hit = _ACRONYM_BEFORE.search(before[-_LOOK_BACK:])
    title = reference.title or ""
    if hit is None or len(hit["acronym"]) < 3:
        return
    acronym = hit["acronym"]
    initials = "".join(_INITIAL.findall(title)).lower()
    if re.search(rf"(?<![A-Za-z0-9]){re.escape(acronym)}(?![A-Za-z0-9])", title) or acronym.lower() in initials:
        yield fold_title(acronym)


def _known(reference: Reference) -> int:
    return sum(value is not None for value in (reference.author, reference.venue, reference.year))


def _venue(name: str) -> str:
    folded = fold_title(name)
    return _SAME_VENUE.get(folded, folded)


def _year_fits(note: Note, reference: Reference) -> bool:
    if reference.year is None:
        return True
    known = note.year or next((year for each in note.ids if (year := year_of(each))), None)
    if known is not None:
        return abs(known - reference.year) <= _YEARS_APART
    return note.date is None or reference.year <= note.date.year + 1
