"""Rows of tables beside the pages that they were exported with: such a row fills fields, and has nothing to show of its own.

Notion exports a database as a table and a page for each of its rows, and the page has all that the row has. A row that says
more is a note like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from papersite.model import Note

_OF_A_TABLE = "paper_table"


def without_repeated_rows(notes: Sequence[Note]) -> tuple[Note, ...]:
    """The notes of one paper without the rows of tables whose every line another note has."""
    if all(note.format != _OF_A_TABLE for note in notes):
        return tuple(notes)
    pages = [_lines(note) for note in notes if note.format != _OF_A_TABLE and note.body.text]
    return tuple(note for note in notes if note.format != _OF_A_TABLE or not any(_lines(note) <= page for page in pages))


def _lines(note: Note) -> frozenset[str]:
    return frozenset(filter(None, map(str.strip, note.body.text.split("\n"))))
