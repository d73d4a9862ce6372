"""The account of a source: where each of its lines went.

Every non-blank line ends in a note's field, a note's body, or the list of dropped boilerplate with the rule that dropped it.
What is in none of them is unaccounted, which must not happen and which `papersite check` would show.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from papersite.model import Dropped, Parsed, Source


@dataclass(frozen=True, slots=True)
class Account:
    """Where the lines of one source went. `lines` counts all of them; a last line end opens no further line."""

    path: PurePosixPath
    format: str
    lines: int
    blank: int
    in_notes: int
    dropped: tuple[Dropped, ...]
    unaccounted: tuple[int, ...]


def account_for(source: Source, format_name: str, parsed: Parsed) -> Account:
    """The account of what a format made of a source. A line that is only white space, NBSP included, is blank.

    A file that was passed over has no lines here: it is no dump.
    """
    lines = [] if parsed.passed_over else source.lines
    if lines and not lines[-1]:
        lines = lines[:-1]
    written = {number for number, line in enumerate(lines, start=1) if line.strip()}
    noted = {number for note in parsed.notes for number in (*note.body.lines, *note.field_lines)} & written
    dropped = {drop.line for drop in parsed.dropped}
    return Account(
        path=source.path,
        format=format_name,
        lines=len(lines),
        blank=len(lines) - len(written),
        in_notes=len(noted),
        dropped=parsed.dropped,
        unaccounted=tuple(sorted(written - noted - dropped)),
    )
