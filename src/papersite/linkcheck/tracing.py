"""Where in a note an address of a page was written. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from papersite.model import Library, Note, Origin, Record
from papersite.plan.addresses import path_of


def pages_of(library: Library) -> Mapping[PurePosixPath, Record]:
    """The papers by the files of their pages."""
    return {path_of(record.url): record for record in library.records}


def written_at(record: Record | None, address: str) -> Origin | None:
    """The line of the first note of a paper that writes an address, as it is or decoded; None if none does."""
    wanted = {address, unquote(address), address.partition("#")[0], unquote(address).partition("#")[0]} - {""}
    for note in record.notes if record else ():
        for words in sorted(wanted, key=len, reverse=True):
            if (at := note.body.text.find(words)) >= 0:
                return _origin(note, note.body.text.count("\n", 0, at))
            if words in note.urls:
                return note.origin
    return None


def _origin(note: Note, line: int) -> Origin:
    """The place of a line of a note's body, counted from 0; of one that no line of the file became, the nearest above."""
    number = next((number for number in reversed(note.body.lines[: line + 1]) if number), note.origin.first_line)
    return Origin(note.origin.path, number, number)
