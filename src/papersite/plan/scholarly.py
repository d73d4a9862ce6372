"""What a paper's page tells machines in its head: citation fields, and JSON-LD.

A page is a note about a paper, and both kinds of metadata say so. The citation fields describe the paper, for that is what a
reference manager takes from them. JSON-LD describes the page (`Article`) and names the paper as what it is `about`. A page is
no schema.org `Review`: reviews rate, and search engines report those of papers as faulty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from papersite.exports.citation import Citation, Genre, one_line
from papersite.exports.people import Person, is_group
from papersite.model import Record, TitleSource
from papersite.views import Frame, OutLink

Json: TypeAlias = "str | list[Json] | dict[str, Json]"

_PROVISIONAL = (TitleSource.DERIVED, TitleSource.PLACEHOLDER)
_SCHOLARLY = (Genre.CONFERENCE, Genre.JOURNAL, Genre.PREPRINT)
_TYPES = {Genre.WEB: "Article", Genre.SOFTWARE: "SoftwareSourceCode"}


def citation_fields(record: Record, citation: Citation, links: Iterable[OutLink]) -> Iterator[tuple[str, str]]:
    """The names and contents of meta elements that Google Scholar and reference managers read
    (https://scholar.google.com/intl/en/scholar/inclusion.html#indexing).

    A title that is not the paper's own is no bibliographic fact, and nothing is said without one. Nor is it of software and web
    pages: readers take whatever has these fields for an article.
    """
    if record.title_source in _PROVISIONAL or citation.genre not in _SCHOLARLY:
        return
    yield "citation_title", one_line(citation.title)
    for person in citation.people:
        yield "citation_author", _author(person, alone=len(citation.people) == 1)
    if citation.year:
        yield "citation_publication_date", _date(record, citation, "/")
    if citation.container:
        name = "citation_journal_title" if citation.genre is Genre.JOURNAL else "citation_conference_title"
        yield name, one_line(citation.container)
    if citation.doi:
        yield "citation_doi", citation.doi
    if citation.arxiv:
        yield "citation_arxiv_id", citation.arxiv
    if citation.url:
        # Zotero takes the first for the paper's address, where it would take the page's own.
        yield "citation_public_url", citation.url
        yield "citation_abstract_html_url", citation.url
    if record.abstract:
        # Without it Zotero takes the page's description, which is about the note.
        yield "citation_abstract", one_line(record.abstract)
    yield from (("citation_pdf_url", link.url) for link in links if link.kind == "pdf")


def _date(record: Record, citation: Citation, between: str) -> str:
    """When a paper came out: the day if it is known of a preprint, else the year. A registry's day is not the conference's."""
    day = record.published
    if citation.genre is Genre.PREPRINT and day and day.year == citation.year:
        return between.join((f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"))
    return str(citation.year or "")


def _author(person: Person, *, alone: bool) -> str:
    """`Family, Given`, which tells the parts of a Japanese name, too. Semicolons would part names, and so would the comma of a
    lone author with a space on either side.
    """
    parts = (person.family, person.given, person.suffix)
    family, given, suffix = (one_line(part.replace(";", " ").replace(",", " ")) for part in parts)
    if not given or (alone and " " in family and " " in given):
        return " ".join(filter(None, (given, family, suffix)))
    return ", ".join(filter(None, (family, f"{given} {suffix}".rstrip())))


def json_ld(record: Record, citation: Citation, frame: Frame, base_url: str, links: Iterable[OutLink]) -> str:
    """A page as JSON-LD in schema.org's words, safe within a script element (HTML Living Standard, 4.12.1.3)."""
    page = _page(record, frame, base_url) | {
        "keywords": list(citation.keywords),
        "about": _paper(record, citation, tuple(links)),
    }
    text = json.dumps(_filled({"@context": "https://schema.org", "@type": "Article", **page}), ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _page(record: Record, frame: Frame, base_url: str) -> dict[str, Json]:
    dates = sorted(date for note in record.notes for date in (note.date, note.updated) if date)
    writers = dict.fromkeys(note.writer for note in record.notes if note.writer) or {frame.site.author: None}
    return {
        "url": frame.canonical,
        "headline": record.title,
        "description": record.summary or "",
        "inLanguage": record.lang,
        "datePublished": dates[0].isoformat() if dates else "",
        "dateModified": dates[-1].isoformat() if dates else "",
        "author": [_name(writer) for writer in writers if writer],
        "image": frame.image,
        "isPartOf": {"@type": "WebSite", "name": frame.site.title, "url": base_url},
    }


def _paper(record: Record, citation: Citation, links: tuple[OutLink, ...]) -> dict[str, Json]:
    """The paper. Without a title of its own it is known by its identifiers; without these, too, there is nothing to say."""
    title = "" if record.title_source in _PROVISIONAL else citation.title
    registries: list[Json] = [link.url for link in links if link.kind == "paper"]
    identifiers: list[Json] = [
        {"@type": "PropertyValue", "propertyID": str(paper.scheme), "value": paper.value} for paper in record.ids
    ]
    if not title and not identifiers:
        return {}
    venue = "Periodical" if citation.genre is Genre.JOURNAL else "CreativeWork"
    return {
        "@type": _TYPES.get(citation.genre, "ScholarlyArticle"),
        "name": title,
        "inLanguage": citation.lang if title else "",
        "author": [_person(person) for person in citation.people],
        "datePublished": _date(record, citation, "-"),
        "abstract": record.abstract or "",
        "isPartOf": {"@type": venue, "name": citation.container} if citation.container else {},
        "identifier": identifiers,
        "url": citation.url,
        "sameAs": registries,
        "encoding": [
            {"@type": "MediaObject", "contentUrl": link.url, "encodingFormat": "application/pdf"}
            for link in links
            if link.kind == "pdf"
        ],
    }


def _person(person: Person) -> dict[str, Json]:
    if person.whole:
        return _name(person.family)
    parts = (person.family, person.given) if person.family_first else (person.given, person.family, person.suffix)
    return {
        "@type": "Person",
        "name": " ".join(filter(None, parts)),
        "familyName": person.family,
        "givenName": person.given,
        "honorificSuffix": person.suffix,
    }


def _name(name: str) -> dict[str, Json]:
    return {"@type": "Organization" if is_group(name) else "Person", "name": name}


def _filled(value: Json) -> Json:
    """A value without what is empty, its texts in one line."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return [inner for entry in value if (inner := _filled(entry))]
    return {name: inner for name, entry in value.items() if (inner := _filled(entry))}
