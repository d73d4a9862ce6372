"""The entries of a BibTeX library as `bibtexparser` finds them, and what stands between them, as notes."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateFieldKeyBlock, Entry, ExplicitComment, ImplicitComment, Preamble, String

from papersite.formats.bibtex.entries import note_of
from papersite.formats.body import body_of
from papersite.formats.copied import fenced
from papersite.language import detect_language
from papersite.model import Dropped, Note, Parsed, Problem, Severity, Source
from papersite.regex import lazy_regex

_NAME = "bibtex"
_REMARK = lazy_regex(r"^[ \t]*%+[ \t]?")
# The library tells each damage to a log; here it becomes a problem with its line.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False


def parse_library(source: Source) -> Parsed:
    """A note for each entry, and one for what stands between them."""
    library = parse_string(source.text, parse_stack=[])
    blocks: list[Block] = sorted(library.blocks, key=lambda block: block.start_line or 0)
    strings = {block.key.casefold(): _bare(block.value) for block in blocks if isinstance(block, String)}
    notes: list[Note] = []
    dropped: list[Dropped] = []
    problems: list[Problem] = []
    between: list[tuple[int, str]] = []
    lines = source.lines
    for block, first, last in _places(blocks, len(lines)):
        entry = block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block
        numbers = [number for number in range(first, last + 1) if lines[number - 1].strip()]
        if not numbers:
            continue
        if isinstance(entry, Entry):
            note, left_out = note_of(source, entry, strings, numbers)
            notes.append(note)
            dropped += left_out
            if entry is not block:
                problems.append(
                    Problem("malformed-record", "this entry has a field twice; both are shown", source.origin(first))
                )
            if not note.title:
                problems.append(Problem("missing-title", "this entry has no title", source.origin(first)))
        elif isinstance(block, String | Preamble | ExplicitComment):
            dropped += [Dropped(number, lines[number - 1], "bibtex-definition") for number in numbers]
        elif isinstance(block, ImplicitComment):
            between += [(number, _REMARK.sub("", lines[number - 1])) for number in numbers]
        else:
            problems.append(
                Problem("malformed-record", "this entry can't be read; it is shown as it stands", source.origin(first))
            )
            notes.append(_broken(source, lines, numbers[0], numbers[-1]))
    if between:
        notes.append(_rest(source, between))
        problems.append(Problem("stray-text", "text between the entries", source.origin(between[0][0]), Severity.INFO))
    accounted = {n for note in notes for n in (*note.body.lines, *note.field_lines)} | {drop.line for drop in dropped}
    dropped += [
        Dropped(n, line, "bibtex-syntax") for n, line in enumerate(lines, start=1) if line.strip() and n not in accounted
    ]
    return Parsed(tuple(notes), tuple(sorted(dropped, key=lambda drop: drop.line)), tuple(problems))


def _places(blocks: Iterable[Block], lines: int) -> list[tuple[Block, int, int]]:
    """The blocks with their first and last line; the last one's is the line before the next block."""
    blocks = list(blocks)
    starts = [(block.start_line or 0) + 1 for block in blocks]
    ends = [max(first, following - 1) for first, following in zip(starts, [*starts, lines + 1][1:], strict=True)]
    return list(zip(blocks, starts, ends, strict=True))


def _bare(value: str) -> str:
    return value.strip().strip('{}"')


def _broken(source: Source, lines: list[str], first: int, last: int) -> Note:
    body = body_of(fenced(lines, first, last, "bibtex"))
    return Note(_NAME, source.origin(first, last), body, lang=detect_language(body.text))


def _rest(source: Source, lines: list[tuple[int, str]]) -> Note:
    body = body_of(lines)
    return Note(_NAME, source.origin(lines[0][0], lines[-1][0]), body, lang=detect_language(body.text))
