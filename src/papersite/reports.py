"""What `papersite records`, `check` and `build --json` print: the library and the account of its sources, as text or as JSON.

The JSON forms are for other programs: their keys are documented in docs/json.md and only ever added to.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from papersite.account import Account
from papersite.build import Report
from papersite.exports.records import named, record_value, record_view
from papersite.markdown import outline
from papersite.model import Library, Problem, Record
from papersite.tags import Vocabulary


def records_as_json(library: Library) -> Iterator[str]:
    """One JSON object a line, per record in the library's order."""
    among = named(library)
    for place in range(len(library.records)):
        yield json.dumps(record_value(record_view(library, among, place), outline), ensure_ascii=False)


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
