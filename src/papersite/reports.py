"""What `papersite records`, `check` and `build --json` print: the library and the account of its sources, as text or as JSON.

The JSON forms are for other programs: their keys are documented in docs/json.md and only ever added to.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from papersite.account import Account
from papersite.build import Report
from papersite.markdown import outline
from papersite.model import IdScheme, Library, Note, Problem, Record, Reference
from papersite.tags import Vocabulary


def records_as_json(library: Library) -> Iterator[str]:
    """One JSON object a line, per record in the library's order."""
    resolved = dict(library.resolved)
    targets: dict[str, dict[str, None]] = {record.slug: {} for record in library.records}
    sources: dict[str, dict[str, None]] = {record.slug: {} for record in library.records}
    for link in library.links:
        targets[link.source][link.target] = None
        sources[link.target][link.source] = None
    for record, references in zip(library.records, library.references, strict=True):
        value = {
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
                _note_as_json(note, refs, resolved, record.slug) for note, refs in zip(record.notes, references, strict=True)
            ],
            "references": list(targets[record.slug]),
            "cited_by": list(sources[record.slug]),
            "facts": [
                {"field": fact.field, "value": fact.value, "source": fact.source, "origin": str(fact.origin or "")}
                for fact in record.facts
            ],
        }
        yield json.dumps(value, ensure_ascii=False)


def _note_as_json(note: Note, references: Sequence[Reference], resolved: dict[str, str], own_slug: str) -> dict[str, object]:
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
        "headings": [{"level": heading.level, "text": heading.text} for heading in outline(note.body.text)],
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
            "path": str(note.origin.path),
            "first_line": note.origin.first_line,
            "last_line": note.origin.last_line,
        },
    }


def records_as_text(library: Library) -> Iterator[str]:
    """A line per record: date, slug, title, and how many notes and references it has."""
    for record, references in zip(library.records, library.references, strict=True):
        count = sum(map(len, references))
        notes = f"{len(record.notes)} note{'s' if len(record.notes) != 1 else ''}"
        cites = f"{count} reference{'s' if count != 1 else ''}"
        yield f"{_day(record.date) or '          '}  {record.slug}  {record.title}  ({notes}, {cites})"


def check_as_json(accounts: Sequence[Account], library: Library, problems: Sequence[Problem]) -> str:
    """One JSON object: per source where its lines went, then the merges, then the problems."""
    value = {
        "sources": [
            {
                "path": str(account.path),
                "format": account.format,
                "lines": account.lines,
                "blank": account.blank,
                "in_notes": account.in_notes,
                "dropped": [{"line": drop.line, "text": drop.text, "rule": drop.rule} for drop in account.dropped],
                "unaccounted": account.unaccounted,
            }
            for account in accounts
        ],
        "merges": [
            {"slug": record.slug, "title": record.title, "notes": [str(note.origin) for note in record.notes]}
            for record in _merged(library)
        ],
        "problems": [problem_as_json(problem) for problem in problems],
    }
    return json.dumps(value, ensure_ascii=False)


def build_as_json(report: Report) -> str:
    """One JSON object: how much was published, and the problems."""
    done = report.published
    value = {
        "papers": len(report.edition.library.records),
        "pages": len(report.edition.pages),
        "written": [str(path) for path in done.written],
        "removed": [str(path) for path in done.removed],
        "unchanged": len(done.unchanged),
        "problems": [problem_as_json(problem) for problem in report.problems],
    }
    return json.dumps(value, ensure_ascii=False)


def tags_as_text(vocabulary: Vocabulary, counts: Mapping[str, int]) -> Iterator[str]:
    """A line per term: in how many notes it is, its slug, its labels, and the spellings that the notes use."""
    uses: dict[str, int] = defaultdict(int)
    spellings: dict[str, list[str]] = defaultdict(list)
    for tag in sorted(counts, key=lambda each: (-counts[each], each)):
        if not vocabulary.ignores(tag):
            slug = vocabulary.term(tag).slug
            uses[slug] += counts[tag]
            spellings[slug].append(tag)
    for slug in sorted(uses, key=lambda each: (-uses[each], each)):
        term = vocabulary.by_slug(slug)
        labels = " / ".join(dict.fromkeys((term.en, term.ja))) if term else slug
        yield f"{uses[slug]:>5}  {slug}  {labels}  ({', '.join(spellings[slug])})"


def problem_as_json(problem: Problem) -> dict[str, object]:
    """A problem for other programs."""
    return {
        "kind": problem.kind,
        "severity": str(problem.severity),
        "message": problem.message,
        "path": str(problem.origin.path) if problem.origin else None,
        "line": problem.origin.first_line if problem.origin else None,
    }


def check_as_text(accounts: Sequence[Account], library: Library) -> Iterator[str]:
    """Per source where its lines went and what was dropped by which rule; then which notes became one record."""
    for account in accounts:
        written = account.lines - account.blank
        lost = f", {len(account.unaccounted)} UNACCOUNTED" if account.unaccounted else ""
        yield (
            f"{account.path}: {account.format}, {written} lines with text: {account.in_notes} in notes, "
            f"{len(account.dropped)} dropped{lost}"
        )
        for rule, count in sorted(Counter(drop.rule for drop in account.dropped).items()):
            yield f"    {count:>5} × {rule}"
        for line in account.unaccounted:
            yield f"    {account.path}:{line}: unaccounted"
    for record in _merged(library):
        places = ", ".join(str(note.origin) for note in record.notes)
        yield f"{record.url}: {len(record.notes)} notes on one paper: {places}"


def _merged(library: Library) -> list[Record]:
    return [record for record in library.records if len(record.notes) > 1]


def _day(day: object) -> str | None:
    return str(day) if day else None
