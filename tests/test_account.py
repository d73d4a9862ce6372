"""The account of a source: where each of its lines went."""

from __future__ import annotations

from pathlib import PurePosixPath

from papersite.account import account_for
from papersite.model import Body, Dropped, Note, Origin, Parsed, Source

PATH = PurePosixPath("notes/a.txt")
TEXT = "Site name\n\n# Title\n\u00a0\nbody\nlost\n"


def test_every_line_is_blank_noted_dropped_or_unaccounted() -> None:
    note = Note("plain", Origin(PATH, 3, 5), Body("body", (5,)), field_lines=(3,))
    parsed = Parsed((note,), (Dropped(1, "Site name", "page-header"),))
    account = account_for(Source(PATH, b"", TEXT), "plain", parsed)
    assert (account.lines, account.blank, account.in_notes) == (6, 2, 2)
    assert account.unaccounted == (6,)


def test_a_line_put_in_by_us_accounts_for_nothing() -> None:
    note = Note("plain", Origin(PATH, 1, 1), Body("a\n\nb", (1, 0, 1)))
    account = account_for(Source(PATH, b"", "ab"), "plain", Parsed((note,)))
    assert (account.lines, account.in_notes, account.unaccounted) == (1, 1, ())


def test_an_empty_source_has_no_lines() -> None:
    account = account_for(Source(PATH, b"", ""), "plain", Parsed())
    assert (account.lines, account.blank, account.unaccounted) == (0, 0, ())
