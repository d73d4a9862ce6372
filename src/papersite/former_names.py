"""Names that a paper's page had before more was known: what its notes, each read alone, would have called it.

A page is named by identifier or title, and both change when a person corrects them in review.toml, when a registry fills them
in, or when another note cites the paper by its real title. The dump still says what it said, so the name that follows from it
alone leads to the page for good: nothing has to be remembered between builds, and everybody who builds the same notes gets
the same redirects (see docs/decisions/addresses-that-were.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from papersite.model import IdScheme, Note, Record
from papersite.slugs import slugify
from papersite.titles import Candidate
from papersite.titles.choosing import with_title


def name_alone(note: Note, candidates: Sequence[Candidate]) -> str:
    """The slug that a page of one note has, as long as nobody says more than the note itself. `candidates` are its titles."""
    arxiv = next((paper.value for paper in note.ids if paper.scheme is IdScheme.ARXIV), None)
    return slugify(note.slug or arxiv or with_title(note, (), candidates).title or "")


def former_names(records: Sequence[Record], names: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """For each record the slugs that lead to it beside its own; `names` are what each of its notes would be called alone.

    A name that a page has now is that page's, one that somebody asked for as an alias is theirs, and one that two papers would
    have had leads to neither, for nobody can tell which was meant.
    """
    taken = {record.slug for record in records} | {slugify(alias) for record in records for alias in record.aliases}
    claims = Counter(name for own in names for name in set(own))
    return tuple(tuple(name for name in dict.fromkeys(own) if name not in taken and claims[name] == 1) for own in names)
