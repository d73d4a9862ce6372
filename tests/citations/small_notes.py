"""Notes, references and records with no more in them than a test needs."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from papersite.citations import read_references
from papersite.identity import fold_title
from papersite.model import Body, Note, Origin, PaperId, Record, Reference, ReferenceForm, TitleSource


def note_of(text: str, path: str = "notes/a.md", **fields: Any) -> Note:
    """A note whose body stands at the top of its file."""
    lines = tuple(range(1, text.count("\n") + 2))
    return Note("plain", Origin(PurePosixPath(path), 1, lines[-1]), Body(text, lines), **fields)


def read(text: str, **fields: Any) -> tuple[Reference, ...]:
    """The references of a body."""
    return read_references(note_of(text, **fields))


def parts(reference: Reference) -> tuple[str | None, str | None, str | None, int | None]:
    """What a citation says of its paper."""
    return reference.title, reference.author, reference.venue, reference.year


def cited(title: str, *, paper: PaperId | None = None, **fields: Any) -> Reference:
    """A citation by title, with the key that a reader would give it."""
    key = str(paper) if paper else f"title:{fold_title(title)}"
    return Reference(key, title, ReferenceForm.CITATION, 0, 0, 1, title=title, id=paper, **fields)


def record_of(
    slug: str, title: str, source: TitleSource = TitleSource.STATED, path: str = "notes/a.md", **fields: Any
) -> Record:
    """A record with one empty note."""
    note = Note("plain", Origin(PurePosixPath(path)), date=fields.get("date"))
    return Record(slug, title, source, (note,), **fields)
