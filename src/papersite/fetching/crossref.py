"""Crossref: works by DOI, in JSON, several in one request by a filter.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/
"""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Mapping, Sequence
from typing import Any

from papersite.fetching.service import Addresses, Answer, BadAnswerError, Request, Service, names, one_line, paragraph
from papersite.metadata import PaperMetadata
from papersite.model import IdScheme, PaperId
from papersite.regex import lazy_regex

# Titles and abstracts are JATS or HTML in part.
_MARKUP = lazy_regex(r"<[^<>]{0,200}>")
_FIELDS = "DOI,title,author,container-title,event,published,abstract,type"


def _request(ids: Sequence[PaperId], addresses: Addresses) -> Request:
    wanted = ",".join(f"doi:{each.value}" for each in ids)
    return Request(addresses.crossref, (("filter", wanted), ("rows", str(len(ids))), ("select", _FIELDS)))


def read_crossref(data: bytes, asked: Sequence[PaperId]) -> Answer:
    """The works of a list. Raises BadAnswerError for what is no list of works.

    DOIs of other agencies (DataCite's, JaLC's) are unknown here, so what the list lacks is absent.
    """
    works = _works(data)
    by_doi = {each.value.lower(): each for each in asked}
    found: dict[PaperId, PaperMetadata] = {}
    doubts: list[str] = []
    for work in works:
        doi = one_line(work.get("DOI")).lower()
        title = _plain(_first(work.get("title")))
        if doi not in by_doi:
            doubts.append(f"a work {doi or 'without DOI'}, which was not asked for")
        elif not title:
            doubts.append(f"doi:{doi} without a title")
        else:
            found[by_doi[doi]] = PaperMetadata(
                source="crossref",
                title=title,
                authors=names([_name(author) for author in _list(work.get("author"))]),
                abstract=paragraph(_plain(work.get("abstract"))),
                published=_day(work.get("published")),
                venue=_plain(_first(work.get("container-title"))),
                doi=doi,
            )
    absent = tuple(each for each in asked if each not in found) if not doubts else ()
    return Answer(found, absent, tuple(doubts))


def _works(data: bytes) -> list[Mapping[str, Any]]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadAnswerError(f"expected JSON: {error}") from error
    message = value.get("message") if isinstance(value, dict) and value.get("status") == "ok" else None
    works = message.get("items") if isinstance(message, dict) else None
    if not isinstance(works, list):
        raise BadAnswerError("expected a list of works")
    return [work for work in works if isinstance(work, dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else None


def _plain(text: object) -> str:
    return paragraph(html.unescape(_MARKUP.sub(" " if "<jats" in text else "", text))) if isinstance(text, str) else ""


def _name(author: object) -> str:
    if not isinstance(author, dict):
        return ""
    # An organisation has a name only.
    parts = (author.get("given"), author.get("family")) if author.get("family") else (author.get("name"),)
    return " ".join(filter(None, map(one_line, parts)))


def _day(published: object) -> dt.date | None:
    """Crossref gives a year, a year and a month, or a day; what lacks is taken as the first."""
    parts = _first(published.get("date-parts")) if isinstance(published, dict) else None
    if not isinstance(parts, list) or not parts or not all(isinstance(part, int) for part in parts):
        return None
    try:
        year, month, day = (*parts, 1, 1)[:3] if len(parts) < 3 else parts[:3]
        return dt.date(year, month, day)
    except ValueError:
        return None


CROSSREF = Service("Crossref", IdScheme.DOI, batch=20, pace=1.0, request=_request, read=read_crossref)
