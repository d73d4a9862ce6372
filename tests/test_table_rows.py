"""Rows of a table beside the pages of the same papers."""

from __future__ import annotations

from pathlib import PurePosixPath

from papersite.model import Body, Note, Origin
from papersite.table_rows import without_repeated_rows


def note(fmt: str, text: str) -> Note:
    return Note(fmt, Origin(PurePosixPath("notes/a")), Body(text, tuple(range(1, text.count("\n") + 2)) if text else ()))


PAGE = note("notion_page", "- **Status:** Read\n\n本文。")


def test_a_row_that_a_page_has_whole_is_no_note_of_its_own() -> None:
    row, bare = note("paper_table", "- **Status:** Read"), note("paper_table", "")
    assert without_repeated_rows([row, PAGE, bare]) == (PAGE,)


def test_a_row_that_says_more_or_stands_alone_stays() -> None:
    more, bare = note("paper_table", "- **Status:** Read\n- **Score:** 5"), note("paper_table", "")
    assert without_repeated_rows([more, PAGE]) == (more, PAGE)
    assert without_repeated_rows([bare]) == (bare,)
    assert without_repeated_rows([bare, note("bibtex", "")]) == (bare, note("bibtex", ""))


def test_other_notes_are_never_left_out_though_they_say_the_same() -> None:
    assert without_repeated_rows([PAGE, PAGE]) == (PAGE, PAGE)
