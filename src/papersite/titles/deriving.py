"""A title for a note whose dump lost it: the name its text gives to the paper, else a few telling words, else date and tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papersite.citations import read_references
from papersite.citations.surface import without_code
from papersite.citations.words import covered
from papersite.model import Note, Reference
from papersite.regex import lazy_regex
from papersite.titles.addresses import names_in_addresses
from papersite.titles.candidates import CLAUSE, Candidate, ranked
from papersite.titles.clauses import clause_of_body, clause_of_summary
from papersite.titles.english import english_names
from papersite.titles.names import IN_BODY, IN_BODY_LESS, most_used_name, names_in_body, names_in_summary

_TAGS_IN_PLACEHOLDER = 2


def derive_title(note: Note, references: Sequence[Reference] | None = None) -> Candidate | None:
    """The best title that a note's own text suggests; None if it has no words. See `derive_titles`."""
    return next(iter(derive_titles(note, references)), None)


def derive_titles(note: Note, references: Sequence[Reference] | None = None) -> tuple[Candidate, ...]:
    """All titles that a note's own text suggests, the strongest first. `references` are its own, if they are read already."""
    return ranked(_candidates(note, read_references(note) if references is None else references))


def _candidates(note: Note, references: Sequence[Reference]) -> Iterator[Candidate]:
    summary, body = note.summary or "", _own_words(note, references)
    yield from names_in_summary(summary)
    yield from english_names(summary)
    yield from names_in_body(body)
    yield from english_names(body[:IN_BODY], IN_BODY_LESS)
    yield from names_in_addresses(note)
    if words := clause_of_summary(summary) or clause_of_body(body):
        yield Candidate(words, "clause", words, CLAUSE)
    if not summary and (name := most_used_name(body)):
        # Who writes of a paper says so sooner or later; who does not, writes of a thing and its name.
        yield Candidate(name, "most-used", name, CLAUSE - 5 if _OF_A_PAPER.search(body) else CLAUSE + 5)


_OF_A_PAPER = lazy_regex("提案|論文|研究|手法|アルゴリズム|タスク")


def _own_words(note: Note, references: Sequence[Reference]) -> str:
    """The body without code and without what it cites."""
    spans = [(reference.start, reference.end) for reference in references if reference.end]
    return covered(without_code(note.body.text), spans)


def placeholder_title(note: Note) -> str:
    """What to call a note that says nothing of its paper: its date and its rarest-looking tags, the last ones."""
    tags = ", ".join(note.tags[-_TAGS_IN_PLACEHOLDER:])
    return " · ".join(part for part in (note.date.isoformat() if note.date else "", tags) if part) or f"{note.place}"
