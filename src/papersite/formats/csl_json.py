"""Libraries of references as JSON: CSL-JSON, and the fuller JSON that Better BibTeX exports from Zotero.

    [{"type": "article-journal", "title": …, "author": [{"family": …, "given": …}], "issued": {"date-parts": [[2017, 6]]}, …}]
    {"items": [{"itemType": "preprint", "title": …, "creators": […], "notes": [{"note": "<p>…</p>"}], …}]}

(https://docs.citationstyles.org/en/stable/specification.html, https://retorque.re/zotero-better-bibtex/) A record is a paper,
its notes are the text, HTML or not. What else it says is listed below them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from papersite.formats.body import body_of
from papersite.formats.contract import Format
from papersite.formats.dates import find_date
from papersite.formats.decoded import Line, ignored_lines, lines_in, lines_of_scalar, remaining, rest_dropped
from papersite.formats.html_text import html_lines, looks_like_html, without_inline_tags
from papersite.formats.json_values import Array, Document, Object, Scalar, Value, read_json
from papersite.formats.library_types import kind_of_type
from papersite.formats.literal import literal_inline
from papersite.formats.opening import join_links, links_of
from papersite.formats.people import spoken
from papersite.identity import find_ids, parse_id
from papersite.language import detect_language
from papersite.model import Confidence, IdScheme, Note, Parsed, Problem, Source, TitleSource
from papersite.regex import lazy_regex

_NAME = "csl_json"
_HEAD = 200_000  # characters that are looked at to know the format
_SIGN = lazy_regex(r'"(?:itemType|issued|container-title|date-parts|creators|DOI|citation-key)"\s*:')
_TAKEN = frozenset((
    "title", "author", "creators", "issued", "date", "container-title", "publicationTitle", "proceedingsTitle",
    "conferenceName",
    "DOI", "URL", "url", "keyword", "tags", "note", "notes", "annote", "abstractNote", "abstract", "dateAdded", "dateModified",
    "type", "itemType",
))  # fmt: skip
_IGNORED = frozenset((
    "id", "accessed", "accessDate", "citation-key", "citationKey", "itemKey", "itemID", "key", "version", "attachments", "uri",
    "select", "libraryID", "libraryCatalog", "language", "source", "ISSN", "ISBN", "collections", "relations", "citekey",
    "title-short", "shortTitle", "container-title-short", "journalAbbreviation", "system_id",
))  # fmt: skip
# Those who made a record beside its authors. Their names are written as such; what else a record says is written as it stands.
_PEOPLE = frozenset((
    "editor", "translator", "contributor", "director", "collection-editor", "container-author", "editorial-director",
    "illustrator", "interviewer", "composer", "recipient", "reviewed-author", "original-author",
))  # fmt: skip
_NOT_RECORDS = frozenset(("attachment", "annotation"))
_YEAR = lazy_regex(r"(?<!\d)((?:1[5-9]|20)\d\d)(?!\d)")


def detect(source: Source) -> Confidence:
    """Certain of records that have a title and a type, and more that only references have."""
    head = source.text[:_HEAD]
    if not head.lstrip("\ufeff \t\n").startswith(("[", "{")) or len({match[0] for match in _SIGN.finditer(head)}) < 1:
        return Confidence.NO
    return Confidence.CERTAIN if any(True for _ in _records(read_json(source.text))) else Confidence.NO


def parse(source: Source) -> Parsed:
    """A note for each record."""
    document = read_json(source.text)
    records = list(_records(document))
    notes = [_note(source, record) for record in records]
    ignored = set().union(*(ignored_lines(record, _IGNORED) for record in records))
    problems = [Problem("stray-text", "this is no part of a record", source.origin(number)) for number in document.strays]
    if document.strays:
        body = body_of((number, source.lines[number - 1]) for number in document.strays)
        place = source.origin(document.strays[0], document.strays[-1])
        notes.append(Note(_NAME, place, body, lang=detect_language(body.text)))
    if document.cut_off:
        message = "the file breaks off here; what it has was read"
        problems.append(Problem("malformed-record", message, source.origin(len(source.lines))))
    problems += [Problem("missing-title", "this record has no title", note.origin) for note in notes if not note.title]
    dropped = rest_dropped(source, notes, ignored, "library-metadata", "json-syntax")
    return Parsed(tuple(notes), tuple(dropped), tuple(problems))


FORMAT = Format(_NAME, 2, detect, parse)


def _records(document: Document) -> Iterator[Object]:
    """The records of a library. Beside one that is a record for certain, whatever has a type or a title is one."""
    for value in document.values:
        found: Value | None = value.get("items", "references") if isinstance(value, Object) and not _is_record(value) else value
        several = [each for each in (found.values if isinstance(found, Array) else (found,)) if isinstance(each, Object)]
        if any(map(_is_record, several)):
            yield from (each for each in several if _has_type(each) or isinstance(each.get("title"), Scalar))


def _is_record(value: Object) -> bool:
    names = {key for key, _ in value.members}
    return (
        _has_type(value)
        and isinstance(value.get("title"), Scalar)
        and bool(names & {"issued", "container-title", "creators", "DOI", "citation-key", "itemKey", "abstractNote", "author"})
    )


def _has_type(value: Object) -> bool:
    return value.get("type", "itemType") is not None and value.text("itemType") not in _NOT_RECORDS


def _note(source: Source, record: Object) -> Note:
    title = without_inline_tags(" ".join(record.text("title").split()))
    urls = [url for url in (record.text("URL", "url").strip(),) if re.match(r"https?://\S+$", url)]
    links = join_links([links_of(urls)])
    doi = parse_id(IdScheme.DOI, record.text("DOI")) if record.text("DOI") else None
    # Zotero keeps what it has no field for in `extra`, CSL in `note`: `arXiv:1706.03762 [cs]`, `DOI: 10.…`.
    extra = list(find_ids("\n".join(record.text(name) for name in ("extra", "number", "archiveID", "note"))))
    ids = tuple(dict.fromkeys((*([doi.id] if doi else []), *links.ids)))
    if not ids:
        ids = tuple(each.id for each in extra[:1])
    texts = list(_texts(record))
    rest = [*_others(record), *remaining(record, _TAKEN | _PEOPLE, _IGNORED)]
    body = body_of([*texts, *([(0, "")] if texts else []), *sorted(rest, key=lambda line: line[0])])
    summary = " ".join(re.sub(r"<[^<>]{1,200}>", " ", record.text("abstractNote", "abstract")).split()) or None
    taken = {number for key, value in record.members if key in _TAKEN for number in lines_in(value)}
    return Note(
        format=_NAME,
        origin=source.origin(record.line, record.last_line),
        body=body,
        title=title or None,
        title_source=TitleSource.STATED if title else None,
        authors=tuple(dict.fromkeys(_people(record.get("author", "creators")))),
        date=_day(record.text("dateAdded")),
        updated=_day(record.text("dateModified")),
        tags=tuple(dict.fromkeys(_tags(record))),
        ids=ids,
        arxiv_version=links.arxiv_version,
        urls=tuple(urls),
        venue=record.text("container-title", "publicationTitle", "proceedingsTitle", "conferenceName").strip() or None,
        year=_year(record.get("issued", "date")),
        lang=detect_language(f"{title}\n{summary or ''}\n{body.text}"),
        kind=kind_of_type(record.text("itemType", "type")),
        summary=summary,
        field_lines=tuple(sorted(taken - set(body.lines))),
    )


def _people(value: Value | None, role: str = "author") -> Iterator[str]:
    """The names in a list of people (CSL's) or of creators (Zotero's) who had a part in a record."""
    for each in value.values if isinstance(value, Array) else ():
        if isinstance(each, Object) and (each.text("creatorType") or role) == role:
            particles = (each.text("dropping-particle"), each.text("non-dropping-particle"), each.text("family", "lastName"))
            family = " ".join(filter(None, particles))
            name = spoken(family, each.text("given", "firstName"), each.text("suffix"))
            name = name or " ".join(each.text("literal", "name").split())
            if any(map(str.isalpha, name)):
                yield name


def _others(record: Object) -> Iterator[Line]:
    """A list entry for each part that people beside the authors had."""
    for key, value in record.members:
        if key in _PEOPLE and (names := list(_people(value, key))):
            yield value.line, f"- **{literal_inline(' '.join(key.split()))}:** {literal_inline(', '.join(names))}"
    creators = record.get("creators")
    made = (
        (each.text("creatorType") for each in creators.values if isinstance(each, Object))
        if isinstance(creators, Array)
        else ()
    )
    for role in dict.fromkeys(role for role in made if role not in ("", "author")):
        if creators and (names := list(_people(creators, role))):
            yield creators.line, f"- **{literal_inline(' '.join(role.split()))}:** {literal_inline(', '.join(names))}"


def _tags(record: Object) -> Iterator[str]:
    yield from (tag.strip() for tag in re.split(r"[,;]", record.text("keyword")) if tag.strip())
    tags = record.get("tags")
    for each in tags.values if isinstance(tags, Array) else ():
        name = each.text("tag") if isinstance(each, Object) else each.text if isinstance(each, Scalar) else ""
        if name.strip():
            yield " ".join(name.split())


def _texts(record: Object) -> Iterator[Line]:
    """The notes on a paper, each apart from the one before."""
    for key, value in record.members:
        if key not in ("note", "notes", "annote"):
            continue
        for each in value.values if isinstance(value, Array) else (value,):
            said = each.get("note", "text") if isinstance(each, Object) else each
            if isinstance(said, Scalar) and said.text.strip():
                yield from html_lines(said.text, said.line) if looks_like_html(said.text) else lines_of_scalar(said)
                yield 0, ""


def _year(value: Value | None) -> int | None:
    """The year of `{"date-parts": [[2017, 6]]}`, `{"raw": "June 2017"}` or `2017-06-12`."""
    texts = [value] if isinstance(value, Scalar) else []
    if isinstance(value, Object):
        parts: Value | None = value.get("date-parts", "raw", "literal")
        while isinstance(parts, Array) and parts.values:
            parts = parts.values[0]
        texts = [parts] if isinstance(parts, Scalar) else []
    found = _YEAR.search(texts[0].text) if texts else None
    return int(found[1]) if found else None


def _day(text: str) -> dt.date | None:
    found = find_date(text)
    return found.date if found else None
