"""Cosense (formerly Scrapbox) projects as JSON: a note a page (https://scrapbox.io/help/Export_Pages).

    {"name": …, "pages": [{"title": …, "created": 1700000000, "updated": …, "lines": ["title", " a list entry", "[link]"]}]}

Lines may also be objects with a `text`, as with metadata; a page's first line repeats its title. What lines mean is `syntax`'s.
Hashtags are the page's tags; an address alone near its top, or behind a label that says so, is its paper's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from papersite.formats.body import body_of
from papersite.formats.contract import Format
from papersite.formats.cosense.syntax import hashtags, in_paragraphs, to_markdown
from papersite.formats.decoded import Line, ignored_lines, lines_in, remaining, rest_dropped
from papersite.formats.json_values import Array, Document, Object, Scalar, Value, read_json
from papersite.formats.markdown_note import read_markdown
from papersite.formats.stated_titles import read_stated_title
from papersite.language import detect_language
from papersite.model import Confidence, Note, Parsed, Problem, Severity, Source, TitleSource
from papersite.regex import lazy_regex

_NAME = "cosense"
_HEAD = 200_000  # characters that are looked at to know the format
_PAGES, _LINES, _TITLE = (
    lazy_regex(rf'"{name}"\s*:\s*{opening}') for name, opening in (("pages", r"\["), ("lines", r"\["), ("title", '"'))
)
_TAKEN = frozenset(("title", "created", "updated", "lines"))
# What is said of a page for the site's own ends.
_IGNORED = frozenset((
    "id", "views", "linked", "commitId", "pin", "persistent", "image", "descriptions", "linksLc", "links", "accessed",
    "pageRank", "snapshotCreated", "snapshotCount", "user", "lastUpdateUser", "users", "icons", "files", "infoboxDefinition",
    "projectLinks", "charsCount", "linesCount", "helpfeels", "infoboxResult", "infoboxDisableLinks", "collaborators",
    "relatedPages", "lastAccessed", "deleted", "pageId", "titleLc",
))  # fmt: skip


def detect(source: Source) -> Confidence:
    """Certain of pages that have a title and lines."""
    head = source.text[:_HEAD]
    if not head.lstrip("\ufeff \t\n").startswith(("{", "[")) or not (_LINES.search(head) and _TITLE.search(head)):
        return Confidence.NO
    if any(True for _ in _pages(read_json(source.text))):
        return Confidence.CERTAIN if _PAGES.search(head) else Confidence.LIKELY
    return Confidence.NO


def parse(source: Source) -> Parsed:
    """A note for each page with anything on it. A page of nothing but its title is what a link leads to, and no note."""
    document = read_json(source.text)
    pages = list(_pages(document))
    read = [_note(source, page) for page in pages]
    notes = [note for note in read if note.body.text]
    empty = [note for note in read if not note.body.text]
    titles = {number for note in empty for number in note.field_lines}
    ignored = set().union(*(ignored_lines(page, _IGNORED) for page in pages))
    for value in document.values:
        if isinstance(value, Object):
            ignored |= {n for key, each in value.members if key != "pages" for n in lines_in(each)}
    strays = [(number, source.lines[number - 1]) for number in document.strays]
    problems = [Problem("stray-text", "this is no part of a page", source.origin(number)) for number, _ in strays]
    if document.cut_off:
        message = "the file breaks off here; what it has was read"
        problems.append(Problem("malformed-record", message, source.origin(len(source.lines))))
    if strays:
        notes.append(_rest(source, strays))
    problems += [
        Problem("empty-note", "there is nothing on this page but its title", note.origin, Severity.INFO) for note in empty
    ]
    dropped = (
        replace(drop, rule="empty-page") if drop.line in titles else drop
        for drop in rest_dropped(source, notes, ignored, "page-metadata", "json-syntax")
    )
    return Parsed(tuple(notes), tuple(dropped), tuple(problems))


FORMAT = Format(_NAME, 2, detect, parse)


def _pages(document: Document) -> Iterator[Object]:
    """The pages of a project; one page, as its own address answers; or pages one after another."""
    for value in document.values:
        found: Value | None = value.get("pages") if isinstance(value, Object) and not _is_page(value) else value
        several = found.values if isinstance(found, Array) else (found,)
        yield from (page for page in several if isinstance(page, Object) and _is_page(page))


def _is_page(value: Object) -> bool:
    lines = value.get("lines")
    return isinstance(value.get("title"), Scalar) and isinstance(lines, Array) and all(map(_is_line, lines.values))


def _is_line(value: Value) -> bool:
    return isinstance(value, Scalar) or (isinstance(value, Object) and isinstance(value.get("text"), Scalar))


def _note(source: Source, page: Object) -> Note:
    title = page.text("title")
    lines = list(_lines(page))
    own = {number for key, value in page.members if key in _TAKEN - {"lines"} for number in lines_in(value)}
    if lines and " ".join(lines[0][1].split()) == " ".join(title.split()):
        own.add(lines[0][0])
        lines = lines[1:]
    written = to_markdown(lines)
    read = read_markdown(written)
    stated = read_stated_title(title)
    body = body_of([*in_paragraphs(read.lines), *remaining(page, _TAKEN, _IGNORED)])
    return Note(
        format=_NAME,
        origin=source.origin(page.line, page.last_line),
        body=body,
        title=stated.title if stated else None,
        title_source=TitleSource.STATED if stated else None,
        authors=read.authors or (stated.authors if stated else ()),
        date=_day(page.text("created")),
        updated=_day(page.text("updated")),
        tags=tuple(dict.fromkeys((*hashtags(lines), *read.tags))),
        ids=read.links.ids,
        arxiv_version=read.links.arxiv_version,
        urls=read.links.urls,
        venue=read.venue or (stated.venue if stated else None),
        year=read.year or (stated.year if stated else None),
        lang=detect_language(f"{title}\n{body.text}"),
        summary=read.summary,
        field_lines=tuple(sorted(own - set(body.lines))),
    )


def _lines(page: Object) -> Iterator[Line]:
    lines = page.get("lines")
    for value in lines.values if isinstance(lines, Array) else ():
        text = value.text if isinstance(value, Scalar) else value.text("text") if isinstance(value, Object) else ""
        yield from ((value.line, part) for part in text.split("\n"))


def _rest(source: Source, strays: list[Line]) -> Note:
    """What stands between the pages and belongs to none."""
    body = body_of(strays)
    return Note(_NAME, source.origin(strays[0][0], strays[-1][0]), body, lang=detect_language(body.text))


def _day(text: str) -> dt.date | None:
    """The day of a time in seconds since 1970, in UTC."""
    try:
        return dt.datetime.fromtimestamp(float(text), dt.UTC).date() if float(text) > 0 else None
    except (ValueError, OverflowError, OSError):
        return None
