"""Reading the references of a body: how much of it is read at all. What is found is tested part by part beside this."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from papersite.citations import read_references
from papersite.model import Body, Note, Origin


def test_a_text_longer_than_any_note_is_not_read_for_references(monkeypatch: pytest.MonkeyPatch) -> None:
    body = Body("https://arxiv.org/abs/1706.03762\n", (1,))
    note = Note("plain", Origin(PurePosixPath("notes/a.md")), body)
    assert len(read_references(note)) == 1
    monkeypatch.setattr("papersite.citations.reading.LONGEST_BODY", 20)
    assert read_references(note) == ()
