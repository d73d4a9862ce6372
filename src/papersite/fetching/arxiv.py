"""arXiv: its query interface answers in Atom, up to some hundred papers a request, one request in three seconds.

https://info.arxiv.org/help/api/user-manual.html, https://info.arxiv.org/help/api/tou.html
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from xml.etree import ElementTree

from papersite.fetching.service import Addresses, Answer, BadAnswerError, Request, Service, names, one_line, paragraph
from papersite.identity import identify
from papersite.metadata import PaperMetadata
from papersite.model import IdScheme, PaperId

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


def _request(ids: Sequence[PaperId], addresses: Addresses) -> Request:
    listed = ",".join(each.value for each in ids)
    return Request(addresses.arxiv, (("id_list", listed), ("start", "0"), ("max_results", str(len(ids)))))


def read_arxiv(data: bytes, asked: Sequence[PaperId]) -> Answer:
    """The papers of an Atom feed. Raises BadAnswerError for what is no feed.

    An entry about a paper that was not asked for is a doubt and not believed. arXiv leaves out what it does not know, or
    answers a whole request with one entry titled `Error` if an identifier is malformed; then nothing is known of the others.
    """
    # A document type could define entities that grow without bound; an Atom feed needs none.
    if b"<!DOCTYPE" in data:
        raise BadAnswerError("expected an Atom feed, found a document with a type of its own")
    try:
        feed = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise BadAnswerError(f"expected an Atom feed: {error}") from error
    if feed.tag != f"{_ATOM}feed":
        raise BadAnswerError(f"expected an Atom feed, found <{feed.tag}>")
    found: dict[PaperId, PaperMetadata] = {}
    doubts: list[str] = []
    for entry in feed.iter(f"{_ATOM}entry"):
        address = one_line(entry.findtext(f"{_ATOM}id"))
        if "/api/errors" in address:
            raise BadAnswerError(f"arXiv says: {paragraph(entry.findtext(f'{_ATOM}summary'))[:200]}")
        about = identify(address)
        if about is None or about.id not in asked:
            doubts.append(f"an entry about {address or 'nothing'}, which was not asked for")
            continue
        title = one_line(entry.findtext(f"{_ATOM}title"))
        if not title:
            doubts.append(f"{about.id} without a title")
            continue
        found[about.id] = PaperMetadata(
            source="arxiv",
            title=title,
            authors=names([author.findtext(f"{_ATOM}name") for author in entry.iter(f"{_ATOM}author")]),
            abstract=paragraph(entry.findtext(f"{_ATOM}summary")),
            published=_day(entry.findtext(f"{_ATOM}published")),
            venue=one_line(entry.findtext(f"{_ARXIV}journal_ref")),
            categories=names([category.get("term") for category in entry.iter(f"{_ATOM}category")]),
            doi=one_line(entry.findtext(f"{_ARXIV}doi")).lower(),
        )
    # A feed without a single paper may be a server that is not well, so it proves nothing of what is absent.
    absent = tuple(each for each in asked if each not in found) if found and not doubts else ()
    return Answer(found, absent, tuple(doubts))


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


ARXIV = Service("arXiv", IdScheme.ARXIV, batch=100, pace=3.0, request=_request, read=read_arxiv)
