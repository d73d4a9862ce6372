"""What front matter says of a note that was imported: where it stood in its dump, and fields that only dumps have.

`papersite import` writes them (see `importing.note_file`). The values of an imported note are what its dump's format read from
it, cleaned once; cleaning them again could change them, so a value of the form that is written there stands as it is. In any
other form it was written by a person, and is read like everybody's (see `fields`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from papersite.formats.front_matter.block import Value
from papersite.identity import parse_id
from papersite.model import Cited, IdScheme, Note, Origin, PaperId, TitleSource
from papersite.regex import lazy_regex

Filler = Callable[[Note, Value], Note | None]

_FORMAT = lazy_regex(r"[a-z][a-z_]{0,39}")
_LINES = lazy_regex(r"(\d{1,9})-(\d{1,9})")
_PARTS = ("summary", "body")


@dataclass(frozen=True, slots=True)
class Provenance:
    """The dump that a note was imported from: its format, the note's place in it, and the title it has there, if any."""

    format: str
    place: Origin
    title: str | None = None


def read_provenance(value: Value) -> Provenance | None:
    """`source: {format: keypoint_notes, path: notes.txt, lines: 4-20}`, or None for anything else."""
    if not isinstance(value, Mapping):
        return None
    name, path, title = value.get("format"), value.get("path"), value.get("title")
    lines = _LINES.fullmatch(numbers) if isinstance(numbers := value.get("lines"), str) else None
    if not isinstance(name, str) or not _FORMAT.fullmatch(name) or not isinstance(path, str) or lines is None:
        return None
    place = Origin(PurePosixPath(path), int(lines[1]), int(lines[2]))
    return Provenance(name, place, title if isinstance(title, str) else None)


def with_provenance(note: Note, provenance: Provenance) -> Note:
    """An imported note, its fields filled. Its title is the dump's as long as nobody gave it another one."""
    stated = bool(note.title) and note.title == provenance.title
    return replace(
        note,
        format=provenance.format,
        imported_from=provenance.place,
        title_source=TitleSource.STATED if stated else note.title_source,
    )


# ── fillers: a note with a field filled from a value, or None if the value does not fit ─────────────────────────────


def identifiers(note: Note, value: Value) -> Note | None:
    """`ids: [arxiv:1706.03762v7, doi:10.…]`, in canonical form, the version kept apart."""
    ids, version = list(note.ids), note.arxiv_version
    for text in _texts(value) or ("",):
        scheme, _, rest = text.partition(":")
        if scheme not in tuple(IdScheme) or not rest:
            return None
        found = parse_id(IdScheme.ARXIV, rest) if scheme == IdScheme.ARXIV else None
        ids.append(found.id if found else PaperId(IdScheme(scheme), rest))
        version = found.version if found and version is None else version
    return replace(note, ids=tuple(dict.fromkeys(ids)), arxiv_version=version)


def machine_written(note: Note, value: Value) -> Note | None:
    """The parts that a machine wrote."""
    parts = (value,) if isinstance(value, str) else _texts(value)
    return replace(note, machine_written=parts) if parts and set(parts) <= set(_PARTS) else None


def listed(note: Note, value: Value) -> Note | None:
    """Papers that the dump lists beside the note, a mapping each."""
    if not isinstance(value, tuple) or not all(isinstance(each, Mapping) and each.get("title") for each in value):
        return None
    return replace(note, listed=tuple(_cited(each) for each in value if isinstance(each, Mapping)))


def _cited(value: Mapping[str, Value]) -> Cited:
    title, text, relation = (each if isinstance(each := value.get(key), str) else "" for key in ("title", "text", "relation"))
    return Cited(title, _texts(value.get("authors")) or (), text, relation)


def _title(note: Note, value: Value) -> Note | None:
    return replace(note, title=value, title_source=TitleSource.FRONT_MATTER) if isinstance(value, str) else None


def _venue(note: Note, value: Value) -> Note | None:
    return replace(note, venue=value) if isinstance(value, str) else None


def _writer(note: Note, value: Value) -> Note | None:
    return replace(note, writer=value) if isinstance(value, str) else None


def _authors(note: Note, value: Value) -> Note | None:
    texts = _texts(value)
    return None if texts is None else replace(note, authors=(*note.authors, *texts))


def _tags(note: Note, value: Value) -> Note | None:
    texts = _texts(value)
    # `#` is the mark of a tag, so who writes one by hand means the tag behind it.
    return None if texts is None else replace(note, tags=(*note.tags, *(text.removeprefix("#") for text in texts)))


def _urls(note: Note, value: Value) -> Note | None:
    """Addresses of a paper whose identifiers are known: they name no other one."""
    texts = _texts(value) if note.ids else None
    return None if texts is None else replace(note, urls=(*note.urls, *texts))


def _texts(value: Value) -> tuple[str, ...] | None:
    """A list of texts as it stands; None for anything else."""
    if not isinstance(value, tuple):
        return None
    texts = tuple(each for each in value if isinstance(each, str))
    return texts if len(texts) == len(value) else None


# What is tried first with the fields of an imported note.
AS_THEY_STAND: Mapping[str, Filler] = {
    "title": _title,
    "authors": _authors,
    "tags": _tags,
    "urls": _urls,
    "venue": _venue,
    "writer": _writer,
}
