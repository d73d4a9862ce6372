"""The views of the Markdown beside each paper's page, and of the two files that lead programs to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from papersite.exports.note_markdown import (
    ListedPaper,
    LlmsView,
    PaperText,
    Value,
    llms_full_binding,
    write_llms,
    write_paper,
    write_paper_of_all,
)
from papersite.model import Kind, Record, Texts, TitleSource
from papersite.plan.addresses import PAPERS, href, path_of
from papersite.plan.days import last_day
from papersite.plan.outside import links_of
from papersite.plan.paper import desk_on, note_views
from papersite.plan.shelf import Shelf
from papersite.plan.wishes import Contents, ExportWish, VolumeWish, Wish

FILE = "index.md"
_SURE = frozenset((TitleSource.OVERRIDE, TitleSource.FRONT_MATTER, TitleSource.STATED, TitleSource.CITED))


def plan_markdown(contents: Contents) -> Iterator[ExportWish]:
    """A Markdown file beside each paper's page."""
    for slug, _ in contents.papers:
        yield ExportWish(path_of(f"{PAPERS}{slug}/").with_name(FILE), write_paper, _paper_text, slug, Texts.OWN)


def plan_llms(contents: Contents) -> Iterator[Wish]:
    """llms.txt and llms-full.txt."""
    yield ExportWish(PurePosixPath("llms.txt"), write_llms, _llms)
    file = PurePosixPath("llms-full.txt")
    yield VolumeWish(file, contents.slugs, _llms_full_binding, write_paper_of_all, _paper_text)


def _llms(shelf: Shelf, _of: str) -> LlmsView:
    """All papers, under the year of their notes."""
    sections: dict[str, list[ListedPaper]] = {}
    for record in shelf.library.records:
        # Without the Markdown files, the pages are what there is to read.
        url = shelf.base_url + href(record.url) + (FILE if "markdown" in shelf.site.exports else "")
        year = str(record.date.year) if record.date else ""
        sections.setdefault(year, []).append(ListedPaper(record.title, url, record.summary or ""))
    stretches = tuple((year, tuple(papers)) for year, papers in sections.items())
    return LlmsView(shelf.site.title, shelf.site.description, shelf.site.lang, stretches)


def _llms_full_binding(shelf: Shelf) -> tuple[bytes, bytes, bytes]:
    return llms_full_binding(shelf.site.title, shelf.site.description)


def _paper_text(shelf: Shelf, slug: str) -> PaperText:
    record = shelf.records[slug]
    return PaperText(
        page=shelf.base_url + href(record.url),
        title=record.title,
        lang=shelf.site.lang,
        facts=tuple(_facts(shelf, record)),
        notes=note_views(shelf.shared(desk_on), record),
    )


def _facts(shelf: Shelf, record: Record) -> Iterator[tuple[str, Value]]:
    """What is known of a paper, in the keys of front matter. A title that is not the paper's own says what it is."""
    found: dict[str, Value | None] = {
        "title": record.title,
        "title_source": None if record.title_source in _SURE else str(record.title_source),
        "authors": record.authors,
        "date": record.date,
        "updated": last if (last := last_day(record)) != record.date else None,
        "tags": tuple(shelf.terms[slug].en for slug in record.tags if slug in shelf.terms),
        **_identifiers(record),
        "venue": record.venue,
        "year": record.year,
        "url": next((link.url for link in links_of(record) if link.kind in ("paper", "page")), None),
        "kind": None if record.kind is Kind.PAPER else str(record.kind),
        "lang": record.lang,
        "summary": record.summary,
        "slug": record.slug,
        "permalink": shelf.base_url + href(record.url) if shelf.base_url else None,
    }
    yield from ((key, value) for key, value in found.items() if value)


def _identifiers(record: Record) -> dict[str, Value | None]:
    """The first identifier of each registry."""
    return {str(paper.scheme): paper.value for paper in reversed(record.ids)}
