"""OpenReview: submissions by forum, in JSON, one a request.

https://docs.openreview.net/reference/api-v2
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from papersite.fetching.service import Addresses, Answer, BadAnswerError, Request, Service, names, one_line, paragraph
from papersite.metadata import PaperMetadata
from papersite.model import IdScheme, PaperId


def _request(ids: Sequence[PaperId], addresses: Addresses) -> Request:
    return Request(addresses.openreview, (("id", ids[0].value),))


def read_openreview(data: bytes, asked: Sequence[PaperId]) -> Answer:
    """The submission of an answer. Raises BadAnswerError for what is no list of notes."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadAnswerError(f"expected JSON: {error}") from error
    notes = value.get("notes") if isinstance(value, dict) else None
    if not isinstance(notes, list):
        raise BadAnswerError("expected a list of notes")
    (wanted,) = asked
    if not notes:
        return Answer(absent=(wanted,))
    for note in notes:
        content = note.get("content") if isinstance(note, dict) and note.get("id") == wanted.value else None
        if isinstance(content, dict) and (title := one_line(_value(content, "title"))):
            authors = _value(content, "authors")
            found = PaperMetadata(
                source="openreview",
                title=title,
                authors=names(authors) if isinstance(authors, list) else (),
                abstract=paragraph(_value(content, "abstract")),
                published=_day(note.get("pdate") or note.get("cdate")),
                venue=one_line(_value(content, "venue")),
            )
            return Answer({wanted: found})
    return Answer(doubts=(f"an answer that is not about {wanted}",))


def _value(content: Mapping[str, Any], name: str) -> object:
    """A field: an object with a value in the second interface, the value itself in the first."""
    field = content.get(name)
    return field.get("value") if isinstance(field, dict) else field


def _day(milliseconds: object) -> dt.date | None:
    """A moment in milliseconds of Unix time, as the day it was in Greenwich."""
    if not isinstance(milliseconds, int | float):
        return None
    try:
        return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


OPENREVIEW = Service("OpenReview", IdScheme.OPENREVIEW, batch=1, pace=1.0, request=_request, read=read_openreview)
