"""Pages of Notion as Markdown: a title, the properties of the page a line each, and its text.

    # Title                          in a file `Title 0123456789abcdef0123456789abcdef.md`

    Tags: vision, generation
    URL: https://arxiv.org/abs/…
    Created time: May 1, 2024 10:00 AM

Notion puts 32 hexadecimal digits behind a page's name, which many people take off again; so its properties count as well. Their
names are the user's own: those that say what a paper is fill fields, the others stay in the text as a list. Links between pages
are file names with `%20`, which are read like any path.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from papersite.formats.body import body_of, lines_of
from papersite.formats.contract import Format
from papersite.formats.decoded import Line
from papersite.formats.front_matter.block import find_block
from papersite.formats.literal import literal_inline
from papersite.formats.markdown_note import read_markdown
from papersite.formats.opening import read_title
from papersite.formats.properties import field_of, with_property, with_year_in, without_relations
from papersite.language import detect_language
from papersite.model import Confidence, Note, Parsed, Problem, Severity, Source
from papersite.regex import lazy_regex

_NAME = "notion_page"
_HASHED_NAME = lazy_regex(r".*(?:^|[ _-])[0-9a-f]{32}(?: \d+)?$")
_TITLE = lazy_regex(r"#[ \t]+(?P<title>.*\S)[ \t]*$")
_PROPERTY = lazy_regex(r"(?P<name>[^\s:：|>`*\-\[#!(][^:：\n]{0,50}):(?:[ \t]+(?P<value>.*?))?[ \t]*$")
_MOST_PROPERTIES = 60
_ASIDE_OPENS, _ASIDE_CLOSES = lazy_regex(r"[ \t]*<aside>[ \t]*(?P<text>.*)$"), lazy_regex(r"(?P<text>.*?)[ \t]*</aside>[ \t]*$")


def detect(source: Source) -> Confidence:
    """Certain of Notion's file name or of properties two of which fields know, below a title."""
    lines = lines_of(source)
    if find_block(lines):
        return Confidence.NO
    title, properties = _head(lines)
    hashed = _HASHED_NAME.match(source.path.stem) is not None
    if not title:
        return Confidence.NO
    known = {field for number in properties if (field := field_of(_named(lines[number - 1])[0]))}
    if hashed or (len(known) >= 2 and known & {"created", "updated", "tags", "url"}):
        return Confidence.CERTAIN
    return Confidence.NO


def parse(source: Source) -> Parsed:
    """One note: a page."""
    lines = lines_of(source)
    title, properties = _head(lines)
    written = [number for number, line in enumerate(lines, start=1) if line.strip()] or [1]
    note = Note(_NAME, source.origin(written[0], written[-1]))
    heading = _TITLE.match(lines[title - 1])["title"] if title else ""  # type: ignore[index]
    named = with_property(note, "title", read_title(heading)[0])
    note = named or note
    fields = [title] if title else []
    shown: list[Line] = []
    for number in properties:
        name, value = _named(lines[number - 1])
        filled = with_property(note, name, value)
        if filled is None and value:
            note = with_year_in(note, name, value)
            shown.append((number, f"- **{literal_inline(name)}:** {without_relations(value)}"))
        else:
            note = filled or note
            fields.append(number)
    first = max((title, *properties), default=0) + 1
    text = _without_asides([(number, lines[number - 1]) for number in range(first, len(lines) + 1)])
    read = read_markdown(text)
    gone = {number for number, _ in text} - {number for number, _ in read.lines}
    body = body_of([*shown, *([(0, "")] if shown else []), *read.lines])
    note = replace(
        note,
        body=body,
        authors=note.authors or read.authors,
        ids=note.ids or read.links.ids,
        arxiv_version=note.arxiv_version if note.ids else read.links.arxiv_version,
        urls=note.urls or read.links.urls,
        venue=note.venue or read.venue,
        year=note.year or read.year,
        summary=note.summary or read.summary,
        lang=detect_language(f"{note.title or ''}\n{body.text}"),
        field_lines=tuple(sorted({*fields, *gone})),
    )
    if note.summary != read.summary and read.summary:
        note = replace(note, body=body_of([*shown, *([(0, "")] if shown else []), *text]), field_lines=tuple(fields))
    return Parsed((note,), (), tuple(_problems(source, note)))


FORMAT = Format(_NAME, 2, detect, parse)


def _head(lines: Sequence[str]) -> tuple[int, list[int]]:
    """The line of the title, 0 if there is none, and those of the properties below it."""
    first = next((number for number, line in enumerate(lines, start=1) if line.strip()), 0)
    if not first or not _TITLE.match(lines[first - 1]):
        return 0, []
    properties: list[int] = []
    for number in range(first + 1, min(len(lines), first + _MOST_PROPERTIES) + 1):
        line = lines[number - 1]
        if not line.strip():
            if properties:
                break
            continue
        if number == first + 1 or not _PROPERTY.match(line):
            return first, []
        properties.append(number)
    return first, properties


def _named(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def _without_asides(lines: Sequence[Line]) -> list[Line]:
    """Notion's callouts, which it writes as HTML that Markdown stands in, as callouts of Markdown."""
    found: list[Line] = []
    opened = 0
    closing = sum(bool(_ASIDE_CLOSES.match(text)) for _, text in lines)
    for number, text in lines:
        if (opens := _ASIDE_OPENS.match(text)) and opened < closing:
            opened += 1
            found.append((number if not opens["text"] else 0, ":::message"))
            if opens["text"]:
                found.append((number, opens["text"]))
        elif opened and (closes := _ASIDE_CLOSES.match(text)):
            if closes["text"]:
                found.append((number, closes["text"]))
            found.append((number if not closes["text"] else 0, ":::"))
        else:
            found.append((number, text))
    return found


def _problems(source: Source, note: Note) -> list[Problem]:
    problems = []
    if not note.title:
        problems.append(Problem("missing-title", "this page has no title", source.origin(1)))
    if not note.body.text:
        problems.append(Problem("empty-note", "there is no text on this page", source.origin(1), Severity.INFO))
    return problems
