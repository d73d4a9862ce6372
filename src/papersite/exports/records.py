"""The library for other programs: one schema, for records.json and for `papersite records --json` (docs/json.md).

Keys are only ever added; where that can't be, `VERSION` is counted up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from papersite.model import Heading, IdScheme, Library, Note, Reference
from papersite.views import Prose

VERSION = 1

Headings = Callable[[str], tuple[Heading, ...]]


@dataclass(frozen=True, slots=True)
class RecordsView:
    """The site's title, its absolute address where it is known, and all it holds."""

    title: str
    base_url: str
    library: Library


def write_records(view: RecordsView, prose: Prose) -> bytes:
    """records.json: an object with the schema's version, the site, and all records."""
    site = {"version": VERSION, "title": view.title, "base_url": view.base_url or None}
    values = record_values(view.library, prose.headings)
    lines = ",\n".join(json.dumps(value, ensure_ascii=False) for value in values)
    # A line a record: what changed shows in a comparison of two builds.
    text = f'{json.dumps(site, ensure_ascii=False)[:-1]}, "records": [\n{lines}\n]}}\n'
    return text.encode("utf-8", "replace")


def record_values(library: Library, headings: Headings) -> Iterator[dict[str, object]]:
    """Each record as JSON holds it, in the library's order. `headings` are those of a note's Markdown."""
    resolved = dict(library.resolved)
    targets: dict[str, dict[str, None]] = {record.slug: {} for record in library.records}
    sources: dict[str, dict[str, None]] = {record.slug: {} for record in library.records}
    for link in library.links:
        targets[link.source][link.target] = None
        sources[link.target][link.source] = None
    for record, references in zip(library.records, library.references, strict=True):
        # An imported note says where it stood in its dump, so that importing one changes nothing here.
        places = {note.origin: note.place for note in record.notes}
        yield {
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
                _note_value(note, refs, resolved, record.slug, headings)
                for note, refs in zip(record.notes, references, strict=True)
            ],
            "references": list(targets[record.slug]),
            "cited_by": list(sources[record.slug]),
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
    note: Note, references: Sequence[Reference], resolved: Mapping[str, str], own_slug: str, headings: Headings
) -> dict[str, object]:
    def slug_of(reference: Reference) -> str | None:
        slug = resolved.get(reference.key)
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
