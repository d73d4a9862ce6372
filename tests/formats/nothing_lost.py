"""What holds for every format and every text: nothing raises, no line and no word is lost, and bodies know their lines."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from papersite.account import account_for
from papersite.formats import Format
from papersite.model import Parsed, Source

WORD = re.compile(r"\w+")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def source_of(text: str, name: str = "note.txt") -> Source:
    """A text as a source, with `\\n` line ends only."""
    return Source(PurePosixPath("notes", name), text.encode("utf-8", "replace"), text)


def assert_nothing_lost(fmt: Format, source: Source) -> Parsed:
    """Parses a source and checks its account, its bodies' lines, and that each line's words stand where the line went."""
    fmt.detect(source)
    parsed = fmt.parse(source)
    assert account_for(source, fmt.name, parsed).unaccounted == ()
    shown: dict[int, str] = {}
    for note in parsed.notes:
        assert (note.body.text.split("\n") if note.body.text else []) == _lines(note.body.text, len(note.body.lines))
        numbers = [number for number in note.body.lines if number]
        assert numbers == sorted(set(numbers))
        for number, text in zip(note.body.lines, note.body.text.split("\n"), strict=bool(note.body.text)):
            if number and text.strip():
                assert number not in shown, f"line {number} is in two bodies"
                shown[number] = ESCAPED.sub(r"\1", text)
    for number, text in shown.items():
        assert _letters(source.lines[number - 1]) in _letters(text), f"line {number} lost something"
    for drop in parsed.dropped:
        assert drop.rule
        assert source.lines[drop.line - 1] == drop.text
    for problem in parsed.problems:
        assert problem.message
        assert problem.origin is not None
        assert 1 <= problem.origin.first_line <= max(1, len(source.lines))
    return parsed


def _letters(text: str) -> str:
    """All letters and digits of a text, in their order: structure may come between them, but none may go or change."""
    return "".join(WORD.findall(text))


def _lines(text: str, count: int) -> list[str]:
    """The lines of a body that should have so many; an empty body has none."""
    lines = text.split("\n") if text else []
    assert len(lines) == count
    return lines
