"""What Zotero's connector makes of a page, as far as the page has to be written for it.

These are the rules of its translator "Embedded Metadata", told in our own words (https://github.com/zotero/translators, read in
November 2026). The kind of publication follows from the venue's field, whatever Open Graph says; without one the page is taken
for a journal's article. An author is `Family, Given` or, without a comma, the last word is the family name. A lone author is
split at commas that have two words on either side. The paper's address is `citation_public_url` before the page's own. Where no
author is found, `meta name=author` is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

Fields = Iterable[tuple[str, str]]

_KINDS = {"citation_journal_title": "journalArticle", "citation_conference_title": "conferencePaper"}


@dataclass(frozen=True)
class ZoteroRecord:
    """What is saved: names as pairs of family and given name."""

    kind: str
    title: str
    creators: tuple[tuple[str, str], ...]
    date: str
    venue: str
    doi: str
    url: str
    pdf: str


def saved(fields: Fields, page_url: str = "https://mio.example/papers/x/") -> ZoteroRecord | None:
    """The record of a page with these meta elements; None for one that is saved as a web page."""
    pairs = list(fields)
    last = dict(pairs)
    if "citation_title" not in last:
        return None
    kinds = [_KINDS[name] for name, _ in pairs if name in _KINDS]
    return ZoteroRecord(
        kind=kinds[-1] if kinds else "journalArticle",
        title=last["citation_title"],
        creators=tuple(_creators([content for name, content in pairs if name == "citation_author"])),
        date=last.get("citation_publication_date", ""),
        venue=last.get("citation_journal_title") or last.get("citation_conference_title", ""),
        doi=last.get("citation_doi", ""),
        url=last.get("citation_public_url") or page_url,
        pdf=last.get("citation_pdf_url", ""),
    )


def _creators(authors: list[str]) -> Iterable[tuple[str, str]]:
    for author in authors:
        names = re.split(r"\s*;\s*", author)
        halves = re.split(r"\s*,\s*", author)
        if len(authors) == 1 and len(halves) > 1 and " " in halves[0] and " " in halves[1]:
            names = halves
        yield from map(_name, filter(None, names))


def _name(name: str) -> tuple[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return family, given
    given, _, family = name.rpartition(" ")
    return family, given
