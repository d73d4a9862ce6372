"""Which title a note gets: its own, the one it is cited by, the best that its text suggests, or its date and tags.

Nothing is decided against a doubt: where two papers are cited by the name that a note gives its own, it keeps that name, and
both stay proposals for a person (see `review`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from papersite.model import Note, TitleSource
from papersite.titles.candidates import Candidate
from papersite.titles.cited import CitedTitle
from papersite.titles.deriving import placeholder_title


def with_title(note: Note, cited: Sequence[CitedTitle], candidates: Sequence[Candidate]) -> Note:
    """The note with a title and with what that rests on."""
    if note.title:
        return note
    if len(cited) == 1:
        return replace(note, title=cited[0].title, title_source=TitleSource.CITED)
    if candidates:
        return replace(note, title=candidates[0].title, title_source=TitleSource.DERIVED)
    return replace(note, title=placeholder_title(note), title_source=TitleSource.PLACEHOLDER)


def proposals(cited: Sequence[CitedTitle], candidates: Sequence[Candidate]) -> tuple[tuple[str, str], ...]:
    """The titles a note may have, each with its evidence in words, the likeliest first."""
    of_others = [(each.title, f"cited at {each.origin}: {each.evidence}") for each in cited]
    own = [(each.title, f"{each.rule}: {each.evidence}") for each in candidates]
    return tuple(dict((*reversed(own), *reversed(of_others))).items())[::-1]
