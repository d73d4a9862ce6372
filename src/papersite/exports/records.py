"""The library for other programs: one schema, for records.json and for `papersite records --json` (docs/json.md).

Keys are only ever added; where that can't be, `VERSION` is counted up.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from papersite.model import Heading, IdScheme, Library, Note, Record, Reference
from papersite.views import Prose

VERSION = 1

Headings = Callable[[str], tuple[Heading, ...]]


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record, the references of each of its notes, which records those mean as pairs of key and slug, and the slugs of the
    records that it names and that name it.
    """

    record: Record
    references: tuple[tuple[Reference, ...], ...]
    meant: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    named_by: tuple[str, ...]


def records_binding(title: str, base_url: str) -> tuple[bytes, bytes, bytes]:
    """What stands in records.json around its records: an object with the schema's version and the site."""
    site = {"version": VERSION, "title": title, "base_url": base_url or None}
    before = f'{json.dumps(site, ensure_ascii=False)[:-1]}, "records": [\n'
    # A line a record: what changed shows in a comparison of two builds.
    return before.encode("utf-8", "replace"), b",\n", b"\n]}\n"


def write_record(view: RecordView, prose: Prose) -> bytes:
    """A record of records.json."""
    return json.dumps(record_value(view, prose.headings), ensure_ascii=False).encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Named:
    """Which records name which, by slug, in the order of the links; and which record a reference means, by its key."""

    names: Mapping[str, Collection[str]]
    named_by: Mapping[str, Collection[str]]
    meant: Mapping[str, str]


def named(library: Library) -> Named:
    """How the records of a library name each other."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    named_by: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for link in library.links:
        names[link.source][link.target] = None
        named_by[link.target][link.source] = None
    return Named(names, named_by, dict(library.resolved))


def record_view(library: Library, among: Named, place: int) -> RecordView:
    """What is said of the record at a place of the library."""
    record, references = library.records[place], library.references[place]
    keys = dict.fromkeys(reference.key for of_note in references for reference in of_note)
    meant = tuple([(key, among.meant[key]) for key in keys if key in among.meant])
    return RecordView(
        record, references, meant, tuple(among.names.get(record.slug, ())), tuple(among.named_by.get(record.slug, ()))
    )


def record_value(view: RecordView, headings: Headings) -> dict[str, object]:
    """A record as JSON holds it. `headings` are those of a note's Markdown."""
    record, meant = view.record, dict(view.meant)
    # An imported note says where it stood in its dump, so that importing one changes nothing here.
    places = {note.origin: note.place for note in record.notes}
    return {
        "slug": record.slug,
        "url": record.url,
        "title": record.title,
        "title_source": str(record.title_source),
        "authors": record.authors,
        "venue": record.venue,
        "year": record.year,
        "date": _day(record.date),
        "arxiv_id": record.id(IdScheme.ARXIV),
        "arxiv_version": record.arxiv_version,
        "doi": record.id(IdScheme.DOI),
        "ids": {str(paper_id.scheme): paper_id.value for paper_id in record.ids},
        "urls": record.urls,
        "tags": record.tags,
        "kind": str(record.kind),
        "lang": record.lang,
        "summary": record.summary,
        "notes": [
            _note_value(note, references, meant, record.slug, headings)
            for note, references in zip(record.notes, view.references, strict=True)
        ],
        "references": view.names,
        "cited_by": view.named_by,
        "facts": [
            {
                "field": fact.field,
                "value": fact.value,
                "source": fact.source,
                "origin": str(places.get(fact.origin, fact.origin) if fact.origin else ""),
            }
            for fact in record.facts
        ],
    }


def _note_value(
    note: Note, references: Iterable[Reference], meant: Mapping[str, str], own_slug: str, headings: Headings
) -> dict[str, object]:
    def slug_of(reference: Reference) -> str | None:
        slug = meant.get(reference.key)
        return slug if slug != own_slug else None

    return {
        "format": note.format,
        "writer": note.writer,
        "date": _day(note.date),
        "lang": note.lang,
        "title": note.title,
        "title_source": str(note.title_source) if note.title_source else None,
        "summary": note.summary,
        "tags": note.tags,
        "machine_written": note.machine_written,
        "headings": [{"level": heading.level, "text": heading.text} for heading in headings(note.body.text)],
        "references": [
            {
                "text": reference.text,
                "title": reference.title,
                "author": reference.author,
                "venue": reference.venue,
                "year": reference.year,
                "id": str(reference.id) if reference.id else None,
                "slug": slug_of(reference),
            }
            for reference in references
        ],
        "origin": {
            "path": str(note.place.path),
            "first_line": note.place.first_line,
            "last_line": note.place.last_line,
        },
    }


def _day(day: object) -> str | None:
    return str(day) if day else None
