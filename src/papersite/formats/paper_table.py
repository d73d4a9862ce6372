"""Tables of papers as comma-separated values (RFC 4180): a paper a row, as Notion, Zotero and spreadsheets export them.

The first row names the columns. One of them must be a title, and another say something of a paper. What a column holds is seen
from all of them together (`_columns`). What no field knows is listed in the text by its column's name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from papersite.formats.body import body_of
from papersite.formats.contract import Format
from papersite.formats.decoded import Line
from papersite.formats.html_text import html_lines, looks_like_html, without_inline_tags
from papersite.formats.library_types import kind_of_type
from papersite.formats.literal import literal_inline
from papersite.formats.properties import field_of, fold_property, with_property, with_year_in, without_relations
from papersite.language import detect_language
from papersite.model import Confidence, Dropped, Note, Parsed, Problem, Severity, Source, TitleSource

_NAME = "paper_table"
_TELLING = frozenset(("authors", "url", "doi", "venue", "year", "published", "summary"))
_MOST_COLUMNS = 300
# A table of Zotero's has these two, and then columns that say something of the library alone.
_OF_ZOTERO = frozenset(("key", "itemtype"))
_OF_THE_LIBRARY = frozenset((
    "key", "accessdate", "fileattachments", "linkattachments", "librarycatalog", "journalabbreviation", "shorttitle",
    "language", "issn", "isbn", "callnumber",
))  # fmt: skip
_LARGEST_CELL = 1 << 24


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns: their names, the properties they are, which tell nothing of a paper, and how people are written."""

    names: tuple[str, ...]
    properties: tuple[str, ...]
    ignored: frozenset[int] = frozenset()
    has_people: bool = False
    family_first: bool = False
    type_at: int | None = None


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
    columns = _columns(header.cells, others)
    dropped = _dropped(source, header, "table-head")
    for row in others:
        if not any(cell.strip() for cell in row.cells):
            dropped += _dropped(source, row, "empty-row")
            continue
        notes.append(_note(source, columns, row))
        if len(row.cells) > len(header.cells):
            message = f"this row has {len(row.cells)} cells and the table {len(header.cells)} columns; the rest is in the text"
            problems.append(Problem("malformed-record", message, source.origin(row.first, row.last)))
        if not notes[-1].title:
            problems.append(Problem("missing-title", "this row has no title", notes[-1].origin, Severity.WARNING))
    return Parsed(tuple(notes), tuple(dropped), tuple(problems))


FORMAT = Format(_NAME, 2, detect, parse)


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


def _columns(header: Sequence[str], rows: Sequence[Row]) -> Columns:
    """What the columns hold, seen together: a plain `Date` beside the day of the entry is the paper's own, and names with
    commas (`Lovelace, Ada`) are several people only where no cell parts people by semicolons.
    """
    names = tuple(name.strip() for name in header)
    folded = [fold_property(name) for name in names]
    zotero = set(folded) >= _OF_ZOTERO
    several_days = sum(field_of(name) == "created" for name in names) > 1
    properties = tuple(
        "published" if several_days and fold == "date" else name for name, fold in zip(names, folded, strict=True)
    )
    people = [index for index, name in enumerate(names) if field_of(name) == "authors"]
    semicolons = any(";" in row.cells[index] for row in rows for index in people if index < len(row.cells))
    ignored = frozenset(index for index, fold in enumerate(folded) if zotero and fold in _OF_THE_LIBRARY)
    return Columns(names, properties, ignored, bool(people), zotero or semicolons, folded.index("itemtype") if zotero else None)


def _note(source: Source, columns: Columns, row: Row) -> Note:
    note = Note(_NAME, source.origin(row.first, row.last))
    shown: list[Line] = []
    long: list[Line] = []
    for index, cell in enumerate(row.cells):
        name, known = (columns.names[index], columns.properties[index]) if index < len(columns.names) else ("", "")
        name = " ".join(name.split())
        text = cell.strip()
        if not text or index in columns.ignored:
            continue
        if index == columns.type_at:
            note = replace(note, kind=kind_of_type(text))
            continue
        filled = _filled(columns, note, known, text) if known else None
        if filled:
            note = filled
            continue
        note = with_year_in(note, known, text)
        if "\n" in text or looks_like_html(text):
            long += [(0, ""), (row.first, f"**{literal_inline(name)}**"), (0, "")]
            long += html_lines(text, row.first) if looks_like_html(text) else [(row.first, line) for line in text.split("\n")]
        else:
            shown.append((row.first, f"- **{literal_inline(name)}:** {without_relations(text)}" if name else f"- {text}"))
    body = body_of([*shown, *long])
    lines = tuple(number for number in range(row.first, row.last + 1) if number not in body.lines)
    words = f"{note.title or ''}\n{note.summary or ''}\n{body.text}"
    return replace(note, body=body, lang=detect_language(words), field_lines=lines)


def _filled(columns: Columns, note: Note, name: str, text: str) -> Note | None:
    """The note with a cell in its field. Beside a column for people a title is no more than one, whatever stands in it."""
    match field_of(name):
        case "title" if columns.has_people and not note.title:
            title = " ".join(without_inline_tags(text).split())
            return replace(note, title=title, title_source=TitleSource.STATED) if any(map(str.isalnum, title)) else None
        case "authors" if columns.family_first and ";" not in text:
            return with_property(note, name, f"{text};")
    return with_property(note, name, text)
