"""What formats that are no text line by line share: values become Markdown lines that know their source lines, and the account.

A string of JSON or XML may hold many lines; each of them stands for the source line (or lines) that the string is written on
(see docs/decisions/decoded-sources.md). A member that no field takes goes to the body by its name, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from papersite.formats.json_values import Array, Object, Scalar, Value
from papersite.formats.literal import literal_inline
from papersite.model import Dropped, Note, Source

Line = tuple[int, str]


def lines_of_scalar(scalar: Scalar) -> list[Line]:
    """The lines of a string with their source lines: one each where it is written over as many lines, else its first."""
    texts = scalar.text.split("\n")
    spread = scalar.last_line - scalar.line + 1 == len(texts) > 1
    return [(scalar.line + (n if spread else 0), text) for n, text in enumerate(texts)]


def lines_in(value: Value) -> set[int]:
    """All source lines that a value stands on, brackets included."""
    return set(range(value.line, value.last_line + 1))


def as_text(value: Value) -> str:
    """A value in words: what it lists, or its members by name."""
    if isinstance(value, Scalar):
        return "" if value.is_null else " ".join(value.text.split())
    if isinstance(value, Array):
        return ", ".join(filter(None, map(as_text, value.values)))
    named = ((key, as_text(each)) for key, each in value.members)
    return ", ".join(f"{key}: {text}" for key, text in named if text)


def remaining(record: Object, taken: Collection[str], ignored: Collection[str]) -> Iterator[Line]:
    """A list entry for each member of a record that no field took and that says something."""
    for key, value in record.members:
        if key not in taken and key not in ignored and (text := as_text(value)):
            yield value.line, f"- **{literal_inline(' '.join(key.split()))}:** {literal_inline(text)}"


def ignored_lines(record: Object, ignored: Collection[str]) -> set[int]:
    """The lines of a record's members that say nothing about a paper."""
    return {number for key, value in record.members if key in ignored for number in lines_in(value)}


def rest_dropped(source: Source, notes: Iterable[Note], rule_of: Collection[int], inside: str, outside: str) -> list[Dropped]:
    """What no note has: lines of ignored members, dropped by the rule `inside`, and mere brackets and commas, by `outside`."""
    noted = {number for note in notes for number in (*note.body.lines, *note.field_lines)}
    return [
        Dropped(number, line, inside if number in rule_of else outside)
        for number, line in enumerate(source.lines, start=1)
        if line.strip() and number not in noted
    ]
