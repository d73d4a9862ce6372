"""Counts over the real dumps, where they exist: what a careful reader counts there by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from papersite.citations import read_references
from papersite.formats import choose
from papersite.model import Reference, ReferenceForm, Source
from papersite.titles import derive_titles


def references(dumps: Path, name: str) -> list[Reference]:
    data = (dumps / name).read_bytes()
    source = Source(PurePosixPath("notes") / name, data, data.decode())
    return [reference for note in choose(source).parse(source).notes for reference in read_references(note)]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        pytest.param("keypoint-notes.txt", {ReferenceForm.CITATION: 102, ReferenceForm.URL: 1}, id="keypoint notes"),
        pytest.param("paper-digests.md", {ReferenceForm.LISTED: 77}, id="paper digests"),
        pytest.param("study-meeting.txt", {ReferenceForm.CITATION: 5}, id="study meeting"),
        pytest.param("science-article.txt", {ReferenceForm.LISTED: 3}, id="science article"),
        pytest.param("qa-article.txt", {}, id="question and answer"),
    ],
)
def test_every_reference_of_a_real_dump_is_found_and_no_other(
    dumps_dir: Path, name: str, counts: dict[ReferenceForm, int]
) -> None:
    found = references(dumps_dir, name)
    assert Counter(reference.form for reference in found) == counts
    assert all(reference.title or reference.author or reference.id for reference in found)


def test_most_marked_citations_of_a_real_dump_tell_author_venue_and_year(dumps_dir: Path) -> None:
    marked = [each for each in references(dumps_dir, "keypoint-notes.txt") if each.text.startswith("[Paper Note]")]
    assert len(marked) == (dumps_dir / "keypoint-notes.txt").read_text(encoding="utf-8").count("[Paper Note]")
    assert all(each.author and each.year for each in marked)
    assert sum(each.venue is None for each in marked) == 1


def test_every_untitled_note_of_a_real_dump_gets_a_short_title(dumps_dir: Path) -> None:
    data = (dumps_dir / "keypoint-notes.txt").read_bytes()
    source = Source(PurePosixPath("notes/keypoint-notes.txt"), data, data.decode())
    titles = [derive_titles(note)[0] for note in choose(source).parse(source).notes]
    assert len(titles) == 122
    assert max(len(title.title) for title in titles) <= 100
    assert sum(title.rule != "clause" for title in titles) >= 60
