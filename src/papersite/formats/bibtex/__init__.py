"""BibTeX libraries (http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf) as Zotero, Mendeley and JabRef export them.

An entry is a paper: its fields fill the note's, its annotations (`annote`, `note`, `annotation`, `comment`, …) are the text.
What else it says of the paper is listed below; what it says of the library itself (files, owners) is dropped. `bibtexparser`
finds the entries, and goes on behind damage: an entry that can't be read is shown as it stands. What stands between entries is
a comment to BibTeX, and text of the library's owner to us.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateFieldKeyBlock, Entry, ExplicitComment, ImplicitComment, Preamble, String

from papersite.formats.bibtex.entries import note_of
from papersite.formats.body import body_of
from papersite.formats.contract import Format
from papersite.formats.copied import fenced
from papersite.language import detect_language
from papersite.model import Confidence, Dropped, Note, Parsed, Problem, Severity, Source

_NAME = "bibtex"
_ENTRY = re.compile(
    r"^[ \t]*@(?!comment|string|preamble)[a-z]{2,30}[ \t]*[{(][ \t]*[^\s,{}()=\"]{1,200}[ \t]*,", re.IGNORECASE | re.MULTILINE
)
_FIELD = re.compile(r"^[ \t,]*[A-Za-z][\w-]{1,40}[ \t]*=[ \t]*[{\"\d\w]", re.MULTILINE)
# Entries are written on one line, too; a decorator of a program, `@partial(jit, static=1)`, is none.
_ON_ONE_LINE = re.compile(r"[ \t]*[A-Za-z][\w-]{1,40}[ \t]*=[ \t]*[{\"\w]")
_REMARK = re.compile(r"^[ \t]*%+[ \t]?")
_HEAD = 100_000  # characters that are looked at to know the format
# The library tells each damage to a log; here it becomes a problem with its line.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False


def detect(source: Source) -> Confidence:
    """Certain of entries with a key and fields that are not within prose, likely where prose surrounds them."""
    head = source.text[:_HEAD]
    first = _ENTRY.search(head)
    if first is None or "```" in head:
        return Confidence.NO
    if not _FIELD.search(head, first.end() - 1) and not ("{" in first[0] and _ON_ONE_LINE.match(head, first.end())):
        return Confidence.NO
    before = [line for line in head[: first.start()].split("\n") if line.strip() and not line.lstrip().startswith(("%", "@"))]
    return Confidence.CERTAIN if len(before) <= 3 else Confidence.NO


def parse(source: Source) -> Parsed:
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


FORMAT = Format(_NAME, 2, detect, parse)


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
