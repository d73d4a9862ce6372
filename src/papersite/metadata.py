"""What registries say about papers: the values, and the file `notes/metadata.json` that keeps them beside the notes.

`papersite fetch` writes the file and the user commits it, so that a build asks nobody and is the same everywhere. Here it is
only read from text and turned to text; who asks the registries is `fetching`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from papersite.identity import parse_id
from papersite.model import IdScheme, Note, Origin, PaperId, PaperMetadata, Problem, Severity, TitleSource

METADATA_FILE = "metadata.json"


__all__ = ["METADATA_FILE", "PaperMetadata", "metadata_as_json", "parse_metadata", "with_metadata"]

_TEXTS = ("title", "abstract", "venue", "doi")
_LISTS = ("authors", "categories")


def with_metadata(note: Note, metadata: Mapping[PaperId, PaperMetadata]) -> Note:
    """The note with what registries say of its identifiers; a title only where it has none."""
    said = tuple(each for paper_id in note.ids if (each := metadata.get(paper_id)) and each.found)
    if not said:
        return note
    title = "" if note.title else next((each.title for each in said if each.title), "")
    if title:
        note = replace(note, title=title, title_source=TitleSource.FETCHED)
    return replace(note, metadata=said)


def metadata_as_json(metadata: Mapping[PaperId, PaperMetadata]) -> str:
    """The file's text: one object, its keys sorted and each value on a line of its own, so that two people's files merge."""
    value = {str(paper_id): _as_value(each) for paper_id, each in metadata.items()}
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _as_value(metadata: PaperMetadata) -> dict[str, object]:
    value: dict[str, object] = {"source": metadata.source}
    if not metadata.found:
        return {**value, "found": False}
    value |= {name: getattr(metadata, name) for name in (*_TEXTS, *_LISTS) if getattr(metadata, name)}
    if metadata.published:
        value["published"] = metadata.published.isoformat()
    return value


def parse_metadata(text: str, path: PurePosixPath) -> tuple[dict[PaperId, PaperMetadata], tuple[Problem, ...]]:
    """The metadata of a file's text by identifier, and what of it can't be used, with lines. The rest is used."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:  # a plain ValueError is one of a number with thousands of digits
        line = getattr(error, "lineno", 1)
        return {}, (_problem(path, line, f"not JSON: {error}. Nothing of it is used", Severity.ERROR),)
    if not isinstance(value, dict):
        return {}, (_problem(path, 1, "expected an object of identifiers", Severity.ERROR),)
    known: dict[PaperId, PaperMetadata] = {}
    problems: list[Problem] = []
    for key, fields in value.items():
        paper_id = _paper_id(key)
        wrong = "not an identifier such as arxiv:1706.03762" if paper_id is None else _mistake(fields)
        if paper_id is None or wrong:
            problems.append(_problem(path, _line_of(text, key), f'"{key}": {wrong}; left out'))
        else:
            known[paper_id] = _from_value(fields)
    return known, tuple(problems)


def _paper_id(key: str) -> PaperId | None:
    scheme, _, value = key.partition(":")
    if scheme not in {str(each) for each in IdScheme}:
        return None
    found = parse_id(IdScheme(scheme), value)
    return found.id if found else None


def _mistake(fields: Any) -> str:
    """What is wrong with an entry, or nothing."""
    if not isinstance(fields, dict):
        return "expected an object"
    for name in (*_TEXTS, "source"):
        if not isinstance(fields.get(name, ""), str):
            return f"{name}: expected a string"
    for name in _LISTS:
        value = fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            return f"{name}: expected a list of strings"
    published = fields.get("published", "")
    try:
        if not isinstance(published, str) or (published and not dt.date.fromisoformat(published)):
            return "published: expected a date such as 2017-06-12"
    except ValueError:
        return "published: expected a date such as 2017-06-12"
    return ""


def _from_value(fields: Mapping[str, Any]) -> PaperMetadata:
    return PaperMetadata(
        source=fields.get("source", ""),
        title=" ".join(fields.get("title", "").split()),
        authors=tuple(fields.get("authors", ())),
        abstract=fields.get("abstract", ""),
        published=dt.date.fromisoformat(fields["published"]) if fields.get("published") else None,
        venue=fields.get("venue", ""),
        categories=tuple(fields.get("categories", ())),
        doi=fields.get("doi", ""),
        found=fields.get("found") is not False,
    )


def _line_of(text: str, key: str) -> int:
    """The line a key stands on: the first that begins with it as JSON writes it."""
    written = json.dumps(key, ensure_ascii=False)
    for number, line in enumerate(text.split("\n"), start=1):
        if written in line:
            return number
    return 1


def _problem(path: PurePosixPath, line: int, message: str, severity: Severity = Severity.WARNING) -> Problem:
    return Problem("bad-metadata", message, Origin(path, line, line), severity)
