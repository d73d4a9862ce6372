"""A source to its notes: the page of a browser becomes Markdown first, then the surest format reads.

What a format makes of a page speaks of the lines of the Markdown; here it is put back on those of the HTML, so that a note says
where in the file it stands, and the account is of the file's own lines: those without text of a note are markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from papersite.formats import other_file
from papersite.formats.contract import Format
from papersite.formats.decoded import Line
from papersite.formats.html_text import read_html
from papersite.model import Body, Dropped, Note, Origin, Parsed, Source
from papersite.regex import lazy_regex

_PAGE = lazy_regex(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*(?:<!doctype\s+html\b|<html\b)", re.IGNORECASE | re.DOTALL
)
_SUFFIXES = (".html", ".htm")
Choose = Callable[[Source], Format]


def read_with(choose: Choose, source: Source) -> tuple[str, Parsed]:
    """The name of the format that read a source, and what it made of it."""
    if not (_PAGE.match(source.text[:4000].lstrip("\ufeff")) or source.path.suffix.casefold() in _SUFFIXES):
        fmt = choose(source)
        return fmt.name, fmt.parse(source)
    page = read_html(source.text)
    lines = _with_title(page.title, page.lines)
    text = "\n".join(line for _, line in lines)
    if not text.strip():
        return other_file.FORMAT.name, other_file.FORMAT.parse(source)
    # As Markdown it is prose, whatever its file is called.
    markdown = Source(source.path.with_suffix(".md"), text.encode("utf-8", "replace"), text)
    fmt = choose(markdown)
    return fmt.name, _placed(fmt.parse(markdown), source, [number for number, _ in lines])


def _with_title(title: str, lines: Sequence[Line]) -> list[Line]:
    """A page's lines, below its head's title where no heading of the first level says one."""
    shown = [*lines]
    if title and not any(re.match(r"# \S", text) for _, text in lines):
        shown = [(0, f"# {title}"), (0, ""), *shown]
    return shown


def _placed(parsed: Parsed, source: Source, numbers: Sequence[int]) -> Parsed:
    """What was read of Markdown, on the lines of the HTML."""

    def line(number: int) -> int:
        return numbers[number - 1] if 0 < number <= len(numbers) else 0

    def origin(place: Origin) -> Origin:
        within = [line(n) for n in range(place.first_line, place.last_line + 1) if line(n)]
        above = next((line(n) for n in range(place.first_line, 0, -1) if line(n)), 1)
        return Origin(source.path, min(within, default=above), max(within, default=above))

    def note(each: Note) -> Note:
        body = Body(each.body.text, tuple(map(line, each.body.lines)))
        fields = tuple(sorted({line(n) for n in each.field_lines} - {0}))
        return replace(each, origin=origin(each.origin), body=body, field_lines=fields)

    notes = tuple(map(note, parsed.notes))
    # A piece of a line may be dropped and another stay; the account is by lines, so what stays counts.
    written = source.lines
    noted = {n for each in notes for n in (*each.body.lines, *each.field_lines)}
    rules = {line(drop.line): drop.rule for drop in parsed.dropped}
    dropped = tuple(
        Dropped(n, text, rules.get(n, "html-markup"))
        for n, text in enumerate(written, start=1)
        if text.strip() and n not in noted
    )
    problems = tuple(replace(each, origin=origin(each.origin) if each.origin else None) for each in parsed.problems)
    return Parsed(notes, dropped, problems, parsed.passed_over)
