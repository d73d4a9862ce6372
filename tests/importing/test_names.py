"""What imported files are called: readable, the same whatever else is in the dump, and safe on every file system."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from papersite.importing.names import name_files
from papersite.model import Body, IdScheme, Note, Origin, PaperId

NOTE = Note("keypoint_notes", Origin(PurePosixPath("page.txt")), date=dt.date(2024, 3, 1))
ATTENTION = PaperId(IdScheme.ARXIV, "1706.03762")


@pytest.mark.parametrize(
    ("note", "name"),
    [
        (replace(NOTE, title="Deep Sets", ids=(ATTENTION,)), "2024-03-01-deep-sets.md"),
        (replace(NOTE, title="Deep Sets", date=None), "deep-sets.md"),
        (replace(NOTE, ids=(ATTENTION,), tags=("NLP",)), "2024-03-01-1706.03762.md"),
        (replace(NOTE, summary="長い文書を読むLongReaderを提案。"), "2024-03-01-longreader.md"),
        (replace(NOTE, tags=("Pocket", "NLP", "C++")), "2024-03-01-nlp-c-plus-plus.md"),
        (replace(NOTE, date=None), "note.md"),
        (replace(NOTE, title="注意機構" * 40), "2024-03-01-" + "注意機構" * 15 + ".md"),
        (replace(NOTE, title="a title of so many words that nobody could ever read it from a list of files"), None),
    ],
    ids=["its title", "without a date", "its identifier", "its text", "its tags", "nothing", "a long word", "many words"],
)
def test_a_file_is_called_by_what_the_note_is_about(note: Note, name: str | None) -> None:
    (given,) = name_files([note], ())
    assert given == (name or "2024-03-01-a-title-of-so-many-words-that-nobody-could-ever-read-it-from.md")


def test_names_are_short_enough_for_a_base_and_a_rival() -> None:
    (name,) = name_files([replace(NOTE, title="\U00020000" * 200)], ())
    assert len(f"{name}.new".encode()) < 240


def test_no_name_is_given_twice_or_taken() -> None:
    same = replace(NOTE, title="Deep Sets", body=Body("一つ目の、十分に長い本文。"))
    notes = [same, replace(same, body=Body("二つ目の、やはり長い本文。")), same, replace(same, title="DEEP sets")]
    names = name_files(notes, {"2024-03-01-Deep-Sets.md"})
    assert len({name.casefold() for name in names}) == 4
    assert "2024-03-01-deep-sets.md" not in names


def test_a_name_does_not_depend_on_other_notes() -> None:
    notes = [replace(NOTE, title=f"Paper {number}") for number in range(5)]
    assert name_files(notes[2:], ()) == name_files(notes, ())[2:]
    twins = [
        replace(NOTE, title="Deep Sets", body=Body(text))
        for text in ("一つ目の、十分に長い本文。", "二つ目の、長い本文である。")
    ]
    assert name_files(twins[::-1], ()) == name_files(twins, ())[::-1]
