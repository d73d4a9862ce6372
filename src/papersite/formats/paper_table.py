"""Tables of papers as comma-separated values (RFC 4180): a paper a row, as Notion, Zotero and spreadsheets export them.

The first row names the columns. One of them must be a title, and another say something of a paper. What no field knows is
listed in the text by its column's name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from papersite.formats.body import body_of
from papersite.formats.contract import Format
from papersite.formats.decoded import Line
from papersite.formats.literal import literal_inline
from papersite.formats.properties import field_of, with_property, without_relations
from papersite.language import detect_language
from papersite.model import Confidence, Dropped, Note, Parsed, Problem, Severity, Source

_NAME = "paper_table"
_TELLING = frozenset(("authors", "url", "doi", "venue", "year", "published", "summary"))
_MOST_COLUMNS = 300
_LARGEST_CELL = 1 << 24


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and its first and last line."""

    cells: tuple[str, ...]
    first: int
    last: int


def detect(source: Source) -> Confidence:
    """Certain of columns that name a title and two more fields, one of which tells of papers; likely of one such field."""
    head = source.text[:20_000].lstrip("\ufeff").split("\n", 1)[0]
    if not 2 <= head.count(",") + head.count("\t") + 1 <= _MOST_COLUMNS or len(head) > 10_000 or "\n" not in source.text:
        return Confidence.NO
    names = next(iter(_rows(head)), Row((), 1, 1)).cells
    fields = [field_of(name) for name in names]
    telling = {field for field in fields if field in _TELLING}
    # A line of prose has commas too, but no words that all are columns.
    if "title" not in fields or not telling or max(map(len, names)) > 60:
        return Confidence.NO
    return Confidence.CERTAIN if len({field for field in fields if field}) >= 3 else Confidence.LIKELY


def parse(source: Source) -> Parsed:
    """A note for each row."""
    rows = list(_rows(source.text))
    if not rows:
        return Parsed()
    header, *others = rows
    notes: list[Note] = []
    problems: list[Problem] = []
    dropped = _dropped(source, header, "table-head")
    for row in others:
        if not any(cell.strip() for cell in row.cells):
            dropped += _dropped(source, row, "empty-row")
            continue
        notes.append(_note(source, header.cells, row))
        if len(row.cells) > len(header.cells):
            message = f"this row has {len(row.cells)} cells and the table {len(header.cells)} columns; the rest is in the text"
            problems.append(Problem("malformed-record", message, source.origin(row.first, row.last)))
        if not notes[-1].title:
            problems.append(Problem("missing-title", "this row has no title", notes[-1].origin, Severity.WARNING))
    return Parsed(tuple(notes), tuple(dropped), tuple(problems))


FORMAT = Format(_NAME, 1, detect, parse)


def _dropped(source: Source, row: Row, rule: str) -> list[Dropped]:
    lines = source.lines
    return [Dropped(n, lines[n - 1], rule) for n in range(row.first, row.last + 1) if lines[n - 1].strip()]


def _rows(text: str) -> Iterator[Row]:
    """The rows. A quotation that never closes takes the rest as one cell, as in every reader."""
    csv.field_size_limit(_LARGEST_CELL)
    text = text.removeprefix("\ufeff")
    delimiter = "\t" if text.split("\n", 1)[0].count("\t") > text.split("\n", 1)[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = text.split("\n")[before : reader.line_num]
        first, before = before + 1, reader.line_num
        yield Row(tuple(cells), first, before)


def _note(source: Source, names: Sequence[str], row: Row) -> Note:
    note = Note(_NAME, source.origin(row.first, row.last))
    shown: list[Line] = []
    long: list[Line] = []
    for index, cell in enumerate(row.cells):
        name = names[index].strip() if index < len(names) else ""
        text = cell.strip()
        if not text:
            continue
        filled = with_property(note, name, text) if name else None
        if filled:
            note = filled
        elif "\n" in text:
            long += [(0, ""), (row.first, f"**{literal_inline(name)}**"), (0, "")]
            long += [(row.first, line) for line in text.split("\n")]
        else:
            shown.append((row.first, f"- **{literal_inline(name)}:** {without_relations(text)}" if name else f"- {text}"))
    body = body_of([*shown, *long])
    lines = tuple(number for number in range(row.first, row.last + 1) if number not in body.lines)
    words = f"{note.title or ''}\n{note.summary or ''}\n{body.text}"
    return replace(note, body=body, lang=detect_language(words), field_lines=lines)
